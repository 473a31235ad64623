"""Builds the wheel without a network, installs it into a clean environment, and tries its two ways in.

The environment borrows the libraries of this one, so nothing is fetched; the program comes from the wheel.
``--keep FOLDER`` keeps the wheel there.
"""

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHERE = """
from protocol_designer.resource_paths import data_path
print(data_path('templates'), data_path('resources'), sep='\\n')
"""


def main() -> int:
    """Try the wheel; returns 0 when it is fit for use."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path)
    keep = parser.parse_args().keep
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        wheel = build_wheel(place / "wheel")
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            shutil.copy(wheel, keep)
        scripts = install(wheel, place / "environment")
        try_program(scripts, place)
    print(f"The wheel {wheel.name} installs, and its program passes the self-test.")
    return 0


def build_wheel(folder: Path) -> Path:
    """Build with the build backend that is installed here; nothing is fetched."""
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]
    _run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel: Path, environment: Path) -> Path:
    """Install into a new environment that sees the libraries of this one; return its folder of programs."""
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    options = ["--no-deps", "--no-index", "--quiet", "--disable-pip-version-check"]
    _run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel)
    libraries = _told(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
    # A line of a .pth file comes after what is installed here, so the program itself is that of the wheel;
    # the .pth files over there, which lead back to the source, are not read.
    Path(libraries, "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts


def try_program(scripts: Path, place: Path) -> None:
    """Ask where the data are, read a template, and run the self-test, away from the source."""
    suffix = ".exe" if os.name == "nt" else ""
    for line in _told(scripts / f"python{suffix}", "-c", WHERE, cwd=place).splitlines():
        if not Path(line).is_relative_to(scripts.parent.resolve()):
            sys.exit(f"The data do not come from the wheel: {line}")
    console, window = (
        scripts / f"{name}{suffix}" for name in ("protocol-designer", "protocol-designer-window")
    )
    if "Dakwar" not in _told(console, "templates", cwd=place):
        sys.exit("The installed program does not list its templates.")
    if "protocol-designer" not in _told(window, "--version", cwd=place):
        sys.exit("The entry point of the window does not start.")
    home = {name: str(place) for name in ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    _run(console, "--self-test", cwd=place, env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"})


def _run(*command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def _told(*command: str | Path, cwd: Path | None = None) -> str:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
