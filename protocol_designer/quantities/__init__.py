"""Exact amounts with units: strict parsing, exact comparison, safe printing. Meaning is left to others."""

from protocol_designer.quantities.decimals import UnreadableNumber, parse_decimal, rounded_decimal
from protocol_designer.quantities.quantity import Quantity, UnitMismatch, UnreadableQuantity
from protocol_designer.quantities.time_offset import TimeOffset
from protocol_designer.quantities.units import Dimension, Unit

__all__ = [
    "Dimension", "Quantity", "TimeOffset", "Unit", "UnitMismatch",
    "UnreadableNumber", "UnreadableQuantity", "parse_decimal", "rounded_decimal",
]  # fmt: skip
