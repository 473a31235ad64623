"""The demonstration makes its files anywhere and never fails for lack of a screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from protocol_designer.storage.opening import read_protocol

ROOT = Path(__file__).resolve().parents[2]


def run_demo(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "demo.py"), "--folder", str(folder)],
        env={**environment, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_a_screen_it_writes_both_protocols_and_pdfs_and_succeeds(tmp_path: Path) -> None:
    done = run_demo(tmp_path / "out", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    for name in ("from_dakwar_2020", "sample"):
        assert read_protocol(tmp_path / "out" / f"{name}.ketprotocol").arms
        assert len(PdfReader(tmp_path / "out" / f"{name}.pdf").pages) > 3
    assert "nothing blocks a final export" in done.stdout
    assert "there is no screen" in done.stdout


@pytest.mark.parametrize("variables", [{"CI": "true", "DISPLAY": ":0"}, {"DISPLAY": ":4711"}])
def test_ci_and_a_dead_display_open_no_window(tmp_path: Path, variables: dict[str, str]) -> None:
    done = run_demo(tmp_path, WAYLAND_DISPLAY="", **variables)
    assert done.returncode == 0, done.stderr
    assert "No window is opened" in done.stdout


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    assert run_demo(tmp_path, CI="true").returncode == 0
    first = {path.name for path in tmp_path.iterdir()}
    assert run_demo(tmp_path, CI="true").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == first
