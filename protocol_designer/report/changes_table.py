"""The table of changes between two states, safety first; the amendment and a printed comparison share it."""

from collections.abc import Sequence

from protocol_designer.report.blocks import Cell, Column, Row, RowKind, Run, Runs, Table
from protocol_designer.report.changes import Change
from protocol_designer.report.display_list import Ink
from protocol_designer.report.writer import plain, row
from protocol_designer.revisions.differences import DifferenceKind
from protocol_designer.revisions.words import Fate, Stretch

MARKS = "Words that came in are bold, words that went are in italics between brackets."
"""How `changes_table` marks words; stands before the table."""

_CONTEXT = 60
_NOTHING = "–"
_GROUPS = {True: "Changes that touch the safety of participants", False: "Other changes"}


def changes_table(changes: Sequence[Change], caption: str, *, links_sections: bool = True) -> Table:
    """Return the table: what changed, in which section, from, to.

    Args:
        links_sections: Whether the sections of the protocol stand in the same document.
    """
    rows: list[Row] = []
    for touches_safety, title in _GROUPS.items():
        own = [change for change in changes if change.touches_safety is touches_safety]
        if own:
            rows.append(Row((Cell(plain(title, is_bold=True), span=4),), RowKind.GROUP))
            rows.extend(_change_row(change, links_sections) for change in own)
    header = Row(tuple(Cell(plain(text)) for text in ("What", "Section", "From", "To")))
    shares = (Column(0.25, is_row_header=True), Column(0.11), Column(0.32), Column(0.32))
    return Table(caption, shares, (header,), tuple(rows), has_rules=True, anchor="changes-table")


def _change_row(change: Change, links_sections: bool) -> Row:
    before: str | Runs = change.before if change.before is not None else _NOTHING
    after: str | Runs = change.after if change.after is not None else _NOTHING
    if change.words:
        before = _marked(change.words, Fate.REMOVED)
        after = _marked(change.words, Fate.ADDED)
    elif change.kind is DifferenceKind.REORDERED:
        before, after = f"In this order: {before}", f"In this order: {after}"
    link = f"#s-{change.section}" if links_sections and change.section else None
    return row(
        change.what, (Run(change.section or "Title page", link=link),), before, after, place=change.place
    )


def _marked(stretches: Sequence[Stretch], fate: Fate) -> Runs:
    """Write one side of a text compared word by word, unchanged stretches shortened to their ends."""
    shown = [one for one in stretches if one.fate in (Fate.KEPT, fate)]
    runs: list[Run] = []
    for index, one in enumerate(shown):
        if one.fate is Fate.KEPT:
            runs.append(Run(_shortened(one.text, is_first=index == 0, is_last=index == len(shown) - 1)))
        elif fate is Fate.ADDED or not one.text.strip():
            runs.append(Run(one.text, is_bold=True))
        else:
            runs.append(Run(f"[{one.text}]", is_italic=True, ink=Ink.HARD))
    return tuple(runs) or plain(_NOTHING)


def _shortened(text: str, is_first: bool, is_last: bool) -> str:
    """Keep the words next to a change; the middle of a long unchanged stretch becomes an ellipsis."""
    if len(text) <= 2 * _CONTEXT:
        return text
    head = "" if is_first else text[:_CONTEXT].rpartition(" ")[0]
    tail = "" if is_last else text[-_CONTEXT:].partition(" ")[2]
    return f"{head} … {tail}"
