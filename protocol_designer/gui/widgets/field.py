"""A labelled field of a page: label above, editor, and beneath it what is wrong with the value."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Signal, SignalInstance
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from protocol_designer.domain.evidence import Provenance
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.elided_label import ElidedLabel
from protocol_designer.gui.widgets.note_line import NoteLine
from protocol_designer.report.source_words import document_line, origin
from protocol_designer.rules.findings import Finding


class Editor(Protocol):
    """What a field asks of the widget inside it."""

    committed: SignalInstance
    problem_changed: SignalInstance

    def show_value(self, value: object) -> None:
        """Show the value of the document."""

    def show_problem(self, message: str) -> None:
        """Say why the input is not applied."""


class Field(QWidget):
    """Label, provenance, editor, note. The label is the editor's buddy and its accessible name.

    Signals:
        entered: The focus came into the editor.
    """

    entered = Signal()

    def __init__(
        self, label: str, editor: QWidget, theme: Theme, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._label = QLabel(label, self)
        self._label.setBuddy(editor)
        self._origin = ElidedLabel(theme, self)
        self.note = NoteLine(theme, 2, self)
        editor.setAccessibleName(label)
        if hint:
            editor.setToolTip(hint)
            editor.setAccessibleDescription(hint)
        head = QHBoxLayout()
        head.setSpacing(FIELD_GAP)
        head.addWidget(self._label)
        head.addWidget(self._origin, 1)
        self._comments = small_print("", self)
        self._comments.setForegroundRole(QPalette.ColorRole.Link)
        self._comments.setWordWrap(False)
        self._comments.hide()
        head.addWidget(self._comments)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(editor)
        column.addWidget(self.note)
        column.addStretch(1)
        for widget in (editor, *editor.findChildren(QWidget)):
            widget.installEventFilter(self)
        problem_changed: SignalInstance = editor.problem_changed  # type: ignore[attr-defined]  # an Editor
        problem_changed.connect(self.note.show_problem)
        self._column = column

    def explain(self, text: str) -> None:
        """Say in a line between label and editor what the field means."""
        self._column.insertWidget(1, small_print(text, self))

    @property
    def label(self) -> str:
        """The words above the editor."""
        return self._label.text()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what rules found at this field."""
        self.note.show_findings(findings)

    def show_comments(self, count: int) -> None:
        """Say how many open comments there are on the value."""
        text = self.tr("1 comment") if count == 1 else self.tr("{count} comments").format(count=count)
        self._comments.setText(text)
        self._comments.setVisible(count > 0)

    def show_provenance(self, entry: Provenance | None) -> None:
        """Say where the value comes from: study, how it was obtained; the source is in the tooltip."""
        if entry is None:
            self._origin.show_text("")
            self._origin.setToolTip("")
            return
        self._origin.show_text(origin(entry))
        self._origin.setToolTip(f"{origin(entry)}\n{document_line(entry)}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the focus; never take an event away."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return super().eventFilter(watched, event)
