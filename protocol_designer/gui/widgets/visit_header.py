"""The frozen head of the schedule grid: epochs over visits over their days and windows, or their minutes."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.gui.widgets.drag_header import DragHeader, HeadFacts
from protocol_designer.report.display_list import Ink
from protocol_designer.workspace.models.grid_frame import GridColumn

_OPENER, _LINES = 24, 3


class VisitHeader(DragHeader):
    """Epochs over visits over their days and windows; a dosing day opens into its minutes.

    Signals:
        opener_clicked: The triangle of a dosing day was clicked (column).
    """

    opener_clicked = Signal(int)

    def __init__(self, facts: HeadFacts, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, facts, theme, parent)

    def sizeHint(self) -> QSize:
        """Keep room for the epoch, three lines of the name, the day and the window."""
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * (_LINES + 3) + 14)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open or close a dosing day by its triangle."""
        here = event.position().toPoint()
        column = self.logicalIndexAt(here)
        is_click = not self.is_dragging and column >= 0 and column == self._pressed
        super().mouseReleaseEvent(event)
        if is_click and self.opener_rect(column).contains(here):
            self.opener_clicked.emit(column)

    def opener_rect(self, column: int) -> QRect:
        """Return where the triangle of a dosing day stands; empty for other columns."""
        entry = self.grid().columns[column]
        if not entry.visit.is_dosing or entry.time is not None:
            return QRect()
        x = self.sectionViewportPosition(column)
        return QRect(x, self._epoch_height(), _OPENER, _OPENER)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        """Paint the part of each level that stands over one column."""
        columns = self.grid().columns
        column = columns[logicalIndex]
        line, top = self.fontMetrics().lineSpacing(), self._epoch_height()
        painter.save()
        painter.setClipRect(rect)
        is_lit = self.hovered == logicalIndex
        painter.fillRect(rect, self.theme.colour(Ink.BAND if is_lit else Ink.SURFACE))
        hairline, border = self.theme.colour(Ink.HAIRLINE), self.theme.colour(Chrome.BORDER)
        epoch = self._span(logicalIndex, lambda one, other: one.visit.epoch == other.visit.epoch)
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), top), self.theme.colour(Ink.BAND))
        self._text(painter, QRect(epoch.left(), rect.top(), epoch.width(), top),
                   self.facts.epochs.get(column.visit.epoch or "", "–"), 1)  # fmt: skip
        visit = self._span(logicalIndex, lambda one, other: one.visit.id == other.visit.id)
        room = QRect(visit.left(), rect.top() + top + 2, visit.width(), line * _LINES)
        left = 14 if column.visit.is_dosing else 0
        self._text(painter, room.adjusted(left, 0, 0, 0), f"{column.number} {column.visit.name}", _LINES)
        self._paint_opener(painter, logicalIndex, visit, rect.top() + top)
        severity = self.facts.marks.get(column.visit.id)
        if severity is not None and column.time is None:
            paint_severity(
                painter, QRectF(rect.right() - 12, rect.top() + top + 2, 11, 11), severity, self.theme
            )
        below = QRect(rect.left(), room.bottom() + 3, rect.width(), line)
        day, window = self.facts.days.get(column.visit.id, ("–", ""))
        if column.time is not None:
            number, _, unit = column.time.printed().partition(" ")
            self._text(painter, below, number, 1)
            painter.setPen(self.theme.colour(Ink.MUTED))
            self._text(painter, below.translated(0, line), unit, 1)
        else:
            self._text(painter, below, day, 1)
            painter.setPen(self.theme.colour(Ink.MUTED))
            self._text(painter, below.translated(0, line), window, 1)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), border)
        painter.setPen(hairline)
        painter.drawLine(rect.left(), rect.top() + top, rect.right(), rect.top() + top)
        is_last = rect.right() >= epoch.right()
        painter.setPen(border if is_last else hairline)
        ends_visit = rect.right() >= visit.right()
        start = rect.top() if is_last else rect.top() + top + (0 if ends_visit else line * _LINES + 4)
        painter.drawLine(rect.right(), start, rect.right(), rect.bottom())
        self.paint_gap(painter, logicalIndex, rect)
        painter.restore()

    def _paint_opener(self, painter: QPainter, section: int, visit: QRect, top: int) -> None:
        column = self.grid().columns[section]
        if not column.visit.is_dosing:
            return
        painter.setPen(self.theme.colour(Ink.STUDY_DRUG))
        x, y = visit.left() + 5.0, top + 5.0 + self.fontMetrics().lineSpacing() / 2
        is_open = self.grid().is_open(column.visit)
        points = [(0.0, -2.5), (9.0, -2.5), (4.5, 3.5)] if is_open else [(1.0, -5.0), (7.0, 0.0), (1.0, 5.0)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self.theme.colour(Ink.STUDY_DRUG))
        painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in points]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self.theme.colour(Ink.TEXT))

    def _text(self, painter: QPainter, room: QRect, text: str, lines: int) -> None:
        """Write centred in what can be seen of the room, shortened to the lines there are."""
        room = room.intersected(self.viewport().rect()).adjusted(3, 0, -3, 0)
        metrics = self.fontMetrics()
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        if lines == 1:
            painter.drawText(room, flags, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
            return
        flags |= Qt.TextFlag.TextWordWrap
        shown = text
        while len(shown) > 4 and (
            (need := metrics.boundingRect(room, int(flags), shown)).height()
            > metrics.lineSpacing() * lines + 2
            or need.width() > room.width()
        ):
            shown = shown.rstrip("…")[:-1].rstrip() + "…"
        painter.drawText(room, flags, shown)

    def _span(self, section: int, is_same: Callable[[GridColumn, GridColumn], bool]) -> QRect:
        columns: list[GridColumn] = self.grid().columns
        first = last = section
        while first > 0 and is_same(columns[first - 1], columns[section]):
            first -= 1
        while last + 1 < len(columns) and is_same(columns[last + 1], columns[section]):
            last += 1
        left = self.sectionViewportPosition(first)
        right = self.sectionViewportPosition(last) + self.sectionSize(last)
        return QRect(left, 0, right - left, self.height())

    def _epoch_height(self) -> int:
        return self.fontMetrics().lineSpacing() + 6
