"""What each key does on the canvas: every drag has its twin here.

The arrow keys step from stop to stop. Ctrl or Alt with left and right move by a day (by minutes beside a
dose), with up and down by a finer step. With Shift, Ctrl moves the end of the window and Alt its start.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from protocol_designer.gui.canvas.movable import Grip
from protocol_designer.gui.canvas.scene import CanvasScene, Stop

if TYPE_CHECKING:
    from protocol_designer.gui.canvas.trial_canvas import TrialCanvas

_Key = Qt.Key
_Modifier = Qt.KeyboardModifier
_ARROWS = {_Key.Key_Left: (-1, 0), _Key.Key_Right: (1, 0), _Key.Key_Up: (0, -1), _Key.Key_Down: (0, 1)}
_ZOOM_IN, _ZOOM_OUT = (_Key.Key_Plus, _Key.Key_Equal), (_Key.Key_Minus, _Key.Key_Underscore)
_OPEN = (_Key.Key_Return, _Key.Key_Enter)


def is_own(canvas: "TrialCanvas", event: QKeyEvent) -> bool:
    """Tell whether a key belongs to the canvas while it has the focus, before any shortcut of the window."""
    key, held = _read(event)
    if key == _Key.Key_Escape:
        return canvas.drag is not None
    if key in _ARROWS:
        return True
    return held == _Modifier.ControlModifier and key in (*_ZOOM_IN, *_ZOOM_OUT, _Key.Key_0)


def handle(canvas: "TrialCanvas", event: QKeyEvent) -> bool:
    """Do what a key means; False when it means nothing here."""
    key, held = _read(event)
    if key in _ARROWS:
        return _arrow(canvas, *_ARROWS[key], held)
    if held & _Modifier.ControlModifier:
        return _zoom(canvas, key)
    if key == _Key.Key_Escape:
        return canvas.cancel()
    if key in _OPEN and canvas.current is not None and not held:
        canvas.open_current()
        return True
    if key in (_Key.Key_Home, _Key.Key_End) and canvas.scene.stops:
        canvas.make_current(canvas.scene.stops[0 if key == _Key.Key_Home else -1])
        return True
    return False


def _read(event: QKeyEvent) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    held = event.modifiers() & ~_Modifier.KeypadModifier
    if event.key() in (*_ZOOM_IN, *_ZOOM_OUT):
        held &= ~_Modifier.ShiftModifier
    return _Key(event.key()), held


def _arrow(canvas: "TrialCanvas", across: int, down: int, held: Qt.KeyboardModifier) -> bool:
    moves = held & (_Modifier.ControlModifier | _Modifier.AltModifier)
    if not moves:
        stop = _next_in_row(canvas, across) if across else _next_row(canvas, down)
        if stop is not None:
            canvas.make_current(stop)
        return True
    grip = Grip.WHOLE
    if held & _Modifier.ShiftModifier:
        grip = Grip.LATEST if held & _Modifier.ControlModifier else Grip.EARLIEST
    canvas.nudge(grip, across or -down, is_fine=not across)
    return True


def _zoom(canvas: "TrialCanvas", key: Qt.Key) -> bool:
    if key in _ZOOM_IN:
        canvas.zoom_by(1)
    elif key in _ZOOM_OUT:
        canvas.zoom_by(-1)
    elif key == _Key.Key_0:
        canvas.set_zoom(1)
    else:
        return False
    return True


def _next_in_row(canvas: "TrialCanvas", by: int) -> Stop | None:
    """Return the neighbour in reading order; after the last stop comes the first."""
    stops = canvas.scene.stops
    if not stops:
        return None
    if canvas.current is None:
        return stops[0 if by > 0 else -1]
    return stops[(stops.index(canvas.current) + by) % len(stops)]


def _next_row(canvas: "TrialCanvas", by: int) -> Stop | None:
    """Return what stands nearest in the row above or below."""
    here, scene = canvas.current, canvas.scene
    if here is None:
        return _next_in_row(canvas, by)
    rows = _rows(scene)
    at = rows.index(here.row) + by
    if not 0 <= at < len(rows):
        return None
    near = [stop for stop in scene.stops if stop.row == rows[at] and stop.is_fixed == here.is_fixed]
    near = near or [stop for stop in scene.stops if stop.row == rows[at]]
    middle = here.area.center().x()
    return min(near, key=lambda stop: abs(stop.area.center().x() - middle))


def _rows(scene: CanvasScene) -> list[int]:
    return sorted({stop.row for stop in scene.stops})
