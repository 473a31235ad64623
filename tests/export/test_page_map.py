"""The page map: every place lies where another library finds its text, and mapping changes no byte."""

from itertools import pairwise

import pypdfium2
import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.export import pdf_bytes, printed_pages
from protocol_designer.export.pdf.page_map import PageMap, Printed, PrintedMark
from protocol_designer.export.pdf.pages import PageIndex
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import load_templates
from protocol_designer.report.blocks import BulletList, Document, Figure, Paragraph, Table
from protocol_designer.report.document import compose
from protocol_designer.rules.engine import review

MARGIN = 3.0
"""Points by which an accent or a descender may stand out of its line."""


@pytest.fixture(scope="module")
def document(sample_trial: TrialProtocol, formulary: Formulary) -> Document:
    return compose(sample_trial, review(sample_trial, formulary), formulary, "draft", load_templates())


@pytest.fixture(scope="module")
def printed(document: Document, sample_trial: TrialProtocol, formulary: Formulary) -> Printed:
    return printed_pages(document, sample_trial, review(sample_trial, formulary), "draft", "a4")


@pytest.fixture(scope="module")
def text_in(printed: Printed) -> dict[PrintedMark, str]:
    """The text inside every mark, read from the PDF by another library."""
    pdf = pypdfium2.PdfDocument(printed.content)
    try:
        pages = [page.get_textpage() for page in pdf]
        return {mark: _bounded(pages[mark.page - 1], mark, printed.map) for mark in printed.map.marks}
    finally:
        pdf.close()


def _bounded(page: pypdfium2.PdfTextPage, mark: PrintedMark, pages: PageMap) -> str:
    height = pages.sizes[mark.page - 1][1]
    text = page.get_text_bounded(
        mark.left - MARGIN, height - mark.bottom - MARGIN, mark.right + MARGIN, height - mark.top + MARGIN
    )
    return squeezed(text)


def squeezed(text: str) -> str:
    return "".join(text.replace("\ufffe", "").replace("\xad", "").split())


def said(runs: tuple[object, ...]) -> str:
    return squeezed("".join(getattr(run, "text", "") for run in runs))


def test_the_map_changes_no_byte(printed: Printed, sample_trial: TrialProtocol, formulary: Formulary) -> None:
    exported = pdf_bytes(sample_trial, review(sample_trial, formulary), formulary, "draft", "a4")
    assert printed.content == exported


def test_every_page_has_its_size(printed: Printed) -> None:
    pdf = pypdfium2.PdfDocument(printed.content)
    try:
        assert [tuple(round(side) for side in page.get_size()) for page in pdf] == [
            tuple(round(side) for side in size) for size in printed.map.sizes
        ]
    finally:
        pdf.close()


def test_every_rectangle_lies_on_its_page(printed: Printed) -> None:
    assert len(printed.map.marks) > 500
    for mark in printed.map.marks:
        width, height = printed.map.sizes[mark.page - 1]
        assert 0 <= mark.left < mark.right <= width + 0.1, mark
        assert 0 <= mark.top < mark.bottom <= height + 0.1, mark


def test_every_paragraph_and_item_stands_where_its_place_is_marked(
    document: Document, printed: Printed, text_in: dict[PrintedMark, str]
) -> None:
    wanted = [
        (block.place, said(block.runs))
        for block in document.blocks
        if isinstance(block, Paragraph) and block.place and not any(run.pages_of for run in block.runs)
    ]
    for block in document.blocks:
        if isinstance(block, BulletList):
            wanted += [(place, said(item)) for place, item in zip(block.places, block.items, strict=False)]
    assert len(wanted) > 150
    missing = [(place, text) for place, text in wanted if not _stands(place, text, printed, text_in)]
    assert missing == []


def test_every_cell_stands_where_its_place_is_marked(
    document: Document, printed: Printed, text_in: dict[PrintedMark, str]
) -> None:
    wanted = [
        (cell.place, said(cell.runs))
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        if cell.place and not any(run.pages_of for run in cell.runs)
    ]
    assert len(wanted) > 300
    missing = [(place, text) for place, text in wanted if not _stands(place, text, printed, text_in)]
    assert missing == []


def _stands(place: str, text: str, printed: Printed, text_in: dict[PrintedMark, str]) -> bool:
    """Tell whether a text stands in one mark of its place, or in those that a page break parts."""
    own = [mark for mark in printed.map.marks if mark.place == place]
    if any(text in text_in[mark] for mark in own):
        return True
    return any(
        text_in[first][-20:] in text and text_in[second][:20] in text for first, second in pairwise(own)
    )


def test_a_figure_has_its_marks_on_the_page_of_its_caption(
    document: Document, printed: Printed, text_in: dict[PrintedMark, str]
) -> None:
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    assert figures
    for figure in figures:
        places = {mark.place for mark in figure.drawing.marks if mark.place}
        number = squeezed(figure.caption.partition(". ")[0])
        (page,) = printed.map.numbers.of((figure.anchor or "",))
        here = {mark.place for mark in printed.map.marks if mark.page == page}
        assert places <= here, number


def marks(*entries: tuple[int, str, float, float]) -> PageMap:
    made = tuple(PrintedMark(page, place, 10, top, 100, bottom) for page, place, top, bottom in entries)
    return PageMap(((200, 300), (200, 300)), made, PageIndex())


def test_the_smallest_part_under_a_point_is_meant() -> None:
    pages = marks((1, "regimens[a]", 10, 200), (1, "regimens[a].cap", 50, 60))
    found = pages.at(1, 20, 55)
    assert found is not None
    assert found.place == "regimens[a].cap"
    assert pages.at(1, 20, 250) is None
    assert pages.at(2, 20, 55) is None


def test_a_place_is_found_itself_then_inside_then_around() -> None:
    pages = marks((1, "regimens[a].steps[0]", 10, 20), (2, "regimens[b]", 10, 20), (2, "narrative", 30, 40))
    assert [one.place for one in pages.of("regimens[a].steps[0]")] == ["regimens[a].steps[0]"]
    assert [one.place for one in pages.of("regimens[a]")] == ["regimens[a].steps[0]"]
    assert [one.place for one in pages.of("regimens[b].cap")] == ["regimens[b]"]
    assert pages.of("regimens[ab]") == ()
    assert [one.place for one in pages.of("regimens[a].name")] == ["regimens[a].steps[0]"]
    assert pages.of("identity.sponsor_name") == ()
    pages = marks((1, "identity.registration", 10, 20), (1, "identity", 30, 40))
    assert [one.place for one in pages.of("identity.registration.registry")] == ["identity.registration"]
    assert pages.of("identity.sponsor_name") == ()


def test_both_ends_of_a_range_stand_in_one_row(printed: Printed) -> None:
    for name in ("weight", "age", "bmi"):
        assert printed.map.of(f"population.{name}_max") == printed.map.of(f"population.{name}_min") != ()
