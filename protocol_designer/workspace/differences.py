"""The smallest row changes from one list to another, so that views keep their selection and scroll."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class RowChange:
    """``removed`` rows go from ``first`` on; then ``new[source : source + inserted]`` comes there."""

    first: int
    removed: int
    source: int
    inserted: int


def row_changes(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[RowChange]:
    """Yield the changes that turn ``old`` into ``new``, last rows first, so that positions stay valid."""
    if list(old) == list(new):
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in reversed(matcher.get_opcodes()):
        if tag != "equal":
            yield RowChange(old_from, old_to - old_from, new_from, new_to - new_from)
