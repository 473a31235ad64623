"""Turns a validation error into one sentence with the place and the cure."""

import re
from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from protocol_designer.domain.base import PART_ID_PATTERN

_PLAIN = {
    "missing": "this field is required",
    "extra_forbidden": "this field is not known here; check its spelling or the program's version",
    "string_too_short": "this text is empty; leave the field out when it is not decided",
    "string_too_long": "this text is too long; shorten it to {max_length} characters",
    "string_type": "write this as text in quotes",
    "int_type": "write a whole number, without quotes",
    "int_from_float": "write a whole number",
    "bool_type": "write true or false, without quotes",
    "tuple_type": "write a list in square brackets",
    "model_type": "write an object in braces",
    "too_short": "this list needs at least {min_length} entries",
    "greater_than_equal": "write a number of {ge} or more",
    "less_than_equal": "write a number of {le} or less",
}
"""What is said for the errors of pydantic that a person can meet; `Node` and its fields say the others."""


def sentence(error: ValidationError, within: str = "", document: object = None) -> str:
    """Describe the first fault: place, what is wrong, how to mend it.

    Args:
        within: The place that was validated, where it is not the root.
        document: The JSON value that was read; with it, parts of lists are named by their identity.
    """
    place, fault = place_and_fault(error, within, document)
    return f"{place}: {fault}" if place else fault


def place_and_fault(error: ValidationError, within: str = "", document: object = None) -> tuple[str, str]:
    """Return the parts of a `sentence`: the place, empty for the root, and the fault with its full stop."""
    first = error.errors(include_url=False)[0]
    more = error.error_count() - 1
    rest = f" ({more} more fault{'s' if more > 1 else ''})" if more else ""
    return _joined(within, first["loc"], document), f"{_fault(first).rstrip('.')}{rest}."


def _fault(error: ErrorDetails) -> str:
    kind, facts = error["type"], error.get("ctx", {})
    if kind in ("enum", "literal_error"):
        codes = str(facts["expected"]).replace("'", "")
        return f"{_quoted(error['input'])} is not known here; write {codes}"
    if kind == "string_pattern_mismatch" and facts["pattern"] == PART_ID_PATTERN:
        return f"{_quoted(error['input'])} is no identity; write small letters, digits and hyphens (arm-2)"
    if (known := _PLAIN.get(kind)) is not None:
        return known.format(**facts)
    return error["msg"].removeprefix("Value error, ")


def _quoted(value: object) -> str:
    text = ascii(value)[1:-1] if isinstance(value, str) and not value.isprintable() else str(value)
    return f"“{text}”" if len(text) <= 40 else f"“{text[:37]}…”"


def _joined(within: str, location: tuple[int | str, ...], document: object) -> str:
    place, value = within, document
    for step in location:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
            place += f"[{_identity_of(value) or step}]"
        elif "[" not in step and step[:1].islower():
            value = value.get(step) if isinstance(value, Mapping) else None
            name = step if step.isprintable() else ascii(step)[1:-1]
            place += f".{name}" if place else name
    return place


def _identity_of(entry: object) -> str | None:
    identity = entry.get("id") if isinstance(entry, Mapping) else None
    return identity if isinstance(identity, str) and re.fullmatch(PART_ID_PATTERN, identity) else None
