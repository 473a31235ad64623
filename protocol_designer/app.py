"""The composition root of the window: builds the application, its parts and its last line of defence."""

import ctypes
import gc
import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QApplication

from protocol_designer import __version__

if TYPE_CHECKING:
    from protocol_designer.gui.main_window import MainWindow

_log = logging.getLogger(__name__)

_XCB_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def run_window(path: Path | None, *, ends_when_ready: bool = False) -> int:
    """Open the window, on a file when one is given; returns the exit code.

    Args:
        ends_when_ready: Whether to print “ready” and end as soon as the window takes input, to measure that.

    Raises:
        UnusableFormulary, UnusableTemplate, UnusableRule: The program's own data cannot be trusted.
    """
    complaint = display_complaint()
    if complaint:
        print(complaint, file=sys.stderr)
        return 2
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        print(
            "This process runs without a screen already; start it alone.",
            file=sys.stderr,
        )
        return 2
    window = open_window(application, path)
    if ends_when_ready:
        QTimer.singleShot(0, window, lambda: _say_ready(application))
        return application.exec()
    from protocol_designer.precedents.library import UnusableTemplate
    from protocol_designer.rules.registry import UnusableRule

    faults: list[Exception] = []

    def finish() -> None:
        try:
            finish_start(window)
        except (UnusableTemplate, UnusableRule) as fault:
            faults.append(fault)
            window.close()
            application.exit(2)

    QTimer.singleShot(0, window, finish)
    code = application.exec()
    if faults:
        raise faults[0]
    return code


def _say_ready(application: QApplication) -> None:
    print("ready", flush=True)
    application.exit(0)


def open_window(application: QApplication, path: Path | None) -> "MainWindow":
    """Build the window and show it, on a file when one is given, as fast as it can be painted.

    The rules, the prior studies and the first review come right after: see `finish_start`.

    Raises:
        UnusableFormulary: The shipped limits cannot be trusted.
    """
    from protocol_designer.gui.clipboard import leave_words_on_clipboard
    from protocol_designer.workspace.settings import UserSettings

    application.aboutToQuit.connect(leave_words_on_clipboard)
    window = build_window(application)
    defence = CrashDefence(window)
    sys.excepthook = defence.show
    if sys.platform == "darwin":  # a Python filter of all events costs time, and only macOS needs it
        from protocol_designer.gui.file_open_events import FileOpenEvents

        application.installEventFilter(FileOpenEvents(window.files))
    if path is not None:
        window.files.open_path(path)
    elif not UserSettings().has_run_before:
        from protocol_designer.gui.first_run import begin_first_run

        begin_first_run(window)
    window.show()
    return window


def finish_start(window: "MainWindow") -> None:
    """Load and prove what the first picture of the window did without.

    Raises:
        UnusableTemplate, UnusableRule: The program's own data cannot be trusted.
    """
    from protocol_designer.rules.engine import check_declarations
    from protocol_designer.storage.late_database import database_class

    gc.freeze()
    gc.enable()
    database_class()
    check_declarations(window.formularies.shipped)
    count = len(window.library.all)
    _log.info("%d prior studies are ready", count)


def tell_start_fault(sentence: str, fault: Exception) -> None:
    """Tell in a window why the program does not start, and wait until that is read.

    ``sentence`` is for people. Nothing is told where no window can open.
    """
    if display_complaint() is not None:
        return
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(application, QApplication):
        from protocol_designer.gui.crash_dialog import crash_report
        from protocol_designer.gui.start_fault import StartFaultDialog
        from protocol_designer.gui.typography import install_fonts

        with suppress(FileNotFoundError):  # the fonts may be what is missing
            application.setFont(install_fonts())
        StartFaultDialog(sentence, crash_report(type(fault), fault, fault.__traceback__)).exec()


def build_window(application: QApplication) -> "MainWindow":
    """Set the looks of the application and build its window.

    Raises:
        UnusableFormulary: The shipped limits cannot be trusted.
    """
    from protocol_designer.formulary.loading import load_formulary
    from protocol_designer.gui.main_window import MainWindow
    from protocol_designer.gui.style import HouseStyle
    from protocol_designer.gui.theme import Theme, ThemeMode
    from protocol_designer.gui.typography import install_fonts
    from protocol_designer.precedents.library import shipped_library
    from protocol_designer.workspace.formulary_choice import FormularyChoice
    from protocol_designer.workspace.settings import UserSettings

    QCoreApplication.setApplicationName("Protocol Designer")
    QCoreApplication.setApplicationVersion(__version__)
    settings = UserSettings()
    application.setFont(install_fonts())
    known = {mode.value: mode for mode in ThemeMode}
    theme = Theme(known.get(settings.theme, ThemeMode.SYSTEM), application)
    application.setStyle(HouseStyle(theme))
    theme.set_mode(theme.mode)
    formularies = FormularyChoice(load_formulary(), settings)
    return MainWindow(formularies, shipped_library(), theme, settings)


def display_complaint() -> str | None:
    """Say in one line why no window can open on this Linux machine, and the cure; None when one can."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return None
    if os.environ.get("WAYLAND_DISPLAY"):
        return None
    if not os.environ.get("DISPLAY"):
        return "There is no screen to open a window on; the command line does the same work (see --help)."
    missing = [package for library, package in _XCB_LIBRARIES.items() if not _loads(library)]
    if not missing:
        return None
    return f"The window needs system libraries that are missing: sudo apt install {' '.join(missing)}"


class CrashDefence(QObject):
    """Shows an unexpected error and lets the user go on; errors while one is shown go to stderr only."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._is_showing = False

    def show(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take the place of `sys.excepthook`."""
        sys.__excepthook__(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if self._is_showing:
            return
        from protocol_designer.gui.crash_dialog import CrashDialog, crash_report

        self._is_showing = True
        report = crash_report(kind, error, trace)
        dialog = CrashDialog(report, crash_report(kind, error, trace, with_messages=True), self._window)
        dialog.finished.connect(self._end)
        dialog.open()

    def _end(self) -> None:
        self._is_showing = False


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
