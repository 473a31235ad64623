"""STAT-001 and 002: whether the primary endpoint is measured when it should be, and what it rests on."""

import re
from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.design import Arm
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.objectives import Endpoint, ObjectiveLevel
from protocol_designer.domain.schedule import Activity
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.schedule_table import schedule_table
from protocol_designer.rules.sessions import count, whole
from protocol_designer.rules.view import TrialView

_BIOCHEMICAL = frozenset(
    {
        Instrument.URINE_TOXICOLOGY,
        Instrument.URINE_ETHYL_GLUCURONIDE,
        Instrument.BREATH_ALCOHOL,
        Instrument.DRUG_LEVEL,
    }
)
_OF_USE = _BIOCHEMICAL | {Instrument.TIMELINE_FOLLOW_BACK, Instrument.COLLATERAL_REPORT}
_SPEAKS_OF_USE = re.compile(
    r"abstin|abstain|drink|relapse|\blapse|\buse (days|of)|\bdays of use|days used|drug-free", re.IGNORECASE
)
_TYPICAL_ALCOHOL = re.compile(
    r"abstin|abstain|heavy[ -]drinking|(no|without) (alcohol|drinking)", re.IGNORECASE
)
_HEAVY = re.compile(r"heavy[ -]drinking", re.IGNORECASE)
_DRINKS = re.compile(
    r"(?P<above>more than|above|over|>)?\s*(?P<least>at least|≥)?\s*(?P<n>[0-9]+)(?P<or_more> or more)?"
    r"[^0-9.;]{0,30}?\b(?P<who>women|men|female|male)",
    re.IGNORECASE,
)


def primary_endpoints(view: TrialView) -> Iterator[Endpoint | Undecided]:
    """Yield the endpoints of the primary objectives; none that is named is not assessed."""
    trial, found = view.trial, False
    endpoints = {endpoint.id: endpoint for endpoint in trial.endpoints}
    for objective in trial.objectives:
        if objective.level is not ObjectiveLevel.PRIMARY:
            continue
        found = True
        if not objective.endpoints:
            yield Undecided(f"objectives[{objective.id}].endpoints", "the endpoint of the primary objective")
        yield from (endpoints[endpoint_id] for endpoint_id in objective.endpoints)
    if not found:
        yield Undecided("objectives", "the primary objective")


@rule(
    "STAT-001",
    "Primary endpoint lies on a scheduled visit",
    Severity.HARD,
    over=primary_endpoints,
    needs=("time of the primary endpoint", "what measures it", "visits with their windows", "cells"),
    sources=("spirit-2025",),
)
def primary_endpoint_on_a_visit(view: TrialView, endpoint: Endpoint) -> Iterator[Hit | Undecided]:
    """The primary endpoint is read at a time at which nobody measures it.

    Fires when: in some arm, an activity that measures the endpoint stands at no visit whose window holds the
    endpoint's time.
    Stays quiet when: each of its activities stands at such a visit in every arm; the first and the last
    moment
    of a window count as inside.
    Worst case: each arm on its own, with that arm's visits.
    """
    place = f"endpoints[{endpoint.id}]"
    if endpoint.timepoint is None:
        yield Undecided(f"{place}.timepoint", f"when “{endpoint.variable}” is read")
    if not endpoint.activities:
        yield Undecided(f"{place}.activities", f"what measures “{endpoint.variable}”")
    if not view.trial.arms:
        yield Undecided("arms", "who is compared")
    if endpoint.timepoint is None:
        return
    when = endpoint.timepoint
    exact = Timing(anchor=when.anchor, earliest=when.target, target=when.target, latest=when.target)
    names = {activity.id: activity.name for activity in view.trial.schedule.activities}
    for activity_id in endpoint.activities:
        missed: list[str] = []
        for arm in _judged_arms(view):
            held = _is_measured(view, arm, activity_id, exact)
            if isinstance(held, Undecided):
                yield held
            elif not held:
                missed.append(arm.name if arm else "every arm")
        if missed:
            at = f"{when.target.printed()} from {_anchor(when)}"
            yield Hit(
                Severity.HARD,
                f"{place}.timepoint",
                f"“{endpoint.variable}” is read {at}, but {names[activity_id]} stands at no visit "
                f"whose window "
                f"holds that time ({', '.join(missed)}). Put it on that visit, or move the endpoint or the "
                "window.",
                at,
                limit_text="measured at a visit whose window holds the time",
            )


def _judged_arms(view: TrialView) -> tuple[Arm | None, ...]:
    """Return the arms to judge; None for all at once where they have the same visits."""
    if any(visit.arms for visit in view.trial.schedule.visits):
        return view.trial.arms
    return (None,) if view.trial.arms else ()


def _is_measured(view: TrialView, arm: Arm | None, activity_id: str, exact: Timing) -> bool | Undecided:
    calendar, open_question = view.calendar(arm), None
    for mark in schedule_table(view).of(activity_id):
        if mark.visit.arms and arm is not None and arm.id not in mark.visit.arms:
            continue
        try:
            gap = calendar.gap(mark.visit, exact)
        except Undecided as missing:
            open_question = missing
            continue
        if gap.earliest <= 0 <= gap.latest:
            return True
    return open_question or False


def _anchor(timing: Timing) -> str:
    kind, number = word(timing.anchor.kind), timing.anchor.number
    return kind if number is None else f"{kind} {number}"


@rule(
    "STAT-002",
    "Primary endpoint definition and verification",
    Severity.HARD,
    over=primary_endpoints,
    needs=("metric", "time frame", "what measures and verifies the endpoint", "substance"),
    limits=("endpoint.heavy_drinking.men", "endpoint.heavy_drinking.women"),
    sources=("fda-alcohol-endpoints-2015", "fda-stimulant-endpoints-2023", "dakwar-2020"),
)
def primary_endpoint_definition(view: TrialView, endpoint: Endpoint) -> Iterator[Hit | Undecided]:
    """A primary endpoint that is not fully defined, or that rests on what participants say alone.

    Fires when: hard, it has no metric or no time frame; soft, an endpoint of substance use is verified by no
    urine, breath or blood test, an alcohol trial asks for neither abstinence nor heavy drinking days, or a
    heavy
    drinking day is not defined as more than 4 standard drinks for men and more than 3 for women.
    Stays quiet when: it is defined and verified. What is no substance use, such as craving, needs no
    verification.
    Worst case: none; nothing depends on weight or windows.
    """
    place, named = f"endpoints[{endpoint.id}]", f"“{endpoint.variable}”"
    for field, what in (("metric", "no metric"), ("time_frame", "no time frame")):
        if getattr(endpoint, field) is None:
            yield Hit(
                Severity.HARD,
                f"{place}.{field}",
                f"The primary endpoint {named} has {what}; without it nobody can tell what was "
                f"promised. State it.",
                what,
                limit_text="metric and time frame stated",
            )
    said = f"{endpoint.variable} {endpoint.metric or ''}"
    if not _is_of_use(view, endpoint, said):
        return
    yield from _verification(view, endpoint, place)
    if view.trial.identity.substance is None:
        yield Undecided("identity.substance", "the substance")
    elif view.trial.identity.substance is Substance.ALCOHOL:
        yield from _alcohol(view, endpoint, place, said)


def _is_of_use(view: TrialView, endpoint: Endpoint, said: str) -> bool:
    measured = {activity.instrument for activity in _activities(view, endpoint.activities)}
    return bool(measured & _OF_USE) or bool(_SPEAKS_OF_USE.search(said))


def _verification(view: TrialView, endpoint: Endpoint, place: str) -> Iterator[Hit | Undecided]:
    tests = _activities(view, (*endpoint.activities, *endpoint.verified_by))
    table = schedule_table(view)
    done = [each for each in tests if table.of(each.id)] if view.trial.schedule.cells else tests
    has_test = any(activity.instrument in _BIOCHEMICAL for activity in done)
    is_verified = has_test or any(activity.id in endpoint.verified_by for activity in done)
    if endpoint.is_self_report_only is None and not has_test:
        yield Undecided(
            f"{place}.is_self_report_only", f"whether “{endpoint.variable}” rests on self-report alone"
        )
    elif endpoint.is_self_report_only or not is_verified:
        yield Hit(
            Severity.SOFT,
            f"{place}.verified_by",
            f"“{endpoint.variable}” rests on self-report alone; no urine, breath or blood test "
            f"verifies it. Add a "
            "test at the same visits, or justify it.",
            "self-report only",
            limit_text="verified by a test",
            fixes=_verify(view, endpoint, place),
        )


def _verify(view: TrialView, endpoint: Endpoint, place: str) -> tuple[Fix, ...]:
    table = schedule_table(view)
    visits = {mark.visit.id for activity_id in endpoint.activities for mark in table.of(activity_id)}
    for activity in view.trial.schedule.activities:
        at = {mark.visit.id for mark in table.of(activity.id)}
        if activity.instrument in _BIOCHEMICAL and visits and visits & at:
            verified = list(dict.fromkeys((*endpoint.verified_by, activity.id)))
            changes = (
                Change(f"{place}.verified_by", verified),
                Change(f"{place}.is_self_report_only", False),
            )
            return (Fix(f"Verify with {activity.name}", changes, "self-report only", activity.name),)
    return ()


def _alcohol(view: TrialView, endpoint: Endpoint, place: str, said: str) -> Iterator[Hit]:
    if not _TYPICAL_ALCOHOL.search(said):
        yield Hit(
            Severity.SOFT,
            f"{place}.variable",
            f"“{endpoint.variable}” is neither abstinence nor the absence of heavy drinking days, "
            f"which regulators "
            "ask for in alcohol use disorder. Choose one of them, or justify it.",
            "another endpoint",
            limit_text="abstinence or no heavy drinking days",
        )
    elif _HEAVY.search(said) and endpoint.metric is not None:
        men, women = view.limit("endpoint.heavy_drinking.men"), view.limit("endpoint.heavy_drinking.women")
        defined = _drinks_above(endpoint.metric)
        if any(defined.get(who) != limit.value.in_base for who, limit in (("men", men), ("women", women))):
            told = ", ".join(f"{who} more than {number}" for who, number in sorted(defined.items()))
            yield Hit(
                Severity.SOFT,
                f"{place}.metric",
                f"A heavy drinking day is defined as {told or 'nothing in particular'}; the usual "
                f"definition is more "
                f"than {_drinks(men)} standard drinks for men and more than {_drinks(women)} for "
                f"women. Use it, or "
                "justify another.",
                told or "not defined",
                limit_text=f"more than {_drinks(men)} (men), more than {_drinks(women)} (women)",
            )


def _drinks(limit: Limit) -> str:
    return whole(limit.value)


def _drinks_above(metric: str) -> dict[str, Fraction]:
    """Read the number of drinks above which a day is heavy, for men and for women."""
    found: dict[str, Fraction] = {}
    for match in _DRINKS.finditer(metric):
        number = int(match["n"])
        if match["least"] or match["or_more"]:
            number -= 1
        elif not match["above"]:
            continue
        who = "women" if match["who"].lower() in ("women", "female") else "men"
        found.setdefault(who, count(number).in_base)
    return found


def _activities(view: TrialView, wanted: tuple[str, ...]) -> list[Activity]:
    return [activity for activity in view.trial.schedule.activities if activity.id in wanted]


RULES = (primary_endpoint_on_a_visit, primary_endpoint_definition)
