"""What commands print for people: plain lines that need no colour."""

import textwrap
from collections.abc import Iterator, Sequence

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Formulary, Limit
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.report.dose_words import UNDECIDED, dose_in_words
from protocol_designer.report.material import span
from protocol_designer.report.timing_words import when_in_words
from protocol_designer.rules.examples import RuleExample
from protocol_designer.rules.findings import Finding, Report, Severity
from protocol_designer.rules.registry import Rule

_WIDTH = 100


def template_list(library: TemplateLibrary) -> str:
    """Write the prior studies as a table."""
    wide = max(len(template.id) for template in library.all)
    lines = [
        f"{'*' if template.starts_protocol else ' '} {template.id:<{wide}}  {template.label}"
        for template in library.all
    ]
    lines += [
        "",
        "* can start a protocol: protocol-designer new ID FILE",
        '  or the complete example: "sample"',
    ]
    return "\n".join(lines)


def review_text(name: str, report: Report) -> str:
    """Write a review, gravest findings first."""
    lines = [f"{name}: reviewed by {len(report.outcomes)} rules with {report.formulary}"]
    for severity in Severity:
        found = report.of(severity)
        if found:
            lines += ["", f"{severity.printed.capitalize()} ({len(found)})"]
            lines += [line for finding in found for line in _finding_lines(finding)]
    said = verdict(report)
    lines += ["", said[:1].upper() + said[1:]]
    return "\n".join(lines)


def verdict(report: Report) -> str:
    """Say in one sentence what stands against a final export."""
    blocking = len(report.blocking)
    if not blocking:
        return "nothing blocks a final export."
    return (
        "1 finding blocks a final export." if blocking == 1 else f"{blocking} findings block a final export."
    )


def rule_list(rules: Sequence[Rule]) -> str:
    """Write the rules as a table."""
    return "\n".join(f"{rule.id}  {rule.severity.printed:<12}  {rule.title}" for rule in rules)


def rule_text(rule: Rule, formulary: Formulary, example: RuleExample | None) -> str:
    """Write one rule in full: when it fires, an example, its limits with evidence, its sources."""
    limits = [formulary.limit(key) for key in rule.limits]
    explanation = textwrap.dedent("    " + rule.explanation).strip()
    lines = [f"{rule.id}  {rule.title}", f"Gravest outcome: {rule.severity.printed}", "", explanation]
    if rule.needs:
        lines += ["", f"Needs: {', '.join(rule.needs)}"]
    if example:
        fired = example.fired(rule, formulary)
        lines += ["", f"Example: {example.case}"]
        lines.append(_wrapped(fired.message if fired else "With the limits in force it does not fire.", 2))
    if limits:
        lines += ["", "Limits"]
        lines += [line for limit in limits for line in _limit_lines(limit, formulary)]
    keys = dict.fromkeys([*(key for limit in limits for key in limit.sources), *rule.sources])
    lines += ["", "Sources"]
    for key in keys:
        source = formulary.source(key)
        text = f"[{key}] {source.title}" + (f" {source.address}" if source.address else "")
        lines.append(_wrapped(text, 2))
    return "\n".join(lines)


def summary(trial: TrialProtocol) -> str:
    """Write what a protocol is in a dozen lines."""
    identity, design = trial.identity, trial.design
    lines = [
        identity.full_title or identity.short_title or "A protocol without a title",
        "",
        f"Design      {word(design.model) if design.model else UNDECIDED}",
        f"Weight      {span(trial.population.weight_min, trial.population.weight_max) or UNDECIDED}",
        f"Age         {span(trial.population.age_min, trial.population.age_max) or UNDECIDED}",
        f"Criteria    {len(trial.population.criteria)}",
    ]
    if trial.started_from:
        lines.append(f"Started from {trial.started_from}")
    lines += ["", f"Arms ({len(trial.arms)})"]
    for arm in trial.arms:
        planned = f", {arm.planned_n} participants planned" if arm.planned_n else ""
        lines.append(f"  {arm.name}{planned}")
        lines += [f"    {regimen.name}: {dose_in_words(regimen)}" for regimen in trial.regimens_of(arm)]
        lines += [f"    {trial.course(course_id).name}" for course_id in arm.courses]
    lines += ["", f"Visits ({len(trial.schedule.visits)})"]
    for visit in trial.schedule.visits:
        when = when_in_words(trial, visit.timing) if visit.timing else UNDECIDED
        lines.append(f"  {visit.name}: {when}{' (dosing)' if visit.is_dosing else ''}")
    return "\n".join(lines)


def _finding_lines(finding: Finding) -> Iterator[str]:
    mark = "  (justified)" if finding.justified else "  (blocks)" if finding.blocks_final_export else ""
    yield f"  {finding.rule}  {finding.place}{mark}"
    yield _wrapped(finding.message, 6)
    if finding.limit:
        graded = f", {finding.grade}" if finding.grade else ""
        cited = f" [{', '.join(finding.sources)}]" if finding.sources else ""
        yield _wrapped(f"Limit: {finding.limit}{graded}{cited}", 6)


def _limit_lines(limit: Limit, formulary: Formulary) -> Iterator[str]:
    value, bound = limit.value.printed(), word(limit.bound)
    yield _wrapped(f"{limit.key}: fires {bound} {value} ({limit.level.value}, {limit.grade.printed})", 2)
    if change := formulary.change_of(limit.key):
        yield _wrapped(f"Changed by the site ({change.printed}): {change.reason}", 6)
    yield _wrapped(limit.what, 6)


def _wrapped(text: str, indent: int) -> str:
    margin = " " * indent
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=margin,
        subsequent_indent=margin + ("  " if indent == 2 else ""),
        break_long_words=False,
        break_on_hyphens=False,
    )
