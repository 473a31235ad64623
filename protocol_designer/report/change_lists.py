"""Lists of changes as text: to be read in a letter, and as a table that a spreadsheet opens safely."""

import csv
import io
from collections.abc import Iterable

from protocol_designer.report.changes import Change, section_words

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula."""


def changes_as_text(changes: Iterable[Change], title: str) -> str:
    """Write changes one below the other under a title, by section, those that touch safety first."""
    lines = [title]
    group = ""
    for change in changes:
        here = group_words(change)
        if here != group:
            lines += ["", here]
            group = here
        lines.append(f"- {change.what}: {from_words(change)} -> {to_words(change)}")
    return "\n".join(lines) + "\n"


def changes_as_csv(changes: Iterable[Change]) -> str:
    """Write changes as comma-separated values; no cell is taken for a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("Section", "Touches safety", "What", "From", "To"))
    for change in changes:
        cells = (
            section_words(change.section),
            "yes" if change.touches_safety else "no",
            change.what,
            from_words(change),
            to_words(change),
        )
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return buffer.getvalue()


def group_words(change: Change) -> str:
    """Name the group in which a change is listed."""
    section = section_words(change.section)
    return f"Safety: {section}" if change.touches_safety else section


def from_words(change: Change) -> str:
    """Write what was there before."""
    return _absent(change, "Not there") if change.before is None else change.before


def to_words(change: Change) -> str:
    """Write what is there now."""
    return _absent(change, "Removed") if change.after is None else change.after


def _absent(change: Change, of_part: str) -> str:
    """Say that there is nothing: a part came or went, a field is merely not decided."""
    return of_part if change.place.endswith("]") else "Not decided yet"
