"""Packs dist/protocol-designer as a self-extracting installer into dist/packages. Needs makeself.

Its content is compressed with gzip, which every Linux can unpack.
"""

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make_deb import NAME, PROGRAM, set_modes, stage_share
from protocol_designer import __version__

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main() -> int:
    """Build the installer; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--version", default=__version__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "packages")
    chosen = parser.parse_args()
    if not (PROGRAM / NAME).is_file():
        sys.exit("There is no dist/protocol-designer; type make build first.")
    if shutil.which("makeself") is None:
        sys.exit("makeself was not found. Debian, Ubuntu: sudo apt-get install makeself")
    chosen.out.mkdir(parents=True, exist_ok=True)
    made = chosen.out / f"{NAME}-{chosen.version}-{platform.machine()}.run"
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder) / "run"
        shutil.copytree(PROGRAM, staged / "program", symlinks=True)
        stage_share(staged / "share", chosen.version)
        set_modes(staged)
        for script in ("install.sh", "uninstall.sh"):
            shutil.copy(HERE / script, staged)
            (staged / script).chmod(0o755)
        level = "1" if chosen.fast else "9"
        options = ["--quiet", "--gzip", "--complevel", level, "--nox11", "--sha256"]
        options += ["--tar-extra", "--owner=0 --group=0"]
        title = f"Protocol Designer {chosen.version}"
        command = ["makeself", *options, staged, made, title, "./install.sh"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"{made.name}: {made.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
