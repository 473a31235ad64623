"""Sets like things side by side: tables with a column each, equal texts once under all their names."""

from collections.abc import Sequence

from protocol_designer.report.blocks import Cell, Column, Row, Runs, Table
from protocol_designer.report.repetition import by_text
from protocol_designer.report.writer import Writer, gap_run, plain

_MOST_COLUMNS = 3
_LABEL_SHARE = 0.22

Value = str | Runs | None
Fact = tuple[str, Value, str]
"""A label, its value (None is a gap), and the place in the protocol that it speaks of."""


def write_compared(writer: Writer, caption: str, things: Sequence[tuple[str, Sequence[Fact]]]) -> None:
    """Write named things as columns and their facts as rows; more than three begin another table.

    A label that only some of the things have prints a dash for the others.
    """
    if len(things) == 1:
        name, facts = things[0]
        writer.facts(f"{caption}: {name}", facts)
        return
    count = -(-len(things) // _MOST_COLUMNS)
    size = -(-len(things) // count) if count else 1
    for start in range(0, len(things), size):
        _write_part(writer, caption, things[start : start + size])


def write_grouped(writer: Writer, label: str | None, entries: Sequence[tuple[str, str | None, str]]) -> None:
    """Write (name, text, place) as labelled paragraphs; an equal text once, under all its names."""
    known = [(name, text, place) for name, text, place in entries if text is not None]
    for names, text, place in by_text(known):
        together = "; ".join(names)
        if label is None:
            writer.labelled(together, text, place)
        else:
            writer.labelled(label if len(names) == len(entries) else f"{label} ({together})", text, place)


def _write_part(writer: Writer, caption: str, things: Sequence[tuple[str, Sequence[Fact]]]) -> None:
    if len(things) == 1:
        writer.facts(f"{caption}: {things[0][0]}", things[0][1])
        return
    labels = list(dict.fromkeys(label for _, facts in things for label, _, _ in facts))
    known = [{label: (value, place) for label, value, place in facts} for _, facts in things]
    rows = []
    for label in labels:
        found = [facts.get(label, ("–", None)) for facts in known]
        head = Cell(plain(label, is_bold=True))
        first = found[0][0]
        if first is not None and all(value == first for value, _ in found):
            rows.append(Row((head, Cell(_runs(first), span=len(things), place=found[0][1]))))
        else:
            rows.append(Row((head, *(Cell(_runs(value), place=place) for value, place in found))))
    share = (1 - _LABEL_SHARE) / len(things)
    shares = (Column(_LABEL_SHARE, is_row_header=True), *(Column(share) for _ in things))
    header = Row((Cell(()), *(Cell(plain(name)) for name, _ in things)))
    writer.raw_table(Table(caption, shares, (header,), tuple(rows), has_rules=True))


def _runs(value: Value) -> Runs:
    if value is None:
        return (gap_run(),)
    return plain(value) if isinstance(value, str) else value
