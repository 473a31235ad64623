"""Writes a document that is no protocol, such as a comparison of studies, as a PDF of its own."""

from collections.abc import Iterator
from pathlib import Path

from protocol_designer.export.pdf.export import ExportProblem
from protocol_designer.report.blocks import Document, texts_of
from protocol_designer.storage.atomic_file import refuse_other_kind, replacing
from protocol_designer.storage.problems import StorageProblem, told

_FIRST_BYTES = b"%PDF-"


def write_extract(document: Document, path: Path, *, paper: str = "a4") -> None:
    """Write the PDF whole or not at all; the same document gives the same bytes.

    Args:
        paper: ``a4`` or ``letter``.

    Raises:
        ExportProblem: A text cannot be printed or laid out, or the disk does not take the file. An older
            file stays.
    """
    try:
        with told(path, "cannot be written"), replacing(path, replace=True) as temporary:
            refuse_other_kind(path, _FIRST_BYTES)
            temporary.write_bytes(_FIRST_BYTES)
            temporary.write_bytes(extract_bytes(document, paper))
    except StorageProblem as problem:
        raise ExportProblem(str(problem)) from problem


def extract_bytes(document: Document, paper: str = "a4") -> bytes:
    """Return the PDF in memory; reportlab is imported here, on first use.

    Raises:
        ExportProblem: A text cannot be printed or laid out, or there is no such paper.
    """
    from reportlab.platypus.doctemplate import LayoutError

    from protocol_designer.export.pdf.build import UnsettledPagesError, build_pdf
    from protocol_designer.export.pdf.fonts import Fonts
    from protocol_designer.export.pdf.style import PAPERS

    if paper not in PAPERS:
        raise ExportProblem(f"There is no paper “{paper}”; use a4 or letter.")
    fonts = Fonts()
    for text in _texts(document):
        if problem := fonts.problem(text):
            raise ExportProblem(f"{document.title}: {problem}.")
    identity = "\n".join((paper, *_texts(document)))
    try:
        sheet = PAPERS[paper]
        return build_pdf(document, sheet, fonts, None, identity=identity, proceed=lambda: None).content
    except (LayoutError, UnsettledPagesError) as error:
        raise ExportProblem(
            f"{document.title} cannot be laid out on this paper; compare fewer studies at once."
        ) from error


def _texts(document: Document) -> Iterator[str]:
    yield from (document.title, document.subject, document.running_title, document.running_details)
    for block in document.blocks:
        yield from (text for text, _ in texts_of(block))
