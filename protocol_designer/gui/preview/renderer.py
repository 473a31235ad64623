"""Renders pages of a PDF in memory in a thread; only the pages that are wanted last, nearest first.

pdfium works outside the interpreter, so that a thread holds nobody up; one thread, for pdfium knows no two.
"""

from threading import Condition, Lock
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pypdfium2 import PdfDocument


PDFIUM = Lock()
"""Held around every call into pdfium by whoever makes it: it knows no two threads, on whatever documents."""


class Wanted(NamedTuple):
    """One page, counted from 0, and its scale in device pixels per point."""

    page: int
    scale: float


class PageRenderer(QThread):
    """Runs from the first page that is wanted until `stop`.

    Signals:
        rendered: A page is ready (number of the document, Wanted, QImage).
    """

    rendered = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Pages of the preview")
        self._bell = Condition()
        self._content = b""
        self._number = 0
        self._wanted: list[Wanted] = []
        self._is_ending = False

    def open(self, content: bytes) -> int:
        """Take another document and return its number; what was wanted of the last one is dropped."""
        with self._bell:
            self._content = content
            self._number += 1
            self._wanted = []
            return self._number

    def want(self, pages: "Sequence[Wanted]") -> None:
        """Replace what is still to be rendered."""
        with self._bell:
            self._wanted = list(pages)
            self._bell.notify()
        if pages and not self.isRunning():
            self.start()

    def stop(self) -> None:
        """End the thread and wait for it; a page that is being rendered takes some milliseconds."""
        with self._bell:
            self._is_ending = True
            self._bell.notify()
        self.wait()

    def run(self) -> None:
        import pypdfium2

        document: PdfDocument | None = None
        opened = 0
        while True:
            with self._bell:
                while not self._wanted and not self._is_ending:
                    self._bell.wait()
                if self._is_ending:
                    break
                wanted, number, content = self._wanted.pop(0), self._number, self._content
            with PDFIUM:
                if number != opened:
                    if document is not None:
                        document.close()
                    document, opened = pypdfium2.PdfDocument(content), number
                image = _image(document, wanted) if document is not None else None
            if image is not None:
                self.rendered.emit(number, wanted, image)
        if document is not None:
            with PDFIUM:
                document.close()


def _image(document: "PdfDocument", wanted: Wanted) -> QImage:
    page = document[wanted.page]
    try:
        bitmap = page.render(scale=wanted.scale, prefer_bgrx=True)
        try:
            data = memoryview(bitmap.buffer).cast("B")
            shown = QImage(data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
            return shown.copy()
        finally:
            bitmap.close()
    finally:
        page.close()
