"""The structure tree as another library reads it: every mark once, in reading order, tables with heads."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.export import pdf_bytes
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.engine import review

Element = Any


@pytest.fixture(scope="module")
def reader(formulary: Formulary) -> PdfReader:
    from protocol_designer.precedents.library import load_sample

    sample: TrialProtocol = load_sample()
    content = pdf_bytes(sample, review(sample, formulary), formulary, "submission", "a4")
    return PdfReader(BytesIO(content))


def _kids(element: Element) -> list[Any]:
    kids = element.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return list(kids) if isinstance(kids, list) else [kids]


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for kid in _kids(element):
        found = kid.get_object() if hasattr(kid, "get_object") else kid
        if hasattr(found, "get") and "/S" in found:
            yield from _walk(found)


def _elements(reader: PdfReader) -> list[Element]:
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    return [element for kid in _kids(root) for element in _walk(kid.get_object())]


def _marks_in_tree(reader: PdfReader) -> list[tuple[int, int]]:
    """Return (page, mark) in the order of the tree."""
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}  # type: ignore[union-attr]  # every page of a file has a reference
    found = []
    for element in _elements(reader):
        page = element.get("/Pg")
        own = numbers[element.raw_get("/Pg").idnum] if page is not None else None
        for kid in _kids(element):
            if isinstance(kid, int):
                assert own is not None
                found.append((own, int(kid)))
                continue
            part = kid.get_object()
            if hasattr(part, "get") and part.get("/Type") == "/MCR":
                where = numbers[part.raw_get("/Pg").idnum] if "/Pg" in part else own
                assert where is not None
                found.append((where, int(part["/MCID"])))
    return found


def _marks_on_pages(reader: PdfReader) -> list[tuple[int, int]]:
    found = []
    for number, page in enumerate(reader.pages):
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"BDC" and "/MCID" in operands[1]:
                found.append((number, int(operands[1]["/MCID"])))
    return found


def test_every_mark_on_a_page_stands_in_the_tree_once(reader: PdfReader) -> None:
    in_tree, on_pages = Counter(_marks_in_tree(reader)), Counter(_marks_on_pages(reader))
    assert in_tree == on_pages
    assert set(in_tree.values()) == {1}
    assert len(in_tree) > 1000


def test_the_tree_reads_the_pages_in_order(reader: PdfReader) -> None:
    pages = [page for page, _ in _marks_in_tree(reader)]
    assert pages == sorted(pages)


def test_text_is_never_drawn_outside_a_mark(reader: PdfReader) -> None:
    for page in reader.pages:
        depth = 0
        for _, operator in ContentStream(page.get_contents(), reader).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            if operator in (b"Tj", b"TJ", b"'", b'"'):
                assert depth > 0
        assert depth == 0


def test_headings_skip_no_level(reader: PdfReader) -> None:
    levels = [
        int(element["/S"][2:])
        for element in _elements(reader)
        if element["/S"][1:2] == "H" and element["/S"][2:].isdigit()
    ]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_table_has_heads_that_say_what_they_head(reader: PdfReader) -> None:
    tables = [element for element in _elements(reader) if element["/S"] == "/Table"]
    assert len(tables) > 30
    for table in tables:
        heads = [element for element in _walk(table) if element["/S"] == "/TH"]
        assert heads
        for head in heads:
            attributes = head["/A"]
            attributes = attributes if isinstance(attributes, list) else [attributes]
            assert any(one.get_object().get("/Scope") in ("/Row", "/Column", "/Both") for one in attributes)


def test_every_figure_is_described(reader: PdfReader) -> None:
    figures = [element for element in _elements(reader) if element["/S"] == "/Figure"]
    assert len(figures) >= 4
    assert all(len(element["/Alt"]) > 20 for element in figures)


def test_every_link_stands_in_the_tree_with_words(reader: PdfReader) -> None:
    annotations = [annotation.get_object() for page in reader.pages for annotation in page.get("/Annots", [])]
    assert len(annotations) > 100
    assert all(annotation["/Subtype"] == "/Link" for annotation in annotations)
    assert all(annotation.get("/Contents") and "/StructParent" in annotation for annotation in annotations)


def test_the_file_says_that_it_is_tagged_in_which_language_and_under_which_title(reader: PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert all(page["/Tabs"] == "/S" for page in reader.pages)
