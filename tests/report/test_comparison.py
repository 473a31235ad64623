"""Things side by side: one column each, what all share once across, gaps where they are."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.blocks import Table
from protocol_designer.report.comparison import Fact, write_compared
from protocol_designer.report.writer import Writer


def written(*things: tuple[str, list[Fact]]) -> list[Table]:
    writer = Writer(TrialProtocol())
    write_compared(writer, "Product", things)
    return [block for block in writer.blocks if isinstance(block, Table)]


def texts(table: Table) -> list[list[tuple[str, int]]]:
    return [[("".join(run.text for run in cell.runs), cell.span) for cell in row.cells] for row in table.rows]


def test_a_shared_value_spans_and_different_ones_stand_apart() -> None:
    (table,) = written(
        ("Ketamine", [("Route", "IV", "a"), ("Cap", "71 mg", "a")]),
        ("Midazolam", [("Route", "IV", "b"), ("Cap", "2.5 mg", "b")]),
    )
    assert texts(table) == [
        [("Route", 1), ("IV", 2)],
        [("Cap", 1), ("71 mg", 1), ("2.5 mg", 1)],
    ]


def test_shared_gaps_are_not_merged_into_one() -> None:
    (table,) = written(("A", [("Route", None, "a")]), ("B", [("Route", None, "b")]))
    assert texts(table) == [[("Route", 1), ("not decided yet", 1), ("not decided yet", 1)]]
    assert [cell.place for cell in table.rows[0].cells[1:]] == ["a", "b"]


def test_a_label_that_one_lacks_prints_a_dash() -> None:
    (table,) = written(("A", [("Interval", "48 h", "a")]), ("B", []))
    assert texts(table) == [[("Interval", 1), ("48 h", 1), ("–", 1)]]


def test_one_thing_is_a_table_of_names_and_values() -> None:
    (table,) = written(("Ketamine", [("Route", "IV", "a")]))
    assert table.caption == "Table 1. Product: Ketamine"
    assert texts(table) == [[("Route", 1), ("IV", 1)]]


def test_five_things_make_two_tables_and_none_is_lost() -> None:
    found = written(*((f"Drug {n}", [("Cap", f"{n} mg", "a")]) for n in range(5)))
    names = [cell.runs[0].text for table in found for cell in table.header[0].cells if cell.runs]
    assert names == [f"Drug {n}" for n in range(5)]
    assert all(len(table.columns) <= 4 for table in found)
