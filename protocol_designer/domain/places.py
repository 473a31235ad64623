"""Places: the paths by which findings, provenance, navigation and edits speak of one value.

A place is written ``regimens[reg-1].steps[0].amount``: a part of a list is addressed by its identity,
anything else in a list by its position.
"""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel

from protocol_designer.domain.base import Line, Part

_SEGMENT = re.compile(r"([a-z_][a-z0-9_]*)((?:\[[^\[\]]+\])?)")


class UnknownPlace(LookupError):  # noqa: N818  # says that a part is gone, which callers expect after a removal
    """A place that does not exist in this protocol."""


def split_place(place: str) -> tuple[str, ...]:
    """Split a place into steps: field names, and keys in brackets (``[reg-1]``).

    Raises:
        UnknownPlace: The text is not a place.
    """
    steps: list[str] = []
    for segment in place.split("."):
        match = _SEGMENT.fullmatch(segment)
        if not match:
            raise UnknownPlace(f"“{place}” is not a place in a protocol")
        steps.append(match[1])
        if match[2]:
            steps.append(match[2])
    return tuple(steps)


def _written_as_place(text: str) -> str:
    try:
        split_place(text)
    except UnknownPlace as error:
        raise ValueError(str(error)) from error
    return text


Place = Annotated[Line, AfterValidator(_written_as_place)]
"""The text of a place; whether it exists is asked of a protocol with `value_at`."""


def value_at(root: BaseModel, place: str) -> Any:
    """Return the value at a place.

    Raises:
        UnknownPlace: No such field or part.
    """
    value: Any = root
    for step in split_place(place):
        value = _next(value, step, place)
    return value


def index_in(items: object, step: str, place: str) -> int:
    """Return the position that a bracketed key such as ``[reg-1]`` or ``[0]`` means.

    Raises:
        UnknownPlace: ``items`` is no list, or has no such entry.
    """
    if not isinstance(items, tuple):
        raise UnknownPlace(f"{place}: {step} asks for a part of something that has none")
    key = step[1:-1]
    for position, item in enumerate(items):
        if isinstance(item, Part) and item.id == key:
            return position
    if key.isascii() and key.isdecimal() and int(key) < len(items) and not isinstance(items[int(key)], Part):
        return int(key)
    raise UnknownPlace(f"{place}: there is no {key} here")


def _next(value: Any, step: str, place: str) -> Any:
    if step.startswith("["):
        return value[index_in(value, step, place)]
    if isinstance(value, BaseModel) and step in type(value).model_fields:
        return getattr(value, step)
    raise UnknownPlace(f"{place}: there is no field {step}")
