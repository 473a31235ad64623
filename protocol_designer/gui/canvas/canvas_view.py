"""Which part of the scene is seen, how large, and its painting; mouse and keys are left to others."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from protocol_designer.gui.canvas.drag import Drag
from protocol_designer.gui.canvas.movable import Movable, movable_at
from protocol_designer.gui.canvas.moving_picture import (
    GhostWords,
    handles,
    paint_ghost,
    paint_handles,
    paint_selection,
)
from protocol_designer.gui.canvas.scene import CanvasScene, Stop, View
from protocol_designer.gui.canvas.still_picture import marked_places, paint_still
from protocol_designer.gui.theme import Theme
from protocol_designer.report.display_list import Drawing, Timed
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.workspace import Workspace

MAGNIFIED = 1.3
"""How much larger the screen shows what paper prints in points, so that the smallest text has 10 px."""

_ZOOM_STEP, _MOST_ZOOM = 1.25, 24.0
_DRAWN_PARTS = ("arms", "regimens", "courses", "other_interventions", "schedule", "design")


class Told(Enum):
    """Of what kind a sentence at the edge of the canvas is."""

    PLAIN = "plain"
    REFUSED = "refused"
    HARD = "hard"


class CanvasView(QWidget):
    """Shows a scene. The still picture is kept; only what follows the pointer is painted anew.

    Signals:
        view_changed: Another part is seen, or the scene has another size.
        said: Something happened that belongs at the edge of the canvas (one sentence, Told).
    """

    view_changed = Signal()
    said = Signal(str, object)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.theme = theme
        self.view = View()
        self.zoom = 1.0
        self.scene = CanvasScene(workspace.trial, self.view.width, self.zoom)
        self.current: Stop | None = None
        self.hovered: Stop | None = None
        self.drag: Drag | None = None
        self._words = GhostWords("")
        self._still: QPixmap | None = None
        self._movables: dict[Timed, Movable | None] = {}
        self.report = workspace.known_report
        self._marked = marked_places(self.report, self.scene.places)
        self.setMinimumSize(QSize(480, 140))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme.changed.connect(self.repaint_still)

    @property
    def drawing(self) -> Drawing:
        """What is shown, as paper prints it."""
        return self.scene.layout.drawing

    @property
    def places(self) -> tuple[str, ...]:
        """The places that can be selected, row by row."""
        return self.scene.places

    @property
    def ghost_words(self) -> GhostWords:
        """What stands beside the ghost."""
        return self._words

    def movable_of(self, stop: Stop | None) -> Movable | None:
        """Return the visit or session that a stop moves, if it stands in time."""
        timed = stop.box.timed if stop is not None and stop.box is not None else None
        if timed is None:
            return None
        if timed not in self._movables:
            self._movables[timed] = movable_at(self.scene.trial, timed)
        return self._movables[timed]

    def bounds_of_place(self, place: str) -> QRectF:
        """Return where the first stop of a place stands in the widget; empty when there is none."""
        stops = self.scene.stops_at(place)
        return self.bounds_of_stop(stops[0]) if stops else QRectF()

    def bounds_of_stop(self, stop: Stop) -> QRectF:
        """Return where a stop stands in the widget."""
        area = self.scene.area_in_view(stop, self.view)
        return QRectF(area.topLeft() * MAGNIFIED, area.size() * MAGNIFIED)

    def follow(self) -> bool:
        """Lay the scene out again if the protocol has changed in what is drawn; tells whether it changed."""
        before, after = self.scene.trial, self.workspace.trial
        if any(getattr(before, part) is not getattr(after, part) for part in _DRAWN_PARTS):
            self._lay_out()
        if after is not before:
            self.scene.trial = after
            self._movables.clear()
        return after is not before

    def show_report(self, report: Report) -> None:
        """Mark what was found; until the next review of a large protocol the marks of the last one stay."""
        self.report = report
        marked = marked_places(report, self.scene.places)
        if marked != self._marked:
            self._marked = marked
            self.repaint_still()

    def set_current(self, stop: Stop | None) -> None:
        """Make a stop the current one and bring it into view."""
        self.current = stop
        if stop is not None:
            self.scroll_to(*self.scene.corner_showing(stop, self.view))
            if self.hasFocus():
                event = QAccessibleEvent(self, QAccessible.Event.Focus)
                event.setChild(self.scene.stops.index(stop))
                QAccessible.updateAccessibility(event)
        self.update()

    def show_hover(self, stop: Stop | None) -> None:
        """Show on which stop the pointer rests."""
        if stop is not self.hovered:
            self.hovered = stop
            self.update()

    def show_drag(self, drag: Drag | None) -> None:
        """Show the ghost of a drag, or none."""
        self.drag = drag
        self.show_words(GhostWords(drag.words() if drag else ""))

    def show_words(self, words: GhostWords) -> None:
        """Show what stands beside the ghost."""
        self._words = words
        self.update()

    def zoom_by(self, steps: int, at: float | None = None) -> None:
        """Give time more or less room, keeping what stands at ``at`` (layout units of the view) in place."""
        self.set_zoom(self.zoom * _ZOOM_STEP**steps, at)

    def set_zoom(self, zoom: float, at: float | None = None) -> None:
        """Set how many views wide time is laid out; 1 fits."""
        zoom = max(1.0, min(zoom, _MOST_ZOOM))
        if zoom == self.zoom:
            return
        x = self.view.width / 2 if at is None else at
        column = next((one for one in self.scene.layout.scale.columns if x + self.view.x <= one.right), None)
        scale = self.scene.layout.scale
        origin = column.origin if column else scale.origins[-1] if scale.origins else None
        minutes = scale.minutes(origin, x + self.view.x) if origin else 0
        self.zoom = zoom
        self._lay_out()
        if origin is not None:
            self.scroll_to(self.scene.layout.scale.reach(origin, minutes) - x, self.view.y)

    def scroll_to(self, x: float, y: float) -> bool:
        """See another part, as far as there is one; tells whether anything moved."""
        width, height = self.scene.size
        wanted = max(0.0, min(x, width - self.view.width)), max(0.0, min(y, height - self.view.height))
        if wanted == (self.view.x, self.view.y):
            return False
        self.view.x, self.view.y = wanted
        self.repaint_still()
        self.view_changed.emit()
        return True

    def repaint_still(self) -> None:
        """Paint everything anew."""
        self._still = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(820, 330)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.height = self.height() / MAGNIFIED
        if event.size().width() != event.oldSize().width():
            self.view.width = self.width() / MAGNIFIED
            self._lay_out()
        else:
            self.scroll_to(self.view.x, self.view.y)
            self.repaint_still()
            self.view_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._still is None:
            self._still = self._paint_still()
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._still)
        painter.scale(MAGNIFIED, MAGNIFIED)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_selection(painter)
        if self.drag is not None:
            paint_ghost(painter, self.scene, self.view, self.theme, drag=self.drag, words=self._words)
        painter.end()

    def _paint_still(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        still = QPixmap(self.size() * ratio)
        still.setDevicePixelRatio(ratio)
        painter = QPainter(still)
        painter.scale(MAGNIFIED, MAGNIFIED)
        paint_still(painter, self.scene, self.view, self.theme, self._marked)
        painter.end()
        return still

    def _paint_selection(self, painter: QPainter) -> None:
        for stop, is_hover in ((self.hovered, True), (self.current, False)):
            if stop is None or (is_hover and stop is self.current) or self.drag is not None:
                continue
            area = self.scene.area_in_view(stop, self.view)
            if stop.is_fixed or area.right() >= (self.scene.layout.gutter if self.view.x else 0):
                paint_selection(painter, area, self.theme, is_focused=self.hasFocus(), is_hover=is_hover)
            movable = self.movable_of(stop)
            if movable is not None:
                paint_handles(painter, handles(self.scene, stop, movable), self.view, self.theme)
        if self.hasFocus() and self.current is None:
            paint_selection(painter, QRectF(3, 3, self.view.width - 6, self.view.height - 6), self.theme,
                            is_focused=True)  # fmt: skip

    def _lay_out(self) -> None:
        old = self.current
        self.scene = CanvasScene(self.workspace.trial, self.view.width, self.zoom)
        self._marked = marked_places(self.report, self.scene.places)
        self.hovered = None
        self._movables.clear()
        self.current = self.scene.same_as(old) if old is not None else None
        self.setAccessibleDescription(self.drawing.description)
        self.scroll_to(self.view.x, self.view.y)
        self.repaint_still()
        self.view_changed.emit()
