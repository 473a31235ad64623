"""Search everything, and find on the page in view: opens both and goes to what was chosen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from protocol_designer.gui.actions import ACTIONS, shortcut_of, translated
from protocol_designer.gui.page_table import PAGES
from protocol_designer.workspace.search_entries import (
    SearchEntry,
    Sought,
    entries_of_library,
    entries_of_protocol,
)

if TYPE_CHECKING:
    from protocol_designer.gui.main_window import MainWindow

_PAGE_ACTIONS = {f"page_{number}" for number in range(1, len(PAGES) + 1)}


class SearchActions(QObject):
    """Serves the protocol that the window shows; on the start page, what does not need one."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    def find(self) -> None:
        """Open the line that finds on the page in view."""
        if self._window.area is not None:
            self._window.area.find_bar.open()

    def everything(self) -> None:
        """Open the search through everything."""
        from protocol_designer.gui.search_dialog import SearchDialog
        from protocol_designer.workspace.search_matching import SearchIndex

        dialog = SearchDialog(SearchIndex(self._entries()), self._window)
        dialog.chosen.connect(self._go)
        dialog.open()

    def _entries(self) -> Iterator[SearchEntry]:
        window = self._window
        shown = window.workspace if window.shows_protocol else None
        if shown is not None:
            for number, page in enumerate(PAGES):
                yield SearchEntry(Sought.PAGE, str(number), page.shown_title())
            yield from entries_of_protocol(shown.trial, shown.report)
        for row in ACTIONS:
            if window.actions_by_id[row.id].isEnabled() and row.id not in _PAGE_ACTIONS:
                keys = shortcut_of(row).toString(QKeySequence.SequenceFormat.NativeText)
                yield SearchEntry(Sought.COMMAND, row.id, translated(row.text).removesuffix("…"), keys)
        yield from entries_of_library(window.formularies.in_force, window.library)

    def _go(self, entry: SearchEntry) -> None:
        window, workspace = self._window, self._window.workspace
        if entry.kind is Sought.COMMAND:
            window.actions_by_id[entry.key].trigger()
        elif entry.kind is Sought.PAGE:
            window.show_page(int(entry.key))
        elif entry.kind is Sought.RULE:
            window.formulary.show_rules().search.setText(entry.key)
        elif entry.kind is Sought.SOURCE:
            window.formulary.show_formulary().search.setText(entry.key)
        elif entry.kind is Sought.STUDY:
            window.templates.browse().choose(entry.key)
        elif workspace is not None:
            workspace.go_to(_place(entry, window))


def _place(entry: SearchEntry, window: "MainWindow") -> str:
    """Return the place of an entry; a section is where its own text stands, or would stand."""
    if entry.kind is not Sought.SECTION or window.workspace is None:
        return entry.key
    from protocol_designer.workspace.narrative_outline import section_place

    return section_place(window.workspace.trial, entry.key)
