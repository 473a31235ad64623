"""The door to the PDF: profiles, refusals, and a file that is written whole or not at all."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Document, texts_of
from protocol_designer.report.document import compose
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.findings import Report
from protocol_designer.storage.atomic_file import replacing
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.problems import StorageProblem, told

if TYPE_CHECKING:
    from protocol_designer.export.pdf.fonts import Fonts

Profile = Literal["draft", "submission", "archive"]

ATTACHMENT_NAME = "protocol.json"


class ExportRefused(Exception):  # noqa: N818  # a decision, not a fault
    """A final export while something stands against it; ``to_do`` lists what, one sentence each."""

    def __init__(self, to_do: tuple[str, ...]) -> None:
        self.to_do = to_do
        count = len(to_do)
        verb = "findings stand" if count != 1 else "finding stands"
        super().__init__(f"{count} {verb} against a final export; settle them, or export a draft.")


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
) -> None:
    """Write the PDF of a protocol; the same protocol gives the same bytes.

    Args:
        profile: ``draft`` (watermark, gaps shown), ``submission``, or ``archive`` (the protocol is embedded).
        paper: ``a4`` or ``letter``.

    Raises:
        ExportRefused: A final profile while findings stand against it.
        ExportProblem: A text cannot be printed, or the disk does not take the file. An older file stays.
    """
    if profile not in ("draft", "submission", "archive"):
        raise ExportProblem(f"There is no export profile “{profile}”; use draft, submission or archive.")
    if paper not in ("a4", "letter"):
        raise ExportProblem(f"There is no paper “{paper}”; use a4 or letter.")
    if profile != "draft" and review_report.blocking:
        raise ExportRefused(
            tuple(
                f"{finding.rule}, {place_words(trial, finding.place)}: {finding.message}"
                for finding in review_report.blocking
            )
        )
    content = pdf_bytes(trial, review_report, formulary, profile, paper)
    try:
        with told(path, "cannot be written"), replacing(path, replace=True) as temporary:
            temporary.write_bytes(content)
    except StorageProblem as problem:
        raise ExportProblem(str(problem)) from problem


def pdf_bytes(
    trial: TrialProtocol, review_report: Report, formulary: Formulary, profile: str, paper: str
) -> bytes:
    """Return the PDF in memory; reportlab is imported here, on first use.

    Raises:
        ExportProblem: A text cannot be printed or laid out.
    """
    from reportlab.platypus.doctemplate import LayoutError

    from protocol_designer.export.pdf.build import build_pdf
    from protocol_designer.export.pdf.canvas import Attachment
    from protocol_designer.export.pdf.fonts import Fonts
    from protocol_designer.export.pdf.style import PAPERS

    document = compose(trial, review_report, formulary, profile)
    fonts = Fonts()
    _check_characters(document, fonts, trial)
    try:
        exchange = to_json(trial)
        attachment = None
        if profile == "archive":
            source = "The protocol in the exchange form; Protocol Designer opens it."
            attachment = Attachment(ATTACHMENT_NAME, exchange.encode(), source)
        identity = f"{profile} {paper} {review_report.formulary}\n{exchange}"
        return build_pdf(document, PAPERS[paper], fonts, attachment, identity)
    except StorageProblem as problem:
        raise ExportProblem(str(problem)) from problem
    except LayoutError as error:
        raise ExportProblem(
            "A part of this protocol is higher than a page and cannot be laid out; "
            "shorten the longest texts in tables."
        ) from error


def _check_characters(document: Document, fonts: "Fonts", trial: TrialProtocol) -> None:
    """Refuse a character that no font has before anything is laid out."""
    heads = [(document.title, "identity.full_title"), (document.running_title, "identity.short_title"),
             (document.running_details, "identity.protocol_number")]  # fmt: skip
    for block in document.blocks:
        heads.extend((text, place or "") for text, place in texts_of(block))
    for text, place in heads:
        problem = fonts.problem(text)
        if problem:
            where = place_words(trial, place) if place else "This protocol"
            raise ExportProblem(f"{where}: {problem}.")
