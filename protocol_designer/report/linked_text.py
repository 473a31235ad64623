"""A protocol with every value that a text takes from its fields written out, for paper."""

from protocol_designer.derived.linked_values import linked_texts, written_out
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_value


def with_links_written_out(trial: TrialProtocol) -> TrialProtocol:
    """Return the protocol as it reads; the very same object when no text has a link."""
    read = trial
    for place, text in linked_texts(trial):
        read = with_value(read, place, written_out(trial, text))
    return read
