"""Writes the man page from the program's own help, so that the two say the same."""

import io
import re
from contextlib import redirect_stdout, suppress

from protocol_designer.cli.parser import parse


def manual_page(version: str) -> str:
    """Return the page in roff."""
    described, _, rest = _help().partition("\npositional arguments:")
    about = described.split("\n\n", 1)[1]
    options, _, commands = rest.partition("\ncommands:")
    sections = [
        f'.TH PROTOCOL-DESIGNER 1 "" "Protocol Designer {version}" "User Commands"',
        ".SH NAME\nprotocol-designer \\- compose, review and print a clinical trial protocol",
        ".SH SYNOPSIS\n.B protocol-designer\n[\\fIFILE\\fR]\n.br\n.B protocol-designer\n\\fICOMMAND\\fR ...",
        f".SH DESCRIPTION\n{_escaped(about)}",
        f".SH OPTIONS\n.nf\n{_escaped(options.strip(chr(10)))}\n.fi",
        f".SH COMMANDS\n.nf\n{_escaped(commands.strip(chr(10)))}\n.fi",
        ".SH FILES\n.nf\n" + _escaped(_FILES) + "\n.fi",
    ]
    return "\n".join(sections) + "\n"


_FILES = """\
~/.config/protocol-designer/        settings: recent files, theme, window
~/.local/share/protocol-designer/   drafts, own templates, review comments"""


def _help() -> str:
    kept = io.StringIO()
    with redirect_stdout(kept), suppress(SystemExit):
        parse(["--help"])
    return kept.getvalue()


def _escaped(text: str) -> str:
    protected = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", protected, flags=re.MULTILINE).strip("\n")
