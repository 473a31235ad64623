"""Merges two copies of a protocol that were changed apart, from the state they have in common.

What only one side changed is taken over, what both changed alike is taken once, and what both changed in
different ways is a conflict that a person decides. Nothing is dropped: every conflict keeps all three values.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from protocol_designer.domain.messages import sentence
from protocol_designer.domain.references import dangling_references
from protocol_designer.domain.trial import INSIDE_AN_EDIT, TrialProtocol
from protocol_designer.edits.identities import without_clashes
from protocol_designer.revisions.differences import Document, document_of, has_other_shape
from protocol_designer.revisions.keyed import Steps, by_key, list_name, written


class Side(StrEnum):
    """Whose value a conflict is decided for."""

    OURS = "ours"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that both sides changed, or that one removed and the other changed or still needs.

    Values are in the exchange form, None where there is none. ``place`` names the conflict in choices.
    """

    place: str
    steps: Steps
    base: Any
    ours: Any
    theirs: Any


class MergeRefused(ValueError):  # noqa: N818  # a refusal is an answer, not a fault
    """A merge that is not decided yet or gives no whole protocol; the text is one sentence with the cure."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge with the choices made so far; open conflicts hold our value until they are decided."""

    document: Document
    conflicts: tuple[Conflict, ...]
    choices: Mapping[str, Side]

    @property
    def open(self) -> tuple[Conflict, ...]:
        """The conflicts that still have to be decided."""
        return tuple(conflict for conflict in self.conflicts if conflict.place not in self.choices)

    def trial(self) -> TrialProtocol:
        """Return the merged protocol.

        Raises:
            MergeRefused: A conflict is open, or the choices together leave a broken reference.
        """
        if self.open:
            count = len(self.open)
            what = "conflict is" if count == 1 else "conflicts are"
            raise MergeRefused(f"{count} {what} not decided yet; choose a side for each.")
        try:
            return TrialProtocol.model_validate_json(json.dumps(self.document), strict=True)
        except ValidationError as error:
            raise MergeRefused(
                f"These choices do not fit together: {sentence(error)} Choose differently in a conflict that "
                "concerns it."
            ) from error


def merge(
    base: TrialProtocol,
    ours: TrialProtocol,
    theirs: TrialProtocol,
    choices: Mapping[str, Side] | None = None,
) -> Merge:
    """Merge two copies from their common state.

    Args:
        choices: For each conflict decided, by its place, whose value holds.
    """
    theirs = without_clashes(base, ours, theirs)
    documents = document_of(base), document_of(ours), document_of(theirs)
    merging = _Merging(dict(choices or {}))
    merged = merging.merged(*documents, ())
    # A part that one side removed and the other began to use is contested, although only one side touched it.
    while fresh := set(_missing_parts(merged)) - merging.contested:
        merging = _Merging(merging.choices, merging.contested | fresh)
        merged = merging.merged(*documents, ())
    merged["parts_made"] = max(trial.parts_made for trial in (base, ours, theirs))
    return Merge(merged, tuple(merging.conflicts), merging.choices)


@dataclass
class _Merging:
    choices: dict[str, Side]
    contested: set[str] = field(default_factory=set)
    conflicts: list[Conflict] = field(default_factory=list)

    def merged(self, base: Any, ours: Any, theirs: Any, steps: Steps) -> Any:
        if not _holds(base, self.contested):
            if theirs in (ours, base):
                return ours
            if ours == base:
                return theirs
        if steps == ("parts_made",):
            return max(ours, theirs)
        values = (base, ours, theirs)
        if all(isinstance(value, dict) for value in values) and not _differ_in_shape(values):
            names = dict.fromkeys((*ours, *theirs, *base))
            return _present({name: self._inner(base, ours, theirs, name, (*steps, name)) for name in names})
        if isinstance(ours, list) and isinstance(theirs, list):
            return self._list(base if isinstance(base, list) else [], ours, theirs, steps)
        return self._decided(base, ours, theirs, steps)

    def _inner(self, base: Document, ours: Document, theirs: Document, name: str, steps: Steps) -> Any:
        return self.merged(base.get(name), ours.get(name), theirs.get(name), steps)

    def _list(self, base: list[Any], ours: list[Any], theirs: list[Any], steps: Steps) -> Any:
        keyed = [by_key(items, list_name(steps)) for items in (base, ours, theirs)]
        if any(entries is None for entries in keyed):
            are_alike = not any(keyed) and len(base) == len(ours) == len(theirs)
            if are_alike and any(isinstance(item, dict) for item in ours):
                triples = zip(base, ours, theirs, strict=True)
                return [self.merged(*triple, (*steps, f"[{at}]")) for at, triple in enumerate(triples)]
            return self._decided(base, ours, theirs, steps)
        old, mine, other = (entries or {} for entries in keyed)
        kept = {}
        for key in dict.fromkeys((*mine, *other, *old)):
            value = self._entry(old.get(key), mine.get(key), other.get(key), (*steps, f"[{key}]"))
            if value is not None:
                kept[key] = value
        return [kept[key] for key in self._order(list(old), list(mine), list(other), kept, steps)]

    def _entry(self, base: Any, ours: Any, theirs: Any, steps: Steps) -> Any:
        is_gone = base is not None and (ours is None) != (theirs is None)
        if is_gone and steps[-1][1:-1] in self.contested:
            return self._decided(base, ours, theirs, steps)
        return self.merged(base, ours, theirs, steps)

    def _order(
        self, old: list[str], mine: list[str], other: list[str], kept: dict[str, Any], steps: Steps
    ) -> Iterator[str]:
        """Keep our order unless only theirs was rearranged; what only they have follows its neighbour."""
        shared = [key for key in mine if key in other and key in old]
        mine_moved = shared != [key for key in old if key in shared]
        other_moved = [key for key in other if key in shared] != [key for key in old if key in shared]
        first, second = mine, other
        if other_moved and mine_moved and shared != [key for key in other if key in shared]:
            order = self._decided(
                [key for key in old if key in shared], shared, [key for key in other if key in shared],
                (*steps, "order"),
            )  # fmt: skip
            if order != shared:
                first, second = other, mine
        elif other_moved and not mine_moved:
            first, second = other, mine
        result = [key for key in first if key in kept]
        for source in (second, old):
            for at, key in enumerate(source):
                if key in kept and key not in result:
                    before = [known for known in source[:at] if known in result]
                    result.insert(result.index(before[-1]) + 1 if before else 0, key)
        yield from result

    def _decided(self, base: Any, ours: Any, theirs: Any, steps: Steps) -> Any:
        place = written(steps)
        self.conflicts.append(Conflict(place, steps, base, ours, theirs))
        return theirs if self.choices.get(place) is Side.THEIRS else ours


def _holds(value: Any, identities: set[str]) -> bool:
    """Tell whether a part with one of the identities stands somewhere in a value."""
    if not identities or not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    is_one = isinstance(value, dict) and value.get("id") in identities
    return is_one or any(_holds(one, identities) for one in inner)


def _differ_in_shape(values: tuple[Any, Any, Any]) -> bool:
    base, ours, theirs = values
    return has_other_shape(ours, theirs) or has_other_shape(base, ours) or has_other_shape(base, theirs)


def _present(values: Document) -> Document:
    return {name: value for name, value in values.items() if value is not None}


def _missing_parts(document: Document) -> Iterator[str]:
    try:
        trial = TrialProtocol.model_validate(document, context=INSIDE_AN_EDIT)
    except ValidationError:
        return
    yield from dangling_references(trial)
