"""KET-011: doses that look like a slip of the unit, the form, the decimal point or the salt."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.doses import End, regimen_place, step_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import (
    DoseBasis,
    DrugRegimen,
    Enantiomer,
    RegimenUse,
    Route,
    StrengthExpression,
)
from protocol_designer.quantities import Dimension, Quantity, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, given
from protocol_designer.rules.view import TrialView

_UNITS = {
    Dimension.MASS_PER_WEIGHT: (Unit.MG_PER_KG,),
    Dimension.MASS: (Unit.MILLIGRAM,),
    Dimension.MASS_RATE_PER_WEIGHT: (Unit.MG_PER_KG_PER_MIN, Unit.MG_PER_KG_PER_H, Unit.MCG_PER_KG_PER_MIN),
    Dimension.MASS_RATE: (Unit.MG_PER_MIN,),
    Dimension.CONCENTRATION: (Unit.NG_PER_ML,),
}
"""The units in which a ketamine dose is expected, the plainest first."""

_ROUTES = {Route.IV: "iv", Route.IM: "im"}


def _suspects(view: TrialView) -> Iterator[DrugRegimen | Undecided]:
    """Choose ketamine, also where a drug goes by another name or is hidden in a mixture."""
    yield from given(*KETAMINE)(view)
    for regimen in view.trial.regimens:
        place = regimen_place(regimen)
        if regimen.drug in KETAMINE:
            continue
        if regimen.drug and "ketam" in regimen.drug and view.drug(regimen.drug) is None:
            yield Undecided(f"{place}.drug", f"whether {regimen.name} is ketamine or esketamine")
        held = set(KETAMINE) & set(regimen.preparation.mixed_with)
        if held - {other.drug for other in view.companions(regimen)}:
            yield Undecided(f"{place}.preparation.mixed_with", f"how much ketamine {regimen.name} holds")


@rule(
    "KET-011",
    "Unit, enantiomer and ten-fold check",
    Severity.HARD,
    over=_suspects,
    needs=("dose steps", "form of ketamine", "eligible weights", "what the strength counts"),
    limits=(
        "ketamine.iv.usual_total.low",
        "ketamine.iv.usual_total.high",
        "ketamine.iv.session_total.hard",
        "tier.t1.iv",
        "ketamine.im.usual_total.low",
        "ketamine.im.usual_total.high",
        "ketamine.im.session_total.hard",
        "tier.t1.im",
        "ketamine.salt_of_10_mg_base",
    ),
)
def unit_enantiomer_and_ten_fold(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """A ketamine dose that looks like a slip.

    Fires when: an amount is in a unit in which ketamine is not prescribed; the form is not named or
    contradicts the drug; a tenth of a total above the hard limit, or ten times an investigational total in
    the sub-perceptual range, is a usual dose; the strength counts the salt; or a cap lies below the dose of
    even the lightest participant, so that nobody gets the dose that is written.
    Stays quiet when: none of these holds. A low-dose comparator may be a tenth of a usual dose on purpose.
    Worst case: every eligible weight.
    """
    yield from _units(view, regimen)
    yield from _form(view, regimen)
    yield from _salt(view, regimen)
    yield from _ten_fold(view, regimen)
    yield from _cap(view, regimen)


def _cap(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    if regimen.cap is None or not all(dose.is_capped for dose in view.doses(regimen, End.LOW)):
        return
    yield Hit(
        Severity.HARD,
        f"{regimen_place(regimen)}.cap",
        f"{view.arms_text(regimen)}: the cap of {regimen.cap.printed()} lies below the dose of even the "
        "lightest "
        f"participant, so that nobody gets the dose of {regimen.name} that is written. Correct the cap or "
        "the dose.",
        regimen.cap.printed(),
        limit_text="cap reached only by heavier participants",
    )


def _units(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    for index, step in enumerate(regimen.steps):
        for field, amount in (("amount", step.amount), ("amount_high", step.amount_high)):
            if amount is None or amount.unit in _UNITS[amount.dimension]:
                continue
            wanted = amount.to(_UNITS[amount.dimension][0])
            place = f"{step_place(regimen, index)}.{field}"
            yield Hit(
                Severity.HARD,
                place,
                f"{view.arms_text(regimen)}: step {index + 1} is written in {amount.unit} "
                f"({amount.printed()}); ketamine "
                f"is prescribed in {_listed(amount.dimension)}. Check the amount and write it as "
                f"{wanted.printed()}.",
                amount.printed(),
                limit_text=_listed(amount.dimension),
                fixes=_rewritten(place, amount, wanted),
            )


def _rewritten(place: str, amount: Quantity, wanted: Quantity) -> tuple[Fix, ...]:
    try:
        text = str(wanted)
    except ValueError:
        return ()
    label = f"Write {wanted.printed()}"
    return (Fix(label, (Change(place, text),), amount.printed(), wanted.printed()),)


def _listed(dimension: Dimension) -> str:
    return " or ".join(unit.value for unit in _UNITS[dimension])


def _form(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    known = view.drug(regimen.drug)
    is_s_drug = known is not None and known.enantiomer is Enantiomer.S
    place = f"{regimen_place(regimen)}.enantiomer"
    if regimen.enantiomer is None and not is_s_drug:
        yield Hit(
            Severity.HARD,
            place,
            f"{view.arms_text(regimen)}: the form of {regimen.name} is not named; S-ketamine is the stronger "
            "form, and "
            "doses of one must not be used for the other. Name racemic, S or R.",
            "form not named",
            limit_text="racemic, S or R",
        )
    elif regimen.enantiomer is Enantiomer.NOT_CHIRAL or (
        is_s_drug and regimen.enantiomer not in (None, Enantiomer.S)
    ):
        yield Hit(
            Severity.HARD,
            place,
            f"{view.arms_text(regimen)}: {regimen.name} is said to be "
            f"{regimen.enantiomer.value.replace('_', ' ')}, "
            f"which {view.drug_name(regimen.drug).lower()} is not. Correct the drug or the form.",
            regimen.enantiomer.value.replace("_", " "),
            limit_text="racemic, S or R",
        )


def _salt(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    preparation = regimen.preparation
    place = f"{regimen_place(regimen)}.preparation.strength_expressed_as"
    if preparation.strength_expressed_as is StrengthExpression.SALT:
        salt = view.limit("ketamine.salt_of_10_mg_base")
        yield Hit(
            Severity.HARD,
            place,
            f"{view.arms_text(regimen)}: the strength of {regimen.name} counts the hydrochloride; "
            f"{salt.value.printed()} of it hold 10 mg of ketamine. Give strength and dose as ketamine base.",
            "salt",
            salt,
            limit_text="ketamine base",
        )
    elif preparation.strength_expressed_as is None and preparation.vial_strength is not None:
        yield Undecided(place, f"whether the strength of {regimen.name} counts base or salt")


def _ten_fold(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    if regimen.route is None:
        yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
        return
    route = _ROUTES.get(regimen.route)
    if route is None or any(step.basis is DoseBasis.TARGET_CONCENTRATION for step in regimen.steps):
        return
    low = view.limit(f"ketamine.{route}.usual_total.low")
    high = view.limit(f"ketamine.{route}.usual_total.high")
    most = view.limit(f"ketamine.{route}.session_total.hard")
    least = view.limit(f"tier.t1.{route}")
    is_investigational = regimen.use is RegimenUse.INVESTIGATIONAL
    for factor, of in (
        (Fraction(1, 10), view.largest_total_per_kg),
        (Fraction(10), view.smallest_total_per_kg),
    ):
        if factor > 1 and not is_investigational:
            continue
        total = of(regimen)
        is_suspect = not least.is_broken_by(total.value) if factor > 1 else most.is_broken_by(total.value)
        meant = Quantity(total.value.value * factor, Unit.MG_PER_KG)
        if not is_suspect or low.is_broken_by(meant) or high.is_broken_by(meant):
            continue
        usual = f"{low.value.printed()} to {high.value.printed()}"
        yield Hit(
            Severity.HARD,
            f"{regimen_place(regimen)}.steps",
            f"{view.arms_text(regimen)}: {total.value.printed_rounded()} {total.who} looks like a ten-fold "
            "slip for "
            f"{meant.printed_rounded()}; usual is {usual}. Check the decimal point.",
            total.value.printed_rounded(),
            limit_text=usual,
        )
        return


RULES = (unit_enantiomer_and_ten_fold,)
