"""WD-003 and 004: dosing in alcohol, sedative or opioid withdrawal."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument, Measure, Relation
from protocol_designer.domain.dosing_day import Threshold
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.assessments import EARLIEST_CHECK
from protocol_designer.rules.dosing_days import dosing_days, not_decided, sedating
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.intoxication import checks_before_doses
from protocol_designer.rules.opioids import AGONISTS
from protocol_designer.rules.registry import rule
from protocol_designer.rules.thresholds import HOLD, THRESHOLDS, WHICH_THRESHOLDS, new_threshold, thresholds
from protocol_designer.rules.view import TrialView


@rule(
    "WD-003",
    "Alcohol or sedative withdrawal",
    Severity.HARD,
    over=dosing_days,
    needs=("substance", "CIWA-Ar before each dose", "CIWA-Ar that holds the dose"),
    limits=("ciwa.soft", EARLIEST_CHECK),
    sources=("asam-withdrawal-2020", "NCT05661669", "more-kare"),
)
def alcohol_or_sedative_withdrawal(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A participant in withdrawal is dosed; seizures and delirium threaten.

    Fires when: people treated for alcohol, sedatives or several substances: hard, no CIWA-Ar stands before a
    dose; soft, dosing may go on at the limit or above, or no score holds it.
    Stays quiet when: CIWA-Ar stands before each dose and a score within the limit holds it, or another
    substance is treated. One set of bands puts mild withdrawal below 8 and not 10.
    Worst case: the highest whole score at which dosing may go on; *at least 10* holds 10, *above 10* does
    not.
    """
    if _concerns(view, Substance.ALCOHOL, Substance.SEDATIVE, Substance.SEVERAL):
        yield from checks_before_doses(view, Severity.HARD, Instrument.CIWA_AR)
        yield from _held(view, Measure.CIWA_AR, view.limit("ciwa.soft"))


@rule(
    "WD-004",
    "Opioid withdrawal",
    Severity.HARD,
    over=dosing_days,
    needs=("substance", "COWS before each dose", "COWS that holds the dose", "opioid agonist regimens"),
    limits=("cows.soft", EARLIEST_CHECK),
    sources=("cows-2003", "thomas-chambers-2025"),
)
def opioid_withdrawal(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A participant in opioid withdrawal is dosed, and nobody has measured it.

    Fires when: people treated for opioids or several substances: hard, no COWS stands before a dose; soft,
    dosing may go on at the limit or above, or no score holds it. A trial of withdrawal itself justifies that.
    Stays quiet when: COWS stands before each dose and a score within the limit holds it, another substance
    is treated, or the protocol gives every arm that is dosed buprenorphine or methadone as concurrent
    treatment. That participants merely may take an agonist does not count.
    Worst case: the highest whole score at which dosing may go on.
    """
    if _concerns(view, Substance.OPIOID, Substance.SEVERAL) and not _all_on_agonist(view):
        yield from checks_before_doses(view, Severity.HARD, Instrument.COWS)
        yield from _held(view, Measure.COWS, view.limit("cows.soft"))


def _concerns(view: TrialView, *substances: Substance) -> bool:
    substance = view.trial.identity.substance
    if substance is None:
        raise Undecided("identity.substance", "which substance the trial addresses")
    return substance in substances


def _all_on_agonist(view: TrialView) -> bool:
    dosed = {arm.id: arm for regimen in sedating(view) for arm in view.arms_with(regimen)}
    return bool(dosed) and all(
        any(
            regimen.drug in AGONISTS and regimen.use is RegimenUse.CONCURRENT and regimen.condition is None
            for regimen in view.regimens_of(arm)
        )
        for arm in dosed.values()
    )


def _held(view: TrialView, measure: Measure, limit: Limit) -> Iterator[Hit]:
    name, least = word(measure), limit.value.printed()
    at = f"at {least} or more"
    found = thresholds(view, HOLD, measure)
    if not found:
        change = new_threshold(view, HOLD, measure, limit, Relation.AT_LEAST)
        fix = Fix(f"Hold the dose at {name} of {least} or more", (change,), "no threshold", at)
        if not view.trial.dosing_day.thresholds:
            yield not_decided(THRESHOLDS, WHICH_THRESHOLDS, fix)
            return
        yield Hit(
            Severity.SOFT,
            THRESHOLDS,
            f"Dosing day: no {name} score holds the dose; dosing should wait {at}. Add a threshold or "
            "justify it.",
            "no threshold",
            limit,
            fixes=(fix,),
        )
        return
    threshold = min(found, key=_highest_dosed)
    dosed = Quantity(max(_highest_dosed(threshold), Fraction(0)), Unit.POINT)
    if not limit.is_broken_by(dosed):
        return
    place, value = f"{THRESHOLDS}[{threshold.id}]", beside(dosed, limit)
    changes = (
        Change(f"{place}.relation", Relation.AT_LEAST.value),
        Change(f"{place}.value", str(limit.value)),
    )
    before = f"{word(threshold.relation)} {threshold.value.printed()}"
    yield Hit(
        Severity.SOFT,
        f"{place}.value",
        f"Dosing day: dosing may go on at {name} up to {value}; it should wait {at}. Withdraw or stabilise "
        "first, or justify it.",
        f"up to {value}",
        limit,
        fixes=(Fix(f"Hold the dose at {name} of {least} or more", changes, before, at),),
    )


def _highest_dosed(threshold: Threshold) -> Fraction:
    """Return the highest whole score at which a threshold lets dosing go on."""
    value = threshold.value.in_base
    if threshold.relation is Relation.ABOVE:
        return Fraction(floor(value))
    return Fraction(ceil(value) - 1)


RULES = (alcohol_or_sedative_withdrawal, opioid_withdrawal)
