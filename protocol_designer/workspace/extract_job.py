"""Writes a document that is no protocol as a PDF in a thread of its own."""

from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from protocol_designer.report.blocks import Document


class ExtractJob(QThread):
    """One PDF, written whole or not at all.

    Signals:
        written: The file is complete (path).
        failed: It could not be written (one sentence).
    """

    written = Signal(object)
    failed = Signal(str)

    def __init__(self, document: Document, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("PDF of an extract")
        self._document = document
        self._path = path

    def run(self) -> None:
        from protocol_designer.export.pdf.export import ExportProblem
        from protocol_designer.export.pdf.extract import write_extract

        try:
            write_extract(self._document, self._path)
        except ExportProblem as problem:
            self.failed.emit(str(problem))
        else:
            self.written.emit(self._path)
