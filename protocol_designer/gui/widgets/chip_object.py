"""How a chip looks in a line of text: a rounded tint with the value, dashed while open, red when gone."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
    QTextInlineObject,
)
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit

from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.gui.widgets.chip_text import CHIP, SAID, STANDING
from protocol_designer.report.display_list import Ink

HELD, OPEN, GONE, SIGN = "held", "open", "gone", "sign"
"""The standings of a chip: it has a value, the field is empty, there is no such field, a stray character."""

_PADDING, _MARGIN, _LEAST = 6, 1, 48


class ChipObject(QPyTextObject):
    """Measures and paints the chips of one editor; no chip is wider than the editor."""

    def __init__(self, editor: QPlainTextEdit, theme: Theme) -> None:
        super().__init__(editor)
        self._editor = editor
        self._theme = theme

    def intrinsicSize(self, doc: QTextDocument, position: int, format_: QTextFormat) -> QSizeF:
        """Return the size of a chip in its line."""
        metrics = QFontMetricsF(doc.defaultFont())
        width = metrics.horizontalAdvance(str(format_.property(SAID))) + 2 * (_PADDING + _MARGIN)
        room = self._editor.viewport().width() - 2 * doc.documentMargin() - 2
        return QSizeF(min(width, max(room, _LEAST)), metrics.height())

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, doc: QTextDocument, position: int, format_: QTextFormat
    ) -> None:
        """Paint a chip so that its words stand on the line of the text around it."""
        standing = format_.property(STANDING)
        fill, line, ink = {
            HELD: (Chrome.SELECTED, None, Ink.TEXT),
            OPEN: (None, Ink.NOT_ASSESSED, Ink.MUTED),
            GONE: (None, Ink.HARD, Ink.HARD),
            SIGN: (Ink.BAND, Ink.HARD, Ink.HARD),
        }[str(standing)]
        rect = QRectF(rect)
        box = rect.adjusted(_MARGIN + 0.5, 0.5, -_MARGIN - 0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
        style = Qt.PenStyle.DashLine if standing == OPEN else Qt.PenStyle.SolidLine
        painter.setPen(QPen(self._theme.colour(line), 1, style) if line else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 5, 5)
        font = QFont(doc.defaultFont())
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        room = rect.width() - 2 * (_PADDING + _MARGIN) + 0.5
        words = metrics.elidedText(str(format_.property(SAID)), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(rect.left() + _MARGIN + _PADDING, rect.bottom() - metrics.descent()), words)
        painter.restore()


class ChipLayout(QPlainTextDocumentLayout):
    """Lays out lines with chips on the same base line as their text."""

    def resizeInlineObject(self, item: QTextInlineObject, position: int, format_: QTextFormat) -> None:
        """Give the object its size, with as much below the line as letters have."""
        super().resizeInlineObject(item, position, format_)
        descent = QFontMetricsF(self.document().defaultFont()).descent()
        item.setAscent(item.ascent() - descent)
        item.setDescent(descent)


class ChipParts(NamedTuple):
    """What an editor has to hold: Qt calls layout and painter, but does not keep their Python side."""

    document: QTextDocument
    layout: ChipLayout
    painter: ChipObject


def show_chips_in(editor: QPlainTextEdit, theme: Theme) -> ChipParts:
    """Give an editor a document that lays out chips; the caller keeps what is returned."""
    document = QTextDocument(editor)
    document.setDefaultFont(editor.font())
    layout = ChipLayout(document)
    document.setDocumentLayout(layout)
    painter = ChipObject(editor, theme)
    layout.registerHandler(CHIP, painter)
    editor.setDocument(document)
    return ChipParts(document, layout, painter)
