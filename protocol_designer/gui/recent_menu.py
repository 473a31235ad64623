"""File, Open recent: the named protocols opened last; what is gone is greyed, not hidden."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from protocol_designer.workspace.settings import UserSettings


class RecentMenu(QMenu):
    """Filled each time it is opened, so that it is never behind the disk."""

    def __init__(self, settings: UserSettings, opens: Callable[[Path], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self._opens = opens
        self.setTitle(self.tr("Open &recent"))
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)

    def put_after(self, action: QAction) -> None:
        """Take the place after an action in the menu that holds it."""
        for menu in action.associatedObjects():
            if isinstance(menu, QMenu):
                entries = menu.actions()
                after = entries.index(action) + 1
                if after < len(entries):
                    menu.insertMenu(entries[after], self)
                else:
                    menu.addMenu(self)

    def _fill(self) -> None:
        self.clear()
        paths = self._settings.recent_files
        for number, path in enumerate(paths, 1):
            is_there = path.exists()
            name = path.stem.replace("&", "&&")
            text = name if is_there else self.tr("{name} (no longer there)").format(name=name)
            entry = self.addAction(f"&{number} {text}" if number < 10 else text)
            entry.setToolTip(str(path))
            entry.setEnabled(is_there)
            entry.triggered.connect(lambda _checked=False, path=path: self._opens(path))
        if not paths:
            self.addAction(self.tr("No protocol was saved under a name yet")).setEnabled(False)
