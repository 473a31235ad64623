"""Keeps the wheel off fields without focus, and gives Ctrl+Z back to the protocol when a field is done."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QWidget

_GUARDED = "is_guarded"


class InputGuard(QObject):
    """Watches input fields; `watch` may be called again when fields were added."""

    def watch(self, root: QWidget) -> None:
        """Guard every field inside a widget that is not guarded yet."""
        for kind in (QAbstractSpinBox, QComboBox, QLineEdit):
            for field in root.findChildren(kind):
                if not field.property(_GUARDED):
                    field.setProperty(_GUARDED, True)
                    field.installEventFilter(self)
                    if not isinstance(field, QLineEdit) and field.focusPolicy() == Qt.FocusPolicy.WheelFocus:
                        field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QAbstractSpinBox | QComboBox):
            if not watched.hasFocus():
                event.ignore()
                return True
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(watched, QLineEdit):
            return self._belongs_to_the_protocol(watched, event)
        elif event.type() == QEvent.Type.KeyRelease and isinstance(watched, QLineEdit):
            self._note_commit(watched, event)
        return False

    def _belongs_to_the_protocol(self, field: QLineEdit, event: QEvent) -> bool:
        """Leave undo to the field only while something typed in it is not committed."""
        if not isinstance(event, QKeyEvent) or field.isModified():
            return False
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
            return True
        return False

    def _note_commit(self, field: QLineEdit, event: QEvent) -> None:
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            field.setModified(False)
