"""COAD-004: whom an antimuscarinic may harm."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import (
    ConditionCode,
    Instrument,
    Measure,
    Relation,
)
from protocol_designer.domain.dosing_day import ThresholdPurpose
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.schedule import CellTime
from protocol_designer.domain.wording import word
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.fixes import exclude_conditions
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import ANTIMUSCARINICS, trial_giving
from protocol_designer.rules.view import TrialView

_PLANNED = tuple(use for use in RegimenUse if use is not RegimenUse.RESCUE)
_STIMULANTS = (Substance.COCAINE, Substance.METHAMPHETAMINE, Substance.SEVERAL)


@rule(
    "COAD-004",
    "Antimuscarinic given but its risks not excluded",
    Severity.HARD,
    over=trial_giving(*ANTIMUSCARINICS, uses=_PLANNED),
    needs=("exclusion criteria", "heart rate threshold", "substance", "toxicology on dosing days"),
    limits=("antimuscarinic.heart_rate_hold",),
    sources=(
        "atropine-us",
        "atropine-us-earlier",
        "glycopyrrolate-us-warnings",
        "cocaine-antidepressant-toxicity",
    ),
)
def antimuscarinic_risks_not_excluded(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """An antimuscarinic is planned for people whom it may harm.

    Fires when: hard, narrow-angle glaucoma is not excluded; soft, urinary retention, gastrointestinal
    obstruction, myasthenia gravis, tachyarrhythmia (or a hold above the heart rate limit) or unstable
    coronary disease is not; soft, people who use stimulants are not screened on the dosing day. Labels
    disagree on contraindications; the stricter one is taken for glaucoma.
    Stays quiet when: all are excluded, or an antimuscarinic is only kept for rescue.
    Worst case: any eligible participant.
    """
    missing = [code for code in _RISKS if not view.is_excluded(code)]
    if ConditionCode.TACHYARRHYTHMIA in missing and _holds_tachycardia(view):
        missing.remove(ConditionCode.TACHYARRHYTHMIA)
    if missing:
        is_hard = ConditionCode.NARROW_ANGLE_GLAUCOMA in missing
        listed = ", ".join(word(code) for code in missing)
        yield Hit(
            Severity.HARD if is_hard else Severity.SOFT,
            "population.criteria",
            f"Whole trial: an antisialagogue is planned without excluding {listed}. Exclude "
            + ("it" if len(missing) == 1 else "them")
            + ("." if is_hard else " or justify it."),
            f"{len(missing)} not excluded",
            limit_text="excluded",
            fixes=(exclude_conditions(view, missing),),
        )
    substance = view.trial.identity.substance
    if substance is None:
        yield Undecided("identity.substance", "which substance the trial addresses")
    elif substance in _STIMULANTS and (unscreened := _unscreened_visits(view)):
        yield Hit(
            Severity.SOFT,
            "schedule.cells",
            "Whole trial: an antisialagogue is planned, and participants may have used stimulants; no "
            "toxicology test "
            f"precedes the dose at {', '.join(unscreened)}. Screen on the same day or justify it.",
            f"{len(unscreened)} visit{'s' if len(unscreened) > 1 else ''} without a test",
            limit_text="test on every dosing day",
        )


_RISKS = (
    ConditionCode.NARROW_ANGLE_GLAUCOMA,
    ConditionCode.URINARY_RETENTION,
    ConditionCode.GASTROINTESTINAL_OBSTRUCTION,
    ConditionCode.MYASTHENIA_GRAVIS,
    ConditionCode.TACHYARRHYTHMIA,
    ConditionCode.UNSTABLE_CORONARY_DISEASE,
)


def _holds_tachycardia(view: TrialView) -> bool:
    limit = view.limit("antimuscarinic.heart_rate_hold")
    return any(
        threshold.purpose is ThresholdPurpose.HOLD_BEFORE_DOSE
        and threshold.measure is Measure.HEART_RATE
        and threshold.relation in (Relation.ABOVE, Relation.AT_LEAST)
        and not limit.is_broken_by(threshold.value)
        for threshold in view.trial.dosing_day.thresholds
    )


def _unscreened_visits(view: TrialView) -> list[str]:
    schedule = view.trial.schedule
    tests = {a.id for a in schedule.activities if a.instrument is Instrument.URINE_TOXICOLOGY}
    screened = {
        cell.visit
        for cell in schedule.cells
        if cell.activity in tests and (not cell.times or CellTime.BEFORE_DOSE in cell.times)
    }
    return [visit.name for visit in schedule.visits if visit.is_dosing and visit.id not in screened]


RULES = (antimuscarinic_risks_not_excluded,)
