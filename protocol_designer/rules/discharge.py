"""MON-010: when and how a participant goes home."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import DischargeCriterion, Measure
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.dosing_days import dosing_days, is_esketamine_spray, not_decided, sedating
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView

_DISCHARGE = "dosing_day.discharge"
_NEEDED = (
    DischargeCriterion.ORIENTED,
    DischargeCriterion.STEADY_GAIT,
    DischargeCriterion.DISSOCIATION_NEAR_BASELINE,
    DischargeCriterion.BP_NEAR_BASELINE,
)


@rule(
    "MON-010",
    "Discharge criteria, escort, driving",
    Severity.HARD,
    over=dosing_days,
    needs=("discharge criteria or score", "sign-off", "escort", "time without driving"),
    limits=("discharge.padss.score", "discharge.padss.readings", "discharge.no_driving"),
    sources=("ketalar-uk", "ketamine-ch", "spravato-hcp", "padss-1995"),
)
def discharge_criteria(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Someone still under the drug may go home, alone, or drive.

    Fires when: hard, neither a post-anaesthetic discharge score (PADSS) at its limits nor all of orientation,
    gait, dissociation and blood pressure near baseline are asked for; no clinician signs off; no responsible
    adult takes the participant home; driving is barred for less than the limit, with no night's sleep before
    it. Soft, the score stands alone, as it does not ask for dissociation; or only a night's sleep bars
    driving after another drug than esketamine spray, for the ketamine label counts hours.
    Stays quiet when: all is asked for.
    Worst case: one plan serves all arms, so that the drug that acts longest counts.
    """
    yield from _criteria(view)
    discharge = view.trial.dosing_day.discharge
    for field, what, cure in (
        (
            "needs_clinician_sign_off",
            "no clinician signs the participant off",
            "Ask for a clinician's sign-off",
        ),
        ("needs_adult_escort", "the participant may leave alone", "Ask for a responsible adult as escort"),
    ):
        place = f"{_DISCHARGE}.{field}"
        fix = Fix(cure, (Change(place, True),), "not asked for", cure.lower())
        if getattr(discharge, field) is None:
            noun = "a clinician signs off" if "sign" in field else "an adult escorts the participant home"
            yield not_decided(place, f"whether {noun}", fix)
        elif getattr(discharge, field) is False:
            yield Hit(
                Severity.HARD,
                place,
                f"Dosing day: {what}. {cure}.",
                "not asked for",
                limit_text="asked for",
                fixes=(fix,),
            )
    yield from _driving(view)


def _criteria(view: TrialView) -> Iterator[Hit]:
    discharge = view.trial.dosing_day.discharge
    missing = [criterion for criterion in _NEEDED if criterion not in discharge.criteria]
    if not missing:
        return
    place, listed = f"{_DISCHARGE}.criteria", ", ".join(word(criterion) for criterion in missing)
    changes = tuple(Change(f"{place}[+]", criterion.value) for criterion in missing)
    fix = Fix(f"Ask before discharge for: {listed}", changes, "not asked for", f"asked for: {listed}")
    scored = _is_scored(view)
    if not discharge.criteria and discharge.score is None:
        yield not_decided(place, "what must be true before a participant leaves", fix)
        return
    yield Hit(
        Severity.SOFT if scored else Severity.HARD,
        place,
        f"Dosing day: not asked for before a participant leaves: {listed}. Ask for it"
        + (" or justify relying on the score." if scored else "."),
        f"not asked for: {listed}",
        limit_text="orientation, gait, dissociation and blood pressure near baseline, or the score",
        fixes=(fix,),
    )


def _is_scored(view: TrialView) -> bool:
    discharge = view.trial.dosing_day.discharge
    score, readings = view.limit("discharge.padss.score"), view.limit("discharge.padss.readings")
    if discharge.score is not Measure.PADSS or None in (discharge.score_at_least, discharge.score_readings):
        return False
    return not (
        score.is_broken_by(_points(discharge.score_at_least))
        or readings.is_broken_by(_points(discharge.score_readings))
    )


def _points(number: int | None) -> Quantity:
    return Quantity(Fraction(number or 0), Unit.POINT)


def _driving(view: TrialView) -> Iterator[Hit]:
    limit, discharge = view.limit("discharge.no_driving"), view.trial.dosing_day.discharge
    barred, sleep = discharge.no_driving, discharge.no_driving_until_after_sleep
    if barred is not None and not limit.is_broken_by(barred):
        return
    place, least = f"{_DISCHARGE}.no_driving", limit.value.printed()
    before = barred.printed() if barred is not None else "not decided"
    fix = Fix(f"Bar driving for {least}", (Change(place, str(limit.value)),), before, least)
    if barred is None and sleep is None:
        yield not_decided(place, "how long participants do not drive", fix)
        return
    if sleep and all(is_esketamine_spray(regimen) for regimen in sedating(view)):
        return
    said = f"for {beside(barred, limit)}" if barred is not None else "for no stated time"
    said += " and until after a night's sleep" if sleep else ""
    yield Hit(
        Severity.SOFT if sleep else Severity.HARD,
        place,
        f"Dosing day: driving and machines are barred {said}; the shortest time is {least}. Bar them longer"
        + (" or justify it." if sleep else "."),
        said,
        limit,
        fixes=(fix,),
    )


RULES = (discharge_criteria,)
