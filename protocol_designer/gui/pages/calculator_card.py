"""The sample size calculator: assumptions with their source in, participants with formula and limits out."""

from fractions import Fraction
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.statistics import take_over_size
from protocol_designer.gui.drawing_view import DrawingView
from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.typography import FIELD_GAP, GROUP_GAP
from protocol_designer.gui.widgets.card import ActionButton, Card
from protocol_designer.gui.widgets.choice import Choice
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.number_edits import decimal_edit, percent_edit
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, line_edit
from protocol_designer.gui.widgets.ratio_edit import ratio_edit
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.display_list import Drawing
from protocol_designer.report.figures.sample_size_curve import sample_size_curve
from protocol_designer.report.sample_size_words import counted, formula_of, groups_in_words, reasoning
from protocol_designer.workspace.models.plain_designs import ASSUMPTIONS, FACTORIAL, PlainKind, kind_word
from protocol_designer.workspace.models.sample_size_rows import Calculation, calculate, tried_model

_CURVE_HEIGHT = 200.0
_FROM_PROTOCOL = ("significance_level", "power", "attrition")


class CalculatorCard(Card):
    """Computes on every committed assumption; *Take over* writes number and reasoning as one step."""

    def __init__(self, page: BasePage) -> None:
        super().__init__(page.tr("Work out the number of participants"), page)
        self._page = page
        self._followed: dict[str, object] = {}
        self._result: Calculation | str = ""
        self.kind = Choice(none_text=self.tr("Choose a design"))
        self.kind.set_entries((kind, kind_word(kind)) for kind in PlainKind)
        self.kind.setAccessibleName(self.tr("Design of the calculation"))
        self.header.addWidget(self.kind)
        self.kind.setMinimumWidth(260)
        self._fields = self._make_fields()
        self.answer = text_label("", self)
        self._formula = small_print("", self)
        self._warning = small_print(
            self.tr(
                "Effects reported by small trials are usually too large: read the rows below 100 % first."
            ),
            self,
        )
        self._tried = tried_model()
        self._table = RowsView(self._tried, page.theme, self.tr("The plan under other effects"), most_rows=8)
        self._table.size_columns(66, 110)
        self._curve = DrawingView(self._drawn, page.workspace, page.theme)
        self._curve.setAccessibleName(self.tr("Participants needed against the true effect"))
        self._take = ActionButton(self.tr("Take over"), "save", page.theme, self._take_over)
        self._need = small_print("", self)
        self._lay_out()
        self.kind.committed.connect(self._choose)
        self._compute()

    def follow(self, trial: TrialProtocol) -> None:
        """Take level, power, attrition and allocation from the protocol where nothing else was typed here."""
        sample, ratio = trial.statistics.sample_size, trial.design.allocation.ratio
        values: dict[str, object] = {name: getattr(sample, name) for name in _FROM_PROTOCOL}
        values["ratio"] = ratio if len(ratio) == 2 else None
        for name, value in values.items():
            edit = self._edit(name)
            if value is not None and edit.value in (None, self._followed.get(name)):
                self._followed[name] = value
                edit.show_value(value)
        self._compute()

    def _make_fields(self) -> dict[str, Field]:
        theme = self._page.theme
        made: tuple[tuple[str, str, ParsedEdit[Any], str], ...] = (
            ("first", self.tr("Proportion in one group"), percent_edit(theme), "15 %"),
            ("second", self.tr("Proportion in the other"), percent_edit(theme), "35 %"),
            ("difference", self.tr("Difference"), decimal_edit(theme), "10.1"),
            ("sd", self.tr("Standard deviation"), decimal_edit(theme), "22.1"),
            ("correlation", self.tr("Correlation with baseline"), decimal_edit(theme), "0.5"),
            ("unit", self.tr("The difference is in"), line_edit(theme), self.tr("percentage points")),
            ("ratio", self.tr("Allocation"), ratio_edit(theme), "1 : 1"),
            ("significance_level", self.tr("Two-sided level"), percent_edit(theme), "5 %"),
            ("power", self.tr("Power wanted"), percent_edit(theme), "80 %"),
            ("attrition", self.tr("Attrition expected"), percent_edit(theme), "10 %"),
            (
                "source",
                self.tr("Source of the assumptions"),
                line_edit(theme),
                self.tr("a trial, with its year"),
            ),
        )
        fields = {}
        self._edits = {name: edit for name, _, edit, _ in made}
        for name, label, edit, example in made:
            edit.show_example(example)
            edit.committed.connect(edit.show_value)
            edit.committed.connect(self._compute)
            fields[name] = Field(label, edit, theme)
        return fields

    def _lay_out(self) -> None:
        fields = self._fields
        self._assumptions = QWidget(self)
        lines = QVBoxLayout(self._assumptions)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        for names in (
            ("first", "second", "difference", "sd", "correlation"),
            ("unit", "ratio", "significance_level", "power", "attrition"),
            ("source",),
        ):
            line = QHBoxLayout()
            line.setSpacing(GROUP_GAP)
            for name in names:
                line.addWidget(fields[name], 1)
            lines.addLayout(line)
        self._results = QWidget(self)
        row = QHBoxLayout(self._results)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GROUP_GAP)
        row.addWidget(self._table, 4)
        row.addWidget(self._curve, 5)
        for widget in (self._assumptions, self.answer, self._formula, self._warning, self._results):
            self.body.addWidget(widget)
        last = QHBoxLayout()
        last.setSpacing(FIELD_GAP)
        last.addWidget(self._take)
        last.addWidget(self._need, 1)
        self.body.addLayout(last)
        self._show_kind()

    def _edit(self, name: str) -> ParsedEdit[Any]:
        return self._edits[name]

    def _kind(self) -> PlainKind | None:
        kind = self.kind.value
        return kind if isinstance(kind, PlainKind) else None

    def _choose(self, kind: object) -> None:
        self.kind.show_value(kind)
        self._show_kind()
        self._compute()
        if (chosen := self._kind()) is not None:
            self._page.focus(self._edit(ASSUMPTIONS[chosen][0]), self)

    def _show_kind(self) -> None:
        kind = self._kind()
        asked = ASSUMPTIONS[kind] if kind else ()
        for name in ("first", "second", "difference", "sd", "correlation", "unit"):
            self._fields[name].setVisible(name in asked)
        self._fields["ratio"].setVisible(kind not in FACTORIAL)
        self._assumptions.setVisible(kind is not None)

    def _compute(self) -> None:
        self._result = calculate(self._kind(), {name: self._edit(name).value for name in self._fields})
        result = self._result if isinstance(self._result, Calculation) else None
        for widget in (self._formula, self._warning, self._results, self._take, self._need):
            widget.setVisible(result is not None)
        if result is None:
            self.answer.setText(str(self._result))
            return
        size, gone = result.size, result.demand.attrition
        told = self.tr("{groups} for the analysis, {count} in all.").format(
            groups=groups_in_words(size.analysed), count=counted(sum(size.analysed))
        )
        if gone:
            told += " " + self.tr("With attrition {groups}, {count} in all.").format(
                groups=groups_in_words(size.enrolled), count=counted(size.total)
            )
        self.answer.setText(told)
        self._formula.setText(self.tr("By {formula}.").format(formula=formula_of(result.design)))
        self._tried.show(result.tried, is_all_new=True)
        self._curve.redraw()
        source = self._edit("source").value
        self._take.setEnabled(source is not None)
        self._need.setText(
            self.tr("Writes {count} participants and the reasoning above.").format(count=counted(size.total))
            if source
            else self.tr("Name the source of the assumptions first: the reasoning prints it.")
        )

    def _drawn(self, width: float) -> Drawing:
        tried = self._result.tried if isinstance(self._result, Calculation) else ()
        return sample_size_curve(tried, width, _CURVE_HEIGHT)

    def _take_over(self) -> None:
        result, source = self._result, self._edit("source").value
        if not isinstance(result, Calculation) or source is None:
            return
        text = reasoning(result.design, result.demand, result.size, source, self._edit("unit").value or "")
        asked = result.demand
        edit = take_over_size(
            result.size.total,
            text,
            power=_percentage(asked.power),
            significance_level=_percentage(asked.alpha),
            attrition=_percentage(asked.attrition),
        )
        self._page.apply(edit)


def _percentage(share: Fraction) -> Quantity:
    return Quantity(share * 100, Unit.PERCENT)
