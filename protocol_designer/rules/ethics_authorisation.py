"""ETH-003: whether the regulator allows the trial, or why that is not needed."""

import re
from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.identity import Jurisdiction
from protocol_designer.domain.wording import title_word
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.said import is_said, names
from protocol_designer.rules.subjects import whole_trial
from protocol_designer.rules.view import TrialView

_REFERENCE = "oversight.authorisation.reference"


@rule(
    "ETH-003",
    "IND or documented exemption",
    Severity.HARD,
    over=whole_trial,
    needs=("jurisdictions", "reference of the authorisation", "reasoning of an exemption"),
    sources=("21-cfr-312-2",),
)
def authorisation(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """The regulator has not allowed the trial, and nobody wrote down why that is not needed.

    Fires when: hard, the reference of a US trial names no IND and no exemption is reasoned, another
    jurisdiction has no reference of its own, or there are fewer references (parted by semicolons) than
    jurisdictions; advisory, a US trial relies on an exemption, which a new indication, population, route or
    dose makes unlikely.
    Stays quiet when: every jurisdiction has its reference. Other countries than the US know no such exemption
    here; their regulation was not researched, and the stricter reading is kept.
    Worst case: the jurisdiction that asks for most.
    """
    held, jurisdictions = view.trial.oversight.authorisation, view.trial.identity.jurisdictions
    if not jurisdictions:
        yield Undecided("identity.jurisdictions", "the jurisdictions of the trial")
        return
    reference, exemption = is_said(held.reference), is_said(held.exemption_reasoning)
    if not reference and not exemption:
        yield Undecided(_REFERENCE, "the authorisation by the regulator, or the reasons of an exemption")
        return
    references = [part for part in re.split(r"[;\n]", held.reference or "") if part.strip()]
    has_ind = names(held.reference, "IND")
    needed = [j for j in jurisdictions if not (j is Jurisdiction.US and exemption and not has_ind)]
    if Jurisdiction.US in needed and not has_ind:
        yield _unauthorised("names no IND (investigational new drug application) for the US")
    elif len(references) < len(needed):
        listed = ", ".join(title_word(jurisdiction) for jurisdiction in needed)
        amount = "no reference" if not references else f"{len(references)} of {len(needed)} references"
        yield _unauthorised(f"holds {amount} for {listed}")
    if Jurisdiction.US in jurisdictions and not has_ind and exemption:
        yield Hit(
            Severity.ADVISORY,
            "oversight.authorisation.exemption_reasoning",
            "Whole trial: an exemption from the IND is claimed. A new indication, or risk raised by "
            "population, "
            "route or dose, makes it unlikely; ask the FDA, and keep the reasoning signed.",
            "exemption claimed",
            limit_text="IND, or signed exemption",
        )


def _unauthorised(told: str) -> Hit:
    return Hit(
        Severity.HARD,
        _REFERENCE,
        f"Whole trial: the authorisation {told}. State the reference of each jurisdiction, parted by "
        "semicolons, "
        "or for the US the reasoning of the exemption.",
        told,
        limit_text="one reference for each jurisdiction",
    )


RULES = (authorisation,)
