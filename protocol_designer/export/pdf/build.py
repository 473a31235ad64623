"""Lays a document out in passes until page numbers repeat, and returns the bytes of the PDF."""

from functools import partial
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from protocol_designer.export.pdf.canvas import CREATOR, KEYWORDS, LANGUAGE, Attachment, ProtocolCanvas
from protocol_designer.export.pdf.flowables import HeadingParagraph
from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.story import LANDSCAPE, PORTRAIT, StoryBuilder
from protocol_designer.export.pdf.style import MARGIN_BOTTOM, MARGIN_SIDE, MARGIN_TOP, Paper
from protocol_designer.report.blocks import Document

_MOST_PASSES = 5


def build_pdf(
    document: Document, paper: Paper, fonts: Fonts, attachment: Attachment | None, identity: str
) -> bytes:
    """Return the PDF of a document. ``identity`` is the text that the file's fingerprint is made of.

    Raises:
        reportlab.platypus.doctemplate.LayoutError: Something is higher than a page.
    """
    rl_config.canvas_basefontname = FontFace.REGULAR.value
    rl_config.useA85 = 0
    builder = StoryBuilder(document, paper, fonts)
    pages: dict[str, int] = {}
    total = 0
    for _ in range(_MOST_PASSES):
        template = _Template(document, paper, fonts, total)
        template.run(builder.story(pages), attachment, identity)
        if template.pages == pages and template.page == total:
            break
        pages, total = template.pages, template.page
    return template.content


class _Template(BaseDocTemplate):  # type: ignore[misc]  # no types there
    """One pass: remembers the page of each heading and makes the outline."""

    def __init__(self, document: Document, paper: Paper, fonts: Fonts, total: int) -> None:
        self._out = BytesIO()
        self._settings = (document, fonts, total)
        self.pages: dict[str, int] = {}
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
        self.addPageTemplates(
            [_page(PORTRAIT, paper.width, paper.height), _page(LANDSCAPE, paper.height, paper.width)]
        )

    def run(self, story: list[Flowable], attachment: Attachment | None, identity: str) -> None:
        """Lay the story out and write the file into memory."""
        document, fonts, total = self._settings
        maker = partial(
            _canvas, document=document, fonts=fonts, total=total, attachment=attachment, identity=identity
        )
        self.build(story, canvasmaker=maker)

    @property
    def content(self) -> bytes:
        """The bytes written."""
        return self._out.getvalue()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Note where a heading stands and enter it into the outline."""
        if not isinstance(flowable, HeadingParagraph):
            return
        heading = flowable.heading
        self.pages[heading.anchor] = self.page
        self.canv.bookmarkPage(heading.anchor, fit="XYZ", left=0, top=self.frame._y + flowable.height + 24)
        level = min(heading.level - 1, self._outline_level + 1)
        self._outline_level = level
        title = f"{heading.number} {heading.text}".strip()
        self.canv.addOutlineEntry(title, heading.anchor, level, closed=level > 0)


def _page(name: str, width: float, height: float) -> PageTemplate:
    frame = Frame(
        MARGIN_SIDE,
        MARGIN_BOTTOM,
        width - 2 * MARGIN_SIDE,
        height - MARGIN_TOP - MARGIN_BOTTOM,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    return PageTemplate(id=name, frames=[frame], onPage=_begin, pagesize=(width, height))


def _begin(canvas: ProtocolCanvas, template: object) -> None:
    canvas.begin_page()


def _canvas(
    filename: Any,
    *,
    document: Document,
    fonts: Fonts,
    total: int,
    attachment: Attachment | None,
    identity: str,
    **options: Any,
) -> ProtocolCanvas:
    canvas = ProtocolCanvas(filename, document, fonts, total, **options)
    canvas.set_fingerprint(identity)
    if attachment is not None:
        canvas.attach(attachment)
    return canvas
