"""Flowables of our own: text and tables that measure once, heading, contents line, drawing, target."""

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus import Table as PdfTable

from protocol_designer.export.pdf.drawing import paint
from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.style import BODY_SIZE, ink_colour
from protocol_designer.report.blocks import Heading
from protocol_designer.report.display_list import Drawing, Ink

_DOT_GAP = 3.2


class Rehearsed(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Draws nothing in a rehearsal, a pass that only finds out on which page everything stands."""

    def drawOn(self, canvas: Canvas, x: float, y: float, _sW: float = 0) -> None:
        """Draw, unless the canvas rehearses."""
        if not canvas.is_rehearsal:
            super().drawOn(canvas, x, y, _sW)


class SteadyParagraph(Rehearsed, Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph that breaks its lines once for each width, however often it is measured."""

    _broken_for: float | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Measure, or repeat the measure for the same width."""
        if self._broken_for != availWidth or not hasattr(self, "blPara"):
            super().wrap(availWidth, availHeight)
            self._broken_for = availWidth
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """Split at a line; reportlab throws the broken lines away, so they may have to be found again."""
        self.wrap(availWidth, availHeight)
        return list(super().split(availWidth, availHeight))


class RehearsedTable(Rehearsed, PdfTable):  # type: ignore[misc]  # reportlab has no types
    """A table that can be laid out without being drawn."""


class HeadingParagraph(SteadyParagraph):
    """A heading; the document template asks for its ``heading`` after it is placed."""

    def __init__(self, text: str, style: ParagraphStyle, heading: Heading) -> None:
        super().__init__(text, style)
        self.heading = heading


class Target(Rehearsed):
    """A place that links lead to, without size."""

    def __init__(self, anchor: str) -> None:
        super().__init__()
        self._anchor = anchor

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Take no room."""
        return 0, 0

    def draw(self) -> None:
        """Set the destination just above what follows."""
        self.canv.bookmarkHorizontal(self._anchor, 0, 14)


class TocLine(Rehearsed):
    """One line of the contents list: number, title, dots, page; a link as a whole."""

    def __init__(self, heading: Heading, page: int | None, fonts: Fonts) -> None:
        super().__init__()
        self._heading = heading
        self._page = "" if page is None else str(page)
        self._fonts = fonts
        self._indent = 0.0 if heading.level == 1 else 20.0
        self._size = BODY_SIZE if heading.level == 1 else BODY_SIZE - 1
        self._before = 5.0 if heading.level == 1 else 0.0
        self._lines: list[str] = []

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Break a long title so that the page number keeps its column."""
        self.width = availWidth
        self._lines = self._broken(availWidth - self._title_x() - 44)
        return availWidth, self._before + self._leading() * len(self._lines)

    def draw(self) -> None:
        """Draw from the top; dots lead from the last line to the page."""
        face = FontFace.BOLD if self._heading.level == 1 else FontFace.REGULAR
        y = self._leading() * (len(self._lines) - 1) + 3
        canvas = self.canv
        canvas.setFillColor(ink_colour(Ink.TEXT))
        if self._heading.number:
            self._show(self._indent, y, self._heading.number, face)
        end = 0.0
        for line in self._lines:
            end = self._show(self._title_x(), y, line, face)
            y -= self._leading()
        y += self._leading()
        page_width = self._width(self._page, face)
        self._show(self.width - page_width, y, self._page, face)
        right = self.width - page_width - 6
        if right > end + 2 * _DOT_GAP:
            canvas.setStrokeColor(ink_colour(Ink.HAIRLINE))
            canvas.setLineWidth(0.9)
            canvas.setLineCap(1)
            canvas.setDash(0, _DOT_GAP)
            canvas.line(right, y + 1, end + 4, y + 1)
        height = self._leading() * len(self._lines)
        canvas.linkRect("", self._heading.anchor, (0, 0, self.width, height), relative=1, thickness=0)

    def _title_x(self) -> float:
        if not self._heading.number:
            return self._indent
        return self._indent + (20.0 if self._heading.level == 1 else 30.0)

    def _leading(self) -> float:
        return self._size * 1.38

    def _broken(self, room: float) -> list[str]:
        face = FontFace.BOLD if self._heading.level == 1 else FontFace.REGULAR
        lines: list[str] = []
        for word in self._heading.text.split():
            if lines and self._width(f"{lines[-1]} {word}", face) <= room:
                lines[-1] = f"{lines[-1]} {word}"
            else:
                lines.append(word)
        return lines or [""]

    def _width(self, text: str, face: FontFace) -> float:
        return sum(self._fonts.width(piece, name, self._size) for piece, name in self._fonts.runs(text, face))

    def _show(self, x: float, y: float, text: str, face: FontFace) -> float:
        for piece, name in self._fonts.runs(text, face):
            self.canv.setFont(name, self._size)
            self.canv.drawString(x, y, piece)
            x += self._fonts.width(piece, name, self._size)
        return x


class DrawingFlowable(Rehearsed):
    """A figure, scaled down when it is wider or higher than its frame."""

    def __init__(self, drawing: Drawing, fonts: Fonts, most_height: float) -> None:
        super().__init__()
        self._drawing = drawing
        self._fonts = fonts
        self._most_height = most_height
        self._scale = 1.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Fit the width, never above true size."""
        self._scale = min(1.0, availWidth / self._drawing.width, self._most_height / self._drawing.height)
        return availWidth, self._drawing.height * self._scale

    def draw(self) -> None:
        """Paint the vectors."""
        paint(self.canv, self._drawing, self._scale, self._fonts)
