"""Writes pictures of every screen: light and dark, and light at 150 %, into the folder given as argument.

Usage: python tools/screenshots.py FOLDER [THEME PERCENT]
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from protocol_designer.gui.main_window import MainWindow

_VARIANTS = (("light", "100"), ("dark", "100"), ("light", "150"))
_SCREEN = {"name": "laptop", "x": 0, "y": 0, "width": 1920, "height": 1200, "dpr": 1, "logicalDpi": 96,
           "logicalBaseDpi": 96}  # fmt: skip
"""At 150 % this leaves the 1280 by 800 of a small laptop; without it the screen is 800 by 800."""

_ASK_FOR_A_FILE = {"open", "save", "save_as", "merge", "quit"}
"""Actions that open a dialog of the system, or end the program."""

_LONGEST_WAIT_MS = 20_000


def main() -> int:
    """Take all pictures, each variant in its own process: the scale is fixed at the start of Qt."""
    if len(sys.argv) not in (2, 4):
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) == 2:
        for theme, percent in _VARIANTS:
            _take_apart(folder, theme, percent)
    elif os.environ.get("QT_SCALE_FACTOR"):
        _Camera(folder, sys.argv[2], sys.argv[3]).take_all()
    else:
        _take_apart(folder, sys.argv[2], sys.argv[3])
    return 0


def _take_apart(folder: Path, theme: str, percent: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        screen = Path(home, "screen.json")
        screen.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
        surroundings = {
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
            "QT_SCALE_FACTOR": str(int(percent) / 100),
            "HOME": home,
            "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_DATA_HOME": f"{home}/data",
        }
        command = [sys.executable, __file__, str(folder), theme, percent]
        subprocess.run(command, env=surroundings, check=True)


class _Camera:
    """Walks through the window in one theme at one scale."""

    def __init__(self, folder: Path, theme: str, percent: str) -> None:
        from PySide6.QtWidgets import QApplication

        from protocol_designer.app import build_window, finish_start

        self._prefix = f"{folder}/{theme}-{percent}-"
        self._application: QApplication = QApplication([])
        self._window: MainWindow = build_window(self._application)
        self._window.set_theme(theme)
        self._window.resize(1280, 800)
        self._window.show()
        finish_start(self._window)

    def take_all(self) -> None:
        """Take the pictures of this variant."""
        from protocol_designer.gui.first_run import begin_first_run

        window = self._window
        self._take("start")
        self._take_dialogs("start", needs_document=False)
        begin_first_run(window)
        self._take("first-run")
        self._take_problem()
        window.files.open_sample()
        self._take_pages("sample")
        window.show_page(0)
        self._take_panels("sample")
        self._take_dialogs("sample", needs_document=True)
        self._take_menus()
        self._take_versions()
        window.files.new_blank()
        self._take_pages("blank")
        window.show_page(0)
        self._take_panels("blank")
        window.show_start_page()
        self._take("start-with-drafts")
        window.close()

    def _take_pages(self, of: str) -> None:
        """Take every page as it stands in the window, and what only scrolling shows."""
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QScrollArea

        from protocol_designer.gui.page_table import PAGES

        area = self._window.area
        assert area is not None  # a protocol is open
        for number, row in enumerate(PAGES):
            self._window.show_page(number)
            QTest.qWait(400)  # predictions and comparisons come after a short rest
            name = f"{of}-{number + 1:02}-{row.title.lower().replace(' ', '-')}"
            self._take(name)
            scrolled = [one for one in area.tabs.currentWidget().findChildren(QScrollArea) if one.isVisible()]
            for inner in scrolled[:1]:
                body = inner.widget()
                if body.height() > inner.viewport().height() or body.width() > inner.viewport().width():
                    self._take(f"{name}-whole", body)

    def _take_panels(self, of: str) -> None:
        from PySide6.QtTest import QTest

        docks = self._window.docks
        actions = self._window.actions_by_id
        for name in ("problems", "questions", "comments"):
            docks.bring_forward(getattr(docks, name))
            self._take(f"{of}-panel-{name}")
        for name in ("precedents", "coverage"):
            actions[name].trigger()
            QTest.qWait(600)  # the panel compares after a short rest
            self._take(f"{of}-panel-{name}")
        self._window.reset_layout()
        actions["preview"].trigger()
        for _ in range(20):
            QTest.qWait(200)  # the pages are drawn beside the window
        self._take(f"{of}-panel-preview")
        actions["preview"].trigger()
        actions["find"].trigger()
        self._window.area.find_bar.search.setText("week")
        self._take(f"{of}-find")
        self._window.area.find_bar.close_bar()
        self._window.reset_layout()

    def _take_problem(self) -> None:
        from protocol_designer.rules.findings import Severity

        window = self._window
        window.show_page(0)
        self._settle()
        window.review.next_problem()
        self._take("problem")
        soft = next(iter(window.workspace.report.of(Severity.SOFT)), None)
        if soft:
            window.workspace.go_to(soft.place)
            window.docks.panels.problems.justify_requested.emit(soft)
            self._take_open_dialog("justify")
        self._take_menu("problem-fixes", "fix")
        window.notice.hide()

    def _take_dialogs(self, of: str, *, needs_document: bool) -> None:
        """Take every dialog that the actions open."""
        from protocol_designer.gui.actions import ACTIONS

        for row in ACTIONS:
            if (
                row.needs_document == needs_document
                and row.id not in _ASK_FOR_A_FILE
                and row.text.endswith("…")
            ):
                self._window.actions_by_id[row.id].trigger()
                self._take_open_dialog(f"{of}-dialog-{row.id}")
        if not needs_document:
            for key in ("shortcuts", "about"):
                self._window.actions_by_id[key].trigger()
                self._take_open_dialog(f"{of}-dialog-{key}")
            return
        self._window.actions_by_id["search"].trigger()
        dialog = self._open_dialogs()[0]
        dialog.search.setText("midaz")
        self._take_open_dialog(f"{of}-dialog-search-found")

    def _take_menus(self) -> None:
        for action in self._window.menuBar().actions():
            menu = action.menu()
            menu.popup(self._window.mapToGlobal(self._window.rect().topLeft()))
            self._take(f"menu-{menu.title().replace('&', '').lower()}", menu)
            menu.close()

    def _take_menu(self, name: str, action: str) -> None:
        self._window.actions_by_id[action].trigger()
        if (popup := self._application.activePopupWidget()) is not None:
            self._take(name, popup)
            popup.close()
        else:
            self._take_open_dialog(name)

    def _take_versions(self) -> None:
        """Freeze the sample, amend it and show what the history and the comparison say; undo it all."""
        from datetime import date

        from protocol_designer.edits.amendments import begin_amendment
        from protocol_designer.edits.fields import set_field
        from protocol_designer.workspace.versions import freeze

        window = self._window
        window.versions.use_name("A. Meyer")
        workspace = window.workspace
        assert workspace is not None  # the sample is open
        steps = workspace.undo_stack.index()
        freeze(workspace, "1.0", "Submitted to the board", "", date(2026, 11, 2))
        workspace.apply(begin_amendment("1.1", "Amendment 1"))
        workspace.apply(set_field("population.weight_max", "95 kg", "Lower the highest weight"))
        window.docks.panels.comments.book.add("population.weight_max", "Does the pharmacy agree?")
        workspace.go_to("population.weight_max")
        window.comments.show_comments()
        self._take("amended-comments")
        for action in ("amend", "compare", "history"):
            window.actions_by_id[action].trigger()
            self._take_open_dialog(f"amended-dialog-{action}")
        window.docks.show_problems()
        workspace.undo_stack.setIndex(steps)

    def _take_open_dialog(self, name: str) -> None:
        for dialog in self._open_dialogs():
            self._take(name, dialog)
            dialog.close()
        self._settle()

    def _open_dialogs(self) -> "list[QDialog]":
        from PySide6.QtWidgets import QDialog

        return [
            one for one in self._application.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()
        ]

    def _take(self, name: str, widget: "QWidget | None" = None) -> None:
        self._settle()
        (widget or self._window).grab().save(f"{self._prefix}{name}.png")

    def _settle(self) -> None:
        for _ in range(6):
            self._application.processEvents()


if __name__ == "__main__":
    raise SystemExit(main())
