"""What tests ask of a protocol that a study started: open questions, and how a value was obtained."""

from protocol_designer.domain.evidence import ProvenanceStatus
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.provenance import provenance_at


def what_is_known(trial: TrialProtocol, place: str) -> str:
    """Return what is known of the one open question at a place."""
    (question,) = [question for question in trial.open_questions if question.place == place]
    assert question.known is not None
    assert question.answer is None
    return question.known


def status_at(trial: TrialProtocol, place: str) -> ProvenanceStatus:
    """Return how the value at a place was obtained."""
    entry = provenance_at(trial, place)
    assert entry is not None
    return entry.status
