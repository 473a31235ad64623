"""Objectives, estimands, endpoints and instruments by keys and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.objectives import Concern, Estimand, EventStrategy, ObjectiveLevel
from protocol_designer.domain.timing import AnchorKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.pages.estimand_card import EstimandState
from protocol_designer.gui.pages.objectives_page import ObjectivesPage
from tests.gui.pages.page_tools import Open, button, named, retype


def _press(qtbot: QtBot, pressed: QAbstractButton) -> None:
    qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)


def _write(qtbot: QtBot, page: ObjectivesPage, name: str, text: str) -> None:
    edit = named(page, name)
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Tab)


def test_an_empty_page_teaches_and_makes_the_primary_objective_first(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, blank_trial)
    assert not page.trace.isVisible()
    assert not page.estimand.isVisible()
    _press(qtbot, button(page, "Add objective"))
    _write(qtbot, page, "Objective", "Does it help?")
    _press(qtbot, button(page, "Add objective"))
    levels = [(one.level, one.text) for one in page.trial.objectives]
    assert levels == [
        (ObjectiveLevel.PRIMARY, "Does it help?"),
        (ObjectiveLevel.SECONDARY, "New objective"),
    ]


def test_objectives_are_changed_moved_and_removed_and_each_step_is_undone(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    page.objectives.table.choose("objective-2")
    page.objectives.fields["concern"].editor.choose(Concern.MECHANISM)
    assert page.trial.objectives[1].concern is Concern.MECHANISM
    _press(qtbot, button(page, "Move the objective up"))
    assert [one.id for one in page.trial.objectives][:2] == ["objective-2", "objective-1"]
    _press(qtbot, button(page, "Remove the objective"))
    assert "objective-2" not in {one.id for one in page.trial.objectives}
    for _ in range(3):
        page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_an_endpoint_is_ticked_for_an_objective(open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    page.objectives.table.choose("objective-1")
    named(page, "Endpoints that answer it").choose("endpoint-4")
    assert page.trial.objectives[0].endpoints == ("endpoint-1", "endpoint-4")
    row = next(n for n, one in enumerate(page.trial.endpoints) if one.id == "endpoint-4")
    assert page.endpoints.table.model.index(row, 1).data() == "Primary, Secondary"


def test_an_estimand_is_described_attribute_by_attribute(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    page.objectives.table.choose("objective-3")
    named(page, "Estimand of this objective").choose(EstimandState.DESCRIBED)
    estimand = page.trial.objectives[2].estimand
    assert isinstance(estimand, Estimand)
    assert estimand.endpoint == "endpoint-5"
    _write(qtbot, page, "Treatment", "Ketamine against midazolam")
    _write(qtbot, page, "Population", "All who were dosed")
    retype(qtbot, named(page, "Population-level summary"), "Risk difference")
    _press(qtbot, button(page, "Add intercurrent event"))
    retype(qtbot, named(page, "Event"), "Rescue medicine")
    named(page, "Strategy").choose(EventStrategy.COMPOSITE)
    _write(qtbot, page, "Reason for the strategy", "It is a harm itself.")
    estimand = page.trial.objectives[2].estimand
    assert isinstance(estimand, Estimand)
    assert (estimand.treatment, estimand.population, estimand.summary_measure) == (
        "Ketamine against midazolam",
        "All who were dosed",
        "Risk difference",
    )
    event = estimand.intercurrent_events[0]
    assert (event.event, event.strategy, event.reason) == (
        "Rescue medicine",
        EventStrategy.COMPOSITE,
        "It is a harm itself.",
    )
    for _ in range(8):
        page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_an_estimand_does_not_apply_only_with_a_reason(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    page.objectives.table.choose("objective-1")
    named(page, "Estimand of this objective").choose(EstimandState.NOT_APPLICABLE)
    assert page.trial is sample_trial
    _write(qtbot, page, "Why there is no estimand", "A feasibility question.")
    assert page.trial.objectives[0].estimand == NotApplicable(because="A feasibility question.")
    assert not page.events.isVisible()
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_a_reason_that_is_too_long_stays_in_its_field(open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    page.objectives.table.choose("objective-3")
    edit = named(page, "Why there is no estimand")
    edit.setPlainText("Too long. " * 300)
    edit.commit()
    assert page.trial is sample_trial
    assert "2000" in edit.problem


def test_an_endpoint_is_written_with_its_time_and_activities(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    _press(qtbot, button(page, "Add endpoint"))
    retype(qtbot, named(page, "Variable"), "Days drinking")
    retype(qtbot, named(page, "Metric"), "Number of days")
    retype(qtbot, named(page, "Aggregation"), "Mean")
    named(page, "Counted from").choose(AnchorKind.RANDOMISATION)
    for name in ("Earliest", "Target", "Latest"):
        retype(qtbot, named(page, name), "28 days")
    page.endpoints.fields["activities"].editor.choose("activity-25")
    named(page, "Self-report only").choose(False)
    page.endpoints.fields["verified_by"].editor.choose("activity-26")
    made = page.trial.endpoints[-1]
    assert (made.variable, made.metric, made.aggregation) == ("Days drinking", "Number of days", "Mean")
    assert made.timepoint is not None
    assert made.timepoint.anchor.kind is AnchorKind.RANDOMISATION
    assert (made.activities, made.is_self_report_only) == (("activity-25",), False)
    assert made.verified_by == ("activity-26",)


def test_an_endpoint_that_an_objective_needs_is_not_removed(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    page.endpoints.table.choose("endpoint-1")
    with qtbot.waitSignal(page.workspace.edit_refused):
        _press(qtbot, button(page, "Remove the endpoint"))
    assert page.trial is sample_trial


def test_the_library_adds_endpoint_activity_and_link_in_one_step(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    page.objectives.table.choose("objective-2")
    _press(qtbot, button(page, "From the library"))
    words = named(page, "Find an instrument")
    words.setFocus()
    qtbot.keyClicks(words, "compulsive drinking")
    assert "doi:10.1111/j.1530-0277.1995.tb01475.x" in page.library.details.text()
    _press(qtbot, button(page, "Add endpoint and activity"))
    activity, endpoint = page.trial.schedule.activities[-1], page.trial.endpoints[-1]
    assert (activity.instrument, activity.minutes) == (Instrument.CRAVING_SCALE, 5)
    assert endpoint.activities == (activity.id,)
    assert page.trial.objectives[1].endpoints[-1] == endpoint.id
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_the_library_uses_an_activity_that_the_schedule_has(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    _press(qtbot, button(page, "From the library"))
    words = named(page, "Find an instrument")
    words.setFocus()
    qtbot.keyClicks(words, "cadss")
    _press(qtbot, button(page, "Add endpoint and activity"))
    assert page.trial.schedule is sample_trial.schedule
    assert page.trial.endpoints[-1].activities == ("activity-20",)


def test_a_gap_leads_to_the_field_that_closes_it(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    page.workspace.navigation_requested.connect(page.reveal)
    page.objectives.table.choose("objective-4")
    named(page, "Endpoints that answer it").choose("endpoint-6")
    page.endpoints.table.choose("endpoint-2")
    page.objectives.table.choose("objective-1")
    wanted = [chip for chip in page.trace.chips.chips if chip.place == "objectives[objective-4].endpoints"]
    assert len(wanted) == 1
    _press(qtbot, button(page, wanted[0].text))
    assert page.objectives.table.current == "objective-4"
    assert page.objectives.fields["endpoints"].editor.hasFocus()
    assert page.workspace.selection == wanted[0].place


def test_a_cell_of_the_thread_leads_to_its_part(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    page.workspace.navigation_requested.connect(page.reveal)
    view = page.trace.view
    page.focus(view)
    view.setCurrentIndex(page.trace.model.index(3, 2))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page.endpoints.table.current == "endpoint-4"
    assert page.endpoints.fields["variable"].editor.hasFocus()


@pytest.mark.parametrize(
    "place",
    [
        "objectives",
        "objectives[objective-2]",
        "objectives[objective-2].level",
        "objectives[objective-3].estimand",
        "objectives[objective-3].estimand.because",
        "objectives[objective-2].estimand.treatment",
        "objectives[objective-2].estimand.intercurrent_events",
        "objectives[objective-2].estimand.intercurrent_events[1].reason",
        "endpoints",
        "endpoints[endpoint-3]",
        "endpoints[endpoint-3].timepoint",
        "endpoints[endpoint-3].timepoint.latest",
        "endpoints[endpoint-3].verified_by",
        "endpoints[endpoint-3].relevance",
    ],
)
def test_every_place_leads_to_a_focused_field(
    open_page: Open, sample_trial: TrialProtocol, place: str
) -> None:
    page = open_page(ObjectivesPage, sample_trial)
    assert page.reveal(place)
    focused = page.focusWidget()
    assert focused is not None
    assert focused.isVisible()
    assert focused.hasFocus()
    if "objective-" in place:
        assert page.objectives.table.current == place.partition("[")[2].partition("]")[0]
