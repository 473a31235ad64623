"""From a prior study to a checked protocol and a PDF, with clicks and keys in the real window."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCommandLinkButton, QFileDialog, QLabel, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.edits.justifications import accept_finding, withdraw_justification
from protocol_designer.gui import file_dialogs
from protocol_designer.gui.export_dialog import ExportDialog
from protocol_designer.gui.justify_dialog import JustifyDialog
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import home_of
from protocol_designer.gui.rule_dialog import RuleDialog
from protocol_designer.rules.findings import Finding, Severity
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.protocol_file import ProtocolFile
from protocol_designer.workspace.drafts import is_draft, list_drafts
from protocol_designer.workspace.problems_model import FINDING
from protocol_designer.workspace.workspace import Workspace


def opened(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def decide(window: MainWindow, place: str, value: object) -> None:
    assert opened(window).apply(set_field(place, value, f"Set {place}"))


def weighed(window: MainWindow) -> None:
    decide(window, "population.weight_min", "50 kg")
    decide(window, "population.weight_max", "100 kg")
    ketamine = next(entry for entry in opened(window).trial.regimens if entry.drug == "ketamine")
    if ketamine.enantiomer is None:
        decide(window, f"regimens[{ketamine.id}].enantiomer", "racemic")


def amount_place(window: MainWindow) -> str:
    regimen = next(entry for entry in opened(window).trial.regimens if entry.drug == "ketamine")
    return f"regimens[{regimen.id}].steps[{len(regimen.steps) - 1}].amount"


def test_a_click_on_a_prior_study_starts_a_draft_that_is_kept(qtbot: QtBot, window: MainWindow) -> None:
    link = next(
        entry
        for entry in window.start_page.findChildren(QCommandLinkButton)
        if entry.text().startswith("Dakwar 2020")
    )
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    file = opened(window).file
    assert file is not None
    assert is_draft(file.path)
    assert file.path in list_drafts()
    assert "draft" in window.windowTitle()


def test_an_edit_past_a_limit_appears_in_every_view_and_undo_takes_it_back(
    qtbot: QtBot, dakwar: MainWindow
) -> None:
    weighed(dakwar)
    before = opened(dakwar).trial
    calm = opened(dakwar).report.count(Severity.HARD)
    decide(dakwar, amount_place(dakwar), "5 mg/kg")
    assert opened(dakwar).report.count(Severity.HARD) > calm
    panels = dakwar.docks.panels
    assert panels is not None
    assert panels.problems.model.rowCount() == len(opened(dakwar).report.findings)
    assert str(opened(dakwar).report.count(Severity.HARD)) in dakwar.status_line.counts[Severity.HARD].text()
    assert "amount" in dakwar.actions_by_id["undo"].text()
    dakwar.setFocus()
    dakwar.undo()
    assert opened(dakwar).trial is before
    assert panels.problems.model.rowCount() == len(opened(dakwar).report.findings)
    dakwar.redo()
    assert opened(dakwar).trial is not before


def test_every_edit_is_in_the_file_when_the_window_closes(window: MainWindow) -> None:
    window.files.new_blank()
    decide(window, "identity.short_title", "A title that must not be lost")
    path = list_drafts()[0]
    window.close()
    with ProtocolFile.open(path) as file:
        assert file.trial.identity.short_title == "A title that must not be lost"


def test_f8_steps_on_from_the_finding_in_hand(qtbot: QtBot, dakwar: MainWindow) -> None:
    panels = dakwar.docks.panels
    assert panels is not None
    rows = panels.problems.filter.rowCount()
    assert rows > 2
    seen: list[tuple[str, str]] = []
    for _ in range(rows):
        dakwar.actions_by_id["next_problem"].trigger()
        current = panels.problems.current
        assert current is not None
        seen.append(current.key)
    assert len(set(seen)) == rows
    dakwar.actions_by_id["previous_problem"].trigger()
    assert panels.problems.current is not None
    assert panels.problems.current.key == seen[-2]


def soft_finding(window: MainWindow) -> Finding:
    weighed(window)
    decide(window, amount_place(window), "0.9 mg/kg")
    return next(entry for entry in opened(window).report.of(Severity.SOFT) if not entry.justified)


def test_a_soft_finding_is_justified_in_the_form_and_stays_listed(qtbot: QtBot, dakwar: MainWindow) -> None:
    finding = soft_finding(dakwar)
    panels = dakwar.docks.panels
    assert panels is not None
    panels.problems.justify_requested.emit(finding)
    form = dakwar.findChild(JustifyDialog)
    assert not form.keep.isEnabled()
    qtbot.keyClicks(form.reason, "Needed for the contrast")
    qtbot.keyClicks(form.mitigation, "Two anaesthetists attend")
    assert not form.keep.isEnabled()
    qtbot.keyClicks(form.author, "Dr A")
    qtbot.mouseClick(form.keep, Qt.MouseButton.LeftButton)
    kept = [entry for entry in opened(dakwar).report.findings if entry.key == finding.key]
    assert [entry.justified for entry in kept] == [True]
    assert opened(dakwar).trial.justifications[-1].author == "Dr A"


def test_a_justification_lapses_when_the_value_changes_and_can_be_withdrawn(dakwar: MainWindow) -> None:
    finding = soft_finding(dakwar)
    assert opened(dakwar).apply(accept_finding(finding, "because", "watched", "Dr A", date(2026, 11, 21)))
    assert all(entry.justified for entry in opened(dakwar).report.findings if entry.key == finding.key)
    decide(dakwar, amount_place(dakwar), "0.91 mg/kg")
    assert not any(entry.justified for entry in opened(dakwar).report.findings if entry.key == finding.key)
    panels = dakwar.docks.panels
    assert panels is not None
    opened(dakwar).select(finding.place)
    told = [label.text() for label in panels.inspector.findChildren(QLabel)]
    assert any(text.startswith(f"Lapsed: the reason for {finding.rule}") for text in told)
    model = panels.problems.model
    rows = [row for row in range(model.rowCount()) if model.finding(row).key == finding.key]
    assert [model.index(row, 0).data() for row in rows] == ["Soft, lapsed"]
    assert opened(dakwar).apply(withdraw_justification(*finding.key))
    assert not opened(dakwar).trial.justifications


def test_a_hard_finding_cannot_be_justified(dakwar: MainWindow) -> None:
    weighed(dakwar)
    decide(dakwar, amount_place(dakwar), "5 mg/kg")
    finding = opened(dakwar).report.of(Severity.HARD)[0]
    refusals: list[str] = []
    opened(dakwar).edit_refused.connect(refusals.append)
    assert not opened(dakwar).apply(accept_finding(finding, "because", "watched", "Dr A", date(2026, 11, 21)))
    assert refusals
    assert dakwar.notice.isVisible()


def test_the_menu_of_fixes_says_what_changes_and_mends_in_one_step(qtbot: QtBot, dakwar: MainWindow) -> None:
    weighed(dakwar)
    decide(dakwar, amount_place(dakwar), "5 mg/kg")
    fixable = next(entry for entry in opened(dakwar).report.findings if entry.fixes)
    panels = dakwar.docks.panels
    assert panels is not None
    menu = panels.problems.fix_menu(fixable)
    assert fixable.fixes[0].after in menu.actions()[0].text()
    steps = opened(dakwar).undo_stack.count()
    menu.actions()[0].trigger()
    assert opened(dakwar).undo_stack.count() == steps + 1
    menu.close()


def test_the_rule_page_names_limits_and_sources(dakwar: MainWindow) -> None:
    dakwar.actions_by_id["next_problem"].trigger()
    dakwar.actions_by_id["rule"].trigger()
    page = dakwar.findChild(RuleDialog)
    assert page is not None
    assert page.windowTitle().startswith("Rule ")
    page.close()


def test_the_draft_is_exported_and_a_final_export_waits(
    qtbot: QtBot, dakwar: MainWindow, tmp_path: Path
) -> None:
    dakwar.actions_by_id["export"].trigger()
    dialog = dakwar.findChild(ExportDialog)
    target = tmp_path / "draft.pdf"
    dialog.path.setText(str(target))
    dialog.profile.setCurrentIndex(1)
    assert not dialog.export_button.isEnabled()
    assert dialog.blocking.count() > len(opened(dakwar).report.blocking)
    dialog.profile.setCurrentIndex(0)
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=60_000)
    assert target.read_bytes().startswith(b"%PDF")
    assert "draft.pdf" in dialog.outcome.text()
    assert not list(tmp_path.glob(".*"))
    dialog.close()


def test_what_the_document_leaves_open_is_listed_before_a_final_export_and_leads_to_its_field(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.files.open_sample()
    decide(window, "identity.version_date", None)
    window.actions_by_id["export"].trigger()
    dialog = window.findChild(ExportDialog)
    dialog.profile.setCurrentIndex(1)
    assert not dialog.export_button.isEnabled()
    assert "1 open point" in dialog.verdict.text()
    row = dialog.blocking.item(dialog.blocking.count() - 1)
    assert "Title page: “Date of version” is not decided." in row.text()
    dialog.blocking.setCurrentItem(row)
    qtbot.keyClick(dialog.blocking, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert opened(window).selection == "identity.version_date"


def test_a_cancelled_export_leaves_no_file(qtbot: QtBot, dakwar: MainWindow, tmp_path: Path) -> None:
    dakwar.actions_by_id["export"].trigger()
    dialog = dakwar.findChild(ExportDialog)
    dialog.path.setText(str(tmp_path / "draft.pdf"))
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=60_000)
    assert not list(tmp_path.iterdir())
    dialog.close()


def test_closing_the_window_ends_an_export(qtbot: QtBot, dakwar: MainWindow, tmp_path: Path) -> None:
    dakwar.actions_by_id["export"].trigger()
    dialog = dakwar.findChild(ExportDialog)
    dialog.path.setText(str(tmp_path / "draft.pdf"))
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    dakwar.close()
    assert not list(tmp_path.iterdir())


def test_an_export_to_nowhere_is_said_in_one_sentence(
    qtbot: QtBot, dakwar: MainWindow, tmp_path: Path
) -> None:
    dakwar.actions_by_id["export"].trigger()
    dialog = dakwar.findChild(ExportDialog)
    dialog.path.setText(str(tmp_path / "missing" / "draft.pdf"))
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.progress.isVisible(), timeout=60_000)
    assert dialog.outcome.text()
    assert not (tmp_path / "missing").exists()
    dialog.close()


def test_save_gives_a_draft_a_name_and_then_names_states(
    dakwar: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "trial.ketprotocol"
    monkeypatch.setattr(file_dialogs, "ask_save_path", lambda *_: target)
    dakwar.actions_by_id["save"].trigger()
    file = opened(dakwar).file
    assert file is not None
    assert file.path == target
    assert not list_drafts()
    decide(dakwar, "identity.acronym", "CALM")
    dakwar.actions_by_id["save"].trigger()
    assert len(file.saved_states()) == 1
    dakwar.show_start_page()
    dakwar.show_protocol()
    assert "trial.ketprotocol" in dakwar.status_line._kept_text  # the sentence of the last save still stands


@pytest.mark.parametrize(("answer", "is_replaced"), [("Yes", True), ("No", False)])
def test_a_name_that_gets_its_suffix_never_replaces_a_file_unasked(
    dakwar: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, is_replaced: bool
) -> None:
    there = tmp_path / "study.ketprotocol"
    there.write_text("somebody's work", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "study"), ""))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: getattr(QMessageBox.StandardButton, answer))
    chosen = file_dialogs.ask_save_path(dakwar, "study")
    assert chosen == (there if is_replaced else None)


def test_an_export_onto_a_file_says_that_it_replaces_it(dakwar: MainWindow, tmp_path: Path) -> None:
    there = tmp_path / "study.pdf"
    dakwar.actions_by_id["export"].trigger()
    dialog = dakwar.findChild(ExportDialog)
    dialog.path.setText(str(there))
    assert dialog.export_button.text() == "Export"
    there.write_bytes(b"%PDF-1.7")
    dialog.path.setText(f"{there} ")
    assert dialog.export_button.text() == "Replace the file"
    dialog.close()


def test_the_content_of_a_file_decides_how_it_is_opened(
    window: MainWindow, tmp_path: Path, sample_trial: TrialProtocol
) -> None:
    as_text = tmp_path / "study.txt"
    as_text.write_text(to_json(sample_trial), encoding="utf-8")
    assert window.files.open_path(as_text)
    assert opened(window).trial == sample_trial
    kept = tmp_path / "kept.json"
    ProtocolFile.create(kept, sample_trial).close()
    assert window.files.open_path(kept)
    file = opened(window).file
    assert file is not None
    assert file.path == kept


def test_a_refusal_names_the_place_in_words(dakwar: MainWindow) -> None:
    weighed(dakwar)
    assert not opened(dakwar).apply(set_field("population.weight_max", "40 kg", "Lower the highest weight"))
    said = dakwar.notice.text.text()
    assert said.startswith("Population: the highest weight (40 kg) is below the lowest (50 kg)")
    assert not opened(dakwar).apply(set_field("regimens[regimen-1].cap", "5 min", "Set a cap"))
    assert dakwar.notice.text.text().startswith(f"{opened(dakwar).trial.regimen('regimen-1').name} › cap: ")


def test_what_cannot_be_opened_is_said_in_the_notice_and_nothing_closes(
    dakwar: MainWindow, tmp_path: Path
) -> None:
    before = opened(dakwar)
    foreign = tmp_path / "foreign.ketprotocol"
    foreign.write_text("not a protocol", encoding="utf-8")
    for path in (tmp_path / "missing.ketprotocol", foreign):
        assert not dakwar.files.open_path(path)
        assert dakwar.notice.isVisible()
        assert path.name in dakwar.notice.text.text()
    assert opened(dakwar) is before


def test_the_inspector_cuts_no_word_of_a_finding(dakwar: MainWindow, qtbot: QtBot) -> None:
    weighed(dakwar)
    ketamine = next(entry for entry in opened(dakwar).trial.regimens if entry.drug == "ketamine")
    decide(dakwar, f"regimens[{ketamine.id}].steps[1].amount", "0.95 mg/kg")
    panels = dakwar.docks.panels
    assert panels is not None
    for finding in opened(dakwar).report.findings:
        opened(dakwar).select(finding.place)
        QApplication.processEvents()
        labels = [label for label in panels.inspector.findChildren(QLabel) if label.wordWrap()]
        assert labels
        for label in labels:
            assert label.height() >= label.heightForWidth(label.width()), label.text()


def test_the_context_menu_of_a_finding_offers_what_it_can(dakwar: MainWindow) -> None:
    panels = dakwar.docks.panels
    assert panels is not None
    view = panels.problems.view
    row = view.visualRect(panels.problems.filter.index(0, 0))
    view.customContextMenuRequested.emit(row.center())
    menus = [menu for menu in panels.problems.findChildren(QMenu) if menu.isVisible()]
    texts = [action.text() for menu in menus for action in menu.actions()]
    assert any(text.startswith("About the rule") for text in texts)
    for menu in menus:
        menu.close()
    QApplication.processEvents()


def test_f8_goes_to_the_part_in_hand_first(dakwar: MainWindow) -> None:
    panels = dakwar.docks.panels
    assert panels is not None
    findings = [
        panels.problems.filter.index(row, 0).data(FINDING) for row in range(panels.problems.filter.rowCount())
    ]
    places = {finding.place for finding in findings}
    regimen = next(
        entry
        for entry in reversed(opened(dakwar).trial.regimens)
        if any(place.startswith(f"regimens[{entry.id}]") for place in places)
    )
    assert not findings[0].place.startswith(f"regimens[{regimen.id}]")
    opened(dakwar).select(f"regimens[{regimen.id}].name")
    assert panels.problems.current is None
    dakwar.actions_by_id["next_problem"].trigger()
    assert panels.problems.current is not None
    assert panels.problems.current.place.startswith(f"regimens[{regimen.id}]")


def test_the_panel_counts_the_whole_study_and_the_page_in_view(qtbot: QtBot, dakwar: MainWindow) -> None:
    panels = dakwar.docks.panels
    assert panels is not None
    assert dakwar.area is not None
    scope, listed = panels.problems.scope, panels.problems.filter
    everything = len(opened(dakwar).report.findings)
    assert scope.whole_study.text() == f"Whole study ({everything})"
    for part in ("design", "regimens", "population"):
        dakwar.show_page(home_of(part) or 0)
        here = sum(dakwar.area.holds(entry.place) for entry in opened(dakwar).report.findings)
        assert 0 < here < everything
        assert scope.this_page.text() == f"This page ({here})"
        qtbot.mouseClick(scope.this_page, Qt.MouseButton.LeftButton)
        assert listed.rowCount() == here
        qtbot.mouseClick(scope.whole_study, Qt.MouseButton.LeftButton)
        assert listed.rowCount() == everything
