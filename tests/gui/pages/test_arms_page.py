"""Arms by clicks and keys: order, copies, who receives what, comparators, factors, sequences, treatments."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QMenu, QTableView
from pytestqt.qtbot import QtBot

from protocol_designer.domain.design import ArmKind, ComparatorKind, DesignModel
from protocol_designer.domain.interventions import OtherInterventionKind, RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import arms, design, doses, therapy
from protocol_designer.edits.interventions import plan_regimen
from protocol_designer.gui.pages.arms_page import ArmsPage
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.quantities import Quantity
from tests.gui.pages.page_tools import Open, button, named, retype

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier


def _click(qtbot: QtBot, page: Any, text: str) -> None:
    qtbot.mouseClick(button(page, text), LEFT)


def _pick(qtbot: QtBot, menu: QMenu, *words: str) -> None:
    """Go through an open menu and its inner menus by the keyboard."""
    for word in words:
        action = next(one for one in menu.actions() if one.text() == word)
        while menu.activeAction() is not action:
            qtbot.keyClick(menu, Qt.Key.Key_Down)
        if inner := action.menu():
            qtbot.keyClick(menu, Qt.Key.Key_Right)
            menu = inner
        else:
            qtbot.keyClick(menu, Qt.Key.Key_Return)


def _names(page: Any) -> list[str]:
    return [arm.name for arm in page.trial.arms]


def _middle(view: QTableView, row: int, column: int = 0) -> QPoint:
    return view.visualRect(view.model().index(row, column)).center()


def _tick(qtbot: QtBot, grid: QTableView, row: int, column: int) -> None:
    QCoreApplication.processEvents()
    grid.scrollTo(grid.model().index(row, column))
    qtbot.mouseClick(grid.viewport(), LEFT, pos=_middle(grid, row, column))


def _undo_all(page: Any) -> None:
    while page.workspace.undo_stack.canUndo():
        page.workspace.undo_stack.undo()


@pytest.fixture
def four(blank_trial: TrialProtocol) -> TrialProtocol:
    """Four empty arms with a ratio."""
    for name in "ABCD":
        blank_trial = arms.add_arm(name)(blank_trial)
    return design.set_ratio((4, 3, 2, 1))(blank_trial)


def test_an_arm_is_added_named_described_and_numbered(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, blank_trial)
    _click(qtbot, page, "Add the first arm")
    name = named(page, "Name")
    assert name.hasFocus()
    assert name.selectedText() == "Arm 1"
    retype(qtbot, name, "Ketamine")
    named(page, "Type").choose(ArmKind.EXPERIMENTAL)
    named(page, "Kind of control").choose(ComparatorKind.NONE)
    retype(qtbot, named(page, "Planned participants"), "48")
    named(page, "Described as inactive").choose(False)
    described = named(page, "Description")
    described.setFocus()
    qtbot.keyClicks(described, "One infusion.")
    qtbot.keyClick(described, Qt.Key.Key_Tab)
    (arm,) = page.trial.arms
    assert (arm.name, arm.kind, arm.comparator) == ("Ketamine", ArmKind.EXPERIMENTAL, ComparatorKind.NONE)
    assert (arm.planned_n, arm.is_described_as_inactive, arm.description) == (48, False, "One infusion.")
    assert page.arms.total.text().startswith("Total: 48 planned in 1 arm")
    _undo_all(page)
    assert page.trial == blank_trial


def test_rows_are_moved_by_keys_and_by_dragging_and_shares_go_with_them(
    qtbot: QtBot, open_page: Open, four: TrialProtocol
) -> None:
    page = open_page(ArmsPage, four)
    view = page.arms.table.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down, ALT)
    assert (_names(page), page.trial.design.allocation.ratio) == (list("BACD"), (3, 4, 2, 1))
    qtbot.keyClick(view, Qt.Key.Key_Up, ALT)
    assert page.trial == four
    port = view.viewport()
    qtbot.mousePress(port, LEFT, pos=_middle(view, 0))
    qtbot.mouseMove(port, _middle(view, 1))
    qtbot.mouseMove(port, _middle(view, 2) + QPoint(0, 6))
    qtbot.mouseRelease(port, LEFT, pos=_middle(view, 2) + QPoint(0, 6))
    assert (_names(page), page.trial.design.allocation.ratio) == (list("BCAD"), (3, 2, 4, 1))
    assert page.arms.arm().name == "A"
    assert page.workspace.undo_stack.undoText() == "Move A to position 3"
    page.workspace.undo_stack.undo()
    assert page.trial == four


def test_escape_gives_a_drag_up(qtbot: QtBot, open_page: Open, four: TrialProtocol) -> None:
    page = open_page(ArmsPage, four)
    view = page.arms.table.view
    qtbot.mousePress(view.viewport(), LEFT, pos=_middle(view, 0))
    qtbot.mouseMove(view.viewport(), _middle(view, 3))
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.mouseRelease(view.viewport(), LEFT, pos=_middle(view, 3))
    assert page.trial is four


def test_the_total_says_when_the_numbers_do_not_follow_the_ratio(
    qtbot: QtBot, open_page: Open, four: TrialProtocol
) -> None:
    for arm, number in zip(four.arms, (40, 30, 20, 10), strict=True):
        four = arms.set_planned_n(arm, number)(four)
    page = open_page(ArmsPage, four)
    assert page.arms.total.text() == "Total: 100 planned in 4 arms, allocated 4 : 3 : 2 : 1."
    retype(qtbot, named(page, "Planned participants"), "44")
    assert "Total: 104 planned in 4 arms. The numbers do not follow the ratio" in page.arms.total.text()
    retype(qtbot, named(page, "Allocation ratio"), "1 : 1")
    assert "The ratio 1 : 1 has 2 shares for 4 arms." in page.arms.total.text()


def test_an_arm_is_copied_with_shared_or_with_own_drugs(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    first = sample_trial.arms[0]
    copy = button(page, "Copy arm")
    qtbot.mouseClick(copy, LEFT)
    _pick(qtbot, copy.actions_menu, "Copy, sharing drugs and therapy with the original")
    shared = page.trial.arms[1]
    assert (shared.regimens, shared.courses) == (first.regimens, first.courses)
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial
    page.arms.table.choose(first.id)
    qtbot.mouseClick(copy, LEFT)
    _pick(qtbot, copy.actions_menu, "Copy, with drugs and therapy of its own")
    own = page.trial.arms[1]
    assert not set(own.regimens) & set(first.regimens)
    assert not set(own.courses) & set(first.courses)
    dosed = [(r.drug, r.steps, r.visits) for r in page.trial.regimens_of(own)]
    assert dosed == [(r.drug, r.steps, r.visits) for r in sample_trial.regimens_of(first)]
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_an_arm_in_a_sequence_is_not_removed_and_the_reason_is_told(
    qtbot: QtBot, open_page: Open, four: TrialProtocol
) -> None:
    four = design.add_sequence("First", (four.arms[0].id, four.arms[1].id))(four)
    page = open_page(ArmsPage, four)
    with qtbot.waitSignal(page.workspace.edit_refused) as told:
        _click(qtbot, page, "Remove the arm")
    assert "the sequence First contains it" in told.args[0]
    page.arms.table.choose(four.arms[2].id)
    _click(qtbot, page, "Remove the arm")
    assert _names(page) == list("ABD")
    page.workspace.undo_stack.undo()
    assert page.trial is four


def test_a_dose_is_given_to_another_arm_with_one_tick_and_stays_one(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    grid, study = page.matrix.grid, sample_trial.regimens[0]
    _tick(qtbot, grid, 0, 1)
    assert [arm.id for arm in page.trial.arms_with_regimen(study.id)] == [a.id for a in sample_trial.arms]
    assert len(page.trial.regimens) == len(sample_trial.regimens)
    assert page.workspace.undo_stack.undoText() == f"Give {study.name} to {sample_trial.arms[1].name}"
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert page.trial == sample_trial
    qtbot.keyClick(grid, Qt.Key.Key_Left)
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert page.trial.arms_with_regimen(study.id) == ()
    assert study in page.trial.regimens
    words = grid.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == f"{sample_trial.arms[0].name}, {study.name}: not received"
    _undo_all(page)
    assert page.trial is sample_trial


def test_unequal_therapy_time_is_said_beneath_the_matrix(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    assert page.matrix.contact.text() == "Therapy time: 592 min in every arm."
    _tick(qtbot, page.matrix.grid, len(sample_trial.regimens), 1)
    assert page.matrix.contact.text().startswith("Therapy time is unequal: Ketamine with therapy 592 min;")
    page.workspace.undo_stack.undo()
    assert "every arm" in page.matrix.contact.text()


def test_a_comparator_arm_is_made_matched_and_explained_with_one_click(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    study, model = sample_trial.regimens[0], sample_trial.arms[0]
    _click(qtbot, page, "Lorazepam arm")
    arm, own = page.trial.arms[-1], page.trial.regimens[-1]
    assert (arm.kind, arm.comparator) == (ArmKind.ACTIVE_COMPARATOR, ComparatorKind.ACTIVE_PLACEBO)
    assert (own.drug, own.route, own.matched_to, own.visits) == (
        "lorazepam",
        study.route,
        study.id,
        study.visits,
    )
    assert [(s.kind, s.duration) for s in own.steps] == [(s.kind, s.duration) for s in study.steps]
    assert own.preparation.final_volume == study.preparation.final_volume
    assert (arm.courses, arm.regimens[1:]) == (model.courses, model.regimens[1:])
    amount = f"regimens[{own.id}].steps[1].amount"
    source = provenance_at(page.trial, amount)
    assert own.steps[1].amount == Quantity.parse("2 mg")
    assert source is not None
    assert source.study == "Dakwar 2014 (cocaine, crossover)"
    assert "Step 2: 2 mg (Dakwar 2014 (cocaine, crossover); printed;" in page.comparators.told.text()
    shown = {point.what: point.own for point in page.comparators._points.rows}
    assert shown["Steps"] == "bolus 2 min, infusion 50 min"
    assert shown["Made-up volume"] == "60 mL"
    assert not button(page, "Match again").isEnabled()
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_when_the_study_drug_changes_the_card_says_so_and_matches_again(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    study, midazolam = sample_trial.regimens[0], sample_trial.regimens[1]
    again = button(page, "Match again")
    assert not again.isEnabled()
    page.apply(doses.change_step(study, 1, duration=Quantity.parse("40 min")))
    assert page.comparators.told.text().startswith("No longer matches in: steps.")
    assert page.comparators.table.model.index(0, 2).data() == "1 property no longer matches"
    qtbot.mouseClick(again, LEFT)
    matched = page.trial.regimen(midazolam.id)
    assert matched.steps[1].duration == Quantity.parse("40 min")
    assert matched.steps[1].amount == midazolam.steps[1].amount
    assert not again.isEnabled()
    page.workspace.undo_stack.undo()
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_a_dose_that_no_study_reports_is_left_open_and_said(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    _click(qtbot, page, "Low-dose arm")
    own = page.trial.regimens[-1]
    assert (own.drug, own.enantiomer) == ("ketamine", sample_trial.regimens[0].enantiomer)
    assert [step.amount for step in own.steps] == [None, None]
    assert "Step 1: the dose is open, for no prior study" in page.comparators.told.text()
    _click(qtbot, page, "Saline arm")
    assert all(step.amount is None for step in page.trial.regimens[-1].steps)
    assert "no active drug, the same volume" in page.comparators.told.text()


def test_another_reported_dose_is_taken_from_the_menu(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    midazolam = sample_trial.regimens[1]
    reported = button(page, "Take a reported dose")
    qtbot.mouseClick(reported, LEFT)
    words = [action.text() for action in reported.actions_menu.actions()]
    chosen = next(word for word in words if word.startswith("0.02 mg/kg"))
    _pick(qtbot, reported.actions_menu, chosen)
    assert page.trial.regimen(midazolam.id).steps[1].amount == Quantity.parse("0.02 mg/kg")
    assert "CTN-0132" in page.comparators.told.text()
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_an_attention_control_has_the_same_drug_and_as_many_sessions(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    _click(qtbot, page, "Attention control arm")
    arm, model = page.trial.arms[-1], sample_trial.arms[0]
    assert arm.regimens == model.regimens
    assert not set(arm.courses) & set(model.courses)
    assert page.matrix.contact.text() == "Therapy time: 592 min in every arm."
    _click(qtbot, page, "Active treatment arm")
    assert page.trial.regimens[-1].drug is None
    assert "an active treatment keeps a route, times and dose of its own" in page.comparators.told.text()
    _undo_all(page)
    assert page.trial is sample_trial


def test_a_comparator_waits_for_a_study_drug_and_leads_to_it(
    qtbot: QtBot, open_page: Open, four: TrialProtocol
) -> None:
    page = open_page(ArmsPage, four)
    page.arms.table.choose(four.arms[1].id)
    with qtbot.waitSignal(page.workspace.navigation_requested) as asked:
        _click(qtbot, page, "Plan the study drug")
    (study,) = page.trial.regimens
    assert asked.args == [f"regimens[{study.id}].name"]
    assert (study.use, page.trial.arms[1].regimens) == (RegimenUse.INVESTIGATIONAL, (study.id,))
    with qtbot.waitSignal(page.workspace.edit_refused) as told:
        _click(qtbot, page, "Saline arm")
    assert "has no steps to match" in told.args[0]
    _undo_all(page)
    assert page.trial == four


def _factor(qtbot: QtBot, page: Any, name: str, *levels: str) -> None:
    _click(qtbot, page, "Add factor")
    retype(qtbot, named(page, "Name of the factor"), name)
    for level in levels:
        _click(qtbot, page, "Add level")
        retype(qtbot, named(page, "Name of the level"), level)


def test_a_factorial_is_made_from_nothing(qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol) -> None:
    for name, use in (("Ketamine", RegimenUse.INVESTIGATIONAL), ("Midazolam", RegimenUse.COMPARATOR)):
        blank_trial = plan_regimen(name, use)(blank_trial)
    blank_trial = therapy.add_course("Relapse prevention")(blank_trial)
    page = open_page(ArmsPage, blank_trial)
    _click(qtbot, page, "Make arms from factors")
    retype(qtbot, named(page, "Name of the factor"), "Drug")
    stands_for = "An arm receives for it"
    for level, part in (("Ketamine", page.trial.regimens[0]), ("Midazolam", page.trial.regimens[1])):
        _click(qtbot, page, "Add level")
        retype(qtbot, named(page, "Name of the level"), level)
        named(page, stands_for).choose(part.id)
    _factor(qtbot, page, "Therapy", "MBRP")
    named(page, stands_for).choose(page.trial.courses[0].id)
    _click(qtbot, page, "Add level")
    retype(qtbot, named(page, "Name of the level"), "No therapy")
    before = page.trial
    assert page.factors.plan.text() == (
        "Adds Ketamine + MBRP, Ketamine + No therapy, Midazolam + MBRP, Midazolam + No therapy. "
        "The design becomes factorial."
    )
    _click(qtbot, page, "Make 4 arms")
    assert page.trial.design.model is DesignModel.FACTORIAL
    ketamine, midazolam = page.trial.regimens
    course = page.trial.courses[0].id
    assert [(arm.name, arm.regimens, arm.courses) for arm in page.trial.arms] == [
        ("Ketamine + MBRP", (ketamine.id,), (course,)),
        ("Ketamine + No therapy", (ketamine.id,), ()),
        ("Midazolam + MBRP", (midazolam.id,), (course,)),
        ("Midazolam + No therapy", (midazolam.id,), ()),
    ]
    page.workspace.undo_stack.undo()
    assert page.trial is before


def test_a_combination_is_left_out_and_existing_arms_are_kept(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    _factor(qtbot, page, "Drug")
    for level, part in (("Ketamine", sample_trial.regimens[0]), ("Midazolam", sample_trial.regimens[1])):
        _click(qtbot, page, "Add level")
        retype(qtbot, named(page, "Name of the level"), level)
        named(page, "An arm receives for it").choose(part.id)
    _factor(qtbot, page, "Therapy", "MBRP")
    named(page, "An arm receives for it").choose(sample_trial.courses[2].id)
    _click(qtbot, page, "Add level")
    retype(qtbot, named(page, "Name of the level"), "Education")
    told = page.factors.plan.text()
    assert "Adds Ketamine + Education, Midazolam + Education." in told
    assert "Takes Ketamine with therapy for Ketamine + MBRP." in told
    assert "New arms also receive Ondansetron for vomiting" in told
    _tick(qtbot, page.factors.grid, 1, 1)
    assert "Adds Ketamine + Education." in page.factors.plan.text()
    _tick(qtbot, page.factors.grid, 0, 0)
    assert "remove that arm above to leave it out" in page.factors.plan.text()
    _click(qtbot, page, "Make 1 arm")
    kept, other, new = page.trial.arms
    assert [arm.name for arm in (kept, other)] == [arm.name for arm in sample_trial.arms]
    assert (kept.planned_n, kept.courses) == (sample_trial.arms[0].planned_n, sample_trial.arms[0].courses)
    assert len(kept.factor_levels) == len(other.factor_levels) == 2
    assert new.name == "Ketamine + Education"
    assert sample_trial.courses[2].id not in new.courses
    assert sample_trial.regimens[2].id in new.regimens
    assert page.factors.plan.text().startswith("Adds Midazolam + Education") is False
    page.workspace.undo_stack.undo()
    assert page.trial.arms == sample_trial.arms


def test_a_level_in_use_is_not_removed(qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol) -> None:
    page = open_page(ArmsPage, blank_trial)
    _factor(qtbot, page, "Drug", "Ketamine")
    _click(qtbot, page, "Make 1 arm")
    with qtbot.waitSignal(page.workspace.edit_refused) as told:
        _click(qtbot, page, "Remove the level or factor")
    assert "Ketamine holds it" in told.args[0]
    page.workspace.undo_stack.undo()
    _click(qtbot, page, "Remove the level or factor")
    _click(qtbot, page, "Remove the level or factor")
    assert page.trial.design.factors == ()


def test_sequences_are_made_changed_and_removed_in_a_crossover(
    qtbot: QtBot, open_page: Open, four: TrialProtocol
) -> None:
    for arm in four.arms[2:]:
        four = arms.remove_arm(arm)(four)
    page = open_page(ArmsPage, four)
    assert not page.sequences.isVisible()
    page.apply(design.change_model(DesignModel.CROSSOVER))
    a, b = (arm.id for arm in four.arms)
    _click(qtbot, page, "Add all orders")
    assert [one.arms for one in page.trial.design.sequences] == [(a, b), (b, a)]
    named(page, "Period 3").choose(a)
    assert page.trial.design.sequences[0].arms == (a, b, a)
    retype(qtbot, named(page, "Name of the sequence"), "ABA")
    _click(qtbot, page, "Move the sequence down")
    assert [one.name for one in page.trial.design.sequences] == ["Sequence 2", "ABA"]
    page.sequences.table.choose(page.trial.design.sequences[0].id)
    before = page.trial
    named(page, "Period 2").choose(None)
    assert page.trial is before
    assert page.sequences.periods[1].note.text.startswith("Not applied: ")
    retype(qtbot, named(page, "Wash-out between periods"), "7 days")
    assert page.trial.design.washout == Quantity.parse("7 day")
    _click(qtbot, page, "Remove the sequence")
    assert [one.name for one in page.trial.design.sequences] == ["ABA"]
    _undo_all(page)
    assert page.trial == four


def test_a_rescue_drug_is_added_from_the_formulary_and_its_dose_is_opened(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    add = button(page.treatments, "Add drug")
    qtbot.mouseClick(add, LEFT)
    _pick(qtbot, add.actions_menu, "Premedication", "Atropine")
    own = page.trial.regimens[-1]
    assert (own.name, own.use, own.drug) == ("Atropine, premedication", RegimenUse.PREMEDICATION, "atropine")
    assert len(page.trial.arms_with_regimen(own.id)) == len(page.trial.arms)
    assert page.treatments.drug_name.editor.hasFocus()
    view = page.treatments.table.view
    row = view.currentIndex().row()
    shown = [view.model().index(row, column).data() for column in range(view.model().columnCount())]
    assert shown == [
        "Atropine, premedication",
        "Premedication",
        "NIMP",
        "–",
        "dose not decided",
        "–",
        "All arms",
    ]
    retype(qtbot, named(page, "From the study drug"), "-30 min")
    assert view.model().index(row, 5).data() == "30 min before the study drug"
    view.setFocus()
    with qtbot.waitSignal(page.workspace.navigation_requested) as asked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked.args == [f"regimens[{own.id}].steps"]
    _undo_all(page)
    assert page.trial is sample_trial


def test_a_device_is_added_described_and_only_removed_when_no_arm_has_it(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(ArmsPage, sample_trial)
    add = button(page.treatments, "Add other")
    qtbot.mouseClick(add, LEFT)
    _pick(qtbot, add.actions_menu, "Cue exposure")
    retype(qtbot, page.treatments.other_name.editor, "Drink cues")
    retype(qtbot, named(page, "Each takes"), "20 min")
    (other,) = page.trial.other_interventions
    assert (other.name, other.kind) == ("Drink cues", OtherInterventionKind.CUE_EXPOSURE)
    assert other.duration == Quantity.parse("20 min")
    with qtbot.waitSignal(page.workspace.edit_refused) as told:
        _click(qtbot, page, "Remove the treatment")
    assert "Ketamine with therapy receives it" in told.args[0]
    last = page.matrix.grid.model().rowCount() - 1
    for column in range(2):
        _tick(qtbot, page.matrix.grid, last, column)
    _click(qtbot, page, "Remove the treatment")
    assert page.trial.other_interventions == ()
    _undo_all(page)
    assert page.trial is sample_trial


def test_places_of_every_card_are_revealed(open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(ArmsPage, sample_trial)
    second = sample_trial.arms[1]
    assert page.reveal(f"arms[{second.id}].planned_n")
    assert named(page, "Planned participants").hasFocus()
    assert page.arms.arm() == second
    assert page.reveal(f"arms[{second.id}].regimens")
    assert page.matrix.grid.hasFocus()
    assert page.matrix.grid.currentIndex().column() == 1
    page.apply(design.add_factor("Drug"))
    factor = page.trial.design.factors[0]
    page.apply(design.add_level(factor, "Ketamine"))
    level = page.trial.design.factors[0].levels[0]
    assert page.reveal(f"design.factors[{factor.id}].levels[{level.id}].name")
    assert named(page, "Name of the level").hasFocus()
    assert page.reveal("other_interventions")
    assert page.reveal("design.factors")
