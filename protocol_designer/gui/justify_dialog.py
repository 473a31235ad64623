"""The form for standing by a soft finding: reason, mitigation, author."""

from datetime import date

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from protocol_designer.edits.edit import Edit
from protocol_designer.edits.justifications import accept_finding
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.rules.findings import Finding


class JustifyDialog(ColumnDialog):
    """Asks for what an ethics board will read beside the finding."""

    def __init__(self, finding: Finding, author: str, today: date, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Justify {rule}").format(rule=finding.rule))
        self._finding = finding
        self._today = today
        self.setMinimumWidth(520)
        self.column.addWidget(heading(finding.title))
        self.column.addWidget(text_label(finding.message))
        self.reason = self._text_field(self.tr("Why the trial needs this"))
        self.mitigation = self._text_field(self.tr("What keeps participants safe"))
        self.author = QLineEdit(author, self)
        self.author.setAccessibleName(self.tr("Name of the author"))
        self.author.textChanged.connect(self._show_readiness)
        label = QLabel(self.tr("Your &name"), self)
        label.setBuddy(self.author)
        self.column.addWidget(label)
        self.column.addWidget(self.author)
        self.column.addWidget(
            small_print(
                self.tr(
                    "The finding stays listed as justified and is printed with this text. "
                    "The justification lapses when the value or its limit changes."
                )
            )
        )
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.keep = self.buttons.addButton(
            self.tr("Keep justification"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.keep.clicked.connect(self.accept)
        self._show_readiness()
        self.reason.setFocus()

    @property
    def edit(self) -> Edit:
        """The edit that the form describes."""
        return accept_finding(
            self._finding,
            self.reason.toPlainText(),
            self.mitigation.toPlainText(),
            self.author.text(),
            self._today,
        )

    def _text_field(self, title: str) -> QPlainTextEdit:
        field = QPlainTextEdit(self)
        field.setAccessibleName(title)
        field.setTabChangesFocus(True)
        field.setMinimumHeight(field.fontMetrics().lineSpacing() * 4)
        field.textChanged.connect(self._show_readiness)
        label = QLabel(title, self)
        label.setBuddy(field)
        self.column.addWidget(label)
        self.column.addWidget(field)
        return field

    def _show_readiness(self) -> None:
        texts = (self.reason.toPlainText(), self.mitigation.toPlainText(), self.author.text())
        self.keep.setEnabled(all(text.strip() for text in texts))
        missing = self.tr("Reason, mitigation and name are all needed")
        self.keep.setToolTip("" if self.keep.isEnabled() else missing)
