"""Shows blocks of the report as readable text with tables; built cell by cell, so user text stays text."""

from collections.abc import Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, PAGE_TITLE, SECTION
from protocol_designer.report.blocks import (
    Block,
    BulletList,
    Figure,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Run,
    Runs,
    Table,
)
from protocol_designer.report.display_list import Ink


class BlocksView(QTextBrowser):
    """A read-only page. Links lead to an anchor of the page or, for web addresses, to the browser."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._blocks: tuple[Block, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)
        theme.changed.connect(self._write)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Show other blocks; the page stays where it was scrolled to."""
        if tuple(blocks) != self._blocks:
            self._blocks = tuple(blocks)
            self._write()

    def _write(self) -> None:
        at = self.verticalScrollBar().value()
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for block in self._blocks:
            if isinstance(block, Heading):
                self._heading(cursor, block)
            elif isinstance(block, Paragraph):
                self._start(cursor)
                self._runs(cursor, block.runs)
            elif isinstance(block, BulletList):
                self._list(cursor, block)
            elif isinstance(block, Table):
                self._table(cursor, block)
            elif isinstance(block, Figure):
                self._start(cursor)
                self._runs(cursor, (Run(f"{block.caption} {block.drawing.description}"),))
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(at)

    def _start(self, cursor: QTextCursor, top: int = FIELD_GAP) -> None:
        form = QTextBlockFormat()
        form.setTopMargin(top)
        if self.document().isEmpty():
            cursor.setBlockFormat(form)
        else:
            cursor.insertBlock(form, QTextCharFormat())

    def _heading(self, cursor: QTextCursor, block: Heading) -> None:
        self._start(cursor)
        form = self._form(Run(block.text, is_bold=True))
        form.setProperty(QTextCharFormat.Property.FontPixelSize, PAGE_TITLE if block.level == 1 else SECTION)
        _name(form, block.anchor)
        cursor.insertText(block.text, form)

    def _list(self, cursor: QTextCursor, block: BulletList) -> None:
        for number, item in enumerate(block.items):
            self._start(cursor, FIELD_GAP // 2)
            mark = f"{block.first_number + number}.\u2002" if block.is_numbered else "•\u2002"
            form = self._form(Run(mark))
            if number < len(block.anchors):
                _name(form, block.anchors[number])
            cursor.insertText(mark, form)
            self._runs(cursor, item)

    def _table(self, cursor: QTextCursor, block: Table) -> None:
        self._start(cursor)
        self._runs(cursor, (Run(block.caption, ink=Ink.MUTED),))
        rows = (*block.header, *block.rows)
        form = QTextTableFormat()
        form.setHeaderRowCount(len(block.header))
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        form.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.PercentageLength, 100 * one.share) for one in block.columns]
        )
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBorderBrush(self._theme.colour(Ink.HAIRLINE))
        form.setBorder(1)
        form.setBorderCollapse(True)
        form.setCellPadding(FIELD_GAP - 2)
        table = cursor.insertTable(len(rows), len(block.columns), form)
        for line, row in enumerate(rows):
            column = 0
            for cell in row.cells:
                if cell.span > 1:
                    table.mergeCells(line, column, 1, cell.span)
                inside = table.cellAt(line, column)
                if row.kind is RowKind.GROUP:
                    shade = inside.format()
                    shade.setBackground(self._theme.colour(Ink.BAND))
                    inside.setFormat(shade)
                self._runs(inside.firstCursorPosition(), _bold(row, line < len(block.header), cell.runs))
                column += cell.span
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for note in block.footnotes:
            self._start(cursor)
            self._runs(cursor, note)

    def _runs(self, cursor: QTextCursor, runs: Runs) -> None:
        for run in runs:
            cursor.insertText(run.text.replace("\n", "\u2028"), self._form(run))

    def _form(self, run: Run) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(self._theme.colour(Ink.ACCENT if run.link else run.ink or Ink.TEXT))
        form.setFontWeight(QFont.Weight.Bold if run.is_bold else QFont.Weight.Normal)
        form.setFontItalic(run.is_italic)
        if run.link:
            form.setAnchor(True)
            form.setAnchorHref(run.link)
            form.setFontUnderline(True)
        return form

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
        elif link.hasFragment():
            self.scrollToAnchor(link.fragment())


def _name(form: QTextCharFormat, anchor: str) -> None:
    form.setAnchor(True)
    form.setAnchorNames([anchor])


def _bold(row: Row, is_header: bool, runs: Runs) -> Runs:
    if not is_header and row.kind is not RowKind.GROUP:
        return runs
    return tuple(Run(run.text, True, run.is_italic, run.ink, run.link) for run in runs)
