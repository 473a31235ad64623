"""A head of the schedule grid whose rows or columns can be dragged; what it shows is left to its kinds."""

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import SECONDARY, sized
from protocol_designer.report.display_list import Ink
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.models.activity_grid import ActivityGrid


@dataclass
class HeadFacts:
    """What heads show beside names: epochs and days by visit, orphans, gravest findings by part."""

    epochs: dict[str, str] = field(default_factory=dict)
    days: dict[str, tuple[str, str]] = field(default_factory=dict)
    orphans: frozenset[str] = frozenset()
    marks: dict[str, Severity] = field(default_factory=dict)


class DragHeader(QHeaderView):
    """A head whose sections can be dragged to another place; Esc cancels.

    Signals:
        dropped: A section was dragged before another one (section, section before which it was dropped).
        opened: A section was double-clicked.
    """

    dropped = Signal(int, int)
    opened = Signal(int)

    def __init__(self, side: Qt.Orientation, facts: HeadFacts, theme: Theme, parent: QWidget) -> None:
        super().__init__(side, parent)
        self.facts = facts
        self.theme = theme
        self.hovered = -1
        self._pressed = -1
        self._from = QPoint()
        self._gap: int | None = None
        self.setSectionsClickable(True)
        self.setFont(sized(self.font(), SECONDARY))
        self.setMouseTracking(True)
        self.sectionDoubleClicked.connect(self.opened)

    @property
    def is_dragging(self) -> bool:
        """Whether a section is under way."""
        return self._gap is not None

    def hover(self, section: int) -> None:
        """Light up the section under the mouse."""
        if section != self.hovered:
            self.hovered = section
            self.viewport().update()

    def cancel(self) -> None:
        """Leave the dragged section where it was."""
        self._pressed, self._gap = -1, None
        self.viewport().update()

    def grid(self) -> ActivityGrid:
        """Return the model, known by its type."""
        model = self.model()
        assert isinstance(model, ActivityGrid)
        return model

    def can_drag(self, section: int) -> bool:
        """Tell whether a section may be moved."""
        return section >= 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember the section."""
        super().mousePressEvent(event)
        self._from = event.position().toPoint()
        section = self.logicalIndexAt(self._from)
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = section if is_left and self.can_drag(section) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the section would go."""
        here = event.position().toPoint()
        far = (here - self._from).manhattanLength() >= QApplication.startDragDistance()
        if self._pressed >= 0 and event.buttons() & Qt.MouseButton.LeftButton and (far or self.is_dragging):
            self._gap = self._gap_at(here)
            self.viewport().update()
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the section."""
        super().mouseReleaseEvent(event)
        pressed, gap = self._pressed, self._gap
        self.cancel()
        if gap is not None and pressed >= 0 and gap not in (pressed, pressed + 1):
            self.dropped.emit(pressed, gap)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the section under the mouse."""
        super().leaveEvent(event)
        self.hover(-1)

    def _gap_at(self, here: QPoint) -> int:
        is_row = self.orientation() is Qt.Orientation.Vertical
        at = here.y() if is_row else here.x()
        section = self.logicalIndexAt(at)
        if section < 0:
            return self.count()
        middle = self.sectionViewportPosition(section) + self.sectionSize(section) / 2
        return section if at < middle else section + 1

    def paint_gap(self, painter: QPainter, section: int, rect: QRect) -> None:
        """Paint the line at which a dragged section would be put in."""
        if self._gap not in (section, section + 1):
            return
        painter.setPen(QPen(self.theme.colour(Ink.ACCENT), 3))
        is_first = self._gap == section
        if self.orientation() is Qt.Orientation.Vertical:
            y = rect.top() + 1 if is_first else rect.bottom()
            painter.drawLine(rect.left(), y, rect.right(), y)
        else:
            x = rect.left() + 1 if is_first else rect.right()
            painter.drawLine(x, rect.top(), x, rect.bottom())
