"""Writes pictures of every screen, light and dark, at 100 % and 150 %, into the folder given as argument.

Usage: python tools/screenshots.py FOLDER
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from protocol_designer.gui.main_window import MainWindow

_SCALES = {"100": "1", "150": "1.5"}
_THEMES = ("light", "dark")
_SCREEN = {"name": "laptop", "x": 0, "y": 0, "width": 1920, "height": 1200, "dpr": 1, "logicalDpi": 96,
           "logicalBaseDpi": 96}  # fmt: skip
"""At 150 % this leaves the 1280 by 800 of a small laptop; without it the screen is 800 by 800."""


def main() -> int:
    """Take all pictures, each variant in its own process: the scale is fixed at the start of Qt."""
    if len(sys.argv) == 4:  # folder, theme, scale
        take(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
        return 0
    if len(sys.argv) != 2:  # the folder
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for theme in _THEMES:
        for percent, scale in _SCALES.items():
            with tempfile.TemporaryDirectory() as home:
                screen = Path(home, "screen.json")
                screen.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
                surroundings = {
                    **os.environ,
                    "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
                    "QT_SCALE_FACTOR": scale,
                    "HOME": home,
                    "XDG_CONFIG_HOME": f"{home}/config",
                    "XDG_DATA_HOME": f"{home}/data",
                }
                command = [sys.executable, __file__, str(folder), theme, percent]
                subprocess.run(command, env=surroundings, check=True)
    return 0


def take(folder: Path, theme: str, percent: str) -> None:
    """Take the pictures of one theme and scale."""
    from PySide6.QtWidgets import QApplication

    from protocol_designer.app import build_window
    from protocol_designer.edits.fields import set_field
    from protocol_designer.gui.export_dialog import ExportDialog
    from protocol_designer.gui.formulary_dialog import FormularyDialog
    from protocol_designer.gui.help_dialogs import AboutDialog, ShortcutsDialog
    from protocol_designer.gui.justify_dialog import JustifyDialog
    from protocol_designer.gui.rule_dialog import RuleDialog, RulesDialog
    from protocol_designer.gui.study_browser import StudyBrowser
    from protocol_designer.rules.findings import Severity

    application = QApplication([])
    window = build_window(application)
    window.set_theme(theme)
    window.resize(1280, 800)
    window.show()

    def picture(name: str, widget: "QWidget" = window) -> None:
        for _ in range(4):
            application.processEvents()
        widget.grab().save(str(folder / f"{theme}-{percent}-{name}.png"))

    picture("start")
    window.files.start_from_template("dakwar_2020_alcohol")
    workspace = window.workspace
    assert workspace is not None  # just opened
    picture("template")
    ketamine = next(regimen for regimen in workspace.trial.regimens if regimen.drug == "ketamine")
    place = f"regimens[{ketamine.id}]"
    for field, value in (
        ("population.weight_min", "50 kg"),
        ("population.weight_max", "110 kg"),
        (f"{place}.enantiomer", "racemic"),
        (f"{place}.steps[{len(ketamine.steps) - 1}].amount", "0.95 mg/kg"),
    ):
        workspace.apply(set_field(field, value, f"Set {field}"))
    window.review.next_problem()
    picture("problem")
    soft = next(iter(workspace.report.of(Severity.SOFT)), None)
    if soft:
        workspace.go_to(soft.place)
        window.docks.panels.problems.justify_requested.emit(soft)
        picture("justify", window.findChild(JustifyDialog))
        window.findChild(JustifyDialog).close()
    window.review.show_questions()
    picture("questions")
    window.files.open_sample()
    for number, name in enumerate(("design", "dosing", "therapy", "schedule", "population")):
        window.show_page(number)
        picture(f"sample-{name}")
    _take_precedents(window, picture)
    for action, kind, name in (
        ("studies", StudyBrowser, "studies"),
        ("formulary", FormularyDialog, "formulary"),
        ("rules", RulesDialog, "rules"),
        ("export", ExportDialog, "export"),
        ("shortcuts", ShortcutsDialog, "shortcuts"),
        ("about", AboutDialog, "about"),
    ):
        window.actions_by_id[action].trigger()
        picture(name, window.findChild(kind))
        window.findChild(kind).close()
    window.review.next_problem()
    window.actions_by_id["rule"].trigger()
    if page := window.findChild(RuleDialog):
        picture("rule", page)
        page.close()
    window.close()


def _take_precedents(window: "MainWindow", picture: "Callable[[str, QWidget], None]") -> None:
    from PySide6.QtTest import QTest

    window.actions_by_id["precedents"].trigger()
    QTest.qWait(500)  # the panel compares after a short rest
    picture("precedents", window)
    comparison = window.precedents.compare("grabski_2022")
    picture("comparison", comparison)
    comparison.close()
    _take_versions(window, picture)


def _take_versions(window: "MainWindow", picture: "Callable[[str, QWidget], None]") -> None:
    """Freeze the sample, amend it and show what the history and the comparison say; undo it all."""
    from datetime import date

    from protocol_designer.edits.amendments import begin_amendment
    from protocol_designer.edits.fields import set_field
    from protocol_designer.gui.amendment_dialog import AmendmentDialog
    from protocol_designer.gui.compare_dialog import CompareDialog
    from protocol_designer.gui.freeze_dialog import FreezeDialog
    from protocol_designer.gui.history_dialog import HistoryDialog
    from protocol_designer.workspace.versions import freeze

    window.versions.use_name("A. Meyer")
    workspace = window.workspace
    assert workspace is not None  # the sample is open
    steps = workspace.undo_stack.index()
    window.actions_by_id["freeze"].trigger()
    picture("freeze", window.findChild(FreezeDialog))
    window.findChild(FreezeDialog).close()
    freeze(workspace, "1.0", "Submitted to the board", "", date(2026, 11, 2))
    workspace.apply(begin_amendment("1.1", "Amendment 1"))
    workspace.apply(set_field("population.weight_max", "95 kg", "Lower the highest weight"))
    window.docks.panels.comments.book.add("population.weight_max", "Does the pharmacy agree?")
    window.show_page(4)
    window.comments.show_comments()
    picture("comments", window)
    for action, kind in (("amend", AmendmentDialog), ("compare", CompareDialog), ("history", HistoryDialog)):
        window.actions_by_id[action].trigger()
        picture(action, window.findChild(kind))
        window.findChild(kind).close()
    window.docks.show_problems()
    workspace.undo_stack.setIndex(steps)


if __name__ == "__main__":
    raise SystemExit(main())
