"""Templates on the command line: all records and the user's own, one in words, a protocol from each kind."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from protocol_designer.cli import main
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.library import load_templates
from protocol_designer.storage.opening import read_protocol
from protocol_designer.storage.own_templates import keep_own_template, own_templates_folder

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, in an empty folder."""

    def run_program(*arguments: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(tmp_path)
        code = main(arguments)
        said = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return run_program


@pytest.fixture
def own(sample_trial: TrialProtocol) -> None:
    """One template that can be used and one that cannot."""
    keep_own_template(sample_trial, "Our design", "Two steps", date(2026, 11, 21))
    (own_templates_folder() / "bad.json").write_text("{}", encoding="utf-8")


def test_every_record_and_every_own_template_is_listed(run: Run, own: None) -> None:
    done = run("templates")
    assert done.returncode == 0
    named = {line.removeprefix("*").split()[0] for line in done.stdout.splitlines() if line.strip("* ")}
    assert {template.id for template in load_templates().all} <= named
    assert "* own:our-design  Our design" in done.stdout
    assert (
        "bad.json  cannot be used: bad.json is no template of this program: id: this field is" in done.stdout
    )


def test_the_json_tells_what_each_record_is(run: Run, own: None) -> None:
    records = json.loads(run("templates", "--json").stdout)
    assert len(records) == 44
    assert all({"id", "label", "evidence_class", "starts_protocol"} <= set(record) for record in records)
    by_id = {record["id"]: record for record in records}
    assert by_id["own:our-design"]["evidence_class"] == "own"
    assert by_id["own:our-design"]["starts_protocol"]
    assert not by_id["own:bad"]["starts_protocol"]
    assert by_id["gao_2023"]["why_not"]
    assert sum(record["starts_protocol"] for record in records) == 31


def test_one_record_is_told_in_words_or_as_json(run: Run) -> None:
    told = run("templates", "dakwar_2020_alcohol").stdout
    assert "midazolam: 3 of 11" in told
    assert "18 questions stay open" in told
    assert all(len(line) <= 110 for line in told.splitlines())
    assert json.loads(run("templates", "gao_2023", "--json").stdout)["id"] == "gao_2023"
    assert "Evidence only, starts no protocol" in run("templates", "gao_2023").stdout


def test_a_protocol_starts_from_an_own_template(
    run: Run, own: None, tmp_path: Path, sample_trial: TrialProtocol
) -> None:
    done = run("new", "own:our-design", "study.json")
    assert done.returncode == 0
    assert "your template “Our design”" in done.stdout
    assert read_protocol(tmp_path / "study.json").regimens == sample_trial.regimens
    assert "Two steps" in run("templates", "own:our-design").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("templates", "nobody_1999"), "There is no template “nobody_1999”"),
        (
            ("templates", "own:nothing"),
            "There is no template of your own “nothing”; there are: bad, our-design",
        ),
        (("new", "own:bad", "study.json"), "bad.json is no template of this program"),
        (("new", "own:../../escape", "study.json"), "There is no template of your own"),
    ],
)
def test_what_is_not_there_or_cannot_be_used_is_told_in_one_line(
    run: Run, own: None, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "study.json").exists()
