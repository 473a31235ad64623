"""Runs every rule over a protocol and reports; a rule that crashes is not assessed and blocks."""

import logging
from collections.abc import Iterable, Iterator, Sequence

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.evidence import Justification
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.findings import Finding, Hit, Report, RuleOutcome, Severity
from protocol_designer.rules.registry import Rule, UnusableRule
from protocol_designer.rules.view import TrialView

_log = logging.getLogger(__name__)


def check_declarations(formulary: Formulary, rules: Sequence[Rule] = RULES) -> None:
    """Check that every rule has an identity of its own and that its limits and sources exist.

    Raises:
        UnusableRule: Naming the rule. The program must stop.
    """
    limits = {limit.key for limit in formulary.limits}
    sources = {source.key for source in formulary.sources}
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise UnusableRule(f"Two rules are called {rule.id}.")
        seen.add(rule.id)
        for what, wanted, known in (("limit", rule.limits, limits), ("source", rule.sources, sources)):
            for key in wanted:
                if key not in known:
                    raise UnusableRule(
                        f"The rule {rule.id} names the {what} {key}, which the formulary lacks."
                    )


def review(trial: TrialProtocol, formulary: Formulary, rules: Sequence[Rule] = RULES) -> Report:
    """Review a protocol: a pure function of protocol and formulary."""
    view = TrialView(trial, formulary)
    findings: list[Finding] = []
    outcomes: list[RuleOutcome] = []
    for rule, found in judged_one_by_one(view, rules):
        findings.extend(found)
        outcomes.append(RuleOutcome(rule.id, rule.title, tuple(finding.severity for finding in found)))
    if formulary.notice is not None:
        findings.append(_without_its_formulary(formulary.notice))
    return Report(tuple(findings), tuple(outcomes), formulary.title)


def judged_one_by_one(view: TrialView, rules: Iterable[Rule]) -> Iterator[tuple[Rule, list[Finding]]]:
    """Judge by one rule after the other, for those who must not be kept waiting by all of them."""
    for rule in rules:
        yield rule, _merged(_run(rule, view))


def _without_its_formulary(notice: str) -> Finding:
    """Stand against every final export while the limits in force are not those that the user chose."""
    return Finding(
        "FORMULARY", "The site formulary is not in force", Severity.NOT_ASSESSED, Severity.HARD, "identity",
        f"Not assessed: {notice}", None, None, None, (), is_internal_error=True,
    )  # fmt: skip


def _run(rule: Rule, view: TrialView) -> Iterator[Finding]:
    try:
        subjects = list(rule.subjects(view))
    except Undecided as missing:
        yield _not_assessed(rule, missing, view)
        return
    except Exception as fault:  # noqa: BLE001  # fail closed: a crash is reported as such and blocks a final export
        yield _crashed(rule, fault)
        return
    for subject in subjects:
        if isinstance(subject, Undecided):
            yield _not_assessed(rule, subject, view)
            continue
        try:
            for hit in rule.check(view, subject):
                if isinstance(hit, Undecided):
                    yield _not_assessed(rule, hit, view)
                else:
                    yield _finding(rule, hit, view)
        except Undecided as missing:
            yield _not_assessed(rule, missing, view)
        except Exception as fault:  # noqa: BLE001  # fail closed, as above
            yield _crashed(rule, fault)


def _merged(found: Iterator[Finding]) -> list[Finding]:
    """Keep one finding a place: the one that weighs most, so that (rule, place) stays an identity."""
    kept: dict[str, Finding] = {}
    for finding in found:
        other = kept.get(finding.place)
        if other is None or _weight(finding) < _weight(other):
            kept[finding.place] = finding
    return list(kept.values())


def _weight(finding: Finding) -> tuple[bool, int, int]:
    """Order findings gravest first; an unanswered question weighs like the rule, so it is never hidden."""
    order = list(Severity)
    return not finding.is_internal_error, order.index(finding.counts_as), order.index(finding.severity)


def _finding(rule: Rule, hit: Hit, view: TrialView) -> Finding:
    sources = hit.limit.sources if hit.limit else _sources_of_limits(rule, view)
    limit = hit.limit_text or (hit.limit.value.printed() if hit.limit else None)
    grade = hit.limit.grade.printed if hit.limit else None
    return Finding(
        rule.id, rule.title, hit.severity, rule.severity, hit.place, hit.message, hit.computed, limit, grade,
        tuple(dict.fromkeys((*sources, *rule.sources))),
        _is_justified(view.trial, rule.id, hit.place, hit.computed, limit), hit.fixes,
    )  # fmt: skip


def _not_assessed(rule: Rule, missing: Undecided, view: TrialView) -> Finding:
    message = f"Not assessed: {missing.what} is not decided."
    return Finding(
        rule.id, rule.title, Severity.NOT_ASSESSED, rule.severity, missing.place, message, None, None, None,
        _all_sources(rule, view), _is_justified(view.trial, rule.id, missing.place, None, None),
    )  # fmt: skip


def _crashed(rule: Rule, fault: Exception) -> Finding:
    """Report a crash with what the rule says of itself: looking up its limits may be what failed."""
    _log.error("The rule %s failed", rule.id, exc_info=fault)
    kind = type(fault).__name__
    message = f"Not assessed: the rule {rule.id} failed inside the program ({kind}). Report this fault."
    return Finding(
        rule.id, rule.title, Severity.NOT_ASSESSED, rule.severity, "identity", message, None, None, None,
        rule.sources, is_internal_error=True,
    )  # fmt: skip


def _sources_of_limits(rule: Rule, view: TrialView) -> tuple[str, ...]:
    """Cite the rule's limits where a hit names none of them, unless the rule has sources of its own."""
    return () if rule.sources else _all_sources(rule, view)


def _all_sources(rule: Rule, view: TrialView) -> tuple[str, ...]:
    of_limits = (key for name in rule.limits for key in view.limit(name).sources)
    return tuple(dict.fromkeys((*of_limits, *rule.sources)))


def _is_justified(
    trial: TrialProtocol, rule: str, place: str, computed: str | None, limit: str | None
) -> bool:
    return any(_speaks_for(entry, rule, place, computed, limit) for entry in trial.justifications)


def _speaks_for(entry: Justification, rule: str, place: str, computed: str | None, limit: str | None) -> bool:
    """A justification lapses when the computed value or the limit is no longer the one it was written for."""
    return (entry.rule, entry.place, entry.computed, entry.limit) == (rule, place, computed, limit)
