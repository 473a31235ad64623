"""Writes docs/rules.md: every rule as the registry declares it, with its limits, grades and sources.

Run it with ``make docs`` after a rule or a limit changed; a test fails while the file is out of date.
"""

from itertools import groupby
from pathlib import Path

from protocol_designer.formulary.loading import load_formulary
from protocol_designer.formulary.records import Formulary, Limit, Source
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.examples import RuleExample, load_examples
from protocol_designer.rules.families import family_name
from protocol_designer.rules.registry import Rule

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"


def reference(formulary: Formulary, rules: tuple[Rule, ...] = RULES) -> str:
    """Return the whole reference as Markdown."""
    lines = [
        "# Rule reference",
        "",
        f"{len(rules)} rules, as the program declares them, with {formulary.name} {formulary.version}.",
        "This page is generated (`make docs`); the same text stands behind *About the rule* in the window,",
        "and `protocol-designer rules ID` prints it.",
        "",
        "A limit marked *proposed* rests on reasoning or on a secondary source; it needs the sign-off of",
        "your site.",
    ]
    examples = load_examples()
    for family, members in groupby(rules, key=lambda rule: rule.family):
        lines += ["", f"## {family}: {family_name(family)}"]
        for rule in members:
            lines += ["", *_section(rule, formulary, examples.get(rule.id))]
    lines += ["", "## Sources", "", *(_source(source) for source in _cited(rules, formulary))]
    return "\n".join(lines) + "\n"


def _section(rule: Rule, formulary: Formulary, example: RuleExample | None) -> list[str]:
    paragraphs = [" ".join(line.split()) for line in _paragraphs(rule.explanation)]
    lines = [f"### {rule.id}: {rule.title}", "", f"Gravest outcome: **{rule.severity.printed}**.", ""]
    for paragraph in paragraphs:
        lines += [paragraph, ""]
    lines += [f"Needs: {', '.join(rule.needs)}.", ""]
    if example and (fired := example.fired(rule, formulary)):
        lines += [f"Example ({example.case}): “{fired.message}” ({fired.severity.printed})", ""]
    if rule.limits:
        lines += ["| Limit | Fires | Meaning | Evidence | Sources |", "| --- | --- | --- | --- | --- |"]
        lines += [_row(formulary.limit(key)) for key in rule.limits]
        lines.append("")
    if rule.sources:
        lines += [f"Also cites: {', '.join(_link(key) for key in rule.sources)}.", ""]
    return lines[:-1]


def _paragraphs(explanation: str) -> list[str]:
    """Start a paragraph at each blank line and at each of the headings that every rule uses."""
    found: list[str] = []
    for line in explanation.splitlines():
        starts = line.strip().startswith(("Fires when", "Stays quiet when", "Worst case", "Note"))
        if not line.strip():
            found.append("")
        elif starts or not found or not found[-1]:
            found.append(line)
        else:
            found[-1] += " " + line
    return [paragraph for paragraph in found if paragraph]


def _row(limit: Limit) -> str:
    fires = f"{limit.bound.value.replace('_', ' ')} {limit.value.printed()} ({limit.level.value})"
    sources = ", ".join(_link(key) for key in limit.sources) or "–"
    return f"| `{limit.key}` | {fires} | {limit.what} | {limit.grade.printed} | {sources} |"


def _link(key: str) -> str:
    return f"[{key}](#{key.lower()})"


def _cited(rules: tuple[Rule, ...], formulary: Formulary) -> list[Source]:
    keys = {key for rule in rules for key in rule.sources}
    keys |= {key for rule in rules for name in rule.limits for key in formulary.limit(name).sources}
    return [source for source in formulary.sources if source.key in keys]


def _source(source: Source) -> str:
    address = f" <{source.address}>" if source.address else ""
    return f'* <a id="{source.key.lower()}"></a>**{source.key}**: {source.title.rstrip(".")}.{address}'


if __name__ == "__main__":
    REFERENCE.write_text(reference(load_formulary()), encoding="utf-8")
    print(f"{REFERENCE.name}: {len(RULES)} rules")
