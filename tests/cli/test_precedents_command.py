"""`precedents` and `compare`: text, JSON, PDF, and the faults in one line."""

import json
from pathlib import Path

import pypdf
import pytest

from protocol_designer.cli import main


@pytest.fixture
def sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = tmp_path / "sample.json"
    assert main(["new", "sample", str(path)]) == 0
    capsys.readouterr()
    return str(path)


def test_precedents_are_printed_as_text(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["precedents", sample]) == 0
    text = capsys.readouterr().out
    assert "20 prior studies gave ketamine by the same route." in text.replace("\n", " ")
    assert "Dakwar 2020 (alcohol) [1]" in text


def test_precedents_as_json_hold_every_field(sample: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["precedents", sample, "--json"]) == 0
    (regimen,) = json.loads(capsys.readouterr().out)["regimens"]
    assert regimen["values"]["dose_per_kg"] == "0.71 mg/kg"
    first = regimen["precedents"][0]
    assert first["study"] == "dakwar_2020_alcohol"
    assert first["relations"]["dose_per_kg"] == "same"
    shah = next(one for one in regimen["precedents"] if one["study"] == "shah_2018")
    assert shah["has_average_rate"] is True
    assert shah["values"]["dose_per_kg"] is None
    assert shah["relations"]["rate"] == "not_reported"


def test_a_comparison_as_json_keeps_unknowns_and_sources(
    sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", sample, "grabski_2022", "--json"]) == 0
    ours, theirs = json.loads(capsys.readouterr().out)["sides"]
    assert (ours["is_protocol"], theirs["id"]) == (True, "grabski_2022")
    assert theirs["fields"]["setting"]["told"] is None
    assert theirs["fields"]["drugs"]["sources"]


def test_studies_are_compared_with_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "-", "grabski_2022", "dakwar_2020_alcohol"]) == 0
    assert "THE STUDY" in capsys.readouterr().out


def test_both_are_written_as_pdf(sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, words in (("precedents", []), ("compare", ["grabski_2022"])):
        path = tmp_path / f"{name}.pdf"
        assert main([name, sample, *words, "--pdf", str(path), "--paper", "letter"]) == 0
        assert capsys.readouterr().out == f"{path}: written.\n"
        assert pypdf.PdfReader(path).pages[0].mediabox.width == 612


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["compare", "{sample}", "nobody_1900"], "There is no template “nobody_1900”"),
        (["compare", "-", "grabski_2022"], "a comparison takes 2 to 7 protocols and studies; 1 were named"),
        (["compare", "{sample}"], "STUDY"),
        (["precedents", "{sample}", "--pdf", "out.txt"], "end it in .pdf"),
        (["precedents", "nowhere.json"], "nowhere.json"),
    ],
)
def test_faults_are_one_line(
    words: list[str], told: str, sample: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([word.format(sample=sample) for word in words]) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_a_pdf_never_replaces_the_protocol_it_was_made_from(
    sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "study.pdf"
    target.write_text("no PDF", encoding="utf-8")
    assert main(["precedents", sample, "--pdf", str(target)]) == 2
    assert target.read_text(encoding="utf-8") == "no PDF"
    assert "another kind" in capsys.readouterr().err
