"""The list of what stands against a final export: findings that block, then what the document leaves open."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from protocol_designer.edits.justifications import has_lapsed
from protocol_designer.gui.icons import icon
from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.theme import Theme
from protocol_designer.report.document import compose
from protocol_designer.report.open_points import placed_points
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.severity_words import counted, message_beside
from protocol_designer.workspace.workspace import Workspace


class AgainstExport(QListWidget):
    """One row for each; hidden when there is none.

    Signals:
        place_chosen: Enter was pressed on a row, or it was double-clicked (place that settles it).
    """

    place_chosen = Signal(str)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What stands against a final export"))
        self.setWordWrap(True)
        self.setIconSize(QSize(16, 16))
        self.setMinimumHeight(200)
        gravity = list(Severity)
        findings = sorted(workspace.report.blocking, key=lambda finding: gravity.index(finding.severity))
        for finding in findings:
            where = place_words(workspace.trial, finding.place)
            title = f"{finding.severity.printed.capitalize()} · {finding.rule} · {where}"
            if has_lapsed(finding, workspace.trial):
                title += f" · {self.tr('justification lapsed')}"
            self._add(
                severity_icon(finding.severity, theme), f"{title}\n{message_beside(finding)}", finding.place
            )
        document = compose(workspace.trial, workspace.report, workspace.formulary, "submission")
        points = placed_points(document)
        for point in points:
            self._add(icon("document", theme), point.text, point.place)
        self._parts = [
            counted(severity, number)
            for severity in Severity
            if (number := sum(finding.severity is severity for finding in findings))
        ]
        if points:
            text = self.tr("1 open point") if len(points) == 1 else self.tr("{count} open points")
            self._parts.append(text.format(count=len(points)))
        self.itemDoubleClicked.connect(self._choose)
        self.setVisible(bool(self.count()))

    @property
    def words(self) -> str:
        """How many of which kind, as part of a sentence; empty when nothing stands against the export."""
        return ", ".join(self._parts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The list of Qt passes Enter on to the default button, which would start an export.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (item := self.currentItem()):
            self._choose(item)
        else:
            super().keyPressEvent(event)

    def _add(self, mark: QIcon, text: str, place: str) -> None:
        item = QListWidgetItem(mark, text, self)
        item.setData(Qt.ItemDataRole.UserRole, place)

    def _choose(self, item: QListWidgetItem) -> None:
        self.place_chosen.emit(item.data(Qt.ItemDataRole.UserRole))
