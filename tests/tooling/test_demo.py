"""The demonstration makes its files anywhere and never fails for lack of a screen."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from pypdf import PdfReader

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.storage.opening import read_protocol

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "demo.py"


@pytest.fixture(scope="module")
def demo() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("demo", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_a_screen_it_writes_both_protocols_and_pdfs_and_succeeds(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--folder", str(tmp_path / "out")],
        env={**environment, "DISPLAY": "", "WAYLAND_DISPLAY": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    for name in ("from_dakwar_2020", "sample"):
        assert read_protocol(tmp_path / "out" / f"{name}.ketprotocol").arms
        assert len(PdfReader(tmp_path / "out" / f"{name}.pdf").pages) > 3
    assert "nothing blocks a final export" in done.stdout
    if sys.platform.startswith("linux"):
        assert "there is no screen" in done.stdout


def test_a_second_run_replaces_the_first(
    demo: ModuleType, blank_trial: TrialProtocol, formulary: Formulary, tmp_path: Path
) -> None:
    for _ in range(2):
        assert demo.make(blank_trial, formulary, tmp_path / "blank", "draft").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"blank.ketprotocol", "blank.pdf"}


@pytest.mark.parametrize(
    ("variables", "why"),
    [
        ({"CI": "true", "DISPLAY": ":0"}, "continuous-integration"),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "asks for none"),
        ({}, "there is no screen"),
        ({"DISPLAY": ":4711"}, "cannot reach the display"),
    ],
)
def test_where_no_window_can_open_the_reason_is_said(
    demo: ModuleType, variables: dict[str, str], why: str
) -> None:
    assert why in demo.no_screen(variables, "linux")


def test_a_desktop_of_another_system_has_a_screen(demo: ModuleType) -> None:
    assert demo.no_screen({}, "darwin") is None
    assert demo.no_screen({}, "win32") is None
