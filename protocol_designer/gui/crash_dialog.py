"""Shows an unexpected error with a report to copy; the document is safe, for every edit is in its file."""

import platform
import traceback
from types import TracebackType

from PySide6.QtCore import QSize, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QPlainTextEdit, QWidget

from protocol_designer import __version__
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.texts import heading, text_label
from protocol_designer.gui.typography import PAGE_TITLE


def crash_report(
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
    while_doing: str = "",
    with_messages: bool = False,
) -> str:
    """Write what a developer needs; nothing of the protocol is in it.

    The message of an error may quote a value of the protocol, so only its kind is told, unless
    ``with_messages`` asks for more.
    """
    lines = [
        f"Protocol Designer {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.system()} {platform.release()}",
        f"While: {while_doing}" if while_doing else "",
    ]
    if with_messages:
        lines.append("".join(traceback.format_exception(kind, error, trace)))
    else:
        told = traceback.TracebackException(kind, error, trace)
        lines += [_without_message(cause) for cause in _chain(told)]
    return "\n".join(line for line in lines if line)


def _chain(told: traceback.TracebackException) -> list[traceback.TracebackException]:
    """Return an error after what it came from."""
    earlier = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    return [*(_chain(earlier) if earlier else ()), told]


def _without_message(told: traceback.TracebackException) -> str:
    kind = told.exc_type.__qualname__ if told.exc_type else "An error"
    return f"{''.join(told.stack.format())}{kind} (its message is left out, since it may quote the protocol)"


class CrashDialog(ColumnDialog):
    """Says what happened, that nothing is lost, and how to report it.

    ``report`` is shown; ``full_report`` takes its place when the user adds the error's message.
    """

    def __init__(self, report: str, full_report: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Unexpected error"))
        self._reports = {False: report, True: full_report}
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
        self.adds_message = QCheckBox(self.tr("Add the error's message; it may quote the protocol"), self)
        self.adds_message.toggled.connect(lambda added: self.report.setPlainText(self._reports[added]))
        self.column.addWidget(self.adds_message)
        self.copy = self.buttons.addButton(self.tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report.toPlainText()))
        self.add_close_button()

    def sizeHint(self) -> QSize:
        return QSize(640, 420)
