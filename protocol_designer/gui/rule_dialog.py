"""The page of the rule of one finding, and the list of all rules with a page each."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.reference_dialog import ReferenceDialog
from protocol_designer.gui.rule_page import rule_page
from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.theme import Theme
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.examples import load_examples
from protocol_designer.rules.families import family_name
from protocol_designer.rules.registry import Rule


class RuleDialog(ColumnDialog):
    """Explains a rule."""

    def __init__(self, rule: Rule, formulary: Formulary, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Rule {rule}").format(rule=rule.id))
        area = QScrollArea(self)
        area.setAccessibleName(self.tr("Explanation of the rule"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(rule_page(rule, formulary, load_examples().get(rule.id), margin=0))
        self.column.addWidget(area)
        self.add_close_button()

    def sizeHint(self) -> QSize:
        return QSize(560, 560)


class RulesDialog(ReferenceDialog):
    """Every rule of the review; typing narrows the list."""

    def __init__(self, formulary: Formulary, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", ["", ""], parent)
        self.setWindowTitle(self.tr("Rules of the review"))
        self._formulary = formulary
        self._examples = load_examples()
        self._rules = {rule.id: rule for rule in RULES}
        self.search.setPlaceholderText(self.tr("Filter by id, title, limit or drug"))
        self.search.setAccessibleName(self.tr("Filter the rules"))
        self.list.setAccessibleName(self.tr("Rules by family"))
        self.list.setHeaderLabels([self.tr("Rule"), self.tr("Up to")])
        self.page.setAccessibleName(self.tr("Explanation of the rule"))
        groups = {}
        for rule in RULES:
            if rule.family not in groups:
                groups[rule.family] = self.add_group(f"{rule.family} · {family_name(rule.family)}")
            words = f"{rule.explanation} {' '.join(rule.limits)}"
            texts = [f"{rule.id}  {rule.title}", rule.severity.printed]
            entry = self.add_entry(groups[rule.family], texts, rule.id, words)
            entry.setIcon(1, severity_icon(rule.severity, theme))
        self.size_columns(112)
        self.split.setSizes([470, 520])
        self.add_close_button()
        self.narrow()

    def make_page(self, key: str) -> QWidget:
        return rule_page(self._rules[key], self._formulary, self._examples.get(key))

    def count_words(self, count: int) -> str:
        return self.tr("{count} of {all} rules").format(count=count, all=len(self._rules))
