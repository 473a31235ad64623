"""The amendment: its block as ICH M11 asks for it, and beside it the changes computed from two versions."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QLineEdit, QSplitter, QVBoxLayout, QWidget

from protocol_designer.domain.amendment import AmendmentReason, AmendmentScope
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GROUP_GAP
from protocol_designer.gui.widgets.card import Card, fields_grid
from protocol_designer.gui.widgets.changes_list import ChangesList
from protocol_designer.gui.widgets.choice import code_choice, yes_no_choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.parsed_edit import line_edit, whole_number_edit
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.gui.widgets.several_choice import SeveralChoice
from protocol_designer.report.change_lists import changes_as_text
from protocol_designer.report.changes import changes_between
from protocol_designer.workspace.workspace import Workspace

_SIZE = QSize(1180, 740)


class AmendmentPage(BasePage):
    """The fields of the amendment block; each one commits its own edit."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(workspace, theme, parent)
        self.column.addWidget(self._reasons_card())
        self.column.addWidget(self._effects_card())
        self.column.addStretch(1)
        self.show_all()

    def _reasons_card(self) -> Card:
        card = Card(self.tr("Scope and reasons"))
        secondary = SeveralChoice(self.tr("None"))
        secondary.set_entries((code, title_word(code)) for code in AmendmentReason)
        card.body.addLayout(
            fields_grid(
                (
                    self._field("identifier", self.tr("Amendment identifier"), line_edit(self.theme)),
                    self._field("enrolled_so_far", self.tr("Enrolled so far"), whole_number_edit(self.theme)),
                ),
                (
                    self._field("scope", self.tr("Scope"), code_choice(AmendmentScope)),
                    self._field("scope_detail", self.tr("Countries or sites"), line_edit(self.theme)),
                ),
                (
                    self._field("primary_reason", self.tr("Primary reason"), code_choice(AmendmentReason)),
                    self._field("secondary_reasons", self.tr("Secondary reasons"), secondary),
                ),
                (self._field("reason_detail", self.tr("Reasons in words"), ProseEdit(3)),),
                (self._field("summary", self.tr("Summary of the amendment"), ProseEdit(3)),),
            )
        )
        return card

    def _effects_card(self) -> Card:
        card = Card(self.tr("Effects"))
        rows: list[tuple[QWidget, ...]] = []
        for name, question, detail, words in (
            ("affects_safety_or_rights", self.tr("Affects safety or rights of participants"),
             "safety_effect", self.tr("In which way")),
            ("affects_data_reliability", self.tr("Affects reliability of the data"),
             "data_effect", self.tr("In which way, for the data")),
            ("needs_new_consent", self.tr("Participants consent again"),
             "consent_effect", self.tr("Who consents again, and how")),
        ):  # fmt: skip
            rows.append((self._field(name, question, yes_no_choice()),))
            rows.append((self._field(detail, words, ProseEdit(2)),))
        card.body.addLayout(fields_grid(*rows))
        return card

    def _field(self, name: str, label: str, editor: QWidget) -> Field:
        place = f"amendment.{name}"

        def change(value: object) -> Edit:
            return set_field(place, value, self.tr("Amendment: {field}").format(field=label.lower()))

        def where() -> str | None:
            return place if self.trial.amendment is not None else None

        return self.bind(Field(label, editor, self.theme), where, change)


class AmendmentDialog(ColumnDialog):
    """Block at the left, computed summary of changes at the right.

    Signals:
        place_chosen: The field of a change is wanted (place); the dialog has closed.
        compare_requested: The changes are wanted in full; the dialog has closed.
        withdrawal_requested: The amendment is to be taken back; the dialog has closed.
    """

    place_chosen = Signal(str)
    compare_requested = Signal()
    withdrawal_requested = Signal()

    def __init__(
        self,
        workspace: Workspace,
        baseline: TrialProtocol | None,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._workspace = workspace
        self._baseline = baseline
        amendment = workspace.trial.amendment
        amends = amendment.amends if amendment else ""
        self._title = self.tr("Changes from version {old} to version {new}").format(
            old=amends, new=workspace.trial.identity.version
        )
        self.setWindowTitle(self.tr("Amendment of version {number}").format(number=amends))
        self.page = AmendmentPage(workspace, theme, self)
        self.list = ChangesList(self)
        self.found = small_print("", self)
        self.found.setAccessibleName(self.tr("How many changes there are"))
        self.column.addWidget(self._split(), 1)
        roles = QDialogButtonBox.ButtonRole
        withdraw = self.buttons.addButton(self.tr("Withdraw the amendment"), roles.ResetRole)
        withdraw.clicked.connect(lambda: self._leave(self.withdrawal_requested))
        copy = self.buttons.addButton(self.tr("Copy the summary"), roles.ActionRole)
        copy.clicked.connect(self._copy)
        full = self.buttons.addButton(self.tr("Compare in full"), roles.ActionRole)
        full.clicked.connect(lambda: self._leave(self.compare_requested))
        full.setEnabled(baseline is not None)
        copy.setEnabled(baseline is not None)
        self.add_close_button()
        self.leave_enter_alone()
        self.list.opened.connect(self._go)
        workspace.document_changed.connect(self._follow)
        self._show_changes()
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.92))

    def _split(self) -> QSplitter:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(GROUP_GAP, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        column.addWidget(heading(self._title, right))
        column.addWidget(self.found)
        column.addWidget(self.list, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.page)
        split.addWidget(right)
        split.setSizes([540, 600])
        return split

    def _follow(self, before: TrialProtocol, after: TrialProtocol) -> None:
        self.page.show_document(before, after)
        self.page.show_report(self._workspace.report)

    def _show_changes(self) -> None:
        if self._baseline is None:
            self.found.setText(
                self.tr("The version that is amended is not frozen in this file, so nothing can be compared.")
            )
            return
        changes = changes_between(self._baseline, self._workspace.trial)
        self.list.show_changes(changes)
        safety = sum(change.touches_safety for change in changes)
        told = self.tr("Computed: {count} changes, {safety} of them touch safety. Enter goes to the field.")
        self.found.setText(told.format(count=len(changes), safety=safety))

    def _copy(self) -> None:
        if self._baseline is not None:
            changes = changes_between(self._baseline, self._workspace.trial)
            QGuiApplication.clipboard().setText(changes_as_text(changes, self._title))
            self.found.setText(self.tr("The summary of changes is on the clipboard as text."))

    def _go(self) -> None:
        if (change := self.list.current) is not None:
            self.accept()
            self.place_chosen.emit(change.place)

    def _leave(self, signal: object) -> None:
        self.accept()
        signal.emit()  # type: ignore[attr-defined]  # a bound signal


class BeginAmendmentDialog(ColumnDialog):
    """Asks for the number of the version that an amendment leads to."""

    def __init__(self, amends: str, number: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Begin an amendment"))
        self.setMinimumWidth(460)
        self._amends = amends
        self.column.addWidget(
            text_label(self.tr("The amendment starts from version {number}.").format(number=amends), self)
        )
        self.number = self._line(number, self.tr("&Number of the next version"))
        self.identifier = self._line("", self.tr("&Amendment identifier (optional)"))
        self.identifier.setPlaceholderText(self.tr("Amendment 1"))
        self.column.addWidget(
            small_print(
                self.tr(
                    "Reasons and effects are written in the amendment; the changes are computed from the two "
                    "versions."
                )
            )
        )
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.begin = self.buttons.addButton(
            self.tr("Begin the amendment"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.begin.setDefault(True)
        self.begin.clicked.connect(self.accept)
        self.number.textChanged.connect(self._show_readiness)
        self._show_readiness()

    def _line(self, text: str, title: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setAccessibleName(title.replace("&", ""))
        line.setMaxLength(100)
        label = QLabel(title, self)
        label.setBuddy(line)
        self.column.addWidget(label)
        self.column.addWidget(line)
        return line

    def _show_readiness(self) -> None:
        number = self.number.text().strip()
        self.begin.setEnabled(bool(number) and number != self._amends)
