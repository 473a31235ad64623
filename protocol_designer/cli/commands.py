"""One function a command: load, do, print. Each returns the exit code."""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from protocol_designer.cli import texts
from protocol_designer.cli.faults import CommandRefused
from protocol_designer.cli.formulary_command import change_record, formulary_in_force, show_formulary
from protocol_designer.cli.history_commands import (
    diff,
    list_versions,
    salvage_file,
    show_history,
    verify_file,
)
from protocol_designer.cli.merge_command import merge_files
from protocol_designer.cli.version_reference import read_reference
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary, Limit
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.engine import review
from protocol_designer.rules.examples import RuleExample, load_examples
from protocol_designer.rules.findings import Finding, Report, Severity
from protocol_designer.rules.registry import Rule
from protocol_designer.storage.amended import read_for_export
from protocol_designer.storage.opening import read_protocol, write_new
from protocol_designer.storage.problems import shown

SAMPLE = "sample"
_MOST_POINTS = 8


def list_templates(chosen: argparse.Namespace) -> int:
    """Print the prior studies."""
    from protocol_designer.cli.template_texts import own_lines, own_record
    from protocol_designer.precedents.library import load_templates
    from protocol_designer.storage.own_templates import list_own_templates

    library = load_templates()
    if chosen.id is not None:
        _show_template(library, chosen.id, chosen.json)
        return 0
    own = list_own_templates()
    if chosen.json:
        records = [template.model_dump(mode="json", exclude_none=True) for template in library.all]
        _print_json([*records, *(own_record(file) for file in own)])
    else:
        print("\n".join([texts.template_list(library), *own_lines(own)]))
    return 0


def new(chosen: argparse.Namespace) -> int:
    """Write a new protocol from a prior study or the sample."""
    from protocol_designer.precedents.library import load_sample, load_templates
    from protocol_designer.precedents.own_template import OWN, start_from_own
    from protocol_designer.precedents.start import start_from
    from protocol_designer.storage.own_templates import find_own_template

    if chosen.template == SAMPLE:
        trial, origin = load_sample(), "the complete sample"
    elif chosen.template.startswith(OWN):
        own = find_own_template(chosen.template.removeprefix(OWN))
        trial, origin = start_from_own(own), f"your template “{own.name}”"
    else:
        template = load_templates().get(chosen.template)
        trial, origin = start_from(template), template.label
    write_new(chosen.file, trial)
    print(f"{chosen.file}: a new protocol from {origin}.")
    if trial.open_questions:
        print(f"The study leaves {len(trial.open_questions)} questions open; the window lists them.")
    return 0


def _show_template(library: TemplateLibrary, template_id: str, as_json: bool) -> None:
    from protocol_designer.cli.template_texts import own_record, own_text, study_text
    from protocol_designer.precedents.own_template import OWN
    from protocol_designer.storage.own_templates import OwnTemplateFile, find_own_template, own_template_path

    if template_id.startswith(OWN):
        own = find_own_template(template_id.removeprefix(OWN))
        file = OwnTemplateFile(own_template_path(own.id), own)
        if as_json:
            _print_json(own_record(file))
        else:
            print(own_text(own, library))
        return
    template = library.get(template_id)
    if as_json:
        _print_json(template.model_dump(mode="json", exclude_none=True))
    else:
        print(study_text(template, library))


def check(chosen: argparse.Namespace) -> int:
    """Review a protocol; 1 when something blocks a final export."""
    trial, formulary, report = _reviewed(chosen)
    if chosen.json:
        _print_json(
            {
                "file": str(chosen.file),
                "formulary": report.formulary,
                "blocking": len(report.blocking),
                "counts": {severity.value: report.count(severity) for severity in Severity},
                "findings": [_finding(finding, trial) for finding in report.findings],
                "cited": _cited((key for finding in report.findings for key in finding.sources), formulary),
            }
        )
    else:
        print(texts.review_text(str(chosen.file), report))
    return 1 if report.blocking else 0


def export(chosen: argparse.Namespace) -> int:
    """Write the PDF."""
    from protocol_designer.export.pdf.export import ExportProblem, ExportRefused, export_pdf

    if chosen.out.suffix.lower() != ".pdf":
        raise CommandRefused(f"{shown(chosen.out)} is no name of a PDF; end it in .pdf")
    trial, earlier, reused = read_for_export(chosen.file)
    formulary = formulary_in_force(chosen.formulary)
    report = review(trial, formulary)
    try:
        export_pdf(
            trial,
            report,
            formulary,
            chosen.out,
            profile=chosen.profile,
            paper=chosen.paper,
            stamp_space=chosen.stamp_space,
            earlier=earlier,
            against=(reused,) if reused else (),
        )
    except ExportRefused as refusal:
        raise CommandRefused(_refusal_text(refusal.to_do, str(refusal)), code=1) from refusal
    except ExportProblem as problem:
        raise CommandRefused(str(problem)) from problem
    print(f"{chosen.out}: written ({chosen.profile}); {texts.verdict(report)}")
    return 0


def _refusal_text(to_do: Sequence[str], refusal: str) -> str:
    """Name the first points on the same line; ``check`` lists the findings in full."""
    listed = " ".join(f"({number}) {point}" for number, point in enumerate(to_do[:_MOST_POINTS], start=1))
    more = len(to_do) - _MOST_POINTS
    return f"{refusal} {listed}{f' And {more} more.' if more > 0 else ''}"


def precedents(chosen: argparse.Namespace) -> int:
    """Print the prior regimens nearest to each study drug."""
    from protocol_designer.cli.precedents_command import show_precedents

    return show_precedents(chosen)


def compare(chosen: argparse.Namespace) -> int:
    """Print a protocol and prior studies field by field."""
    from protocol_designer.cli.precedents_command import compare_studies

    return compare_studies(chosen)


def rules(chosen: argparse.Namespace) -> int:
    """Print all rules, or one in full."""
    formulary = formulary_in_force(chosen.formulary)
    examples = load_examples()
    if chosen.id is None:
        if chosen.json:
            _print_json([_rule(rule, formulary, examples.get(rule.id)) for rule in RULES])
        else:
            print(texts.rule_list(RULES))
        return 0
    found = next((rule for rule in RULES if rule.id == chosen.id.upper()), None)
    if found is None:
        raise CommandRefused(f"There is no rule “{chosen.id}”; list them with: protocol-designer rules")
    if chosen.json:
        _print_json(_rule(found, formulary, examples.get(found.id)))
    else:
        print(texts.rule_text(found, formulary, examples.get(found.id)))
    return 0


def show(chosen: argparse.Namespace) -> int:
    """Print a summary, or the exchange form."""
    from protocol_designer.storage.exchange import to_json

    trial = read_reference(str(chosen.file))
    print(to_json(trial) if chosen.json else texts.summary(trial), end="" if chosen.json else "\n")
    return 0


BY_NAME: dict[str, Callable[[argparse.Namespace], int]] = {
    "templates": list_templates,
    "new": new,
    "check": check,
    "export": export,
    "precedents": precedents,
    "compare": compare,
    "rules": rules,
    "formulary": show_formulary,
    "show": show,
    "diff": diff,
    "merge": merge_files,
    "versions": list_versions,
    "history": show_history,
    "verify": verify_file,
    "salvage": salvage_file,
}


def _reviewed(chosen: argparse.Namespace) -> tuple[TrialProtocol, Formulary, Report]:
    trial = read_protocol(chosen.file)
    formulary = formulary_in_force(chosen.formulary)
    return trial, formulary, review(trial, formulary)


def _finding(finding: Finding, trial: TrialProtocol) -> dict[str, Any]:
    reason = next(
        (
            entry
            for entry in trial.justifications
            if finding.justified and (entry.rule, entry.place) == finding.key
        ),
        None,
    )
    return {
        "rule": finding.rule,
        "title": finding.title,
        "severity": finding.severity.value,
        "counts_as": finding.counts_as.value,
        "place": finding.place,
        "where": place_words(trial, finding.place),
        "message": finding.message,
        "computed": finding.computed,
        "limit": finding.limit,
        "grade": finding.grade,
        "sources": list(finding.sources),
        "justified": finding.justified,
        "justification": reason.model_dump(mode="json", exclude={"rule", "place"}) if reason else None,
        "fixes": [{"label": fix.label, "before": fix.before, "after": fix.after} for fix in finding.fixes],
        "blocks": finding.blocks_final_export,
    }


def _rule(rule: Rule, formulary: Formulary, example: RuleExample | None) -> dict[str, Any]:
    limits = [formulary.limit(key) for key in rule.limits]
    fired = example.fired(rule, formulary) if example else None
    return {
        "id": rule.id,
        "title": rule.title,
        "family": rule.family,
        "severity": rule.severity.value,
        "needs": list(rule.needs),
        "limits": [_limit(limit, formulary) for limit in limits],
        "sources": list(rule.sources),
        "explanation": rule.explanation,
        "example": None
        if example is None
        else {"case": example.case, "message": fired.message if fired else None},
        "cited": _cited([*(key for limit in limits for key in limit.sources), *rule.sources], formulary),
    }


def _limit(limit: Limit, formulary: Formulary) -> dict[str, Any]:
    change = formulary.change_of(limit.key)
    return {
        "key": limit.key,
        "what": limit.what,
        "bound": limit.bound.value,
        "value": str(limit.value),
        "level": limit.level.value,
        "grade": limit.grade.value,
        "sources": list(limit.sources),
        "changed": None if change is None else change_record(change),
    }


def _cited(keys: Iterable[str], formulary: Formulary) -> dict[str, Any]:
    """Say what the source keys of a finding or limit stand for."""
    sources = [formulary.source(key) for key in sorted(set(keys))]
    return {source.key: {"title": source.title, "address": source.address} for source in sources}


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False))
