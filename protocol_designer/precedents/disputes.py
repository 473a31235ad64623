"""Tells how an open question stands: open, in dispute, answered, or answered for a value that is gone."""

from enum import StrEnum

from protocol_designer.domain.evidence import OpenQuestion
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.exchange_text import exchange_text


class Standing(StrEnum):
    """How far a question is settled. An outdated answer chose a value that the protocol no longer holds."""

    OPEN = "open"
    DISPUTED = "disputed"
    ANSWERED = "answered"
    OUTDATED = "outdated"

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to decide."""
        return self is Standing.ANSWERED


def standing_of(trial: TrialProtocol, question: OpenQuestion) -> Standing:
    """Tell how a question stands in a protocol."""
    if question.answer is None:
        return Standing.DISPUTED if question.choices else Standing.OPEN
    chosen = question.chosen
    if chosen is None or question.place is None:
        return Standing.ANSWERED
    try:
        value = exchange_text(value_at(trial, question.place))
    except UnknownPlace:
        return Standing.OUTDATED
    return Standing.ANSWERED if value == str(chosen.value) else Standing.OUTDATED
