"""A list of the protocol as a card, described by data: a table over the fields of the entry in hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from protocol_designer.domain.base import Part
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.edits import parts as edits
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import remove_part
from protocol_designer.gui.pages.parts_table import PartsTable, add_row_actions
from protocol_designer.gui.typography import FIELD_GAP
from protocol_designer.gui.widgets.card import ActionButton, Card, fields_grid
from protocol_designer.gui.widgets.field import Field
from protocol_designer.workspace.models.rows import Column, RowsModel

if TYPE_CHECKING:
    from protocol_designer.gui.pages.base_page import BasePage


@dataclass(frozen=True, slots=True)
class PartField:
    """One field of an entry: its name in the model, its label, and how its editor is made."""

    name: str
    label: str
    make: Callable[[], QWidget]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class PartColumn:
    """One column of the table: its title, the text of an entry, and its width in pixels (0: as it comes)."""

    title: str
    text: Callable[[Any], str]
    width: int = 0


@dataclass(frozen=True, slots=True)
class PartsList:
    """What a card needs to know of a list.

    ``place`` is where the list stands (None while there is none); ``what`` names one entry in a sentence;
    ``name`` gives the words of one entry; ``new`` the exchange form of a fresh one; ``id_kind`` the first
    word of its identity, None for entries without identity; ``rows`` are the fields as they are laid out.
    """

    place: Callable[[], str | None]
    what: str
    invitation: str
    columns: Sequence[PartColumn]
    rows: Sequence[Sequence[PartField]]
    name: Callable[[Any], str]
    new: Callable[[], Mapping[str, object]]
    id_kind: str | None = None
    grid_columns: int = 0
    most_rows: int = 8


class _Row(NamedTuple):
    key: object
    entry: Any


class PartsCard(Card):
    """Adds, orders, removes and edits the entries of one list. The page lets it follow the document."""

    def __init__(self, page: "BasePage", title: str, listed: PartsList) -> None:
        super().__init__(title, page)
        self._page = page
        self._list = listed
        self._shown: object = None
        self._is_following = False
        self._is_stale = False
        self._adder = ActionButton(
            self.tr("Add {what}").format(what=listed.what), "add", page.theme, self.add
        )
        self.header.addWidget(self._adder)
        self.table = PartsTable(
            RowsModel(
                [Column(column.title, _text_of(column)) for column in listed.columns],
                lambda row: row.key,
                self,
            ),
            page.theme,
            title,
            listed.invitation,
            (
                ActionButton(
                    self.tr("Add the first {what}").format(what=listed.what), "add", page.theme, self.add
                ),
            ),
            most_rows=listed.most_rows,
        )
        widths = [column.width for column in listed.columns]
        self.table.view.size_columns(*widths[: next((i for i, w in enumerate(widths) if not w), len(widths))])
        self.table.enable_with_row(*add_row_actions(self, page.theme, listed.what, self._move, self._remove))
        self.body.addWidget(self.table)
        self.fields: dict[str, Field] = {}
        self.details = QWidget(self)
        column = QVBoxLayout(self.details)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        grid = fields_grid(
            *(tuple(self._field(field) for field in row) for row in listed.rows), columns=listed.grid_columns
        )
        grid.setContentsMargins(0, 0, 0, 0)
        column.addLayout(grid)
        self.body.addWidget(self.details)
        page.note_rest(self, listed.place)
        page.holds_list(self)
        self.table.chosen.connect(self._chosen)
        self.table.view.opened.connect(self.focus_fields)

    @property
    def place(self) -> str | None:
        """Where the list stands."""
        return self._list.place()

    @property
    def entries(self) -> tuple[BaseModel, ...]:
        """The entries as they are now."""
        place = self.place
        if place is None:
            return ()
        try:
            found = value_at(self._page.trial, place)
        except UnknownPlace:
            return ()
        return found if isinstance(found, tuple) else ()

    @property
    def current(self) -> BaseModel | None:
        """The entry in hand."""
        return next((row.entry for row in self._rows() if row.key == self.table.current), None)

    @property
    def current_place(self) -> str | None:
        """The place of the entry in hand."""
        place = self.place
        position = next((n for n, row in enumerate(self._rows()) if row.key == self.table.current), None)
        if place is None or position is None:
            return None
        return edits.entry_place(place, self.entries[position], position)

    @property
    def first_field(self) -> QWidget:
        """What takes the focus when somebody comes here: the table, or the way to a first entry."""
        return self.table.view if self.table.view.isVisibleTo(self) else self._adder

    def follow(self) -> None:
        """Show the entries of the document when they are others; the page shows their fields after that."""
        entries = self.entries
        if entries is not self._shown or self._is_stale:
            is_all_new, self._is_stale = self._is_stale, False
            self._shown = entries
            self._is_following = True
            self.table.show_rows(self._rows(), is_all_new)
            self._is_following = False
        self._adder.setEnabled(self.place is not None)
        self.details.setVisible(self.current is not None)

    def renew(self) -> None:
        """Read the texts of all entries again with the next `follow`: what they name has other words now."""
        self._is_stale = True

    def take_in_hand(self, place: str) -> bool:
        """Take the entry in hand that a place speaks of; False when it speaks of none here."""
        start = f"{self.place}["
        if self.place is None or not place.startswith(start):
            return False
        key = place[len(start) :].partition("]")[0]
        return self.table.choose(int(key) if key.isdecimal() else key)

    def add(self) -> None:
        """Add an entry and focus its first field."""
        place = self.place
        if place is None:
            return
        label = self.tr("Add {what}").format(what=self._list.what)
        if self._page.apply(edits.add_entry(place, self._list.new(), label, self._list.id_kind)):
            self.table.choose(self._rows()[-1].key)
            self.focus_fields()

    def focus_fields(self) -> None:
        """Focus the first field of the entry in hand, its text selected."""
        field = next(iter(self.fields.values()), None)
        if field is not None:
            self._page.focus(field.editor, field)
            if isinstance(field.editor, QLineEdit | QPlainTextEdit):
                field.editor.selectAll()

    def _rows(self) -> list[_Row]:
        return [
            _Row(entry.id if isinstance(entry, Part) else number, entry)
            for number, entry in enumerate(self.entries)
        ]

    def _field(self, described: PartField) -> Field:
        field = Field(described.label, described.make(), self._page.theme, described.hint)
        self.fields[described.name] = field
        return self._page.bind(
            field,
            lambda: f"{place}.{described.name}" if (place := self.current_place) else None,
            lambda value: self._change(described, value),
        )

    def _change(self, described: PartField, value: object) -> Edit | None:
        place, entry = self.current_place, self.current
        if place is None or entry is None:
            return None
        label = self.tr("Change {field} of {name}").format(
            field=described.label.lower(), name=_short(self._list.name(entry))
        )
        return edits.change_entry(place, label, {described.name: value})

    def _chosen(self) -> None:
        if self._is_following:
            return
        self.details.setVisible(self.current is not None)
        if self.table.view.hasFocus() and (place := self.current_place):
            self._page.workspace.select(place)
        self._page.show_lists()
        self._page.show_fields()
        self._page.show_report(self._page.workspace.known_report)

    def _move(self, by: int) -> None:
        place, entry = self.current_place, self.current
        if place is None or entry is None:
            return
        to = self.entries.index(entry) + by
        if 0 <= to < len(self.entries):
            label = self.tr("Move {name} to row {row}").format(
                name=_short(self._list.name(entry)), row=to + 1
            )
            key = self.table.current if isinstance(entry, Part) else to
            if self._page.apply(edits.move_entry(place, to, label)):
                self.table.choose(key)

    def _remove(self) -> None:
        place, entry = self.current_place, self.current
        if place is not None and entry is not None:
            label = self.tr("Remove {name}").format(name=_short(self._list.name(entry)))
            self._page.apply(remove_part(place, label))


def _text_of(column: PartColumn) -> Callable[[_Row], str]:
    return lambda row: column.text(row.entry).replace("\n", " ") or "–"


def _short(text: str) -> str:
    line = text.partition("\n")[0]
    return f"“{line if len(line) <= 40 else line[:39].rstrip() + '…'}”"
