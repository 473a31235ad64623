"""The formulary and the rules in the real window: look up, load a site's own, return, and start again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from protocol_designer.app import build_window
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.gui.formulary_dialog import FormularyDialog
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.rule_dialog import RulesDialog
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.findings import Severity
from protocol_designer.storage.opening import write_new
from protocol_designer.workspace.formulary_choice import FormularyChoice
from protocol_designer.workspace.settings import UserSettings
from tests.formulary.site_files import LOOSER_THAN_LABEL, STRICTER, site, written
from tests.rules.build import ketamine, protocol, step


def texts(page: FormularyDialog | RulesDialog) -> str:
    return "\n".join(label.text() for label in page.page.findChildren(QLabel))


def dialog(window: MainWindow, qtbot: QtBot) -> FormularyDialog:
    qtbot.keyClick(
        window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    shown = window.findChildren(FormularyDialog)
    assert shown
    return shown[-1]


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def load(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, path: Path) -> FormularyDialog:
    answer(monkeypatch, path)
    shown = dialog(window, qtbot)
    qtbot.mouseClick(shown.load, Qt.MouseButton.LeftButton)
    return shown


@pytest.fixture
def restarted(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """A window that is built when it is asked for, after the test has prepared the settings."""
    made = build_window(qapp)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()


def rules_found(window: MainWindow) -> set[str]:
    assert window.workspace is not None
    return {finding.rule for finding in window.workspace.report.findings}


@pytest.fixture
def dosed(window: MainWindow, tmp_path: Path) -> MainWindow:
    """The window with 0.7 mg/kg over 40 min: below the shipped limit, above that of the site."""
    write_new(tmp_path / "dosed.json", protocol(ketamine(step("0.7 mg/kg", "40 min"))))
    assert window.files.open_path(tmp_path / "dosed.json")
    return window


def test_a_site_formulary_changes_the_review_at_once_and_back(
    dosed: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "KET-001" not in rules_found(dosed)
    before = dosed.workspace
    dosed.show_page(1)
    shown = load(dosed, qtbot, monkeypatch, written(tmp_path, site(changes=[STRICTER, LOOSER_THAN_LABEL])))
    assert "KET-001" in rules_found(dosed)
    assert dosed.workspace is before
    assert dosed.area is not None
    assert dosed.area.tabs.currentIndex() == 1
    assert shown.title.text() == "St Example formulary 2026.1"
    assert "Dr A. Example, consultant anaesthetist" in shown.standing.text()
    assert dosed.status_line.formulary.text() == "Site formulary: 1 label or hard limit loosened"
    assert dosed.status_line.formulary.isVisible()
    assert dosed.docks.panels is not None
    listed = dosed.docks.panels.problems.model
    assert "KET-001" in {listed.finding(row).rule for row in range(listed.rowCount())}
    qtbot.mouseClick(shown.shipped, Qt.MouseButton.LeftButton)
    assert "KET-001" not in rules_found(dosed)
    assert not dosed.status_line.formulary.isVisible()
    assert UserSettings().site_formulary is None
    assert not shown.shipped.isEnabled()


def test_a_changed_limit_is_marked_and_explained(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = load(window, qtbot, monkeypatch, written(tmp_path, site(changes=[STRICTER, LOOSER_THAN_LABEL])))
    shown.only_changed.setChecked(True)
    assert shown.found.text().startswith("2 of ")
    assert shown.choose("limit:ketamine.iv.rate.fastest")
    said = texts(shown)
    assert "Above 0.6 mg/kg/min" in said
    assert "Shipped: 0.5 mg/kg/min (label)" in said
    assert "Effect: looser than label" in said
    assert "Accepted by Dr A. Example" in said
    assert "RATE-001" in said
    assert shown.list.currentItem().text(3) == "looser than label"


def test_a_file_that_cannot_be_trusted_changes_nothing_and_says_why(
    dosed: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = site(changes=[{**STRICTER, "value": "0.6 mg"}])
    shown = load(dosed, qtbot, monkeypatch, written(tmp_path, record))
    assert "0.6 mg is a mass, the limit is a mass per kg" in shown.notice.text.text()
    assert shown.notice.isVisible()
    assert shown.title.text().startswith("Protocol Designer formulary")
    assert UserSettings().site_formulary is None
    assert "KET-001" not in rules_found(dosed)


def test_every_drug_and_limit_can_be_found_by_typing(window: MainWindow, qtbot: QtBot) -> None:
    shown = dialog(window, qtbot)
    qtbot.keyClicks(shown.search, "midazolam push")
    qtbot.waitUntil(lambda: "2 min" in texts(shown) or "Midazolam" in texts(shown))
    listed = [item for item in shown._items() if not item.isHidden() and item.childCount() == 0]
    assert [item.text(0) for item in listed if item.parent() and not item.parent().isHidden()] == [
        "Shortest time for an IV push of midazolam"
    ]
    shown.search.clear()
    assert shown.choose("drug:glycopyrrolate")
    assert "0.2 mg/mL" in texts(shown)
    assert "benzyl alcohol" in texts(shown) or "glaucoma" in texts(shown)


@pytest.fixture
def remembered(qapp: QApplication, tmp_path: Path) -> Path:
    """A site formulary that was put in force in an earlier run."""
    path = written(tmp_path, site())
    FormularyChoice(load_formulary(), UserSettings()).load(path)
    return path


def test_the_site_formulary_is_in_force_again_at_the_next_start(
    remembered: Path, request: pytest.FixtureRequest
) -> None:
    window: MainWindow = request.getfixturevalue("restarted")
    assert window.status_line.formulary.text() == "Site formulary"
    assert not window.notice.isVisible()
    window.files.open_sample()
    assert window.workspace is not None
    assert window.workspace.report.formulary.startswith("St Example formulary 2026.1 over ")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: path.write_text("{", encoding="utf-8"), "is not JSON"),
        (
            lambda path: written(path.parent, site(version="2026.2")),
            "site.json was changed since it was loaded",
        ),
    ],
    ids=["gone", "damaged", "changed"],
)
def test_a_remembered_formulary_that_cannot_be_trusted_is_told_and_blocks_final_exports(
    qtbot: QtBot, remembered: Path, request: pytest.FixtureRequest, spoil: object, said: str
) -> None:
    assert callable(spoil)
    spoil(remembered)
    window: MainWindow = request.getfixturevalue("restarted")
    assert said in window.notice.text.text()
    assert window.notice.isVisible()
    assert window.status_line.formulary.text() == "Site formulary not in force"
    window.files.open_sample()
    assert window.workspace is not None
    assert window.notice.isVisible()
    (finding,) = window.workspace.report.blocking
    assert said in finding.message
    assert finding.counts_as is Severity.HARD
    qtbot.mouseClick(window.status_line.formulary, Qt.MouseButton.LeftButton)
    shown = window.findChild(FormularyDialog)
    assert shown is not None
    assert said in shown.notice.text.text()
    qtbot.mouseClick(shown.shipped, Qt.MouseButton.LeftButton)
    assert window.workspace.report.blocking == ()
    assert not window.notice.isVisible()


def test_all_rules_are_listed_with_an_example_each(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_id["rules"].trigger()
    shown = window.findChild(RulesDialog)
    assert shown is not None
    assert shown.found.text() == f"{len(RULES)} of {len(RULES)} rules"
    qtbot.keyClicks(shown.search, "rate-003")
    assert shown.choose("RATE-003")
    said = texts(shown)
    for part in ("Fires when:", "An example that fires", "0.800001 mg/kg over 40 min", "trial precedent"):
        assert part in said
    qtbot.keyClicks(shown.search, " nothing holds this")
    qtbot.waitUntil(lambda: shown.found.text().startswith("0 of "))


def test_every_rule_has_a_page(window: MainWindow, sample_trial: TrialProtocol) -> None:
    window.formulary.show_rules()
    shown = window.findChild(RulesDialog)
    assert shown is not None
    for rule in RULES:
        assert shown.choose(rule.id)
        assert rule.title in texts(shown)
