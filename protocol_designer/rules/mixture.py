"""COAD-007: what must not share a syringe, bag or line with ketamine."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, given
from protocol_designer.rules.view import TrialView


@rule(
    "COAD-007",
    "Incompatible mixture",
    Severity.HARD,
    over=given(*KETAMINE),
    needs=("what ketamine is mixed with", "own line", "other IV drugs of the arm"),
    sources=("ketalar-us", "ketamine-us-earlier", "ketamax-ph"),
)
def incompatible_mixture(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """Ketamine meets a drug with which it precipitates.

    Fires when: ketamine shares a syringe or bag with diazepam or a barbiturate, or an IV line with one that
    the same arm, or a rescue plan, gives.
    Stays quiet when: it is mixed with none of them, and has a line of its own where one of them is given IV.
    Worst case: any administration; rescue drugs count for every arm.
    """
    known = view.drug(regimen.drug)
    bad = known.incompatible_with if known else ()
    place, mixed = f"{regimen_place(regimen)}.preparation", regimen.preparation.mixed_with
    if together := [drug for drug in mixed if drug in bad]:
        yield _precipitates(view, regimen, f"{place}.mixed_with", together, "shares a syringe or bag with")
    for other in view.trial.regimens:
        contents = {drug for drug in (other.drug, *other.preparation.mixed_with) if drug}
        if other.id != regimen.id and regimen.drug in contents and (found := sorted(contents & set(bad))):
            at = f"{regimen_place(other)}.preparation.mixed_with"
            hit = _precipitates(view, regimen, at, found, "shares a syringe or bag with")
            yield Hit(hit.severity, at, hit.message, hit.computed, limit_text=hit.limit_text)
    if regimen.route is not Route.IV:
        return
    rescue = [r for r in view.trial.regimens if r.use is RegimenUse.RESCUE and r.id != regimen.id]
    beside_it = {
        r.id: r for r in (*view.companions(regimen), *rescue) if r.drug in bad and r.route in (Route.IV, None)
    }
    if not beside_it or all(other.preparation.has_own_line for other in beside_it.values()):
        return
    if regimen.preparation.has_own_line is None:
        yield Undecided(f"{place}.has_own_line", f"whether {regimen.name} has an IV line of its own")
    elif not regimen.preparation.has_own_line:
        drugs = [other.drug for other in beside_it.values() if other.drug]
        yield _precipitates(view, regimen, f"{place}.has_own_line", drugs, "can share an IV line with")


def _precipitates(view: TrialView, regimen: DrugRegimen, place: str, drugs: list[str], how: str) -> Hit:
    named = " and ".join(dict.fromkeys(view.drug_name(drug).lower() for drug in drugs))
    if place.endswith("has_own_line"):
        fix = Fix("Give ketamine a line of its own", (Change(place, True),), "shared line", "own line")
    else:
        kept = [drug for drug in regimen.preparation.mixed_with if drug not in drugs]
        fix = Fix(
            f"Take {named} out of the mixture", (Change(place, kept),), f"with {named}", f"without {named}"
        )
    return Hit(
        Severity.HARD,
        place,
        f"{view.arms_text(regimen)}: {regimen.name} {how} {named}, with which it precipitates. Separate "
        "syringe and "
        "line.",
        named,
        limit_text="separate syringe and line",
        fixes=(fix,),
    )


RULES = (incompatible_mixture,)
