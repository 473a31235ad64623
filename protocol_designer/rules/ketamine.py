"""KET: ketamine and esketamine dose, spacing and number of sessions."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.domain.interventions import DrugRegimen, Enantiomer, Route
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import given
from protocol_designer.rules.view import TrialView


@rule(
    "KET-001",
    "IV session total above the sub-anaesthetic range",
    Severity.SOFT,
    over=given("ketamine", routes=[Route.IV]),
    needs=("dose steps", "route", "lowest and highest eligible weight"),
    limits=("ketamine.iv.session_total.soft", "ketamine.iv.session_total.hard"),
)
def iv_session_total_above_sub_anaesthetic_range(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A session gives more ketamine than completed trials in substance use disorders did.

    Fires when: the IV total of a session of racemic ketamine is above the soft and not above the hard limit.
    Stays quiet when: KET-002 refuses the dose outright, or the enantiomer is not racemic.
    Worst case: the eligible weight with the highest mg/kg (a fixed dose: the lightest participant).
    """
    if regimen.enantiomer is not Enantiomer.RACEMIC:
        return
    total = view.largest_total_per_kg(regimen)
    soft = view.limit("ketamine.iv.session_total.soft")
    if soft.is_broken_by(total.value) and not view.limit("ketamine.iv.session_total.hard").is_broken_by(total.value):
        computed = beside(total.value, soft)
        yield Hit(
            Severity.SOFT,
            f"{regimen_place(regimen)}.steps",
            f"{view.arms_text(regimen)}: {computed} IV in one session {total.who}; "
            f"completed trials stayed at or below {soft.value.printed()}. Lower the dose or justify it.",
            computed,
            soft,
        )


RULES = (iv_session_total_above_sub_anaesthetic_range,)
