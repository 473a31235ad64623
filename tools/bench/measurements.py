"""The measurements: start, edit, review, export, open. Each stands beside a yardstick of the same run."""

import json
import os
import sys
from fractions import Fraction
from functools import partial
from itertools import cycle
from pathlib import Path

from canvas_measurement import canvas_row
from file_measurements import file_rows
from frozen_measurements import frozen_rows
from loop_measurements import loop_rows, memory_row
from plain_pdf import write_plain
from preview_measurements import preview_rows

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import SAMPLE_FILE, load_sample, load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.quantities import Quantity
from protocol_designer.report.document import compose
from protocol_designer.resource_paths import data_path
from protocol_designer.rules.engine import review
from protocol_designer.storage.exchange import from_json, to_json
from protocol_designer.storage.protocol_file import ProtocolFile
from readme_table import Row
from stress import ACTIVITIES, ARMS, REGIMENS, VISITS, stress_protocol
from timing import median_ms, starts_ms

HERE = Path(__file__).resolve().parent
STARTS, EDITS, REVIEWS, EXPORTS, OPENS, LOADS = 9, 60, 15, 3, 15, 9


def all_rows(folder: Path) -> list[Row]:
    """Measure everything; files and settings go into ``folder``."""
    use_home(folder)
    formulary, sample = load_formulary(), load_sample()
    path = folder / "sample.ketprotocol"
    ProtocolFile.create(path, sample).close()
    return [
        *start_rows(path),
        *frozen_rows(path, STARTS),
        edit_row(path, formulary),
        *loop_rows(path, formulary),
        memory_row(path),
        canvas_row(sample, formulary),
        *review_rows(sample, formulary),
        *export_rows(sample, formulary, folder),
        open_row(path, sample),
        *file_rows(folder, sample),
        *preview_rows(formulary),
        templates_row(),
        browser_row(),
    ]


def use_home(folder: Path) -> None:
    """Keep the settings and drafts of this process, and of those it starts, in ``folder``."""
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA"):
        os.environ[variable] = str(folder)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def start_rows(path: Path) -> list[Row]:
    """Start of the program against a bare window of the same library, both in processes of their own."""
    python = sys.executable
    reviewed, ready, bare = starts_ms(
        (
            (python, HERE / "program_window.py", path),
            (python, "-m", "protocol_designer", "--start-test", path),
            (python, HERE / "bare_window.py"),
        ),
        STARTS,
    )
    return [
        Row("Start until a window with the sample takes input", ready, "empty PySide6 window", bare),
        Row("Start until its review is shown too", reviewed, "empty PySide6 window", bare),
    ]


def edit_row(path: Path, formulary: Formulary) -> Row:
    """One edit in the real window: kept in the file, reviewed in full, every view in step, painted."""
    from PySide6.QtWidgets import QApplication

    from protocol_designer.app import build_window

    application = QApplication([])
    window = build_window(application)
    window.files.open_path(path)
    window.show()
    application.processEvents()
    workspace = window.workspace
    assert workspace is not None
    edits = cycle(dose_edits(workspace.trial))

    def edit() -> None:
        assert workspace.apply(next(edits))
        application.processEvents()

    spent = median_ms(edit, EDITS)
    alone = median_ms(partial(review, workspace.trial, formulary), REVIEWS)
    window.close()
    return Row("Edit, full review and view update", spent, "the review alone", alone)


def dose_edits(trial: TrialProtocol) -> tuple[Edit, Edit]:
    """Raise the last step of the first regimen by a hundredth, and put it back."""
    regimen = trial.regimens[0]
    place = f"regimens[{regimen.id}].steps[{len(regimen.steps) - 1}].amount"
    amount = regimen.steps[-1].amount
    assert amount is not None
    raised = Quantity(amount.value * Fraction(101, 100), amount.unit)
    return set_field(place, raised, "Raise the dose"), set_field(place, amount, "Lower the dose")


def review_rows(sample: TrialProtocol, formulary: Formulary) -> list[Row]:
    """The largest template, and a protocol several times the size of the sample, beside the sample."""
    templates = [start_from(template) for template in load_templates().starting]
    largest = max(templates, key=lambda trial: len(to_json(trial)))
    stress = stress_protocol(sample)
    yardstick = median_ms(partial(review, sample, formulary), REVIEWS)
    return [
        Row(what, median_ms(partial(review, trial, formulary), REVIEWS), "review of the sample", yardstick)
        for what, trial in (
            (f"Review of the largest template ({kilobytes(largest)})", largest),
            (
                f"Review of {ARMS} arms, {VISITS} visits, {ACTIVITIES} activities, {REGIMENS} regimens "
                f"({kilobytes(stress)})",
                stress,
            ),
        )
    ]


def export_rows(sample: TrialProtocol, formulary: Formulary, folder: Path) -> list[Row]:
    """The sample's final PDF, and one several times as long, beside the same blocks in plain reportlab."""
    stress = stress_protocol(sample)
    return [
        export_row("Final PDF of the sample", sample, "submission", formulary, folder),
        export_row("Draft PDF of the largest protocol above", stress, "draft", formulary, folder),
    ]


def export_row(what: str, trial: TrialProtocol, profile: str, formulary: Formulary, folder: Path) -> Row:
    """One export, written to disk."""
    from pypdf import PdfReader

    from protocol_designer.export.pdf.export import export_pdf

    path = folder / "export.pdf"
    report = review(trial, formulary)
    spent = median_ms(partial(export_pdf, trial, report, formulary, path, profile=profile), EXPORTS)
    document = compose(trial, report, formulary, profile, load_templates())
    plain = median_ms(partial(write_plain, document, folder / "plain.pdf"), EXPORTS)
    pages = len(PdfReader(path).pages)
    return Row(f"{what} ({pages} pages, tagged)", spent, "the same blocks in plain reportlab", plain)


def open_row(path: Path, sample: TrialProtocol) -> Row:
    """Opening the protocol file beside reading the same protocol from text in memory."""
    text = to_json(sample)
    spent = median_ms(lambda: ProtocolFile.open(path).close(), OPENS)
    return Row(
        "Open a protocol file",
        spent,
        "reading its JSON from memory",
        median_ms(partial(from_json, text), OPENS),
    )


def templates_row() -> Row:
    """Loading and validating every prior study beside parsing the same files as bare JSON."""
    paths = sorted(data_path("templates").glob("*.json"))
    studies = [path for path in paths if path.name != SAMPLE_FILE]

    def parse() -> None:
        for path in studies:
            json.loads(path.read_text(encoding="utf-8"))

    spent = median_ms(load_templates, LOADS)
    alone = median_ms(parse, LOADS)
    return Row(f"Load and validate the {len(studies)} prior studies", spent, "parsing their JSON", alone)


def browser_row() -> Row:
    """Open the browser on all prior studies, painted, beside opening the list of all rules."""
    from PySide6.QtWidgets import QApplication, QDialog

    from protocol_designer.app import build_window

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    window = build_window(application)
    window.show()
    application.processEvents()

    def opened(action: str) -> None:
        window.actions_by_id[action].trigger()
        application.processEvents()
        for dialog in window.findChildren(QDialog):
            dialog.close()
        application.processEvents()

    spent = median_ms(partial(opened, "studies"), OPENS)
    rules = median_ms(partial(opened, "rules"), OPENS)
    window.close()
    return Row("Open the browser of prior studies", spent, "opening the list of rules", rules)


def kilobytes(trial: TrialProtocol) -> str:
    """Return the size of a protocol in the exchange form."""
    return f"{len(to_json(trial).encode()) / 1000:.0f} kB"
