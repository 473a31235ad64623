"""The start of the built program beside a bare window that was built the same way."""

import shutil
import subprocess
import sys
from pathlib import Path

from readme_table import Row
from timing import starts_ms

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PROGRAM = ROOT / "dist" / "protocol-designer" / "protocol-designer"
BARE = ROOT / "build" / "bare"


def frozen_rows(path: Path, times: int) -> list[Row]:
    """Measure the program that `make build` made; nothing where there is none."""
    if not PROGRAM.is_file():
        print(
            "Skipped: the start of the built program, for `make build` has not been run here.",
            file=sys.stderr,
        )
        return []
    bare = _built_bare_window()
    spent, alone = starts_ms(((PROGRAM, "--start-test", path), (bare,)), times)
    return [Row("Start of the built program with the sample", spent, "a bare window, built alike", alone)]


def _built_bare_window() -> Path:
    """Build the yardstick once; `make clean` or removing the folder builds it anew.

    Raises:
        RuntimeError: It cannot be built; the last words of the builder are in the message.
    """
    program = BARE / "bare_window" / "bare_window"
    if not program.is_file():
        command = [
            sys.executable, "-m", "PyInstaller", "--noconfirm", "--onedir", "--log-level=ERROR",
            f"--distpath={BARE}", f"--workpath={BARE}-work", f"--specpath={BARE}-work",
            str(HERE / "bare_window.py"),
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"The bare window cannot be built: {done.stderr[-500:]}")
        shutil.rmtree(f"{BARE}-work", ignore_errors=True)
    return program
