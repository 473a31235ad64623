"""Paints the rows of the pump table: a tint where a limit is broken, bold for the worst case."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.table import RowDelegate
from protocol_designer.workspace.models.pump_rows import PumpLine
from protocol_designer.workspace.models.rows import RowsModel

_TINT = 34
"""Of 255; the text on it keeps more than 4.5:1 in both themes."""


class PumpDelegate(RowDelegate):
    """Marks whole rows; the last column says in words, with the mark of the severity, what is marked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._colours = theme

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Write the worst case in bold."""
        super().initStyleOption(option, index)
        line = _line(index)
        if line is not None and line.is_worst:
            option.font.setBold(True)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tint the row of a weight that breaks a limit."""
        line = _line(index)
        if line is not None and line.severity and not option.state & QStyle.StateFlag.State_Selected:
            tint = self._colours.severity_colour(line.severity)
            tint.setAlpha(_TINT)
            painter.fillRect(option.rect, tint)
        super().paint(painter, option, index)


def _line(index: QModelIndex | QPersistentModelIndex) -> PumpLine | None:
    model = index.model()
    row = model.rows[index.row()] if isinstance(model, RowsModel) else None
    return row if isinstance(row, PumpLine) else None
