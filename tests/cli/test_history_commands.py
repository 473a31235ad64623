"""Versions, copies and damage on the command line: words, JSON and exit codes."""

import json
from pathlib import Path

import pytest

from protocol_designer.cli import main
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.verification import verify

TITLE = "identity.short_title"


@pytest.fixture
def copies(tmp_path: Path, sample_trial: TrialProtocol, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two copies of a study with version 1.0 that went apart; the folder they are in."""
    monkeypatch.chdir(tmp_path)
    with ProtocolFile.create(tmp_path / "ours.ketprotocol", sample_trial, author="Dr. Ames") as ours:
        ours.save_state("For the board", version="1.0")
        with ours.save_as(tmp_path / "theirs.ketprotocol") as theirs:
            for file, title in ((ours, "Ours"), (theirs, "Theirs")):
                file.record("Title", file.trial, set_field(TITLE, title, "Title")(file.trial))
    return tmp_path


def test_diff_tells_words_and_exact_values(copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "ours.ketprotocol@1.0", "ours.ketprotocol"]) == 1
    assert "{+Ours+}" in capsys.readouterr().out
    assert main(["diff", "ours.ketprotocol@1.0", "ours.ketprotocol@#2"]) == 0
    capsys.readouterr()
    assert main(["diff", "ours.ketprotocol", "theirs.ketprotocol", "--json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["differences"]
    assert (found["place"], found["before"], found["after"]) == (TITLE, "Ours", "Theirs")
    assert main(["diff", "krupitsky_2002", "sample"]) == 1
    for unknown in ("ours.ketprotocol@9.0", "nothing", "nothing.ketprotocol"):
        assert main(["diff", unknown, "sample"]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_merge_writes_once_every_conflict_is_decided(
    copies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    merge = ["merge", "ours.ketprotocol", "theirs.ketprotocol", "out.ketprotocol"]
    assert main(merge) == 1
    assert TITLE in capsys.readouterr().out
    assert not (copies / "out.ketprotocol").exists()
    assert main([*merge, "--ours", "identity.acronym"]) == 2
    assert main([*merge, "--theirs", TITLE]) == 0
    with ProtocolFile.open(copies / "out.ketprotocol") as file:
        assert file.trial.identity.short_title == "Theirs"
        assert file.saved_states()[0].version == "1.0"
    assert verify(copies / "out.ketprotocol").faults == ()


def test_verify_versions_and_history(copies: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "ours.ketprotocol"]) == 0
    assert "not an electronic signature" in " ".join(capsys.readouterr().out.split())
    assert main(["versions", "ours.ketprotocol"]) == 0
    assert "version 1.0" in capsys.readouterr().out
    assert main(["history", "ours.ketprotocol", "--json"]) == 0
    assert [entry["kind"] for entry in json.loads(capsys.readouterr().out)] == [
        "created",
        "saved_state",
        "edit",
    ]


def test_a_damaged_file_is_refused_with_what_can_be_saved(
    copies: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copies / "ours.ketprotocol"
    raw = bytearray(path.read_bytes())
    raw[100:4096] = bytes(3996)
    path.write_bytes(raw)
    assert main(["show", path.name]) == 2
    assert "Can be saved into a new file" in capsys.readouterr().err
    assert main(["verify", path.name]) == 1
    assert main(["salvage", path.name, "new.ketprotocol"]) == 0
    assert main(["verify", "new.ketprotocol"]) == 0
    assert bytes(raw) == path.read_bytes()
