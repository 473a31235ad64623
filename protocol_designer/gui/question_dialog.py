"""The form for answering what a prior study left open."""

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QWidget

from protocol_designer.domain.evidence import OpenQuestion
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, small_print


class QuestionDialog(ColumnDialog):
    """Shows the question and what is known, and takes the answer; an empty answer opens it again."""

    def __init__(self, question: OpenQuestion, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Answer an open question"))
        self.setMinimumWidth(520)
        self._question = question
        self.column.addWidget(heading(question.question))
        if question.known:
            self.column.addWidget(small_print(self.tr("Known: {text}").format(text=question.known)))
        self.answer = QPlainTextEdit(question.answer or "", self)
        self.answer.setAccessibleName(self.tr("Answer"))
        self.answer.setTabChangesFocus(True)
        label = QLabel(self.tr("&Answer for this trial"), self)
        label.setBuddy(self.answer)
        self.column.addWidget(label)
        self.column.addWidget(self.answer)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        keep = self.buttons.addButton(self.tr("Keep answer"), QDialogButtonBox.ButtonRole.AcceptRole)
        keep.clicked.connect(self.accept)
        self.answer.setFocus()

    @property
    def edit(self) -> Edit:
        """The edit that the form describes."""
        text = self.answer.toPlainText().strip()
        return set_field(
            f"open_questions[{self._question.id}].answer", text or None, f"Answer {self._question.id}"
        )
