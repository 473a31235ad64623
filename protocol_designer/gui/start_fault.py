"""Tells why the program cannot start, to somebody who has no terminal to read it on."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, text_label
from protocol_designer.gui.typography import PAGE_TITLE


class StartFaultDialog(ColumnDialog):
    """Says the fault and the cure, with a report to copy."""

    def __init__(self, sentence: str, report: str) -> None:
        super().__init__("")
        self.setWindowTitle(self.tr("Protocol Designer cannot start"))
        self.column.addWidget(heading(self.tr("Protocol Designer cannot start"), size=PAGE_TITLE))
        self.said = text_label(sentence, self)
        self.column.addWidget(self.said)
        advice = self.tr("Your protocols are not touched. Installing the program again often helps.")
        self.column.addWidget(text_label(advice, self))
        self.report = QPlainTextEdit(f"{sentence}\n{report}", self)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Error report"))
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.column.addWidget(self.report)
        self.copy = self.buttons.addButton(self.tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        self.add_close_button()

    def sizeHint(self) -> QSize:
        return QSize(620, 380)
