"""What stands on a page beside the text, and what text cannot do: stamp space, line numbers, injection."""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf import export
from protocol_designer.export.pdf.export import ExportCancelled, ExportProblem, export_pdf, pdf_bytes
from protocol_designer.export.pdf.fonts import Fonts
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.engine import review

STAMP_POINTS = 144.0
LEFT_OF_TEXT = 50.0


def text_boxes(content: bytes) -> list[list[tuple[float, float, str]]]:
    """Return for each page the left and lower edge and the text of every line, by another library."""
    document = pypdfium2.PdfDocument(content)
    try:
        found = []
        for page in document:
            words = page.get_textpage()
            boxes = [words.get_rect(index) for index in range(words.count_rects())]
            found.append([(box[0], box[1], words.get_text_bounded(*box)) for box in boxes])
        return found
    finally:
        document.close()


def draft(trial: TrialProtocol, formulary: Formulary, **options: Any) -> bytes:
    return pdf_bytes(trial, review(trial, formulary), formulary, "draft", "a4", **options)


def prose(text: str) -> TrialProtocol:
    return TrialProtocol.model_validate(
        {
            "identity": {
                "full_title": text.replace("\n", " ")[:900],
                "short_title": text[:100].partition("\n")[0],
            },
            "arms": [{"id": "arm-1", "name": text[:200].partition("\n")[0], "description": text}],
            "narrative": [{"number": "2.1", "text": text}],
        }
    )


def test_the_stamp_space_is_blank_on_every_page_and_only_when_asked_for(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    report = review(sample_trial, formulary)
    pages = {
        asked: text_boxes(pdf_bytes(sample_trial, report, formulary, "submission", "a4", stamp_space=asked))
        for asked in (True, False)
    }
    assert all(bottom >= STAMP_POINTS for page in pages[True] for _, bottom, _ in page)
    assert all(any(text.startswith("Page ") for _, _, text in page) for page in pages[True])
    assert min(bottom for page in pages[False] for _, bottom, _ in page) < STAMP_POINTS


def left_numbers(content: bytes) -> list[list[int]]:
    """Return for each page the numbers that stand left of the text column, from the top."""
    return [
        [
            int(text)
            for left, _, text in sorted(page, key=lambda line: -line[1])
            if left < LEFT_OF_TEXT and text.strip().isdigit()
        ]
        for page in text_boxes(content)
    ]


def test_a_draft_numbers_its_lines_anew_on_each_page_and_a_final_does_not(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    numbered = [numbers for numbers in left_numbers(draft(sample_trial, formulary)) if numbers]
    assert len(numbered) > 20
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in numbered)
    final = pdf_bytes(sample_trial, review(sample_trial, formulary), formulary, "submission", "a4")
    assert not any(left_numbers(final))


HOSTILE = [
    '<img src="/etc/hostname"/> and <img src="http://192.0.2.1/x.png" width="9" height="9"/>',
    "<font color=\"[__import__('os').getcwd()]\">x</font>",
    "<onDraw name=x label=y/> <a name='x'/> <a href='file:///etc/hostname'>y</a> <br/>",
    "<seq id='x'/> <bullet>y</bullet> <![CDATA[z]]> <!ENTITY a SYSTEM 'file:///etc/hostname'> &a;",
    "</para></font></a> &nope; &#0; %(x)s {0.__class__} ${HOME} \\x41",
    "(unbalanced \\) ) Tj ET EMC Q endstream endobj >> stream",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_as_it_is_and_opens_nothing(formulary: Formulary, text: str) -> None:
    trial = prose(text)
    report = review(trial, formulary)
    pdf_bytes(trial, report, formulary, "draft", "a4")  # modules and data are read once
    touched: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching[0] and event in (
            "open",
            "socket.connect",
            "subprocess.Popen",
            "os.system",
            "exec",
            "import",
        ):
            touched.append(f"{event} {arguments[:1]}")

    sys.addaudithook(watch)
    try:
        content = pdf_bytes(trial, report, formulary, "draft", "a4")
    finally:
        watching[0] = False
    assert [one for one in touched if "etc" in one or "192.0.2" in one or "getcwd" in one] == []
    assert [one for one in touched if one.startswith(("socket", "subprocess", "os.system"))] == []
    reader = PdfReader(BytesIO(content))
    printed = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert printed.count("".join(text.split())) >= 3
    addresses = [
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation.get_object()
    ]
    assert [address for address in addresses if not address.startswith(("https://", "http://"))] == []
    assert [address for address in addresses if "192.0.2.1" in address] == []


def test_a_word_of_a_hundred_thousand_letters_is_printed_whole(formulary: Formulary) -> None:
    trial = TrialProtocol.model_validate({"narrative": [{"number": "2.1", "text": "Ω" * 100_000}]})
    reader = PdfReader(BytesIO(draft(trial, formulary)))
    assert sum(page.extract_text().count("Ω") for page in reader.pages) == 100_000


@pytest.mark.parametrize(
    "text",
    [
        "Ωμέγα λόγος",
        "naïve Łódź Příliš žluťoučký",
        "Привет",
        "∑ ∫ ≤ ≥ ± × √ ∞ → ⇒ ½ µg m² 10⁻³",
        "𐌀𐌁 above the first plane",
        "✓ ✗ ☐",
    ],
)
def test_greek_accents_and_mathematics_are_read_back_as_they_were(formulary: Formulary, text: str) -> None:
    trial = TrialProtocol.model_validate({"narrative": [{"number": "2.1", "text": text}]})
    content = draft(trial, formulary)
    pages = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert text in " ".join(pages.split())
    seen = " ".join(part for page in text_boxes(content) for _, _, part in page)
    assert "\ufffd" not in seen


def test_an_accent_written_apart_is_joined_with_its_letter(formulary: Formulary) -> None:
    trial = TrialProtocol.model_validate({"narrative": [{"number": "2.1", "text": "cafe\u0301"}]})
    assert "café" in " ".join(p.extract_text() for p in PdfReader(BytesIO(draft(trial, formulary))).pages)


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ue000"])
def test_a_character_that_draws_nothing_or_anything_is_refused_by_its_number(character: str) -> None:
    told = Fonts().problem(f"dose {character} now")
    assert told is not None
    assert f"U+{ord(character):04X}" in told


def test_a_refused_character_names_its_place(formulary: Formulary) -> None:
    trial = prose("a private \ue000 sign")
    with pytest.raises(ExportProblem, match=r"U\+E000"):
        draft(trial, formulary)


def test_a_title_of_any_length_leaves_the_header_its_room(formulary: Formulary) -> None:
    trial = TrialProtocol.model_validate({"identity": {"short_title": "long title " * 90}})
    for page in text_boxes(draft(trial, formulary))[1:]:
        assert any("…" in text for _, _, text in page)


@pytest.fixture
def never_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> bytes:
        raise AssertionError("laid out before the folder was tried")

    monkeypatch.setattr(export, "_laid_out", refuse)


@pytest.mark.usefixtures("never_laid_out")
def test_a_folder_that_takes_no_file_is_told_before_the_layout(
    blank_trial: TrialProtocol, formulary: Formulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(self: Path, data: bytes) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", read_only)
    with pytest.raises(ExportProblem, match="you have no permission"):
        export_pdf(blank_trial, review(blank_trial, formulary), formulary, tmp_path / "out.pdf")


@pytest.mark.usefixtures("never_laid_out")
def test_a_file_of_another_kind_is_told_before_the_layout(
    blank_trial: TrialProtocol, formulary: Formulary, tmp_path: Path
) -> None:
    target = tmp_path / "notes.pdf"
    target.write_text("my notes", encoding="utf-8")
    with pytest.raises(ExportProblem, match="another kind"):
        export_pdf(blank_trial, review(blank_trial, formulary), formulary, target)
    assert target.read_text(encoding="utf-8") == "my notes"


def test_a_file_that_another_program_holds_is_told_as_such(
    blank_trial: TrialProtocol, formulary: Formulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SharingError(PermissionError):
        winerror = 32

    def held(self: Path, target: Path) -> Path:
        raise SharingError(13, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(ExportProblem, match="another program is using the file"):
        export_pdf(blank_trial, review(blank_trial, formulary), formulary, tmp_path / "out.pdf")
    assert list(tmp_path.iterdir()) == []


def test_an_export_can_be_given_up_between_its_passes_and_leaves_nothing(
    blank_trial: TrialProtocol, formulary: Formulary, tmp_path: Path
) -> None:
    answers = iter([False, True])
    with pytest.raises(ExportCancelled):
        export_pdf(
            blank_trial,
            review(blank_trial, formulary),
            formulary,
            tmp_path / "out.pdf",
            is_cancelled=lambda: next(answers),
        )
    assert list(tmp_path.iterdir()) == []
