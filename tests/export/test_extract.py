"""A PDF of its own for comparisons and precedents: the same bytes each time, whole or not at all."""

from pathlib import Path

import pypdf
import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.export import ExportProblem
from protocol_designer.export.pdf.extract import extract_bytes, write_extract
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import load_templates
from protocol_designer.report.blocks import Document, Paragraph, Run
from protocol_designer.report.study_comparison import comparison_document, sides_of


def small(text: str) -> Document:
    return Document("Title", "Author", "Subject", "", "Head", "Details", False, (Paragraph((Run(text),)),))


def test_a_comparison_of_all_that_fits_is_laid_out(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    library = load_templates()
    studies = [library.get(key) for key in (
        "grabski_2022", "dakwar_2020_alcohol", "dakwar_2019_cocaine", "azhari_2021", "das_2019", "yoon_2019",
    )]  # fmt: skip
    document = comparison_document(sides_of(sample_trial, studies, formulary), "2026-01-01")
    first, second = extract_bytes(document), extract_bytes(document)
    assert first == second
    assert len(first) > 10_000


def test_the_paper_changes_the_page(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    write_extract(small("One line."), path, paper="letter")
    page = pypdf.PdfReader(path).pages[0]
    assert (page.mediabox.width, page.mediabox.height) == (612, 792)
    assert "One line." in page.extract_text()


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(ExportProblem, match="a4 or letter"):
        extract_bytes(small("x"), "a3")


def test_a_character_without_a_glyph_is_named_and_the_older_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    write_extract(small("One line."), path)
    before = path.read_bytes()
    with pytest.raises(ExportProblem):
        write_extract(small("A cuneiform \U00012000 sign."), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
