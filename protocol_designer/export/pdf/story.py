"""Turns blocks into a platypus story for each pass: what belongs together stays together, nothing is torn."""

from collections.abc import Mapping
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, Spacer
from reportlab.platypus import PageBreak as PdfPageBreak

from protocol_designer.export.pdf.flowables import DrawingFlowable, HeadingParagraph, Target, TocLine
from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.markup import Markup
from protocol_designer.export.pdf.style import (
    BODY_LEADING,
    BODY_SIZE,
    HEADING_SIZES,
    MARGIN_BOTTOM,
    MARGIN_TOP,
    SMALL_LEADING,
    SMALL_SIZE,
    Paper,
    ink_colour,
)
from protocol_designer.export.pdf.tables import TableMaker, holds_its_notes
from protocol_designer.report.blocks import (
    Block,
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    ParagraphKind,
    RowKind,
    Run,
    Table,
)
from protocol_designer.report.display_list import Ink

PORTRAIT, LANDSCAPE = "portrait", "landscape"
_KEPT_WHOLE = 0.3
_MARKED_KEPT_WHOLE = 0.7
_TABLE_START = 96.0
_FEW_LINES = 44.0
_MOVED_ON = "_postponed"
"""What platypus leaves on a flowable that went to the next page; met again, it would count as too large."""


class StoryBuilder:
    """Builds the story of one document, once a pass; what holds no page number is made only once."""

    def __init__(self, document: Document, paper: Paper, fonts: Fonts) -> None:
        self._document = document
        self._paper = paper
        self._fonts = fonts
        self._markup = Markup(fonts)
        self._tables = TableMaker(self._markup, fonts)
        self._styles = _styles()
        self._kept: dict[int, tuple[list[Flowable], float]] = {}

    def story(self, pages: Mapping[str, int]) -> list[Flowable]:
        """Return the flowables; ``pages`` tells where each anchor stood in the pass before."""
        width, height = self._size(is_landscape=False)
        groups: list[tuple[Block, list[Flowable], float]] = []
        for index, block in enumerate(self._document.blocks):
            if isinstance(block, PageBreak):
                width, height = self._size(block.is_landscape)
            if index not in self._kept or isinstance(block, Contents):
                made = self._flowables(block, width, height, pages)
                self._kept[index] = (made, self._needed(block, made, width, height))
            for flowable in self._kept[index][0]:
                flowable.__dict__.pop(_MOVED_ON, None)
            groups.append((block, *self._kept[index]))
        story: list[Flowable] = []
        for index, (_, made, needed) in enumerate(groups):
            if needed:
                story.append(CondPageBreak(min(height * 0.9, self._chain(groups, index))))
            story.extend(made)
        return story

    def _size(self, is_landscape: bool) -> tuple[float, float]:
        if is_landscape:
            return self._paper.landscape_text_width, self._paper.width - MARGIN_TOP - MARGIN_BOTTOM
        return self._paper.text_width, self._paper.height - MARGIN_TOP - MARGIN_BOTTOM

    def _chain(self, groups: list[tuple[Block, list[Flowable], float]], index: int) -> float:
        """Return the room that a heading needs with what it introduces, or a block by itself."""
        total = 0.0
        for block, _, needed in groups[index:]:
            total += needed or _FEW_LINES
            if not isinstance(block, Heading):
                break
        return total

    def _needed(self, block: Block, made: list[Flowable], width: float, height: float) -> float:
        """Return the least room in which a block should begin; 0 when it may begin anywhere."""
        if isinstance(block, Heading):
            return self._height(made, width)
        if isinstance(block, Figure):
            return self._height(made, width) + 8
        if isinstance(block, Table):
            whole = self._height(made, width)
            most = (
                _MARKED_KEPT_WHOLE if any(row.kind is RowKind.MARKED for row in block.rows) else _KEPT_WHOLE
            )
            return whole + 4 if whole <= height * most else _TABLE_START
        return 0.0

    def _height(self, made: list[Flowable], width: float) -> float:
        total = 0.0
        for flowable in made:
            total += flowable.wrap(width, 100_000)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
        return total

    def _flowables(
        self, block: Block, width: float, height: float, pages: Mapping[str, int]
    ) -> list[Flowable]:
        if isinstance(block, Heading):
            return [self._heading(block)]
        if isinstance(block, Paragraph):
            target = [Target(block.anchor)] if block.anchor else []
            return [*target, self._markup.paragraph(block.runs, self._styles[block.kind.value])]
        if isinstance(block, BulletList):
            return self._list(block)
        if isinstance(block, Table):
            return self._table(block, width, height)
        if isinstance(block, Figure):
            caption = self._caption(block.caption, "figure-caption")
            drawing = DrawingFlowable(block.drawing, self._fonts, height - 60)
            return [Spacer(1, 6), drawing, caption]
        if isinstance(block, PageBreak):
            template = LANDSCAPE if block.is_landscape else PORTRAIT
            return [NextPageTemplate(template), PdfPageBreak()]
        return self._contents(pages)

    def _heading(self, block: Heading) -> HeadingParagraph:
        number = f"{block.number}   " if block.number else ""
        text = self._markup.text((Run(f"{number}{block.text}"),), is_bold=True)
        return HeadingParagraph(text, self._styles[f"heading-{block.level}"], block)

    def _list(self, block: BulletList) -> list[Flowable]:
        made: list[Flowable] = []
        for index, item in enumerate(block.items):
            if index < len(block.anchors):
                made.append(Target(block.anchors[index]))
            bullet = f"{block.first_number + index}." if block.is_numbered else "•"
            style = self._styles["numbered-item" if block.is_numbered else "item"]
            made.append(self._markup.paragraph(item, style, bullet=bullet))
        made.append(Spacer(1, 4))
        return made

    def _table(self, block: Table, width: float, height: float) -> list[Flowable]:
        made: list[Flowable] = [
            self._caption(block.caption, "table-caption"),
            self._tables.make(block, width),
        ]
        if not holds_its_notes(block):
            made.extend(self._markup.paragraph(note, self._styles["footnote"]) for note in block.footnotes)
        made.append(Spacer(1, 8))
        return made

    def _caption(self, text: str, style: str) -> Flowable:
        label, point, rest = text.partition(". ")
        runs = (Run(f"{label}{point}", is_bold=True), Run(rest))
        return self._markup.paragraph(runs, self._styles[style])

    def _contents(self, pages: Mapping[str, int]) -> list[Flowable]:
        listed = [
            block
            for block in self._document.blocks
            if isinstance(block, Heading) and block.level <= 2 and block.anchor != "contents"
        ]
        return [TocLine(heading, pages.get(heading.anchor), self._fonts) for heading in listed]


def _styles() -> dict[str, ParagraphStyle]:
    regular, bold = FontFace.REGULAR.value, FontFace.BOLD.value
    text, muted, soft = ink_colour(Ink.TEXT), ink_colour(Ink.MUTED), ink_colour(Ink.SOFT)
    band = ink_colour(Ink.BAND)

    def style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
        settings = {
            "fontName": regular,
            "textColor": text,
            "allowWidows": 0,
            "allowOrphans": 0,
            "splitLongWords": 1,
        }
        settings.update(bulletFontName=regular, bulletFontSize=size, **more)
        return ParagraphStyle(name, fontSize=size, leading=leading, **settings)

    boxed = {
        "borderPadding": (6, 8, 7, 8),
        "leftIndent": 8,
        "rightIndent": 8,
        "spaceBefore": 10,
        "spaceAfter": 14,
    }
    made = {
        ParagraphKind.BODY.value: style("body", BODY_SIZE, BODY_LEADING, spaceAfter=6),
        ParagraphKind.LEAD.value: style("lead", BODY_SIZE + 1, BODY_LEADING + 1.4, spaceAfter=8),
        ParagraphKind.SMALL.value: style("small", SMALL_SIZE, SMALL_LEADING, textColor=muted, spaceAfter=6),
        ParagraphKind.GAP.value: style(
            "gap",
            BODY_SIZE,
            BODY_LEADING,
            textColor=soft,
            spaceAfter=6,
            leftIndent=10,
            borderColor=soft,
            borderWidth=0,
        ),
        ParagraphKind.NOTICE.value: style("notice", BODY_SIZE, BODY_LEADING, backColor=band, **boxed),
        ParagraphKind.TITLE.value: style("title", 22, 28, fontName=bold, spaceBefore=6, spaceAfter=22),
        ParagraphKind.SUBTITLE.value: style(
            "subtitle", 11, 15, textColor=muted, spaceBefore=24, spaceAfter=4
        ),
        "item": style("item", BODY_SIZE, BODY_LEADING, leftIndent=22, bulletIndent=4, spaceAfter=3),
        "numbered-item": style(
            "numbered-item",
            BODY_SIZE,
            BODY_LEADING,
            leftIndent=26,
            bulletIndent=20,
            bulletAnchor="end",
            spaceAfter=3,
        ),
        "table-caption": style("table-caption", 9.5, 12.5, spaceBefore=8, spaceAfter=4),
        "figure-caption": style("figure-caption", 9.5, 12.5, spaceBefore=6, spaceAfter=12),
        "footnote": style("footnote", SMALL_SIZE, SMALL_LEADING, textColor=muted, spaceBefore=2),
    }
    for level, size in HEADING_SIZES.items():
        made[f"heading-{level}"] = style(
            f"heading-{level}",
            size,
            size * 1.25,
            fontName=bold,
            spaceBefore={1: 22, 2: 12, 3: 8}[level],
            spaceAfter={1: 8, 2: 5, 3: 3}[level],
        )
    return made
