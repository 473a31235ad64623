"""What stays on the clipboard when the program ends."""

from PySide6.QtGui import QGuiApplication

_ALONE = ("offscreen", "minimal")
"""Platforms whose clipboard nobody else shares, and that know no owner of it."""


def leave_words_on_clipboard() -> None:
    """Leave only the words of what this program copied.

    Data that was made in Python is asked for by Qt after Python has ended, which ends the program badly.
    """
    clipboard = QGuiApplication.clipboard()
    has_no_owners = QGuiApplication.platformName() in _ALONE
    if clipboard.ownsClipboard() or has_no_owners:
        clipboard.setText(clipboard.text())
