"""What all pages share: fields bound to places, findings and sources beside them, navigation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.parts_card import PartsCard
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import GROUP_GAP
from protocol_designer.gui.widgets.card import Card
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.linked_prose_edit import LinkedProseEdit
from protocol_designer.gui.widgets.note_line import NoteLine
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.rules.findings import Finding, Report
from protocol_designer.workspace.models.rows import RowsModel
from protocol_designer.workspace.nearby import said_nearby
from protocol_designer.workspace.workspace import Workspace


class Noted(Protocol):
    """What the page asks of whatever shows findings."""

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what rules found there."""


class Shown(Noted, Protocol):
    """What the page asks of a field: a `Field` with its label, or a cell of a table."""

    editor: QWidget
    entered: SignalInstance

    def show_provenance(self, entry: Provenance | None) -> None:
        """Show where the value comes from."""


FieldType = TypeVar("FieldType", bound="Field | Shown")


@dataclass(frozen=True)
class Binding:
    """A field, the place it stands for now (None: nothing), and the edit that a new value makes."""

    field: Field | Shown
    place: Callable[[], str | None]
    change: Callable[[object], Edit | None]


class BasePage(QWidget):
    """A scrolling page of cards. Subclasses build their cards, bind their fields, and refine `refresh`.

    A new page ends its construction with `show_all`. From then on only the window tells it of changes: a page
    does not connect to the workspace's document and report signals itself. A hidden page is told when it is
    seen again, with ``before`` the document it last showed.
    """

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.theme = theme
        self._bindings: list[Binding] = []
        self._rests: list[tuple[Noted, Callable[[], str | None]]] = []
        self._tables: list[RowsModel[Any]] = []
        self._lists: list[PartsCard] = []
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        content = QWidget(self)
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(GROUP_GAP, GROUP_GAP, GROUP_GAP, GROUP_GAP)
        self.column.setSpacing(GROUP_GAP)
        self._scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    @property
    def trial(self) -> TrialProtocol:
        """The document as it is now."""
        return self.workspace.trial

    def show_document(self, before: TrialProtocol, after: TrialProtocol) -> None:
        """Follow a change by difference."""
        self.refresh(before, after)
        self.show_lists()
        self.show_fields()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Follow with what is not a bound field; ``before`` is None the first time."""

    def show_report(self, report: Report) -> None:
        """Show the findings beside the fields they speak of."""
        for binding in self._bindings:
            place = binding.place()
            binding.field.show_findings(self._said(report.at(place)) if place else ())
        covered = [place for binding in self._bindings if (place := binding.place())]
        wholes = [(note, place) for note, whole in self._rests if (place := whole())]
        for note, whole in self._rests:
            place = whole()
            inner = [other for _, other in wholes if place and other != place and _is_within(other, place)]
            found = report.at(place) if place else ()
            homes = (*covered, *inner)
            note.show_findings(
                self._said([f for f in found if not any(_is_within(f.place, other) for other in homes)])
            )
        for table in self._tables:
            table.marks_changed()

    def note_rest(self, card: Card, place: Callable[[], str | None]) -> None:
        """Show in a card what is found at its part beside the places of single fields."""
        note = NoteLine(self.theme, 1, card)
        card.body.addWidget(note)
        self.note_at(note, place)

    def note_at(self, note: Noted, place: Callable[[], str | None]) -> None:
        """Show what is found at a part, but not at its fields or at a part inside that has its own note."""
        self._rests.append((note, place))

    def holds_list(self, card: PartsCard) -> None:
        """Let a list of the page follow the document, and be found by its place."""
        self._lists.append(card)

    def show_lists(self) -> None:
        """Bring every list up to the document."""
        for card in self._lists:
            card.follow()

    def marks(self, *models: RowsModel[Any]) -> None:
        """Keep the marks of tables up to date with the report."""
        self._tables.extend(models)

    def reveal(self, place: str) -> bool:
        """Scroll to and focus the field of a place; False when it is not on this page."""
        for card in self._lists:
            card.take_in_hand(place)
        binding = self._nearest(place)
        if binding is None:
            lists = [card for card in self._lists if card.place and _is_within(place, card.place)]
            if lists:
                self.focus(lists[0].first_field, lists[0])
            return bool(lists)
        shown = binding.field if isinstance(binding.field, QWidget) else binding.field.editor
        self.focus(binding.field.editor, shown)
        return True

    def show_all(self) -> None:
        """Show document and report as they are: the first time, or after another part was selected."""
        self.refresh(None, self.trial)
        self.show_lists()
        self.show_fields()
        self.show_report(self.workspace.known_report)

    def show_fields(self) -> None:
        """Show the value and source of every bound field."""
        trial = self.trial
        for binding in self._bindings:
            place = binding.place()
            value = _value(trial, place)
            show = binding.field.editor.show_value  # type: ignore[attr-defined]  # an Editor
            show(value)
            binding.field.show_provenance(provenance_at(trial, place) if place else None)
        self.show_comments()

    def show_comments(self) -> None:
        """Mark the fields that have open comments."""
        for binding in self._bindings:
            if isinstance(binding.field, Field):
                binding.field.show_comments(self.workspace.comments_at.get(binding.place() or "", 0))

    def bind(
        self,
        field: FieldType,
        place: str | Callable[[], str | None],
        change: Callable[[object], Edit | None],
    ) -> FieldType:
        """Let a field show the value at a place and turn what is committed into an edit."""
        where = (lambda: place) if isinstance(place, str) else place
        binding = Binding(field, where, change)
        self._bindings.append(binding)
        committed = field.editor.committed  # type: ignore[attr-defined]  # an Editor
        committed.connect(lambda value: self._commit(binding, value))
        field.entered.connect(lambda: self._select(binding))
        return field

    def plain_field(
        self, label: str, place: str, editor: QWidget, hint: str = "", *, says: str | None = None
    ) -> Field:
        """Make a field whose value is simply set at a place; ``says`` names the step for the undo menu."""
        name = says or self.tr("Change {field}").format(field=label[:1].lower() + label[1:])
        return self.bind(
            Field(label, editor, self.theme, hint), place, lambda value: set_field(place, value, name)
        )

    def prose(self, lines: int = 3) -> LinkedProseEdit:
        """Make an editor for a printed text of several lines, which can take values from fields."""
        return LinkedProseEdit(self.workspace, self.theme, lines)

    def apply(self, edit: Edit | None) -> bool:
        """Carry out an edit that stands for a button; a refusal is told by the window."""
        return edit is not None and self.workspace.apply(edit)

    def apply_from(self, field: Field | Shown, edit: Edit | None) -> bool:
        """Carry out the edit of a field; a refusal is told under the field, and its text stays."""
        if edit is None:
            return False
        show_problem = field.editor.show_problem  # type: ignore[attr-defined]  # an Editor
        try:
            edit(self.trial)
        except EditRefused as refusal:
            show_problem(refusal.reason[:1].upper() + refusal.reason[1:])
            return False
        show_problem(self.workspace.read_only)
        return self.workspace.apply(edit)

    def focus(self, widget: QWidget, shown: QWidget | None = None) -> None:
        """Bring a widget into view and give it the focus, once the layout knows where it is."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        target = shown or widget
        self._scroll.ensureWidgetVisible(target, 24, 48)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(target, 24, 48))

    def _said(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        return tuple(said_nearby(self.trial, finding) for finding in findings)

    def _commit(self, binding: Binding, value: object) -> None:
        if (place := binding.place()) is None:
            return
        edit = binding.change(value)
        run = getattr(binding.field.editor, "run_of_typing", None)
        if edit is not None and run is not None:
            edit = replace(edit, merge_key=f"{edit.merge_key or place} {run}")
        self.apply_from(binding.field, edit)

    def _select(self, binding: Binding) -> None:
        if place := binding.place():
            self.workspace.select(place)

    def _nearest(self, place: str) -> Binding | None:
        """Find the field of a place: the very one, else the one around it, else the first inside it."""
        placed = [(binding.place(), binding) for binding in self._bindings]
        around = [(here, b) for here, b in placed if here and _is_within(place, here)]
        if around:
            return max(around, key=lambda entry: len(entry[0]))[1]
        return next((b for here, b in placed if here and _is_within(here, place)), None)


def _is_within(place: str, whole: str) -> bool:
    return place == whole or place.startswith((f"{whole}.", f"{whole}["))


def _value(trial: TrialProtocol, place: str | None) -> object:
    if place is None:
        return None
    try:
        return value_at(trial, place)
    except UnknownPlace:
        return None
