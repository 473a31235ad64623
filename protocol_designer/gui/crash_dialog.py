"""Shows an unexpected error with a report to copy; the document is safe, for every edit is in its file."""

import platform
import traceback
from types import TracebackType

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QPlainTextEdit, QWidget

from protocol_designer import __version__
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, text_label
from protocol_designer.gui.typography import PAGE_TITLE


def crash_report(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None, while_doing: str = ""
) -> str:
    """Write what a developer needs; nothing of the protocol's content is in it."""
    lines = [
        f"Protocol Designer {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()}",
        f"While: {while_doing}" if while_doing else "",
        "".join(traceback.format_exception(kind, error, trace)),
    ]
    return "\n".join(line for line in lines if line)


class CrashDialog(ColumnDialog):
    """Says what happened, that nothing is lost, and how to report it."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Unexpected error"))
        self.column.addWidget(heading(self.tr("The program made a mistake"), size=PAGE_TITLE))
        self.column.addWidget(
            text_label(
                self.tr(
                    "Your protocol is safe: every completed change is in its file. You can go on working. "
                    "Copy the report and send it to whoever looks after the program."
                )
            )
        )
        self.report = QPlainTextEdit(report, self)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("Error report"))
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.column.addWidget(self.report)
        copy = self.buttons.addButton(self.tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        self.add_close_button()

    def sizeHint(self) -> QSize:
        return QSize(640, 420)
