"""The form for keeping a protocol as a template of one's own, and for giving a template another name."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import small_print, text_label

Keep = Callable[[str, str], str]
"""Tries to keep name and description; returns why it could not, or an empty text."""


class OwnTemplateDialog(ColumnDialog):
    """Asks for a name, and for a description where one is kept; stays open while it cannot be kept."""

    def __init__(
        self,
        title: str,
        keep: Keep,
        name: str = "",
        has_description: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.setMinimumWidth(480)
        self._keep = keep
        self.name = QLineEdit(name, self)
        self.name.setAccessibleName(self.tr("Name of the template"))
        self.name.setPlaceholderText(self.tr("Our two-step infusion with MBRP"))
        self.description = QPlainTextEdit(self)
        self.description.setAccessibleName(self.tr("Description of the template"))
        self.description.setTabChangesFocus(True)
        self.description.setMaximumHeight(self.description.fontMetrics().lineSpacing() * 5)
        self.problem = text_label("", self)
        self.problem.setAccessibleName(self.tr("Why it cannot be kept"))
        self._add(self.tr("&Name"), self.name)
        if has_description:
            self._add(self.tr("&Description"), self.description)
            told = self.tr(
                "The template keeps design, arms, doses, therapy, visits and text. Protocol number, version, "
                "registration, people, amendments and justifications belong to this trial and stay out."
            )
            self.column.addWidget(small_print(told))
        else:
            self.description.hide()
        self.column.addWidget(self.problem)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        verb = self.tr("Save template") if has_description else self.tr("Rename template")
        self.keep = self.buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._try)
        self.name.textChanged.connect(self._show_readiness)
        self._show_readiness()
        self.name.selectAll()
        self.name.setFocus()

    def _add(self, title: str, field: QWidget) -> None:
        label = QLabel(title, self)
        label.setBuddy(field)
        self.column.addWidget(label)
        self.column.addWidget(field)

    def _show_readiness(self) -> None:
        self.keep.setEnabled(bool(self.name.text().strip()))
        self.problem.clear()

    def _try(self) -> None:
        problem = self._keep(self.name.text(), self.description.toPlainText())
        self.problem.setText(problem)
        if not problem:
            self.accept()
