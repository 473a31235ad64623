"""Below a list: one button that adds what the rules ask for and do not find, with each entry's source."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from protocol_designer.edits.fields import apply_fix
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.rules.findings import Fix, Report
from protocol_designer.workspace.expected_rows import ExpectedRow, expected_rows

if TYPE_CHECKING:
    from protocol_designer.gui.pages.base_page import BasePage


_MOST_TITLES = 1
"""So many sources of an entry are named below the button; all of them are in the tooltip."""


class ExpectedOffer(QWidget):
    """Offers the missing entries of one list; hidden while there are none. The page tells it of reports."""

    def __init__(self, page: "BasePage", place: str, one: str, several: str) -> None:
        """Make an offer.

        Args:
            one: What the button says for a single entry ("Add the parameter the review asks for").
            several: The same for more, with ``{count}``.
        """
        super().__init__(page)
        self._page = page
        self._place = place
        self._one, self._several = one, several
        self._rows: tuple[ExpectedRow, ...] = ()
        self.button = ActionButton("", "fix", page.theme, self.add, self)
        self._told = small_print("", self)
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, FIELD_GAP)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._told)
        self.hide()

    @property
    def rows(self) -> tuple[ExpectedRow, ...]:
        """What would be added."""
        return self._rows

    def show_report(self, report: Report) -> None:
        """Follow a review."""
        workspace = self._page.workspace
        rows = expected_rows(workspace.trial, workspace.formulary, report, self._place)
        if rows == self._rows:
            return
        self._rows = rows
        if rows:
            text = self._one if len(rows) == 1 else self._several.format(count=len(rows))
            self.button.setText(text)
            self._told.setText("\n".join(self._lines(_MOST_TITLES)))
            self._told.setToolTip("\n\n".join(self._lines()))
        self.setVisible(bool(rows))

    def add(self) -> None:
        """Add all of them as one undo step."""
        changes = tuple(row.change for row in self._rows)
        self._page.apply(apply_fix(Fix(self.button.text(), changes, "", "")))

    def _lines(self, most: int | None = None) -> Iterator[str]:
        """Write the entries by rule and source, each with ``most`` titles at most."""
        formulary = self._page.workspace.formulary
        alike: dict[tuple[str, tuple[str, ...], str | None], list[str]] = {}
        for row in self._rows:
            alike.setdefault((row.rule, row.sources, row.grade), []).append(row.words)
        for (rule, sources, grade), words in alike.items():
            titles = [formulary.source(key).title for key in sources]
            more = (
                self.tr(" and {count} more").format(count=len(titles) - most)
                if most and titles[most:]
                else ""
            )
            firmness = f", {grade}" if grade else ""
            yield f"• {'; '.join(words)} ({rule}{firmness}: {'; '.join(titles[:most])}{more})"
