"""Writes blocks in the order of ICH M11: headings, sentences, gaps, tables. Chapters decide the content.

A level-2 section that ends without a word gets the investigator's own text, the reason why it does not apply,
or an evident gap.
"""

from collections.abc import Collection, Iterable, Sequence

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.blocks import (
    Block,
    BulletList,
    Cell,
    Column,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    ParagraphKind,
    Row,
    RowKind,
    Run,
    Runs,
    Table,
)
from protocol_designer.report.display_list import Align, Drawing, Ink
from protocol_designer.report.repetition import unsaid

_LONGEST_CELL = 700
_LABEL_SHARE = 0.25
GAP = "Not decided yet"
NO_CONTENT = "this section has no content"


def plain(text: str, is_bold: bool = False) -> Runs:
    """Return a text as runs."""
    return (Run(text, is_bold),)


def gap_run(what: str = "") -> Run:
    """Return the mark of something that is not decided, inside a sentence or cell."""
    return Run(f"{GAP}: {what}" if what else GAP.lower(), is_italic=True, ink=Ink.SOFT)


def is_gap(run: Run) -> bool:
    """Tell whether a run is the mark of something that is not decided."""
    return run.is_italic and run.ink is Ink.SOFT and run.text.startswith((GAP, GAP.lower()))


def paragraphs(text: str) -> list[str]:
    """Split prose at blank lines."""
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]


class Writer:
    """Collects the blocks of one document."""

    def __init__(self, trial: TrialProtocol) -> None:
        self.trial = trial
        self.blocks: list[Block] = []
        self._narrative = {
            str(section.number): (section.text, f"narrative[{index}]")
            for index, section in enumerate(trial.narrative)
        }
        self._open: str | None = None
        self._started = 0
        self._tables = 0
        self._figures = 0
        self._is_landscape = False

    def section(self, number: str) -> None:
        """Close the section before and open an M11 section."""
        self.close()
        level = number.count(".") + 1
        self.blocks.append(Heading(level, M11_HEADINGS[number], number, f"s-{number}", "narrative"))
        self._open, self._started = number, len(self.blocks)

    def close(self) -> None:
        """End the open section: its own prose follows, or the gap shows."""
        number, self._open = self._open, None
        if number is None:
            return
        said, place = self._narrative.get(number, (None, "narrative"))
        is_empty = len(self.blocks) == self._started
        if isinstance(said, NotApplicable):
            if is_empty:
                self.say(f"Not applicable because {continued(said.because)}", place=place)
        elif said is not None:
            fresh = unsaid(said, self.blocks[self._started :])
            self.prose(fresh or None, place)
        elif is_empty and "." in number:
            self.gap(NO_CONTENT, place)

    def part(self, text: str, level: int = 3, anchor: str | None = None, place: str | None = None) -> None:
        """Write an unnumbered heading inside a section."""
        self.blocks.append(Heading(level, text, "", anchor or f"p-{len(self.blocks)}", place))

    def chapter(self, text: str, anchor: str) -> None:
        """Close the last M11 section and start an unnumbered chapter."""
        self.close()
        self.blocks.append(Heading(1, text, "", anchor))

    def say(
        self, *pieces: str | Run, place: str | None = None, kind: ParagraphKind = ParagraphKind.BODY
    ) -> None:
        """Write one paragraph from texts and runs."""
        runs = tuple(Run(piece) if isinstance(piece, str) else piece for piece in pieces if piece)
        if runs:
            self.blocks.append(Paragraph(runs, kind, place))

    def labelled(self, label: str, text: str | None, place: str, gap: str | None = None) -> None:
        """Write prose behind a bold label, or the gap."""
        if text is None:
            if gap is not None:
                self.gap(gap, place)
            return
        first, *rest = paragraphs(text) or [text]
        self.say(Run(f"{label}. ", is_bold=True), first, place=place)
        for paragraph in rest:
            self.say(paragraph, place=place)

    def prose(self, text: str | None, place: str, gap: str | None = None) -> None:
        """Write the investigator's own text, paragraph by paragraph, or the gap."""
        if text is None:
            if gap is not None:
                self.gap(gap, place)
            return
        for paragraph in paragraphs(text) or [text]:
            self.say(paragraph, place=place)

    def gap(self, what: str, place: str) -> None:
        """Write evidently that something is not decided."""
        self.say(Run(f"{GAP}: ", is_bold=True), f"{what}.", place=place, kind=ParagraphKind.GAP)

    def bullets(
        self, items: Iterable[Runs | str], is_numbered: bool = False, places: Sequence[str] = ()
    ) -> None:
        """Write a list; nothing when it is empty."""
        made = tuple(plain(item) if isinstance(item, str) else item for item in items)
        if made:
            self.blocks.append(BulletList(made, is_numbered, places=tuple(places)))

    def table(
        self,
        caption: str,
        columns: Sequence[Column],
        header: Sequence[str],
        rows: Sequence[Row],
        *,
        footnotes: Sequence[Runs] = (),
        place: str | None = None,
    ) -> None:
        """Write a numbered table with one header row; texts too long for a cell move below it."""
        heads = (Row(tuple(Cell(plain(text)) for text in header)),) if header else ()
        self.raw_table(Table(caption, tuple(columns), heads, tuple(rows), tuple(footnotes), place=place))

    def raw_table(self, table: Table) -> None:
        """Write a table of any shape, numbered."""
        self._tables += 1
        rows, notes = _with_notes(table.rows, len(table.footnotes))
        self.blocks.append(
            Table(
                f"Table {self._tables}. {table.caption}", table.columns, table.header, rows,
                (*table.footnotes, *notes), table.is_grid, table.place, table.has_rules,
                f"table-{self._tables}",
            )
        )  # fmt: skip

    def facts(
        self,
        caption: str,
        rows: Sequence[tuple[str, str | Runs | None, str]],
        marked: Collection[str] = (),
    ) -> None:
        """Write a table of names and values; each row is (name, value or None, place), some to be noticed."""
        made = []
        for name, value, place in rows:
            runs = (gap_run(),) if value is None else plain(value) if isinstance(value, str) else value
            kind = RowKind.MARKED if name in marked else RowKind.PLAIN
            made.append(Row((Cell(plain(name, is_bold=True)), Cell(runs, place=place)), kind))
        columns = (Column(_LABEL_SHARE, is_row_header=True), Column(1 - _LABEL_SHARE))
        self.table(caption, columns, (), made)

    def figure(self, drawing: Drawing, caption: str, place: str | None = None) -> None:
        """Write a numbered figure."""
        self._figures += 1
        label = f"Figure {self._figures}. {caption}"
        self.blocks.append(Figure(drawing, label, place, f"figure-{self._figures}"))

    def page_break(self, is_landscape: bool = False) -> None:
        """Start a new page, unless nothing stands on this one."""
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, PageBreak):
            self.blocks.pop()
        self.blocks.append(PageBreak(is_landscape))
        self._is_landscape = is_landscape

    @property
    def is_landscape(self) -> bool:
        """Whether the page in progress is turned sideways."""
        return self._is_landscape


def row(*cells: str | Runs | Cell | None, kind: RowKind = RowKind.PLAIN, place: str | None = None) -> Row:
    """Make a row; None is a gap."""
    made = []
    for cell in cells:
        if isinstance(cell, Cell):
            made.append(cell)
        elif cell is None:
            made.append(Cell((gap_run(),), place=place))
        else:
            made.append(Cell(plain(cell) if isinstance(cell, str) else cell, place=place))
    return Row(tuple(made), kind)


def columns(*shares: float, numbers: Sequence[int] = ()) -> tuple[Column, ...]:
    """Make columns; those in ``numbers`` are right-aligned, the first names its row."""
    return tuple(
        Column(share, Align.RIGHT if index in numbers else Align.LEFT, is_row_header=index == 0)
        for index, share in enumerate(shares)
    )


def continued(because: str) -> str:
    """Let a reason follow on ``because``."""
    text = because.removeprefix("because ").removeprefix("Because ")
    starts_with_word = len(text) > 1 and text[0].isupper() and text[1].islower()
    text = text[0].lower() + text[1:] if starts_with_word else text
    return text if text.rstrip().endswith((".", "?")) else f"{text}."


def _with_notes(rows: Sequence[Row], used: int) -> tuple[tuple[Row, ...], tuple[Runs, ...]]:
    notes: list[Runs] = []
    made: list[Row] = []
    for one in rows:
        cells: list[Cell] = []
        for cell in one.cells:
            text = "".join(run.text for run in cell.runs)
            if len(text) <= _LONGEST_CELL:
                cells.append(cell)
                continue
            number = used + len(notes) + 1
            notes.append((Run(f"Note {number}. ", is_bold=True), *cell.runs))
            cells.append(
                Cell((Run(f"See note {number} below the table.", is_italic=True),), cell.span, cell.place)
            )
        made.append(Row(tuple(cells), one.kind))
    return tuple(made), tuple(notes)
