"""Comments, review copies, attachments and the note of who has a file open, also when they are hostile."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage.attachments import attach, attachments, detach, save_attachment
from protocol_designer.storage.comments import (
    CommentKind,
    add_comment,
    take_in_review_copy,
    threads,
    write_review_copy,
)
from protocol_designer.storage.opened_by import Opener, leave_note, note_path, opener_of
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path, blank_trial: TrialProtocol) -> Path:
    path = tmp_path / "study.ketprotocol"
    ProtocolFile.create(path, blank_trial).close()
    return path


def test_a_thread_is_answered_and_resolved(path: Path) -> None:
    with ProtocolFile.open(path, "Dr. Ames") as file:
        add_comment(file, "Is this the dose?", place="identity", now=NOON)
        add_comment(file, "Yes.", thread=threads(file)[0])
        add_comment(file, "", thread=threads(file)[0], kind=CommentKind.RESOLVED)
        (thread,) = threads(file)
        assert [one.kind for one in thread.comments] == ["opened", "reply", "resolved"]
        assert (thread.place, thread.is_resolved) == ("identity", True)
        for text in ("", "a" * 20_001, "a\x00b", "\ud800"):
            with pytest.raises(StorageProblem, match="A comment"):
                add_comment(file, text)


def test_a_review_copy_comes_back_with_what_is_new(path: Path, tmp_path: Path) -> None:
    with ProtocolFile.open(path) as file, file.save_as(tmp_path / "hers.ketprotocol") as hers:
        add_comment(file, "Ours", now=NOON)
        write_review_copy(file, tmp_path / "a.ketreview")
        assert take_in_review_copy(hers, tmp_path / "a.ketreview") == 1
        add_comment(
            hers, "An answer from a slow clock", thread=threads(hers)[0], now=datetime(2020, 1, 1, tzinfo=UTC)
        )
        write_review_copy(hers, tmp_path / "b.ketreview")
        assert take_in_review_copy(file, tmp_path / "b.ketreview") == 1
        assert take_in_review_copy(file, tmp_path / "b.ketreview") == 0
        assert threads(file)[0].comments[0].text == "Ours"
        assert threads(file) == threads(hers)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "other"}, {"kind": "reply"}, {"kind": "gossip"}, {"at": "noon"}, {"at": "2026-11-21"},
        {"text": 5},
        {"text": "\ud800"}, {"text": "a" * 30_000}, {"author": "a\x00"}, {"extra": "x"}, {"thread": "gone"},
    ],
)  # fmt: skip
def test_a_hostile_review_copy_is_refused_as_a_whole(
    path: Path, tmp_path: Path, change: dict[str, object]
) -> None:
    review = tmp_path / "a.ketreview"
    with ProtocolFile.open(path) as file, file.save_as(tmp_path / "hers.ketprotocol") as hers:
        add_comment(hers, "Fine")
        add_comment(hers, "Spoilt")
        write_review_copy(hers, review)
        content = json.loads(review.read_text())
        content["comments"][1] |= change
        review.write_text(json.dumps(content))
        with pytest.raises(StorageProblem) as refused:
            take_in_review_copy(file, review)
        assert "\n" not in str(refused.value)
        assert threads(file) == ()


@pytest.mark.parametrize("text", ["", "[]", "null", "[" * 100_000, "{}", "\xff", '{"form": 1}'])
def test_what_is_no_review_copy(path: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.ketreview").write_bytes(text.encode("latin-1"))
    with ProtocolFile.open(path) as file, pytest.raises(StorageProblem, match="no review copy"):
        take_in_review_copy(file, tmp_path / "a.ketreview")


def test_a_comment_twice_and_another_study(path: Path, tmp_path: Path, blank_trial: TrialProtocol) -> None:
    review = tmp_path / "a.ketreview"
    with (
        ProtocolFile.open(path) as file,
        ProtocolFile.create(tmp_path / "b.ketprotocol", blank_trial) as other,
    ):
        add_comment(file, "Once")
        write_review_copy(file, review)
        with pytest.raises(StorageProblem, match="another study"):
            take_in_review_copy(other, review)
        content = json.loads(review.read_text())
        content["comments"] *= 2
        review.write_text(json.dumps(content))
        with pytest.raises(StorageProblem, match="twice"):
            take_in_review_copy(file, review)


def test_an_attachment_comes_back_whole(path: Path, tmp_path: Path) -> None:
    manual = tmp_path / "manual\u202e.pdf"
    manual.write_bytes(bytes(range(256)) * 40)
    with ProtocolFile.open(path) as file:
        kept = attach(file, manual)
        assert (kept.size, kept.media_type) == (10_240, "application/pdf")
        assert kept.name.isprintable()
        save_attachment(file, kept, tmp_path / "out.pdf")
        assert (tmp_path / "out.pdf").read_bytes() == manual.read_bytes()
        detach(file, kept)
        assert attachments(file) == ()
        with pytest.raises(StorageProblem, match="altered or removed"):
            save_attachment(file, kept, tmp_path / "again.pdf")
        for odd in (tmp_path, tmp_path / "gone"):
            with pytest.raises(StorageProblem, match="cannot be read"):
                attach(file, odd)
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(StorageProblem, match="device or pipe"):
            attach(file, tmp_path / "pipe")


def test_a_second_opener_is_told_while_the_first_lives(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        here = Opener.here(NOON, "Dr. Ames")
        leave_note(path, Opener("Dr. Else", here.computer, other.pid, here.since))
        found = opener_of(path)
        assert found is not None
        assert found.person == "Dr. Else"
        other.communicate(b"\n")
    assert opener_of(path) is None
    leave_note(path, Opener("Dr. Else", "another computer", 1, here.since))
    assert opener_of(path) is not None
    note = leave_note(path, here)
    assert opener_of(path) is None
    note.remove()
    assert not note_path(path).exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"person": 1}', "[" * 4000, "\xff\xfe",
                '{"person":"a","computer":"b","process":1,"since":"noon"}',
                '{"person":"a","computer":"b","process":true,"since":"2026-11-21T12:00:00+00:00"}'],
)  # fmt: skip
def test_a_damaged_note_says_nothing(path: Path, content: str) -> None:
    note_path(path).write_bytes(content.encode("latin-1"))
    assert opener_of(path) is None


def test_a_note_is_written_through_no_link_and_no_pipe(path: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    note_path(path).symlink_to(tmp_path / "precious")
    with pytest.raises(StorageProblem, match="cannot be opened for writing"):
        leave_note(path, Opener.here(NOON))
    assert (tmp_path / "precious").read_text() == "precious"
    note_path(path).unlink()
    os.mkfifo(note_path(path))
    with pytest.raises(StorageProblem):
        leave_note(path, Opener.here(NOON))
    assert opener_of(path) is None
