"""A slim line at the top of the window that says one sentence and waits to be dismissed; never a box."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from protocol_designer.gui.announcing import announce
from protocol_designer.gui.icons import icon
from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.texts import text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.rules.findings import Severity


class NoticeBar(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._severity = Severity.SOFT
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._mark = QLabel(self)
        self.text = text_label("", self)
        self.text.setAccessibleName(self.tr("Notice"))
        self.dismiss = QToolButton(self)
        self.dismiss.setAutoRaise(True)
        self.dismiss.setIconSize(QSize(16, 16))
        self.dismiss.setToolTip(self.tr("Dismiss this notice"))
        self.dismiss.setAccessibleName(self.tr("Dismiss this notice"))
        self.dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(FIELD_GAP, GRID, GRID, GRID)
        layout.addWidget(self._mark)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.dismiss)
        theme.changed.connect(self._show_icons)
        self._show_icons()
        self.hide()

    def say(self, sentence: str, severity: Severity = Severity.SOFT) -> None:
        """Show a sentence until it is dismissed or another takes its place."""
        self._severity = severity
        self._show_icons()
        self.text.setText(sentence)
        self.show()
        announce(self.text, sentence)

    def _show_icons(self) -> None:
        self._mark.setPixmap(severity_icon(self._severity, self._theme).pixmap(16, 16))
        self.dismiss.setIcon(icon("close", self._theme))
