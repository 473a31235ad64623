"""A protocol that somebody keeps as a template of their own; its file is storage/own_templates.py's.

What belongs to one trial only is taken out: numbers, dates, people, amendments. So are the justifications,
because a reason given for one trial must not silence a finding in the next.
"""

from typing import Literal

from protocol_designer.domain.base import CalendarDate, Line, Part, Prose
from protocol_designer.domain.identity import Identity
from protocol_designer.domain.part_ids import highest_number
from protocol_designer.domain.trial import TrialProtocol

OWN = "own:"
"""What an identity begins with where own templates stand beside the prior studies."""

_OF_ONE_TRIAL: dict[str, object] = {
    "protocol_number": None, "version": None, "version_date": None, "is_original": None,
    "registration": None, "people": (),
}  # fmt: skip


class OwnTemplate(Part):
    """A named protocol to start from. It is no evidence: nothing in it is known to have been done."""

    template_format: Literal[1] = 1
    name: Line
    description: Prose | None = None
    saved_on: CalendarDate
    protocol: TrialProtocol


def kept_for_reuse(trial: TrialProtocol) -> TrialProtocol:
    """Return a protocol without what belongs to its own trial.

    Raises:
        pydantic.ValidationError: Something in it refers to what was taken out.
    """
    kept = {
        **dict(trial),
        "identity": Identity.model_validate({**dict(trial.identity), **_OF_ONE_TRIAL}),
        "parts_made": max(trial.parts_made, highest_number(trial)),
        "amendment": None,
        "prior_amendments": (),
        "justifications": (),
    }
    return TrialProtocol.model_validate(kept)


def start_from_own(template: OwnTemplate) -> TrialProtocol:
    """Return a fresh protocol that holds what the template holds."""
    return kept_for_reuse(template.protocol)
