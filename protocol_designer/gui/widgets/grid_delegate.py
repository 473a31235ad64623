"""Paints a cell of the schedule grid: mark, letter of its note, corner of a finding, cross-hair."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.gui.typography import SECONDARY, sized
from protocol_designer.report.display_list import Ink
from protocol_designer.workspace.models.activity_grid import MARK, ActivityGrid, Look

_RADIUS, _CORNER, _LETTER = 4.5, 10, 9


class GridDelegate(QStyledItemDelegate):
    """Paints from the model's own words; ``hovered`` is the cell under the mouse (row, column)."""

    def __init__(self, model: ActivityGrid, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self.hovered = (-1, -1)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, lines and mark."""
        row, column = index.row(), index.column()
        rect: QRect = option.rect
        theme = self._theme
        is_heading = self._model.activity(row) is None
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected) and not is_heading
        is_crossed = row == self.hovered[0] or column == self.hovered[1]
        painter.save()
        if is_chosen:
            painter.fillRect(rect, theme.colour(Chrome.SELECTED))
        elif is_heading or is_crossed:
            painter.fillRect(rect, theme.colour(Ink.BAND))
        painter.setPen(theme.colour(Ink.HAIRLINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if not is_heading:
            painter.drawLine(rect.topRight(), rect.bottomRight())
            self._paint_look(painter, rect, self._model.look(row, column))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(theme.colour(Chrome.FOCUS), 2))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_look(self, painter: QPainter, rect: QRect, look: Look) -> None:
        theme = self._theme
        if look.mark == MARK:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(Ink.TEXT))
            painter.drawEllipse(QPointF(QRectF(rect).center()), _RADIUS, _RADIUS)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        elif look.mark:
            painter.setFont(sized(painter.font(), SECONDARY))
            painter.setPen(theme.colour(Ink.TEXT))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, look.mark)
        if look.letter:
            painter.setFont(sized(painter.font(), _LETTER))
            painter.setPen(theme.colour(Ink.MUTED))
            room = QRect(rect.center().x() + 8, rect.top() + 2, rect.right() - rect.center().x() - 9, 12)
            side = Qt.AlignmentFlag.AlignLeft if look.mark == MARK else Qt.AlignmentFlag.AlignRight
            painter.drawText(room, side | Qt.AlignmentFlag.AlignTop, look.letter)
        if look.severity is not None:
            box = QRectF(rect.left() + 1, rect.top() + 1, _CORNER, _CORNER)
            paint_severity(painter, box, look.severity, theme)
