"""Starts a new protocol from a prior study."""

from typing import TYPE_CHECKING

from protocol_designer.domain.part_ids import highest_number
from protocol_designer.domain.trial import TrialProtocol

if TYPE_CHECKING:
    from protocol_designer.precedents.template import Template


class CannotStart(ValueError):  # noqa: N818  # a state of the record, not a fault
    """A record that is evidence only; the message says why."""


def start_from(template: "Template") -> TrialProtocol:
    """Return a fresh protocol that holds what the study reported, its sources, and what it left open.

    Raises:
        CannotStart: The record is evidence only.
    """
    if template.protocol is None:
        raise CannotStart(f"{template.label} is evidence only and starts no protocol: {template.why_not}")
    # New identities start beyond those of the template, so that none of them is given out again.
    made = max(template.protocol.parts_made, highest_number(template.protocol))
    return template.protocol.model_copy(update={"started_from": template.id, "parts_made": made})
