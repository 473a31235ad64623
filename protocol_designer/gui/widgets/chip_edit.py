"""A text edit in which links stand as chips: shown, named, selected, copied; what is kept is plain text.

Leaves the document with chips to `chip_text`, their looks to `chip_object`, typing to `linked_prose_edit`.
"""

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QToolTip, QWidget

from protocol_designer.derived.linked_values import said_at, written_out
from protocol_designer.derived.undecided import Undecided
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets import chip_text
from protocol_designer.gui.widgets.chip_object import GONE, HELD, OPEN, show_chips_in
from protocol_designer.gui.widgets.chip_text import Chip
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.report.place_words import place_words
from protocol_designer.workspace.workspace import Workspace

MIME = "application/x-protocol-designer-text"


class ChipEdit(ProseEdit):
    """A chip is one character to the keys; a click selects it, a double click goes to its field.

    Copied text has its links for this program, and words for others.
    """

    def __init__(
        self, workspace: Workspace, theme: Theme, lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(lines, parent)
        self._workspace = workspace
        self._hint = ""
        self._is_filling = False
        self._chip_parts = show_chips_in(self, theme)
        theme.changed.connect(self.viewport().update)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The chips in the text, in order."""
        return tuple(chip_text.chips_of(self.document()))

    def text(self) -> str:
        """Return the text with its links, exactly as it is kept."""
        return chip_text.source_of(self.document())

    def as_read(self) -> str:
        """Return the text with the words of its chips."""
        return written_out(self._workspace.trial, self.text())

    def set_text(self, text: str) -> None:
        """Fill the editor; the caret stays behind as much of the text as before."""
        at = chip_text.offset_of(self.document(), self.textCursor().position())
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        self._fill(whole, text)
        caret = self.textCursor()
        caret.setPosition(chip_text.position_of(self.document(), at))
        self.setTextCursor(caret)

    def go_to_chip(self) -> bool:
        """Go to the field of the chip that is selected; False when none is."""
        cursor = self.textCursor()
        if cursor.selectionEnd() - cursor.selectionStart() != 1:
            return False
        chip = chip_text.chip_at(self.document(), cursor.selectionStart())
        if chip is None:
            return False
        self.commit()
        self._workspace.go_to(chip.place)
        return True

    def chip_under(self, at: QPoint) -> Chip | None:
        """Return the chip at a point of the viewport."""
        near = self.cursorForPosition(at).position()
        for position in (near - 1, near):
            chip = chip_text.chip_at(self.document(), position) if position >= 0 else None
            if chip is None:
                continue
            cursor = QTextCursor(self.document())
            cursor.setPosition(position)
            left = self.cursorRect(cursor)
            cursor.setPosition(position + 1)
            right = self.cursorRect(cursor)
            if left.top() <= at.y() <= left.bottom() and left.left() <= at.x() <= right.left():
                return chip
        return None

    def name_of(self, chip: Chip) -> str:
        """Name the field of a chip and what it says."""
        said, standing = self._saying(chip.place)
        if standing == GONE:
            return self.tr("{place} is gone; link another field").format(place=chip.place)
        return f"{place_words(self._workspace.trial, chip.place)}: {said}"

    def renew_chips(self) -> None:
        """Let every chip say what its field says now."""
        self._is_filling = True
        chip_text.renew_chips(self.document(), self._saying)
        self._is_filling = False
        self._describe()

    def setAccessibleDescription(self, text: str) -> None:
        """Describe the field; what its chips say follows."""
        self._hint = text
        self._describe()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and (chip := self.chip_under(event.pos())):
            QToolTip.showText(event.globalPos(), self.name_of(chip), self)
            return True
        return super().viewportEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select the chip that was clicked."""
        super().mouseReleaseEvent(event)
        is_click = event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection()
        if is_click and (chip := self.chip_under(_point(event.position()))):
            self._select(chip)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if chip := self.chip_under(_point(event.position())):
            self._select(chip)
            self.go_to_chip()
        else:
            super().mouseDoubleClickEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the words for everybody, and the links for this program."""
        source = chip_text.source_of_selection(self.textCursor())
        made = QMimeData()
        made.setText(written_out(self._workspace.trial, source))
        made.setData(MIME, source.encode("utf-8", "replace"))
        return made

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take links from this program, plain text from any other."""
        if source.hasFormat(MIME):
            text = bytes(source.data(MIME).data()).decode("utf-8", "replace")
        else:
            text = source.text().replace("\r\n", "\n").replace("\r", "\n")
        self._fill(self.textCursor(), text)
        self.textChanged.emit()
        self.ensureCursorVisible()

    def _fill(self, cursor: QTextCursor, text: str) -> None:
        self._is_filling = True
        chip_text.insert_source(cursor, text, self._saying)
        self._is_filling = False
        self._describe()

    def _select(self, chip: Chip) -> None:
        cursor = self.textCursor()
        cursor.setPosition(chip.position)
        cursor.setPosition(chip.position + 1, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _saying(self, place: str) -> tuple[str, str]:
        said = said_at(self._workspace.trial, place)
        if said is None:
            return self.tr("value is gone"), GONE
        return (self.tr("not decided yet"), OPEN) if isinstance(said, Undecided) else (said, HELD)

    def _describe(self) -> None:
        named = [self.name_of(chip) for chip in self.chips]
        told = self.tr("Values taken from fields: {values}").format(values="; ".join(named)) if named else ""
        super().setAccessibleDescription(" ".join(filter(None, (self._hint, told))))


def _point(position: QPointF) -> QPoint:
    return position.toPoint()
