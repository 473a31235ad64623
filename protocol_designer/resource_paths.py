"""Finds templates/ and resources/ from a source tree, an installed wheel and a frozen program."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(*parts: str) -> Path:
    """Return the path of a shipped file, such as ``data_path("resources", "formulary")``.

    Raises:
        FileNotFoundError: The file is not part of this installation; the message names it.
    """
    for root in _roots():
        candidate = root.joinpath(*parts)
        if candidate.exists():
            return candidate
    raise FileNotFoundError(f"This installation lacks {'/'.join(parts)}. Install the program again.")


def _roots() -> tuple[Path, ...]:
    """Where the data may lie: beside a frozen program, inside the package, or above it in the source."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return (Path(frozen),)
    return (_PACKAGE / "_data", _PACKAGE.parent)
