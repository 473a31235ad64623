"""Tells where a value of a protocol comes from, as long as it is still the value that came."""

from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.exchange_text import exchange_text


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
