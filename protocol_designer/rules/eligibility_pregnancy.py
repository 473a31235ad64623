"""ELIG-005: pregnancy, contraception and lactation."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConditionCode
from protocol_designer.domain.population import PregnancyPolicy
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.asked import PREGNANCY, ask_at, cells_of, stands_before_dose
from protocol_designer.rules.exclusions import conditions_left_in
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, trial_giving
from protocol_designer.rules.view import TrialView

_PLACE = "population.pregnancy"


@rule(
    "ELIG-005",
    "Pregnancy and lactation",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("pregnancy policy", "pregnancy tests in the schedule", "exclusion criteria"),
    limits=("eligibility.pregnancy_test.earliest", "eligibility.contraception"),
    sources=("asra-ketamine-2018", "spravato-us"),
)
def pregnancy_and_lactation(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """An unborn or breastfed child must not be exposed.

    Fires when: hard, people who can become pregnant may take part and pregnancy or lactation is not excluded,
    the test before the first dose may be older than the limit, no dosing day is preceded by a test on that
    day, or contraception ends earlier after the last dose than the limit; soft, a test precedes the first
    dose only. What the policy says and what the schedule shows must both hold.
    Stays quiet when: all of this is planned, or no one who can become pregnant takes part.
    Worst case: the oldest test allowed; the dosing day without a test.
    """
    policy = view.trial.population.pregnancy
    if policy.may_enrol_people_who_can_become_pregnant is None:
        yield Undecided(
            f"{_PLACE}.may_enrol_people_who_can_become_pregnant",
            "whether people who can become pregnant may take part",
        )
        return
    if not policy.may_enrol_people_who_can_become_pregnant:
        return
    yield from _excluded(view, policy)
    yield from _test_before(view, policy)
    yield from _test_on_dosing_days(view, policy)
    yield from _contraception(view, policy)


def _excluded(view: TrialView, policy: PregnancyPolicy) -> Iterator[Hit | Undecided]:
    wanted = [ConditionCode.PREGNANCY]
    if not policy.excludes_lactation:
        wanted.append(ConditionCode.LACTATION)
    yield from conditions_left_in(view, wanted, (), "The effect on a child is unknown.")
    if policy.excludes_lactation is False and view.is_excluded(ConditionCode.LACTATION):
        yield Hit(
            Severity.HARD,
            f"{_PLACE}.excludes_lactation",
            "Whole trial: the pregnancy policy lets people in who breastfeed, and an exclusion criterion "
            "keeps them out. Make the policy agree with the criterion.",
            "two answers",
            limit_text="excluded",
            fixes=(
                Fix(
                    "Exclude lactation in the policy",
                    (Change(f"{_PLACE}.excludes_lactation", True),),
                    "not excluded",
                    "excluded",
                ),
            ),
        )


def _test_before(view: TrialView, policy: PregnancyPolicy) -> Iterator[Hit | Undecided]:
    limit = view.limit("eligibility.pregnancy_test.earliest")
    place = f"{_PLACE}.test_within_days_before_first_dose"
    if policy.test_within_days_before_first_dose is None:
        yield Undecided(place, "how old the pregnancy test may be at the first dose")
        return
    oldest = Quantity(Fraction(policy.test_within_days_before_first_dose), Unit.DAY)
    if limit.is_broken_by(oldest):
        computed, bound = beside(oldest, limit), limit.value
        change = Change(place, int(bound.to(Unit.DAY).value))
        yield Hit(
            Severity.HARD,
            place,
            f"Whole trial: the pregnancy test may be {computed} old at the first dose; the bound is "
            f"{bound.printed()}. Test later.",
            computed,
            limit,
            fixes=(Fix(f"Test within {bound.printed()}", (change,), computed, bound.printed()),),
        )


def _test_on_dosing_days(view: TrialView, policy: PregnancyPolicy) -> Iterator[Hit | Undecided]:
    place = f"{_PLACE}.is_tested_each_dosing_day"
    dosing = [visit for visit in view.trial.schedule.visits if visit.is_dosing]
    if policy.is_tested_each_dosing_day is None:
        yield Undecided(place, "whether a pregnancy test precedes each dose on its day")
    if not dosing:
        yield Undecided("schedule.visits", "at which visits doses are given")
        return
    planned = cells_of(view, PREGNANCY)
    untested = []
    for visit in dosing:
        said = [stands_before_dose(cell) for cell in planned.get(visit.id, ())]
        if True not in said and None in said:
            at = view.trial.schedule.cells.index(planned[visit.id][0])
            yield Undecided(
                f"schedule.cells[{at}].times", f"whether the pregnancy test of {visit.name} precedes the dose"
            )
        elif True not in said:
            untested.append(visit)
    first_of_arms = {
        next((v.id for v in dosing if not v.arms or arm.id in v.arms), None) for arm in view.trial.arms
    }
    only_first = bool(view.trial.arms) and not any(visit.id in first_of_arms for visit in untested)
    severity = Severity.SOFT if only_first and len(untested) < len(dosing) else Severity.HARD
    if untested:
        named = ", ".join(sorted(visit.name for visit in untested))
        changes = tuple(ask_at(view, PREGNANCY, [visit.id for visit in untested], before_dose=True))
        yield Hit(
            severity,
            "schedule.cells",
            f"Whole trial: no pregnancy test precedes the dose at {named}. Plan one on each dosing day"
            f"{'' if severity is Severity.HARD else ', or justify it'}.",
            f"no test at {named}",
            limit_text="test on every dosing day",
            fixes=(Fix(f"Test at {named}", changes, "no test before the dose", "test before the dose"),),
        )
    if policy.is_tested_each_dosing_day is False:
        grave = severity if untested else Severity.SOFT
        yield Hit(
            grave,
            place,
            "Whole trial: the pregnancy policy does not ask for a test on each dosing day. Ask for it"
            f"{'' if grave is Severity.HARD else ', or justify it'}.",
            "not each dosing day",
            limit_text="test on every dosing day",
            fixes=(Fix("Test on each dosing day", (Change(place, True),), "not each", "each dosing day"),),
        )


def _contraception(view: TrialView, policy: PregnancyPolicy) -> Iterator[Hit | Undecided]:
    limit, place = view.limit("eligibility.contraception"), f"{_PLACE}.contraception_weeks_after_last_dose"
    if policy.contraception_weeks_after_last_dose is None:
        yield Undecided(place, "how long contraception goes on after the last dose")
        return
    weeks = Quantity(Fraction(policy.contraception_weeks_after_last_dose), Unit.WEEK)
    if limit.is_broken_by(weeks):
        computed, bound = beside(weeks, limit), limit.value
        change = Change(place, int(bound.to(Unit.WEEK).value))
        yield Hit(
            Severity.HARD,
            place,
            f"Whole trial: contraception ends {computed} after the last dose; the bound is "
            f"{bound.printed()}. Ask for it longer.",
            computed,
            limit,
            fixes=(Fix(f"Ask for {bound.printed()}", (change,), computed, bound.printed()),),
        )


RULES = (pregnancy_and_lactation,)
