"""Looks at a screen as a screen reader does, and tells what it could not say."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from protocol_designer.gui.actions import ACTIONS

ASK_FOR_A_FILE = {"open", "save", "save_as", "merge", "quit"}
"""Actions that open a dialog of the system, or end the program."""

WITH_A_DIALOG = [row.id for row in ACTIONS if row.text.endswith("…") and row.id not in ASK_FOR_A_FILE] + [
    "shortcuts",
    "about",
]

_FIELDS = (QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
_VAGUE = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane, QAccessible.Role.Window}


def unsaid(root: QWidget) -> list[str]:
    """Return what a screen reader could not say of the visible widgets; empty when all is well."""
    return sorted({fault for widget in root.findChildren(QWidget) for fault in _faults(widget, root)})


def open_dialogs(root: QWidget) -> list[QDialog]:
    """Return the dialogs that a window shows."""
    return [dialog for dialog in root.findChildren(QDialog) if dialog.isVisible()]


def _faults(widget: QWidget, root: QWidget) -> Iterator[str]:
    if not widget.isVisibleTo(root) or isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox):
        return
    interface = QAccessible.queryAccessibleInterface(widget)
    name = interface.text(QAccessible.Text.Name) if interface else ""
    called = f"{type(widget).__name__} in {_screen_of(widget)}"
    if isinstance(widget, QLabel):
        if not widget.pixmap().isNull() and not (name or widget.text()):
            yield f"image without a word: {called}"
        return
    if _is_painted(widget) and not name and getattr(widget, "text", None) != "":
        yield f"picture without a name: {called}"
    if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
        return
    if not name and not (isinstance(widget, QTabBar) and _has_named_children(interface)):
        yield f"no name: {called}"
    if interface is None or (isinstance(widget, _FIELDS) and interface.role() in _VAGUE):
        yield f"no role: {called}"
    elif isinstance(widget, _FIELDS) and not _gives_value(widget, interface):
        yield f"no value: {called} “{name}”"
    elif _is_picture(widget) and not interface.text(QAccessible.Text.Description):
        yield f"nothing said of the picture: {called} “{name}”"


def _gives_value(widget: QWidget, interface: QAccessibleInterface) -> bool:
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        return interface.textInterface() is not None
    if isinstance(widget, QComboBox):
        return not widget.currentText() or widget.currentText() in (
            interface.text(QAccessible.Text.Value),
            interface.text(QAccessible.Text.Name),
        )
    return interface.valueInterface() is not None or bool(interface.text(QAccessible.Text.Value))


def _has_named_children(interface: QAccessibleInterface | None) -> bool:
    if interface is None:
        return False
    children = (interface.child(number) for number in range(interface.childCount()))
    return all(child is not None and child.text(QAccessible.Text.Name) for child in children)


def _is_painted(widget: QWidget) -> bool:
    """Tell whether a widget of ours paints what it shows itself, rather than in a view or through a style."""
    ours = [kind for kind in type(widget).__mro__ if kind.__module__.startswith("protocol_designer")]
    is_plain = not isinstance(widget, QAbstractItemView | QLabel)
    return is_plain and any("paintEvent" in vars(kind) for kind in ours)


def _is_picture(widget: QWidget) -> bool:
    return _is_painted(widget) and not isinstance(widget, (*_FIELDS, QAbstractButton, QTabBar))


def _screen_of(widget: QWidget) -> str:
    """Name the nearest widget of ours that a widget stands in."""
    around = widget.parentWidget()
    while around is not None and not type(around).__module__.startswith("protocol_designer"):
        around = around.parentWidget()
    return type(around).__name__ if around is not None else "a window of Qt"
