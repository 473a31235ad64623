"""The sample size and the analyses, by keys and clicks; the calculator from assumptions to the protocol."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.statistics_page import StatisticsPage
from protocol_designer.quantities import Quantity
from protocol_designer.workspace.models.plain_designs import PlainKind
from tests.gui.pages.page_tools import Open, button, named, retype


def _note(page: StatisticsPage, place: str) -> str:
    return next(b.field.note.text for b in page._bindings if b.place() == place)


def _assume(qtbot: QtBot, page: StatisticsPage, **values: str) -> None:
    for name, text in values.items():
        retype(qtbot, named(page, name.replace("_", " ")), text)


def test_number_power_and_analyses_are_typed_and_undone(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(StatisticsPage, blank_trial)
    retype(qtbot, named(page, "Participants in all"), "120")
    retype(qtbot, named(page, "Power"), "80 %")
    retype(qtbot, named(page, "Significance level"), "5 %")
    retype(qtbot, named(page, "Attrition"), "12.5 %")
    text = named(page, "Primary analysis")
    text.setFocus()
    qtbot.keyClicks(text, "A linear model.")
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    statistics = page.trial.statistics
    size = statistics.sample_size
    assert (size.total, size.attrition) == (120, Quantity.parse("12.5 %"))
    assert statistics.primary_analysis == "A linear model."
    for _ in range(5):
        page.workspace.undo_stack.undo()
    assert page.trial is blank_trial


def test_a_number_that_is_no_percentage_stays_and_says_so(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(StatisticsPage, sample_trial)
    retype(qtbot, named(page, "Power"), "0.8")
    assert "unit" in _note(page, "statistics.sample_size.power")
    retype(qtbot, named(page, "Power"), "80 mg")
    assert "no percentage" in _note(page, "statistics.sample_size.power")
    assert page.trial is sample_trial


def test_interim_looks_do_not_apply_for_a_reason(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(StatisticsPage, blank_trial)
    interim = named(page, "Interim analyses")
    qtbot.mouseClick(interim.tick, Qt.MouseButton.LeftButton, pos=interim.tick.rect().center() / 4)
    qtbot.keyClicks(interim.text, "Too short.")
    qtbot.keyClick(interim.text, Qt.Key.Key_Tab)
    assert page.trial.statistics.interim == NotApplicable(because="Too short.")


def test_the_calculator_repeats_the_number_of_the_sample_and_takes_it_over_in_one_step(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(StatisticsPage, sample_trial)
    page.calculator.kind.choose(PlainKind.TWO_PROPORTIONS)
    _assume(qtbot, page, Proportion_in_one_group="15 %", Proportion_in_the_other="35 %")
    assert named(page, "Power wanted").text() == "80 %"
    answer = page.calculator.answer.text()
    assert answer.startswith("73 in each of 2 groups for the analysis")
    assert "82 in each of 2 groups, 164 in all" in answer
    take = button(page, "Take over")
    assert not take.isEnabled()
    _assume(qtbot, page, Source_of_the_assumptions="The pilot of 2020")
    _assume(qtbot, page, Proportion_in_the_other="30 %")
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    size = page.trial.statistics.sample_size
    assert size.total == 270
    assert size.reasoning is not None
    for told in ("15 %", "30 %", "The pilot of 2020", "Fleiss 1981", "80 % power", "10 % attrition", "270"):
        assert told in size.reasoning
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (
            (PlainKind.TWO_MEANS, {"Difference": "10.1", "Standard_deviation": "22.1"}),
            "77 in each of 2 groups",
        ),
        (
            (
                PlainKind.COVARIANCE,
                {"Difference": "0.5", "Standard_deviation": "1", "Correlation_with_baseline": "0.5"},
            ),
            "49 in each of 2 groups",
        ),
        (
            (PlainKind.FACTORIAL_INTERACTION, {"Difference": "10", "Standard_deviation": "22.1"}),
            "154 in each of 4 groups",
        ),
    ],
)
def test_each_design_asks_for_its_own_assumptions(
    qtbot: QtBot,
    open_page: Open,
    blank_trial: TrialProtocol,
    asked: tuple[PlainKind, dict[str, str]],
    told: str,
) -> None:
    kind, values = asked
    page = open_page(StatisticsPage, blank_trial)
    page.calculator.kind.choose(kind)
    _assume(qtbot, page, **values)
    retype(qtbot, named(page, "Two-sided level"), "5 %")
    assert page.calculator.answer.text() == "Not all assumptions are typed yet."
    retype(qtbot, named(page, "Power wanted"), "80 %")
    assert told in page.calculator.answer.text()
    tried = page.calculator._tried
    assert [tried.index(row, 0).data() for row in range(tried.rowCount())][4] == "100 %"
    assert "100 % of the effect needs" in page.calculator._curve.drawing.description


def test_assumptions_without_an_effect_say_why_there_is_no_number(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(StatisticsPage, sample_trial)
    page.calculator.kind.choose(PlainKind.TWO_PROPORTIONS)
    _assume(qtbot, page, Proportion_in_one_group="15 %", Proportion_in_the_other="15 %")
    assert "no effect to show" in page.calculator.answer.text()
    assert not page.calculator._take.isVisible()


def test_the_calculator_follows_the_protocol_until_something_else_is_typed(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(StatisticsPage, sample_trial)
    page.calculator.kind.choose(PlainKind.TWO_MEANS)
    retype(qtbot, named(page, "Power"), "90 %")
    assert named(page, "Power wanted").text() == "90 %"
    retype(qtbot, named(page, "Power wanted"), "85 %")
    retype(qtbot, named(page, "Power"), "80 %")
    assert named(page, "Power wanted").text() == "85 %"


@pytest.mark.parametrize(
    "place",
    [
        "statistics",
        "statistics.sample_size",
        "statistics.sample_size.reasoning",
        "statistics.analysis_sets",
        "statistics.harms_analysis",
        "statistics.interim",
        "statistics.interim.because",
        "statistics.multiplicity",
    ],
)
def test_every_place_leads_to_a_focused_field(
    open_page: Open, sample_trial: TrialProtocol, place: str
) -> None:
    page = open_page(StatisticsPage, sample_trial)
    assert page.reveal(place)
    focused = page.focusWidget()
    assert focused is not None
    assert focused.hasFocus()


def test_an_empty_page_teaches(open_page: Open, blank_trial: TrialProtocol) -> None:
    page = open_page(StatisticsPage, blank_trial)
    assert page._invitation.isVisible()
    assert "statistician" in page.calculator.answer.text()


def test_a_reason_that_is_too_long_is_refused_under_its_field(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(StatisticsPage, sample_trial)
    interim = named(page, "Interim analyses")
    interim.text.setPlainText("Too long. " * 300)
    interim.text.commit()
    assert page.trial is sample_trial
    assert "2000" in _note(page, "statistics.interim")


def test_the_calculator_takes_the_allocation_of_the_design(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    trial = set_field("design.allocation.ratio", [2, 1], "")(sample_trial)
    page = open_page(StatisticsPage, trial)
    page.calculator.kind.choose(PlainKind.TWO_PROPORTIONS)
    _assume(qtbot, page, Proportion_in_one_group="48.2 %", Proportion_in_the_other="10.7 %")
    assert named(page, "Allocation").text() == "2 : 1"
    assert page.calculator.answer.text().startswith("34 and 17 for the analysis, 51 in all.")
