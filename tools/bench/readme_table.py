"""Turns measurements into the table of README.md, between two markers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


@dataclass(frozen=True)
class Row:
    """One measurement: what was done, how long it took (or how much, in another unit), and beside what."""

    what: str
    ms: float
    beside: str
    beside_ms: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times as long as the yardstick."""
        return self.ms / self.beside_ms


def markdown(rows: list[Row], machine: str) -> str:
    """Return the table, with the machine named."""
    lines = [
        f"Medians of one run on {datetime.now(UTC):%-d %B %Y}: {machine}.",
        "",
        "| What | Time | Beside | Its time | Ratio |",
        "| --- | --: | --- | --: | --: |",
    ]
    for row in rows:
        lines.append(
            f"| {row.what} | {_number(row.ms)} {row.unit} | {row.beside} "
            f"| {_number(row.beside_ms)} {row.unit} | {_number(row.ratio)} |"
        )
    return "\n".join(lines)


def write_into(readme: Path, table: str) -> None:
    """Replace what stands between the markers.

    Raises:
        ValueError: The markers are missing.
    """
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{readme.name} lacks the markers {BEGIN} and {END}.")
    readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
