"""Tries the program that PyInstaller made: its size, its self-test, and whether its window opens."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

DIST = Path(__file__).resolve().parent.parent / "dist"
WINDOW_SECONDS = 5


def main() -> int:
    """Try the built program; returns 0 when it is fit for use."""
    folder, name = DIST / "protocol-designer", "protocol-designer"
    if sys.platform == "darwin":
        folder, name = DIST / "Protocol Designer.app", "Contents/MacOS/protocol-designer"
    elif sys.platform == "win32":
        name = "protocol-designer.exe"
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    size_mb = sum(path.stat().st_size for path in files) / 1e6
    print(f"Built dist/{folder.name}: {size_mb:.0f} MB, {len(files)} files", flush=True)
    with tempfile.TemporaryDirectory() as home:
        places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"), home)
        environment = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run([folder / name, "--self-test"], env=environment, cwd=DIST, check=False)
        if done.returncode:
            print("The self-test failed.", file=sys.stderr)
            return done.returncode
        if fault := window_fault(folder / name, environment):
            print(f"The window does not stay open: {fault}", file=sys.stderr)
            return 1
    print("The built program passes its self-test, and its window opens.")
    return 0


def window_fault(program: Path, environment: dict[str, str]) -> str | None:
    """Open the window without a screen for a while; return what went wrong, or None."""
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen([program], env=environment, cwd=DIST, stderr=errors)
        try:
            code: int | None = process.wait(WINDOW_SECONDS)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            process.kill()
            process.wait()
        errors.seek(0)
        said = errors.read().strip()
    return said or (None if code is None else f"it ended with code {code}")


if __name__ == "__main__":
    sys.exit(main())
