"""Lays a document out in passes until page numbers repeat, and returns the bytes of the PDF."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from protocol_designer.export.pdf.canvas import CREATOR, KEYWORDS, LANGUAGE, ProtocolCanvas
from protocol_designer.export.pdf.conformance import Attachment
from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.page_map import PageMap, Printed, PrintedMark
from protocol_designer.export.pdf.pages import PageIndex
from protocol_designer.export.pdf.story import LANDSCAPE, PORTRAIT, StoryBuilder
from protocol_designer.export.pdf.style import MARGIN_SIDE, Paper
from protocol_designer.report.blocks import Document

_MOST_PASSES = 8


class UnsettledPagesError(Exception):
    """Page numbers that change with every pass, because printing them moves what they speak of."""


def build_pdf(
    document: Document,
    paper: Paper,
    fonts: Fonts,
    attachment: Attachment | None,
    *,
    identity: str,
    proceed: Callable[[], None],
) -> Printed:
    """Return the PDF of a document with the map of its pages.

    Args:
        identity: The text that the file's fingerprint is made of.
        proceed: Called before each pass; what it raises ends the work.

    Raises:
        reportlab.platypus.doctemplate.LayoutError: Something is higher than a page.
        UnsettledPagesError: No two passes agree on the pages.
    """
    rl_config.canvas_basefontname = FontFace.REGULAR.value
    rl_config.useA85 = 0
    builder = StoryBuilder(document, paper, fonts)
    pages = PageIndex()
    for _ in range(_MOST_PASSES):
        proceed()
        template = _Template(document, paper, fonts, pages.total, builder)
        template.run(builder.story(pages), attachment, identity)
        if template.pages == pages:
            return Printed(template.content, template.map)
        pages = template.pages
    raise UnsettledPagesError


class _Template(BaseDocTemplate):  # type: ignore[misc]  # reportlab ships no type stubs, so its classes are Any
    """One pass: remembers the page of everything that has an anchor or a place, and makes the outline."""

    def __init__(
        self, document: Document, paper: Paper, fonts: Fonts, total: int, builder: StoryBuilder
    ) -> None:
        self._out = BytesIO()
        self._settings = (document, paper, fonts, total)
        self._builder = builder
        self.pages = PageIndex()
        self._marks: list[PrintedMark] = []
        self._sizes: list[tuple[float, float]] = []
        self._outline_level = -1
        super().__init__(
            self._out,
            pagesize=(paper.width, paper.height),
            lang=LANGUAGE,
            title=document.title,
            author=document.author,
            subject=document.subject,
            creator=CREATOR,
            producer=CREATOR,
            keywords=KEYWORDS,
        )
        self.addPageTemplates([_page(PORTRAIT, paper, False), _page(LANDSCAPE, paper, True)])

    def run(self, story: list[Flowable], attachment: Attachment | None, identity: str) -> None:
        """Lay the story out and write the file into memory."""

        def canvas(filename: Any, **options: Any) -> ProtocolCanvas:
            made = ProtocolCanvas(filename, *self._settings, **options)
            made.set_fingerprint(identity)
            made.hold(self._builder.root, attachment)
            made.describe_links(self._builder.descriptions)
            made.map_into(self._marks, self._sizes)
            return made

        self.build(story, canvasmaker=canvas)
        self.pages.total = self.page

    @property
    def content(self) -> bytes:
        """The bytes written."""
        return self._out.getvalue()

    @property
    def map(self) -> PageMap:
        """Where everything stands."""
        return PageMap(tuple(self._sizes), tuple(self._marks), self.pages)

    def afterFlowable(self, flowable: Flowable) -> None:
        """Note what stands on this page, and enter headings into the outline."""
        self.pages.note(getattr(flowable, "keys", ()), self.page)
        heading = getattr(flowable, "heading", None)
        if heading is None:
            return
        self.canv.bookmarkPage(heading.anchor, fit="XYZ", left=0, top=self.frame._y + flowable.height + 24)
        level = min(heading.level - 1, self._outline_level + 1)
        self._outline_level = level
        title = f"{heading.number} {heading.text}".strip()
        self.canv.addOutlineEntry(title, heading.anchor, level, closed=level > 0)


def _page(name: str, paper: Paper, is_landscape: bool) -> PageTemplate:
    width = paper.height if is_landscape else paper.width
    height = paper.width if is_landscape else paper.height
    frame = Frame(
        MARGIN_SIDE,
        paper.bottom,
        width - 2 * MARGIN_SIDE,
        paper.text_height(is_landscape),
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    return PageTemplate(id=name, frames=[frame], onPage=_begin, pagesize=(width, height))


def _begin(canvas: ProtocolCanvas, template: object) -> None:
    canvas.begin_page()
