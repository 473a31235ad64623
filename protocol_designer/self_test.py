"""Tries the main job: start from a prior study, keep it, review it, predict, print it, leaf through it."""

import importlib
import os
import platform
import sqlite3
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from protocol_designer import __version__
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.kinetics.prediction import predict
from protocol_designer.precedents.library import load_sample, load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.quantities import Quantity
from protocol_designer.rules.engine import check_declarations, review
from protocol_designer.storage.protocol_file import ProtocolFile

if TYPE_CHECKING:
    from protocol_designer.gui.main_window import MainWindow

_LIBRARIES = (
    ("PySide6.QtCore", "PySide6_Essentials"),
    ("pydantic", "pydantic"),
    ("pypdfium2", "pypdfium2"),
    ("reportlab", "reportlab"),
    ("sqlite_utils", "sqlite-utils"),
)


_LONGEST_PREVIEW_S = 120


class SelfTestFailed(Exception):  # noqa: N818  # told on one line like every fault
    """A step whose result is not the one it must have; the message names it."""


def self_test() -> int:
    """Do the main job in a temporary folder and print what was done and with which versions; returns 0.

    Raises:
        SelfTestFailed: A step went wrong. Faults of the rooms themselves pass through.
    """
    print(f"Protocol Designer {__version__}")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.platform()}")
    for module, distribution in _LIBRARIES:
        print(f"{distribution} {_version(module, distribution)}")

    from protocol_designer.export.pdf.export import export_pdf

    formulary = load_formulary()
    check_declarations(formulary)
    predicted = _predict()
    template = load_templates().starting[0]
    started = start_from(template)
    edited = set_field("identity.short_title", "Self-test", "Name the protocol")(started)
    with tempfile.TemporaryDirectory(prefix="protocol-designer-") as folder:
        path = Path(folder) / "self-test.ketprotocol"
        with ProtocolFile.create(path, started) as file:
            file.record("Name the protocol", started, edited)
        with ProtocolFile.open(path) as file:
            reopened = file.trial
        if reopened != edited:
            raise SelfTestFailed("The protocol file does not give back what was kept in it.")
        report = review(reopened, formulary)
        if crashed := [finding.rule for finding in report.findings if finding.is_internal_error]:
            raise SelfTestFailed(f"Rules failed inside the program: {', '.join(crashed)}.")
        pdf = Path(folder) / "self-test.pdf"
        export_pdf(reopened, report, formulary, pdf, profile="draft")
        content = pdf.read_bytes()
        pages = _show_every_page(path, Path(folder))
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise SelfTestFailed("The exported file is no complete PDF.")
    print(
        f"{template.label}: {len(report.outcomes)} rules, {len(report.findings)} findings, "
        f"PDF of {len(content)} bytes, {predicted} predicted concentrations, "
        f"{pages} pages in the window. All well."
    )
    return 0


def _predict() -> int:
    """Predict the curve of the sample's ketamine; returns how many points it has."""
    regimen = next(entry for entry in load_sample().regimens if entry.drug == "ketamine")
    curve = predict(regimen, Quantity.parse("70 kg")).line
    if not curve.peak > 0:
        raise SelfTestFailed("The predicted concentration of the sample's ketamine is nothing.")
    return len(curve.ng_per_ml)


def _show_every_page(path: Path, folder: Path) -> int:
    """Open the window on a file and leaf through it, with settings of its own; returns how many pages."""
    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from protocol_designer.app import build_window, display_complaint

    if display_complaint() is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise SelfTestFailed("This process has an application without windows already.")
    faults: list[str] = []
    before, sys.excepthook = sys.excepthook, lambda kind, error, _: faults.append(f"{kind.__name__}: {error}")
    try:
        window = build_window(application)
        window.show()
        faults += _leaf_through(window, path)
        shown = window.area.tabs.count() if window.area else 0
        window.close()
        application.processEvents()
    finally:
        sys.excepthook = before
    if faults:
        raise SelfTestFailed(f"The window failed: {'; '.join(faults)}.")
    return shown


def _leaf_through(window: "MainWindow", path: Path) -> list[str]:
    """Open a file and see every page; returns what went wrong."""
    from PySide6.QtWidgets import QApplication

    if not window.files.open_path(path) or window.area is None:
        return ["it does not open the protocol"]
    unseen = []
    for number in range(window.area.tabs.count()):
        window.area.show_page(number)
        QApplication.processEvents()
        if window.area.tabs.currentIndex() != number:
            unseen.append(f"page {number + 1} does not show")
    return [*unseen, *_preview(window)]


def _preview(window: "MainWindow") -> list[str]:
    """Have the pages of the PDF laid out in a process of their own and drawn; returns what went wrong."""
    from PySide6.QtWidgets import QApplication

    problems: list[str] = []
    window.preview.toggle()
    panel, job = window.preview.panel, window.preview.pages
    if panel is None or job is None:
        return ["the preview does not open"]
    job.failed.connect(problems.append)
    until = time.monotonic() + _LONGEST_PREVIEW_S
    while not problems and time.monotonic() < until:
        QApplication.processEvents()
        if panel.view.is_sharp():
            return []
        time.sleep(0.02)
    return problems or ["the preview shows no pages"]


def _version(module: str, distribution: str) -> str:
    try:
        found = importlib.import_module(module)
    except ImportError as error:
        return f"cannot be used ({error})"
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:  # a frozen program carries no package records
        return str(getattr(found, "__version__", "present"))
