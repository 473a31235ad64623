"""Measured bounds, pregnancy, medicines and conduct by keys and clicks; what the weights decide."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from protocol_designer.domain.codes import Measure, Relation
from protocol_designer.domain.population import NumericBound
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.population_page import PopulationPage
from protocol_designer.quantities import Quantity
from tests.gui.pages.page_tools import Open, button, named, retype


def _criterion(page: PopulationPage, key: str) -> tuple[NumericBound, ...]:
    return next(one for one in page.trial.population.criteria if one.id == key).bounds


def _bound(measure: Measure, relation: Relation, value: str) -> NumericBound:
    return NumericBound(measure=measure, relation=relation, value=Quantity.parse(value))


def test_a_measured_bound_is_added_only_when_it_is_whole(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, sample_trial)
    page.criteria.choose("criterion-1")
    qtbot.mouseClick(button(page, "Add measured bound"), Qt.MouseButton.LeftButton)
    new = named(page, "New measured bound")
    new.measure.choose(Measure.SPO2)
    new.relation.choose(Relation.BELOW)
    assert page.trial is sample_trial
    retype(qtbot, new.amount, "94 mmHg")
    assert page.trial is sample_trial
    assert "does not fit" in new.problem
    retype(qtbot, new.amount, "94 %")
    assert _criterion(page, "criterion-1") == (_bound(Measure.SPO2, Relation.BELOW, "94 %"),)
    assert not new.isVisible()
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_a_bound_is_changed_and_removed(qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(PopulationPage, sample_trial)
    page.criteria.choose("criterion-10")
    second = named(page, "Measured bound 2")
    retype(qtbot, second.amount, "95 mmHg")
    second.relation.choose(Relation.AT_LEAST)
    assert _criterion(page, "criterion-10")[1] == _bound(Measure.DIASTOLIC_BP, Relation.AT_LEAST, "95 mmHg")
    qtbot.mouseClick(button(page, "Remove measured bound 1"), Qt.MouseButton.LeftButton)
    assert [bound.measure for bound in _criterion(page, "criterion-10")] == [Measure.DIASTOLIC_BP]
    assert named(page, "Measured bound 1").amount.text() == "95 mmHg"
    for _ in range(3):
        page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_a_measure_that_needs_another_unit_waits_for_it(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, sample_trial)
    page.criteria.choose("criterion-13")
    first = named(page, "Measured bound 1")
    first.measure.choose(Measure.SYSTOLIC_BP)
    assert page.trial is sample_trial
    assert "does not fit" in first.problem
    retype(qtbot, first.amount, "150 mmHg")
    assert _criterion(page, "criterion-13") == (_bound(Measure.SYSTOLIC_BP, Relation.ABOVE, "150 mmHg"),)


def test_a_bound_that_was_not_applied_is_forgotten_with_its_criterion(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, sample_trial)
    page.criteria.choose("criterion-13")
    retype(qtbot, named(page, "Measured bound 1").amount, "fast")
    page.criteria.choose("criterion-10")
    assert named(page, "Measured bound 1").amount.text() == "140 mmHg"
    page.criteria.choose("criterion-13")
    assert named(page, "Measured bound 1").amount.text() == "100 /min"
    assert page.trial is sample_trial


def test_pregnancy_recruitment_and_sites_are_decided(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, blank_trial)
    named(page, "May enrol people who can become pregnant").choose(True)
    retype(qtbot, named(page, "Days from test to first dose, at most"), "7")
    retype(qtbot, named(page, "Weeks of contraception after the last dose"), "6")
    named(page, "Tested on each dosing day").choose(True)
    named(page, "Lactation keeps out").choose(True)
    named(page, "Seeking treatment").choose(False)
    for name in ("Recruitment", "Screening again", "Lifestyle during the trial", "Sites"):
        edit = named(page, name)
        edit.setFocus()
        qtbot.keyClicks(edit, f"About {name}.")
        qtbot.keyClick(edit, Qt.Key.Key_Tab)
    population = page.trial.population
    pregnancy = population.pregnancy
    assert pregnancy.may_enrol_people_who_can_become_pregnant is True
    assert (pregnancy.test_within_days_before_first_dose, pregnancy.contraception_weeks_after_last_dose) == (
        7,
        6,
    )
    assert (pregnancy.is_tested_each_dosing_day, pregnancy.excludes_lactation) == (True, True)
    assert population.is_seeking_treatment is False
    assert population.rescreening == "About Screening again."
    assert page.trial.design.sites == "About Sites."
    for _ in range(10):
        page.workspace.undo_stack.undo()
    assert page.trial is blank_trial


def test_days_before_the_first_dose_are_held_to_what_can_be_meant(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, sample_trial)
    retype(qtbot, named(page, "Days from test to first dose, at most"), "600")
    assert page.trial is sample_trial


def test_the_heaviest_participant_decides_the_largest_dose(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, sample_trial)
    row = next(n for n, one in enumerate(page.trial.regimens) if one.name.startswith("Ketamine"))
    model = page.worst_cases.model
    assert model.index(row, 1).data() == "71 mg at 100 kg"
    assert model.index(row, 2).data() == "0.71 mg/kg at every weight"
    retype(qtbot, named(page, "Highest weight"), "120 kg")
    assert model.index(row, 1).data() == "71 mg at 100 kg"  # where the cap begins to hold
    retype(qtbot, named(page, "Highest weight"), "90 kg")
    assert model.index(row, 1).data() == "63.9 mg at 90 kg"
    went: list[str] = []
    page.workspace.navigation_requested.connect(went.append)
    page.focus(page.worst_cases.view)
    page.worst_cases.view.setCurrentIndex(model.index(row, 0))
    qtbot.keyClick(page.worst_cases.view, Qt.Key.Key_Return)
    assert went == [f"regimens[{page.trial.regimens[row].id}]"]


def test_without_weights_nothing_is_guessed(open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(PopulationPage, sample_trial)
    heaviest = named(page, "Highest weight")
    heaviest.clear()
    heaviest.commit()
    row = next(n for n, one in enumerate(page.trial.regimens) if one.name.startswith("Ketamine"))
    told = page.worst_cases.model.index(row, 1).data()
    assert told == "not computed: the highest eligible weight is not decided"


@pytest.mark.parametrize(
    "place",
    [
        "population",
        "population.weight_max",
        "population.is_seeking_treatment",
        "population.criteria[criterion-15].bounds",
        "population.criteria[criterion-15].bounds[2]",
        "population.criteria[criterion-15].bounds[2].value",
        "population.pregnancy",
        "population.pregnancy.excludes_lactation",
        "population.recruitment",
        "population.rescreening",
        "population.lifestyle_restrictions",
        "design.sites",
        "concomitant",
        "concomitant[concomitant-2]",
        "concomitant[concomitant-2].drug_class",
        "concomitant[concomitant-2].stable_for",
        "concomitant[concomitant-2].blood_pressure_plan",
    ],
)
def test_every_place_leads_to_a_focused_field(
    open_page: Open, sample_trial: TrialProtocol, place: str
) -> None:
    page = open_page(PopulationPage, sample_trial)
    assert page.reveal(place)
    focused = page.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    assert focused.hasFocus()
