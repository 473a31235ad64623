"""Paints a display list on a reportlab canvas as vectors; hatches are clipped lines, not colours."""

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.style import ink_colour
from protocol_designer.report.display_list import Align, Box, Drawing, Hatch, Label, Mark, Shape, Stroke

_HATCH_GAP = 3.6
_HATCH_WIDTH = 0.8
_DASH = (2.5, 2)
_AROUND = 3.0
"""Points around a line or shape that belong to it when it is pointed at."""


def paint(canvas: Canvas, drawing: Drawing, scale: float, fonts: Fonts) -> None:
    """Paint a drawing with its lower left corner at the origin, ``scale`` times its size."""
    canvas.saveState()
    canvas.scale(scale, scale)
    for mark in drawing.marks:
        _paint_mark(canvas, mark, drawing.height, fonts)
    canvas.restoreState()


def extent(mark: Mark, fonts: Fonts) -> tuple[float, float, float, float]:
    """Return the left, upper, right and lower edge of a mark, in the coordinates of its drawing."""
    if isinstance(mark, Box):
        return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
    if isinstance(mark, Label):
        runs = fonts.runs(mark.text, FontFace.BOLD if mark.is_bold else FontFace.REGULAR)
        width = sum(fonts.width(text, name, mark.size) for text, name in runs)
        left = mark.x - width * {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[mark.align]
        return left, mark.y - mark.size, left + width, mark.y + mark.size / 4
    xs, ys = zip(*mark.points, strict=True)
    return min(xs) - _AROUND, min(ys) - _AROUND, max(xs) + _AROUND, max(ys) + _AROUND


def _paint_mark(canvas: Canvas, mark: Mark, height: float, fonts: Fonts) -> None:
    if isinstance(mark, Box):
        _paint_box(canvas, mark, height)
    elif isinstance(mark, Stroke):
        canvas.setStrokeColor(ink_colour(mark.ink))
        canvas.setLineWidth(mark.width)
        canvas.setDash(*_DASH) if mark.is_dashed else canvas.setDash()
        _trace(canvas, mark.points, height, fill=False)
    elif isinstance(mark, Shape):
        canvas.setFillColor(ink_colour(mark.fill))
        _trace(canvas, mark.points, height, fill=True)
    else:
        _paint_label(canvas, mark, height, fonts)


def _trace(canvas: Canvas, points: tuple[tuple[float, float], ...], height: float, fill: bool) -> None:
    path = canvas.beginPath()
    path.moveTo(points[0][0], height - points[0][1])
    for x, y in points[1:]:
        path.lineTo(x, height - y)
    if fill:
        path.close()
    canvas.drawPath(path, stroke=0 if fill else 1, fill=1 if fill else 0)


def _paint_box(canvas: Canvas, box: Box, height: float) -> None:
    if box.fill is None and box.stroke is None:
        return
    bottom = height - box.y - box.height
    is_hatched = box.hatch is Hatch.DIAGONAL and box.fill is not None
    has_fill = box.fill is not None and box.hatch is Hatch.SOLID
    if is_hatched and box.fill is not None:
        _paint_hatch(canvas, box, bottom, ink_colour(box.fill))
    if has_fill and box.fill is not None:
        canvas.setFillColor(ink_colour(box.fill))
    if box.stroke is not None:
        canvas.setStrokeColor(ink_colour(box.stroke))
        canvas.setLineWidth(0.75)
        canvas.setDash()
    if not has_fill and box.stroke is None:
        return
    radius = min(box.radius, box.width / 2, box.height / 2)
    stroke, fill = int(box.stroke is not None), int(has_fill)
    if radius > 0:
        canvas.roundRect(box.x, bottom, box.width, box.height, radius, stroke=stroke, fill=fill)
    else:
        canvas.rect(box.x, bottom, box.width, box.height, stroke=stroke, fill=fill)


def _paint_hatch(canvas: Canvas, box: Box, bottom: float, colour: Color) -> None:
    canvas.saveState()
    outline = canvas.beginPath()
    outline.rect(box.x, bottom, box.width, box.height)
    canvas.clipPath(outline, stroke=0, fill=0)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(_HATCH_WIDTH)
    canvas.setDash()
    lines = []
    start = box.x - box.height
    while start < box.x + box.width:
        lines.append((start, bottom, start + box.height, bottom + box.height))
        start += _HATCH_GAP
    canvas.lines(lines)
    canvas.restoreState()


def _paint_label(canvas: Canvas, label: Label, height: float, fonts: Fonts) -> None:
    face = FontFace.BOLD if label.is_bold else FontFace.REGULAR
    runs = fonts.runs(label.text, face)
    width = sum(fonts.width(text, name, label.size) for text, name in runs)
    shift = {Align.LEFT: 0.0, Align.CENTRE: width / 2, Align.RIGHT: width}[label.align]
    text = canvas.beginText(label.x - shift, height - label.y)
    text.setFillColor(ink_colour(label.ink))
    for piece, name in runs:
        text.setFont(name, label.size)
        text.textOut(piece)
    canvas.drawText(text)
