"""The identities in use: every part of a branch, and the number that an identity ends in."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from protocol_designer.domain.base import Part

_NUMBER = re.compile(r"-([0-9]+)$")


def parts_in(branch: object) -> Iterator[Part]:
    """Yield every part of a branch of the tree, outer ones first."""
    if isinstance(branch, tuple):
        for item in branch:
            yield from parts_in(item)
    elif isinstance(branch, BaseModel):
        if isinstance(branch, Part):
            yield branch
        for field in type(branch).model_fields:
            yield from parts_in(getattr(branch, field))


def highest_number(branch: object) -> int:
    """Return the highest number an identity in the branch ends in, such as 7 of ``arm-7``; 0 without one."""
    found = (_NUMBER.search(part.id) for part in parts_in(branch))
    return max((int(match[1]) for match in found if match), default=0)
