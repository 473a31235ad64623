"""What differs between two states of a protocol, part by part: to be read, and to be applied.

Values are in the exchange form. ``differences(a, b)`` applied to ``a`` gives ``b``, whatever the two are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.revisions.keyed import Steps, by_key, keys_of, list_name, place_in, position_of

Document = dict[str, Any]


class DifferenceKind(StrEnum):
    """What happened to a part or value."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    ``before`` and ``after`` hold the whole part or value; None where there is none. For reordered entries
    they list the keys in order. ``at`` is the position of an entry that was added to a list. ``place`` is
    where it stands: in the later state, or in the earlier one when it was removed.
    """

    kind: DifferenceKind
    steps: Steps
    place: str
    before: Any = None
    after: Any = None
    at: int | None = None

    @property
    def is_whole_part(self) -> bool:
        """Whether a list entry came or went, rather than one of its fields."""
        return self.steps[-1].startswith("[")


def document_of(trial: TrialProtocol) -> Document:
    """Return a protocol in the exchange form, as values."""
    return trial.model_dump(mode="json", exclude_none=True)


def differences(before: TrialProtocol, after: TrialProtocol) -> tuple[Difference, ...]:
    """Return what differs, in the order of the protocol's fields."""
    return document_differences(document_of(before), document_of(after))


def document_differences(before: Document, after: Document) -> tuple[Difference, ...]:
    """Return what differs between two protocols in the exchange form."""
    found = list(_between(before, after, ()))
    return tuple(_placed(difference, before, after) for difference in found)


def with_differences(document: Document, wanted: Iterable[Difference]) -> Document:
    """Return the document with differences carried out; the argument is left as it is.

    Raises:
        LookupError: The document lacks a part that a difference speaks of.
    """
    order = (
        DifferenceKind.REMOVED,
        DifferenceKind.CHANGED,
        DifferenceKind.REORDERED,
        DifferenceKind.ADDED,
    )
    for difference in sorted(wanted, key=lambda one: (order.index(one.kind), one.at or 0)):
        document = _carried_out(document, difference, 0)
    return document


def has_other_shape(before: Document, after: Document) -> bool:
    """Tell whether two objects have no field in common: one kind of thing took the place of another."""
    return bool(before) and bool(after) and not set(before) & set(after)


def _between(before: Any, after: Any, steps: Steps) -> Iterator[Difference]:
    if before == after and type(before) is type(after):
        return
    both = (before, after)
    if all(isinstance(value, dict) for value in both) and not has_other_shape(before, after):
        for name in dict.fromkeys((*before, *after)):
            yield from _field_between(before, after, name, (*steps, name))
    elif all(isinstance(value, list) for value in both):
        yield from _lists_between(before, after, steps)
    else:
        yield Difference(DifferenceKind.CHANGED, steps, "", before, after)


def _field_between(before: Document, after: Document, name: str, steps: Steps) -> Iterator[Difference]:
    if name not in after:
        yield Difference(DifferenceKind.REMOVED, steps, "", before=before[name])
    elif name not in before:
        yield Difference(DifferenceKind.ADDED, steps, "", after=after[name])
    else:
        yield from _between(before[name], after[name], steps)


def _lists_between(before: list[Any], after: list[Any], steps: Steps) -> Iterator[Difference]:
    old, new = by_key(before, list_name(steps)), by_key(after, list_name(steps))
    if old is None or new is None:
        are_alike = old is None and new is None and len(before) == len(after)
        if are_alike and any(isinstance(value, dict) for value in (*before, *after)):
            for position, (was, now) in enumerate(zip(before, after, strict=True)):
                yield from _between(was, now, (*steps, f"[{position}]"))
        else:
            yield Difference(DifferenceKind.CHANGED, steps, "", before, after)
        return
    for key, value in old.items():
        if key not in new:
            yield Difference(DifferenceKind.REMOVED, (*steps, f"[{key}]"), "", before=value)
    for position, (key, value) in enumerate(new.items()):
        if key in old:
            yield from _between(old[key], value, (*steps, f"[{key}]"))
        else:
            yield Difference(DifferenceKind.ADDED, (*steps, f"[{key}]"), "", after=value, at=position)
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    if kept_before != kept_after:
        yield Difference(DifferenceKind.REORDERED, steps, "", kept_before, kept_after)


def _placed(difference: Difference, before: Document, after: Document) -> Difference:
    here = before if difference.kind is DifferenceKind.REMOVED else after
    return Difference(
        difference.kind,
        difference.steps,
        place_in(here, difference.steps),
        difference.before,
        difference.after,
        difference.at,
    )


def _carried_out(value: Any, difference: Difference, depth: int) -> Any:
    steps = difference.steps
    if depth == len(steps):
        return (
            _reordered(value, difference) if difference.kind is DifferenceKind.REORDERED else difference.after
        )
    step, is_last = steps[depth], depth == len(steps) - 1
    if step.startswith("["):
        if is_last and difference.kind is DifferenceKind.ADDED:
            at = len(value) if difference.at is None else difference.at
            return [*value[:at], difference.after, *value[at:]]
        at = position_of(value, step, steps[:depth])
        if is_last and difference.kind is DifferenceKind.REMOVED:
            return [*value[:at], *value[at + 1 :]]
        return [*value[:at], _carried_out(value[at], difference, depth + 1), *value[at + 1 :]]
    if is_last and difference.kind is DifferenceKind.REMOVED:
        return {name: inner for name, inner in value.items() if name != step}
    if is_last and difference.kind is DifferenceKind.ADDED:
        return {**value, step: difference.after}
    return {**value, step: _carried_out(value[step], difference, depth + 1)}


def _reordered(items: list[Any], difference: Difference) -> list[Any]:
    keys = keys_of(items, list_name(difference.steps)) or ()
    wanted = {key: rank for rank, key in enumerate(difference.after)}
    known = sorted(
        (item for key, item in zip(keys, items, strict=True) if key in wanted),
        key=lambda item: wanted[(keys_of([item], list_name(difference.steps)) or ("",))[0]],
    )
    others = [item for key, item in zip(keys, items, strict=True) if key not in wanted]
    return [*known, *others]
