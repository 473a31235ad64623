"""What may be written on the command line, and the help a person can work from."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from protocol_designer import __version__
from protocol_designer.cli.history_parser import history_commands

_ABOUT = """\
Compose a clinical trial protocol, have its doses and schedule reviewed against cited safety limits,
and export the PDF for the ethics board. Without a command the window opens, with FILE on that protocol.
"""

_EXAMPLES = """\
commands:
  templates [ID]        list the prior studies and your templates, or describe one
  new TEMPLATE FILE     start a protocol from a prior study, or from "sample", the complete example
  check FILE            review a protocol against every rule
  export FILE OUT.pdf   print a protocol with its review
  precedents FILE       show the prior regimens nearest to each study drug
  compare FILE STUDY... hold a protocol against prior studies, field by field
  rules [ID]            list the rules, or explain one
  formulary [FILE]      show the drug library, or verify a site's own
  show FILE             summarise a protocol, or print the whole of it as JSON
  diff A B              tell how two protocols or versions differ
  merge OURS THEIRS OUT merge two copies of a study into a new file
  versions FILE         list frozen versions and saved states; show FILE@1.0 summarises one
  history FILE          print the journal: who did what and when
  verify FILE           check the journal's chain and every hash
  salvage FILE NEW      save what can be saved of a damaged file
  Each explains itself: protocol-designer check --help

examples:
  protocol-designer new dakwar_2020_alcohol study.ketprotocol
  protocol-designer check study.ketprotocol
  protocol-designer export study.ketprotocol study.pdf --profile draft
  protocol-designer study.ketprotocol

FILE is a protocol file (.ketprotocol) or a protocol in the exchange form (.json).
A file named like a command is opened by its path: protocol-designer ./check

exit codes: 0 done; 1 something blocks, differs or is open; 2 a fault, named on stderr in one line
"""


COMMANDS = (
    "templates", "new", "check", "export", "precedents", "compare", "rules", "formulary", "show", "diff",
    "merge", "verify", "versions", "history", "salvage",
)  # fmt: skip
"""The names of the commands, so that a window opens without making the parsers of all of them."""


class _Parser(argparse.ArgumentParser):
    """Says a usage fault in one line, like every other fault."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"protocol-designer: {' '.join(message.split())}; see {self.prog} --help\n")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; ``command`` is None when the window is asked for.

    Raises:
        SystemExit: After help and version (0) and for arguments that do not fit (2).
    """
    if argv and argv[0] in COMMANDS:
        chosen = _commands()[argv[0]].parse_args(argv[1:])
        chosen.command, chosen.self_test, chosen.start_test = argv[0], False, False
        return chosen
    if len(argv) > 1 and not argv[0].startswith("-"):
        known = ", ".join(COMMANDS)
        _window().error(f"“{argv[0]}” is no command (there are {known}) and only one FILE can be opened")
    chosen = _window().parse_args(argv)
    chosen.command = None
    return chosen


def _window() -> _Parser:
    parser = _Parser(
        prog="protocol-designer",
        usage="protocol-designer [FILE]\n       protocol-designer COMMAND ...",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a protocol to open in the window")
    parser.add_argument("--version", action="version", version=f"protocol-designer {__version__}")
    parser.add_argument(
        "--self-test", action="store_true", help="try the main job without a window and print versions"
    )
    parser.add_argument(
        "--start-test",
        action="store_true",
        help="open the window, print “ready” when it takes input, end",
    )
    return parser


def _commands() -> dict[str, _Parser]:
    templates = _command(
        "templates",
        "List the prior studies, oldest first, and your own templates. Those marked * can start a protocol. "
        "With ID, describe one: design, doses, results and harms as reported, where sources disagree.",
        "protocol-designer templates\nprotocol-designer templates dakwar_2020_alcohol\n"
        "protocol-designer templates --json",
    )
    templates.add_argument("id", metavar="ID", nargs="?", help="the id of one study, or own:ID")
    _add_json(templates, "print as JSON with every field: one object for an ID, else a list")

    new = _command(
        "new",
        "Start a protocol from a prior study and write it to a new file. An existing file is never replaced.",
        "protocol-designer new dakwar_2020_alcohol study.ketprotocol\n"
        "protocol-designer new sample sample.json",
    )
    new.add_argument(
        "template",
        metavar="TEMPLATE",
        help='the id of a prior study, own:ID for one of your templates, or "sample"',
    )
    new.add_argument("file", metavar="FILE", type=Path, help="the file to write: .ketprotocol or .json")

    check = _command(
        "check",
        "Review a protocol against every rule. Exit code 0: nothing blocks a final export; 1: something "
        "does; 2: the file cannot be read.",
        "protocol-designer check study.ketprotocol\nprotocol-designer check study.json --json\n"
        "protocol-designer check study.json --formulary site.json",
    )
    _add_file(check)
    _add_formulary(check)
    _add_json(check, "print the findings as JSON")

    export = _command(
        "export",
        "Print a protocol with its review as PDF. The draft profile always prints; submission and archive "
        "are refused (exit code 1) while a finding blocks. An existing PDF is replaced, no other file is.",
        "protocol-designer export study.ketprotocol study.pdf\n"
        "protocol-designer export study.ketprotocol final.pdf --profile submission --paper letter",
    )
    _add_file(export)
    export.add_argument("out", metavar="OUT.pdf", type=Path, help="the PDF to write; the name ends in .pdf")
    export.add_argument(
        "--profile",
        type=_one_of("draft", "submission", "archive"),
        default="draft",
        metavar="PROFILE",
        help="what the PDF is for: draft, submission or archive (default: draft)",
    )
    export.add_argument(
        "--paper", type=_one_of("a4", "letter"), default="a4", metavar="PAPER", help="a4 (default) or letter"
    )
    export.add_argument(
        "--stamp-space", action="store_true", help="leave room for a board's stamp at the foot of each page"
    )
    _add_formulary(export)

    precedents = _command(
        "precedents",
        "Hold each study drug against the regimens of prior studies: where its dose and rate stand among "
        "them, and the nearest ones with result and harms as reported. Says so where there is no precedent.",
        "protocol-designer precedents study.ketprotocol\n"
        "protocol-designer precedents study.ketprotocol --pdf precedents.pdf",
    )
    _add_file(precedents)
    _add_formulary(precedents)
    _add_extract(precedents, "print every prior regimen of the same drug, field by field, as JSON")

    compare = _command(
        "compare",
        'Hold a protocol against prior studies, field by field, with the source of every value. With "-" in '
        "place of FILE the studies are compared with each other.",
        "protocol-designer compare study.ketprotocol grabski_2022\n"
        "protocol-designer compare - grabski_2022 dakwar_2020_alcohol --pdf comparison.pdf",
    )
    compare.add_argument("file", metavar="FILE", type=Path, help='a protocol: .ketprotocol or .json, or "-"')
    compare.add_argument(
        "studies", metavar="STUDY", nargs="+", help="the id of a prior study; “templates” lists them"
    )
    _add_formulary(compare)
    _add_extract(compare, "print the comparison as JSON")

    rules = _command(
        "rules",
        "List the rules of the review, or explain one: when it fires, its limits and their sources.",
        "protocol-designer rules\nprotocol-designer rules KET-001",
    )
    rules.add_argument("id", metavar="ID", nargs="?", help="the id of one rule, such as KET-001")
    _add_formulary(rules)
    _add_json(rules, "print as JSON: one object for an ID, else a list")

    formulary = _command(
        "formulary",
        "Show the drug library with every limit. With FILE, verify a site's own formulary and show what it "
        "changes: * marks a changed limit, ! one that is looser than label or a hard limit.",
        "protocol-designer formulary\nprotocol-designer formulary site.json --json",
    )
    formulary.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a site formulary: .json")
    _add_json(formulary, "print the formulary as JSON")

    show = _command(
        "show",
        "Summarise a protocol. With --json the whole protocol is printed in the exchange form, which every "
        "command accepts as FILE again.",
        "protocol-designer show study.ketprotocol\nprotocol-designer show study.ketprotocol@1.0\n"
        "protocol-designer show study.ketprotocol --json > study.json",
    )
    _add_file(show)
    _add_json(show, "print the whole protocol in the exchange form")
    return {
        "templates": templates,
        "new": new,
        "check": check,
        "export": export,
        "precedents": precedents,
        "compare": compare,
        "rules": rules,
        "formulary": formulary,
        "show": show,
        **history_commands(_command),
    }


def _command(name: str, about: str, examples: str) -> _Parser:
    indented = "\n".join(f"  {line}" for line in examples.splitlines())
    return _Parser(
        prog=f"protocol-designer {name}",
        description=about,
        epilog=f"examples:\n{indented}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise argparse.ArgumentTypeError(f"“{text}” is none of {', '.join(words)}")
        return text

    return read


def _add_file(parser: _Parser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a protocol: .ketprotocol or .json")


def _add_formulary(parser: _Parser) -> None:
    parser.add_argument(
        "--formulary",
        metavar="FILE",
        type=Path,
        help="judge by a site's own formulary instead of the shipped limits alone",
    )


def _add_extract(parser: _Parser, json_help: str) -> None:
    """Choose between text, JSON and a PDF."""
    parser.add_argument("--pdf", metavar="OUT.pdf", type=Path, help="write a PDF; the name ends in .pdf")
    parser.add_argument(
        "--paper", type=_one_of("a4", "letter"), default="a4", metavar="PAPER", help="a4 (default) or letter"
    )
    _add_json(parser, json_help)


def _add_json(parser: _Parser, help_text: str) -> None:
    parser.add_argument("--json", action="store_true", help=help_text)
