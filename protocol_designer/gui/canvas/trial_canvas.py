"""The canvas as a part of the window: follows document and selection, and carries out what is meant.

Where the view stands is in `canvas_view`, the mouse in `pointer`, the keys in `keys`.
"""

from fractions import Fraction
from html import escape

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from protocol_designer.gui.canvas import keys
from protocol_designer.gui.canvas.canvas_view import MAGNIFIED, CanvasView, Told
from protocol_designer.gui.canvas.movable import Grip, Movable, timing_place
from protocol_designer.gui.canvas.pointer import Pointer
from protocol_designer.gui.canvas.scene import Stop
from protocol_designer.gui.canvas.tips import tip_of
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.workspace import Workspace


class TrialCanvas(CanvasView):
    """The drawn trial. One drag is one edit; nothing changes before the drop.

    Signals:
        current_changed: Another stop is the current one.
    """

    current_changed = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self._pointer = Pointer(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Drawing of the trial"))
        workspace.selection_changed.connect(self._show_selection)
        workspace.document_changed.connect(self._document_changed)
        workspace.report_changed.connect(self.show_report)
        workspace.edit_refused.connect(self._refused)

    @property
    def movable(self) -> Movable | None:
        """What the current stop moves, if it stands in time."""
        return self.movable_of(self.current)

    def make_current(self, stop: Stop | None, select: bool = True) -> None:
        """Step onto a stop, bring it into view, and select its place."""
        self.set_current(stop)
        if stop is not None and select:
            self.workspace.select(stop.place)
        self.current_changed.emit()

    def nudge(self, grip: Grip, sign: int, is_fine: bool) -> None:
        """Move the current visit, session or end of a window by one step: the keys' way to drag."""
        movable, stop = self.movable, self.current
        if movable is None or stop is None:
            self.said.emit(
                self.tr("Select a visit or session that has a time; then it can be moved."), Told.REFUSED
            )
            return
        x = self.scene.layout.scale.reach(movable.origin, movable.at_grip(grip))
        by = sign * movable.step(self.scene.layout.scale, x, is_fine=is_fine)
        self._carry_out(movable, grip, by, merge=True)

    def follow(self) -> bool:
        """Follow the document; what is current may have another time now."""
        changed = super().follow()
        if changed:
            self.current_changed.emit()
        return changed

    def open_current(self) -> None:
        """Go to the exact field of the current stop."""
        movable, stop = self.movable, self.current
        if movable is not None and stop is not None and stop.place == movable.place:
            self.workspace.go_to(timing_place(movable))
        elif stop is not None:
            self.workspace.go_to(stop.place)

    def cancel(self) -> bool:
        """Give a drag up; tells whether there was one."""
        was_dragging = self._pointer.release() is not None
        if was_dragging:
            self.said.emit(self.tr("Nothing was moved."), Told.PLAIN)
        return was_dragging

    def tip_at(self, point: QPointF) -> str:
        """Return what the tooltip says at a point of the widget."""
        stop = self.scene.hit(point / MAGNIFIED, self.view)
        if stop is None:
            return ""
        movable = self.movable_of(stop)
        findings = self.report.at(stop.place)
        if movable is not None and movable.place == stop.place:
            return tip_of(self.workspace.trial, movable, findings)
        lines = [f"{one.severity.printed.capitalize()}: {one.message}" for one in findings[:3]]
        return "\n".join([stop.tip, *lines] if stop.tip else lines)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            stop = self._pointer.press(event)
            if stop is not None:
                self.make_current(stop)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self._pointer.release()
        if drag is None or drag.candidate is None:
            return
        if drag.candidate.refusal:
            self.said.emit(drag.candidate.refusal, Told.REFUSED)
        else:
            self._carry_out(drag.movable, drag.grip, drag.candidate.by)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.release()
        if self.scene.hit(event.position() / MAGNIFIED, self.view) is not None:
            self.open_current()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if turned.y() > 0 else -1, event.position().x() / MAGNIFIED)
            event.accept()
            return
        sideways = turned.x() or (turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        down = 0 if sideways else turned.y()
        moved = self.scroll_to(self.view.x - sideways / MAGNIFIED, self.view.y - down / MAGNIFIED)
        event.setAccepted(moved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not keys.handle(self, event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.current is None and self.scene.stops and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.make_current(self.scene.stops[0], select=False)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.follow()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.show_hover(None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.tip_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), escape(text).replace("\n", "<br>"), self)
            return True
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and keys.is_own(self, event):
            event.accept()
            return True
        return super().event(event)

    def _carry_out(self, movable: Movable, grip: Grip, by: Fraction, merge: bool = False) -> None:
        edit = movable.edit(grip, by, merge)
        if self.workspace.apply(edit):
            self.said.emit(f"{edit.label}.", Told.PLAIN)

    def _refused(self, reason: str) -> None:
        if self.hasFocus():
            self.said.emit(reason, Told.REFUSED)

    def _document_changed(self) -> None:
        self._pointer.release()
        if self.isVisible():
            self.follow()

    def _show_selection(self, place: str) -> None:
        stop = self.current
        if stop is None or (
            place != stop.place and not place.startswith((f"{stop.place}.", f"{stop.place}["))
        ):
            found = self.scene.stops_at(place)
            self.make_current(found[0] if found else None, select=False)
        self.update()
