"""The main job on the dosing page, by keys and clicks: read a dose, mistype it, mend it, add steps, undo."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from protocol_designer.domain.interventions import DoseBasis, RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import doses
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages.dosing_page import DosingPage
from protocol_designer.gui.widgets.field import Field
from protocol_designer.quantities import Quantity
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.models.pump_rows import broken_rules, pump_lines, told_beneath
from tests.gui.pages.page_tools import Open, button, named, retype


def _study(trial: TrialProtocol):
    return next(r for r in trial.regimens if r.use is RegimenUse.INVESTIGATIONAL)


def test_a_dose_typed_and_entered_changes_the_document_and_undo_brings_it_back(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    edit = named(page, "Amount, step 2")
    assert edit.text() == "0.6 mg/kg"
    retype(qtbot, edit, "0.5 mg/kg")
    assert _study(page.trial).steps[1].amount == Quantity.parse("0.5 mg/kg")
    assert page.workspace.undo_stack.undoText() == f"Change step 2 of {_study(page.trial).name} to 0.5 mg/kg"
    page.workspace.undo_stack.undo()
    assert page.trial == sample_trial
    assert edit.text() == "0.6 mg/kg"


def test_a_dose_that_cannot_be_read_stays_as_typed_and_is_not_applied(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    edit = named(page, "Amount, step 2")
    for text in ("0,5 mg/kg", "-5 mg/kg", "5mg.", "0.5 mg/Kg", "1e3 mg"):
        retype(qtbot, edit, text)
        assert edit.text() == text
        assert page.trial is sample_trial
        assert page.dosing.steps.rows[1].note.startswith("Not applied: ")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.text() == "0.6 mg/kg"
    assert edit.problem == ""
    assert page.workspace.undo_stack.count() == 0


def test_the_message_goes_as_soon_as_the_text_can_be_read(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    edit = named(page, "Amount, step 2")
    retype(qtbot, edit, "0.5")
    assert edit.problem
    qtbot.keyClick(edit, Qt.Key.Key_End)
    qtbot.keyClicks(edit, " mg/kg")
    assert edit.problem == ""
    assert page.trial is sample_trial


def test_leaving_the_field_commits_it(qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(DosingPage, sample_trial)
    edit = named(page, "Over, step 2")
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "40 min")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert _study(page.trial).steps[1].duration == Quantity.parse("40 min")
    assert not edit.hasFocus()


def test_a_unit_of_another_basis_is_applied_together_with_that_basis(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    edit = named(page, "Amount, step 2")
    retype(qtbot, edit, "40 mg")
    assert page.trial is sample_trial
    assert "basis" in page.dosing.steps.rows[1].note
    named(page, "Basis, step 2").choose(DoseBasis.FIXED)
    step = _study(page.trial).steps[1]
    assert (step.basis, step.amount) == (DoseBasis.FIXED, Quantity.parse("40 mg"))
    assert page.workspace.undo_stack.count() == 1


def test_another_basis_alone_takes_out_the_amount_it_would_falsify(
    open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    named(page, "Basis, step 2").choose(DoseBasis.FIXED)
    step = _study(page.trial).steps[1]
    assert (step.basis, step.amount) == (DoseBasis.FIXED, None)
    assert named(page, "Amount, step 2").text() == ""


def test_steps_are_added_moved_and_removed_with_buttons(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    before = _study(sample_trial).steps
    qtbot.mouseClick(button(page, "Add step"), Qt.MouseButton.LeftButton)
    assert len(_study(page.trial).steps) == len(before) + 1
    assert named(page, "Kind, step 3").hasFocus()
    qtbot.mouseClick(button(page, "Remove step 3"), Qt.MouseButton.LeftButton)
    assert _study(page.trial).steps == before
    qtbot.mouseClick(button(page, "Move step 2 up"), Qt.MouseButton.LeftButton)
    assert _study(page.trial).steps == (before[1], before[0])
    assert named(page, "Amount, step 1").text() == "0.6 mg/kg"


def test_the_pump_table_holds_each_eligible_weight_and_marks_rows_over_a_limit(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    page.pump.judge()
    weights = [line.row.weight_kg for line in page.pump.model.rows]
    assert (weights[0], weights[-1]) == (50, 100)
    assert not any(line.severity is Severity.HARD for line in page.pump.model.rows)
    page.apply(doses.set_cap(_study(page.trial), None))
    retype(qtbot, named(page, "Amount, step 2"), "3 mg/kg")
    page.pump.judge()
    assert all(line.severity is Severity.HARD for line in page.pump.model.rows)
    shown = page.pump.model.index(0, page.pump.model.columnCount() - 1).data()
    assert shown.startswith("hard limit ")


def test_what_breaks_a_limit_in_the_same_words_at_every_weight_is_said_once_above_the_rows(
    open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    page.apply(doses.change_enantiomer(_study(page.trial), None))
    page.pump.judge()
    assert page.pump.note.severity is Severity.HARD
    assert not any(line.severity is Severity.HARD for line in page.pump.model.rows)


def test_a_rate_that_is_the_same_at_every_weight_stands_beneath_the_table_and_not_in_a_column(
    open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    model = page.pump.model
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert not any("mg/kg/min" in title for title in titles)
    assert any("2: mL/h" in title for title in titles)
    assert "Step 2 runs at 0.012 mg/kg/min at every weight." in page.pump._foot.text()


def test_the_pump_table_says_what_it_waits_for(open_page: Open, trial_from) -> None:
    page = open_page(DosingPage, trial_from("dakwar_2020_alcohol"))
    assert not page.pump.view.isVisible()
    assert "eligible weight range" in page.pump._missing.text()


def test_a_comparator_is_matched_to_the_study_drug_with_one_button(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    comparator = next(r for r in sample_trial.regimens if r.use is RegimenUse.COMPARATOR)
    page.apply(doses.remove_step(comparator, len(comparator.steps) - 1))
    assert page.reveal(f"regimens[{comparator.id}].name")
    match = button(page, "Match comparator")
    assert match.isEnabled()
    qtbot.mouseClick(match, Qt.MouseButton.LeftButton)
    matched, study = page.trial.regimen(comparator.id), _study(page.trial)
    assert [step.duration for step in matched.steps] == [step.duration for step in study.steps]
    assert matched.matched_to == study.id
    assert not match.isEnabled()


def test_a_place_is_revealed_whichever_arm_is_in_hand(open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(DosingPage, sample_trial)
    comparator = next(r for r in sample_trial.regimens if r.use is RegimenUse.COMPARATOR)
    assert page.reveal(f"regimens[{comparator.id}].steps[0].duration")
    assert named(page, "Over, step 1").hasFocus()
    assert page.dosing.name.editor.text() == comparator.name
    assert page.workspace.selection == f"regimens[{comparator.id}].steps[0].duration"
    assert not page.reveal("population.weight_min")


def test_a_new_trial_is_invited_to_its_first_drug(
    qtbot: QtBot, open_page: Open, blank_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, blank_trial)
    qtbot.mouseClick(button(page, "Add the first drug"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(page, "Add the first step"), Qt.MouseButton.LeftButton)
    retype(qtbot, named(page, "Amount, step 1"), "0.5 mg/kg")
    step = page.trial.regimens[0].steps[0]
    assert (step.basis, step.amount) == (DoseBasis.PER_KG, Quantity.parse("0.5 mg/kg"))
    while page.workspace.undo_stack.canUndo():
        page.workspace.undo_stack.undo()
    assert page.trial == blank_trial
    assert button(page, "Add the first drug").isVisible()


def test_a_drug_is_given_to_an_arm_and_taken_away_beside_its_dose(
    open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    first, second = sample_trial.arms
    given = named(page, "Given to")
    assert given.value == (first.id,)
    given.choose(second.id)
    assert page.trial.arms_with_regimen(_study(page.trial).id) == page.trial.arms
    given.choose(first.id)
    assert [arm.id for arm in page.trial.arms_with_regimen(_study(page.trial).id)] == [second.id]
    page.workspace.undo_stack.undo()
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_a_drug_in_use_is_not_removed_and_says_who_uses_it(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    with qtbot.waitSignal(page.workspace.edit_refused) as told:
        qtbot.mouseClick(button(page, "Remove the drug"), Qt.MouseButton.LeftButton)
    assert f"{sample_trial.arms[0].name} receives it" in told.args[0]
    assert page.trial is sample_trial


def test_changing_one_field_leaves_the_other_widgets_alone(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    widgets = set(map(id, page.findChildren(type(page.dosing.name))))
    rows = list(page.dosing.steps.rows)
    retype(qtbot, named(page, "Amount, step 2"), "0.5 mg/kg")
    assert page.dosing.steps.rows == rows
    assert set(map(id, page.findChildren(type(page.dosing.name)))) == widgets


def test_a_note_beside_a_drug_leaves_out_the_arms_that_receive_it(
    open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    page.apply(doses.change_enantiomer(_study(page.trial), None))
    arm = page.trial.arms_with_regimen(_study(page.trial).id)[0]
    finding = page.workspace.report.at(f"regimens[{_study(page.trial).id}].enantiomer")[0]
    assert finding.message.startswith(f"{arm.name}: ")
    note = next(field.note for field in page.findChildren(Field) if field.editor is named(page, "Enantiomer"))
    assert note.text.startswith("Hard limit: ")
    assert arm.name not in note.text


def test_what_is_found_at_a_whole_step_stands_under_its_row(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    page.apply(doses.set_cap(_study(page.trial), None))
    retype(qtbot, named(page, "Amount, step 2"), "2.5 mg/kg")
    steps = f"regimens[{_study(page.trial).id}].steps"
    found = [finding.place for finding in page.workspace.report.findings]
    whole = [row for row in page.dosing.steps.rows if f"{steps}[{row.index}]" in found]
    assert whole
    assert all(row.note.startswith("Hard limit: ") for row in whole)
    page.workspace.undo_stack.undo()
    assert not any(row.note for row in page.dosing.steps.rows)


def test_no_row_is_reviewed_again_while_the_regimen_breaks_no_limit(
    open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    assert broken_rules(page.workspace.report, _study(page.trial)) == ()
    page.apply(doses.set_amount(_study(page.trial), 1, Quantity.parse("3 mg/kg")))
    broken = broken_rules(page.workspace.report, _study(page.trial))
    found = {finding.rule for finding in page.workspace.report.findings if finding.severity is Severity.HARD}
    assert {rule.id for rule in broken} & found


def test_the_pump_table_says_what_its_volumes_wait_for(sample_trial: TrialProtocol) -> None:
    midazolam = next(r for r in sample_trial.regimens if r.use is RegimenUse.COMPARATOR)
    place = f"regimens[{midazolam.id}]"

    def told(trial: TrialProtocol) -> str:
        regimen = trial.regimen(midazolam.id)
        return " ".join(told_beneath(regimen, pump_lines(trial, regimen)))

    assert "olume" not in told(sample_trial)
    unmatched = set_field(f"{place}.matched_to", None, "Unmatch")(sample_trial)
    assert "The volume of step 1 is not known" in told(unmatched)
    assert "final concentration" not in told(unmatched)
    undiluted = set_field(f"{place}.preparation.final_concentration", None, "Clear")(unmatched)
    assert "when the final concentration is decided" in told(undiluted)
