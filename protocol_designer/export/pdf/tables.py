"""Tables: hairlines above, below and under the head only, heads repeated on every page, rows never torn."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.styles import ParagraphStyle

from protocol_designer.export.pdf.decimals import decimal_shifts
from protocol_designer.export.pdf.flowables import RehearsedTable, SteadyParagraph, mark_cells
from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.markup import Markup
from protocol_designer.export.pdf.structure import Element
from protocol_designer.export.pdf.style import (
    GRID_LEADING,
    GRID_SIZE,
    SMALL_LEADING,
    SMALL_SIZE,
    TABLE_LEADING,
    TABLE_SIZE,
    ink_colour,
)
from protocol_designer.report.blocks import Cell, Column, Row, RowKind, Run, Runs, Table
from protocol_designer.report.display_list import Align, Ink

_ALIGNMENT = {Align.LEFT: 0, Align.CENTRE: 1, Align.RIGHT: 2}
_SHORT = 7
_LONGEST_NOTES = 1200
_SPLITTABLE = 6
_NARROWEST_GRID_NAME, _WIDEST_GRID_NAME = 92.0, 190.0


class TableMaker:
    """Makes platypus tables for one text width."""

    def __init__(self, markup: Markup, fonts: Fonts) -> None:
        self._markup = markup
        self._measure: Callable[[str, bool], float] = lambda text, is_bold: fonts.width(
            text, (FontFace.BOLD if is_bold else FontFace.REGULAR).value, TABLE_SIZE
        )
        self._made: dict[tuple[Runs, bool, Align, bool], SteadyParagraph] = {}
        self._note_style = ParagraphStyle(
            "table-note",
            fontName=FontFace.REGULAR.value,
            fontSize=SMALL_SIZE,
            leading=SMALL_LEADING,
            textColor=ink_colour(Ink.MUTED),
            splitLongWords=1,
        )
        self._styles = {
            (is_grid, align): ParagraphStyle(
                f"cell-{is_grid}-{align.value}",
                fontName=FontFace.REGULAR.value,
                fontSize=GRID_SIZE if is_grid else TABLE_SIZE,
                leading=GRID_LEADING if is_grid else TABLE_LEADING,
                alignment=_ALIGNMENT[align],
                textColor=ink_colour(Ink.TEXT),
                splitLongWords=1,
            )
            for is_grid in (True, False)
            for align in Align
        }

    def make(self, table: Table, width: float, element: Element, notes: Sequence[Element]) -> RehearsedTable:
        """Return the table, its header rows repeated after each page break.

        Args:
            element: The table in the structure; its rows are made here.
            notes: One element for each footnote.
        """
        rows = [*table.header, *table.rows]
        content = [self._cells(row, table, index < len(table.header)) for index, row in enumerate(rows)]
        if holds_its_notes(table):
            content.append([self._notes(table, notes), *("" for _ in table.columns[1:])])
        made = RehearsedTable(
            content,
            colWidths=_widths(table, width),
            repeatRows=len(table.header),
            splitInRow=0,
            hAlign="LEFT",
            renderCB=mark_cells,
        )
        made.setStyle(self._commands(table, rows))
        made.cells = [*_structure(table, element), [None] * len(table.columns)]
        made.keys_of_rows = [*(_places(row) for row in rows), ()]
        made.own_keys = tuple(key for key in (table.place, table.anchor) if key)
        made.place = table.place
        made.places_of_cells = [*(_places_of_cells(row, len(table.columns)) for row in rows), ()]
        is_long = len(rows) >= len(table.header) + _SPLITTABLE
        made.rows_of_start = len(table.header) + (2 if is_long or _begins_with_group(table) else 1)
        return made

    def _notes(self, table: Table, elements: Sequence[Element]) -> list[SteadyParagraph]:
        made = [self._markup.paragraph(note, self._note_style) for note in table.footnotes]
        for paragraph, element in zip(made, elements, strict=True):
            paragraph.element = element
        return made

    def _cells(self, row: Row, table: Table, is_head: bool) -> list[Any]:
        made: list[Any] = []
        for cell in row.cells:
            column = table.columns[min(len(made), len(table.columns) - 1)]
            made.append(self._cell(cell, column, table.is_grid, is_head or row.kind is RowKind.GROUP))
            made.extend("" for _ in range(cell.span - 1))
        return made

    def _cell(self, cell: Cell, column: Column, is_grid: bool, is_head: bool) -> SteadyParagraph | str:
        if not any(run.text or run.pages_of for run in cell.runs):
            return ""
        if not is_head and _is_short_and_plain(cell):
            return cell.runs[0].text
        align = Align.CENTRE if cell.span > 1 and is_head and column.align is not Align.LEFT else column.align
        key = (cell.runs, is_grid, align, is_head)
        made = self._made.get(key)
        if made is None:
            made = self._markup.paragraph(
                _breakable(cell.runs), self._styles[is_grid, align], is_bold=is_head
            )
            if not any(run.pages_of for run in cell.runs):
                self._made[key] = made
        return made

    def _commands(self, table: Table, rows: list[Row]) -> list[tuple[Any, ...]]:
        heads = len(table.header)
        size = GRID_SIZE if table.is_grid else TABLE_SIZE
        padding = 1.6 if table.is_grid else 2.4
        side = 2.0 if table.is_grid else 5.0
        hairline, strong = ink_colour(Ink.HAIRLINE), ink_colour(Ink.MUTED)
        commands: list[tuple[Any, ...]] = [
            ("FONT", (0, 0), (-1, -1), FontFace.REGULAR.value, size),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), padding),
            ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
            ("LEFTPADDING", (0, 0), (-1, -1), side),
            ("RIGHTPADDING", (0, 0), (-1, -1), side),
            ("LINEABOVE", (0, 0), (-1, 0), 0.9, strong),
            ("LINEBELOW", (0, len(rows) - 1), (-1, len(rows) - 1), 0.9, strong),
        ]
        if holds_its_notes(table):
            commands.append(("SPAN", (0, -1), (-1, -1)))
            commands.append(("LEFTPADDING", (0, -1), (-1, -1), 0))
            commands.append(("RIGHTPADDING", (0, -1), (-1, -1), 0))
        for index, column in enumerate(table.columns):
            commands.append(
                ("ALIGN", (index, 0), (index, -1), column.align.value.upper().replace("TRE", "TER"))
            )
        shifts = decimal_shifts(table, self._measure)
        for (index, at), shift in shifts.items():
            commands.append(("RIGHTPADDING", (index, at + heads), (index, at + heads), side + shift))
        if heads:
            for index in {index for index, _ in shifts}:
                middle = max(shift for (own, _), shift in shifts.items() if own == index) / 2
                commands.append(("RIGHTPADDING", (index, heads - 1), (index, heads - 1), side + middle))
        if len(rows) >= heads + _SPLITTABLE:
            commands.append(("NOSPLIT", (0, -3), (-1, -1)))
            commands.append(("NOSPLIT", (0, heads), (-1, heads + 1)))
        elif holds_its_notes(table):
            commands.append(("NOSPLIT", (0, -2), (-1, -1)))
        if heads:
            commands.append(("LINEBELOW", (0, heads - 1), (-1, heads - 1), 0.6, strong))
            commands.append(("VALIGN", (0, 0), (-1, heads - 1), "BOTTOM"))
        if not heads or table.has_rules:
            commands.append(("LINEBELOW", (0, heads), (-1, len(rows) - 2), 0.3, hairline))
        for index, row in enumerate(rows):
            position = 0
            for cell in row.cells:
                if cell.span > 1:
                    commands.append(("SPAN", (position, index), (position + cell.span - 1, index)))
                    if index < heads - 1:
                        end = position + cell.span - 1
                        commands.append(("LINEBELOW", (position, index), (end, index), 0.4, hairline))
                position += cell.span
            if row.kind is RowKind.GROUP and index + 1 < len(rows):
                commands.append(("NOSPLIT", (0, index), (-1, index + 1)))
            if row.kind is not RowKind.PLAIN:
                commands.append(("BACKGROUND", (0, index), (-1, index), ink_colour(Ink.BAND)))
            if table.is_grid and index >= heads:
                commands.append(("LINEBELOW", (0, index), (-1, index), 0.25, hairline))
        return commands


def holds_its_notes(table: Table) -> bool:
    """Tell whether the notes are short enough for a last row, which keeps them with the rows above."""
    letters = sum(len(run.text) for note in table.footnotes for run in note)
    return 0 < letters <= _LONGEST_NOTES


def _begins_with_group(table: Table) -> bool:
    return bool(table.rows) and table.rows[0].kind is RowKind.GROUP


def _structure(table: Table, element: Element) -> list[list[Element | None]]:
    """Make the rows of a table in the structure; returns the element of each cell that is drawn."""
    made: list[list[Element | None]] = []
    if table.header:
        head = element.add("THead")
        made.extend(_structured_row(row, table, head.add("TR"), is_head=True) for row in table.header)
    body = element.add("TBody")
    made.extend(_structured_row(row, table, body.add("TR"), is_head=False) for row in table.rows)
    return made


def _structured_row(row: Row, table: Table, element: Element, is_head: bool) -> list[Element | None]:
    made: list[Element | None] = []
    for cell in row.cells:
        column = table.columns[min(len(made), len(table.columns) - 1)]
        span = f" /ColSpan {cell.span}" if cell.span > 1 else ""
        if is_head:
            made.append(element.add("TH", f"/O /Table /Scope /Column{span}"))
        elif column.is_row_header or (row.kind is RowKind.GROUP and cell.span > 1):
            made.append(element.add("TH", f"/O /Table /Scope /Row{span}"))
        else:
            made.append(element.add("TD", f"/O /Table{span}" if span else ""))
        made.extend(None for _ in range(cell.span - 1))
    return made


def _places(row: Row) -> tuple[str, ...]:
    """Return the places that a row speaks of, once each."""
    return tuple(dict.fromkeys(cell.place for cell in row.cells if cell.place))


def _places_of_cells(row: Row, columns: int) -> tuple[tuple[str, int, int], ...]:
    """Return each place of a row with its columns; a single one has the row to itself."""
    found = []
    at = 0
    for cell in row.cells:
        if cell.place:
            found.append((cell.place, at, min(at + cell.span, columns)))
        at += cell.span
    if len({place for place, _, _ in found}) == 1:
        return ((found[0][0], 0, columns),)
    return tuple(found)


def _widths(table: Table, width: float) -> list[float]:
    shares = [column.share for column in table.columns]
    if not table.is_grid:
        return [width * share / sum(shares) for share in shares]
    others = len(shares) - 1
    name = min(_WIDEST_GRID_NAME, max(_NARROWEST_GRID_NAME, width * 0.285))
    each = min(52.0, (width - name) / others)
    return [name, *(each for _ in range(others))]


def _is_short_and_plain(cell: Cell) -> bool:
    """Tell whether a cell can be drawn as it is: a few characters, such as a number or a mark."""
    if len(cell.runs) != 1:
        return False
    run = cell.runs[0]
    is_plain = not (run.is_bold or run.is_italic or run.ink or run.link or run.pages_of)
    return is_plain and len(run.text) <= _SHORT and run.text.isascii() and run.text.isprintable()


def _breakable(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Leave texts as they are; a cell that begins with a line break would print an empty line."""
    first, *rest = runs
    return (replace(first, text=first.text.lstrip("\n")), *rest)
