"""Turns blocks into a platypus story for each pass: what belongs together stays together, nothing is torn."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import CondPageBreak, Flowable, NextPageTemplate, Spacer
from reportlab.platypus import PageBreak as PdfPageBreak

from protocol_designer.export.pdf.figures import DrawingFlowable
from protocol_designer.export.pdf.flowables import SteadyParagraph, TocEntry, TocLine
from protocol_designer.export.pdf.fonts import Fonts
from protocol_designer.export.pdf.markup import Markup
from protocol_designer.export.pdf.pages import PageIndex
from protocol_designer.export.pdf.paragraph_styles import paragraph_styles
from protocol_designer.export.pdf.structure import Element
from protocol_designer.export.pdf.style import Paper
from protocol_designer.export.pdf.tables import TableMaker, holds_its_notes
from protocol_designer.report.blocks import (
    Block,
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    Listed,
    PageBreak,
    Paragraph,
    ParagraphKind,
    RowKind,
    Run,
    Runs,
    Table,
    runs_of,
)

PORTRAIT, LANDSCAPE = "portrait", "landscape"
_KEPT_WHOLE = 0.3
_MARKED_KEPT_WHOLE = 0.7
_TABLE_START = 96.0
_FEW_LINES = 44.0
_LONGEST_DESCRIPTION = 120
_PARAGRAPH_TAGS = {ParagraphKind.TITLE: "Title"}
_MOVED_ON = "_postponed"
"""What platypus leaves on a flowable that went to the next page; met again, it would count as too large."""


class StoryBuilder:
    """Builds the story of one document, once a pass; what holds no page number is made only once.

    Attributes:
        root: The structure of the document, in the order of its blocks.
        descriptions: What each anchor of the document is, in words.
    """

    def __init__(self, document: Document, paper: Paper, fonts: Fonts) -> None:
        self._document = document
        self._paper = paper
        self._fonts = fonts
        self.descriptions = dict(_described(document.blocks))
        self._markup = Markup(fonts, self.descriptions)
        self._tables = TableMaker(self._markup, fonts)
        self._styles = paragraph_styles()
        self._kept: dict[int, tuple[list[Flowable], float]] = {}
        self.root = Element("Document")
        self._slots = _slots(document.blocks, self.root)

    def story(self, pages: PageIndex) -> list[Flowable]:
        """Return the flowables; ``pages`` tells where everything stood in the pass before."""
        self._markup.know(pages)
        self.root.forget()
        width, height = self._size(is_landscape=False)
        groups: list[tuple[Block, list[Flowable], float]] = []
        for index, block in enumerate(self._document.blocks):
            if isinstance(block, PageBreak):
                width, height = self._size(block.is_landscape)
            if index not in self._kept or asks_for_pages(block):
                self._slots[index].parts.clear()
                made = self._flowables(block, width, height, pages, self._slots[index])
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
        paper = self._paper
        width = paper.landscape_text_width if is_landscape else paper.text_width
        return width, paper.text_height(is_landscape)

    def _chain(self, groups: list[tuple[Block, list[Flowable], float]], index: int) -> float:
        """Return the room that a heading needs with what it introduces, or a block by itself.

        A sentence between a heading and a table belongs to both.
        """
        total = 0.0
        for position in range(index, len(groups)):
            block, _, needed = groups[position]
            total += needed or _FEW_LINES
            if isinstance(block, Heading):
                continue
            following = groups[position + 1][0] if position + 1 < len(groups) else None
            if not (position > index and isinstance(block, Paragraph) and isinstance(following, Table)):
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
            return whole + 4 if whole <= height * most else max(_TABLE_START, self._start(made, width))
        return 0.0

    def _start(self, made: list[Flowable], width: float) -> float:
        """Return the room for the caption and the rows that a table begins with, which are never parted."""
        caption, table, *_ = made
        room: float = table.getSpaceBefore() + table.height_of_start + 1
        return self._height([caption], width) + room

    def _height(self, made: list[Flowable], width: float) -> float:
        total = 0.0
        for flowable in made:
            total += flowable.wrap(width, 100_000)[1] + flowable.getSpaceBefore() + flowable.getSpaceAfter()
        return total

    def _flowables(
        self, block: Block, width: float, height: float, pages: PageIndex, slot: Element
    ) -> list[Flowable]:
        if isinstance(block, Heading):
            return [self._heading(block, slot)]
        if isinstance(block, Paragraph):
            made = self._text(block.runs, block.kind.value, slot.add(_PARAGRAPH_TAGS.get(block.kind, "P")))
            made.anchor, made.keys = block.anchor, _keys(block.anchor, block.place)
            made.place = block.place
            return [made]
        if isinstance(block, BulletList):
            return self._list(block, slot)
        if isinstance(block, Table):
            return self._table(block, width, slot)
        if isinstance(block, Figure):
            return self._figure(block, height, slot)
        if isinstance(block, PageBreak):
            template = LANDSCAPE if block.is_landscape else PORTRAIT
            return [NextPageTemplate(template), PdfPageBreak()]
        return self._contents(block, pages, slot)

    def _text(self, runs: Runs, style: str, element: Element, is_bold: bool = False) -> SteadyParagraph:
        made = self._markup.paragraph(runs, self._styles[style], is_bold)
        made.element = element
        made.counts_lines = self._document.is_draft
        return made

    def _heading(self, block: Heading, slot: Element) -> SteadyParagraph:
        number = f"{block.number}   " if block.number else ""
        element = slot.add(f"H{slot_level(slot)}")
        made = self._text((Run(f"{number}{block.text}"),), f"heading-{min(block.level, 3)}", element, True)
        made.heading, made.keys = block, _keys(block.anchor, block.place)
        made.place = block.place
        return made

    def _list(self, block: BulletList, slot: Element) -> list[Flowable]:
        made: list[Flowable] = []
        numbering = "Decimal" if block.is_numbered else "Disc"
        element = slot.add("L", f"/O /List /ListNumbering /{numbering}")
        for index, item in enumerate(block.items):
            own = element.add("LI")
            bullet = f"{block.first_number + index}." if block.is_numbered else "•"
            style = self._styles["numbered-item" if block.is_numbered else "item"]
            paragraph = self._markup.paragraph(item, style, bullet=bullet)
            paragraph.label, paragraph.element = own.add("Lbl"), own.add("LBody")
            paragraph.counts_lines = self._document.is_draft
            place = block.places[index] if index < len(block.places) else None
            paragraph.anchor = block.anchors[index] if index < len(block.anchors) else None
            paragraph.keys, paragraph.place = _keys(paragraph.anchor, place), place
            made.append(paragraph)
        made.append(Spacer(1, 4))
        return made

    def _table(self, block: Table, width: float, slot: Element) -> list[Flowable]:
        element = slot.add("Table")
        caption = self._caption(block.caption, "table-caption", element.add("Caption"))
        caption.anchor, caption.place = block.anchor, block.place
        notes = [slot.add("Note") for _ in block.footnotes]
        made: list[Flowable] = [caption, self._tables.make(block, width, element, notes)]
        if not holds_its_notes(block):
            for note, own in zip(block.footnotes, notes, strict=True):
                made.append(self._text(note, "footnote", own))
        made.append(Spacer(1, 8))
        return made

    def _figure(self, block: Figure, height: float, slot: Element) -> list[Flowable]:
        group = slot.add("Div")
        own = group.add("Figure", alt=block.drawing.description)
        drawing = DrawingFlowable(block.drawing, self._fonts, height - 60, own, block.anchor)
        caption = self._caption(block.caption, "figure-caption", group.add("Caption"))
        caption.keys = _keys(block.anchor, block.place)
        caption.place = drawing.place = block.place
        return [Spacer(1, 6), drawing, caption]

    def _caption(self, text: str, style: str, element: Element) -> SteadyParagraph:
        label, point, rest = text.partition(". ")
        runs = (Run(f"{label}{point}", is_bold=True), Run(rest))
        made = self._markup.paragraph(runs, self._styles[style])
        made.element = element
        return made

    def _contents(self, block: Contents, pages: PageIndex, slot: Element) -> list[Flowable]:
        entries = list(_entries(self._document.blocks, block.of))
        if not entries:
            return []
        element = slot.add("TOC")
        return [
            TocLine(
                entry,
                pages.first(entry.anchor),
                self._fonts,
                element.add("TOCI").add("Reference").add("Link"),
            )
            for entry in entries
        ]


def _slots(blocks: Sequence[Block], root: Element) -> list[Element]:
    """Return a place in the structure for each block; headings open sections within each other.

    A level that is left out would confuse whoever moves from heading to heading, so it is closed up.
    """
    open_sections: list[tuple[int, Element]] = []
    made: list[Element] = []
    for block in blocks:
        if isinstance(block, Heading):
            while open_sections and open_sections[-1][0] >= block.level:
                open_sections.pop()
            parent = open_sections[-1][1] if open_sections else root
            open_sections.append((block.level, parent.add("Sect")))
        made.append((open_sections[-1][1] if open_sections else root).add())
    return made


def slot_level(slot: Element) -> int:
    """Return how many sections a place stands in, at most 6."""
    level, element = 0, slot.parent
    while element is not None:
        level += element.tag == "Sect"
        element = element.parent
    return max(1, min(level, 6))


def _keys(*keys: str | None) -> tuple[str, ...]:
    return tuple(key for key in keys if key)


_KIND_OF: dict[Listed, tuple[type[Table] | type[Figure], ...]] = {
    Listed.HEADINGS: (),
    Listed.TABLES: (Table,),
    Listed.FIGURES: (Figure,),
}


def _entries(blocks: Sequence[Block], of: Listed) -> Iterator[TocEntry]:
    """Yield the lines of a list of contents; the lists themselves are not in it."""
    for block in blocks:
        if isinstance(block, Heading):
            if of is Listed.HEADINGS and block.level <= 2 and not block.anchor.startswith("contents"):
                yield TocEntry(block.number, block.text, block.anchor, block.level)
        elif isinstance(block, _KIND_OF[of]) and block.anchor is not None:
            label, _, text = block.caption.partition(". ")
            yield TocEntry(label, text.partition(". ")[0].rstrip("."), block.anchor, 3)


def _described(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """Yield every anchor with what stands there, for those to whom a link is read aloud."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block.anchor, f"{block.number} {block.text}".strip()
        elif isinstance(block, Table | Figure) and block.anchor is not None:
            yield block.anchor, block.caption.partition(". ")[0]
        elif isinstance(block, Paragraph) and block.anchor is not None:
            yield block.anchor, "".join(run.text for run in block.runs)[:_LONGEST_DESCRIPTION]
        elif isinstance(block, BulletList):
            for index, anchor in enumerate(block.anchors):
                text = "".join(run.text for run in block.items[index])[:_LONGEST_DESCRIPTION]
                yield anchor, f"{block.first_number + index}. {text}" if block.is_numbered else text


def asks_for_pages(block: Block) -> bool:
    """Tell whether a block prints page numbers and so is made anew in every pass."""
    return isinstance(block, Contents) or any(run.pages_of for run in runs_of(block))
