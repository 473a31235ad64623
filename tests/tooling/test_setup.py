"""The set-up names what a machine lacks, in one line, with the command that mends it."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from protocol_designer import app

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def system_libraries(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with no library to be found anywhere, on a machine that runs Linux."""
    spec = importlib.util.spec_from_file_location("system_libraries", ROOT / "tools" / "system_libraries.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(module, "_loads", lambda library: False)
    return module


def test_every_missing_package_is_named_on_one_line(
    system_libraries: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert system_libraries.main(["packages"]) == 0
    named = capsys.readouterr().out
    assert named.count("\n") == 1
    assert set(named.split()) == {
        "libegl1", "libgl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0",
        "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxkbcommon-x11-0",
    }  # fmt: skip


def test_what_nothing_runs_without_stops_with_the_line_to_type(
    system_libraries: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert system_libraries.main(["explain"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "sudo apt-get install libegl1 " in said


def test_what_only_a_window_needs_is_told_but_stops_nothing(
    system_libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_libraries, "_loads", lambda library: library in system_libraries.EVERYWHERE)
    assert system_libraries.main(["explain"]) == 0
    said = capsys.readouterr().err
    assert "opens no window without" in said
    assert "libegl1" not in said


def test_other_systems_bring_their_own_libraries(
    system_libraries: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert system_libraries.main(["packages"]) == 0
    assert capsys.readouterr().out == ""


def test_the_window_complains_of_the_same_libraries(system_libraries: ModuleType) -> None:
    assert app._XCB_LIBRARIES == system_libraries.FOR_A_WINDOW
