"""The frozen first column of the schedule grid: names of activities under their groups, with chips."""

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from protocol_designer.domain.schedule import Activity
from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.gui.typography import GRID, SECONDARY, sized
from protocol_designer.gui.widgets.drag_header import DragHeader, HeadFacts
from protocol_designer.report.display_list import Ink
from protocol_designer.report.schedule_notes import GROUP_NAMES

NAMES = 244
"""The width of the names in logical pixels."""

_MARK = 13


class NameHeader(DragHeader):
    """The names of activities under their groups, with findings, and a chip where one serves no endpoint.

    Signals:
        chip_clicked: The chip of a row was clicked (row).
    """

    chip_clicked = Signal(int)

    def __init__(self, facts: HeadFacts, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, facts, theme, parent)
        self.setFixedWidth(NAMES)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def can_drag(self, section: int) -> bool:
        """Let activities be moved, not headings."""
        return section >= 0 and self.grid().activity(section) is not None

    def chip_rect(self, row: int) -> QRect:
        """Return where the chip of a row stands; empty without one."""
        activity = self.grid().activity(row)
        if activity is None or activity.id not in self.facts.orphans:
            return QRect()
        width = self.fontMetrics().horizontalAdvance(self.tr("serves no endpoint")) + 12
        top, height = self.sectionViewportPosition(row), self.sectionSize(row)
        return QRect(NAMES - width - GRID - 1, top + 3, width, height - 7)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a click on a chip."""
        here = event.position().toPoint()
        row = self.logicalIndexAt(here)
        is_click = not self.is_dragging and row >= 0 and row == self._pressed
        super().mouseReleaseEvent(event)
        if is_click and self.chip_rect(row).contains(here):
            self.chip_clicked.emit(row)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        """Paint a heading or a name."""
        row = self.grid().rows[logicalIndex]
        painter.save()
        is_heading = not isinstance(row, Activity)
        is_lit = self.hovered == logicalIndex or is_heading
        painter.fillRect(rect, self.theme.colour(Ink.BAND if is_lit else Ink.SURFACE))
        painter.setPen(self.theme.colour(Ink.HAIRLINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(self.theme.colour(Chrome.BORDER))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        room = rect.adjusted(GRID + (0 if is_heading else _MARK + 2), 0, -GRID, 0)
        painter.setPen(self.theme.colour(Ink.TEXT))
        if isinstance(row, Activity):
            chip = self.chip_rect(logicalIndex)
            if not chip.isEmpty():
                self._paint_chip(painter, chip)
                room.setRight(chip.left() - GRID)
            if (severity := self.facts.marks.get(row.id)) is not None:
                box = QRectF(rect.left() + 2, rect.center().y() - _MARK / 2 + 1, _MARK, _MARK)
                paint_severity(painter, box, severity, self.theme)
            painter.setPen(self.theme.colour(Ink.TEXT))
            text = row.name
        else:
            painter.setFont(sized(self.font(), SECONDARY, bold=True))
            text = GROUP_NAMES[row]
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        self.paint_gap(painter, logicalIndex, rect)
        painter.restore()

    def _paint_chip(self, painter: QPainter, chip: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour(Ink.ADVISORY), 1))
        painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self.tr("serves no endpoint"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
