"""The canvas, home of the window, over the decisions that shape it: title, model, allocation, blinding."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from protocol_designer.domain.design import AllocationMethod, BlindedRole, DesignModel, Framework
from protocol_designer.domain.identity import Substance, TrialPhase
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.edits import design as edits
from protocol_designer.edits import identity as identity_edits
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.canvas.panel import CanvasPanel
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.pages.conduct_cards import AssignmentCard, SeparationCard
from protocol_designer.gui.pages.title_cards import SponsorCard, people_card
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.choice import code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.kept_splitter import KeptSplitter
from protocol_designer.gui.widgets.parsed_edit import line_edit, quantity_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.ratio_edit import ratio_edit
from protocol_designer.quantities import Quantity
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.workspace import Workspace

_LEAST_OF_CARDS = 72


class DesignPage(BasePage):
    """The canvas over the cards of the design; a splitter, or *Full page*, gives it room."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self._blinding: dict[BlindedRole, Field] = {}
        self.people = people_card(self)
        for card in (
            self._identity_card(),
            self._design_card(),
            self._blinding_card(),
            SeparationCard(self),
            AssignmentCard(self),
            SponsorCard(self),
            self.people,
        ):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self._put_canvas_on_top()
        self.show_all()

    def refresh(self, before: TrialProtocol | None, after: TrialProtocol) -> None:
        """Draw the trial again when something that it shows has changed."""
        self.canvas.follow()

    def show_fields(self) -> None:
        """Show the blinding of each role beside the bound fields."""
        super().show_fields()
        decided = {entry.role: entry.is_blinded for entry in self.trial.design.blinding.roles}
        for role, field in self._blinding.items():
            field.editor.show_value(decided.get(role))  # type: ignore[attr-defined]  # a choice

    def reveal(self, place: str) -> bool:
        """Focus the field; the blinding of a role is found by the role."""
        self.panel.full_page.setChecked(False)
        if place.startswith("design.blinding.roles"):
            first = next(iter(self._blinding.values()))
            self.focus(first.editor, first)
            return True
        return super().reveal(place)

    def _put_canvas_on_top(self) -> None:
        """Share the page between the canvas and the cards."""
        self.panel = CanvasPanel(self.workspace, self.theme, self)
        self.canvas = self.panel.canvas
        self._splitter = splitter = KeptSplitter("canvas", Qt.Orientation.Vertical, self)
        splitter.addWidget(self.panel)
        self.panel.full_page_toggled.connect(self._scroll.setHidden)
        whole = self.layout()
        assert whole is not None  # made by BasePage
        whole.addWidget(splitter)
        splitter.addWidget(self._scroll)
        self._is_shared_by_user = splitter.bring_back()
        splitter.splitterMoved.connect(self._user_shares)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_shared_by_user:
            height = min(self.panel.wanted_height(), self.height() - _LEAST_OF_CARDS)
            self._splitter.setSizes([height, self.height() - height])

    def _user_shares(self) -> None:
        self._is_shared_by_user = True

    def _identity_card(self) -> Card:
        card = Card(self.tr("Title page"))

        def field(label: str, name: str, editor: QWidget) -> Field:
            return self.bind(
                Field(label, editor, self.theme),
                f"identity.{name}",
                lambda value: _identity_edit(name, value),
            )

        theme = self.theme
        card.body.addLayout(
            fields_grid(
                (field(self.tr("Full title"), "full_title", ProseEdit(2, is_one_line=True)),),
                (
                    field(self.tr("Short title"), "short_title", line_edit(theme)),
                    field(self.tr("Indication"), "indication", line_edit(theme)),
                ),
                (
                    field(self.tr("Protocol number"), "protocol_number", line_edit(theme)),
                    field(self.tr("Version"), "version", line_edit(theme)),
                    field(self.tr("Phase"), "phase", code_choice(TrialPhase)),
                    field(self.tr("Substance"), "substance", code_choice(Substance)),
                ),
                columns=4,
            )
        )
        return card

    def _design_card(self) -> Card:
        card = Card(self.tr("Comparison and allocation"))

        def field(label: str, name: str, editor: QWidget, hint: str = "") -> Field:
            return self.bind(
                Field(label, editor, self.theme, hint),
                f"design.{name}",
                lambda value: self._design_edit(name, value),
            )

        theme = self.theme
        washout = quantity_edit(theme)
        washout.show_example("7 days")
        ratio_hint = self.tr("One share per arm, in the order of the arms.")
        card.body.addLayout(
            fields_grid(
                (
                    field(self.tr("Design model"), "model", code_choice(DesignModel)),
                    field(self.tr("Framework"), "framework", code_choice(Framework)),
                    field(self.tr("Wash-out between periods"), "washout", washout),
                ),
                (
                    field(self.tr("Allocation"), "allocation.method", code_choice(AllocationMethod)),
                    field(self.tr("Allocation ratio"), "allocation.ratio", ratio_edit(theme), ratio_hint),
                    field(self.tr("More than one site"), "is_multisite", yes_no_choice()),
                ),
                (
                    field(self.tr("Concealment"), "allocation.concealment", self.prose(2)),
                    field(self.tr("Why this comparator"), "comparator_rationale", self.prose(2)),
                ),
                columns=6,
            )
        )
        return card

    def _blinding_card(self) -> Card:
        card = Card(self.tr("Blinding"))
        for role in BlindedRole:
            choice = yes_no_choice()
            field = Field(title_word(role), choice, self.theme)
            self._blinding[role] = field
            choice.committed.connect(lambda value, role=role: self._blind(role, value))
            field.entered.connect(lambda: self.workspace.select("design.blinding.roles"))
        fields = tuple(self._blinding.values())
        card.body.addLayout(fields_grid(fields[:3], fields[3:], columns=3))
        similarity = Field(self.tr("How the arms are made alike"), self.prose(2), self.theme)
        self.bind(
            similarity,
            "design.blinding.similarity",
            lambda v: set_field(
                "design.blinding.similarity", v, self.tr("Change how the arms are made alike")
            ),
        )
        threats = Field(self.tr("Known threats to the blinding"), self.prose(2), self.theme)
        self.bind(
            threats,
            "design.blinding.known_threats",
            lambda v: set_field(
                "design.blinding.known_threats", v, self.tr("Change the threats to the blinding")
            ),
        )
        card.body.addLayout(fields_grid((similarity, threats)))
        return card

    def show_report(self, report: Report) -> None:
        """Show what is found at the roles as a whole under the first of them."""
        super().show_report(report)
        next(iter(self._blinding.values())).show_findings(report.at("design.blinding.roles"))

    def _blind(self, role: BlindedRole, value: object) -> None:
        self.apply_from(self._blinding[role], edits.set_blinding(role, cast(bool | None, value)))

    def _design_edit(self, name: str, value: object) -> Edit:
        if name == "model":
            return edits.change_model(cast(DesignModel | None, value))
        if name == "framework":
            return edits.change_framework(cast(Framework | None, value))
        if name == "allocation.method":
            return edits.change_allocation(cast(AllocationMethod | None, value))
        if name == "allocation.ratio":
            return edits.set_ratio(cast(tuple[int, ...], value or ()))
        if name == "washout":
            return edits.set_washout(cast(Quantity | None, value))
        labels = {
            "is_multisite": self.tr("Change whether there is more than one site"),
            "allocation.concealment": self.tr("Change the concealment"),
            "comparator_rationale": self.tr("Change why this comparator"),
        }
        return set_field(f"design.{name}", value, labels[name])


def _identity_edit(name: str, value: object) -> Edit:
    text = cast(str | None, value)
    if name == "phase":
        return identity_edits.change_phase(cast(TrialPhase | None, value))
    if name == "substance":
        return identity_edits.change_substance(cast(Substance | None, value))
    return {
        "full_title": identity_edits.change_full_title,
        "short_title": identity_edits.change_short_title,
        "indication": identity_edits.change_indication,
        "protocol_number": identity_edits.change_number,
        "version": identity_edits.change_version,
    }[name](text)
