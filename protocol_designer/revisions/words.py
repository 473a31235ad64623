"""Two texts compared word by word: what stayed, what was taken out, what came in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\s+|\w+(?:[.,:’'\-]\w+)*|[^\w\s]")
_LONGEST = 20_000
"""Words beyond which two texts are shown one after the other; matching them would take seconds."""


class Fate(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words with one fate."""

    fate: Fate
    text: str


def word_changes(before: str, after: str) -> tuple[Stretch, ...]:
    """Return the stretches of both texts: kept and removed make up the first, kept and added the second."""
    return tuple(_stretches(_WORD.findall(before), _WORD.findall(after)))


def _stretches(before: list[str], after: list[str]) -> Iterator[Stretch]:
    if len(before) + len(after) > _LONGEST:
        yield Stretch(Fate.REMOVED, "".join(before))
        yield Stretch(Fate.ADDED, "".join(after))
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, new_first, new_last in matcher.get_opcodes():
        if tag == "equal":
            yield Stretch(Fate.KEPT, "".join(before[first:last]))
            continue
        if last > first:
            yield Stretch(Fate.REMOVED, "".join(before[first:last]))
        if new_last > new_first:
            yield Stretch(Fate.ADDED, "".join(after[new_first:new_last]))
