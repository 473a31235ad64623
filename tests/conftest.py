"""What every test gets: a home of its own, no screen, no warning left unseen, and the protocols to work on.

The protocols and the formulary are frozen, so one copy serves the whole run. Nothing here imports Qt unless
the test itself asks for it.
"""

import gc
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("QT_SCALE_FACTOR", None)

# Time is never a reason to fail, for the machine may be busy. The same examples come every time, so that a
# failure is a fault of the change under test.
hypothesis.settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

QT_OWN_WINDOWS = {"QTipLabel"}
"""Top-level widgets that Qt keeps for itself and hides when it likes."""


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test its own home, data folders and Qt settings; returns the home."""
    home = tmp_path_factory.mktemp("home")
    for variable, folder in {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "AppData" / "Roaming",
        "LOCALAPPDATA": home / "AppData" / "Local",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_DOCUMENTS_DIR": home / "Documents",
    }.items():
        monkeypatch.setenv(variable, str(folder))
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:
        # Qt reads the folders of the environment once a process, so they are set directly.
        for form in (core.QSettings.Format.NativeFormat, core.QSettings.Format.IniFormat):
            core.QSettings.setPath(form, core.QSettings.Scope.UserScope, str(home / ".config"))
    return home


@pytest.fixture(autouse=True)
def log_records(request: pytest.FixtureRequest) -> Iterator[list[logging.LogRecord]]:
    """Fail the test when anything was logged as a warning or worse; `expected_log` asks for it instead."""
    handler = _Kept()
    logging.getLogger().addHandler(handler)
    try:
        yield handler.records
    finally:
        logging.getLogger().removeHandler(handler)
    if handler.records and "expected_log" not in request.fixturenames:
        told = "; ".join(
            f"{record.levelname} {record.name}: {record.getMessage()}" for record in handler.records
        )
        pytest.fail(f"logged during the test: {told}", pytrace=False)


@pytest.fixture
def expected_log(log_records: list[logging.LogRecord]) -> list[logging.LogRecord]:
    """Return the records logged as a warning or worse so far; the test looks at them itself."""
    return log_records


@pytest.fixture(autouse=True)
def no_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test when it leaves a thread, or a window or QThread of Qt, behind."""
    threads = set(threading.enumerate())
    uses_qt = "qapp" in request.fixturenames
    if uses_qt:
        request.getfixturevalue("qapp")
    windows = set(_open_windows()) if uses_qt else set()
    yield
    left = [f"thread {thread.name}" for thread in threading.enumerate() if thread not in threads]
    if uses_qt:
        left += [f"window {name}" for name in _leaked_windows(windows)]
        left += _running_qt_threads()
    if left:
        pytest.fail("left behind: " + ", ".join(left), pytrace=False)


def _open_windows() -> dict[int, str]:
    """Return the top-level widgets by the address of their C++ object."""
    from PySide6.QtWidgets import QApplication
    from shiboken6 import getCppPointer

    return {
        getCppPointer(widget)[0]: f"{type(widget).__name__} “{widget.windowTitle() or widget.objectName()}”"
        for widget in QApplication.topLevelWidgets()
        if widget.metaObject().className() not in QT_OWN_WINDOWS
    }


def _leaked_windows(before: set[int]) -> list[str]:
    """Return the windows that outlive the test, after what is due to be deleted has been."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if any(address not in before for address in _open_windows()):
        gc.collect()  # a window kept only by a reference cycle is not a leak
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return [name for address, name in _open_windows().items() if address not in before]


def _running_qt_threads() -> list[str]:
    from PySide6.QtCore import QThread, QThreadPool
    from shiboken6 import isValid

    main = QThread.currentThread()
    found = [
        f"QThread “{thread.objectName()}”"
        for thread in gc.get_objects()
        if issubclass(type(thread), QThread) and isValid(thread) and thread is not main and thread.isRunning()
    ]
    if not QThreadPool.globalInstance().waitForDone(2000):
        found.append("work in the global thread pool")
    return found


@pytest.fixture(scope="session")
def formulary() -> Formulary:
    """The drug library in force."""
    from protocol_designer.formulary.loading import load_formulary

    return load_formulary()


@pytest.fixture(scope="session")
def blank_trial() -> TrialProtocol:
    """A protocol in which nothing is decided."""
    return TrialProtocol()


@pytest.fixture(scope="session")
def sample_trial() -> TrialProtocol:
    """The complete sample: every field decided, nothing blocks."""
    from protocol_designer.precedents.library import load_sample

    return load_sample()


@pytest.fixture(scope="session")
def trial_from() -> Callable[[str], TrialProtocol]:
    """Start a protocol from a template: ``trial_from("dakwar_2020_alcohol")``."""
    from protocol_designer.precedents.library import load_templates
    from protocol_designer.precedents.start import start_from

    library: list[Any] = []

    def start(template_id: str) -> TrialProtocol:
        if not library:
            library.append(load_templates())
        return start_from(library[0].get(template_id))

    return start


def pytest_sessionfinish() -> None:
    """Leave the clipboard as the program does when it ends; nothing where no test made a window."""
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        from protocol_designer.gui.clipboard import leave_words_on_clipboard

        if QApplication.instance() is not None:
            leave_words_on_clipboard()
