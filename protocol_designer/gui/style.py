"""Fusion with fields, ticks and radio buttons that can be seen on dark, and a focus ring of two pixels."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.report.display_list import Ink

_FIELD_FRAMES = (QStyle.PrimitiveElement.PE_FrameLineEdit, QStyle.PrimitiveElement.PE_Frame)


class HouseStyle(QProxyStyle):
    """The style of the application; all but field frames, ticks and radio buttons is left to Fusion."""

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
        if element is QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            self._draw_radio(option, painter)
            return
        if element is QStyle.PrimitiveElement.PE_IndicatorCheckBox:
            self._draw_check(option, painter)
            return
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

    def _draw_radio(self, option: QStyleOption, painter: QPainter) -> None:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        width = 2.0 if focused else 1.2
        middle, radius = (
            QRectF(option.rect).center(),
            min(option.rect.width(), option.rect.height()) / 2 - width,
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour(Ink.SURFACE))
        painter.setPen(QPen(self._theme.colour(Chrome.FOCUS if focused else Chrome.BORDER), width))
        painter.drawEllipse(QPointF(middle), radius, radius)
        if option.state & QStyle.StateFlag.State_On:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(Ink.ACCENT))
            painter.drawEllipse(QPointF(middle), radius / 2, radius / 2)
        painter.restore()

    def _draw_check(self, option: QStyleOption, painter: QPainter) -> None:
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        width = 2.0 if focused else 1.2
        box = QRectF(option.rect).adjusted(width, width, -width, -width)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour(Ink.SURFACE))
        painter.setPen(QPen(self._theme.colour(Chrome.FOCUS if focused else Chrome.BORDER), width))
        painter.drawRoundedRect(box, 2, 2)
        if option.state & QStyle.StateFlag.State_On:
            tick = [(0.2, 0.52), (0.42, 0.74), (0.8, 0.26)]
            points = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in tick]
            painter.setPen(QPen(self._theme.colour(Ink.ACCENT), 2.0))
            painter.drawPolyline(points)
        elif option.state & QStyle.StateFlag.State_NoChange:
            painter.setPen(QPen(self._theme.colour(Ink.ACCENT), 2.0))
            painter.drawLine(box.center() - QPointF(3, 0), box.center() + QPointF(3, 0))
        painter.restore()
