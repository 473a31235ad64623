"""The commands about versions, journal and damage of a protocol file; merging is in `merge_command`."""

import argparse
import json
import textwrap
from dataclasses import asdict
from typing import Any

from protocol_designer.cli.faults import CommandRefused
from protocol_designer.cli.version_reference import naming_what_is_left, read_reference
from protocol_designer.report.change_lists import from_words, group_words, to_words
from protocol_designer.report.changes import Change, changes_between, section_words
from protocol_designer.revisions.differences import Difference, differences
from protocol_designer.revisions.words import Fate, Stretch
from protocol_designer.storage.layout import SUFFIX
from protocol_designer.storage.problems import shown
from protocol_designer.storage.protocol_file import ProtocolFile

_WIDTH = 100
_MARKS = {Fate.KEPT: ("", ""), Fate.REMOVED: ("[-", "-]"), Fate.ADDED: ("{+", "+}")}
_AROUND = 40


def diff(chosen: argparse.Namespace) -> int:
    """Print how two protocols differ; 1 when they do."""
    before, after = read_reference(chosen.before), read_reference(chosen.after)
    exact, told = differences(before, after), changes_between(before, after)
    if chosen.json:
        _print_json(
            {
                "a": chosen.before,
                "b": chosen.after,
                "same": not exact,
                "changes": [_change_record(change) for change in told],
                "differences": [_difference_record(one) for one in exact],
            }
        )
    elif not exact:
        print("The two are the same.")
    else:
        print("\n".join(_change_lines(told, exact)))
    return 1 if exact else 0


def verify_file(chosen: argparse.Namespace) -> int:
    """Print what is wrong with a protocol file; 1 when something is."""
    from protocol_designer.storage.verification import NO_SIGNATURE, verify

    found = verify(chosen.file)
    if chosen.json:
        _print_json({"file": str(chosen.file), **asdict(found), "note": NO_SIGNATURE})
    else:
        if found.entries:
            checked = _counted(found.entries, "journal entry", "journal entries")
            print(f"{shown(chosen.file)}: {checked}, {_counted(found.states, 'saved state', 'saved states')}")
        for fault in found.faults:
            print(textwrap.fill(fault, _WIDTH, initial_indent="  - ", subsequent_indent="    "))
        print(
            f"{_counted(len(found.faults), 'fault', 'faults')}."
            if found.faults
            else "Chain, hashes and states are whole."
        )
        print(textwrap.fill(NO_SIGNATURE, _WIDTH))
    return 1 if found.faults else 0


def list_versions(chosen: argparse.Namespace) -> int:
    """Print the frozen versions and saved states."""
    with naming_what_is_left(chosen.file), ProtocolFile.open(chosen.file) as file:
        states, now = file.saved_states(), file.sha256
    if chosen.json:
        _print_json({"states": [asdict(state) for state in states], "sha256_now": now})
        return 0
    for state in states:
        called = f"version {state.version}  {state.name}" if state.version else f"saved state  {state.name}"
        print(f"{called}\n    {state.at}  {state.author or 'nobody named'}  entry {state.journal_seq}")
        print(f"    SHA-256 {state.sha256}{'  (as the protocol is now)' if state.sha256 == now else ''}")
        if state.note:
            print(textwrap.fill(state.note, _WIDTH, initial_indent="    ", subsequent_indent="    "))
    if not states:
        print("There are no frozen versions and no saved states yet.")
    return 0


def show_history(chosen: argparse.Namespace) -> int:
    """Print the journal."""
    with naming_what_is_left(chosen.file), ProtocolFile.open(chosen.file) as file:
        entries = file.journal()
    if chosen.json:
        _print_json([asdict(entry) for entry in entries])
        return 0
    for entry in entries:
        who = entry.author or "nobody named"
        print(f"{entry.seq:>6}  {entry.at[:19].replace('T', ' ')}  {who}  {entry.label}")
    return 0


def salvage_file(chosen: argparse.Namespace) -> int:
    """Save what can be saved of a damaged file."""
    from protocol_designer.storage.salvage import salvage_into

    if chosen.new.suffix != SUFFIX:
        raise CommandRefused(f"{shown(chosen.new)} is no name of a protocol file; end it in {SUFFIX}")
    found = salvage_into(chosen.damaged, chosen.new)
    print(f"{shown(chosen.new)}: {found.found_as}{f'; {found.beside}' if found.beside else ''}.")
    print("Compare it with an earlier copy before you rely on it.")
    return 0


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _change_lines(told: tuple[Change, ...], exact: tuple[Difference, ...]) -> list[str]:
    lines: list[str] = []
    group = ""
    for change in told:
        if group_words(change) != group:
            group = group_words(change)
            lines += [group] if not lines else ["", group]
        lines.append(f"  {change.what}  ({change.kind})")
        said = _marked(change.words) if change.words else f"{from_words(change)} -> {to_words(change)}"
        lines.append(textwrap.fill(said, _WIDTH, initial_indent="      ", subsequent_indent="      "))
    rest = sorted({one.steps[0] for one in exact if not _is_told(one, told)})
    if rest:
        names = ", ".join(name.replace("_", " ") for name in rest)
        lines += [*([""] if lines else []), f"Also different, as bookkeeping: {names} (--json shows how)"]
    return lines


def _is_told(difference: Difference, told: tuple[Change, ...]) -> bool:
    return any(change.place == difference.place for change in told)


def _marked(words: tuple[Stretch, ...]) -> str:
    """Write changed words in marks; long stretches that stayed are shortened."""
    text = ""
    for stretch in words:
        before, after = _MARKS[stretch.fate]
        said = stretch.text
        if stretch.fate is Fate.KEPT and len(said) > 2 * _AROUND + 5:
            said = f"{said[:_AROUND]} ... {said[-_AROUND:]}"
        text += f"{before}{said}{after}"
    return text


def _change_record(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "place": change.place,
        "what": change.what,
        "before": change.before,
        "after": change.after,
        "section": section_words(change.section),
        "touches_safety": change.touches_safety,
        "words": [{"fate": stretch.fate.value, "text": stretch.text} for stretch in change.words],
    }


def _difference_record(difference: Difference) -> dict[str, Any]:
    record = asdict(difference)
    return {**record, "kind": difference.kind.value, "steps": list(difference.steps)}


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False))
