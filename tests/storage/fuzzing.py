"""Damages files at random and does everything with them that the program does; run by hand for a while:

    python tests/storage/fuzzing.py FOLDER SECONDS [SEED]

Whatever a file holds, the program answers or refuses in one sentence, in a few seconds, and leaves the file
as it is. What does not is written beside as ``failure N`` with its traceback; each becomes a test.
"""

import json
import random
import sqlite3
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from protocol_designer.edits.fields import set_field
from protocol_designer.precedents.library import load_sample, load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.storage.ancestry import common_state, state_after
from protocol_designer.storage.attachments import attach, attachments, save_attachment
from protocol_designer.storage.changes import MisfitChange
from protocol_designer.storage.comments import add_comment, take_in_review_copy, threads, write_review_copy
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.history import with_step, without_step
from protocol_designer.storage.opened_by import note_path, opener_of
from protocol_designer.storage.opening import read_protocol
from protocol_designer.storage.problems import StorageProblem
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.storage.salvage import salvage_into
from protocol_designer.storage.verification import verify

LONGEST = 10.0
"""Seconds beyond which a file counts as a hang."""
ODD = [
    "", " ", "null", "[]", "{}", "[[[[", '"\\ud800"', "\x00", "1e999", "NaN", "-1", "9" * 5000, "ü",
    '{"id":1}', '[{"place":1}]',
    '[{"place":"a","at":"x"}]', '[{"place":"arms","at":-1,"was":[],"is":[]}]', "2026-99-99",
    "opened", "created", "undo", "edit", "[" * 3000, '{"a":' * 3000,
]  # fmt: skip


def whole_file(path: Path, attached: Path) -> None:
    """Write a file with everything in it: edits, undo, states, versions, a thread, an attachment."""
    trial = start_from(load_templates().get("grabski_2022"))
    with ProtocolFile.create(path, trial, author="Dr. Ames") as file:
        for number in range(6):
            before, edit = file.trial, set_field("identity.short_title", f"Title {number}", "Title")
            file.record("Title", before, edit(before))
            if number == 3:
                file.save_state("For the board", version="1.0", note="sent")
        comment = add_comment(file, "Is this the dose?", place="regimens[regimen-1]")
        add_comment(file, "Yes.", thread=next(one for one in threads(file) if one.id == comment.id))
        attach(file, attached)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Flip, cut, drop, double, overwrite or shuffle bytes."""
    raw = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 5, 30))):
        if not raw:
            break
        at = chance.randrange(len(raw))
        size = chance.choice((1, 2, 16, 512, 4096))
        what = chance.randrange(7)
        if what <= 1:
            raw[at] ^= 1 << chance.randrange(8)
        elif what == 2:
            raw[at] = chance.randrange(256)
        elif what == 3:
            del raw[at : at + size if chance.random() < 0.7 else None]
        elif what == 4:
            raw[at:at] = raw[at : at + size]
        elif what == 5:
            raw[at : at + size] = bytes(len(raw[at : at + size]))
        else:
            raw[at:at] = chance.choice(ODD).encode("utf-8", "surrogatepass")
    return bytes(raw)


def altered(path: Path, chance: random.Random) -> None:
    """Change rows by SQL, as somebody with a database browser would."""
    tables = {
        "document": ("schema_version", "json", "sha256"), "meta": ("key", "value"),
        "journal": (
            "seq", "at", "author", "label", "kind", "changes", "sha256_before", "sha256_after", "chain",
        ),
        "saved_state": ("name", "at", "journal_seq", "json", "sha256", "version", "note"),
        "comment": ("id", "thread", "kind", "place", "at", "author", "text"),
        "attachment": ("name", "at", "sha256", "content"),
    }  # fmt: skip
    with closing(sqlite3.connect(path)) as db:
        for _ in range(chance.choice((1, 1, 2, 4))):
            table = chance.choice(list(tables))
            column = chance.choice(tables[table])
            value: object = chance.choice([*ODD, None, 1, -5, 2**62, b"\xff\xfe", 1.5])
            if value in ODD:
                value = str(value).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            where = chance.choice(("", " WHERE rowid = 1", " WHERE rowid = 2"))
            try:
                if chance.random() < 0.2:
                    db.execute(f"DELETE FROM {table}{where}")
                elif chance.random() < 0.2:
                    db.execute(f"UPDATE {table} SET {column} = CAST(x'ff2261' AS TEXT){where}")
                else:
                    db.execute(f"UPDATE {table} SET {column} = ?{where}", (value,))
            except sqlite3.Error:
                continue
        db.commit()


def everything(path: Path, review: Path, whole: Path, folder: Path) -> None:
    """Do with a file whatever the program does; each part may be refused with a `StorageProblem`."""
    parts: list[Callable[[], object]] = [
        lambda: read_protocol(path), lambda: verify(path), lambda: opener_of(path),
        lambda: salvage_into(path, folder / "salvaged.ketprotocol"),
        lambda: inside(path, review, whole, folder),
    ]  # fmt: skip
    before = path.read_bytes()
    for part in parts:
        refused(part)
        assert path.read_bytes() == before or part is parts[-1], "reading changed the file"
    salvaged = folder / "salvaged.ketprotocol"
    if salvaged.exists():
        faults = verify(salvaged).faults
        assert not faults, f"salvaged with faults: {faults}"


def inside(path: Path, review: Path, whole: Path, folder: Path) -> None:
    """Work in a file that opens."""
    with ProtocolFile.open(path) as file, ProtocolFile.open(whole) as other:
        content = path.read_bytes()
        trial = file.trial
        for part in (
            file.journal, file.saved_states, lambda: threads(file), lambda: attachments(file),
            lambda: [file.state(state.journal_seq) for state in file.saved_states()],
            lambda: state_after(file, 3), lambda: common_state(file, other), lambda: [*travelled(file)],
            lambda: [save_attachment(file, one, folder / f"out {one.id}") for one in attachments(file)],
            lambda: write_review_copy(file, folder / "out.ketreview"),
        ):  # fmt: skip
            refused(part)
        assert path.read_bytes() == content, "reading changed the file"
        refused(lambda: take_in_review_copy(file, review))
        refused(lambda: threads(file))
        refused(lambda: add_comment(file, "More."))
        refused(lambda: file.save_state("Later", version="7"))
        refused(lambda: file.record("Edit", trial, set_field("identity.short_title", "New", "Title")(trial)))
    with ProtocolFile.open(path) as file:
        assert file.trial == trial or file.trial.identity.short_title == "New", "an edit was lost"


def travelled(file: ProtocolFile) -> list[object]:
    """Undo and redo in memory all that the file remembers."""
    history, trial, there = file.history(), file.trial, []
    try:
        for step in reversed(history.steps[: history.done]):
            trial = without_step(trial, step)
            there.append(trial)
        for step in history.steps:
            trial = with_step(trial, step)
    except MisfitChange:
        pass
    return there


def refused(part: Callable[[], object]) -> None:
    """Call; a refusal is one line."""
    try:
        part()
    except StorageProblem as problem:
        said = str(problem)
        assert said.endswith((".", "�")) or "." in said, f"no sentence: {said!r}"
        assert "\n" not in said, f"more than one line: {said!r}"


def main(folder: Path, seconds: float, seed: int = 1) -> None:
    """Fuzz for a while; prints how many files of each kind, and how many failures."""
    chance = random.Random(seed)
    until, counts = time.monotonic() + seconds, Counter[str]()
    whole, work = folder / "whole.ketprotocol", folder / "work"
    attached = folder / "letter.txt"
    attached.write_text("To the board")
    whole_file(whole, attached)
    with ProtocolFile.open(whole) as file:
        write_review_copy(file, folder / "whole.ketreview")
    corpus = Path(__file__).with_name("corpus")
    databases = [whole.read_bytes(), *(path.read_bytes() for path in sorted(corpus.glob("*.ketprotocol")))]
    studies = [load_sample(), start_from(load_templates().get("dakwar_2020_alcohol"))]
    texts = [to_json(trial).encode() for trial in studies]
    reviews = (folder / "whole.ketreview").read_bytes()
    while time.monotonic() < until:
        work.mkdir(exist_ok=True)
        kind = chance.choice(("bytes", "bytes", "rows", "rows", "json", "review", "journal"))
        counts[kind] += 1
        path = work / ("study.json" if kind == "json" else "study.ketprotocol")
        review = work / "copy.ketreview"
        database = chance.choice(databases)
        path.write_bytes(database)
        review.write_bytes(damaged(reviews, chance) if kind == "review" else reviews)
        note_path(path).write_bytes(damaged(json.dumps({"person": "x", "process": 1}).encode(), chance))
        if kind == "bytes":
            path.write_bytes(damaged(database, chance))
        elif kind == "rows":
            altered(path, chance)
        elif kind == "json":
            path.write_bytes(damaged(chance.choice(texts), chance))
        elif kind == "journal":
            path.with_name(f"{path.name}-journal").write_bytes(damaged(database[:3000], chance))
        elif chance.random() < 0.5:
            content = json.loads(reviews)
            row = chance.choice(content["comments"])
            row[chance.choice(list(row))] = chance.choice([*ODD, None, 1, [], {}, row["id"]])
            review.write_text(json.dumps(content))
        kept = (path.read_bytes(), review.read_bytes())
        began = time.monotonic()
        try:
            everything(path, review, whole, work)
            assert time.monotonic() - began < LONGEST, "a hang"
        except Exception:  # noqa: BLE001  # whatever it is, it is what is looked for
            counts["failures"] += 1
            name = folder / f"failure {counts['failures']}"
            name.with_suffix(path.suffix).write_bytes(kept[0])
            name.with_suffix(".ketreview").write_bytes(kept[1])
            told = f"{kind}\n{traceback.format_exc()}"
            name.with_suffix(".txt").write_text(told, errors="backslashreplace")
        for left in work.iterdir():
            left.unlink()
    print(dict(counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), *map(int, sys.argv[3:4]))
