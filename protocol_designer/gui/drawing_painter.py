"""Paints a display list with the colours of the theme; leaves selection and keys to drawing_view."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FAMILY
from protocol_designer.report.display_list import Align, Box, Drawing, Hatch, Label, Mark, Shape, Stroke


def paint_drawing(painter: QPainter, drawing: Drawing, theme: Theme) -> None:
    """Paint every mark in order, in the coordinates of the drawing."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in drawing.marks:
        if isinstance(mark, Box):
            _paint_box(painter, mark, theme)
        elif isinstance(mark, Stroke):
            _paint_stroke(painter, mark, theme)
        elif isinstance(mark, Shape):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(mark.fill))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in mark.points]))
        else:
            _paint_label(painter, mark, theme)


def bounds_of(mark: Mark) -> QRectF:
    """Return the rectangle that a mark covers, for hit-testing and the focus ring."""
    if isinstance(mark, Box):
        return QRectF(mark.x, mark.y, mark.width, mark.height)
    if isinstance(mark, Label):
        return _label_box(mark)
    xs, ys = [x for x, _ in mark.points], [y for _, y in mark.points]
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys))).adjusted(-3, -3, 3, 3)


def _paint_box(painter: QPainter, box: Box, theme: Theme) -> None:
    area = QRectF(box.x, box.y, box.width, box.height)
    painter.setPen(QPen(theme.colour(box.stroke), 1) if box.stroke else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if box.fill and box.hatch is Hatch.SOLID:
        painter.setBrush(theme.colour(box.fill))
    elif box.fill and box.hatch is Hatch.DIAGONAL:
        tint = QColor(theme.colour(box.fill))
        tint.setAlpha(56)
        painter.setBrush(tint)
        if not box.stroke:
            painter.setPen(QPen(theme.colour(box.fill), 1))
    painter.drawRoundedRect(area, box.radius, box.radius)
    if box.fill and box.hatch is Hatch.DIAGONAL:
        painter.setBrush(QBrush(theme.colour(box.fill), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(area, box.radius, box.radius)


def _paint_stroke(painter: QPainter, stroke: Stroke, theme: Theme) -> None:
    pen = QPen(theme.colour(stroke.ink), stroke.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if stroke.is_dashed:
        pen.setDashPattern([3, 2.5])
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in stroke.points]))


def _paint_label(painter: QPainter, label: Label, theme: Theme) -> None:
    font = _font(label)
    text = _shortened(label, QFontMetricsF(font))
    painter.setFont(font)
    painter.setPen(theme.colour(label.ink))
    painter.drawText(QPointF(_label_box(label).left(), label.y), text)


def _label_box(label: Label) -> QRectF:
    metrics = QFontMetricsF(_font(label))
    width = metrics.horizontalAdvance(_shortened(label, metrics))
    left = {Align.LEFT: label.x, Align.CENTRE: label.x - width / 2, Align.RIGHT: label.x - width}[label.align]
    return QRectF(left, label.y - metrics.ascent(), width, metrics.height())


def _shortened(label: Label, metrics: QFontMetricsF) -> str:
    if label.max_width is None:
        return label.text
    return metrics.elidedText(label.text, Qt.TextElideMode.ElideRight, label.max_width)


def _font(label: Label) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(label.size)))
    font.setBold(label.is_bold)
    return font
