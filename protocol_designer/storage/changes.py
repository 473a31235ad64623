"""What an edit changed, place by place, so that small edits stay small and can be undone.

A change is a JSON object. ``{"place": p, "was": a, "is": b}`` replaces a value; ``was`` or ``is`` is left out
where there was or is none. ``{"place": p, "at": n, "was": [...], "is": [...]}`` replaces a run of list
entries, and with texts in place of lists a run of characters.
"""

from collections.abc import Iterator, Sequence
from typing import Any

Change = dict[str, Any]

_LONG_TEXT = 200


class MisfitChange(ValueError):  # noqa: N818  # it is the change that does not fit
    """A change that does not fit the document it is applied to: one of the two was tampered with."""


def changes_between(before: object, after: object, place: str = "") -> Iterator[Change]:
    """Yield what turns one JSON value into another."""
    if before == after and type(before) is type(after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted({*before, *after}):
            inner = f"{place}.{name}" if place else name
            if name in before and name in after:
                yield from changes_between(before[name], after[name], inner)
            else:
                yield _replaced(inner, before, after, name)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _between_lists(before, after, place)
    elif isinstance(before, str) and isinstance(after, str) and min(len(before), len(after)) > _LONG_TEXT:
        yield _spliced(before, after, place)
    else:
        yield {"place": place, "was": before, "is": after}


def is_change(value: object) -> bool:
    """Tell whether a JSON value has the form of a change."""
    if not isinstance(value, dict) or not isinstance(value.get("place"), str):
        return False
    if "at" not in value:
        return "was" in value or "is" in value
    at, was, now = value["at"], value.get("was"), value.get("is")
    return type(at) is int and at >= 0 and isinstance(was, list | str) and type(was) is type(now)


def undone(change: Change) -> Change:
    """Return the change that takes this one back."""
    turned = {name: value for name, value in change.items() if name not in ("was", "is")}
    if "is" in change:
        turned["was"] = change["is"]
    if "was" in change:
        turned["is"] = change["was"]
    return turned


def with_change(document: Any, change: Change) -> Any:
    """Return the JSON value with a change carried out; the argument is left as it is.

    Raises:
        MisfitChange: The document does not hold what the change says it held.
    """
    try:
        return _carried_out(document, list(_steps(change["place"])), change)
    except (KeyError, TypeError, RecursionError) as error:
        raise MisfitChange(f"{change['place']}: this is no change to be carried out here") from error


def _replaced(place: str, before: dict[str, Any], after: dict[str, Any], name: str) -> Change:
    if name in before:
        return {"place": place, "was": before[name]}
    return {"place": place, "is": after[name]}


def _between_lists(before: list[Any], after: list[Any], place: str) -> Iterator[Change]:
    keys = [_key(entry, position) for position, entry in enumerate(before)]
    if keys == [_key(entry, position) for position, entry in enumerate(after)] and len(set(keys)) == len(
        keys
    ):
        for key, old, new in zip(keys, before, after, strict=True):
            yield from changes_between(old, new, f"{place}[{key}]")
    else:
        yield _spliced(before, after, place)


def _key(entry: object, position: int) -> str:
    identity = entry.get("id") if isinstance(entry, dict) else None
    return identity if isinstance(identity, str) and identity else str(position)


def _spliced(before: Sequence[Any], after: Sequence[Any], place: str) -> Change:
    shortest = min(len(before), len(after))
    start = 0
    while start < shortest and before[start] == after[start]:
        start += 1
    end = 0
    while end < shortest - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return {
        "place": place,
        "at": start,
        "was": before[start : len(before) - end],
        "is": after[start : len(after) - end],
    }


def _steps(place: str) -> Iterator[str]:
    for segment in place.split("."):
        name, *keys = segment.split("[")
        yield name
        for key in keys:
            yield f"[{key}"


def _carried_out(value: Any, steps: list[str], change: Change) -> Any:
    if not steps:
        return _changed(value, change)
    step, rest = steps[0], steps[1:]
    if step.startswith("["):
        if not isinstance(value, list):
            raise MisfitChange(f"{change['place']}: there is no list here")
        at = next((n for n, entry in enumerate(value) if f"[{_key(entry, n)}]" == step), None)
        if at is None:
            raise MisfitChange(f"{change['place']}: there is no {step[1:-1]} here")
        return [*value[:at], _carried_out(value[at], rest, change), *value[at + 1 :]]
    if not isinstance(value, dict):
        raise MisfitChange(f"{change['place']}: there is no field {step}")
    if rest or "at" in change:
        return {**value, step: _carried_out(value.get(step), rest, change)}
    if value.get(step) != change.get("was"):
        raise MisfitChange(f"{change['place']}: the value is not the one that was changed")
    others = {name: inner for name, inner in value.items() if name != step}
    return {**others, step: change["is"]} if "is" in change else others


def _changed(value: Any, change: Change) -> Any:
    if "at" not in change:
        if value != change.get("was"):
            raise MisfitChange(f"{change['place']}: the value is not the one that was changed")
        return change["is"]
    start, was, now = change["at"], change["was"], change["is"]
    if type(value) is not type(was) or value[start : start + len(was)] != was:
        raise MisfitChange(f"{change['place']}: the entries are not the ones that were changed")
    return value[:start] + now + value[start + len(was) :]
