"""The parts around the pages: models that change by difference, theme, start page, crash, drawing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QCommandLinkButton, QPushButton
from pytestqt.qtbot import QtBot

from protocol_designer.app import CrashDefence, display_complaint
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import remove_part, set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.crash_dialog import CrashDialog
from protocol_designer.gui.drawing_view import DrawingView
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import chapters
from protocol_designer.gui.theme import Chrome, Theme, ThemeMode
from protocol_designer.report.display_list import Box, Drawing, Ink, Label
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.drafts import list_drafts, new_draft
from protocol_designer.workspace.outline_model import BADGE, PLACE, OutlineModel
from protocol_designer.workspace.problems_model import FINDING, ProblemsModel
from protocol_designer.workspace.workspace import Workspace


def test_problem_rows_stay_while_others_come_and_go(
    qapp: QApplication, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    model = ProblemsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    for trial in (sample_trial, TrialProtocol(), sample_trial):
        report = review(trial, formulary)
        model.show(trial, report)
        shown = {model.finding(row).key for row in range(model.rowCount())}
        assert shown == {finding.key for finding in report.findings}
    assert not resets
    assert tester.model() is model


def test_a_repeated_report_changes_no_row(
    qapp: QApplication, blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    model = ProblemsModel()
    model.show(blank_trial, review(blank_trial, formulary))
    signals: list[str] = []
    model.dataChanged.connect(lambda *_: signals.append("data"))
    model.rowsInserted.connect(lambda *_: signals.append("inserted"))
    model.rowsRemoved.connect(lambda *_: signals.append("removed"))
    model.show(blank_trial, review(blank_trial, formulary))
    assert not signals


def test_the_outline_follows_a_removed_visit_with_one_removed_row(
    qapp: QApplication, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    model = OutlineModel(chapters())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    report = review(sample_trial, formulary)
    model.show(sample_trial, report)
    removed: list[tuple[int, int]] = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))
    criterion = sample_trial.concomitant[1]
    after = remove_part(f"concomitant[{criterion.id}]", "Remove")(sample_trial)
    model.show(after, report)
    assert removed == [(1, 1)]
    assert model.index_of(f"concomitant[{criterion.id}]").data(PLACE) == "concomitant"
    assert tester.model() is model


def test_places_are_said_in_words(sample_trial: TrialProtocol) -> None:
    regimen = sample_trial.regimens[0]
    assert place_words(sample_trial, f"regimens[{regimen.id}].steps[0].amount").endswith("› step 1 › amount")
    assert place_words(sample_trial, "population.weight_min") == "Population › lowest weight"
    assert place_words(sample_trial, "regimens[gone].name") == "regimens[gone].name"


def luminance(theme: Theme, role: Ink | Chrome) -> float:
    colour = theme.colour(role)
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(theme: Theme, one: Ink | Chrome, other: Ink | Chrome) -> float:
    high, low = sorted((luminance(theme, one), luminance(theme, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [ThemeMode.LIGHT, ThemeMode.DARK])
def test_text_and_marks_can_be_read_on_every_surface(qapp: QApplication, mode: ThemeMode) -> None:
    theme = Theme(mode)
    quiet = {Ink.HAIRLINE, Ink.BAND, Ink.SURFACE}
    for surface in (Ink.SURFACE, Chrome.CANVAS, Chrome.PANEL):
        for ink in set(Ink) - quiet:
            assert contrast(theme, ink, surface) >= 4.4, (ink, surface)
        assert contrast(theme, Chrome.BORDER, surface) >= 3.0
    for ink in (Ink.TEXT, Ink.HARD, Ink.SOFT, Ink.ADVISORY):
        assert contrast(theme, ink, Chrome.SELECTED) >= 4.4, ink


def test_the_theme_can_be_changed_while_a_protocol_is_open(dakwar: MainWindow) -> None:
    dakwar.set_theme("dark")
    dark = QGuiApplication.palette().window().color()
    assert dark.lightness() < 64
    dakwar.set_theme("light")
    assert QGuiApplication.palette().window().color().lightness() > 192


def test_the_start_page_offers_drafts_and_every_study(
    window: MainWindow, sample_trial: TrialProtocol
) -> None:
    new_draft(sample_trial, "Left yesterday", datetime(2026, 11, 20, 9, 0, tzinfo=UTC)).close()
    window.show_start_page()
    texts = [link.text() for link in window.start_page.findChildren(QCommandLinkButton)]
    assert any(text.startswith("Left yesterday") for text in texts)
    assert {"Complete sample", "Blank protocol"} <= set(texts)
    assert sum(text.startswith(("Dakwar", "Grabski", "Krupitsky")) for text in texts) >= 4


def links(window: MainWindow) -> list[QCommandLinkButton]:
    """Return the ways into a protocol, those that a rebuilt page lets go left out."""
    body = window.start_page.widget()
    assert body is not None
    return body.findChildren(QCommandLinkButton)


def test_a_deleted_draft_can_be_brought_back(
    qtbot: QtBot, window: MainWindow, sample_trial: TrialProtocol
) -> None:
    file = new_draft(sample_trial, "Left yesterday", datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    file.close()
    window.show_start_page()

    def press(name: str) -> None:
        body = window.start_page.widget()
        assert body is not None
        buttons = [b for b in body.findChildren(QPushButton) if name in (b.text(), b.accessibleName()[:16])]
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)

    press("Delete the draft")
    assert list_drafts() == ()
    assert "Left yesterday" not in [link.text() for link in links(window)]
    press("Bring it back")
    assert list_drafts() == (file.path,)
    assert window.files.open_path(file.path)
    assert window.workspace is not None
    assert window.workspace.trial == sample_trial


def test_the_draft_that_is_open_cannot_be_deleted(window: MainWindow) -> None:
    window.files.new_blank()
    window.show_start_page()
    names = [button.accessibleName() for button in window.start_page.findChildren(QPushButton)]
    assert not any(name.startswith("Delete") for name in names)


def test_the_start_page_works_by_keys_and_lists_the_latest_study_first(
    qtbot: QtBot, window: MainWindow
) -> None:
    studies = [link.text() for link in links(window) if link.text().split()[-1] != "protocol"]
    years = [int(word) for text in studies for word in text.split() if word.isdecimal()]
    assert years == sorted(years, reverse=True)
    first = window.focusWidget()
    assert first is links(window)[0]
    qtbot.keyClick(first, Qt.Key.Key_Down)
    second = window.focusWidget()
    assert second is not first
    assert second.text() == "Complete sample"
    qtbot.keyClick(second, Qt.Key.Key_Return)
    assert window.shows_protocol


def test_the_protocol_stays_open_behind_the_start_page(dakwar: MainWindow) -> None:
    before = dakwar.workspace
    dakwar.actions_by_id["start"].trigger()
    assert not dakwar.shows_protocol
    dakwar.actions_by_id["protocol"].trigger()
    assert dakwar.shows_protocol
    assert dakwar.workspace is before


def test_a_closed_panel_stays_closed_while_edits_are_made(dakwar: MainWindow) -> None:
    dakwar.docks.outline.close()
    assert dakwar.workspace is not None
    dakwar.workspace.apply(set_field("identity.acronym", "CALM", "Set the acronym"))
    assert dakwar.docks.outline.isHidden()
    dakwar.actions_by_id["reset_layout"].trigger()
    assert not dakwar.docks.outline.isHidden()


def test_a_narrow_window_keeps_every_panel(qtbot: QtBot, dakwar: MainWindow) -> None:
    place = dakwar.dockWidgetArea
    assert place(dakwar.docks.inspector) == Qt.DockWidgetArea.RightDockWidgetArea
    dakwar.resize(1000, 700)
    qtbot.waitUntil(lambda: place(dakwar.docks.inspector) == Qt.DockWidgetArea.BottomDockWidgetArea)
    dakwar.resize(1280, 800)
    qtbot.waitUntil(lambda: place(dakwar.docks.inspector) == Qt.DockWidgetArea.RightDockWidgetArea)


def test_an_unexpected_error_is_shown_with_its_report(
    window: MainWindow, capsys: pytest.CaptureFixture[str]
) -> None:
    defence = CrashDefence(window)
    error = ZeroDivisionError("an invented fault")
    defence.show(type(error), error, None)
    defence.show(type(error), error, None)
    dialogs = window.findChildren(CrashDialog)
    assert len(dialogs) == 1
    shown = dialogs[0].report.toPlainText()
    assert "ZeroDivisionError" in shown
    assert "an invented fault" not in shown
    assert "an invented fault" in capsys.readouterr().err
    dialogs[0].adds_message.click()
    dialogs[0].copy.click()
    assert "an invented fault" in QApplication.clipboard().text()
    dialogs[0].close()


def test_a_missing_screen_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    complaint = display_complaint()
    assert complaint is not None
    assert "\n" not in complaint


def drawing(width: float) -> Drawing:
    marks = (
        Box(0, 0, width / 2, 40, fill=Ink.STUDY_DRUG, place="arms", tip="Ketamine"),
        Box(width / 2, 0, width / 2, 40, fill=Ink.COMPARATOR, place="regimens"),
        Label(4, 60, "Week 1"),
    )
    return Drawing(width, 80, marks, "Two blocks")


def test_marks_of_a_drawing_are_chosen_with_mouse_and_keys(
    qtbot: QtBot, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    workspace = Workspace(sample_trial, formulary)
    view = DrawingView(drawing, workspace, Theme(ThemeMode.LIGHT))
    qtbot.addWidget(view)
    view.resize(600, 80)
    view.show()
    assert view.accessibleDescription() == "Two blocks"
    asked: list[str] = []
    workspace.navigation_requested.connect(asked.append)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPointF(view.width() * 0.75, 20).toPoint())
    assert workspace.selection == "regimens"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert workspace.selection == "arms"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert asked == ["arms"]
    assert not view.grab().isNull()


def test_a_recent_file_that_is_gone_is_forgotten(window: MainWindow, tmp_path: Path) -> None:
    assert not window.files.open_path(tmp_path / "gone.ketprotocol")
    window.show_start_page()
    texts = [link.text() for link in window.start_page.findChildren(QCommandLinkButton)]
    assert "gone" not in texts


def test_a_part_without_a_page_is_read_in_the_inspector(dakwar: MainWindow) -> None:
    assert dakwar.workspace is not None
    dakwar.docks.inspector.close()
    dakwar.workspace.go_to("provenance")
    assert not dakwar.docks.inspector.isHidden()
    assert (
        dakwar.status_line.kept.text()
        == f"{place_words(dakwar.workspace.trial, 'provenance')} stands in the inspector"
    )


def test_the_outline_counts_the_gravest_findings_only(dakwar: MainWindow) -> None:
    assert dakwar.workspace is not None
    panels = dakwar.docks.panels
    assert panels is not None
    report = dakwar.workspace.report
    badge = panels.outline.model.index_of("regimens").data(BADGE)
    assert badge.severity is Severity.HARD
    assert badge.count == sum(found.severity is Severity.HARD for found in report.at("regimens"))


def test_the_problems_list_holds_no_finding_that_nobody_selected(dakwar: MainWindow) -> None:
    assert dakwar.workspace is not None
    panels = dakwar.docks.panels
    assert panels is not None
    assert panels.problems.step(1)
    assert panels.problems.current is not None
    dakwar.workspace.select("identity.acronym")
    assert panels.problems.current is None
    first = panels.problems.view.model().index(1, 0).data(FINDING)
    assert panels.problems.step(1)
    assert panels.problems.current == first
