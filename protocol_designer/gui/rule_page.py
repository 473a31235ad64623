"""The page of one rule: why, when it fires, an example, the limits with their evidence, the sources."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import EvidenceGrade, Formulary, Limit
from protocol_designer.gui.reference_dialog import page_column
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.typography import FIELD_GAP, GRID, GROUP_GAP, PAGE_TITLE
from protocol_designer.rules.examples import RuleExample
from protocol_designer.rules.families import family_name
from protocol_designer.rules.registry import Rule


def _tr(text: str) -> str:
    return QCoreApplication.translate("rule_page", text)


def rule_page(
    rule: Rule, formulary: Formulary, example: RuleExample | None, margin: int = GROUP_GAP
) -> QWidget:
    """Return the page of a rule as the limits in force make it."""
    body, column = page_column(margin)
    column.addWidget(heading(rule.title, size=PAGE_TITLE))
    gravest = _tr("{rule} · {family} · up to {severity}").format(
        rule=rule.id, family=family_name(rule.family), severity=rule.severity.printed
    )
    column.addWidget(small_print(gravest))
    for paragraph in paragraphs(rule.explanation):
        column.addSpacing(GRID)
        column.addWidget(text_label(paragraph))
    if example is not None:
        _add_example(column, rule, formulary, example)
    _head(column, _tr("What it needs to know"))
    column.addWidget(text_label("; ".join(rule.needs)))
    limits = [formulary.limit(key) for key in rule.limits]
    if limits:
        _head(column, _tr("Limits it reads"))
    for limit in limits:
        column.addWidget(text_label(f"{limit.what}: {word(limit.bound)} {limit.value.printed()}"))
        column.addWidget(small_print(ground(limit, formulary)))
    _head(column, _tr("Sources"))
    add_sources(column, [*(key for limit in limits for key in limit.sources), *rule.sources], formulary)
    column.addSpacing(FIELD_GAP)
    issued = f"{formulary.issued_on.day} {formulary.issued_on:%B %Y}"
    told = _tr("Limits: {title}, issued {day}").format(title=formulary.title, day=issued)
    column.addWidget(small_print(told))
    column.addStretch()
    return body


def ground(limit: Limit, formulary: Formulary) -> str:
    """Say what a limit means, how firm its ground is, and what a site changed."""
    level = {"hard": _tr("hard limit"), "soft": _tr("soft limit")}.get(limit.level.value, _tr("reference"))
    change = formulary.change_of(limit.key)
    if change is None:
        return f"{level}; {limit.grade.printed}"
    return f"{level}; {EvidenceGrade.SITE.printed}; {change.printed}"


def add_sources(column: QVBoxLayout, keys: list[str], formulary: Formulary) -> None:
    """List sources with their addresses, each once."""
    for key in dict.fromkeys(keys):
        source = formulary.source(key)
        column.addWidget(text_label(source.title))
        for note in filter(None, (source.address, source.note)):
            column.addWidget(small_print(note))


def paragraphs(text: str) -> list[str]:
    """Join the lines of a docstring into paragraphs; a line that names its own head starts one."""
    found: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        head, colon, _ = line.partition(": ")
        starts = not line or not found or found[-1] == "" or (colon and len(head.split()) <= 3)
        if starts:
            found.append(line)
        else:
            found[-1] += f" {line}"
    return [paragraph for paragraph in found if paragraph]


def _head(column: QVBoxLayout, title: str) -> None:
    column.addSpacing(FIELD_GAP)
    column.addWidget(heading(title))


def _add_example(column: QVBoxLayout, rule: Rule, formulary: Formulary, example: RuleExample) -> None:
    _head(column, _tr("An example that fires"))
    fired = example.fired(rule, formulary)
    if fired is None:
        column.addWidget(text_label(_tr("With the limits in force the shipped example does not fire.")))
        column.addWidget(small_print(example.case))
        return
    column.addWidget(text_label(f"“{fired.message}”"))
    told = [fired.severity.printed, example.case]
    if fired.computed:
        told.insert(1, _tr("computed {value}").format(value=fired.computed))
    column.addWidget(small_print(" · ".join(told)))
