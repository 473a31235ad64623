"""What may be written after the commands about versions, copies and the journal of a protocol file."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Parser = TypeVar("Parser", bound=argparse.ArgumentParser)

_REFERENCE = (
    "a protocol: .ketprotocol or .json; FILE@1.0 for a version or saved state in a protocol file, FILE@#12 "
    "for the state after entry 12 of its journal; the id of a prior study"
)


def history_commands(command: Callable[[str, str, str], Parser]) -> dict[str, Parser]:
    """Make the parsers; ``command`` takes name, description and examples."""
    diff = command(
        "diff",
        "Tell how two protocols differ, place by place; what touches safety comes first. Exit code 0: they "
        "are the same; 1: they differ; 2: one cannot be read.",
        "protocol-designer diff study.ketprotocol@1.0 study.ketprotocol\n"
        "protocol-designer diff dakwar_2020_alcohol study.json --json",
    )
    diff.add_argument("before", metavar="A", help=_REFERENCE)
    diff.add_argument("after", metavar="B", help="as A")
    _add_json(diff, "print the changes in words and the exact differences as JSON")

    merge = command(
        "merge",
        "Merge two copies of a study that were changed apart, and write the result to a new file with the "
        "journal of OURS. What both changed is a conflict: without a choice for each they are listed, "
        "nothing is written, and the exit code is 1.",
        "protocol-designer merge mine.ketprotocol hers.ketprotocol merged.ketprotocol\n"
        "protocol-designer merge mine.ketprotocol hers.ketprotocol merged.ketprotocol \\\n"
        "    --theirs identity.short_title --ours 'arms[arm-2].name'",
    )
    merge.add_argument("ours", metavar="OURS", type=Path, help="our copy: .ketprotocol or .json")
    merge.add_argument("theirs_file", metavar="THEIRS", type=Path, help="the other copy")
    merge.add_argument("out", metavar="OUT", type=Path, help="the file to write: .ketprotocol or .json")
    for side in ("ours", "theirs"):
        merge.add_argument(
            f"--{side}",
            dest=f"take_{side}",
            metavar="PLACE",
            action="append",
            default=[],
            help=f"decide the conflict at PLACE for {side}; may be given many times",
        )
    merge.add_argument(
        "--base",
        metavar="REFERENCE",
        help="the state from which both copies started; needed when they are not copies of one protocol file",
    )
    _add_json(merge, "print the conflicts as JSON")

    verify = command(
        "verify",
        "Check all that a protocol file says of itself: the chain of its journal, the hashes of protocol, "
        "versions and attachments, and that the journal leads to the protocol. Exit code 0: whole; 1: "
        "damaged or altered; 2: it cannot be checked. This is no electronic signature in the sense of 21 CFR "
        "Part 11.",
        "protocol-designer verify study.ketprotocol",
    )
    versions = command(
        "versions",
        "List the frozen versions and saved states of a protocol file, with the hash of each.",
        "protocol-designer versions study.ketprotocol\nprotocol-designer show study.ketprotocol@1.0",
    )
    history = command(
        "history",
        "Print the journal of a protocol file: who did what and when. With --json each entry says what was "
        "there before and after.",
        "protocol-designer history study.ketprotocol\nprotocol-designer history study.ketprotocol --json",
    )
    for parser in (verify, versions, history):
        parser.add_argument("file", metavar="FILE", type=Path, help="a protocol file: .ketprotocol")
        _add_json(parser, "print as JSON")

    salvage = command(
        "salvage",
        "Save what can be saved of a damaged file into a new protocol file: the protocol, saved states, "
        "comments and attachments. The damaged file is left as it is.",
        "protocol-designer salvage damaged.ketprotocol saved.ketprotocol",
    )
    salvage.add_argument("damaged", metavar="FILE", type=Path, help="the damaged file, of either kind")
    salvage.add_argument("new", metavar="NEW", type=Path, help="the file to write: .ketprotocol")
    return {
        "diff": diff,
        "merge": merge,
        "verify": verify,
        "versions": versions,
        "history": history,
        "salvage": salvage,
    }


def _add_json(parser: argparse.ArgumentParser, help_text: str) -> None:
    parser.add_argument("--json", action="store_true", help=help_text)
