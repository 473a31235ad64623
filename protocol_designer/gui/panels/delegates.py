"""Rows with room to aim at, and severity marks in lists of findings."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.theme import Theme
from protocol_designer.report.display_list import Ink
from protocol_designer.rules.findings import Finding, Severity
from protocol_designer.workspace.problems_model import FINDING, FIXES, SEVERITY

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 26


class RowDelegate(QStyledItemDelegate):
    """Rows with room to aim at."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), max(hint.height(), ROW_HEIGHT))


class FindingDelegate(RowDelegate):
    """Rows of the problems panel: the mark beside the severity's word, justified rows muted."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: dict[tuple[Severity, bool], QIcon] = {}

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        finding = index.data(FINDING)
        if not isinstance(finding, Finding):
            return
        if index.column() == SEVERITY:
            option.icon = self._icon(finding.severity)
            option.decorationSize = QSize(16, 16)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        role = None
        if finding.justified:
            role = Ink.MUTED
        elif index.column() == FIXES:
            role = Ink.ACCENT
        if role:
            for kind in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                option.palette.setColor(kind, self._theme.colour(role))

    def _icon(self, severity: Severity) -> QIcon:
        key = severity, self._theme.is_dark
        if key not in self._icons:
            self._icons[key] = severity_icon(severity, self._theme)
        return self._icons[key]
