"""One dose step as a row of fields over a shared note; and the row of headings above them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.interventions import DoseBasis, StepKind
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID, SECONDARY, sized
from protocol_designer.gui.widgets.card import icon_button
from protocol_designer.gui.widgets.choice import Choice, code_choice
from protocol_designer.gui.widgets.elided_label import ElidedLabel
from protocol_designer.gui.widgets.note_line import NoteLine
from protocol_designer.gui.widgets.parsed_edit import quantity_edit
from protocol_designer.report.source_words import document_line, joined_origins, origin
from protocol_designer.rules.findings import Finding

CELLS = ("kind", "basis", "amount", "amount_high", "duration", "volume")
_NUMBERS = ("amount", "amount_high", "duration", "volume")
_STRETCH = (11, 14, 11, 8, 8, 8)
_NUMBER_WIDTH, _ACTIONS_WIDTH = 20, 86


class Cell(QObject):
    """One editor of a row; its problem and findings stand in the note that the row's cells share.

    Signals:
        entered: The focus came into the editor.
        changed: Its problem or findings are other ones.
    """

    entered = Signal()
    changed = Signal()

    def __init__(self, editor: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.editor = editor
        self.problem = ""
        self.findings: tuple[Finding, ...] = ()
        self.provenance: Provenance | None = None
        editor.installEventFilter(self)
        problem_changed: SignalInstance = editor.problem_changed  # type: ignore[attr-defined]  # an Editor
        problem_changed.connect(self._take_problem)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Keep what rules found, for the row's note."""
        self.findings = tuple(findings)
        self.changed.emit()

    def show_provenance(self, entry: Provenance | None) -> None:
        """Keep the source for the line under the row; the document is in the tooltip."""
        if not isinstance(self.editor, Choice):
            self.editor.setToolTip(f"{origin(entry)}\n{document_line(entry)}" if entry else "")
        if entry != self.provenance:
            self.provenance = entry
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the focus; never take an event away."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)

    def _take_problem(self, message: str) -> None:
        self.problem = message
        self.changed.emit()


class StepRow(QWidget):
    """Kind, basis, amount, upper end, length and volume of a step.

    Signals:
        move_requested: The step is to change places (-1 up, 1 down).
        remove_requested: The step is to go.
    """

    move_requested = Signal(int)
    remove_requested = Signal()

    def __init__(self, index: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.index = index
        self.cells: dict[str, Cell] = {}
        self._note = NoteLine(theme, 1, self)
        self._origin = ElidedLabel(theme, self, Qt.AlignmentFlag.AlignLeft)
        self._origin.hide()
        self._whole: tuple[Finding, ...] = ()
        row = QHBoxLayout()
        row.setSpacing(FIELD_GAP)
        number = QLabel(str(index + 1), self)
        number.setFixedWidth(_NUMBER_WIDTH - FIELD_GAP)
        row.addWidget(number)
        for name, title, stretch in zip(CELLS, _titles(self), _STRETCH, strict=True):
            editor = self._editor(name, theme)
            editor.setAccessibleName(self.tr("{title}, step {number}").format(title=title, number=index + 1))
            editor.setMinimumWidth(48)
            row.addWidget(editor, stretch)
            cell = Cell(editor, self)
            cell.changed.connect(self._follow)
            self.cells[name] = cell
        actions = QHBoxLayout()
        actions.setSpacing(2)
        for text, icon_name, do in (
            (self.tr("Move step {number} up"), "up", lambda: self.move_requested.emit(-1)),
            (self.tr("Move step {number} down"), "down", lambda: self.move_requested.emit(1)),
            (self.tr("Remove step {number}"), "remove", self.remove_requested.emit),
        ):
            button = icon_button(text.format(number=index + 1), icon_name, theme, do)
            button.setFixedSize(26, 26)
            actions.addWidget(button)
        row.addLayout(actions)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(row)
        beneath = QVBoxLayout()
        beneath.setContentsMargins(_NUMBER_WIDTH, 0, 0, 0)
        beneath.setSpacing(0)
        beneath.addWidget(self._origin)
        beneath.addWidget(self._note)
        whole.addLayout(beneath)

    @property
    def origin(self) -> str:
        """Where the numbers of the row come from; empty when all were typed."""
        return self._origin.text

    @property
    def note(self) -> str:
        """What stands under the row."""
        return self._note.text

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what rules found at the step as a whole, with what they found at its cells."""
        self._whole = tuple(findings)
        self._follow()

    def _editor(self, name: str, theme: Theme) -> QWidget:
        if name == "kind":
            return code_choice(StepKind, self)
        if name == "basis":
            return code_choice(DoseBasis, self)
        edit = quantity_edit(theme, self)
        edit.setPlaceholderText("–")
        return edit

    def _follow(self) -> None:
        self._show_origin()
        problems = [cell.problem for cell in self.cells.values() if cell.problem]
        self._note.show_problem(problems[0] if problems else "")
        cells = [finding for cell in self.cells.values() for finding in cell.findings]
        found = {finding.key: finding for finding in (*cells, *self._whole)}
        self._note.show_findings(tuple(found.values()))

    def _show_origin(self) -> None:
        """Name the sources of the numbers; the line keeps its place once it was needed, so nothing jumps."""
        sourced = [
            (self.cells[name].editor.text(), entry)  # type: ignore[attr-defined]  # a line of text
            for name in _NUMBERS
            if (entry := self.cells[name].provenance) is not None
        ]
        self._origin.show_text(joined_origins(sourced))
        self._origin.setToolTip("\n".join(dict.fromkeys(document_line(entry) for _, entry in sourced)))
        if sourced:
            self._origin.show()


def step_headings(parent: QWidget) -> QWidget:
    """Make the row of headings, in line with the cells beneath."""
    head = QWidget(parent)
    row = QHBoxLayout(head)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(FIELD_GAP)
    row.addSpacing(_NUMBER_WIDTH)
    for title, stretch in zip(_titles(parent), _STRETCH, strict=True):
        label = QLabel(title, head)
        label.setFont(sized(label.font(), SECONDARY))
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        label.setMinimumWidth(48)
        row.addWidget(label, stretch)
    row.addSpacing(_ACTIONS_WIDTH + GRID)
    return head


def _titles(widget: QWidget) -> tuple[str, ...]:
    return (
        widget.tr("Kind"),
        widget.tr("Basis"),
        widget.tr("Amount"),
        widget.tr("Up to"),
        widget.tr("Over"),
        widget.tr("Volume"),
    )
