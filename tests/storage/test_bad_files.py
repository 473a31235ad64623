"""Each kind of bad file, also behind a link: one sentence, nothing written, and what can be saved is said."""

import json
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage.comments import add_comment
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.opening import read_protocol, write_new
from protocol_designer.storage.problems import StorageProblem
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.salvage import salvage_into, what_can_be_saved
from protocol_designer.storage.verification import verify
from tests.storage.refusing_system import apart, refuse_privileges

ODD = os.fsdecode(b"q?#%41 & '\"\n\xe2\x80\xae\xc3\xa9\xff;.ketprotocol")
"""A name with what addresses, shells, terminals and text encodings take for something else."""


class Bad(NamedTuple):
    """A kind of bad file; it is made of a whole one in both forms."""

    name: str
    spoil: Callable[[Path, Path], object]
    said: str
    saved: str = ""


def _cut(path: Path, whole: Path, keep: float) -> None:
    content = whole.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])


def _flip(path: Path, whole: Path, at: bytes) -> None:
    content = bytearray(whole.read_bytes())
    place = content.rindex(at)
    content[place] ^= 1
    path.write_bytes(content)


def _sparse(path: Path, size: int) -> None:
    path.touch()
    os.truncate(path, size)


def _other_shape(path: Path, whole: Path) -> None:
    path.write_text(json.dumps(json.loads(whole.read_text()) | {"arms": 5}, indent=1))


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE document (id, json)")


def _copy_with(path: Path, whole: Path, statement: str) -> None:
    path.write_bytes(whole.read_bytes())
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()


def _nobodys(path: Path, whole: Path) -> None:
    path.write_bytes(whole.read_bytes())
    path.chmod(0o000)


BAD = {
    "missing": Bad("a.ketprotocol", lambda path, _: None, "it does not exist"),
    "empty": Bad("a.ketprotocol", lambda path, _: path.touch(), "is empty"),
    "no database": Bad("a.ketprotocol", lambda path, _: path.write_text("x"), "is not a protocol file"),
    "no text": Bad("a.json", lambda path, _: path.write_bytes(b"\x89PNG\xff"), "nor text in UTF-8"),
    "truncated": Bad("a.ketprotocol", lambda path, whole: _cut(path, whole, 0.9), "damaged", "version 1.0"),
    "truncated to its header": Bad("a.ketprotocol", lambda path, whole: _cut(path, whole, 0.001), "damaged"),
    "truncated JSON": Bad("a.json", lambda path, whole: _cut(path, whole, 0.8), "not JSON", "that are whole"),
    "bit-flipped": Bad(
        "a.ketprotocol", lambda path, whole: _flip(path, whole, b"kept-short-title"), "altered outside", "1.0"
    ),
    "bit-flipped JSON": Bad(
        "a.json", lambda path, whole: _flip(path, whole, b"}"), "not JSON", "that are whole"
    ),
    "huge": Bad("a.ketprotocol", lambda path, _: _sparse(path, 3_000_000_000), "is not a protocol file"),
    "huge JSON": Bad("a.json", lambda path, _: _sparse(path, 3_000_000_000), "larger than 50 MB"),
    "deeply nested": Bad("a.json", lambda path, _: path.write_text("[" * 5_000_000), "nested too deeply"),
    "other shape": Bad("a.json", _other_shape, "does not fit the exchange form", "that are whole"),
    "newer form": Bad("a.json", lambda path, _: path.write_text('{"schema_version": 99}'), "form 99"),
    "newer file": Bad(
        "a.ketprotocol", lambda path, whole: _copy_with(path, whole, "PRAGMA user_version=99"), "version 99"
    ),
    "lost table": Bad(
        "a.ketprotocol", lambda path, whole: _copy_with(path, whole, "DROP TABLE meta"), "lacks", "1 comment"
    ),
    "foreign database": Bad("a.ketprotocol", lambda path, _: _foreign(path), "of another program"),
    "folder": Bad("a.ketprotocol", lambda path, _: path.mkdir(), "is a folder"),
    "pipe": Bad("a.ketprotocol", lambda path, _: os.mkfifo(path), "is a device or pipe"),
    "no permission": Bad("a.ketprotocol", _nobodys, "you have no permission"),
    "damaged under an odd name": Bad(
        ODD, lambda path, whole: _cut(path, whole, 0.9), "damaged", "version 1.0"
    ),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sample_trial: TrialProtocol) -> Path:
    """The folder with the same protocol in both forms."""
    folder = tmp_path_factory.mktemp("whole")
    with ProtocolFile.create(folder / "a.ketprotocol", sample_trial) as file:
        file.save_state("Submitted", version="1.0")
        add_comment(file, "Is this the dose?")
        edit = set_field("identity.short_title", "kept-short-title", "Title")
        file.record("Title", sample_trial, edit(sample_trial))
    (folder / "a.json").write_text(to_json(sample_trial))
    return folder


def _around(path: Path) -> dict[str, object]:
    """Describe everything in a folder, without reading what is huge or must not be read."""
    return {
        one.name: (one.lstat().st_mode, one.lstat().st_size, one.lstat().st_mtime_ns)
        for one in path.parent.iterdir()
    }


def _is_one_sentence(text: str) -> bool:
    return text.isprintable() and text.endswith(".") and not re.search(r"[.!?] [A-Z“]", text)


@pytest.mark.parametrize("is_link", [False, True], ids=["itself", "link"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file(tmp_path: Path, whole: Path, kind: str, is_link: bool) -> None:
    bad = BAD[kind]
    folder = tmp_path / "folder"
    folder.mkdir()
    path = real = folder / bad.name
    bad.spoil(real, whole / f"a{real.suffix}")
    if is_link:
        path = folder / f"link{real.suffix}"
        path.symlink_to(real)
    before, new = _around(path), tmp_path / "new.ketprotocol"

    def attempt() -> None:
        refuse_privileges()
        with pytest.raises(StorageProblem) as refused:
            read_protocol(path)
        said = str(refused.value)
        assert bad.said in said
        assert str(folder) in said
        assert _is_one_sentence(said.replace(str(folder), "")), said
        left = what_can_be_saved(path, refused.value)
        assert (bad.saved in left) if bad.saved else left == "", left
        assert _around(path) == before
        if bad.saved:
            salvage_into(path, new)
            assert verify(new).faults == ()
        elif real.is_file() and real.stat().st_size < 10_000_000 and "newer" not in kind:
            with pytest.raises(StorageProblem) as nothing:
                salvage_into(path, new)
            assert _is_one_sentence(str(nothing.value).replace(str(folder), ""))
        assert new.exists() == bool(bad.saved)
        assert _around(path) == before

    apart(attempt)


def test_a_whole_file_under_an_odd_name_is_read_and_written(
    tmp_path: Path, blank_trial: TrialProtocol
) -> None:
    folder = tmp_path / ODD.removesuffix(".ketprotocol")
    folder.mkdir()
    path = folder / ODD
    write_new(path, blank_trial)
    after = set_field("identity.short_title", "Pilot", "Title")(blank_trial)
    with ProtocolFile.open(path) as file:
        file.record("Title", blank_trial, after)
        file.save_as(folder / f"copy {ODD}").close()
    assert read_protocol(path) == read_protocol(folder / f"copy {ODD}") == after
    assert sorted(one.name for one in folder.iterdir()) == sorted((ODD, f"copy {ODD}"))
