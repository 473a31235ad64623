"""Prose with values taken from fields: applied in the pauses of typing, undone with the protocol.

Leaves the chips themselves to `chip_edit`, the list of values to `value_picker`.
"""

from uuid import uuid4

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from protocol_designer.derived.linked_values import OPENING, link_to, links_in
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.chip_edit import ChipEdit
from protocol_designer.report.place_words import place_words
from protocol_designer.workspace.workspace import Workspace

PAUSE_MS = 300
"""How long nothing must be typed before the text is applied, in milliseconds."""
_INSERT = QKeySequence("Ctrl+Shift+I")


class LinkedProseEdit(ChipEdit):
    """Takes the place of a `ProseEdit`. What is typed is applied in the pauses; one run of it is one step.

    ``{{`` or Ctrl+Shift+I opens the list of values; Enter on a selected chip goes to its field.
    """

    def __init__(
        self, workspace: Workspace, theme: Theme, lines: int = 3, parent: QWidget | None = None
    ) -> None:
        super().__init__(workspace, theme, lines, parent)
        self._session = uuid4().hex
        self._run = 0
        self.near: tuple[str, ...] = ()
        """Places that the text stands beside; empty takes those around the selected place."""
        self.setUndoRedoEnabled(False)  # undo is the protocol's
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._commit_in_pause)
        self.textChanged.connect(self._note_typing)

    @property
    def run_of_typing(self) -> str:
        """Which run of typing a commit belongs to; a run ends with the focus and with each insertion."""
        return f"{self._session}-{self._run}"

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
        self.renew_chips()

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

    def event(self, event: QEvent) -> bool:
        """Leave undo to the protocol, with what was typed applied first; name the chip under the pointer."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                self.commit()
                event.ignore()
                return True
        return super().event(event)

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

    def _commit_in_pause(self) -> None:
        """Apply what was typed; an emptied text may be about to be typed anew and waits for the focus."""
        if self.text():
            self.commit()

    def _note_typing(self) -> None:
        if not self._is_filling:
            self._pause.start()

    def _around(self) -> tuple[str, ...]:
        """Return the parts around the selected place, the closest first."""
        steps = self._workspace.selection.split(".")
        return tuple(".".join(steps[:count]) for count in range(len(steps) - 1, 0, -1))
