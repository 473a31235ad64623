"""Runs the self-test of the program that PyInstaller made, and says how big the folder is."""

import os
import subprocess
import sys
from pathlib import Path

DIST = Path(__file__).resolve().parent.parent / "dist"


def main() -> int:
    """Run the built program with ``--self-test``; returns its exit code."""
    if sys.platform == "darwin":
        program = DIST / "Protocol Designer.app/Contents/MacOS/protocol-designer"
    else:
        program = DIST / "protocol-designer" / ("protocol-designer.exe" if os.name == "nt" else "protocol-designer")
    folder = program.parent
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    print(f"Built {program.relative_to(DIST.parent)}: {size / 1e6:.0f} MB in {folder.relative_to(DIST.parent)}")
    done = subprocess.run(
        [program, "--self-test"], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, cwd=DIST, check=False
    )
    print("The built program passes its self-test." if done.returncode == 0 else "The self-test failed.")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
