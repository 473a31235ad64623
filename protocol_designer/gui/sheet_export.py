"""Writes a small document of blocks, such as a session card or a pharmacy sheet, as a PDF beside the window.

Any page can use it: compose a `Document` from report/, hand it over, and show what is said. The work is done
by `ExtractJob` in a thread of its own.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from protocol_designer.gui.file_dialogs import ask_pdf_path, file_name
from protocol_designer.report.blocks import Document
from protocol_designer.workspace.extract_job import ExtractJob


class SheetExport(QObject):
    """One document at a time. ``say`` gets one sentence: what was written, or why not."""

    def __init__(self, parent: QWidget, say: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._window = parent
        self._say = say
        self._job: ExtractJob | None = None

    def write(self, document: Document, folder: Path) -> None:
        """Ask for a file and write the document; nothing while one is being written or the user gives up."""
        if self._job is not None and self._job.isRunning():
            return
        path = ask_pdf_path(self._window, folder / f"{file_name(document.title)}.pdf")
        if path is None:
            return
        job = ExtractJob(document, path)
        job.written.connect(lambda done: self._say(self.tr("Written: {path}").format(path=done)))
        job.failed.connect(self._say)
        # A thread that outlives its owner would end the program: whoever goes first waits for it.
        self._window.destroyed.connect(job.wait)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(job.wait)
        self._job = job
        self._say(self.tr("Writing {name}").format(name=path.name))
        job.start()

    def wait(self) -> None:
        """Let a file that is being written be finished."""
        if self._job is not None:
            self._job.wait()
