"""Asks what a version that is being frozen is called, what it is for, who freezes it and when."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialogButtonBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.typography import FIELD_GAP


class FreezeDialog(ColumnDialog):
    """The form of a version. ``taken`` are the numbers that versions have already."""

    def __init__(
        self,
        *,
        number: str,
        author: str,
        today: date,
        taken: tuple[str, ...],
        blocking: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Freeze as a version"))
        self.setMinimumWidth(520)
        self._taken = taken
        self.number = self._line(number, self.tr("Version number"), self.tr("1.0"))
        self.purpose = self._line("", self.tr("What the version is for"), self.tr("Submitted to the board"))
        self.day = QDateEdit(QDate(today.year, today.month, today.day), self)
        self.day.setDisplayFormat("d MMMM yyyy")
        self.day.setCalendarPopup(True)
        self.day.setAccessibleName(self.tr("Date of the version"))
        self.author = self._line(author, self.tr("Your name"), self.tr("Name and role"))
        self.note = QPlainTextEdit(self)
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * 3 + 14)
        form = QFormLayout()
        form.setSpacing(FIELD_GAP)
        form.addRow(self.tr("Version n&umber"), self.number)
        form.addRow(self.tr("What it is &for"), self.purpose)
        form.addRow(self.tr("&Date"), self.day)
        form.addRow(self.tr("Your n&ame"), self.author)
        form.addRow(self.tr("N&ote (optional)"), self.note)
        self.column.addLayout(form)
        self.problem = text_label("", self)
        self.problem.setAccessibleName(self.tr("What is missing"))
        self.column.addWidget(self.problem)
        if blocking:
            one = self.tr("1 finding stands against a final export of this version.")
            many = self.tr("{count} findings stand against a final export of this version.")
            self.column.addWidget(text_label(one if blocking == 1 else many.format(count=blocking), self))
        self.column.addWidget(
            small_print(
                self.tr(
                    "Number and date go onto the title page, and the version is kept as it is for good. You "
                    "go on working on the draft after it; amend the version to begin the next one."
                )
            )
        )
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.keep = self.buttons.addButton(self.tr("Freeze"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.accept)
        for line in (self.number, self.purpose, self.author):
            line.textChanged.connect(self._show_readiness)
        self._show_readiness()
        self.purpose.setFocus()

    @property
    def date(self) -> date:
        """The date of the version."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _line(self, text: str, name: str, example: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setAccessibleName(name)
        line.setPlaceholderText(example)
        line.setMaxLength(200)
        return line

    def _show_readiness(self) -> None:
        number = self.number.text().strip()
        problem = ""
        if number in self._taken:
            problem = self.tr("Version {number} is frozen already; give this one another number.").format(
                number=number
            )
        elif not all(line.text().strip() for line in (self.number, self.purpose, self.author)):
            problem = self.tr("Number, purpose and your name are needed.")
        self.problem.setText(
            problem or self.tr("The title page will say version {number}.").format(number=number)
        )
        self.keep.setText(
            self.tr("Freeze version {number}").format(number=number) if number else self.tr("Freeze")
        )
        self.keep.setEnabled(not problem)
