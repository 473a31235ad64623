"""A splitter that is found at the next start where it was left."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from protocol_designer.workspace.settings import UserSettings


class KeptSplitter(QSplitter):
    """Remembers its shares under a name as soon as the user moves its handle. Its sides cannot be hidden."""

    def __init__(self, name: str, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setObjectName(name)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(6)
        self.splitterMoved.connect(self._keep)

    def bring_back(self) -> bool:
        """Give the sides the shares they had last; False when the user never moved the handle."""
        kept = UserSettings().splitter(self.objectName())
        return kept is not None and self.restoreState(kept)

    def _keep(self) -> None:
        UserSettings().keep_splitter(self.objectName(), self.saveState())
