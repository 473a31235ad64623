"""Whatever a file holds, opening it gives a protocol or one sentence, and the file is left as it was."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage import opening
from protocol_designer.storage.opening import read_protocol, write_new
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem


@pytest.fixture
def whole(tmp_path: Path, trial_from: Callable[[str], TrialProtocol]) -> Path:
    path = tmp_path / "study.ketprotocol"
    trial = trial_from("grabski_2022")
    with ProtocolFile.create(path, trial) as file:
        file.record("Title", trial, set_field("identity.short_title", "Pilot", "Title")(trial))
    return path


def _refusal(path: Path) -> str:
    """Return the one sentence, and check that nothing was written."""
    before = path.read_bytes() if path.is_file() else None
    around = sorted(path.parent.iterdir()) if path.parent.is_dir() else None
    with pytest.raises(StorageProblem) as refused:
        read_protocol(path)
    if before is not None:
        assert path.read_bytes() == before
    if around is not None:
        assert sorted(path.parent.iterdir()) == around
    said = str(refused.value)
    assert path.name in said
    assert "\n" not in said
    return said


def _altered(path: Path, *statements: str) -> Path:
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return path


def test_a_missing_file(tmp_path: Path) -> None:
    assert "does not exist" in _refusal(tmp_path / "gone.ketprotocol")


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder.ketprotocol"
    folder.mkdir()
    assert "is a folder" in _refusal(folder)


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "not a folder" in _refusal(tmp_path / "file" / "study.ketprotocol")


def test_a_link_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "loop.ketprotocol"
    link.symlink_to(link)
    with pytest.raises(StorageProblem, match="leads back to itself"):
        read_protocol(link)


def test_a_name_that_is_too_long(tmp_path: Path, blank_trial: TrialProtocol) -> None:
    with pytest.raises(StorageProblem, match="name is too long"):
        read_protocol(tmp_path / f"{'a' * 300}.ketprotocol")
    with pytest.raises(StorageProblem, match="name is too long"):
        write_new(tmp_path / f"{'a' * 300}.ketprotocol", blank_trial)


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    assert "is a device or pipe" in _refusal(pipe)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.ketprotocol"
    path.touch()
    assert "is empty" in _refusal(path)


def test_a_text_named_like_a_protocol_file(tmp_path: Path) -> None:
    path = tmp_path / "text.ketprotocol"
    path.write_text("hello")
    assert "is not a protocol file" in _refusal(path)


def test_a_picture_named_like_json(tmp_path: Path) -> None:
    path = tmp_path / "picture.json"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe")
    assert "neither a protocol file nor text" in _refusal(path)


def test_a_foreign_database(tmp_path: Path) -> None:
    path = _altered(tmp_path / "foreign.ketprotocol", "CREATE TABLE document (id, json)")
    assert "another program" in _refusal(path)


def test_a_newer_version_is_named(whole: Path) -> None:
    assert "file version 7" in _refusal(_altered(whole, "PRAGMA user_version=7"))


def test_a_file_switched_to_a_write_ahead_log(whole: Path) -> None:
    assert "write-ahead log" in _refusal(_altered(whole, "PRAGMA journal_mode=WAL"))


@pytest.mark.parametrize("table", ["document", "journal", "meta", "saved_state"])
def test_a_table_that_is_gone(whole: Path, table: str) -> None:
    assert f"lacks the table or a column of {table}" in _refusal(_altered(whole, f"DROP TABLE {table}"))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM document", "holds no protocol"),
        ("DELETE FROM journal", "journal does not lead to"),
        ("DELETE FROM journal WHERE seq = 2", "journal does not lead to"),
        ("UPDATE document SET json = replace(json, 'Pilot', 'Pirate')", "altered outside"),
        ("UPDATE document SET sha256 = ''", "altered outside"),
        ("UPDATE journal SET kind = 'gossip'", "an entry of its journal is damaged"),
        ("UPDATE journal SET changes = '[' WHERE seq = 2", "an entry of its journal is damaged"),
        ("CREATE TRIGGER t AFTER UPDATE ON document BEGIN DELETE FROM journal; END", "triggers or views"),
        ("CREATE VIEW v AS SELECT 1", "triggers or views"),
    ],
)
def test_a_file_altered_by_hand(whole: Path, statement: str, said: str) -> None:
    assert said in _refusal(_altered(whole, statement))


def test_a_truncated_file(whole: Path) -> None:
    content = whole.read_bytes()
    for size in [
        1,
        15,
        16,
        50,
        99,
        100,
        512,
        4095,
        4096,
        len(content) // 2,
        len(content) - 4096,
        len(content) - 1,
    ]:
        whole.write_bytes(content[:size])
        _refusal(whole)


def test_flipped_bits_are_refused_or_harmless(whole: Path) -> None:
    content = whole.read_bytes()
    with ProtocolFile.open(whole) as file:
        trial = file.trial
    chance = random.Random(7)
    told: list[str] = []
    for _ in range(150):
        flipped = bytearray(content)
        flipped[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        whole.write_bytes(flipped)
        try:
            assert read_protocol(whole) == trial
        except StorageProblem as problem:
            told.append(str(problem))
        assert whole.read_bytes() == flipped
        assert list(whole.parent.iterdir()) == [whole]
    assert len(told) > 20
    assert not any("\n" in sentence for sentence in told)


def test_every_bit_of_the_header_flipped(tmp_path: Path, blank_trial: TrialProtocol) -> None:
    trial, whole = blank_trial, tmp_path / "study.ketprotocol"
    ProtocolFile.create(whole, trial).close()
    content = whole.read_bytes()
    for bit in range(100 * 8):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        whole.write_bytes(flipped)
        with suppress(StorageProblem):
            assert read_protocol(whole) == trial
        assert whole.read_bytes() == flipped
        assert list(whole.parent.iterdir()) == [whole]


def test_a_json_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.json"
    path.write_text("[" * 5_000_000)
    assert "nested too deeply" in _refusal(path)


def test_a_huge_text_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGEST", 1000)
    path = tmp_path / "huge.json"
    path.write_text(" " * 2000)
    assert "larger than" in _refusal(path)


def test_a_byte_order_mark_is_named(tmp_path: Path) -> None:
    path = tmp_path / "marked.json"
    path.write_bytes(b"\xef\xbb\xbf{}")
    assert "byte order mark" in _refusal(path)


def test_the_content_decides_not_the_name(whole: Path, tmp_path: Path) -> None:
    with ProtocolFile.open(whole) as file:
        trial = file.trial
    renamed = whole.rename(tmp_path / "study.json")
    assert read_protocol(renamed) == trial


def test_writing_needs_a_suffix_that_says_how(tmp_path: Path, blank_trial: TrialProtocol) -> None:
    with pytest.raises(StorageProblem, match=r"end the name in \.ketprotocol or \.json"):
        write_new(tmp_path / "study.docx", blank_trial)
    assert list(tmp_path.iterdir()) == []


def test_both_kinds_are_written_and_read(tmp_path: Path, blank_trial: TrialProtocol) -> None:
    for name in ("study.json", "study.ketprotocol"):
        write_new(tmp_path / name, blank_trial)
        assert read_protocol(tmp_path / name) == blank_trial
        with pytest.raises(StorageProblem, match="exists already"):
            write_new(tmp_path / name, blank_trial)
