"""The pages as a way to the fields and back: what is selected, pins of findings, mouse and keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from protocol_designer.export.pdf.page_map import Printed, PrintedMark
from protocol_designer.gui.preview.page_canvas import STEP, PageCanvas
from protocol_designer.gui.preview.page_layout import Fit
from protocol_designer.gui.preview.page_painter import PIN_SIZE, pin_areas
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.preview_pins import Pin
from protocol_designer.workspace.severity_words import message_beside

ZOOM_STEP = 1.15
_TARGET = 24
"""The least side of what can be clicked, in logical pixels."""


class PageView(PageCanvas):
    """Shows the pages; ``describe`` names a place for the tool tip.

    Signals:
        place_chosen: A part of a page was clicked, or reached with the keys (place).
        place_entered: The field of a part is wanted: double click or Enter (place).
        pin_chosen: The mark of findings in the margin was clicked (Pin).
    """

    place_chosen = Signal(str)
    place_entered = Signal(str)
    pin_chosen = Signal(object)

    def __init__(self, describe: Callable[[str], str], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._describe = describe
        self._pins: tuple[Pin, ...] = ()
        self._hovered: PrintedMark | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Pages of the PDF"))

    def show_pages(self, printed: Printed) -> None:
        self._hovered = None
        self._pins = ()
        super().show_pages(printed)

    def show_pins(self, pins: tuple[Pin, ...]) -> None:
        """Mark findings in the margin."""
        self._pins = pins
        self.viewport().update()

    def show_place(self, place: str) -> bool:
        """Outline a place and bring it into view; False when it is not printed."""
        self.selected = place
        marks = self.map.of(place) if place else ()
        self.viewport().update()
        if marks and not any(self.is_seen(mark) for mark in marks):
            self.scroll_to(marks[0])
        return bool(marks)

    def pins_in_view(self) -> tuple[Pin, ...]:
        """Return the pins of the page in view."""
        return tuple(pin for pin in self._pins if pin.page == self.page)

    def mark_at(self, point: QPointF) -> PrintedMark | None:
        """Return the part of a page at a point of the view."""
        there = self.pages.point(point.x() + self.left, point.y() + self.top)
        return self.map.at(there.page, there.x, there.y) if there else None

    def pin_at(self, point: QPointF) -> Pin | None:
        """Return the pin at a point of the view."""
        grown = (_TARGET - PIN_SIZE) / 2
        there = QPointF(point.x() + self.left, point.y() + self.top)
        areas = pin_areas(self._seen_pins(), self.pages)
        held = (pin for pin, area in areas if area.adjusted(-grown, -grown, grown, grown).contains(there))
        return next(held, None)

    def rect_of(self, mark: PrintedMark) -> QRectF:
        """Return where a mark stands in the view."""
        return self.pages.rect(mark).translated(-self.left, -self.top)

    def rect_of_pin(self, pin: Pin) -> QRectF:
        """Return where a pin of the pages in view stands there."""
        areas = pin_areas(self._seen_pins(), self.pages)
        return next(area for one, area in areas if one == pin).translated(-self.left, -self.top)

    def paint_over(self, painter: QPainter) -> None:
        seen = self.seen()
        for mark in self.map.of(self.selected) if self.selected else ():
            if mark.page in seen:
                self.painter.outline(painter, self.pages.rect(mark))
        if self._hovered is not None:
            self.painter.hover(painter, self.pages.rect(self._hovered))
        for pin, area in pin_areas(self._seen_pins(), self.pages):
            self.painter.pin(painter, pin, area)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._hovered = None
        super().scrollContentsBy(dx, dy)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        if turns := event.angleDelta().y() / 120:
            self.zoom_by(ZOOM_STEP**turns)
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl with the page keys, which turn the pages of the form elsewhere, for these pages."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if held and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not (self._key_with_control(event.key()) if held else self._key(event.key())):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if pin := self.pin_at(event.position()):
            self.pin_chosen.emit(pin)
        elif mark := self.mark_at(event.position()):
            self.place_chosen.emit(mark.place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        mark = self.mark_at(event.position())
        if mark is not None and self.pin_at(event.position()) is None:
            self.place_entered.emit(mark.place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pin = self.pin_at(event.position())
        mark = None if pin else self.mark_at(event.position())
        if mark != self._hovered:
            self._hovered = mark
            self.viewport().update()
        leads = pin is not None or mark is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(QPointF(event.pos())), self.viewport())
            return True
        if event.type() == QEvent.Type.Leave and self._hovered is not None:
            self._hovered = None
            self.viewport().update()
        return bool(super().viewportEvent(event))

    def _seen_pins(self) -> list[Pin]:
        seen = self.seen()
        return [pin for pin in self._pins if pin.page in seen]

    def _key(self, key: int) -> bool:
        bar = self.verticalScrollBar()
        moves = {
            Qt.Key.Key_Down: bar.value() + STEP,
            Qt.Key.Key_Up: bar.value() - STEP,
            Qt.Key.Key_PageDown: bar.value() + bar.pageStep(),
            Qt.Key.Key_PageUp: bar.value() - bar.pageStep(),
            Qt.Key.Key_Home: bar.minimum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        for known, value in moves.items():
            if key == known:
                bar.setValue(value)
                return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected:
            self.place_entered.emit(self.selected)
            return True
        return False

    def _key_with_control(self, key: int) -> bool:
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.show_page(self.page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / ZOOM_STEP)
        elif key == Qt.Key.Key_0:
            self.fit_to(Fit.WIDTH)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        """Choose the next or previous part of the document, in printing order."""
        marks = self.map.marks
        if not marks:
            return
        here = [number for number, mark in enumerate(marks) if mark.place == self.selected]
        if here:
            number = next((one for one in here if self.is_seen(marks[one])), here[0])
            while 0 <= number + by < len(marks) and marks[number].place == self.selected:
                number += by
        else:
            later = (one for one, mark in enumerate(marks) if mark.page >= self.page)
            number = next(later, len(marks) - 1)
        self.selected = marks[number].place
        if not self.is_seen(marks[number]):
            self.scroll_to(marks[number])
        self.viewport().update()
        self.place_chosen.emit(self.selected)

    def _tip(self, point: QPointF) -> str:
        if pin := self.pin_at(point):
            told = (f"{one.severity.printed.capitalize()}: {message_beside(one)}" for one in pin.findings)
            return "\n".join(told)
        mark = self.mark_at(point)
        return self._describe(mark.place) if mark else ""
