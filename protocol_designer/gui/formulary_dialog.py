"""The formulary in force: who answers for it, every drug and limit, and the way to a site's own and back."""

from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QTreeWidgetItem, QWidget

from protocol_designer.domain.wording import word
from protocol_designer.formulary.loading import UnusableFormulary
from protocol_designer.formulary.records import Limit
from protocol_designer.gui import file_dialogs
from protocol_designer.gui.formulary_page import drug_page, limit_page
from protocol_designer.gui.notice_bar import NoticeBar
from protocol_designer.gui.reference_dialog import ReferenceDialog
from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.texts import heading, small_print
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import PAGE_TITLE
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.formulary_choice import FormularyChoice

_DRUG, _LIMIT = "drug:", "limit:"


class FormularyDialog(ReferenceDialog):
    """Shows the library and changes which one is in force."""

    def __init__(self, choice: FormularyChoice, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", ["", "", "", ""], parent)
        self.setWindowTitle(self.tr("Formulary"))
        self._choice = choice
        self._theme = theme
        self.notice = NoticeBar(theme, self)
        self.title = heading("", self, PAGE_TITLE)
        self.standing = small_print("", self)
        self.only_changed = QCheckBox(self.tr("Changed by the site only"), self)
        self.only_changed.toggled.connect(self.narrow)
        self.filters.addWidget(self.only_changed)
        for place, widget in enumerate((self.title, self.standing, self.notice)):
            self.column.insertWidget(place, widget)
        self.search.setPlaceholderText(self.tr("Filter by drug, limit or source"))
        self.search.setAccessibleName(self.tr("Filter the formulary"))
        self.list.setAccessibleName(self.tr("Drugs and limits"))
        self.list.setHeaderLabels(
            [self.tr("Drug and limit"), self.tr("Value"), self.tr("Level"), self.tr("Ground")]
        )
        self.page.setAccessibleName(self.tr("The drug or limit in hand"))
        roles = QDialogButtonBox.ButtonRole
        self.load = self.buttons.addButton(self.tr("Load site formulary…"), roles.ActionRole)
        self.shipped = self.buttons.addButton(self.tr("Return to the shipped formulary"), roles.ActionRole)
        self.load.clicked.connect(self._load)
        self.shipped.clicked.connect(self._return)
        self.size_columns(116, 96, 132)
        self.split.setSizes([620, 370])
        self.add_close_button()
        self._fill()

    def make_page(self, key: str) -> QWidget:
        formulary = self._choice.in_force
        if key.startswith(_DRUG):
            drug = formulary.drug(key.removeprefix(_DRUG))
            return drug_page(drug, formulary) if drug else QWidget()
        return limit_page(formulary.limit(key.removeprefix(_LIMIT)), formulary, RULES)

    def is_wanted(self, key: str) -> bool:
        if not self.only_changed.isChecked():
            return True
        formulary = self._choice.in_force
        name = key.partition(":")[2]
        added = (*formulary.added_drugs, *formulary.added_limits)
        return formulary.change_of(name) is not None or name in added

    def count_words(self, count: int) -> str:
        total = len(self._choice.in_force.limits)
        return self.tr("{count} of {all} limits").format(count=count, all=total)

    def _fill(self) -> None:
        formulary = self._choice.in_force
        self.title.setText(f"{formulary.name} {formulary.version}")
        signed = formulary.sign_off or self.tr("not signed off by a site")
        issued = f"{formulary.issued_on.day} {formulary.issued_on:%B %Y}"
        standing = self.tr("{owner} · issued {day} · sign-off: {signed}").format(
            owner=formulary.owner, day=issued, signed=signed
        )
        if formulary.base:
            standing += f"\n{self.tr('Over')} {formulary.title.partition(' over ')[2]}"
        self.standing.setText(standing)
        self.only_changed.setEnabled(formulary.base is not None)
        self.only_changed.setChecked(self.only_changed.isChecked() and formulary.base is not None)
        self.shipped.setEnabled(not self._choice.is_shipped)
        if formulary.notice:
            self.notice.say(formulary.notice)
        else:
            self.notice.hide()
        in_hand = self.current_key()
        self.list.clear()
        for drug in formulary.drugs:
            words = " ".join([*drug.synonyms, drug.drug_class])
            group = self.add_group(drug.name, f"{_DRUG}{drug.id}", words)
            self._add_limits(group, [limit for limit in formulary.limits if limit.drug == drug.id])
        rest = self.add_group(self.tr("No single drug"))
        self._add_limits(rest, [limit for limit in formulary.limits if limit.drug is None])
        self.narrow()
        if in_hand:
            self.choose(in_hand)

    def _add_limits(self, group: QTreeWidgetItem, limits: list[Limit]) -> None:
        formulary = self._choice.in_force
        for limit in limits:
            change = formulary.change_of(limit.key)
            texts = [limit.what, limit.value.printed(), limit.level.value, word(limit.grade)]
            if change:
                texts[3] = change.effect.printed
            elif limit.key in formulary.added_limits:
                texts[3] = self.tr("added by the site")
            words = " ".join([limit.key, *limit.sources, limit.note or ""])
            entry = self.add_entry(group, texts, f"{_LIMIT}{limit.key}", words)
            if change:
                mark = Severity.SOFT if change.effect.is_beyond_label else Severity.ADVISORY
                entry.setIcon(3, severity_icon(mark, self._theme))
                entry.setToolTip(3, change.printed)

    def _load(self) -> None:
        path = file_dialogs.ask_formulary_path(self)
        if path is None:
            return
        try:
            self._choice.load(path)
        except UnusableFormulary as problem:
            self.notice.say(str(problem))
            return
        self._fill()

    def _return(self) -> None:
        self._choice.return_to_shipped()
        self._fill()
