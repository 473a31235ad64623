"""Labels in the few styles of the window; user text is always shown as plain text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from protocol_designer.gui.typography import BASE, SECONDARY, SECTION, sized


def text_label(
    text: str, parent: QWidget | None = None, size: int = BASE, bold: bool = False, muted: bool = False
) -> QLabel:
    """Return a wrapping plain-text label that can be selected and copied with the mouse."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(sized(label.font(), size, bold))
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    if muted:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def heading(text: str, parent: QWidget | None = None, size: int = SECTION) -> QLabel:
    """Return the heading of a group."""
    return text_label(text, parent, size, bold=True)


def small_print(text: str, parent: QWidget | None = None) -> QLabel:
    """Return secondary text: sources, units, hints."""
    return text_label(text, parent, SECONDARY, muted=True)
