"""Tries the main job without a window: start from a prior study, keep it, review it, print it."""

import importlib
import platform
import sqlite3
import tempfile
from importlib import metadata
from pathlib import Path

from protocol_designer import __version__
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.rules.engine import check_declarations, review
from protocol_designer.storage.protocol_file import ProtocolFile

_LIBRARIES = (
    ("PySide6.QtCore", "PySide6_Essentials"),
    ("pydantic", "pydantic"),
    ("reportlab", "reportlab"),
    ("sqlite_utils", "sqlite-utils"),
)


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
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise SelfTestFailed("The exported file is no complete PDF.")
    print(
        f"{template.label}: {len(report.outcomes)} rules, {len(report.findings)} findings, "
        f"PDF of {len(content)} bytes. All well."
    )
    return 0


def _version(module: str, distribution: str) -> str:
    try:
        found = importlib.import_module(module)
    except ImportError as error:
        return f"cannot be used ({error})"
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:  # a frozen program carries no package records
        return str(getattr(found, "__version__", "present"))
