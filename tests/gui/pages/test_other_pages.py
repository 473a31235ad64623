"""Population, therapy and design, by keys and clicks; and what every page owes to its reader."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.domain.codes import ConcomitantPolicy, ConditionCode, DrugClass
from protocol_designer.domain.design import BlindedRole
from protocol_designer.domain.identity import TrialPhase
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.population import set_weight_bounds
from protocol_designer.gui.pages.arms_page import ArmsPage
from protocol_designer.gui.pages.design_page import DesignPage
from protocol_designer.gui.pages.dosing_page import DosingPage
from protocol_designer.gui.pages.objectives_page import ObjectivesPage
from protocol_designer.gui.pages.population_page import PopulationPage
from protocol_designer.gui.pages.schedule_page import SchedulePage
from protocol_designer.gui.pages.statistics_page import StatisticsPage
from protocol_designer.gui.pages.therapy_page import TherapyPage
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit
from protocol_designer.quantities import Quantity
from tests.gui.pages.page_tools import Open, button, named, retype

PAGES = (
    DesignPage,
    ArmsPage,
    DosingPage,
    TherapyPage,
    SchedulePage,
    PopulationPage,
    ObjectivesPage,
    StatisticsPage,
)


def _note(page: object, place: str) -> str:
    return next(b.field.note.text for b in page._bindings if b.place() == place)


def test_a_weight_below_the_lowest_is_refused_under_its_field(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, sample_trial)
    retype(qtbot, named(page, "Highest weight"), "40 kg")
    assert page.trial is sample_trial
    assert "below the lowest" in _note(page, "population.weight_max")
    retype(qtbot, named(page, "Highest weight"), "110 kg")
    assert page.trial.population.weight_max == Quantity.parse("110 kg")
    assert not _note(page, "population.weight_max").startswith("Not applied")


def test_a_change_from_elsewhere_is_shown_at_once(open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(PopulationPage, sample_trial)
    page.apply(set_weight_bounds(Quantity.parse("55 kg"), Quantity.parse("90 kg")))
    assert named(page, "Lowest weight").text() == "55 kg"
    page.workspace.undo_stack.undo()
    assert named(page, "Lowest weight").text() == "50 kg"


def test_a_criterion_is_added_worded_and_coded(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, blank_trial)
    qtbot.mouseClick(button(page, "Add exclusion"), Qt.MouseButton.LeftButton)
    text = named(page, "Criterion")
    text.selectAll()
    qtbot.keyClicks(text, "Pregnant or breastfeeding.")
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    named(page, "Codes that rules read").choose(ConditionCode.PREGNANCY)
    criterion = page.trial.population.criteria[0]
    assert (criterion.text, criterion.codes) == ("Pregnant or breastfeeding.", (ConditionCode.PREGNANCY,))
    assert page.criteria.model.index(0, 2).data() == "Pregnancy"


def test_a_policy_for_other_medicines_is_added_and_changed(
    open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, blank_trial)
    named(page, "Add a class of medicines").choose(DrugClass.BENZODIAZEPINE)
    named(page, "Policy").choose(ConcomitantPolicy.HELD_BEFORE_DOSING)
    assert [(m.drug_class, m.policy) for m in page.trial.concomitant] == [
        (DrugClass.BENZODIAZEPINE, ConcomitantPolicy.HELD_BEFORE_DOSING)
    ]


def test_a_course_and_a_session_are_planned(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(TherapyPage, sample_trial)
    qtbot.mouseClick(button(page, "Add course"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(page, "Add the first session"), Qt.MouseButton.LeftButton)
    retype(qtbot, named(page, "Length"), "45 min")
    assert page.trial.courses[-1].sessions[0].duration == Quantity.parse("45 min")
    arm = sample_trial.arms[0]
    before = page.care.cares[0].total.minutes
    named(page, "Arms that receive it").choose(arm.id)
    assert page.trial.courses[-1].id in page.trial.arm(arm.id).courses
    assert page.care.cares[0].total.minutes == before + 45


def test_the_design_is_decided_by_keys_and_choices(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DesignPage, sample_trial)
    retype(qtbot, named(page, "Allocation ratio"), "2 : 1")
    assert page.trial.design.allocation.ratio == (2, 1)
    retype(qtbot, named(page, "Allocation ratio"), "2 to 1")
    assert page.trial.design.allocation.ratio == (2, 1)
    assert "not a ratio" in _note(page, "design.allocation.ratio")
    named(page, "Phase").choose(TrialPhase.PHASE_3)
    assert page.trial.identity.phase is TrialPhase.PHASE_3
    named(page, "Therapist").choose(False)
    decided = {entry.role: entry.is_blinded for entry in page.trial.design.blinding.roles}
    assert decided[BlindedRole.THERAPIST] is False


def test_the_drawing_follows_the_arms_and_its_marks_select_places(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DesignPage, sample_trial)
    view = page.canvas
    place = f"arms[{sample_trial.arms[0].id}]"
    assert place in view.places
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.bounds_of_place(place).center().toPoint())
    assert page.workspace.selection == place
    drawn = view.drawing
    retype(qtbot, named(page, "Protocol number"), "KET-02")
    assert view.drawing is drawn


@pytest.mark.parametrize("page_type", PAGES)
@pytest.mark.parametrize("template", ["dakwar_2014_cocaine", "grabski_2022"])
def test_every_field_has_a_name_for_those_who_do_not_see_it(
    page_type: type, template: str, open_page: Open, trial_from
) -> None:
    page = open_page(page_type, trial_from(template))
    for kind in (QLineEdit, QComboBox, QPlainTextEdit, QTableView, QAbstractButton):
        for widget in page.findChildren(kind):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface.text(QAccessible.Text.Name), f"{widget} has no name"


@pytest.mark.parametrize("page_type", PAGES)
def test_every_finding_of_its_part_is_reachable_on_the_page(
    page_type: type, open_page: Open, sample_trial: TrialProtocol
) -> None:
    homes = {
        DesignPage: ("design.blinding.similarity", "identity.phase", "design.allocation.ratio"),
        ArmsPage: ("arms", f"arms[{sample_trial.arms[1].id}].kind"),
        DosingPage: ("regimens", f"regimens[{sample_trial.regimens[0].id}]"),
        TherapyPage: ("courses", f"courses[{sample_trial.courses[1].id}].provider.role"),
        SchedulePage: ("schedule.visits", "schedule.cells"),
        ObjectivesPage: ("objectives", "objectives[objective-1].estimand.treatment", "endpoints"),
        StatisticsPage: ("statistics.sample_size.total", "statistics.missing_data"),
        PopulationPage: ("population.weight_max", "population.criteria", "concomitant"),
    }
    page = open_page(page_type, sample_trial)
    for place in homes[page_type]:
        assert page.reveal(place), place
        focused = page.window().focusWidget()
        assert isinstance(focused, QWidget)
        assert page.isAncestorOf(focused)


@pytest.mark.parametrize("page_type", PAGES)
def test_a_page_on_an_empty_protocol_opens(
    page_type: type, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(page_type, blank_trial)
    assert page.trial is blank_trial


def test_a_bare_number_is_told_the_unit_of_its_own_field(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, sample_trial)
    edit = named(page, "Highest weight")
    retype(qtbot, edit, "118")
    assert edit.problem == "“118” has no unit; write for example “118 kg”."
    assert page.trial is sample_trial
    retype(qtbot, edit, "0,5")
    assert "decimal number" in edit.problem


def test_an_example_in_an_empty_field_cannot_be_taken_for_a_value(
    open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(PopulationPage, blank_trial)
    for edit in page.findChildren(ParsedEdit):
        assert not edit.placeholderText()[:1].isdigit()


def test_buttons_for_a_row_are_off_while_the_grid_is_empty(
    open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(SchedulePage, blank_trial)
    assert not named(page, "Remove the activity").isEnabled()


def test_a_long_title_is_wrapped_and_enter_keeps_it_one_line(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(DesignPage, blank_trial)
    edit = named(page, "Full title")
    qtbot.keyClicks(edit, "A trial of one infusion")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert page.trial.identity.full_title == "A trial of one infusion"
    assert edit.toPlainText() == "A trial of one infusion"
