"""Two parts side by side where there is room, else one below the other."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from protocol_designer.gui.typography import GROUP_GAP


class SideBySide(QWidget):
    """Turns its layout when its width passes ``from_width`` (logical pixels)."""

    def __init__(
        self,
        left: QWidget,
        right: QWidget,
        from_width: int,
        stretches: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._from_width = from_width
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(GROUP_GAP)
        for part, stretch in zip((left, right), stretches, strict=True):
            self._box.addWidget(part, stretch)
        self._sides = (left, right)

    @property
    def is_wide(self) -> bool:
        """Whether the two stand side by side."""
        return self._box.direction() is QBoxLayout.Direction.LeftToRight

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when the width asks for it."""
        super().resizeEvent(event)
        wide = event.size().width() >= self._from_width
        if wide != self.is_wide:
            directions = QBoxLayout.Direction
            self._box.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
            top = Qt.AlignmentFlag.AlignTop if wide else Qt.AlignmentFlag(0)
            for part in self._sides:
                self._box.setAlignment(part, top)
