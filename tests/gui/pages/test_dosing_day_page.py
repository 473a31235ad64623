"""The dosing day in the real window: lists, thresholds, ticks, the drawing, offers, the session card."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from protocol_designer.domain.codes import KitItem, Measure, Parameter
from protocol_designer.domain.dosing_day import ThresholdPurpose, WaiverReason
from protocol_designer.gui import sheet_export
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.quantities import Quantity
from tests.gui.pages.page_tools import button, named
from tests.gui.pages.window_tools import (
    ListSteps,
    add_change_move_remove,
    assert_all_revealed,
    note_at,
    opened,
    page_called,
    press,
    tick,
    write,
)


@pytest.mark.parametrize(
    "steps",
    [
        ListSteps("monitoring", "Add parameter", "Instrument", "Wrist cuff"),
        ListSteps("staff", "Add member of staff", "Who", "Night nurse"),
        ListSteps("rescue", "Add emergency plan", "Actions, in order", "Call for help."),
    ],
    ids=lambda steps: steps.card,
)
def test_a_list_is_added_to_changed_moved_and_cut(
    qtbot: QtBot, real_window: MainWindow, steps: ListSteps
) -> None:
    page = page_called(real_window, "Dosing day")
    add_change_move_remove(qtbot, real_window, page, steps)


def test_every_place_is_revealed(real_window: MainWindow) -> None:
    assert_all_revealed(real_window, "Dosing day", "dosing_day", "pharmacy")


def test_a_threshold_with_a_wrong_unit_is_refused_where_it_stands(
    qtbot: QtBot, real_window: MainWindow
) -> None:
    page = page_called(real_window, "Dosing day")
    card, before = page.thresholds, opened(real_window).trial
    place = card.current_place
    write(qtbot, card, "Value", "140 kg")
    assert opened(real_window).trial is before
    assert "does not fit systolic blood pressure" in note_at(page, f"{place}.value")
    write(qtbot, card, "Value", "135 mmHg")
    assert card.current.value == Quantity.parse("135 mmHg")
    assert "Not applied" not in note_at(page, f"{place}.value")
    opened(real_window).undo_stack.undo()
    assert opened(real_window).trial == before


def test_a_new_threshold_waits_for_a_value_that_fits(qtbot: QtBot, real_window: MainWindow) -> None:
    page = page_called(real_window, "Dosing day")
    card, before = page.thresholds, opened(real_window).trial
    press(qtbot, card, "Add threshold")
    assert opened(real_window).trial is before
    write(qtbot, card, "Value of the new threshold", "120 /min")
    assert len(card.entries) == len(before.dosing_day.thresholds)
    named(card, "Measure of the new threshold").choose(Measure.SYSTOLIC_BP)
    press(qtbot, card, "Add it")
    assert "does not fit" in named(card, "Value of the new threshold").problem
    assert opened(real_window).trial is before
    named(card, "Measure of the new threshold").choose(Measure.HEART_RATE)
    press(qtbot, card, "Add it")
    added = card.entries[-1]
    assert len(card.entries) == len(before.dosing_day.thresholds) + 1
    assert (added.purpose, added.measure) == (ThresholdPurpose.HOLD_BEFORE_DOSE, Measure.HEART_RATE)
    assert added.value == Quantity.parse("120 /min")
    assert card.current == added
    press(qtbot, card, "Remove the threshold")
    opened(real_window).undo_stack.undo()
    opened(real_window).undo_stack.undo()
    assert opened(real_window).trial == before


def test_a_finding_comes_and_goes_beside_its_field(qtbot: QtBot, real_window: MainWindow) -> None:
    page = page_called(real_window, "Dosing day")
    place = "dosing_day.fasting.clear_fluids"
    assert note_at(page, place) == ""
    write(qtbot, page, "No clear fluids before dosing for", "30 min")
    assert "2 h is the shortest time" in note_at(page, place)
    write(qtbot, page, "No clear fluids before dosing for", "2 h")
    assert note_at(page, place) == ""


def test_the_two_monitors_are_judged_beside_the_staff(qtbot: QtBot, real_window: MainWindow) -> None:
    page = page_called(real_window, "Dosing day")
    named(page.staff, "Rates outcomes").choose(True)
    assert "rates outcomes" in note_at(page, f"{page.staff.current_place}.rates_outcomes")
    for _ in range(3):
        page.staff.table.choose(page.staff.entries[0].id)
        press(qtbot, page.staff, "Remove the member of staff")
    assert "people" in page._offers[1].button.text() or "person" in page._offers[1].button.text()
    assert any(row.rule == "MON-007" for row in page._offers[1].rows)


def test_what_the_review_asks_for_is_added_in_one_step(qtbot: QtBot, real_window: MainWindow) -> None:
    real_window.files.start_from_template("dakwar_2020_alcohol")
    page, workspace = page_called(real_window, "Dosing day"), opened(real_window)
    before = workspace.trial
    for number, place in enumerate(("monitoring", "staff", "thresholds", "rescue_plans")):
        offer = page._offers[number]
        rows = offer.rows
        assert rows
        assert all(row.sources for row in rows)
        press(qtbot, page, offer.button.text())
        assert len(getattr(workspace.trial.dosing_day, place)) == len(rows)
        assert not offer.isVisible()
    assert all(plan.actions is None for plan in workspace.trial.dosing_day.rescue_plans)
    for entry in workspace.trial.dosing_day.thresholds:
        held = {str(limit.value) for limit in workspace.formulary.limits if limit.sources}
        assert str(entry.value) in held
    for _ in range(4):
        workspace.undo_stack.undo()
    assert workspace.trial == before


def test_an_emergency_plan_without_actions_is_no_plan(qtbot: QtBot, real_window: MainWindow) -> None:
    page = page_called(real_window, "Dosing day")
    place = page.rescue.current_place
    write(qtbot, page.rescue, "Actions, in order", "")
    assert "Not assessed" in note_at(page, f"{place}.actions")
    write(qtbot, page.rescue, "Actions, in order", "Suction, oxygen, call the anaesthetist.")
    assert note_at(page, f"{place}.actions") == ""


def test_the_kit_is_ticked_and_tells_who_asks_for_what(qtbot: QtBot, real_window: MainWindow) -> None:
    page = page_called(real_window, "Dosing day")
    before = opened(real_window).trial
    tick(qtbot, page, "Suction · asked for by MON-008")
    assert KitItem.SUCTION not in opened(real_window).trial.dosing_day.kit
    assert "suction" in note_at(page, "dosing_day.kit")
    opened(real_window).undo_stack.undo()
    assert opened(real_window).trial == before
    assert note_at(page, "dosing_day.kit") == ""


def test_a_waiver_counts_once_it_is_explained(qtbot: QtBot, real_window: MainWindow) -> None:
    page, workspace = page_called(real_window, "Dosing day"), opened(real_window)
    before = workspace.trial
    named(page, "Reason of the waiver").choose(WaiverReason.ANAESTHETIST_DECISION)
    assert workspace.trial is before
    assert "explanation" in note_at(page, "dosing_day.antisialagogue_waiver")
    write(qtbot, page, "Explanation of the waiver", "Low dose.")
    waiver = workspace.trial.dosing_day.antisialagogue_waiver
    assert waiver is not None
    assert (waiver.reason, waiver.explanation) == (WaiverReason.ANAESTHETIST_DECISION, "Low dose.")
    named(page, "Reason of the waiver").choose(None)
    assert workspace.trial.dosing_day.antisialagogue_waiver is None


def test_the_drawing_follows_and_leads_to_its_fields(qtbot: QtBot, real_window: MainWindow) -> None:
    page, workspace = page_called(real_window, "Dosing day"), opened(real_window)
    drawn = page.drawing.drawing
    write(qtbot, page, "Observation after the dose", "150 min")
    assert page.drawing.drawing is not drawn
    assert "discharge at 202 min" in page.drawing.drawing.description
    write(qtbot, page, "Observation after the dose", "")
    assert "discharge not decided" in page.drawing.drawing.description
    entry = next(e for e in workspace.trial.dosing_day.monitoring if e.parameter is Parameter.BLOOD_PRESSURE)
    place = f"dosing_day.monitoring[{entry.id}]"
    point = page.drawing.bounds_of_place(place).center().toPoint()
    qtbot.mouseDClick(page.drawing, Qt.MouseButton.LeftButton, pos=point)
    assert page.monitoring.current == entry
    assert named(page.monitoring, "Parameter").hasFocus()


def test_the_session_card_is_one_page_for_the_weights_typed(
    qtbot: QtBot, real_window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "card.pdf"
    monkeypatch.setattr(sheet_export, "ask_pdf_path", lambda *_: target)
    page = page_called(real_window, "Dosing day")
    write(qtbot, page, "To weight", "140 kg")
    assert "outside the weights" in named(page, "To weight").problem
    write(qtbot, page, "Doses from weight", "62 kg")
    write(qtbot, page, "To weight", "75 kg")
    before = opened(real_window).trial
    press(qtbot, page, "Session card (PDF)…")
    qtbot.waitUntil(lambda: page.session_card._said.text().startswith("Written"), timeout=20000)
    pages = PdfReader(target).pages
    text = pages[0].extract_text()
    assert len(pages) == 1
    for word in ("Hold before", "Dosing physician", "44.02", "53.25", "defibrillator"):
        assert word in text
    assert "100 kg" not in text
    assert opened(real_window).trial is before


def test_pharmacy_is_decided_by_choices(qtbot: QtBot, real_window: MainWindow) -> None:
    page = page_called(real_window, "Dosing day")
    named(page, "Waste is witnessed").choose(False)
    assert "without witnessed waste" in note_at(page, "pharmacy.has_witnessed_waste")
    named(page, "Waste is witnessed").choose(True)
    assert note_at(page, "pharmacy.has_witnessed_waste") == ""
    assert button(page, "Add threshold").isEnabled()
