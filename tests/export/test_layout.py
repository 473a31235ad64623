"""How pages are filled: decimal points below each other, tables whole, no page for a stray line."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.decimals import decimal_shifts
from protocol_designer.export.pdf.export import pdf_bytes
from protocol_designer.export.pdf.extract import extract_bytes
from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.markup import Markup
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Block, Cell, Column, Document, Paragraph, Row, Run, Runs, Table
from protocol_designer.report.display_list import Align
from protocol_designer.rules.engine import review


@pytest.fixture(scope="module")
def pages(sample_trial: TrialProtocol, formulary: Formulary) -> list[str]:
    content = pdf_bytes(sample_trial, review(sample_trial, formulary), formulary, "submission", "a4")
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def laid_out(*blocks: Block) -> list[str]:
    document = Document("Title", "Author", "Subject", "", "Head", "Details", False, blocks)
    read = PdfReader(BytesIO(extract_bytes(document)))
    return [" ".join(page.extract_text().split()) for page in read.pages]


def shifts(*numbers: str, align: Align = Align.RIGHT) -> dict[tuple[int, int], float]:
    rows = tuple(Row((Cell((Run(number),)),)) for number in numbers)
    table = Table("", (Column(1, align),), (), rows)
    return decimal_shifts(table, lambda text, is_bold: len(text) * (2.0 if is_bold else 1.0))


def test_numbers_move_left_by_the_decimals_that_they_lack() -> None:
    assert shifts("5.5", "11", "10.45", "6.05") == {(0, 0): 1, (0, 1): 3}


def test_text_and_dashes_and_left_columns_stay() -> None:
    assert shifts("5.55", "–", "largest dose", "") == {}
    assert shifts("5.5", "11", align=Align.LEFT) == {}


def test_the_sample_takes_no_more_than_fifty_five_pages_and_none_is_nearly_empty(pages: list[str]) -> None:
    assert 40 <= len(pages) <= 60
    assert [number for number, text in enumerate(pages, start=1) if len(text) < 350] == []


def narrow(rows: int, words: int, notes: tuple[Runs, ...] = ()) -> Table:
    """Return a table of tall rows, each with its number in words."""
    column = Column(1.0)
    body = tuple(Row((Cell((Run(f"row{at} " + "word " * words),)),)) for at in range(rows))
    return Table("Table 1. Caption", (column,), (Row((Cell((Run("Head"),)),)),), body, footnotes=notes)


@pytest.mark.parametrize("filled", range(24, 56, 4))
def test_a_caption_never_stands_without_the_first_rows_of_its_table(filled: int) -> None:
    lines = tuple(Paragraph((Run("Line"),)) for _ in range(filled))
    pages = laid_out(*lines, narrow(8, 120))
    (start,) = [text for text in pages if "Table 1. Caption" in text]
    assert "Head row0" in start
    assert "row1" in start


@pytest.mark.parametrize("filled", range(4, 40, 3))
def test_the_notes_of_a_table_stand_with_a_row_of_it(filled: int) -> None:
    lines = tuple(Paragraph((Run("Line"),)) for _ in range(filled))
    pages = laid_out(*lines, narrow(4, 180, ((Run("The note. " * 80),),)))
    (end,) = [text for text in pages if "The note." in text]
    assert "row3" in end


def test_a_text_higher_than_a_page_is_printed_whole_below_its_table(formulary: Formulary) -> None:
    trial = TrialProtocol.model_validate(
        {"arms": [{"id": "arm-1", "name": "Arm", "description": "gibberish " * 3_000}]}
    )
    content = pdf_bytes(trial, review(trial, formulary), formulary, "draft", "a4")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert text.count("gibberish") == 3_000


def test_a_pump_table_stands_on_one_page_with_its_worst_case(pages: list[str]) -> None:
    held = [text for text in pages if "Dose and pump table: Ketamine, two steps" in text]
    (text,) = [one for one in held if "worst case over the eligible weights" in one]
    assert "largest dose" in text


def test_one_page_answers_what_a_committee_asks_first(pages: list[str]) -> None:
    (text,) = [one for one in pages if "Dose and safety at a glance Dose:" in one]
    for answer in (
        "At 100 kg, the heaviest",
        "1.2 mg/min",
        "Who watches",
        "What stops the infusion",
        "Not assessed",
    ):
        assert answer in text


@pytest.mark.parametrize(
    "text", ["0.6 mg/kg", "50 min", "2.5 mg", "60 mL/h", "92 %", "110 mmHg", "3 × ULN", "× 2"]
)
def test_a_number_and_its_unit_share_a_line(text: str) -> None:
    written = Markup(Fonts()).text((Run(f"give {text} once"),))
    assert written == f"give {text.replace(' ', chr(0xA0), 1)} once"


@pytest.mark.parametrize("text", ["4 minutes", "in 12 more", "5 groups", "2 hands", "day 7 in"])
def test_other_blanks_may_break(text: str) -> None:
    assert chr(0xA0) not in Markup(Fonts()).text((Run(text),))


def test_the_same_measure_comes_from_the_cache(sample_trial: TrialProtocol) -> None:
    fonts, name = Fonts(), FontFace.REGULAR.value
    first = fonts.width("Ketamine 0.6 mg/kg", name, 9)
    assert first == fonts.width("Ketamine 0.6 mg/kg", name, 9)
    assert fonts.width("Ketamine 0.6 mg/kg", name, 18) == pytest.approx(2 * first)
