"""A site's own formulary on the command line, and what check and rules say as JSON."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from protocol_designer.cli import main
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.justifications import accept_finding
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.engine import review
from protocol_designer.storage.opening import write_new
from tests.formulary.site_files import LOOSER_THAN_LABEL, SITE, STRICTER, TODAY, site, written
from tests.rules.build import ketamine, protocol, step

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the program in an empty folder of this process."""

    def run_program(*arguments: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(tmp_path)
        code = main(arguments)
        said = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return run_program


@pytest.fixture
def trial(tmp_path: Path) -> TrialProtocol:
    """A protocol of 0.7 mg/kg over 40 min, kept as trial.json."""
    made = protocol(ketamine(step("0.7 mg/kg", "40 min")))
    write_new(tmp_path / "trial.json", made)
    return made


def findings(done: subprocess.CompletedProcess[str], rule: str) -> list[dict[str, Any]]:
    return [finding for finding in json.loads(done.stdout)["findings"] if finding["rule"] == rule]


def test_the_shipped_formulary_is_shown_whole(run: Run, formulary: Formulary) -> None:
    shown = json.loads(run("formulary", "--json").stdout)
    assert {limit["key"] for limit in shown["limits"]} == {limit.key for limit in formulary.limits}
    assert {drug["id"] for drug in shown["drugs"]} == {drug.id for drug in formulary.drugs}
    assert not any(limit["changed"] for limit in shown["limits"])
    text = run("formulary").stdout
    assert all(limit.key in text for limit in formulary.limits)
    assert "not signed off by a site" in text


def test_a_site_formulary_is_verified_and_its_changes_are_shown(run: Run, tmp_path: Path) -> None:
    written(tmp_path, site(changes=[STRICTER, LOOSER_THAN_LABEL]))
    done = run("formulary", "site.json")
    assert done.returncode == 0
    assert "* ketamine.iv.session_total.soft: 0.6 mg/kg (stricter; shipped: 1 mg/kg)" in done.stdout
    assert "! ketamine.iv.rate.fastest: 0.6 mg/kg/min (looser than label; shipped" in done.stdout
    assert "Accepted by Dr A. Example, consultant anaesthetist, 2 October 2026" in done.stdout
    shown = {
        limit["key"]: limit for limit in json.loads(run("formulary", "site.json", "--json").stdout)["limits"]
    }
    changed = shown["ketamine.iv.rate.fastest"]["changed"]
    assert changed["shipped"] == "0.5 mg/kg/min"
    assert changed["effect"] == "looser_than_label"
    assert changed["accepted_by"]["name"] == "Dr A. Example"


@pytest.mark.parametrize(
    "arguments",
    [
        ("formulary", "site.json"),
        ("check", "trial.json", "--formulary", "site.json"),
        ("export", "trial.json", "out.pdf", "--formulary", "site.json"),
        ("rules", "--formulary", "site.json"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_damaged_site_formulary_stops_every_command(
    run: Run, tmp_path: Path, trial: TrialProtocol, arguments: tuple[str, ...]
) -> None:
    written(tmp_path, site(changes=[{**STRICTER, "value": "0.6 mg"}]))
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "site.json cannot be used: changes[ketamine.iv.session_total.soft].value" in done.stderr
    assert not (tmp_path / "out.pdf").exists()


def test_check_judges_by_the_site_formulary(run: Run, tmp_path: Path, trial: TrialProtocol) -> None:
    written(tmp_path, SITE)
    assert findings(run("check", "trial.json", "--json"), "KET-001") == []
    done = run("check", "trial.json", "--formulary", "site.json", "--json")
    (found,) = findings(done, "KET-001")
    assert done.returncode == 1
    assert found["limit"] == "0.6 mg/kg"
    assert found["grade"] == "set by the site formulary"
    assert json.loads(done.stdout)["formulary"].startswith("St Example formulary 2026.1 over ")
    assert "1 limit changed" in run("check", "trial.json", "--formulary", "site.json").stdout


def test_check_gives_the_justification_and_the_fixes(run: Run, tmp_path: Path, formulary: Formulary) -> None:
    high = protocol(ketamine(step("1.2 mg/kg", "60 min")))
    soft = next(finding for finding in review(high, formulary).findings if finding.rule == "KET-001")
    write_new(tmp_path / "trial.json", high)
    (open_finding,) = findings(run("check", "trial.json", "--json"), "KET-001")
    assert open_finding["justification"] is None
    assert open_finding["blocks"] is True
    assert open_finding["computed"] == "1.2 mg/kg"
    assert open_finding["where"]
    assert open_finding["fixes"][0]["after"] == "1 mg/kg"
    write_new(tmp_path / "reasoned.json", accept_finding(soft, "Why", "How", "Who", TODAY)(high))
    (justified,) = findings(run("check", "reasoned.json", "--json"), "KET-001")
    assert justified["blocks"] is False
    assert justified["justification"] == {
        "computed": "1.2 mg/kg",
        "limit": "1 mg/kg",
        "reason": "Why",
        "mitigation": "How",
        "author": "Who",
        "written_on": "2026-11-21",
    }


def test_exit_codes_of_check(
    run: Run, tmp_path: Path, sample_trial: TrialProtocol, trial: TrialProtocol
) -> None:
    write_new(tmp_path / "sample.json", sample_trial)
    assert run("check", "sample.json").returncode == 0
    assert run("check", "trial.json").returncode == 1
    assert run("check", "gone.json").returncode == 2
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    assert run("check", "broken.json").returncode == 2


def test_a_rule_is_explained_with_its_example_and_the_change_of_the_site(run: Run, tmp_path: Path) -> None:
    written(tmp_path, SITE)
    shown = json.loads(run("rules", "KET-001", "--json").stdout)
    assert shown["example"]["case"] == "above 1 mg/kg"
    assert "1.000001 mg/kg" in shown["example"]["message"]
    text = run("rules", "KET-001", "--formulary", "site.json").stdout
    assert "Changed by the site (stricter; shipped: 1 mg/kg)" in text
    assert "Example: above 1 mg/kg" in text
