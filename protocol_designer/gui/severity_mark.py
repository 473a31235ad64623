"""Paints the shape of each severity: octagon, triangle, circle with i, dashed circle with a question mark."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPolygonF

from protocol_designer.gui.icons import PaintedIcon
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import sized
from protocol_designer.report.display_list import Ink
from protocol_designer.rules.findings import Severity


def paint_severity(
    painter: QPainter, box: QRectF, severity: Severity, theme: Theme, muted: bool = False
) -> None:
    """Paint the mark of a severity into a square; ``muted`` is for justified findings."""
    colour = theme.colour(Ink.MUTED) if muted else theme.severity_colour(severity)
    inside = theme.colour(Ink.SURFACE)
    side = min(box.width(), box.height())
    square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side).adjusted(
        1, 1, -1, -1
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if severity is Severity.HARD:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(_octagon(square))
        _stroke(painter, inside, side / 8)
        inset = square.width() * 0.32
        cross = square.adjusted(inset, inset, -inset, -inset)
        painter.drawLine(cross.topLeft(), cross.bottomRight())
        painter.drawLine(cross.topRight(), cross.bottomLeft())
    elif severity is Severity.SOFT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        top = QPointF(square.center().x(), square.top())
        painter.drawPolygon(QPolygonF([top, square.bottomRight(), square.bottomLeft()]))
        _letter(painter, square.adjusted(0, square.height() * 0.22, 0, 0), "!", inside)
    else:
        pen = QPen(colour, max(1.2, side / 11))
        if severity is Severity.NOT_ASSESSED:
            pen.setDashPattern([2, 1.6])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(square.adjusted(0.5, 0.5, -0.5, -0.5))
        _letter(painter, square, "?" if severity is Severity.NOT_ASSESSED else "i", colour)
    painter.restore()


def severity_icon(severity: Severity, theme: Theme) -> QIcon:
    """Return the mark as an icon in the colours of the theme."""
    return QIcon(
        PaintedIcon(lambda painter, rect, _mode: paint_severity(painter, QRectF(rect), severity, theme))
    )


def _octagon(square: QRectF) -> QPolygonF:
    radius = square.width() / 2 / cos(pi / 8)
    centre = square.center()
    angles = [pi / 8 + corner * pi / 4 for corner in range(8)]
    return QPolygonF([QPointF(centre.x() + radius * cos(a), centre.y() + radius * sin(a)) for a in angles])


def _stroke(painter: QPainter, colour: QColor, width: float) -> None:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)


def _letter(painter: QPainter, box: QRectF, letter: str, colour: QColor) -> None:
    painter.setFont(sized(QFont(painter.font()), max(6, round(box.height() * 0.72)), bold=True))
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
