"""Speaks a sentence through the screen reader without moving the focus (WCAG 2.2, 4.1.3)."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


def announce(source: QObject, sentence: str) -> None:
    """Have a sentence spoken when the reader pauses. Nothing happens while no screen reader listens."""
    if QAccessible.isActive() and sentence:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, sentence))
