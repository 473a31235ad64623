"""PHARM-002: what runs into the vein: concentration, dilution, and two strengths on one shelf."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import INERT_LIQUIDS, regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.said import is_said
from protocol_designer.rules.subjects import KETAMINE, all_regimens, whole_trial
from protocol_designer.rules.view import TrialView


@rule(
    "PHARM-002",
    "Concentration and dilution",
    Severity.HARD,
    over=whole_trial,
    needs=("route", "vial strength", "final concentration", "dilution", "strengths in stock"),
    limits=("ketamine.iv.undiluted_strength", "lorazepam.iv.dilution"),
)
def concentration_and_dilution(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A drug is too strong for the vein, or nobody can tell how strong it is.

    Fires when: ketamine at or above its limit runs in IV; lorazepam is given IV at more than its share of the
    vial's strength; a final concentration by any route is above that of the vial, or differs from it although
    the drug is given undiluted; two strengths are in stock, or two regimens of a drug use different vials,
    without a written check.
    Stays quiet when: every IV drug has a final concentration that is diluted as asked for. A drug that is
    given undiluted has that of its vial. Inert liquids and other routes have no bound.
    Worst case: the strongest liquid that reaches a vein; rescue drugs count.
    """
    for regimen in all_regimens(view):
        if isinstance(regimen, Undecided):
            yield regimen
        elif regimen.drug is None:
            yield Undecided(f"{regimen_place(regimen)}.drug", f"the drug of {regimen.name}")
        elif regimen.drug not in INERT_LIQUIDS:
            yield from _by_route(view, regimen)
    yield from _stock(view)


def _by_route(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    contradiction = _contradiction(view, regimen)
    if contradiction is not None:
        yield contradiction
    elif regimen.route is None:
        yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
    elif regimen.route is Route.IV:
        yield from _in_the_vein(view, regimen)


def _contradiction(view: TrialView, regimen: DrugRegimen) -> Hit | None:
    """Say where vial and final concentration cannot both be true: volumes are computed from the latter."""
    made = regimen.preparation
    vial, final = made.vial_strength, made.final_concentration
    if vial is None or final is None:
        return None
    if final > vial:
        told = f"more than its vial of {vial.printed()} holds"
    elif made.is_given_undiluted and final < vial:
        told = f"although it is given undiluted from a vial of {vial.printed()}"
    else:
        return None
    computed = final.printed_beside(vial)
    return Hit(
        Severity.HARD,
        f"{regimen_place(regimen)}.preparation.final_concentration",
        f"{view.arms_text(regimen)}: {regimen.name} has a final concentration of {computed}, {told}; the "
        "volumes "
        "would be wrong by that factor. Correct one of them.",
        computed,
        limit_text=vial.printed(),
    )


def _in_the_vein(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    made, place = regimen.preparation, f"{regimen_place(regimen)}.preparation"
    vial, final = made.vial_strength, made.final_concentration
    strongest = vial if made.is_given_undiluted else final
    if strongest is None:
        yield Undecided(
            f"{place}.{'vial_strength' if made.is_given_undiluted else 'final_concentration'}",
            f"the concentration at which {regimen.name} is given",
        )
    elif regimen.drug in KETAMINE:
        yield from _ketamine(view, regimen, strongest)
    if regimen.drug == "lorazepam":
        yield from _lorazepam(view, regimen)


def _ketamine(view: TrialView, regimen: DrugRegimen, given_at: Quantity) -> Iterator[Hit]:
    limit = view.limit("ketamine.iv.undiluted_strength")
    if limit.is_broken_by(given_at):
        computed = beside(given_at, limit)
        yield Hit(
            Severity.HARD,
            f"{regimen_place(regimen)}.preparation.final_concentration",
            f"{view.arms_text(regimen)}: {regimen.name} runs into the vein at {computed}; from "
            f"{limit.value.printed()} ketamine is not given IV. Dilute it; infusions have about 1 mg/mL.",
            computed,
            limit,
        )


def _lorazepam(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    made, place = regimen.preparation, f"{regimen_place(regimen)}.preparation"
    limit = view.limit("lorazepam.iv.dilution")
    if made.is_given_undiluted:
        yield _too_strong(view, regimen, Quantity.parse("100 %"))
    elif made.vial_strength is None:
        yield Undecided(f"{place}.vial_strength", f"the vial strength of {regimen.name}")
    elif made.final_concentration is not None:
        share = Quantity(made.final_concentration.in_base * 100 / made.vial_strength.in_base, Unit.PERCENT)
        if limit.is_broken_by(share):
            yield _too_strong(view, regimen, share)


def _too_strong(view: TrialView, regimen: DrugRegimen, share: Quantity) -> Hit:
    limit = view.limit("lorazepam.iv.dilution")
    computed = beside(share, limit)
    return Hit(
        Severity.HARD,
        f"{regimen_place(regimen)}.preparation.is_given_undiluted",
        f"{view.arms_text(regimen)}: {regimen.name} is given IV at {computed} of the vial's strength; "
        "the most is "
        f"{limit.value.printed()}. Dilute it with an equal volume.",
        computed,
        limit,
    )


def _stock(view: TrialView) -> Iterator[Hit | Undecided]:
    pharmacy = view.trial.pharmacy
    if is_said(pharmacy.strength_check_step):
        return
    strengths: dict[str, set[Fraction]] = {}
    for regimen in view.trial.regimens:
        if regimen.drug is not None and regimen.preparation.vial_strength is not None:
            strengths.setdefault(regimen.drug, set()).add(regimen.preparation.vial_strength.in_base)
    doubled = [view.drug_name(drug).lower() for drug, found in strengths.items() if len(found) > 1]
    if not doubled and pharmacy.stocks_two_strengths is None:
        yield Undecided("pharmacy.stocks_two_strengths", "whether two strengths of a drug are in stock")
    elif doubled or pharmacy.stocks_two_strengths:
        told = f"two strengths of {' and '.join(doubled) or 'a drug'}"
        yield Hit(
            Severity.HARD,
            "pharmacy.strength_check_step",
            f"Whole trial: {told} are in use without a step that checks which one is taken. Write the "
            "check, or "
            "keep one strength.",
            told,
            limit_text="one strength, or a written check",
        )


RULES = (concentration_and_dilution,)
