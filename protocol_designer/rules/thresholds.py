"""MON-011: the measured values that hold a dose before it starts and stop it while it runs."""

from collections.abc import Iterator

from protocol_designer.domain.codes import Measure, Relation
from protocol_designer.domain.dosing_day import Threshold, ThresholdPurpose
from protocol_designer.domain.wording import title_word, word
from protocol_designer.formulary.records import Limit
from protocol_designer.rules.dosing_days import dosing_days, not_decided
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import fresh_id
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView

THRESHOLDS = "dosing_day.thresholds"
WHICH_THRESHOLDS = "which values hold or stop a dose"

HOLD, STOP = ThresholdPurpose.HOLD_BEFORE_DOSE, ThresholdPurpose.STOP_DURING_DOSE
UPWARD = (Relation.ABOVE, Relation.AT_LEAST)
DOWNWARD = (Relation.BELOW, Relation.AT_MOST)


def thresholds(
    view: TrialView, purpose: ThresholdPurpose, measure: Measure, relations: tuple[Relation, ...] = UPWARD
) -> tuple[Threshold, ...]:
    """Return the thresholds of a purpose and measure, the one that is crossed first in front."""
    found = [
        threshold
        for threshold in view.trial.dosing_day.thresholds
        if threshold.purpose is purpose and threshold.measure is measure and threshold.relation in relations
    ]
    found.sort(key=lambda threshold: threshold.value.in_base, reverse=relations == DOWNWARD)
    return tuple(found)


def new_threshold(
    view: TrialView, purpose: ThresholdPurpose, measure: Measure, limit: Limit, relation: Relation
) -> Change:
    """Propose a threshold at a limit."""
    taken = {threshold.id for threshold in view.trial.dosing_day.thresholds}
    entry = {
        "id": fresh_id(taken, "threshold", f"{purpose.value}_{measure.value}"),
        "purpose": purpose.value,
        "measure": measure.value,
        "relation": relation.value,
        "value": str(limit.value),
    }
    return Change(f"{THRESHOLDS}[+]", entry)


def expected_thresholds(view: TrialView) -> Iterator[tuple[Change, Limit]]:
    """Propose each threshold that the rule misses, where a limit with a source says its value."""
    for purpose, measure, key in _PRESSURES:
        limit = _bounds(view, purpose, key)[0]
        if limit.sources and not thresholds(view, purpose, measure):
            yield new_threshold(view, purpose, measure, limit, Relation.ABOVE), limit
    limit = view.limit("threshold.stop.spo2")
    if limit.sources and not thresholds(view, STOP, Measure.SPO2, DOWNWARD):
        yield new_threshold(view, STOP, Measure.SPO2, limit, Relation.BELOW), limit


def threshold_words(entry: object) -> str:
    """Write a proposed threshold in the exchange form for people."""
    if not isinstance(entry, dict):
        return ""
    values = Threshold.model_validate(entry)
    limit = f"{title_word(values.measure)} {word(values.relation)} {values.value.printed()}"
    return f"{limit} ({word(values.purpose)})"


@rule(
    "MON-011",
    "Hold and stop thresholds",
    Severity.HARD,
    over=dosing_days,
    needs=("thresholds that hold and that stop a dose", "stop rule for agitation"),
    limits=(
        "threshold.hold.systolic.soft",
        "threshold.hold.systolic.hard",
        "threshold.hold.diastolic.soft",
        "threshold.hold.diastolic.hard",
        "threshold.stop.systolic",
        "threshold.stop.diastolic",
        "threshold.stop.spo2",
    ),
    sources=("spravato-us", "NCT02649231", "NCT06943859", "hebert-vidt-2008", "yip-2022"),
)
def hold_and_stop_thresholds(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """A dose starts or goes on at a blood pressure or a state at which it should not.

    Fires when: hard, no systolic or no diastolic pressure holds the dose, or only one above the hard bound;
    no systolic or no diastolic pressure stops it, or only one above severe hypertension. Soft, the hold lies
    between the usual and the hard bound; no oxygen saturation or heart rate stops the dose, or only a
    saturation below its bound; no rule is written for severe agitation or a participant who does not respond.
    Stays quiet when: both pressures hold and stop the dose at the bounds or lower, and the rest is there.
    A 2022 review argues against treating peaks without symptoms; stopping a dose is another matter, and the
    stricter reading is kept.
    Worst case: of several thresholds for one measure, the one that is crossed first counts.
    """
    if not view.trial.dosing_day.thresholds:
        yield not_decided(THRESHOLDS, WHICH_THRESHOLDS)
        return
    yield from _missing(view)
    for purpose, measure, key in _PRESSURES:
        yield from _too_high(view, purpose, measure, key)
    spo2 = view.limit("threshold.stop.spo2")
    for threshold in thresholds(view, STOP, Measure.SPO2, DOWNWARD)[:1]:
        if spo2.is_broken_by(threshold.value):
            yield _moved(threshold, Severity.SOFT, spo2, spo2)
    if view.trial.dosing_day.stop_rule_for_agitation is None:
        yield Hit(
            Severity.SOFT,
            "dosing_day.stop_rule_for_agitation",
            "Dosing day: no rule says when severe agitation, or a participant who does not respond, stops "
            "the dose. Write it or justify it.",
            "no rule",
            limit_text="a written rule",
        )


_PRESSURES = (
    (HOLD, Measure.SYSTOLIC_BP, "threshold.hold.systolic"),
    (HOLD, Measure.DIASTOLIC_BP, "threshold.hold.diastolic"),
    (STOP, Measure.SYSTOLIC_BP, "threshold.stop.systolic"),
    (STOP, Measure.DIASTOLIC_BP, "threshold.stop.diastolic"),
)


def _bounds(view: TrialView, purpose: ThresholdPurpose, key: str) -> tuple[Limit, Limit]:
    """Return the usual and the highest bound; a stop has one for both."""
    if purpose is HOLD:
        return view.limit(f"{key}.soft"), view.limit(f"{key}.hard")
    return view.limit(key), view.limit(key)


def _new(view: TrialView, purpose: ThresholdPurpose, measure: Measure, key: str) -> Change:
    return new_threshold(view, purpose, measure, _bounds(view, purpose, key)[0], Relation.ABOVE)


def _verb(purpose: ThresholdPurpose) -> str:
    return "hold" if purpose is HOLD else "stop"


def _missing(view: TrialView) -> Iterator[Hit]:
    pressures = [each for each in _PRESSURES if not thresholds(view, each[0], each[1])]
    soft = []
    if not thresholds(view, STOP, Measure.SPO2, DOWNWARD):
        soft.append("a stop for oxygen saturation")
    if not thresholds(view, STOP, Measure.HEART_RATE):
        soft.append("a stop for heart rate")
    lacking = [f"a {_verb(purpose)} for {word(measure)}" for purpose, measure, _ in pressures] + soft
    if not lacking:
        return
    listed = ", ".join(lacking)
    changes = tuple(_new(view, *each) for each in pressures)
    told = (f"{_verb(p)} above {_bounds(view, p, key)[0].value.printed()}" for p, _, key in pressures)
    fix = Fix(f"Add {listed}", changes, "no threshold", ", ".join(told))
    yield Hit(
        Severity.HARD if pressures else Severity.SOFT,
        THRESHOLDS,
        f"Dosing day: the plan lacks {listed}. Add it" + ("." if pressures else " or justify it."),
        f"without {listed}",
        limit_text="hold and stop for both pressures, stop for oxygen saturation and heart rate",
        fixes=(fix,) if pressures and not soft else (),
    )


def _too_high(view: TrialView, purpose: ThresholdPurpose, measure: Measure, key: str) -> Iterator[Hit]:
    usual, highest = _bounds(view, purpose, key)
    for threshold in thresholds(view, purpose, measure)[:1]:
        if highest.is_broken_by(threshold.value):
            yield _moved(threshold, Severity.HARD, highest, usual)
        elif usual.is_broken_by(threshold.value):
            yield _moved(threshold, Severity.SOFT, usual, usual)


def _moved(threshold: Threshold, severity: Severity, limit: Limit, target: Limit) -> Hit:
    place, value = f"{THRESHOLDS}[{threshold.id}].value", beside(threshold.value, limit)
    verb, name = _verb(threshold.purpose), word(threshold.measure)
    fix = Fix(
        f"Move the {verb} for {name} to {target.value.printed()}",
        (Change(place, str(target.value)),),
        threshold.value.printed(),
        target.value.printed(),
    )
    return Hit(
        severity,
        place,
        f"Dosing day: {name} {verb}s the dose {word(threshold.relation)} {value}; the bound is "
        f"{limit.value.printed()}. Move it" + ("." if severity is Severity.HARD else " or justify it."),
        value,
        limit,
        fixes=(fix,),
    )


RULES = (hold_and_stop_thresholds,)
