"""What the rules ask lists of a dosing day, of harms and of consent to hold: entries with rule and source.

The entries come from the rules themselves: from their fixes, from the limits they read, from what they name.
A value that no source gives is left open. Judging stays with the rules, adding with whoever is asked to.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import (
    ConsentTopic,
    DischargeCriterion,
    KitItem,
    Parameter,
    Presence,
    Qualification,
    StaffRole,
)
from protocol_designer.domain.conduct import StoppingScope
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word, word
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules import discharge, ethics_consent, kit
from protocol_designer.rules.dosing_days import reaches
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Change, Finding, Report
from protocol_designer.rules.fixes import fresh_id
from protocol_designer.rules.registry import Rule
from protocol_designer.rules.rescue import PLANS, scenarios_without_plan
from protocol_designer.rules.staff import STAFF
from protocol_designer.rules.thresholds import THRESHOLDS, expected_thresholds, threshold_words
from protocol_designer.rules.view import Tier, TrialView
from protocol_designer.rules.watching import MONITORING

KIT = "dosing_day.kit"
CRITERIA = "dosing_day.discharge.criteria"
TOPICS = "oversight.consent.information_topics"
STOPPING = "harms.stopping_rules"
OPEN_TEXT = "To be decided"
"""What stands where a list needs a text that nobody wrote yet; rules do not take it for an answer."""


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """An entry that a list lacks: what it says, the rule that asks for it, the keys of its sources.

    ``grade`` is the evidence grade of the number in it, None for an entry without one.
    """

    words: str
    rule: str
    sources: tuple[str, ...]
    change: Change
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class AskedTick:
    """A value that a rule asks for, whether it is there or not, with the keys of the rule's sources."""

    code: str
    rule: str
    sources: tuple[str, ...]


def expected_rows(
    trial: TrialProtocol, formulary: Formulary, report: Report, place: str
) -> tuple[ExpectedRow, ...]:
    """Return what the list at a place lacks by this report, each entry once, in the order of the rules."""
    view = TrialView(trial, formulary)
    found = [row for finding in report.findings for row in _of_fixes(finding, place)]
    asking = {finding.rule: finding for finding in report.findings if finding.place == place}
    if place == THRESHOLDS and (asked := asking.get("MON-011")):
        for change, limit in expected_thresholds(view):
            words = threshold_words(change.value)
            found.append(ExpectedRow(words, asked.rule, limit.sources, change, limit.grade.printed))
    elif place == PLANS and (asked := asking.get("WD-005")):
        taken = {plan.id for plan in trial.dosing_day.rescue_plans}
        for scenario in scenarios_without_plan(trial):
            entry = {"id": fresh_id(taken, "rescue", scenario.value), "scenario": scenario.value}
            change = Change(f"{PLANS}[+]", entry)
            found.append(ExpectedRow(title_word(scenario), asked.rule, asked.sources, change))
    elif place == STAFF:
        found += _team(view, asking)
    elif place == STOPPING and (asked := asking.get("ETH-005")):
        found += _stopping(trial, asked)
    return tuple(_once(found))


def asked_ticks(trial: TrialProtocol, formulary: Formulary, place: str) -> tuple[AskedTick, ...]:
    """Return the values that rules want in a list of codes, judged as if nothing were in it yet."""
    kept, rules, read = _TICKS[place]
    bare = set_field(place, kept, "")(trial)
    found: dict[str, AskedTick] = {}
    for finding in review(bare, formulary, rules).findings:
        for fix in finding.fixes:
            for change in fix.changes:
                for code in read(change, place):
                    found.setdefault(code, AskedTick(code, finding.rule, finding.sources))
    return tuple(found.values())


def _appended(change: Change, place: str) -> Iterator[str]:
    if change.place == f"{place}[+]":
        yield str(change.value)


def _set(change: Change, place: str) -> Iterator[str]:
    if change.place == place and isinstance(change.value, list):
        yield from (str(code) for code in change.value)


_Read = Callable[[Change, str], Iterator[str]]

_TICKS: Mapping[str, tuple[tuple[object, ...], tuple[Rule, ...], _Read]] = {
    KIT: ((), kit.RULES, _appended),
    CRITERIA: ((), discharge.RULES, _appended),
    TOPICS: ((ConsentTopic.OFF_LABEL,), ethics_consent.RULES, _set),
}
"""How each list is emptied, who judges it, and how a fix is read. One topic stays in the information sheet:
one that says nothing at all is judged by one of its two rules only."""


def _of_fixes(finding: Finding, place: str) -> Iterator[ExpectedRow]:
    for fix in finding.fixes:
        if not all(change.place == f"{place}[+]" for change in fix.changes):
            continue
        for change in fix.changes:
            words = _words(place, change, fix.after)
            yield ExpectedRow(words, finding.rule, finding.sources, change, finding.grade)


def _words(place: str, change: Change, after: str) -> str:
    if place == MONITORING and isinstance(change.value, dict):
        return f"{title_word(Parameter(change.value['parameter']))} {after}"
    if place == THRESHOLDS:
        return threshold_words(change.value)
    codes = {KIT: KitItem, CRITERIA: DischargeCriterion}
    return title_word(codes[place](str(change.value))) if place in codes else after


def _once(rows: list[ExpectedRow]) -> Iterator[ExpectedRow]:
    """Leave out what two rules ask for alike; identities do not count."""
    seen: set[str] = set()
    for row in rows:
        value = row.change.value
        parameter = value.get("parameter") if isinstance(value, dict) else None
        bare = {k: v for k, v in value.items() if k != "id"} if isinstance(value, dict) else value
        key = str(parameter or bare)
        if key not in seen:
            seen.add(key)
            yield row


_NEARER = ((Tier.T3, Presence.IN_ROOM), (Tier.T2, Presence.IMMEDIATELY_AVAILABLE))


def _team(view: TrialView, asking: dict[str, Finding]) -> Iterator[ExpectedRow]:
    """Name the people that the rules miss; who they are, and how many more, stays with the team."""
    taken = {member.id for member in view.trial.dosing_day.staff}
    if asked := asking.get("MON-005"):
        yield _member(
            taken, asked, "Clinician trained in advanced life support", "in the room until discharge",
            role=StaffRole.PHYSICIAN, qualifications=(Qualification.ACLS,), presence=Presence.IN_ROOM,
            has_other_duties=False, stays_until_discharge=True,
        )  # fmt: skip
    if asked := asking.get("MON-006"):
        near = next((presence for tier, presence in _NEARER if _reaches(view, tier)), Presence.ON_CALL)
        yield _member(
            taken, asked, "Anaesthetist or other clinician skilled in the airway", word(near),
            role=StaffRole.ANAESTHETIST, qualifications=(Qualification.AIRWAY,), presence=near,
        )  # fmt: skip
    if asked := asking.get("MON-007"):
        yield _member(
            taken, asked, "Second trained person", "in the room",
            role=StaffRole.SECOND_OBSERVER, qualifications=(Qualification.STUDY_TRAINING,),
            presence=Presence.IN_ROOM,
        )  # fmt: skip


def _reaches(view: TrialView, tier: Tier) -> bool:
    """Take the nearer presence while the tier is not known."""
    try:
        return reaches(view, tier)
    except Undecided:
        return True


def _member(taken: set[str], asked: Finding, name: str, how: str, **facts: object) -> ExpectedRow:
    identity = fresh_id(taken, "staff", str(facts["role"]))
    change = Change(f"{STAFF}[+]", {"id": identity, "name": name, **facts})
    return ExpectedRow(f"{name}, {how}", asked.rule, asked.sources, change)


def _stopping(trial: TrialProtocol, asked: Finding) -> Iterator[ExpectedRow]:
    there = {entry.scope for entry in trial.harms.stopping_rules}
    taken = {entry.id for entry in trial.harms.stopping_rules}
    for scope in (StoppingScope.PARTICIPANT, StoppingScope.TRIAL):
        if scope not in there:
            identity = fresh_id(taken, "stopping", scope.value)
            entry = {"id": identity, "scope": scope.value, "condition": OPEN_TEXT}
            words = f"A rule that stops the {word(scope)}"
            yield ExpectedRow(words, asked.rule, asked.sources, Change(f"{STOPPING}[+]", entry))
