"""Merges two copies of a study on the command line: lists conflicts, takes choices, writes a new file."""

import argparse
import json
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from protocol_designer.cli.faults import CommandRefused
from protocol_designer.cli.version_reference import naming_what_is_left, read_reference
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.identities import without_clashes
from protocol_designer.report.conflict_words import conflict_words
from protocol_designer.revisions.merge import Conflict, Merge, MergeRefused, Side, merge
from protocol_designer.storage.ancestry import common_state
from protocol_designer.storage.attachments import copy_attachments
from protocol_designer.storage.comments import comments_of, take_in
from protocol_designer.storage.layout import SUFFIX
from protocol_designer.storage.opening import is_kept_file, read_protocol, write_new
from protocol_designer.storage.problems import shown
from protocol_designer.storage.protocol_file import ProtocolFile


def merge_files(chosen: argparse.Namespace) -> int:
    """Merge; 1 while a conflict is open or the choices do not fit together, and nothing is written then."""
    choices = dict.fromkeys(chosen.take_ours, Side.OURS)
    choices |= dict.fromkeys(chosen.take_theirs, Side.THEIRS)
    with ExitStack() as stack:
        mine, ours = _opened(chosen.ours, stack)
        other, theirs = _opened(chosen.theirs_file, stack)
        base = _base(chosen, mine, other)
        theirs = without_clashes(base, ours, theirs)
        merged = merge(base, ours, theirs, choices)
        if unknown := choices.keys() - {conflict.place for conflict in merged.conflicts}:
            there = ", ".join(sorted(unknown))
            raise CommandRefused(f"There is no conflict at {there}; leave these choices out.")
        if merged.open:
            _print_conflicts(chosen, merged, base, ours, theirs)
            return 1
        try:
            trial = merged.trial()
        except MergeRefused as refusal:
            raise CommandRefused(str(refusal), code=1) from refusal
        _write(chosen, trial, mine, other)
    if chosen.json:
        _print_json({"written": str(chosen.out), "conflicts": []})
    else:
        count = len(merged.conflicts)
        decided = f", {count} conflict{'' if count == 1 else 's'} decided" if count else ""
        print(f"{shown(chosen.out)}: merged{decided}.")
    return 0


def _opened(path: Path, stack: ExitStack) -> tuple[ProtocolFile | None, TrialProtocol]:
    with naming_what_is_left(path):
        if not is_kept_file(path):
            return None, read_protocol(path)
        file = stack.enter_context(ProtocolFile.open(path))
        return file, file.trial


def _base(chosen: argparse.Namespace, mine: ProtocolFile | None, other: ProtocolFile | None) -> TrialProtocol:
    if chosen.base is not None:
        return read_reference(chosen.base)
    shared = common_state(mine, other) if mine and other else None
    if shared is None:
        raise CommandRefused(
            "The two files have no journal in common; name the state from which both started with --base, or "
            "compare them with: protocol-designer diff"
        )
    return shared


def _write(
    chosen: argparse.Namespace, trial: TrialProtocol, mine: ProtocolFile | None, other: ProtocolFile | None
) -> None:
    if mine is None or chosen.out.suffix != SUFFIX:
        write_new(chosen.out, trial)
        return
    with mine.save_as(chosen.out) as file:
        file.record(f"Merge {shown(Path(chosen.theirs_file.name))}", file.trial, trial)
        if other is not None:
            take_in(file, comments_of(other))
            copy_attachments(other, file)
            left = [state for state in other.saved_states() if state not in file.saved_states()]
            names = ", ".join(state.version or state.name for state in left)
            if left and not chosen.json:
                print(f"Versions and saved states that stay in {shown(chosen.theirs_file)} alone: {names}.")


def _print_conflicts(
    chosen: argparse.Namespace, merged: Merge, base: TrialProtocol, ours: TrialProtocol, theirs: TrialProtocol
) -> None:
    if chosen.json:
        _print_json({"written": None, "conflicts": [_record(conflict) for conflict in merged.open]})
        return
    print(f"Nothing was written: {len(merged.open)} to decide, each with --ours PLACE or --theirs PLACE.")
    for conflict in merged.open:
        words = conflict_words(conflict, base, ours, theirs)
        print(f"\n{words.what} ({words.section})\n  PLACE   {conflict.place}")
        print(f"  before  {words.base}\n  ours    {words.ours}\n  theirs  {words.theirs}")


def _record(conflict: Conflict) -> dict[str, object]:
    return {**asdict(conflict), "steps": list(conflict.steps)}


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False))
