"""The PDF, read back with a library that did not write it."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.export import ExportProblem, ExportRefused, export_pdf, pdf_bytes
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.engine import review
from protocol_designer.storage.exchange import from_json, to_json


@pytest.fixture(scope="module")
def sample_pdf(sample_trial: TrialProtocol, formulary: Formulary) -> bytes:
    return pdf_bytes(sample_trial, review(sample_trial, formulary), formulary, "submission", "a4")


OLD_FILE = b"%PDF-1.7 the old file"


def draft_of(trial: TrialProtocol, formulary: Formulary, paper: str = "a4") -> PdfReader:
    return PdfReader(BytesIO(pdf_bytes(trial, review(trial, formulary), formulary, "draft", paper)))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def outline_titles(entries: list) -> list[str]:
    titles: list[str] = []
    for entry in entries:
        titles.extend(outline_titles(entry) if isinstance(entry, list) else [entry.title])
    return titles


def test_every_page_after_the_first_carries_its_number_and_the_running_header(
    sample_pdf: bytes, sample_trial: TrialProtocol
) -> None:
    pages = PdfReader(BytesIO(sample_pdf)).pages
    assert 25 <= len(pages) <= 60
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert f"Page {number} of {len(pages)}" in text
        if number > 1:
            assert str(sample_trial.identity.short_title) in text
            assert str(sample_trial.identity.protocol_number) in text
            assert str(sample_trial.identity.version_date) in text


def test_the_outline_holds_every_m11_heading_and_leads_to_its_page(sample_pdf: bytes) -> None:
    reader = PdfReader(BytesIO(sample_pdf))
    titles = outline_titles(reader.outline)
    for number, heading in M11_HEADINGS.items():
        assert f"{number} {heading}" in titles
    schema = next(
        entry for group in reader.outline if isinstance(group, list) for entry in group
        if not isinstance(entry, list) and entry.title == "1.2 Trial Schema"
    )  # fmt: skip
    page = reader.pages[reader.get_destination_page_number(schema)]
    assert "1.2 Trial Schema" in " ".join(page.extract_text().split())


def test_the_contents_list_names_the_page_that_holds_the_heading(sample_pdf: bytes) -> None:
    reader = PdfReader(BytesIO(sample_pdf))
    listed = " ".join(" ".join(reader.pages[n].extract_text() for n in (1, 2)).split())
    for number in ("4.3", "6.7", "9.2", "10.11"):
        heading = M11_HEADINGS[number]
        found = re.search(rf"{re.escape(number)} {re.escape(heading)} (\d+)", listed)
        assert found, f"{number} is not in the contents list"
        page = reader.pages[int(found[1]) - 1]
        assert f"{number} {heading}" in " ".join(page.extract_text().split())


def test_only_embedded_fonts_are_used(sample_pdf: bytes) -> None:
    names = set()
    for page in PdfReader(BytesIO(sample_pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            described = font.get_object()
            names.add(described["/BaseFont"])
            assert "/FontFile2" in described["/FontDescriptor"]
    assert len(names) >= 4
    assert not [name for name in names if "Helvetica" in name]


def test_the_metadata_come_from_the_protocol(sample_pdf: bytes, sample_trial: TrialProtocol) -> None:
    reader = PdfReader(BytesIO(sample_pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == sample_trial.identity.full_title
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == sample_trial.identity.version_date
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.pdf_header == "%PDF-1.7"


def test_the_same_protocol_gives_the_same_bytes(
    sample_trial: TrialProtocol, formulary: Formulary, sample_pdf: bytes
) -> None:
    again = from_json(to_json(sample_trial))
    assert pdf_bytes(again, review(again, formulary), formulary, "submission", "a4") == sample_pdf


HASHED = """
import hashlib
from protocol_designer.export.pdf.export import pdf_bytes
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.precedents.library import load_sample
from protocol_designer.rules.engine import review
formulary, trial = load_formulary(), load_sample()
content = pdf_bytes(trial, review(trial, formulary), formulary, "submission", "a4")
print(hashlib.sha256(content).hexdigest())
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_with_another_order_of_sets_gives_the_same_bytes(
    sample_pdf: bytes, seed: str
) -> None:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    ended = subprocess.run(
        [sys.executable, "-c", HASHED], env=environment, capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == hashlib.sha256(sample_pdf).hexdigest()


def test_another_protocol_has_another_identity(formulary: Formulary) -> None:
    one, other = (
        TrialProtocol.model_validate({"identity": {"short_title": "Same", "acronym": acronym}})
        for acronym in ("A", "B")
    )
    first, second = draft_of(one, formulary), draft_of(other, formulary)
    assert first.trailer["/ID"] != second.trailer["/ID"]


def test_landscape_pages_are_stored_as_landscape_and_a_schedule_repeats_its_head(sample_pdf: bytes) -> None:
    wide = [
        page for page in PdfReader(BytesIO(sample_pdf)).pages if page.mediabox.width > page.mediabox.height
    ]
    assert len(wide) >= 2
    heads = [page for page in wide if "Epoch" in page.extract_text()]
    assert len(heads) >= 2


def test_letter_paper_has_its_size(blank_trial: TrialProtocol, formulary: Formulary) -> None:
    page = draft_of(blank_trial, formulary, "letter").pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (612, 792)


def test_a_draft_says_so_on_every_page_and_a_final_does_not(
    blank_trial: TrialProtocol, formulary: Formulary, sample_pdf: bytes
) -> None:
    assert all("DRAFT" in page.extract_text() for page in draft_of(blank_trial, formulary).pages)
    assert "DRAFT" not in text_of(PdfReader(BytesIO(sample_pdf)))


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> & <i>more",
        '<font color="[__import__(1)]">red</font>',
        '<img src="/etc/passwd"/>',
        "<para>x</para> </para> &amp; &#65;",
        "5 < 6 ≤ 7 ≥ 6 → 5 − α µg",
        "{{ template }} %s \\n",
    ],
)
def test_markup_in_user_text_comes_out_as_text(formulary: Formulary, text: str) -> None:
    trial = TrialProtocol.model_validate(
        {
            "identity": {"full_title": text, "short_title": text, "confidentiality_statement": text},
            "arms": [{"id": "arm-1", "name": text, "description": text}],
            "narrative": [{"number": "2.1", "text": text}],
        }
    )
    reader = draft_of(trial, formulary)
    assert text_of(reader).count(" ".join(text.split())) >= 5
    assert reader.metadata is not None
    assert reader.metadata.title == text


def test_line_breaks_are_kept_and_blank_lines_make_paragraphs(formulary: Formulary) -> None:
    prose = "First line\nsecond line\n\nAnother paragraph"
    trial = TrialProtocol.model_validate({"narrative": [{"number": "2.1", "text": prose}]})
    lines = [
        line.strip()
        for page in draft_of(trial, formulary).pages
        for line in page.extract_text().splitlines()
        if not line.strip().isdecimal()  # the numbers of the lines
    ]
    at = lines.index("First line")
    assert lines[at + 1] == "second line"
    assert "Another paragraph" in lines[at + 2 : at + 4]


def test_a_very_long_word_is_printed_whole(formulary: Formulary) -> None:
    trial = TrialProtocol.model_validate({"narrative": [{"number": "2.1", "text": "x" * 30_000}]})
    assert "".join(page.extract_text() for page in draft_of(trial, formulary).pages).count("x") >= 30_000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("שלום", "right-to-left"),
        ("safe \u202e text", "right-to-left"),
        ("漢", "no font here has the character"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_its_place(
    formulary: Formulary, tmp_path: Path, text: str, told: str
) -> None:
    trial = TrialProtocol.model_validate({"arms": [{"id": "arm-1", "name": "Arm", "description": text}]})
    target = tmp_path / "old.pdf"
    target.write_bytes(OLD_FILE)
    with pytest.raises(ExportProblem, match=told) as problem:
        export_pdf(trial, review(trial, formulary), formulary, target)
    assert str(problem.value).startswith("Arm")
    assert target.read_bytes() == OLD_FILE


def test_a_final_profile_is_refused_while_findings_block(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary, tmp_path: Path
) -> None:
    trial = trial_from("dakwar_2020_alcohol")
    report = review(trial, formulary)
    for profile in ("submission", "archive"):
        with pytest.raises(ExportRefused) as refusal:
            export_pdf(trial, report, formulary, tmp_path / "out.pdf", profile=profile)
        assert len(refusal.value.to_do) > len(report.blocking)
        assert report.blocking[0].rule in refusal.value.to_do[0]
        told = refusal.value.to_do[len(report.blocking) :]
        assert "Title page: “Protocol number” is not decided." in told
        section = "Section 8.5, Pharmacokinetics"
        assert f"{section}: it has no content; write it, or say why it does not apply." in told
    assert list(tmp_path.iterdir()) == []
    export_pdf(trial, report, formulary, tmp_path / "out.pdf", profile="draft")
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


def test_the_archive_gives_the_protocol_back(
    sample_trial: TrialProtocol, formulary: Formulary, tmp_path: Path
) -> None:
    target = tmp_path / "archive.pdf"
    export_pdf(sample_trial, review(sample_trial, formulary), formulary, target, profile="archive")
    reader = PdfReader(target)
    (content,) = reader.attachments["protocol.json"]
    assert from_json(content.decode()) == sample_trial
    assert json.loads(content)["schema_version"] == 1
    specification = reader.trailer["/Root"]["/AF"][0].get_object()
    assert specification["/AFRelationship"] == "/Source"
    assert specification["/EF"]["/F"].get_object()["/Subtype"] == "/application/json"


def test_a_submission_has_no_attachment(sample_pdf: bytes) -> None:
    assert dict(PdfReader(BytesIO(sample_pdf)).attachments) == {}


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(
    blank_trial: TrialProtocol, formulary: Formulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "old.pdf"
    target.write_bytes(OLD_FILE)

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as handle:
            handle.write(data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportProblem, match="the disk is full"):
        export_pdf(blank_trial, review(blank_trial, formulary), formulary, target)
    assert target.read_bytes() == OLD_FILE
    assert [path.name for path in tmp_path.iterdir()] == ["old.pdf"]


def test_a_missing_folder_is_told_with_its_cure(
    blank_trial: TrialProtocol, formulary: Formulary, tmp_path: Path
) -> None:
    with pytest.raises(ExportProblem, match="does not exist"):
        export_pdf(blank_trial, review(blank_trial, formulary), formulary, tmp_path / "no" / "out.pdf")


def test_a_folder_in_the_place_of_the_file_is_told(
    blank_trial: TrialProtocol, formulary: Formulary, tmp_path: Path
) -> None:
    with pytest.raises(ExportProblem, match=r"is a folder; name a file in it\.$"):
        export_pdf(blank_trial, review(blank_trial, formulary), formulary, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("setting", "value"), [("profile", "final"), ("paper", "a3")])
def test_an_unknown_setting_is_refused(
    blank_trial: TrialProtocol, formulary: Formulary, tmp_path: Path, setting: str, value: str
) -> None:
    with pytest.raises(ExportProblem, match=value):
        export_pdf(
            blank_trial, review(blank_trial, formulary), formulary, tmp_path / "o.pdf", **{setting: value}
        )


@pytest.mark.parametrize("template", ["dakwar_2014_cocaine", "grabski_2022", "krupitsky_2002"])
def test_a_draft_from_a_prior_study_names_every_visit(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary, template: str
) -> None:
    trial = trial_from(template)
    text = text_of(draft_of(trial, formulary))
    for visit in trial.schedule.visits:
        assert " ".join(visit.name.split()) in text
