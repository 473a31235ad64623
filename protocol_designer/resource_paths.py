"""Finds templates/ and resources/ from a source tree, an installed wheel and a frozen program."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(*parts: str) -> Path:
    """Return the path of a shipped file, such as ``data_path("resources", "formulary")``.

    Raises:
        FileNotFoundError: The file is not part of this installation; the message names it.
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        candidate = root.joinpath(*parts)
        if candidate.exists():
            return candidate
    raise FileNotFoundError(f"This installation lacks {'/'.join(parts)}. Install the program again.")
