"""A field for an allocation ratio such as "2 : 1"."""

from PySide6.QtWidgets import QWidget

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit
from protocol_designer.quantities import UnreadableNumber
from protocol_designer.quantities.decimals import visible


def ratio_edit(theme: Theme, parent: QWidget | None = None) -> ParsedEdit[tuple[int, ...]]:
    """Make a field for shares divided by colons."""
    edit = ParsedEdit(_read, _write, theme, parent)
    edit.setPlaceholderText("1 : 1")
    return edit


def _read(text: str) -> tuple[int, ...]:
    shares = [share.strip(" ") for share in text.split(":")]
    if not all(share.isascii() and share.isdecimal() and len(share) <= 4 for share in shares):
        raise UnreadableNumber(
            f"“{visible(text[:40])}” is not a ratio; write whole numbers with colons, such as 2 : 1."
        )
    if any(share != str(int(share)) for share in shares):
        raise UnreadableNumber(f"“{text}” is not a plain ratio; leave the leading zeros out.")
    return tuple(int(share) for share in shares)


def _write(ratio: tuple[int, ...]) -> str:
    return " : ".join(str(share) for share in ratio)
