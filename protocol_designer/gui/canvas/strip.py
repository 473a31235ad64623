"""The strip below the canvas: the exact time of the current visit or session, and what just happened."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from protocol_designer.domain.timing import Timing
from protocol_designer.edits.edit import EditRefused
from protocol_designer.gui.announcing import announce
from protocol_designer.gui.canvas.canvas_view import Told
from protocol_designer.gui.canvas.movable import TimedPart, timed_part
from protocol_designer.gui.canvas.trial_canvas import TrialCanvas
from protocol_designer.gui.icons import icon
from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import GRID, GROUP_GAP, SECONDARY, sized
from protocol_designer.gui.widgets.card import icon_button
from protocol_designer.gui.widgets.elided_label import ElidedLabel
from protocol_designer.gui.widgets.timing_edit import TimingEdit
from protocol_designer.rules.findings import Severity

_STRIP = 52


class EdgeLine(QWidget):
    """One line at the lower edge of the canvas: what a drop would do, what was done, why it was refused."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._mark = QLabel(self)
        self._mark.setFixedSize(14, 14)
        self._text = ElidedLabel(theme, self, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(GROUP_GAP, 2, GROUP_GAP, 2)
        row.setSpacing(GRID)
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text

    def say(self, text: str, kind: Told) -> None:
        """Say one sentence, also to those who hear the window."""
        self._text.show_text(text)
        self._text.setToolTip(text)
        if kind is Told.PLAIN:
            self._mark.clear()
        else:
            hard = severity_icon(Severity.HARD, self._theme)
            shown = hard if kind is Told.HARD else icon("close", self._theme)
            self._mark.setPixmap(shown.pixmap(14, 14))
        announce(self, text)

    def clear(self) -> None:
        """Say nothing more."""
        self._text.show_text("")
        self._text.setToolTip("")
        self._mark.clear()


class CurrentStrip(QWidget):
    """Anchor, earliest, target and latest of what is selected on the canvas, as exact fields.

    Signals:
        open_requested: The user wants the whole part on its own page.
    """

    open_requested = Signal()

    def __init__(self, canvas: TrialCanvas, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._part: TimedPart | None = None
        self._name = ElidedLabel(theme, self, Qt.AlignmentFlag.AlignLeft)
        self._name.setFont(sized(self._name.font(), SECONDARY, bold=True))
        self._problem = small_print("", self)
        self._problem.hide()
        self.timing = TimingEdit(theme, self, is_one_row=True)
        self.timing.setAccessibleName(self.tr("Time of what is selected"))
        self._open = icon_button(
            self.tr("Show it on its own page (Enter)"), "go_to", theme, self.open_requested.emit
        )
        self._hint = small_print(
            self.tr(
                "Drag a visit or session to another day, or select one to see its exact times here. With the "
                "keys: arrows select, Ctrl and an arrow moves, Ctrl+Shift and Alt+Shift resize the window."
            ),
            self,
        )
        self._lay_out()
        self.timing.committed.connect(self._commit)
        self.timing.problem_changed.connect(self._show_problem)
        canvas.current_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the timing of what is current, also of what has none yet."""
        movable, stop = self._canvas.movable, self._canvas.current
        trial = self._canvas.workspace.trial
        place = movable.place if movable is not None else stop.place if stop is not None else ""
        part = timed_part(trial, place)
        if part is None:
            self._part = None
            self._stack.setCurrentIndex(0)
            return
        if self._part is None or part.place != self._part.place:
            self.timing.show_problem("")
        self._part = part
        visits = trial.schedule.visits
        self.timing.set_visits(tuple(visit for visit in visits if visit is not part.part))
        self.timing.show_value(movable.timing if movable is not None else part.part.timing)
        self._name.show_text(part.part.name)
        self._name.setToolTip(part.part.name)
        self._stack.setCurrentIndex(1)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget(self)
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._stack.setFixedHeight(_STRIP)
        editor = QWidget(self._stack)
        self._name.setMinimumWidth(90)
        self._problem.setWordWrap(True)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self._name)
        left.addWidget(self._problem, 1)
        left.addStretch()
        row = QHBoxLayout(editor)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GROUP_GAP)
        row.addLayout(left, 2)
        row.addWidget(self.timing, 5)
        row.addWidget(self._open, 0, Qt.AlignmentFlag.AlignBottom)
        self._stack.addWidget(self._hint)
        self._stack.addWidget(editor)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(GROUP_GAP, 0, GROUP_GAP, GRID)
        whole.addWidget(self._stack)

    def _commit(self, value: object) -> None:
        if self._part is None:
            return
        workspace = self._canvas.workspace
        edit = self._part.retimed(value if isinstance(value, Timing) else None)
        try:
            edit(workspace.trial)
        except EditRefused as refusal:
            self.timing.show_problem(refusal.reason)
            return
        self.timing.show_problem(workspace.read_only)
        workspace.apply(edit)

    def _show_problem(self, message: str) -> None:
        told = message[:1].lower() + message[1:]
        self._problem.setText(self.tr("Not applied: {reason}").format(reason=told) if message else "")
        self._problem.setVisible(bool(message))
