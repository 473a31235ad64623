"""The page of one rule: what it guards against, the limits it reads with their evidence, its sources."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from protocol_designer.formulary.records import Formulary, Limit
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.typography import FIELD_GAP, GRID, PAGE_TITLE
from protocol_designer.rules.registry import Rule


class RuleDialog(ColumnDialog):
    """Explains a rule."""

    def __init__(self, rule: Rule, formulary: Formulary, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Rule {rule}").format(rule=rule.id))
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, FIELD_GAP, 0)
        layout.setSpacing(GRID)
        layout.addWidget(heading(rule.title, size=PAGE_TITLE))
        gravest = self.tr("{rule} · up to {severity}").format(rule=rule.id, severity=rule.severity.printed)
        layout.addWidget(small_print(gravest))
        for paragraph in _paragraphs(rule.explanation):
            layout.addSpacing(GRID)
            layout.addWidget(text_label(paragraph))
        layout.addSpacing(FIELD_GAP)
        layout.addWidget(heading(self.tr("What it needs to know")))
        layout.addWidget(text_label("; ".join(rule.needs)))
        limits = [formulary.limit(key) for key in rule.limits]
        if limits:
            layout.addSpacing(FIELD_GAP)
            layout.addWidget(heading(self.tr("Limits it reads")))
        for limit in limits:
            layout.addWidget(text_label(f"{limit.what}: {limit.value.printed()}"))
            layout.addWidget(small_print(self._ground(limit)))
        sources = dict.fromkeys([*(key for limit in limits for key in limit.sources), *rule.sources])
        layout.addSpacing(FIELD_GAP)
        layout.addWidget(heading(self.tr("Sources")))
        for key in sources:
            source = formulary.source(key)
            layout.addWidget(text_label(source.title))
            if source.address:
                layout.addWidget(small_print(source.address))
        layout.addStretch()
        area = QScrollArea(self)
        area.setAccessibleName(self.tr("Explanation of the rule"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        self.column.addWidget(area)
        self.add_close_button()

    def sizeHint(self) -> QSize:
        return QSize(560, 520)

    def _ground(self, limit: Limit) -> str:
        level = {"hard": self.tr("hard limit"), "soft": self.tr("soft limit")}.get(
            limit.level.value, self.tr("reference")
        )
        return f"{level}; {limit.grade.printed}"


def _paragraphs(text: str) -> list[str]:
    """Join the lines of a docstring into paragraphs; a line that names its own head starts one."""
    paragraphs: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        head, colon, _ = line.partition(": ")
        starts = not line or not paragraphs or paragraphs[-1] == "" or (colon and len(head.split()) <= 3)
        if starts:
            paragraphs.append(line)
        else:
            paragraphs[-1] += f" {line}"
    return [paragraph for paragraph in paragraphs if paragraph]
