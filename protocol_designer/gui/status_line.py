"""The status bar: counts per severity that open the problems panel, and where the work is kept."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.announcing import announce
from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.rules.findings import Report, Severity
from protocol_designer.workspace.drafts import is_draft
from protocol_designer.workspace.severity_words import counted_open
from protocol_designer.workspace.versions import standing_words
from protocol_designer.workspace.workspace import Workspace

_MESSAGE_MS = 8000


class StatusLine(QStatusBar):
    """Says the state of the open protocol.

    Signals:
        problems_requested: The counts were clicked.
        formulary_requested: The name of the site formulary was clicked.
    """

    problems_requested = Signal()
    formulary_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.setContentsMargins(FIELD_GAP, 0, FIELD_GAP, 0)
        self.kept = QLabel(self)
        self._kept_text = ""
        self._is_flagged = False
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_MESSAGE_MS)
        self._back.timeout.connect(self._show_kept_text)
        self.rules = QLabel(self)
        self.addWidget(self.kept)
        self.counts = {severity: self._make_count() for severity in Severity}
        for button in self.counts.values():
            self.addPermanentWidget(button)
        self.addPermanentWidget(self.rules)
        self.formulary = self._make_button("")
        self.formulary.clicked.connect(self.formulary_requested)
        self.addPermanentWidget(self.formulary)
        self.formulary.hide()
        theme.changed.connect(self._show_marks)
        self._show_marks()
        self.show_nothing()

    def say(self, sentence: str) -> None:
        """Show a sentence for some seconds in the place of where the work is kept, and have it spoken."""
        self.kept.setText(sentence)
        self.kept.show()
        self._back.start()
        announce(self.kept, sentence)

    def show_nothing(self) -> None:
        """Say nothing: no protocol is open."""
        self._back.stop()
        for widget in (self.kept, self.rules, *self.counts.values()):
            widget.hide()

    def show_report(self, report: Report) -> None:
        """Show how many findings there are, and of how many rules."""
        if not report.is_done:
            self.rules.setText(self.tr("Review to come"))
            self.rules.show()
            return
        for severity, button in self.counts.items():
            words = counted_open(report, severity)
            button.setText(words)
            button.setAccessibleName(self.tr("{findings}; open the problems").format(findings=words))
            button.show()
        self.rules.setText(self.tr("{count} rules").format(count=len(report.outcomes)))
        self.rules.setToolTip(self.tr("Limits: {formulary}").format(formulary=report.formulary))
        self.rules.show()

    def show_formulary(self, formulary: Formulary) -> None:
        """Name a formulary that is not simply the shipped one, also while no protocol is open."""
        beyond = sum(change.effect.is_beyond_label for change in formulary.changes)
        text = self.tr("Site formulary")
        if formulary.notice:
            text = self.tr("Site formulary not in force")
        elif beyond:
            one = self.tr("Site formulary: 1 label or hard limit loosened")
            many = self.tr("Site formulary: {count} label or hard limits loosened").format(count=beyond)
            text = one if beyond == 1 else many
        self.formulary.setText(text)
        self.formulary.setAccessibleName(text)
        self.formulary.setToolTip(formulary.notice or formulary.title)
        self._is_flagged = bool(formulary.notice or beyond)
        self.formulary.setVisible(formulary.base is not None or formulary.notice is not None)
        self._show_marks()

    def show_kept(self, workspace: Workspace) -> None:
        """Say where every change is kept."""
        if workspace.read_only:
            self._kept_text = self.tr("Open to be read only")
        elif workspace.file is None:
            self._kept_text = self.tr("In memory only; save it to keep it")
        elif is_draft(workspace.file.path):
            self._kept_text = self.tr("Draft: all changes kept; save it to give it a name")
        else:
            self._kept_text = self.tr("All changes kept in {name}").format(name=workspace.file.path.name)
        if standing := standing_words(workspace):
            self._kept_text = f"{self._kept_text} · {standing}"
        if not self._back.isActive():
            self._show_kept_text()

    def _show_kept_text(self) -> None:
        self.kept.setText(self._kept_text)
        self.kept.setVisible(bool(self._kept_text))

    def _make_count(self) -> QToolButton:
        button = self._make_button(self.tr("Open the problems panel"))
        button.clicked.connect(self.problems_requested)
        return button

    def _make_button(self, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tip)
        return button

    def _show_marks(self) -> None:
        for severity, button in self.counts.items():
            button.setIcon(severity_icon(severity, self._theme))
        flagged = Severity.SOFT if self._is_flagged else Severity.ADVISORY
        self.formulary.setIcon(severity_icon(flagged, self._theme))
