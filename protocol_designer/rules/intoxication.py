"""WD-001 and 002: that nobody is dosed while intoxicated, and what a urine test is for."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument, Measure, Relation
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.wording import word
from protocol_designer.rules.assessments import (
    EARLIEST_CHECK,
    check_before_doses,
    unchecked,
    without_earlier,
)
from protocol_designer.rules.dosing_days import dosing_days, not_decided
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.thresholds import HOLD, THRESHOLDS, WHICH_THRESHOLDS, new_threshold, thresholds
from protocol_designer.rules.view import TrialView

CELLS = "schedule.cells"
WHICH_ASSESSMENTS = "which assessments are made"


def checks_before_doses(
    view: TrialView, severity: Severity, *instruments: Instrument
) -> Iterator[Hit | Undecided]:
    """Yield what is missing when some instruments must stand before every dose: one finding for all."""
    lacking: list[str] = []
    fixes: list[Fix] = []
    for instrument in instruments:
        found = list(unchecked(view, instrument))
        yield from (each for each in found if isinstance(each, Undecided))
        visits = [each for each in found if isinstance(each, Visit)]
        if visits:
            lacking.append(f"{word(instrument)} before {', '.join(visit.name for visit in visits)}")
            fixes.extend(check_before_doses(view, instrument, visits))
    if not lacking:
        return
    fix = _together(fixes) if len(fixes) == len(lacking) else ()
    if not view.trial.schedule.activities:
        yield not_decided(CELLS, WHICH_ASSESSMENTS, *fix)
        return
    listed = "; ".join(lacking)
    yield Hit(
        severity,
        CELLS,
        f"Dosing day: not scheduled: {listed}. Check it before each dose"
        + ("." if severity is Severity.HARD else " or justify it."),
        f"not scheduled: {listed}",
        limit_text="before each dose",
        fixes=fix,
    )


def _together(fixes: list[Fix]) -> tuple[Fix, ...]:
    label = " and ".join(
        fix.label if not index else fix.label[:1].lower() + fix.label[1:] for index, fix in enumerate(fixes)
    )
    changes = tuple(change for fix in fixes for change in fix.changes)
    return (Fix(label, changes, fixes[0].before, " and ".join(fix.after for fix in fixes)),)


@rule(
    "WD-001",
    "Intoxication check before dosing",
    Severity.HARD,
    over=dosing_days,
    needs=("breath alcohol and behavioural check before each dose", "breath alcohol that holds the dose"),
    limits=("breath_alcohol.hard", "breath_alcohol.soft", EARLIEST_CHECK),
    sources=("NCT02649231", "more-kare", "ketamax-ph", "midazolam-au"),
)
def intoxication_check(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Alcohol adds to sedation, and an intoxicated participant may be dosed.

    Fires when: hard, breath alcohol or a behavioural check for intoxication is missing before any dose, no
    breath alcohol holds the dose, or only one above the hard bound; soft, dosing goes on above the stricter
    precedent. An exclusion criterion at screening does not hold a dosing day.
    Stays quiet when: both checks stand before each dose on the same day, and any alcohol holds the dose.
    Worst case: the dosing visit with a check missing, whatever substance the trial addresses; of several
    thresholds, the one that is crossed first.
    """
    yield from checks_before_doses(
        view, Severity.HARD, Instrument.BREATH_ALCOHOL, Instrument.INTOXICATION_CHECK
    )
    soft, hard = view.limit("breath_alcohol.soft"), view.limit("breath_alcohol.hard")
    held = thresholds(view, HOLD, Measure.BREATH_ALCOHOL)
    if not held:
        change = new_threshold(view, HOLD, Measure.BREATH_ALCOHOL, soft, Relation.ABOVE)
        at = f"above {soft.value.printed()}"
        fix = Fix(f"Hold the dose at breath alcohol {at}", (change,), "no threshold", at)
        if not view.trial.dosing_day.thresholds:
            yield not_decided(THRESHOLDS, WHICH_THRESHOLDS, fix)
            return
        yield Hit(
            Severity.HARD,
            THRESHOLDS,
            f"Dosing day: no breath alcohol holds the dose; {hard.value.printed()} is the highest at which "
            "a trial dosed. Add a threshold.",
            "no threshold",
            hard,
            fixes=(fix,),
        )
        return
    for threshold in held[:1]:
        if not soft.is_broken_by(threshold.value):
            continue
        is_hard = hard.is_broken_by(threshold.value)
        limit, place = hard if is_hard else soft, f"{THRESHOLDS}[{threshold.id}].value"
        value = beside(threshold.value, limit)
        yield Hit(
            Severity.HARD if is_hard else Severity.SOFT,
            place,
            f"Dosing day: breath alcohol holds the dose {word(threshold.relation)} {value}; KARE dosed at up "
            f"to {hard.value.printed()}, MORE-KARE at {soft.value.printed()} only. Lower it"
            + ("." if is_hard else " or justify it."),
            value,
            limit,
            fixes=(
                Fix(
                    f"Hold the dose at breath alcohol above {soft.value.printed()}",
                    (Change(place, str(soft.value)),),
                    threshold.value.printed(),
                    soft.value.printed(),
                ),
            ),
        )


_SOFT_SUBSTANCES = (Substance.ALCOHOL, Substance.TOBACCO, Substance.CANNABIS)


@rule(
    "WD-002",
    "Urine toxicology",
    Severity.HARD,
    over=dosing_days,
    needs=("substance", "urine toxicology at screening and on dosing days", "action on a positive result"),
    limits=(EARLIEST_CHECK,),
    sources=("NCT02649231", "apa-ketamine-2017", "cocaine-antidepressant-toxicity", "labetalol-us"),
)
def urine_toxicology(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A stimulant, opioid or benzodiazepine on board goes unnoticed, or nothing follows from finding it.

    Fires when: a urine test is missing at screening or before any dose: hard for cocaine, methamphetamine,
    opioids, sedatives or several substances, soft for alcohol, tobacco and cannabis; soft, no action on a
    positive result is written.
    Stays quiet when: the test stands at a visit before the dosing visits and before each dose, with an
    action. The catalogue names no severity for sedatives; the stricter is taken.
    Worst case: the dosing visit with the test missing.
    """
    substance = view.trial.identity.substance
    if substance is None:
        yield Undecided("identity.substance", "which substance the trial addresses")
    else:
        severity = Severity.SOFT if substance in _SOFT_SUBSTANCES else Severity.HARD
        yield from checks_before_doses(view, severity, Instrument.URINE_TOXICOLOGY)
        yield from _screening(view, severity)
    if view.trial.dosing_day.action_on_positive_toxicology is None:
        labetalol = any(regimen.drug == "labetalol" for regimen in view.trial.regimens)
        yield Hit(
            Severity.SOFT,
            "dosing_day.action_on_positive_toxicology",
            "Dosing day: nothing says what follows from urine that is positive for a stimulant, an opioid or "
            "a benzodiazepine. Write the action"
            + (" (labetalol can mimic amphetamine)" if labetalol else "")
            + " or justify it.",
            "no action",
            limit_text="a written action",
        )


_VISITS = "schedule.visits"


def _screening(view: TrialView, severity: Severity) -> Iterator[Hit | Undecided]:
    if not view.trial.schedule.activities:
        yield not_decided(_VISITS, "what is tested at screening")
        return
    found = list(without_earlier(view, Instrument.URINE_TOXICOLOGY, or_before_dose=False))
    yield from (each for each in found if isinstance(each, Undecided))
    visits = [each.name for each in found if isinstance(each, Visit)]
    if visits:
        listed = ", ".join(visits)
        yield Hit(
            severity,
            _VISITS,
            f"Screening: no urine toxicology at a visit before {listed}. Test at screening"
            + ("." if severity is Severity.HARD else " or justify it."),
            f"none before {listed}",
            limit_text="at screening",
        )


RULES = (intoxication_check, urine_toxicology)
