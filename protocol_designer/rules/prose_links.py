"""PROSE-007: a text that takes a value from a field that is gone or cannot be said in a sentence."""

from collections.abc import Iterable, Iterator

from protocol_designer.derived.linked_values import linked_texts, links_in, said_at
from protocol_designer.derived.undecided import Undecided
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView


def _texts(view: TrialView) -> Iterable[tuple[str, str]]:
    return tuple(linked_texts(view.trial))


@rule(
    "PROSE-007",
    "A text takes a value from a field that is not there",
    Severity.HARD,
    over=_texts,
    needs=("the fields that the text takes its values from",),
    sources=("spirit-2025",),
)
def value_taken_from_nowhere(view: TrialView, entry: tuple[str, str]) -> Iterator[Hit | Undecided]:
    """A sentence shows a linked value, and there is none to show.

    Fires when: the linked field is gone, or holds something that no few words can say.
    Stays quiet when: every linked field holds one value. A field that is not decided yet is told as not
    assessed, and the sentence prints a gap.
    Worst case: none; a sentence must not lose its number unseen.
    """
    place, text = entry
    gone = []
    for link in links_in(text):
        said = said_at(view.trial, link.place)
        if isinstance(said, Undecided):
            yield said
        elif said is None:
            gone.append(link.place)
    if gone:
        told = ", ".join(dict.fromkeys(gone))
        yield Hit(
            Severity.HARD,
            place,
            f"The text takes a value from {told}, which is gone or is no single value. Link another field or "
            "write the sentence without it.",
            told,
            limit_text="a field that holds one value",
        )


RULES = (value_taken_from_nowhere,)
