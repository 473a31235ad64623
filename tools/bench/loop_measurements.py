"""The core loop: from a heavier participant until all views but the preview are painted; memory at rest."""

import subprocess
import sys
import time
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.page_table import PAGES
from protocol_designer.rules.engine import review
from readme_table import Row
from timing import median_ms

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

HERE = Path(__file__).resolve().parent
PAGES_IN_VIEW = ("Dosing", "Design")
WEIGHTS = ("110 kg", "100 kg")
TURNS, REVIEWS, SETTLE_S, MEGABYTE = 40, 15, 1.0, 1024


def loop_rows(path: Path, formulary: Formulary) -> list[Row]:
    """The highest weight to and fro with every dock open, a page in view each, beside the review alone."""
    from PySide6.QtWidgets import QApplication

    from protocol_designer.app import build_window

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    window = build_window(application)
    window.resize(1600, 1000)
    window.show()
    window.files.open_path(path)
    for dock in window.docks.listed:
        dock.show()
    workspace = window.workspace
    assert workspace is not None
    for regimen in workspace.trial.regimens[:2]:
        workspace.apply(set_field(f"regimens[{regimen.id}].cap", None, "Take the cap away"))
    weights = cycle(WEIGHTS)

    def change() -> None:
        assert workspace.apply(set_field("population.weight_max", next(weights), "Change the highest weight"))
        application.processEvents()

    rows = []
    for title in PAGES_IN_VIEW:
        window.show_page(next(number for number, page in enumerate(PAGES) if page.title == title))
        _settle(application)
        spent = median_ms(change, TURNS)
        alone = median_ms(partial(review, workspace.trial, formulary), REVIEWS)
        what = f"Core loop: highest weight until all but the preview is painted ({title} in view)"
        rows.append(Row(what, spent, "the review alone", alone))
    window.close()
    return rows


def memory_row(path: Path) -> Row:
    """What a fresh process holds with a protocol open and reviewed, beside one with an empty window."""
    program = _resident_mb(HERE / "resting_window.py", str(path))
    bare = _resident_mb(HERE / "resting_window.py")
    return Row("Memory at rest with the sample open", program, "empty PySide6 window", bare, unit="MB")


def _resident_mb(script: Path, *arguments: str) -> float:
    ended = subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, check=True
    )
    return int(ended.stdout.split()[-1]) / MEGABYTE


def _settle(application: "QApplication") -> None:
    """Let the page be made, and its curves and precedents arrive."""
    end = time.monotonic() + SETTLE_S
    while time.monotonic() < end:
        application.processEvents()
