"""The command line as a person or a script meets it: a process with output, errors and an exit code."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from protocol_designer import __version__
from protocol_designer.cli import commands, main, parser
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.amendments import begin_amendment
from protocol_designer.edits.fields import set_field
from protocol_designer.quantities import Quantity
from protocol_designer.rules.catalogue import RULES
from protocol_designer.storage.exchange import from_json, to_json
from protocol_designer.storage.opening import read_protocol, write_new
from protocol_designer.storage.protocol_file import ProtocolFile

PROGRAM = [sys.executable, "-m", "protocol_designer"]
COMMANDS = (
    "templates", "new", "check", "export", "rules", "formulary", "show", "diff", "merge", "verify",
    "versions", "history", "salvage",
)  # fmt: skip
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program in an empty folder; its output is UTF-8 whatever the system says."""

    def run_program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [*PROGRAM, *arguments],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done

    return run_program


@pytest.fixture
def run_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the program in this process, which spares the start; `run` shows that a process does the same."""

    def run_program(*arguments: str) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(tmp_path)
        code = main(arguments)
        said = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return run_program


def _refused(done: subprocess.CompletedProcess[str], said: str, code: int = 2) -> None:
    assert done.returncode == code
    assert done.stdout == ""
    assert done.stderr.startswith("protocol-designer: ")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_help_names_every_command_with_examples(run_here: Run) -> None:
    done = run_here("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"  {command}" in done.stdout
    assert "examples:" in done.stdout
    assert "exit codes:" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_explains_itself(run_here: Run, command: str) -> None:
    done = run_here(command, "--help")
    assert done.returncode == 0
    assert f"protocol-designer {command}" in done.stdout
    assert "examples:" in done.stdout


def test_version(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"protocol-designer {__version__}\n", "")


def test_templates(run_here: Run) -> None:
    listed = json.loads(run_here("templates", "--json").stdout)
    found = {template["id"]: template for template in listed}
    assert {"dakwar_2020_alcohol", "dakwar_2014_cocaine", "grabski_2022", "krupitsky_2002"} <= set(found)
    assert found["grabski_2022"]["starts_protocol"] is True
    assert found["grabski_2022"]["evidence_class"] == "controlled_trial"
    assert found["grabski_2022"]["citation"]["year"] == 2022
    text = run_here("templates").stdout
    assert all(template_id in text for template_id in found)


def test_a_whole_process_makes_and_reviews_a_file(run: Run) -> None:
    assert run("new", "dakwar_2020_alcohol", "study.ketprotocol").returncode == 0
    checked = run("check", "study.ketprotocol", "--json")
    assert (checked.returncode, checked.stderr) == (1, "")
    assert json.loads(checked.stdout)["blocking"] > 0


@pytest.mark.parametrize("suffix", [".ketprotocol", ".json"])
def test_new_show_and_check_agree_on_both_kinds_of_file(
    run_here: Run, tmp_path: Path, trial_from: Callable[[str], TrialProtocol], suffix: str
) -> None:
    name = f"study{suffix}"
    made = run_here("new", "dakwar_2020_alcohol", name)
    assert made.returncode == 0
    assert name in made.stdout
    assert [entry.name for entry in tmp_path.iterdir()] == [name]
    assert read_protocol(tmp_path / name) == trial_from("dakwar_2020_alcohol")

    whole = run_here("show", name, "--json")
    assert whole.returncode == 0
    assert whole.stdout == to_json(trial_from("dakwar_2020_alcohol"))
    (tmp_path / "again.json").write_text(whole.stdout, encoding="utf-8")
    assert run_here("show", "again.json", "--json").stdout == whole.stdout

    summary = run_here("show", name)
    assert summary.returncode == 0
    assert "0.11 mg/kg over 2 min" in summary.stdout
    assert "Arms (2)" in summary.stdout

    checked = run_here("check", name, "--json")
    assert checked.returncode == 1
    report = json.loads(checked.stdout)
    assert report["file"] == name
    assert report["blocking"] == sum(finding["blocks"] for finding in report["findings"]) > 0
    assert sum(report["counts"].values()) == len(report["findings"])
    assert set(report["counts"]) == {"hard", "soft", "advisory", "not_assessed"}
    assert {
        "rule", "severity", "place", "message", "computed", "limit", "sources", "justified", "title", "grade",
    } <= set(report["findings"][0])  # fmt: skip


def test_check_in_words_says_place_and_message_of_each_finding(run_here: Run) -> None:
    run_here("new", "grabski_2022", "study.json")
    report = json.loads(run_here("check", "study.json", "--json").stdout)
    done = run_here("check", "study.json")
    assert done.returncode == 1
    flat = " ".join(done.stdout.split())
    for finding in report["findings"]:
        assert finding["message"] in flat
        assert finding["place"] in flat
    assert f"{report['blocking']} findings block a final export." in flat


def test_a_dose_beyond_every_precedent_blocks(
    run_here: Run, tmp_path: Path, sample_trial: TrialProtocol
) -> None:
    document = json.loads(to_json(sample_trial))
    infusion = next(item for item in document["regimens"] if item.get("drug") == "ketamine")
    infusion["steps"][1]["amount"] = "2.5 mg/kg"
    del infusion["cap"]
    (tmp_path / "high.json").write_text(json.dumps(document), encoding="utf-8")
    done = run_here("check", "high.json", "--json")
    assert done.returncode == 1
    hard = [finding for finding in json.loads(done.stdout)["findings"] if finding["severity"] == "hard"]
    assert "KET-002" in {finding["rule"] for finding in hard}


def test_the_sample_passes_and_is_printed_for_submission(run_here: Run, tmp_path: Path) -> None:
    assert run_here("new", "sample", "sample.ketprotocol").returncode == 0
    checked = run_here("check", "sample.ketprotocol")
    assert checked.returncode == 0
    assert "Nothing blocks a final export." in checked.stdout
    done = run_here(
        "export", "sample.ketprotocol", "sample.pdf", "--profile", "submission", "--paper", "letter"
    )
    assert done.returncode == 0
    assert (tmp_path / "sample.pdf").read_bytes().startswith(b"%PDF-")


def test_a_draft_is_always_printed_a_final_only_when_nothing_blocks(run_here: Run, tmp_path: Path) -> None:
    run_here("new", "krupitsky_2002", "study.json")
    before = (tmp_path / "study.json").read_bytes()
    _refused(run_here("export", "study.json", "final.pdf", "--profile", "submission"), "final export", code=1)
    assert not (tmp_path / "final.pdf").exists()
    assert run_here("export", "study.json", "draft.pdf").returncode == 0
    assert (tmp_path / "draft.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "study.json").read_bytes() == before


def test_a_pdf_that_cannot_be_written(run_here: Run) -> None:
    run_here("new", "krupitsky_2002", "study.json")
    _refused(run_here("export", "study.json", "gone/draft.pdf"), "gone")


@pytest.mark.parametrize("name", ["study.json", "study.ketprotocol", "named.pdf"])
def test_an_export_replaces_nothing_but_a_pdf(run_here: Run, tmp_path: Path, name: str) -> None:
    run_here("new", "krupitsky_2002", "study.json")
    run_here("new", "krupitsky_2002", "study.ketprotocol")
    (tmp_path / "named.pdf").write_bytes((tmp_path / "study.json").read_bytes())
    before = (tmp_path / name).read_bytes()
    _refused(run_here("export", name, name), name)
    assert (tmp_path / name).read_bytes() == before


def test_a_reader_can_resolve_every_source_key(run_here: Run) -> None:
    run_here("new", "krupitsky_2002", "study.json")
    report = json.loads(run_here("check", "study.json", "--json").stdout)
    keys = {key for finding in report["findings"] for key in finding["sources"]}
    assert keys
    assert set(report["cited"]) == keys
    assert all(source["title"] for source in report["cited"].values())
    for rule in json.loads(run_here("rules", "--json").stdout):
        keys = {key for limit in rule["limits"] for key in limit["sources"]} | set(rule["sources"])
        assert set(rule["cited"]) == keys


def test_rules(run_here: Run) -> None:
    listed = json.loads(run_here("rules", "--json").stdout)
    assert [rule["id"] for rule in listed] == [rule.id for rule in RULES]
    text = run_here("rules").stdout
    assert all(f"{rule.id} " in text for rule in RULES)
    one = json.loads(run_here("rules", "KET-001", "--json").stdout)
    assert one["id"] == "KET-001"
    limits = {limit["key"]: limit for limit in one["limits"]}
    assert limits["ketamine.iv.session_total.soft"]["value"] == "1 mg/kg"
    assert all(limit["grade"] and limit["bound"] for limit in limits.values())
    told = run_here("rules", "ket-001").stdout
    assert "Fires when" in told
    assert "Sources" in told


def test_self_test(run: Run, tmp_path: Path) -> None:
    done = run("--self-test")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "pydantic 2" in done.stdout
    assert "PySide6_Essentials 6" in done.stdout
    assert "All well." in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "gone.ketprotocol"), "does not exist"),
        (("show", "."), "is a folder"),
        (("gone.ketprotocol",), "does not exist"),
        (("export", "gone.json", "out.pdf"), "does not exist"),
        (("new", "nobody_1999", "study.json"), "There is no template “nobody_1999”"),
        (("new", "grabski_2022", "study.docx"), "end the name in"),
        (("new", "grabski_2022", "gone/study.json"), "its folder does not exist"),
        (("new", "grabski_2022", "gone/study.ketprotocol"), "its folder does not exist"),
        (("rules", "KET-999"), "There is no rule “KET-999”"),
        (("chek", "study.json"), "“chek” is no command"),
        (("check",), "FILE"),
        (
            ("export", "a.json", "b.pdf", "--profile", "final"),
            "“final” is none of draft, submission, archive",
        ),
        (("export", "a.json", "b.pdf", "--paper", "A4"), "“A4” is none of a4, letter"),
        (("export", "a.json", "b.json"), "end it in .pdf"),
        (("--colour",), "--colour"),
    ],
)
def test_a_fault_is_one_line_and_exit_code_2(run_here: Run, arguments: tuple[str, ...], said: str) -> None:
    _refused(run_here(*arguments), said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"SQLite format 3\0", "damaged"),
        (b'{"population": {"weight_min": "-5 kg"}}', "population.weight_min"),
        (b'{"population": {"weight_min": "50,5 kg"}}', "population.weight_min"),
        (b'{"population": {"weight_min": "50"}}', "population.weight_min"),
        (b'{"schema_version": 9}', "exchange form 9"),
        (b'{"a\\nb": 1}', "this field is not known"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    run_here: Run, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    done = run_here("check", "bad.json")
    _refused(done, said)
    assert "bad.json" in done.stderr
    assert (tmp_path / "bad.json").read_bytes() == content


def test_a_fault_of_a_whole_process_is_one_line_too(run: Run) -> None:
    _refused(run("check", "gone.ketprotocol"), "gone.ketprotocol cannot be read: it does not exist")


def test_a_file_is_never_replaced_by_new(run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("mine")
    _refused(run_here("new", "grabski_2022", "mine.json"), "exists already")
    assert (tmp_path / "mine.json").read_text() == "mine"


def test_a_file_named_like_a_command_is_opened_by_its_path(run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "check").write_text("no protocol")
    _refused(run_here("./check"), "check cannot be read")


def test_output_is_utf8_on_a_console_that_is_not(
    run: Run, tmp_path: Path, blank_trial: TrialProtocol
) -> None:
    titled = from_json('{"identity": {"full_title": "Kétamine ≥ 0.5 mg/kg — α"}}')
    write_new(tmp_path / "ü.json", titled)
    done = run("show", "ü.json", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stdout.startswith("Kétamine ≥ 0.5 mg/kg — α\n")


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    try:
        done = subprocess.run(
            [*PROGRAM, "templates", "--json"],
            cwd=tmp_path,
            stdout=writing_end,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writing_end)
    assert (done.returncode, done.stderr) == (141, b"")


def test_output_that_does_not_fit_is_a_fault(tmp_path: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [*PROGRAM, "rules", "KET-001"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("protocol-designer: the output cannot be written (No space left")
    assert done.stderr.count("\n") == 1


def test_an_unexpected_fault_is_one_line_with_its_spot(
    run_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(chosen: object) -> int:
        raise KeyError("first\nsecond")

    monkeypatch.setitem(commands.BY_NAME, "templates", fails)
    done = run_here("templates")
    _refused(done, "the program failed (KeyError at test_commands.py:")


def test_an_interrupt_ends_quietly(tmp_path: Path) -> None:
    # A process started in the background inherits that interrupts are ignored; a terminal's does not.
    stub = (
        "import signal, os, protocol_designer.cli.commands as c\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "c.BY_NAME['templates'] = lambda chosen: os.kill(os.getpid(), signal.SIGINT)\n"
        "from protocol_designer.cli import main\n"
        "raise SystemExit(main(['templates']))"
    )
    done = subprocess.run([sys.executable, "-c", stub], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (130, b"")


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (["--version"], ["PySide6", "pydantic", "reportlab", "sqlite_utils"]),
        (["check", "sample.json"], ["PySide6", "reportlab", "sqlite_utils"]),
        (["check", "sample.ketprotocol"], ["PySide6", "reportlab"]),
        (["rules"], ["PySide6", "reportlab", "sqlite_utils"]),
        (["export", "sample.json", "sample.pdf"], ["PySide6", "sqlite_utils"]),
    ],
)
def test_a_command_loads_only_what_it_uses(
    tmp_path: Path, sample_trial: TrialProtocol, arguments: list[str], never: list[str]
) -> None:
    for name in ("sample.json", "sample.ketprotocol"):
        write_new(tmp_path / name, sample_trial)
    asked = (
        f"import sys; from protocol_designer.cli import main; code = main({arguments!r})\n"
        f"print([name for name in {never!r} if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "[]\n")


def test_an_amendment_lists_what_changed_since_the_frozen_version(
    run_here: Run, tmp_path: Path, sample_trial: TrialProtocol
) -> None:
    begun = begin_amendment("2.0", "Amendment 1")
    heavier = set_field("population.weight_max", Quantity.parse("104 kg"), "Raise the weight")
    with ProtocolFile.create(tmp_path / "trial.ketprotocol", sample_trial) as file:
        file.save_state("First", version="1.0")
        before = sample_trial
        for edit in (begun, heavier):
            after = edit(before)
            file.record(edit.label, before, after)
            before = after
    assert run_here("export", "trial.ketprotocol", "trial.pdf").returncode == 0
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "trial.pdf").pages)
    assert "Population › highest weight 5.1 100 kg 104 kg" in text
    refused = run_here("export", "trial.ketprotocol", "final.pdf", "--profile", "submission")
    _refused(refused, "Amendment: “Main reason” is not decided.", code=1)


def test_a_changed_protocol_is_not_final_under_the_number_of_a_frozen_version(
    run_here: Run, tmp_path: Path, sample_trial: TrialProtocol
) -> None:
    number = sample_trial.identity.version or ""
    retitled = set_field("identity.short_title", "Another", "Title")
    order = ("export", "trial.ketprotocol", "final.pdf", "--profile", "submission")
    with ProtocolFile.create(tmp_path / "trial.ketprotocol", sample_trial) as file:
        file.save_state("Submitted", version=number)
        assert run_here(*order).returncode == 0
        printed = (tmp_path / "final.pdf").read_bytes()
        file.record("Title", sample_trial, retitled(sample_trial))
    _refused(run_here(*order), f"(1) The title page says version {number}, but", code=1)
    assert (tmp_path / "final.pdf").read_bytes() == printed
    assert run_here("export", "trial.ketprotocol", "draft.pdf").returncode == 0


def test_every_command_is_known_by_name() -> None:
    assert tuple(parser._commands()) == parser.COMMANDS


def test_a_start_test_opens_the_window_and_ends(run: Run, tmp_path: Path) -> None:
    write_new(tmp_path / "a.ketprotocol", TrialProtocol())
    done = run("--start-test", "a.ketprotocol", QT_QPA_PLATFORM="offscreen", HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "ready\n")
