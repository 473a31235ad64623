"""The gravest open finding of a part, for the mark at the left of its row."""

from collections.abc import Callable
from typing import TypeVar

from protocol_designer.rules.findings import Severity, worst
from protocol_designer.workspace.workspace import Workspace

Row = TypeVar("Row")


def mark_of(workspace: Workspace, place: Callable[[Row], str]) -> Callable[[Row], Severity | None]:
    """Return a function that finds the mark of a row; justified findings leave none."""

    def mark(row: Row) -> Severity | None:
        return worst(f.severity for f in workspace.report.at(place(row)) if not f.justified)

    return mark
