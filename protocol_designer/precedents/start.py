"""Starts a new protocol from a prior study, and tells where an untouched value came from."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from protocol_designer.domain.base import Part
from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.exchange_text import exchange_text
from protocol_designer.precedents.template import Template

_NUMBERED = re.compile(r"-([0-9]+)$")


class CannotStart(ValueError):  # noqa: N818  # a state of the record, not a fault
    """A record that is evidence only; the message says why."""


def start_from(template: Template) -> TrialProtocol:
    """Return a fresh protocol that holds what the study reported, its sources, and what it left open.

    Raises:
        CannotStart: The record is evidence only.
    """
    if template.protocol is None:
        raise CannotStart(f"{template.label} is evidence only and starts no protocol: {template.why_not}")
    made = max([template.protocol.parts_made, *_numbers(template.protocol)])
    return template.protocol.model_copy(update={"started_from": template.id, "parts_made": made})


def provenance_at(trial: TrialProtocol, place: str) -> Provenance | None:
    """Return the source of the value at a place; None when there is none or the value changed since."""
    for entry in trial.provenance:
        if entry.place == place:
            try:
                value = value_at(trial, place)
            except UnknownPlace:
                return None
            return entry if exchange_text(value) == entry.value else None
    return None


def _numbers(node: object) -> Iterator[int]:
    """Yield the numbers that identities in the tree end in, so that new ones start beyond them."""
    if isinstance(node, tuple):
        for item in node:
            yield from _numbers(item)
    elif isinstance(node, BaseModel):
        if isinstance(node, Part) and (match := _NUMBERED.search(node.id)):
            yield int(match[1])
        for field in type(node).model_fields:
            yield from _numbers(getattr(node, field))
