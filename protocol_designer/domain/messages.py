"""Turns a validation error into one sentence with the place and the cure."""

from pydantic import ValidationError

_PLAIN = {
    "missing": "this field is required",
    "extra_forbidden": "this field is not known here; check its spelling or the program's version",
    "string_too_short": "this text is empty; leave the field out when it is not decided",
}


def sentence(error: ValidationError, within: str = "") -> str:
    """Describe the first fault: place, what is wrong, how to mend it."""
    first = error.errors(include_url=False)[0]
    place = _joined(within, first["loc"])
    fault = _PLAIN.get(first["type"], first["msg"].removeprefix("Value error, "))
    more = error.error_count() - 1
    rest = f" ({more} more fault{'s' if more > 1 else ''})" if more else ""
    return f"{place}: {fault}{rest}" if place else f"{fault}{rest}"


def _joined(within: str, location: tuple[int | str, ...]) -> str:
    place = within
    for step in location:
        if isinstance(step, int):
            place += f"[{step}]"
        elif "[" not in step and step[:1].islower():
            place += f".{step}" if place else step
    return place
