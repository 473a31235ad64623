"""A few lines of text in which values taken from fields stand as chips; what is kept is plain text.

Leaves the document with chips to `chip_text`, their looks to `chip_object`, the list of values to
`value_picker`.
"""

from uuid import uuid4

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QToolTip, QWidget

from protocol_designer.derived.linked_values import OPENING, link_to, links_in, said_at, written_out
from protocol_designer.derived.undecided import Undecided
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets import chip_text
from protocol_designer.gui.widgets.chip_object import GONE, HELD, OPEN, show_chips_in
from protocol_designer.gui.widgets.chip_text import Chip
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.report.place_words import place_words
from protocol_designer.workspace.workspace import Workspace

PAUSE_MS = 300
"""How long nothing must be typed before the text is applied, in milliseconds."""
MIME = "application/x-protocol-designer-text"
_INSERT = QKeySequence("Ctrl+Shift+I")


class LinkedProseEdit(ProseEdit):
    """Takes the place of a `ProseEdit`. What is typed is applied in the pauses; one run of it is one step.

    ``{{`` or Ctrl+Shift+I opens the list of values. A chip is one character to the keys; Enter on a selected
    chip and a double click go to its field. Copied text has its links for this program, and words for others.
    """

    def __init__(
        self, workspace: Workspace, theme: Theme, lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(lines, parent)
        self._workspace = workspace
        self._theme = theme
        self._session = uuid4().hex
        self._run = 0
        self._hint = ""
        self._is_filling = False
        self.near: tuple[str, ...] = ()
        """Places that the text stands beside; empty takes those around the selected place."""
        self._chip_parts = show_chips_in(self, theme)
        self.setUndoRedoEnabled(False)  # undo is the protocol's
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self.textChanged.connect(self._note_typing)
        theme.changed.connect(self.viewport().update)

    @property
    def run_of_typing(self) -> str:
        """Which run of typing a commit belongs to; a run ends with the focus and with each insertion."""
        return f"{self._session}-{self._run}"

    @property
    def chips(self) -> tuple[Chip, ...]:
        """The chips in the text, in order."""
        return tuple(chip_text.chips_of(self.document()))

    def text(self) -> str:
        """Return the text with its links, exactly as it is kept."""
        return chip_text.source_of(self.document())

    def set_text(self, text: str) -> None:
        """Fill the editor; the caret stays behind as much of the text as before."""
        at = chip_text.offset_of(self.document(), self.textCursor().position())
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        self._fill(whole, text)
        caret = self.textCursor()
        caret.setPosition(chip_text.position_of(self.document(), at))
        self.setTextCursor(caret)

    def show_value(self, value: str | None) -> None:
        """Show a text and what its links say now; text that is not applied yet stays while the value does."""
        if value != self._value:
            self._value = value
            if self.text() != (value or ""):
                self._pause.stop()
                self._run += 1
                self._restore()
            else:
                self.show_problem("")
        elif not self._problem and not self.hasFocus() and self.text() != (value or ""):
            self._restore()
        self._is_filling = True
        chip_text.renew_chips(self.document(), self._saying)
        self._is_filling = False
        self._describe()

    def forget(self) -> None:
        """Empty the editor for another text; the caret of that one starts at its beginning."""
        self._pause.stop()
        self._run += 1
        self._value = None
        self._restore()

    def commit(self) -> None:
        """Apply the text when it is another one; links typed by hand become chips."""
        self._pause.stop()
        self._chip_what_was_typed()
        super().commit()

    def insert_value(self, typed: str = "") -> None:
        """Open the list of values; ``typed`` is what stands before the caret to call it."""
        from protocol_designer.gui.widgets.value_picker import ValuePicker
        from protocol_designer.workspace.linkable_values import linkable_values

        self._pause.stop()
        picker = ValuePicker(linkable_values(self._workspace.trial, self.near or self._around()), self)
        picker.chosen.connect(lambda place: self._put(link_to(place), typed))
        picker.closed.connect(self._note_typing)
        corner = self.cursorRect().bottomLeft() + QPoint(0, 4)
        picker.open_at(self.viewport().mapToGlobal(corner))

    def link_numbers(self) -> None:
        """Offer the numbers that could be taken from fields."""
        from protocol_designer.gui.link_numbers_dialog import LinkNumbersDialog
        from protocol_designer.workspace.linkable_values import linkable_values
        from protocol_designer.workspace.number_links import numbers_to_link

        self.commit()
        text = self.text()
        values = linkable_values(self._workspace.trial, self.near or self._around())
        dialog = LinkNumbersDialog(text, numbers_to_link(text, values), self.window())
        dialog.linked.connect(self.replace_all)
        dialog.open()

    def replace_all(self, text: str) -> None:
        """Put another text in place of this one as one step."""
        self.commit()
        self._run += 1
        self.set_text(text)
        self.commit()
        self._run += 1

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

    def setAccessibleDescription(self, text: str) -> None:
        """Describe the field; what its chips say follows."""
        self._hint = text
        self._describe()

    def event(self, event: QEvent) -> bool:
        """Leave undo to the protocol, with what was typed applied first; name the chip under the pointer."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                self.commit()
                event.ignore()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and (chip := self.chip_under(event.pos())):
            QToolTip.showText(event.globalPos(), self.name_of(chip), self)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list of values, or go to the field of the selected chip; else as in any prose."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if QKeySequence(event.keyCombination()) == _INSERT:
            self.insert_value()
        elif not (is_enter and not event.modifiers() and self.go_to_chip()):
            super().keyPressEvent(event)
            if event.text() == OPENING[0] and self._stands_before_caret(OPENING):
                self.insert_value(OPENING)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self._pause.isActive():
            self._run += 1

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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.addSeparator()
        chip = self.chip_under(event.pos())
        if chip is not None:
            name = place_words(self._workspace.trial, chip.place)
            menu.addAction(
                self.tr("Go to {place}").format(place=name), lambda: self._workspace.go_to(chip.place)
            )
        menu.addAction(self.tr("Insert a value…"), _INSERT, self.insert_value)
        menu.addAction(self.tr("Link the numbers…"), self.link_numbers)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

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
        self._note_typing()
        self.ensureCursorVisible()

    def _fill(self, cursor: QTextCursor, text: str) -> None:
        self._is_filling = True
        chip_text.insert_source(cursor, text, self._saying)
        self._is_filling = False
        self._describe()

    def _put(self, text: str, instead_of: str = "") -> None:
        """Insert at the caret, over what was typed to call it, as a step of its own."""
        cursor = self.textCursor()
        for _ in instead_of:
            cursor.deletePreviousChar()
        self.commit()
        self._run += 1
        cursor = self.textCursor()
        self._fill(cursor, text)
        self.setTextCursor(cursor)
        self.setFocus()
        self.commit()
        self._run += 1

    def _select(self, chip: Chip) -> None:
        cursor = self.textCursor()
        cursor.setPosition(chip.position)
        cursor.setPosition(chip.position + 1, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _stands_before_caret(self, text: str) -> bool:
        cursor = self.textCursor()
        at = cursor.position()
        return all(
            self.document().characterAt(at - len(text) + number) == character
            for number, character in enumerate(text)
            if at >= len(text)
        ) and at >= len(text)

    def _chip_what_was_typed(self) -> None:
        if len(links_in(self.text())) > len(self.chips):
            self.set_text(self.text())

    def _note_typing(self) -> None:
        if not self._is_filling:
            self._pause.start()

    def _saying(self, place: str) -> tuple[str, str]:
        said = said_at(self._workspace.trial, place)
        if said is None:
            return self.tr("value is gone"), GONE
        return (self.tr("not decided yet"), OPEN) if isinstance(said, Undecided) else (said, HELD)

    def _around(self) -> tuple[str, ...]:
        """Return the parts around the selected place, the closest first."""
        steps = self._workspace.selection.split(".")
        return tuple(".".join(steps[:count]) for count in range(len(steps) - 1, 0, -1))

    def _describe(self) -> None:
        named = [self.name_of(chip) for chip in self.chips]
        told = self.tr("Values taken from fields: {values}").format(values="; ".join(named)) if named else ""
        super().setAccessibleDescription(" ".join(filter(None, (self._hint, told))))


def _point(position: QPointF) -> QPoint:
    return position.toPoint()
