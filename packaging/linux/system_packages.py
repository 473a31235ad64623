"""Finds the system libraries that the built program asks for and does not carry, and names their packages."""

import re
import subprocess
from pathlib import Path

PACKAGES = {
    "ld-linux": "libc6",
    "libc": "libc6",
    "libdl": "libc6",
    "libm": "libc6",
    "libpthread": "libc6",
    "librt": "libc6",
    "libutil": "libc6",
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libX11": "libx11-6",
    "libX11-xcb": "libx11-xcb1",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libfreetype": "libfreetype6",
    "libgcc_s": "libgcc-s1",
    "libglib-2.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0": "libglib2.0-0 | libglib2.0-0t64",
    "libstdc++": "libstdc++6",
    "libuuid": "libuuid1",
    "libwayland-client": "libwayland-client0",
    "libwayland-cursor": "libwayland-cursor0",
    "libxcb": "libxcb1",
    "libz": "zlib1g",
}
"""The Debian package of each library, by its name without version."""

_RECOMMENDED = {"libwayland-cursor0"}
_NEEDED = re.compile(r"^\s*NEEDED\s+(\S+)$", re.MULTILINE)
_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)\b")


class UnknownLibraryError(Exception):
    """The program asks for a library whose package is not known; the message names it."""


def depends(program: Path) -> list[str]:
    """Return the packages the program cannot do without, with the oldest C library it runs on.

    Raises:
        UnknownLibraryError: A library is neither carried nor in the table.
    """
    libraries = [path for path in program.rglob("*.so*") if path.is_file()]
    carried = {path.name for path in libraries}
    told = _told(program / program.name, *libraries)
    wanted = set(_NEEDED.findall(told)) - carried
    packages = {_package(name) for name in wanted} - _RECOMMENDED | {"xkb-data"}
    oldest = max((int(major), int(minor)) for major, minor in _GLIBC.findall(told))
    packages.discard("libc6")
    return [f"libc6 (>= {oldest[0]}.{oldest[1]})", *sorted(packages)]


def _package(library: str) -> str:
    name = library.partition(".so")[0]
    package = PACKAGES.get("ld-linux" if name.startswith("ld-linux") else name)
    if package is None:
        raise UnknownLibraryError(
            f"The program asks for {library}; name its package in {Path(__file__).name}."
        )
    return package


def _told(*files: Path) -> str:
    done = subprocess.run(["objdump", "-p", *files], capture_output=True, text=True, check=True)
    return done.stdout
