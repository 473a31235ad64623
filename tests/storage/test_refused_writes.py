"""Every way to write, refused by the system in every way: one sentence, and the file holds what it held."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.storage.attachments import Attachment, attach, attachments
from protocol_designer.storage.comments import Comment, add_comment, comments_of, write_review_copy
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.journal import JournalEntry
from protocol_designer.storage.layout import FILE_VERSION, check_header
from protocol_designer.storage.protocol_file import ProtocolFile, SavedState, StorageProblem
from protocol_designer.storage.salvage import salvage_into
from protocol_designer.storage.verification import verify
from tests.storage.refusing_system import apart, refuse_privileges, refuse_syncs, refuse_writes
from tests.storage.test_faults import files_no_larger_than

Action = Callable[[ProtocolFile], object]

OLD = Path(__file__).with_name("corpus")
WORDS = "word " * 3000


class Held(NamedTuple):
    """Everything that a file holds."""

    version: int
    text: str
    journal: tuple[JournalEntry, ...]
    states: tuple[SavedState, ...]
    comments: tuple[Comment, ...]
    attachments: tuple[Attachment, ...]


def held(path: Path) -> Held:
    with ProtocolFile.open(path) as file:
        return Held(
            check_header(path), to_json(file.trial), file.journal(), file.saved_states(), comments_of(file),
            attachments(file),
        )  # fmt: skip


def _edit(file: ProtocolFile) -> None:
    after = set_field("design.rationale", f"{WORDS * 10}end", "Rationale")(file.trial)
    file.record("Rationale", file.trial, after)


def _attach(file: ProtocolFile) -> None:
    attach(file, file.path.with_name("manual.bin"))


def _write_review_copy(file: ProtocolFile) -> None:
    write_review_copy(file, file.path.with_name("comments.ketreview"))


def _salvage(file: ProtocolFile) -> None:
    salvage_into(file.path, file.path.with_name("salvaged.ketprotocol"))


IN_PLACE: dict[str, Action] = {
    "edit": _edit,
    "freeze": lambda file: file.save_state("For the board", version="7.0"),
    "comment": lambda file: add_comment(file, WORDS),
    "attach": _attach,
}
BESIDE: dict[str, Action] = {"review copy": _write_review_copy, "salvage": _salvage}
ALL = IN_PLACE | BESIDE


@pytest.fixture
def path(tmp_path: Path, sample_trial: TrialProtocol) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "manual.bin").write_bytes(bytes(range(256)) * 800)
    path = folder / "study.ketprotocol"
    with ProtocolFile.create(path, sample_trial) as file:
        file.save_state("First", version="1.0")
        add_comment(file, WORDS)
        attach(file, folder / "manual.bin")
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of an earlier version, which the first write brings up to date."""
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "manual.bin").write_bytes(bytes(range(256)) * 800)
    return Path(shutil.copyfile(sorted(OLD.glob("*.ketprotocol"))[0], folder / "study.ketprotocol"))


@contextmanager
def nobody_may_write(folder: Path, *, files_too: bool) -> Iterator[None]:
    """Take the right to write from a folder, or from its files too, as on a medium that can only be read."""
    files = list(folder.iterdir()) if files_too else []
    for one in files:
        one.chmod(0o444)
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)
        for one in files:
            one.chmod(0o644)


def refused(
    path: Path,
    action: Action,
    refuse: Callable[[Path], None] = lambda _: None,
    around: AbstractContextManager[None] | None = None,
    as_owner: bool = False,
) -> str:
    """Let an action be refused; return the sentence and check that nothing was lost, broken or left.

    Args:
        refuse: Begins the fault, once the file is open.
        around: Holds the fault for as long as the action is tried.
        as_owner: Whether root, too, may only do what the owner of a file may.
    """
    before, beside = held(path), sorted(path.parent.iterdir())

    def attempt() -> str:
        if as_owner:
            refuse_privileges()
        with ProtocolFile.open(path) as file:
            refuse(path)
            with pytest.raises(StorageProblem) as told:
                action(file)
            return str(told.value)

    with around or nullcontext():
        sentence = apart(attempt)
    assert held(path) == before
    assert sorted(path.parent.iterdir()) == beside
    assert verify(path).faults == ()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert str(path.parent) in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    with ProtocolFile.open(path) as file:
        action(file)  # the same is possible once the fault is gone
    assert verify(path).faults == ()
    return sentence


@pytest.mark.parametrize("what", ALL)
def test_a_full_disk(path: Path, what: str) -> None:
    assert "the disk is full" in refused(path, ALL[what], lambda _: refuse_writes())


@pytest.mark.parametrize("what", ALL)
def test_a_disk_that_is_full_midway(path: Path, what: str) -> None:
    size = path.stat().st_size if what in IN_PLACE else 5000
    assert ": the disk" in refused(path, ALL[what], around=files_no_larger_than(size))


@pytest.mark.parametrize("what", ALL)
def test_a_failing_sync(path: Path, what: str) -> None:
    assert "the disk reported an error" in refused(path, ALL[what], lambda _: refuse_syncs())


@pytest.mark.parametrize("what", IN_PLACE)
def test_a_failing_sync_when_the_pages_are_written_already(path: Path, what: str) -> None:
    assert "the disk reported an error" in refused(path, ALL[what], refuse_syncs)


@pytest.mark.parametrize("what", ALL)
def test_a_folder_that_may_not_be_written(path: Path, what: str) -> None:
    around = nobody_may_write(path.parent, files_too=False)
    assert _names_permission(refused(path, ALL[what], around=around, as_owner=True))


@pytest.mark.parametrize("what", ALL)
def test_a_medium_that_can_only_be_read(path: Path, what: str) -> None:
    around = nobody_may_write(path.parent, files_too=True)
    assert _names_permission(refused(path, ALL[what], around=around, as_owner=True))


@pytest.mark.parametrize("what", IN_PLACE)
def test_a_migration_on_a_full_disk(old: Path, what: str) -> None:
    assert "the disk is full" in refused(old, ALL[what], lambda _: refuse_writes())
    assert check_header(old) == FILE_VERSION


@pytest.mark.parametrize("what", IN_PLACE)
def test_a_migration_whose_original_fits_but_not_the_rest(old: Path, what: str) -> None:
    around = files_no_larger_than(old.stat().st_size)
    assert ": the disk" in refused(old, ALL[what], around=around)


@pytest.mark.parametrize("what", IN_PLACE)
@pytest.mark.parametrize("refuse", [lambda _: refuse_syncs(), refuse_syncs], ids=["any", "of the file"])
def test_a_migration_with_a_failing_sync(old: Path, what: str, refuse: Callable[[Path], None]) -> None:
    assert "the disk reported an error" in refused(old, ALL[what], refuse)


@pytest.mark.parametrize("what", IN_PLACE)
@pytest.mark.parametrize("files_too", [False, True], ids=["folder", "medium"])
def test_a_migration_that_may_not_write(old: Path, what: str, files_too: bool) -> None:
    around = nobody_may_write(old.parent, files_too=files_too)
    assert _names_permission(refused(old, ALL[what], around=around, as_owner=True))


def test_a_salvage_of_a_damaged_file_that_is_refused_can_be_tried_again(path: Path) -> None:
    with ProtocolFile.open(path) as file, file.writing() as db:
        db.execute("UPDATE journal SET sha256_after = 'x'")
    damaged, beside = path.read_bytes(), sorted(path.parent.iterdir())
    new = path.with_name("new.ketprotocol")

    def attempt(refuse: Callable[[], None]) -> None:
        refuse()
        with pytest.raises(StorageProblem):
            salvage_into(path, new)

    for refuse in (refuse_writes, refuse_syncs):
        apart(partial(attempt, refuse))
        assert path.read_bytes() == damaged
        assert sorted(path.parent.iterdir()) == beside
    salvage_into(path, new)
    assert verify(new).faults == ()
    assert held(new).comments[0].text == WORDS.strip()


def _names_permission(sentence: str) -> bool:
    cures = ("you have no permission", "may be written to", "the file cannot be written to")
    return any(cure in sentence for cure in cures)
