"""A figure as a flowable: scaled to its frame, one content of the structure, each mark with its place."""

from reportlab.pdfgen.canvas import Canvas

from protocol_designer.export.pdf.drawing import extent, paint
from protocol_designer.export.pdf.flowables import ABOVE_TARGET, Rehearsed
from protocol_designer.export.pdf.fonts import Fonts
from protocol_designer.export.pdf.structure import Element
from protocol_designer.report.display_list import Drawing


class DrawingFlowable(Rehearsed):
    """A figure, scaled down when it is wider or higher than its frame; one content of its element."""

    place: str | None = None
    """The place that the figure as a whole speaks of."""

    def __init__(
        self, drawing: Drawing, fonts: Fonts, most_height: float, element: Element, anchor: str | None
    ) -> None:
        super().__init__()
        self._drawing = drawing
        self._fonts = fonts
        self._most_height = most_height
        self._element = element
        self._anchor = anchor
        self._scale = 1.0

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Fit the width, never above true size."""
        self._scale = min(1.0, availWidth / self._drawing.width, self._most_height / self._drawing.height)
        return availWidth, self._drawing.height * self._scale

    def mark_places(self, canvas: Canvas, x: float, y: float) -> None:
        """Mark the figure, and each of its marks, with their places."""
        scale, drawing = self._scale, self._drawing
        top = y + drawing.height * scale
        if self.place is not None:
            canvas.mark(self.place, x, y, drawing.width * scale, drawing.height * scale)
        for mark in drawing.marks:
            if mark.place is not None:
                left, above, right, below = extent(mark, self._fonts)
                size = (right - left) * scale, (below - above) * scale
                canvas.mark(mark.place, x + left * scale, top - below * scale, *size)

    def draw(self) -> None:
        """Paint the vectors, and tell the structure where they stand."""
        canvas = self.canv
        width, height = self._drawing.width * self._scale, self._drawing.height * self._scale
        if self._anchor is not None:
            canvas.bookmarkHorizontal(self._anchor, 0, height + ABOVE_TARGET)
        left, bottom = canvas.absolutePosition(0, 0)
        right, top = canvas.absolutePosition(width, height)
        box = " ".join(f"{value:.2f}" for value in (left, bottom, right, top))
        self._element.attributes = f"/O /Layout /Placement /Block /BBox [ {box} ]"
        with canvas.whole(self._element):
            paint(canvas, self._drawing, self._scale, self._fonts)
