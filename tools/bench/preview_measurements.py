"""Measurements of the preview: from an edit to its pages, and a keystroke while pages are laid out."""

import statistics
import time
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from protocol_designer.edits.fields import set_field
from protocol_designer.export.pdf.export import pdf_bytes
from protocol_designer.formulary.records import Formulary
from readme_table import Row
from timing import elapsed_ms, median_ms

if TYPE_CHECKING:
    from protocol_designer.gui.main_window import MainWindow
    from protocol_designer.gui.panels.preview import PreviewPanel

STUDY = "dakwar_2020_alcohol"
"""A protocol started from this study has some 40 pages."""
EDITS, LAYOUTS, BUILDS, KEYS = 5, 3, 3, 60
LONGEST_S = 60.0


def preview_rows(formulary: Formulary) -> list[Row]:
    """Both rows, in the real window with the preview open."""
    from PySide6.QtWidgets import QApplication

    from protocol_designer.app import build_window

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    window = build_window(application)
    window.show()
    window.files.start_from_template(STUDY)
    window.actions_by_id["preview"].trigger()
    panel = window.preview.panel
    assert panel is not None
    _run_until(panel.view.is_sharp)
    rows = [pages_row(window, panel, formulary), keystroke_row(window)]
    window.close()
    return rows


def pages_row(window: "MainWindow", panel: "PreviewPanel", formulary: Formulary) -> Row:
    """From an edit to new sharp pages, the pause of 300 ms included, beside laying them out alone."""
    workspace, numbers = window.workspace, count()
    assert workspace is not None
    job = window.preview.pages
    assert job is not None

    def edit() -> None:
        workspace.apply(set_field("identity.short_title", f"Title {next(numbers)}", "Title"))
        _run_until(lambda: job.is_current and panel.view.is_sharp())

    spent = median_ms(edit, EDITS)
    alone = median_ms(lambda: pdf_bytes(workspace.trial, workspace.report, formulary, "draft", "a4"), LAYOUTS)
    pages = len(panel.view.map.sizes)
    return Row(f"Edit until its {pages} pages are shown", spent, "laying them out alone", alone)


def keystroke_row(window: "MainWindow") -> Row:
    """A keystroke in a field while another process lays pages out, beside one while nothing goes on."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    job = window.preview.pages
    assert job is not None
    assert window.area is not None
    window.area.reveal("population.description")
    field = QApplication.focusWidget()
    assert field is not None

    def key() -> None:
        QTest.keyClick(field, Qt.Key.Key_A)
        QApplication.processEvents()

    idle = median_ms(key, KEYS)
    spent: list[float] = []
    for _ in range(BUILDS):
        job.try_again()
        while job.is_working:
            spent.append(elapsed_ms(key))
            QTest.qWait(20)
    return Row("Keystroke while pages are laid out", statistics.median(spent), "while nothing goes on", idle)


def _run_until(is_done: Callable[[], bool]) -> None:
    from PySide6.QtTest import QTest

    until = time.monotonic() + LONGEST_S
    while not is_done():
        if time.monotonic() > until:
            raise RuntimeError("The pages of the preview did not come.")
        QTest.qWait(2)
