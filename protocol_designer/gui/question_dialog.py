"""The form for settling what a prior study left open: an answer in words, or one of the values in dispute."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QDialogButtonBox, QLabel, QPlainTextEdit, QRadioButton, QWidget

from protocol_designer.domain.evidence import DisputedValue, OpenQuestion
from protocol_designer.domain.wording import word
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.open_questions import answer_question, choose_value
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.typography import FIELD_GAP, GRID, SECTION_GAP

_LINES = 4


class QuestionDialog(ColumnDialog):
    """Shows the question, what is known, and every value that documents give; takes the answer.

    A value that is chosen needs a reason and goes into the protocol; an answer in words leaves its values as
    they are, and an empty one opens the question again.
    """

    def __init__(self, question: OpenQuestion, where: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Answer an open question"))
        self.setMinimumWidth(560)
        self._question = question
        if where:
            self.column.addWidget(small_print(where))
        self.column.addWidget(heading(question.question))
        if question.known:
            self.column.addWidget(text_label(question.known, muted=True))
        self.choices: dict[QRadioButton, DisputedValue] = {}
        self._group = QButtonGroup(self)
        self.other = QRadioButton(self.tr("&Another answer; the protocol keeps the value it has"), self)
        if question.choices:
            self._offer(question)
        self._label = QLabel(self)
        self.text = QPlainTextEdit(question.reason or question.answer or "", self)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * _LINES)
        self.text.textChanged.connect(self._show_readiness)
        self._label.setBuddy(self.text)
        self.column.addWidget(self._label)
        self.column.addWidget(self.text)
        self._hint = small_print("")
        self.column.addWidget(self._hint)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.keep = self.buttons.addButton(self.tr("Keep answer"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep.clicked.connect(self.accept)
        self._group.buttonToggled.connect(self._follow)
        self.other.setVisible(bool(question.choices))
        self._follow()
        if question.choices:
            (self._group.checkedButton() or self._group.buttons()[0]).setFocus()
        else:
            self.text.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Grow to the height that the wrapped texts need at this width."""
        super().showEvent(event)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    @property
    def chosen(self) -> DisputedValue | None:
        """The value in dispute that is chosen; None for an answer in words."""
        return next((value for button, value in self.choices.items() if button.isChecked()), None)

    @property
    def edit(self) -> Edit:
        """The edit that the form describes."""
        text = self.text.toPlainText()
        if (chosen := self.chosen) is not None:
            return choose_value(self._question, chosen, text)
        return answer_question(self._question, text)

    def _offer(self, question: OpenQuestion) -> None:
        self.column.addSpacing(GRID)
        self.column.addWidget(text_label(self.tr("What the sources say"), bold=True))
        for number, choice in enumerate(question.choices, start=1):
            button = QRadioButton(f"&{number}  {choice.says.replace('&', '&&')}", self)
            where = ", ".join(filter(None, (choice.source, choice.locator)))
            told = small_print(f"{choice.study}; {word(choice.status)}. {where}")
            told.setContentsMargins(SECTION_GAP, 0, 0, FIELD_GAP)
            button.setAccessibleName(choice.says)
            button.setAccessibleDescription(told.text())
            button.setChecked(choice == question.chosen)
            self.choices[button] = choice
            self._group.addButton(button)
            self.column.addWidget(button)
            self.column.addWidget(told)
        self._group.addButton(self.other)
        self.other.setChecked(question.answer is not None and question.chosen is None)
        self.column.addWidget(self.other)
        self.column.addSpacing(GRID)

    def _follow(self) -> None:
        """Ask for a reason where a value is chosen, for an answer otherwise."""
        chosen = self.chosen
        self._label.setText(self.tr("&Why this value") if chosen else self.tr("&Answer for this trial"))
        self.text.setAccessibleName(self.tr("Reason for the choice") if chosen else self.tr("Answer"))
        if chosen:
            hint = self.tr("The value goes into the protocol with its source. Undo takes all of it back.")
        elif self._question.answer is not None:
            hint = self.tr("An empty answer opens the question again.")
        else:
            hint = self.tr("The answer is printed with the question. The values of the protocol stay.")
        self._hint.setText(hint)
        self._show_readiness()

    def _show_readiness(self) -> None:
        text = bool(self.text.toPlainText().strip())
        undecided = bool(self.choices) and self._group.checkedButton() is None
        is_ready = not undecided and (text or (self.chosen is None and self._question.answer is not None))
        self.keep.setEnabled(is_ready)
        missing = self.tr("Choose what holds") if undecided else self.tr("Write the reason or the answer")
        self.keep.setToolTip("" if is_ready else missing)
