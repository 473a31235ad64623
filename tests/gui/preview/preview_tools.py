"""What tests of the preview share: patience with the second process, and the text of what is shown."""

from collections.abc import Callable

import pypdfium2
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from protocol_designer.edits.fields import set_field
from protocol_designer.export.pdf.page_map import PrintedMark
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.panels.preview import PreviewPanel
from protocol_designer.gui.preview.renderer import PDFIUM
from protocol_designer.workspace.preview_job import PreviewJob

PATIENCE_MS = 60_000
"""How long a busy machine may take; no test judges the time itself."""


def job_of(window: MainWindow) -> PreviewJob:
    """Return what lays the pages out."""
    assert window.preview.pages is not None
    return window.preview.pages


def name(window: MainWindow, title: str) -> None:
    """Give the protocol another short title, which stands on the title page and at the head of each page."""
    assert window.workspace is not None
    assert window.workspace.apply(set_field("identity.short_title", title, "Name the protocol"))


def wait_for(qtbot: QtBot, done: Callable[[], bool]) -> None:
    """Let the window run until something is so."""
    qtbot.waitUntil(done, timeout=PATIENCE_MS)


def texts(content: bytes) -> list[str]:
    """Return the text of every page, read by another library."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(content)
        try:
            return [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()


def shown_texts(window: MainWindow) -> list[str]:
    """Return the text of the pages that are shown."""
    pages = job_of(window).pages
    assert pages is not None
    return texts(pages.content)


def click(qtbot: QtBot, panel: PreviewPanel, mark: PrintedMark, double: bool = False) -> None:
    """Click into a mark; it is brought into view before."""
    panel.view.scroll_to(mark)
    point = panel.view.rect_of(mark).center().toPoint()
    assert panel.view.viewport().rect().contains(point)
    found = panel.view.mark_at(point.toPointF())
    assert found is not None
    assert found.place == mark.place
    _press(qtbot, panel, point, double)


def _press(qtbot: QtBot, panel: PreviewPanel, point: QPoint, double: bool) -> None:
    viewport, button = panel.view.viewport(), Qt.MouseButton.LeftButton
    qtbot.mouseClick(viewport, button, pos=point)
    if double:
        qtbot.mouseDClick(viewport, button, pos=point)
