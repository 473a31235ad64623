"""Fusion with field borders that can be seen on dark, and a focus ring of two pixels."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from protocol_designer.gui.theme import Chrome, Theme

_FIELD_FRAMES = (QStyle.PrimitiveElement.PE_FrameLineEdit, QStyle.PrimitiveElement.PE_Frame)


class HouseStyle(QProxyStyle):
    """The style of the application; everything but field frames is left to Fusion."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Fusion")
        self._theme = theme

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element not in _FIELD_FRAMES:
            super().drawPrimitive(element, option, painter, widget)
            return
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        width = 2.0 if focused else 1.0
        role = Chrome.FOCUS if focused else Chrome.BORDER
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour(role), width))
        inset = width / 2
        area = QRectF(option.rect).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, 2, 2)
        painter.restore()
