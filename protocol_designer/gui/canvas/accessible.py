"""The canvas for those who do not see it: a list whose entries have a name, a value, a place and a state.

Qt asks the factory below for the interface of a widget; all others keep what Qt gives them.
"""

from functools import cache

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from protocol_designer.gui.canvas.scene import Stop
from protocol_designer.gui.canvas.tips import value_of
from protocol_designer.gui.canvas.trial_canvas import TrialCanvas
from protocol_designer.report.place_words import place_words


class AccessibleCanvas(QAccessibleWidget):
    """The canvas as a list of its stops, row by row."""

    def __init__(self, canvas: TrialCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.List)
        self._canvas = canvas
        self._stops: dict[int, AccessibleStop] = {}

    def let_stops_go(self) -> None:
        """Let Qt delete what it was told of the stops, after the canvas is gone."""
        for stop in self._stops.values():
            if isValid(stop):
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(stop))
        self._stops.clear()

    def childCount(self) -> int:
        return len(self._canvas.scene.stops)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt allows a null pointer here; the stub omits None
        if not 0 <= index < self.childCount():
            return None
        if index not in self._stops:
            self._stops[index] = AccessibleStop(self, self._canvas, index)
        return self._stops[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.index if isinstance(child, AccessibleStop) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt allows a null pointer here; the stub omits None
        numbers = range(self.childCount())
        return next((self.child(one) for one in numbers if self._rect_of(one).contains(x, y)), None)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt allows a null pointer here; the stub omits None
        current = self._canvas.current
        if current is None or not self._canvas.hasFocus():
            return None
        return self.child(self._canvas.scene.stops.index(current))

    def _rect_of(self, index: int) -> QRect:
        child = self.child(index)
        return child.rect() if child is not None else QRect()


class AccessibleStop(QAccessibleInterface):
    """One visit, session, dose, arm or epoch on the canvas."""

    def __init__(self, canvas: AccessibleCanvas, widget: TrialCanvas, index: int) -> None:
        super().__init__()
        self.index = index
        self._canvas = canvas
        self._widget = widget

    def isValid(self) -> bool:
        return self._stop is not None

    def object(self) -> QObject | None:  # type: ignore[override]  # Qt allows a null pointer here; the stub omits None
        return None

    def parent(self) -> QAccessibleInterface:
        return self._canvas

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt allows a null pointer here; the stub omits None
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # Qt allows a null pointer here; the stub omits None
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Change nothing: the times have exact fields below the canvas."""

    def text(self, kind: QAccessible.Text) -> str:
        stop = self._stop
        if stop is None:
            return ""
        trial = self._widget.workspace.trial
        if kind == QAccessible.Text.Name:
            return place_words(trial, stop.place)
        movable = self._widget.movable_of(stop)
        if kind == QAccessible.Text.Value:
            return value_of(trial, movable) if movable is not None else stop.tip
        if kind == QAccessible.Text.Description:
            return "; ".join(
                f"{finding.severity.printed}: {finding.message}"
                for finding in self._widget.report.at(stop.place)
            )
        return ""

    def rect(self) -> QRect:
        stop = self._stop
        if stop is None:
            return QRect()
        area = self._widget.bounds_of_stop(stop).toAlignedRect()
        return QRect(self._widget.mapToGlobal(area.topLeft()), area.size())

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        stop = self._stop
        state.focusable = state.selectable = True
        state.selected = stop is not None and stop is self._widget.current
        state.focused = bool(state.selected) and self._widget.hasFocus()
        state.invalid = stop is None
        return state

    @property
    def _stop(self) -> Stop | None:
        if not isValid(self._widget):
            return None
        stops = self._widget.scene.stops
        return stops[self.index] if self.index < len(stops) else None


@cache
def teach_accessibility() -> None:
    """Let Qt know of the canvas, once in a process.

    Qt owns an interface from the moment it gets it and deletes it with its widget. Until then Python must not
    let it go, or Qt would delete it a second time; so all are kept here, outside of what they belong to.
    """
    kept: list[AccessibleCanvas] = []

    def make(_name: str, widget: QObject) -> QAccessibleInterface | None:
        if not isinstance(widget, TrialCanvas):
            return None
        for gone in [one for one in kept if not isValid(one)]:
            gone.let_stops_go()
            kept.remove(gone)
        kept.append(AccessibleCanvas(widget))
        return kept[-1]

    QAccessible.installFactory(make)
