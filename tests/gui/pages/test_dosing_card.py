"""The dosing card by clicks and keys: curves that follow, their table, one weight, and what is refused."""

import threading
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import doses
from protocol_designer.edits.fields import set_field
from protocol_designer.gui.pages import concentration_card
from protocol_designer.gui.pages.dosing_page import DosingPage
from protocol_designer.quantities import Quantity
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.models.pump_rows import pump_lines
from protocol_designer.workspace.models.rows import MARK_ROLE
from protocol_designer.workspace.predicting import PredictionOrder, PredictionOutcome, carry_out
from tests.gui.pages.page_tools import Open, button, named, retype


def study(trial: TrialProtocol) -> DrugRegimen:
    return next(r for r in trial.regimens if r.use is RegimenUse.INVESTIGATIONAL)


def settled(qtbot: QtBot, page: DosingPage) -> None:
    qtbot.waitUntil(
        lambda: page.curves.feed.is_settled and bool(page.curves.made or page.curves.refusal.text())
    )


def test_the_curve_follows_a_typed_dose_and_undo_brings_it_back(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    settled(qtbot, page)
    first = page.curves.made
    told = page.curves.plot.accessibleDescription()
    assert "100 kg peak" in told
    retype(qtbot, named(page, "Amount, step 2"), "0.3 mg/kg")
    settled(qtbot, page)
    assert page.curves.made.shown.line.peak < first.shown.line.peak
    assert page.curves.plot.accessibleDescription() != told
    page.workspace.undo_stack.undo()
    settled(qtbot, page)
    assert page.curves.made == first
    assert page.curves.plot.accessibleDescription() == told


def test_the_curve_follows_the_heaviest_eligible_weight(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    settled(qtbot, page)
    heaviest = Quantity.parse("90 kg")
    page.workspace.apply(set_field("population.weight_max", heaviest, "Change the heaviest weight"))
    settled(qtbot, page)
    assert page.curves.made.shown.weight == Quantity.parse("90 kg")


def test_an_edit_that_does_not_touch_the_dose_asks_for_nothing(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    settled(qtbot, page)
    made = page.curves.made
    page.apply(doses.set_cap(page.trial.regimens[-1], Quantity.parse("3 mg")))
    assert page.curves.feed.is_settled
    assert page.curves.made is made


def test_a_slow_prediction_blocks_no_key_and_dims_what_is_stale(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()
    may_go_on.set()

    def slow(order: PredictionOrder) -> PredictionOutcome:
        may_go_on.wait(10)
        return carry_out(order)

    monkeypatch.setattr(concentration_card, "carry_out", slow)
    page = open_page(DosingPage, sample_trial)
    settled(qtbot, page)
    before = page.curves.made
    may_go_on.clear()
    for text in ("0.5 mg/kg", "0.4 mg/kg", "0.3 mg/kg"):
        retype(qtbot, named(page, "Amount, step 2"), text)
        assert study(page.trial).steps[1].amount == Quantity.parse(text)
    qtbot.waitUntil(lambda: page.curves.is_dimmed)
    assert page.curves.made is before
    may_go_on.set()
    settled(qtbot, page)
    assert not page.curves.is_dimmed
    assert page.curves.made == carry_out(PredictionOrder(study(page.trial), page.trial.population)).made


def test_the_table_is_opened_by_keys_and_holds_the_same_numbers(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    settled(qtbot, page)
    toggle = button(page, "Table")
    toggle.setFocus()
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    table = named(page, "Predicted concentrations, ng/mL")
    model = table.model()
    peak = page.curves.made.shown.line.peak
    assert model.index(2, 0).data() == "100 kg"
    assert model.index(2, 1).data() == f"{peak:.0f}"
    assert model.index(2, 1).data(Qt.ItemDataRole.AccessibleTextRole) == f"Peak, ng/mL: {peak:.0f}"
    qtbot.mouseClick(button(page, "Copy as text"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert f"100 kg\t{peak:.0f}\t" in copied
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert not table.isVisible()


def test_norketamine_and_other_bands_are_a_choice_of_the_view_only(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    settled(qtbot, page)
    tick = button(page, "Norketamine")
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    settled(qtbot, page)
    assert "Norketamine peaks" in page.curves.plot.accessibleDescription()
    bands = named(page, "Participant whose bands are drawn")
    bands.setFocus()
    qtbot.keyClick(bands, Qt.Key.Key_Down)
    settled(qtbot, page)
    assert page.curves.made.shown.weight == Quantity.parse("75 kg")
    assert page.trial is sample_trial


def test_what_no_model_serves_says_why_and_draws_nothing(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    settled(qtbot, page)
    page.apply(doses.change_route(study(page.trial), Route.ORAL))
    qtbot.waitUntil(page.curves.refusal.isVisible)
    assert "describes this route" in page.curves.refusal.text()
    assert not page.curves.plot.isVisible()
    assert not page.curves.copying.isEnabled()
    page.workspace.undo_stack.undo()
    qtbot.waitUntil(page.curves.plot.isVisible)
    assert not page.curves.refusal.isVisible()


def test_a_drug_that_is_no_ketamine_has_no_curve(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    settled(qtbot, page)
    comparator = next(r for r in sample_trial.regimens if r.use is RegimenUse.COMPARATOR)
    page.reveal(f"regimens[{comparator.id}].name")
    assert not page.curves.isVisible()
    page.reveal(f"regimens[{study(sample_trial).id}].name")
    assert page.curves.isVisible()


def test_a_prediction_is_never_a_finding(qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol) -> None:
    page = open_page(DosingPage, sample_trial)
    settled(qtbot, page)
    report = page.workspace.report
    retype(qtbot, named(page, "Amount, step 2"), "2 mg/kg")
    settled(qtbot, page)
    assert page.workspace.report is not report
    assert not any("ng/mL" in finding.message for finding in page.workspace.report.findings)


def test_one_weight_is_worked_out_and_follows_the_dose(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    weight = named(page, "Weight of a participant")
    retype(qtbot, weight, "72 kg")
    total = (Fraction("0.11") + Fraction("0.6")) * 72
    assert f"72 kg: {float(total):.4g} mg" in page.one_weight.summary.text()
    assert "Step 2: 0.6 mg/kg × 72 kg = 43.2 mg" in page.one_weight.arithmetic.text()
    retype(qtbot, named(page, "Amount, step 2"), "0.5 mg/kg")
    assert "Step 2: 0.5 mg/kg × 72 kg = 36 mg" in page.one_weight.arithmetic.text()


@pytest.mark.parametrize(
    ("text", "words"),
    [("120 kg", "outside the eligible weights"), ("72", "72 kg"), ("72 mg", "no body weight")],
)
def test_a_weight_that_is_not_eligible_is_refused_in_words(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol, text: str, words: str
) -> None:
    page = open_page(DosingPage, sample_trial)
    weight = named(page, "Weight of a participant")
    retype(qtbot, weight, text)
    assert words in weight.problem
    assert not page.one_weight.arithmetic.isVisible()
    retype(qtbot, weight, "50 kg")
    assert weight.problem == ""
    assert page.one_weight.arithmetic.isVisible()


@pytest.mark.parametrize(
    "case",
    [
        ("Product", "Ketamine base", "formulation"),
        ("Repeats", "3", "administrations_planned"),
        ("Interval", "7 days", "interval"),
        ("Most over the trial", "240 mg", "planned_cumulative_max"),
    ],
)
def test_product_repeats_and_interval_are_fields_and_undo_brings_them_back(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol, case: tuple[str, str, str]
) -> None:
    name, text, field = case
    page = open_page(DosingPage, sample_trial)
    retype(qtbot, named(page, name), text)
    assert str(getattr(study(page.trial), field)) == text
    assert study(page.trial).name in page.workspace.undo_stack.undoText()
    page.workspace.undo_stack.undo()
    assert page.trial is sample_trial


def test_the_cap_says_from_which_weight_it_holds(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    retype(qtbot, named(page, "Cap"), "56.8 mg")
    assert page.dosing.cap_told.text() == "The cap of 56.8 mg holds the dose above 80 kg."


def test_the_pump_table_stands_beside_the_steps_where_there_is_room(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)

    def left(widget: QWidget) -> int:
        return widget.mapTo(page, widget.rect().topLeft()).x()

    assert left(page.pump.view) == left(page.dosing.profile)
    page.resize(1300, 700)
    qtbot.waitUntil(lambda: page.dosing.sides.is_wide)
    qtbot.waitUntil(lambda: left(page.pump.view) > left(page.dosing.profile) + page.dosing.profile.width())
    page.resize(820, 700)
    qtbot.waitUntil(lambda: not page.dosing.sides.is_wide)


def test_published_doses_come_when_the_card_is_seen_and_follow(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    strip = page.precedents.strip
    qtbot.waitUntil(lambda: "0.71 mg/kg here" in strip.accessibleDescription())
    retype(qtbot, named(page, "Amount, step 2"), "0.4 mg/kg")
    qtbot.waitUntil(lambda: "0.51 mg/kg here" in strip.accessibleDescription())


def test_rounding_to_the_pump_is_told_with_its_largest_error(
    open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    rate = Fraction("0.11") * 55 / Fraction("1.2") * 30
    error = abs(Fraction(round(rate * 10), 10) / rate - 1) * 100
    assert f"at most {float(error):.2g}%" in page.pump._foot.text()


def test_one_row_is_the_worst_case_also_where_the_cap_makes_many_equal(sample_trial: TrialProtocol) -> None:
    trial = doses.set_cap(study(sample_trial), Quantity.parse("49.7 mg"))(sample_trial)
    lines = pump_lines(trial, study(trial))
    worst = [line for line in lines if line.is_worst]
    assert [line.row.weight_kg for line in worst] == [70]
    assert worst[0].extremes[0] == "worst case"
    assert sum(line.row.administration.total_mg == Fraction("49.7") for line in lines) > 1


def test_a_broken_limit_is_marked_at_the_weight_and_in_words(
    qtbot: QtBot, open_page: Open, sample_trial: TrialProtocol
) -> None:
    page = open_page(DosingPage, sample_trial)
    retype(qtbot, named(page, "Cap"), "80 mg")
    retype(qtbot, named(page, "Amount, step 2"), "0.85 mg/kg")
    qtbot.waitUntil(lambda: any(line.severity for line in page.pump.model.rows))
    model = page.pump.model
    last = model.columnCount() - 1
    for row, line in enumerate(model.rows):
        assert model.index(row, 0).data(MARK_ROLE) == line.severity
        assert (line.severity is Severity.HARD) == ("hard limit" in model.index(row, last).data())
    assert {line.severity for line in model.rows} >= {Severity.HARD, None}
