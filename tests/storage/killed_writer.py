"""Kills a program that works on a protocol file, again and again, and checks after each kill what is left.

The writer is forked, so that the modules are loaded once. It edits, undoes, redoes, names states, freezes
versions and comments in random order, and says what was kept once the call has returned. By hand, for more:

    python tests/storage/killed_writer.py FOLDER KILLS [SEED]
"""

import json
import os
import random
import shutil
import sys
import time
from pathlib import Path
from signal import SIGKILL

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.storage.ancestry import state_after
from protocol_designer.storage.changes import MisfitChange
from protocol_designer.storage.comments import CommentKind, add_comment, threads
from protocol_designer.storage.history import with_step, without_step
from protocol_designer.storage.journal import EntryKind
from protocol_designer.storage.layout import check_header
from protocol_designer.storage.migrations import original_of
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.verification import verify

CORPUS = Path(__file__).with_name("corpus")
KILLS_A_FILE = 25
LONGEST_WAIT = 0.012
"""Seconds after the last word of the writer; a few of its transactions fit."""


def work_for_ever(path: Path, seed: int, out: int) -> None:
    """Change the file in random ways; writes a line to ``out`` for each thing that was kept."""
    chance = random.Random(seed)

    def say(**kept: object) -> None:
        os.write(out, (json.dumps(kept) + "\n").encode())

    with ProtocolFile.open(path, "Dr. Ames") as file:
        while True:
            (what,) = chance.choices(
                ("edit", "undo", "redo", "state", "version", "comment"), (8, 3, 3, 1, 1, 2)
            )
            if what == "comment":
                thread = chance.choice((None, *threads(file)))
                kind = chance.choice((CommentKind.REPLY, CommentKind.RESOLVED)) if thread else None
                say(comment=add_comment(file, f"Comment {chance.random()}", thread=thread, kind=kind).id)
                continue
            if what == "state":
                file.save_state(f"State {chance.random()}")
            elif what == "version":
                file.save_state("For the board", version=str(chance.random()))
            elif what == "edit":
                edit(file, chance)
            else:
                travel(file, forward=what == "redo")
            last = file.journal()[-1]
            say(seq=last.seq, chain=last.chain)


def edit(file: ProtocolFile, chance: random.Random) -> None:
    """Change a title, sometimes as typing goes on, or a text that fills several pages."""
    kind = chance.choice((EntryKind.EDIT, EntryKind.EDIT, EntryKind.CONTINUED))
    if chance.random() < 0.2:
        text = "word " * chance.randrange(1, 9000) + str(chance.random())
        after = set_field("design.rationale", text, "Rationale")(file.trial)
    else:
        after = set_field("identity.short_title", f"Title {chance.random()}", "Title")(file.trial)
    file.record("Edit", file.trial, after, kind=kind)


def travel(file: ProtocolFile, forward: bool) -> None:
    """Undo or redo what the file remembers."""
    history = file.history()
    if forward and history.done < len(history.steps):
        after = with_step(file.trial, history.steps[history.done])
        file.record("Redo", file.trial, after, kind=EntryKind.REDO)
    elif not forward and history.done:
        after = without_step(file.trial, history.steps[history.done - 1])
        file.record("Undo", file.trial, after, kind=EntryKind.UNDO)


def killed_once(path: Path, chance: random.Random) -> list[dict[str, object]]:
    """Let a writer work, kill it at a random moment; returns what it said was kept."""
    reader, out = os.pipe()
    seed = chance.randrange(1 << 30)
    writer = os.fork()
    if writer == 0:
        os.close(reader)
        try:
            work_for_ever(path, seed, out)
        finally:
            os._exit(3)
    os.close(out)
    with os.fdopen(reader, encoding="utf-8") as said:
        lines = [said.readline() for _ in range(chance.randrange(6))]
        time.sleep(chance.random() * LONGEST_WAIT)
        os.kill(writer, SIGKILL)
        lines += said.readlines()
    _, status = os.waitpid(writer, 0)
    assert os.WIFSIGNALED(status), f"the writer ended by itself: {status}"
    return [json.loads(line) for line in lines if line.endswith("\n")]


def check(path: Path, kept: list[dict[str, object]], entries_before: int) -> int:
    """Check that what was said to be kept is there and the file is whole; returns how many entries it has."""
    with ProtocolFile.open(path) as file:
        assert file._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        entries = file.journal()
        chains = {entry.seq: entry.chain for entry in entries}
        comments = {comment.id for thread in threads(file) for comment in thread.comments}
        for one in kept:
            assert one.get("comment", "") in {"", *comments}, f"lost: {one}"
            assert "seq" not in one or chains.get(one["seq"]) == one["chain"], f"lost: {one}"
        known = [one["seq"] for one in kept if "seq" in one]
        assert len(entries) <= max(entries_before, *known, 0) + 1, "more than one change was on its way"
        check_history(file)
    faults = verify(path).faults
    assert not faults, f"{faults}"
    return len(entries)


def check_history(file: ProtocolFile) -> None:
    """Undo everything that can be undone, in memory: it leads to the state before the first step."""
    history, trial = file.history(), file.trial
    for step in reversed(history.steps[: history.done]):
        trial = without_step(trial, step)
    assert trial == state_after(file, 1), "the history does not lead back"


def fresh_file(folder: Path, number: int) -> Path:
    """Make a new file, every other one of an older version, so that migration is interrupted too."""
    path = folder / f"study {number}.ketprotocol"
    if number % 2:
        shutil.copyfile(CORPUS / "version_1_history.ketprotocol", path)
    else:
        trial: TrialProtocol = start_from(load_templates().get("dakwar_2020_alcohol"))
        ProtocolFile.create(path, trial).close()
    return path


def main(folder: Path, kills: int, seed: int = 11) -> None:
    """Kill as often as asked for; prints how often, and how much had been kept by then."""
    chance = random.Random(seed)
    kept_in_all = 0
    for number in range(0, kills, KILLS_A_FILE):
        path = fresh_file(folder, number // KILLS_A_FILE)
        original, first_version = path.read_bytes(), check_header(path)
        kept: list[dict[str, object]] = []
        with ProtocolFile.open(path) as file:
            entries = len(file.journal())
        for _ in range(min(KILLS_A_FILE, kills - number)):
            kept += killed_once(path, chance)
            entries = check(path, kept, entries)
            if first_version < check_header(path):
                assert original_of(path, first_version).read_bytes() == original, "the original is not beside"
        kept_in_all += len(kept)
        for left in folder.iterdir():
            left.unlink()
    print(json.dumps({"kills": kills, "kept": kept_in_all}))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]), *map(int, sys.argv[3:4]))
    except (AssertionError, MisfitChange) as fault:
        raise SystemExit(f"{type(fault).__name__}: {fault}") from fault
