"""Fields for plain numbers: an exact decimal, a percentage."""

from fractions import Fraction

from PySide6.QtWidgets import QWidget

from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.parsed_edit import ParsedEdit, written
from protocol_designer.quantities import Quantity, Unit, UnreadableQuantity
from protocol_designer.quantities.decimals import exact_decimal, parse_decimal, visible


def decimal_edit(theme: Theme, parent: QWidget | None = None) -> ParsedEdit[Fraction]:
    """Make a field for a number without a unit, such as "10.1"."""
    return ParsedEdit(parse_decimal, exact_decimal, theme, parent)


def percent_edit(theme: Theme, parent: QWidget | None = None) -> ParsedEdit[Quantity]:
    """Make a field for a percentage, such as "35 %"."""
    edit = ParsedEdit(_percentage, written, theme, parent)
    edit.show_example("5 %")
    return edit


def _percentage(text: str) -> Quantity:
    amount = Quantity.parse(text)
    if amount.unit is not Unit.PERCENT:
        raise UnreadableQuantity(f"“{visible(text[:40])}” is no percentage; write for example “35 %”.")
    return amount
