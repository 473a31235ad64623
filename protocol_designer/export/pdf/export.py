"""The door to the PDF: profiles, refusals, and a file that is written whole or not at all."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.page_map import Printed
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import load_templates
from protocol_designer.report.blocks import Document, texts_of
from protocol_designer.report.document import compose
from protocol_designer.report.open_points import open_points
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.findings import Report
from protocol_designer.storage.atomic_file import refuse_other_kind, replacing
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.problems import StorageProblem, told

if TYPE_CHECKING:
    from protocol_designer.export.pdf.fonts import Fonts

Profile = Literal["draft", "submission", "archive"]

ATTACHMENT_NAME = "protocol.json"
_FIRST_BYTES = b"%PDF-"


class ExportRefused(Exception):  # noqa: N818  # a decision, not a fault
    """A final export while something stands against it; ``to_do`` lists it, one sentence each."""

    def __init__(self, to_do: tuple[str, ...]) -> None:
        self.to_do = to_do
        count = len(to_do)
        verb = "points stand" if count != 1 else "point stands"
        super().__init__(f"{count} {verb} against a final export; settle them, or export a draft.")


class ExportCancelled(Exception):  # noqa: N818  # a decision, not a fault
    """The export was given up before it was complete; nothing was left behind."""


class ExportProblem(Exception):  # noqa: N818  # the word of the house for what a person is told
    """A PDF that cannot be made or written; the text is one sentence with the cause and the cure."""


def export_pdf(
    trial: TrialProtocol,
    review_report: Report,
    formulary: Formulary,
    path: Path,
    *,
    profile: str = "draft",
    paper: str = "a4",
    stamp_space: bool = False,
    earlier: TrialProtocol | None = None,
    against: tuple[str, ...] = (),
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write the PDF of a protocol; the same protocol gives the same bytes.

    Args:
        profile: ``draft`` (watermark, line numbers, gaps shown), ``submission``, or ``archive`` (the protocol
            is embedded, so that the PDF can be opened again).
        paper: ``a4`` or ``letter``.
        stamp_space: Leave two inches at the foot of every page blank for a board's stamp.
        earlier: The version that the amendment of the protocol changes; its changes are then listed.
        against: What else stands against a final export, one sentence each.
        is_cancelled: Asked between the steps; the export is given up when it says so.

    Raises:
        ExportRefused: A final profile while findings or ``against`` stand against it, or a required part is
            not decided.
        ExportProblem: A text cannot be printed, or the disk does not take the file. An older file stays.
        ExportCancelled: It was given up. An older file stays.
    """
    if profile not in ("draft", "submission", "archive"):
        raise ExportProblem(f"There is no export profile “{profile}”; use draft, submission or archive.")
    if paper not in ("a4", "letter"):
        raise ExportProblem(f"There is no paper “{paper}”; use a4 or letter.")
    document = compose(trial, review_report, formulary, profile, load_templates(), earlier=earlier)
    if profile != "draft" and (to_do := (*against, *_to_do(document, trial, review_report))):
        raise ExportRefused(to_do)

    def proceed() -> None:
        if is_cancelled():
            raise ExportCancelled

    try:
        with told(path, "cannot be written"), replacing(path, replace=True) as temporary:
            # Layout takes a second or more: whether the folder takes a file is found out before.
            refuse_other_kind(path, _FIRST_BYTES)
            temporary.write_bytes(_FIRST_BYTES)
            order = _Order(profile, paper, stamp_space, review_report.formulary)
            printed = _laid_out(document, trial, order, earlier, proceed)
            proceed()
            temporary.write_bytes(printed.content)
    except StorageProblem as problem:
        raise ExportProblem(str(problem)) from problem


def pdf_bytes(
    trial: TrialProtocol,
    review_report: Report,
    formulary: Formulary,
    profile: str,
    paper: str,
    *,
    stamp_space: bool = False,
    earlier: TrialProtocol | None = None,
    proceed: Callable[[], None] = lambda: None,
) -> bytes:
    """Return the PDF in memory, whatever stands against it.

    Args:
        earlier: The version that the amendment of the protocol changes.
        proceed: Called between the steps; what it raises ends the work.

    Raises:
        ExportProblem: A text cannot be printed or laid out.
    """
    document = compose(trial, review_report, formulary, profile, load_templates(), earlier=earlier)
    order = _Order(profile, paper, stamp_space, review_report.formulary)
    return _laid_out(document, trial, order, earlier, proceed).content


def printed_pages(
    document: Document,
    trial: TrialProtocol,
    review_report: Report,
    profile: str,
    paper: str,
    *,
    earlier: TrialProtocol | None = None,
    proceed: Callable[[], None] = lambda: None,
) -> Printed:
    """Return a composed document as the very PDF that an export writes, with the map of its pages.

    Args:
        earlier: The version that the amendment of the protocol changes.
        proceed: Called between the steps; what it raises ends the work.

    Raises:
        ExportProblem: A text cannot be printed or laid out.
    """
    order = _Order(profile, paper, False, review_report.formulary)
    return _laid_out(document, trial, order, earlier, proceed)


def _to_do(document: Document, trial: TrialProtocol, review_report: Report) -> tuple[str, ...]:
    """Return what stands against a final export: findings that block, and what the document leaves open."""
    findings = (
        f"{finding.rule}, {place_words(trial, finding.place)}: {finding.message}"
        for finding in review_report.blocking
    )
    return (*findings, *open_points(document))


class _Order(NamedTuple):
    """What was ordered; with the protocol it makes the identity of the file."""

    profile: str
    paper: str
    stamp_space: bool
    formulary: str


def _laid_out(
    document: Document,
    trial: TrialProtocol,
    order: _Order,
    earlier: TrialProtocol | None,
    proceed: Callable[[], None],
) -> Printed:
    """Return a composed document as a PDF with its map; reportlab is imported here, on first use."""
    from reportlab.platypus.doctemplate import LayoutError

    from protocol_designer.export.pdf.build import UnsettledPagesError, build_pdf
    from protocol_designer.export.pdf.conformance import Attachment
    from protocol_designer.export.pdf.fonts import Fonts
    from protocol_designer.export.pdf.style import PAPERS, STAMP_HEIGHT

    fonts = Fonts()
    _check_characters(document, fonts, trial)
    sheet = replace(PAPERS[order.paper], blank_foot=STAMP_HEIGHT if order.stamp_space else 0.0)
    try:
        exchange = to_json(trial)
        attachment = None
        if order.profile == "archive":
            source = "The protocol in the exchange form; Protocol Designer opens it."
            attachment = Attachment(ATTACHMENT_NAME, exchange.encode(), source)
        before = to_json(earlier) if earlier is not None else ""
        identity = f"{order.profile} {order.paper} {order.stamp_space} {order.formulary}\n{exchange}{before}"
        return build_pdf(document, sheet, fonts, attachment, identity=identity, proceed=proceed)
    except StorageProblem as problem:
        raise ExportProblem(str(problem)) from problem
    except LayoutError as error:
        raise ExportProblem(
            "A part of this protocol is higher than a page and cannot be laid out; "
            "shorten the longest texts in tables."
        ) from error
    except UnsettledPagesError as error:
        raise ExportProblem(
            "The page numbers of this document do not settle on this paper; choose the other paper."
        ) from error


def _check_characters(document: Document, fonts: "Fonts", trial: TrialProtocol) -> None:
    """Refuse a character that no font has before anything is laid out."""
    heads = [(document.title, "identity.full_title"), (document.running_title, "identity.short_title"),
             (document.running_details, "identity.protocol_number"), (document.author, "identity.people"),
             (document.subject, "identity.protocol_number")]  # fmt: skip
    for block in document.blocks:
        heads.extend((text, place or "") for text, place in texts_of(block))
    for text, place in heads:
        problem = fonts.problem(text)
        if problem:
            where = place_words(trial, place) if place else "This protocol"
            raise ExportProblem(f"{where}: {problem}.")
