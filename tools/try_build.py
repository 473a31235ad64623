"""Runs the self-test of the program that PyInstaller made, and says how big the folder is."""

import os
import subprocess
import sys
from pathlib import Path

DIST = Path(__file__).resolve().parent.parent / "dist"


def main() -> int:
    """Run the built program with ``--self-test``; returns its exit code."""
    folder, name = DIST / "protocol-designer", "protocol-designer"
    if sys.platform == "darwin":
        folder, name = DIST / "Protocol Designer.app", "Contents/MacOS/protocol-designer"
    elif sys.platform == "win32":
        name = "protocol-designer.exe"
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    size_mb = sum(path.stat().st_size for path in files) / 1e6
    print(f"Built dist/{folder.name}: {size_mb:.0f} MB, {len(files)} files", flush=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([folder / name, "--self-test"], env=environment, cwd=DIST, check=False)
    print("The built program passes its self-test." if done.returncode == 0 else "The self-test failed.")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
