"""Shows a drawing as wide as it is given room; its marks can be chosen with the mouse and the keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from protocol_designer.gui.drawing_painter import bounds_of, paint_drawing
from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.report.display_list import Box, Drawing, Mark, Shape
from protocol_designer.workspace.workspace import Workspace

_SMALLEST_WIDTH = 360
_RING = 4

FIGURE_ZOOM = 1.3
"""Makes the 8 points of a figure's labels as large as the small print of the window."""


class DrawingView(QWidget):
    """A figure of the report in the window; ``compose`` draws it for a width in logical pixels.

    ``zoom`` enlarges a figure whose letters are meant for paper.
    """

    def __init__(
        self,
        compose: Callable[[float], Drawing],
        workspace: Workspace,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        zoom: float = 1.0,
    ) -> None:
        super().__init__(parent)
        self._zoom = zoom
        self._compose = compose
        self._workspace = workspace
        self._theme = theme
        self._drawing = compose(_SMALLEST_WIDTH / zoom)
        self.setMinimumWidth(_SMALLEST_WIDTH + 2 * _RING)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Drawing of the trial"))
        workspace.selection_changed.connect(self.update)
        theme.changed.connect(self.update)
        self.redraw()

    @property
    def drawing(self) -> Drawing:
        """What is shown."""
        return self._drawing

    @property
    def places(self) -> tuple[str, ...]:
        """The places that marks stand for, in painting order."""
        return tuple(dict.fromkeys(mark.place for mark in self._drawing.marks if mark.place))

    def redraw(self) -> None:
        """Compose the drawing again: the protocol or the width changed."""
        width = max(float(self.width()) - 2 * _RING, _SMALLEST_WIDTH)
        self._drawing = self._compose(width / self._zoom)
        self.setFixedHeight(self._height())
        self.setAccessibleDescription(self._drawing.description)
        is_empty = not self._drawing.marks
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_empty else Qt.FocusPolicy.StrongFocus)
        self.updateGeometry()
        self.update()

    def place_at(self, point: QPointF) -> str | None:
        """Return the place of the topmost mark at a point."""
        for mark in reversed(self._drawing.marks):
            if mark.place and self._seen(mark).adjusted(-2, -2, 2, 2).contains(point):
                return mark.place
        return None

    def bounds_of_place(self, place: str) -> QRectF:
        """Return the rectangle around all marks of a place; empty when there is none."""
        area = QRectF()
        for mark in self._drawing.marks:
            if mark.place == place:
                area = area.united(self._seen(mark))
        return area

    def sizeHint(self) -> QSize:
        return QSize(_SMALLEST_WIDTH, self._height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.save()
        painter.translate(_RING, _RING)
        painter.scale(self._zoom, self._zoom)
        paint_drawing(painter, self._drawing, self._theme)
        painter.restore()
        area = self.bounds_of_place(self._workspace.selection)
        if not area.isNull():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour(Chrome.FOCUS), 2 if self.hasFocus() else 1.5))
            painter.drawRoundedRect(area.adjusted(-2.5, -2.5, 2.5, 2.5), 3, 3)
        elif self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour(Chrome.FOCUS), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        if place and event.button() == Qt.MouseButton.LeftButton:
            self._workspace.select(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position())
        if place:
            self._workspace.go_to(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.place_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down)
        backward = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up)
        if (forward or backward) and self.places:
            self._step(1 if forward else -1)
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._workspace.selection in self.places
        ):
            self._workspace.go_to(self._workspace.selection)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _step(self, by: int) -> None:
        places = self.places
        here = self._workspace.selection
        number = places.index(here) + by if here in places else (0 if by > 0 else -1)
        self._workspace.select(places[number % len(places)])

    def _tip_at(self, point: QPointF) -> str:
        for mark in reversed(self._drawing.marks):
            if isinstance(mark, Box | Shape) and mark.tip and self._seen(mark).contains(point):
                return mark.tip
        return ""

    def _height(self) -> int:
        return round(self._drawing.height * self._zoom) + 2 * _RING

    def _seen(self, mark: Mark) -> QRectF:
        """Return where a mark stands in the widget: inside the margin that the focus ring needs."""
        inside, zoom = bounds_of(mark), self._zoom
        left, top = inside.x() * zoom + _RING, inside.y() * zoom + _RING
        return QRectF(left, top, inside.width() * zoom, inside.height() * zoom)
