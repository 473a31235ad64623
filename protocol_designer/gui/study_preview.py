"""The page of one study in the browser: what it is, its drawn design, and every section of its sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QPainter,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from protocol_designer.gui.drawing_painter import paint_drawing
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import BASE, FIELD_GAP, GRID, GROUP_GAP, PAGE_TITLE, SECONDARY, SECTION
from protocol_designer.report.display_list import Drawing, Ink
from protocol_designer.report.study_sheet import SheetLine, SheetSection

_FIGURE = QUrl("figure:design")
_STUDY = "study"
_NARROWEST = 360


@dataclass(frozen=True, slots=True)
class PreviewContent:
    """What is shown: ``told`` is said first, in words that matter; ``draw`` makes the figure for a width."""

    title: str
    headline: str
    told: str
    paragraphs: tuple[str, ...] = ()
    draw: Callable[[float], Drawing | None] | None = None
    sections: Sequence[SheetSection] = ()


class StudyPreview(QTextBrowser):
    """Shows a study as text that can be read by keyboard and copied; all of it is inserted as plain text.

    Signals:
        study_requested: A related record was chosen (template id).
    """

    study_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._content: PreviewContent | None = None
        self._drawing: Drawing | None = None
        self._drawn_width = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("The study in hand"))
        self.document().setDocumentMargin(GRID)
        self.anchorClicked.connect(self._go)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._write)
        theme.changed.connect(self._write)

    def show_content(self, content: PreviewContent) -> None:
        """Show another study from its beginning."""
        self._content = content
        self._write()
        self.verticalScrollBar().setValue(0)

    @property
    def drawing(self) -> Drawing | None:
        """The drawn design; None when the record holds nothing to draw."""
        return self._drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (
            self._content is not None
            and self._content.draw is not None
            and self._width() != self._drawn_width
        ):
            self._later.start(0)

    def sizeHint(self) -> QSize:
        return QSize(620, 520)

    def _width(self) -> int:
        return max(self.viewport().width() - GROUP_GAP - 2 * GRID, 1)

    def _write(self) -> None:
        if self._content is None:
            return
        content, kept = self._content, self.verticalScrollBar().value()
        self.clear()
        cursor = QTextCursor(self.document())
        self._say(cursor, content.title, PAGE_TITLE, bold=True, above=0)
        if content.headline:
            self._say(cursor, content.headline, SECONDARY, Ink.MUTED, above=0)
        if content.told:
            self._say(cursor, content.told, BASE, above=FIELD_GAP)
        for paragraph in content.paragraphs:
            self._say(cursor, paragraph, SECONDARY, Ink.MUTED, above=GRID)
        self._draw(cursor, content)
        for section in content.sections:
            self._say(cursor, section.title, SECTION, bold=True, above=GROUP_GAP)
            for line in section.lines:
                self._line(cursor, line)
        self.moveCursor(QTextCursor.MoveOperation.Start)  # the text came in before it and took it along
        self.verticalScrollBar().setValue(kept)

    def _draw(self, cursor: QTextCursor, content: PreviewContent) -> None:
        self._drawing = None
        self._drawn_width = self._width()
        self.setAccessibleDescription("")
        drawing = content.draw(float(max(self._drawn_width, _NARROWEST))) if content.draw else None
        if drawing is None:
            return
        self._drawing = drawing
        ratio = self.devicePixelRatioF()
        image = QImage(
            round(drawing.width * ratio),
            round(drawing.height * ratio),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_drawing(painter, drawing, self._theme)
        painter.end()
        self.document().addResource(QTextDocument.ResourceType.ImageResource, _FIGURE, image)
        shown = QTextImageFormat()
        shown.setName(_FIGURE.toString())
        scale = min(1.0, self._drawn_width / drawing.width)
        shown.setWidth(drawing.width * scale)
        shown.setHeight(drawing.height * scale)
        self._block(cursor, above=GROUP_GAP)
        cursor.insertImage(shown)
        self.setAccessibleDescription(drawing.description)

    def _line(self, cursor: QTextCursor, line: SheetLine) -> None:
        self._block(cursor, above=GRID + 2)
        if line.head:
            style = self._style(BASE, Ink.TEXT, bold=True)
            if line.study:
                style.setAnchor(True)
                style.setAnchorHref(f"{_STUDY}:{line.study}")
                style.setForeground(self._theme.colour(Ink.ACCENT))
                style.setFontUnderline(True)
            cursor.insertText(line.head, style)
            cursor.insertText("  ", self._style(BASE, Ink.TEXT))
        cursor.insertText(line.text.replace("\n", "\u2028"), self._style(BASE, Ink.TEXT))
        if line.note:
            cursor.insertText(f"  {line.note}", self._style(SECONDARY, Ink.MUTED))

    def _say(
        self,
        cursor: QTextCursor,
        text: str,
        size: int,
        ink: Ink = Ink.TEXT,
        *,
        bold: bool = False,
        above: int,
    ) -> None:
        self._block(cursor, above)
        cursor.insertText(text, self._style(size, ink, bold))

    def _block(self, cursor: QTextCursor, above: int) -> None:
        form = QTextBlockFormat()
        form.setTopMargin(above)
        form.setRightMargin(FIELD_GAP)
        if self.document().isEmpty():
            cursor.setBlockFormat(form)
        else:
            cursor.insertBlock(form, QTextCharFormat())

    def _style(self, size: int, ink: Ink, bold: bool = False) -> QTextCharFormat:
        style = QTextCharFormat()
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setBold(bold)
        style.setFont(font)
        style.setForeground(self._theme.colour(ink))
        return style

    def _go(self, address: QUrl) -> None:
        if address.scheme() == _STUDY:
            self.study_requested.emit(address.path())
