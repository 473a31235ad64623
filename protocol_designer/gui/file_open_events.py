"""Opens the file that macOS hands over at a double click; other systems put it on the command line."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

from protocol_designer.gui.file_actions import FileActions


class FileOpenEvents(QObject):
    """Watches the application; install it as its event filter."""

    def __init__(self, files: FileActions) -> None:
        super().__init__(files)
        self._files = files

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._files.open_path(Path(event.file()))
            return True
        return super().eventFilter(watched, event)
