"""Paints pages, outlines and pins; paper stays white whatever the theme, as it does in print."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from protocol_designer.gui.preview.page_layout import PageLayout
from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.report.display_list import Ink
from protocol_designer.report.light_colours import LIGHT_COLOURS
from protocol_designer.workspace.preview_pins import Pin

PIN_SIZE = 18
"""Logical pixels."""
_PIN_FROM_EDGE, _BETWEEN_PINS = 6, 6
_PAPER = QColor(LIGHT_COLOURS[Ink.SURFACE])
_ON_PAPER = QColor(LIGHT_COLOURS[Ink.ACCENT])


def pin_areas(pins: Iterable[Pin], layout: PageLayout) -> list[tuple[Pin, QRectF]]:
    """Return where pins stand: in the right margin, beside what they speak of, none over another."""
    found: list[tuple[Pin, QRectF]] = []
    for pin in pins:
        area = layout.area(pin.page)
        left = area.right() - PIN_SIZE - _PIN_FROM_EDGE
        top = area.top() + pin.top * layout.zoom_of(pin.page)
        if found and found[-1][0].page == pin.page:
            top = max(top, found[-1][1].bottom() + _BETWEEN_PINS)
        found.append((pin, QRectF(left, top, PIN_SIZE, PIN_SIZE)))
    return found


class PagePainter:
    """Knows the looks of pages and of what is laid over them."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def page(self, painter: QPainter, area: QRectF, image: QImage | None, ratio: float) -> None:
        """Paint a page: its image at true size where it fits, stretched until a sharp one is there."""
        painter.setPen(QPen(self._theme.colour(Ink.HAIRLINE), 1))
        painter.setBrush(_PAPER)
        painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5))
        if image is None:
            return
        width, height = image.width() / ratio, image.height() / ratio
        if abs(width - area.width()) < 2 and abs(height - area.height()) < 2:
            image.setDevicePixelRatio(ratio)
            painter.save()
            painter.setClipRect(area)
            painter.drawImage(area.topLeft(), image)
            painter.restore()
        else:
            image.setDevicePixelRatio(1)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, image, QRectF(image.rect()))

    def outline(self, painter: QPainter, area: QRectF) -> None:
        """Paint the frame of what is selected."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wash = QColor(_ON_PAPER)
        wash.setAlpha(22)
        painter.setBrush(wash)
        painter.setPen(QPen(_ON_PAPER, 2))
        painter.drawRoundedRect(area.adjusted(-4, -3, 4, 3), 3, 3)

    def hover(self, painter: QPainter, area: QRectF) -> None:
        """Paint a pale frame around what the mouse points at."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_ON_PAPER, 1, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(area.adjusted(-3, -2, 3, 2), 3, 3)

    def pin(self, painter: QPainter, pin: Pin, area: QRectF) -> None:
        """Paint the gravest severity in the margin, on a disc of the panel's colour."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour(Chrome.BORDER), 1))
        painter.setBrush(self._theme.colour(Ink.SURFACE))
        painter.drawRoundedRect(area.adjusted(-2, -2, 2, 2), 4, 4)
        paint_severity(painter, area, pin.severity, self._theme, muted=pin.is_settled)

    def focus(self, painter: QPainter, area: QRectF) -> None:
        """Paint the ring of the keyboard focus."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour(Chrome.FOCUS), 2))
        painter.drawRect(area.adjusted(1, 1, -1, -1))

    def notice(self, painter: QPainter, area: QRectF, text: str) -> None:
        """Paint a small plate at the top right that says what is going on."""
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(text) + 20
        plate = QRectF(area.right() - width - 10, area.top() + 10, width, metrics.height() + 8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour(Chrome.BORDER), 1))
        painter.setBrush(self._theme.colour(Chrome.PANEL))
        painter.drawRoundedRect(plate, 4, 4)
        painter.setPen(self._theme.colour(Ink.TEXT))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def empty(self, painter: QPainter, area: QRectF, text: str) -> None:
        """Say in the middle why there are no pages yet."""
        painter.setPen(self._theme.colour(Ink.MUTED))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area.adjusted(24, 24, -24, -24), flags, text)
