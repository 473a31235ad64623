"""A slim line that stays as long as the protocol in view can only be read: what it is, and the way back."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from protocol_designer.gui.texts import text_label
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.gui.version_actions import VersionActions
from protocol_designer.workspace.moments import day_words
from protocol_designer.workspace.versions import state_title
from protocol_designer.workspace.workspace import Workspace


class StandingBar(QFrame):
    """Hidden while the protocol can be changed."""

    def __init__(self, versions: VersionActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Highlight)
        self.text = text_label("", self)
        self.text.setAccessibleName(self.tr("Why the protocol can only be read"))
        self.back = QPushButton(self.tr("Back to the draft"), self)
        self.back.clicked.connect(versions.back_to_draft)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(FIELD_GAP * 2, GRID, FIELD_GAP, GRID)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.back)
        self.hide()

    def show_standing(self, workspace: Workspace | None) -> None:
        """Say why a protocol can only be read."""
        reason = workspace.read_only if workspace else ""
        state = workspace.earlier if workspace else None
        if state is None:
            self.text.setText(reason)
        else:
            told = self.tr("{state}, kept on {day}. Read only.")
            name = f"{state_title(state)} “{state.name}”" if state.version else state_title(state)
            self.text.setText(told.format(state=name, day=day_words(state.at)))
        self.back.setVisible(workspace is not None and workspace.earlier is not None)
        self.setVisible(bool(reason))
