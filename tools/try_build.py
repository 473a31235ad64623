"""Tries the program that PyInstaller made: size, self-test with and without a network, and its window."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

DIST = Path(__file__).resolve().parent.parent / "dist"
WINDOW_SECONDS = 5
MOST_MB = 160
WITHOUT_NETWORK = ("unshare", "--user", "--map-root-user", "--net")
"""Starts a program where there is no network interface at all."""


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
    if size_mb > MOST_MB and sys.platform.startswith("linux"):
        print(f"That is more than {MOST_MB} MB; see packaging/bundle/contents.py.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as home:
        places = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"), home)
        environment = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run([folder / name, "--self-test"], env=environment, cwd=DIST, check=False)
        if done.returncode:
            print("The self-test failed.", file=sys.stderr)
            return done.returncode
        if not passes_without_network(folder / name, environment):
            print("The self-test fails where there is no network.", file=sys.stderr)
            return 1
        if fault := window_fault(folder / name, environment):
            print(f"The window does not stay open: {fault}", file=sys.stderr)
            return 1
    print("The built program passes its self-test, and its window opens.")
    return 0


def passes_without_network(program: Path, environment: dict[str, str]) -> bool:
    """Run the self-test in a network namespace without interfaces; says so where that is not to be had."""
    try:
        allowed = subprocess.run([*WITHOUT_NETWORK, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        allowed = False
    if not allowed:
        print("Skipped: the self-test without a network, for this machine makes no network namespaces.")
        return True
    done = subprocess.run(
        [*WITHOUT_NETWORK, program, "--self-test"],
        env=environment,
        cwd=DIST,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


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
