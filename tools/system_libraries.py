"""Finds which system libraries a Linux machine lacks for Qt and for PyInstaller, and names their packages.

``packages`` prints the Debian packages on one line; ``explain`` says in one line what to type, and exits 1
when something is missing that no command can do without. ``build`` adds what ``make build`` needs.
"""

import ctypes
import shutil
import sys
import sysconfig

EVERYWHERE = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What Qt needs even without a screen."""

FOR_A_WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt needs besides to open a window on X."""


def main(arguments: list[str]) -> int:
    """Carry out ``packages`` or ``explain``."""
    action, *for_what = arguments
    if not sys.platform.startswith("linux"):
        return 0
    needed = missing(EVERYWHERE) + (missing_for_build() if "build" in for_what else [])
    window = missing(FOR_A_WINDOW)
    if action == "packages":
        print(" ".join(needed + window))
        return 0
    if needed + window:
        what = "cannot start without" if needed else "opens no window without"
        line = f"sudo apt-get install {' '.join(needed + window)}"
        print(f"The program {what} system libraries. On Debian or Ubuntu type: {line}", file=sys.stderr)
    return 1 if needed else 0


def missing(libraries: dict[str, str]) -> list[str]:
    """Return the packages of the libraries that do not load."""
    return [package for library, package in libraries.items() if not _loads(library)]


def missing_for_build() -> list[str]:
    """Return the packages that PyInstaller needs: objdump and strip, and Python as a shared library."""
    lacking = [] if shutil.which("objdump") and shutil.which("strip") else ["binutils"]
    name = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    folder = sysconfig.get_config_var("LIBDIR")
    if not _loads(f"{name}.so.1.0") and not _loads(f"{folder}/{name}.so.1.0"):
        lacking.append(name)
    return lacking


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
