"""Replaces, inserts, removes and moves parts of the tree by place, and proves what it is given.

The changed node is validated in full, its ancestors are rebuilt around it, and every untouched branch stays
the same object. A verb may hand in a copied model, which skipped its validators: it is checked here.
"""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError

from protocol_designer.domain.part_ids import highest_number, parts_in
from protocol_designer.domain.places import UnknownPlace, index_in, split_place, value_at
from protocol_designer.domain.references import first_broken_reference
from protocol_designer.domain.trial import INSIDE_AN_EDIT, TrialProtocol
from protocol_designer.edits.edit import EditRefused


def with_value(trial: TrialProtocol, place: str, value: object) -> TrialProtocol:
    """Return the protocol with the value at ``place`` replaced; ``value`` may be in the exchange form.

    Raises:
        EditRefused: The value does not fit there, or the protocol would hold a broken reference.
    """
    return _checked(trial, _rebuilt(trial, _steps(place), lambda node: _proved(value, node, place), place))


def with_fields(trial: TrialProtocol, place: str, **changes: object) -> TrialProtocol:
    """Return the protocol with several fields of the node at ``place`` changed at once.

    For changes that only fit together, such as a dose basis and its amount. An empty ``place`` is the root.

    Raises:
        EditRefused: As for `with_value`.
    """

    def change(node: object) -> object:
        if not isinstance(node, BaseModel):
            raise EditRefused(f"{place} has no fields")
        values = {name: getattr(node, name) for name in type(node).model_fields}
        proved = {name: _proved(value, values.get(name), place) for name, value in changes.items()}
        try:
            checked = type(node).model_validate({**values, **proved}, context=INSIDE_AN_EDIT)
        except ValidationError as error:
            raise EditRefused.because(error, place) from error
        fresh = {name: getattr(checked, name) for name in changes if getattr(checked, name) != values[name]}
        return node.model_copy(update=fresh) if fresh else node

    return _checked(trial, _rebuilt(trial, _steps(place) if place else (), change, place))


def with_inserted(
    trial: TrialProtocol, place: str, part: object, position: int | None = None
) -> TrialProtocol:
    """Return the protocol with ``part`` inserted into the list at ``place``, at its end by default.

    Raises:
        EditRefused: As for `with_value`, or there is no such list or position.
    """

    def insert(items: object) -> tuple[Any, ...]:
        if not isinstance(items, tuple):
            raise EditRefused(f"{place} is not a list")
        at = len(items) if position is None else position
        if not 0 <= at <= len(items):
            raise EditRefused(f"{place}: there is no position {at} in a list of {len(items)}")
        return (*items[:at], _proved(part, None, place), *items[at:])

    return _checked(trial, _rebuilt(trial, _steps(place), insert, place))


def without(trial: TrialProtocol, place: str) -> TrialProtocol:
    """Return the protocol without the list entry at ``place``; its identity is not given out again.

    Raises:
        EditRefused: There is no such entry, or something else refers to it; the message says what.
    """
    steps = _steps(place)

    def remove(items: Any) -> tuple[Any, ...]:
        at = _index(items, steps[-1], place)
        return (*items[:at], *items[at + 1 :])

    gone = current(trial, place)
    after = _rebuilt(trial, steps[:-1], remove, place)
    made = max(trial.parts_made, highest_number(gone))
    return _checked(trial, after.model_copy(update={"parts_made": made}))


def with_moved(trial: TrialProtocol, place: str, to: int) -> TrialProtocol:
    """Return the protocol with the list entry at ``place`` moved to position ``to``.

    Raises:
        EditRefused: There is no such entry or no such position.
    """
    steps = _steps(place)

    def move(items: Any) -> tuple[Any, ...]:
        at = _index(items, steps[-1], place)
        if not 0 <= to < len(items):
            raise EditRefused(f"{place}: there is no position {to} in a list of {len(items)}")
        rest = (*items[:at], *items[at + 1 :])
        return (*rest[:to], items[at], *rest[to:])

    return _checked(trial, _rebuilt(trial, steps[:-1], move, place))


def next_id(trial: TrialProtocol, kind: str) -> tuple[TrialProtocol, str]:
    """Make an identity such as ``arm-7`` that was never given; returns the protocol that remembers it."""
    taken = {part.id for part in parts_in(trial)}
    number = trial.parts_made + 1
    while f"{kind}-{number}" in taken:
        number += 1
    return trial.model_copy(update={"parts_made": number}), f"{kind}-{number}"


def current(trial: TrialProtocol, place: str) -> Any:
    """Return the value at a place.

    Raises:
        EditRefused: There is no such place.
    """
    try:
        return value_at(trial, place)
    except UnknownPlace as error:
        raise EditRefused(str(error)) from error


def _checked(before: TrialProtocol, after: TrialProtocol) -> TrialProtocol:
    if after is not before and (problem := first_broken_reference(after)):
        raise EditRefused(problem)
    return after


def _steps(place: str) -> tuple[str, ...]:
    try:
        return split_place(place)
    except UnknownPlace as error:
        raise EditRefused(str(error)) from error


def _index(items: object, step: str, place: str) -> int:
    if not step.startswith("["):
        raise EditRefused(f"{place} is not an entry of a list")
    try:
        return index_in(items, step, place)
    except UnknownPlace as error:
        raise EditRefused(str(error)) from error


def _rebuilt(
    node: Any, steps: tuple[str, ...], replace: Callable[[Any], object], place: str, here: str = ""
) -> Any:
    """Rebuild the branch from ``node`` down the ``steps``; the same object when nothing changed."""
    if not steps:
        return replace(node)
    step, rest = steps[0], steps[1:]
    if step.startswith("["):
        at = _index(node, step, place)
        child = _rebuilt(node[at], rest, replace, place, here + step)
        return node if child is node[at] else (*node[:at], child, *node[at + 1 :])
    if not isinstance(node, BaseModel) or step not in type(node).model_fields:
        raise EditRefused(f"{place}: there is no field {step}")
    before = getattr(node, step)
    child = _rebuilt(before, rest, replace, place, f"{here}.{step}" if here else step)
    return node if child is before else _with_field(node, step, child, here)


def _proved(value: object, before: object, place: str) -> object:
    """Check every model in a value that did not stand in ``before``; a copied one was never checked."""
    if value is before:
        return value
    if isinstance(value, tuple | list):
        known = {id(item) for item in before} if isinstance(before, tuple) else set()
        return tuple(item if id(item) in known else _proved(item, None, place) for item in value)
    if isinstance(value, BaseModel):
        fields = {name: _proved(getattr(value, name), None, place) for name in type(value).model_fields}
        try:
            return type(value).model_validate(fields, context=INSIDE_AN_EDIT)
        except ValidationError as error:
            raise EditRefused.because(error, place) from error
    return value


def _with_field(node: BaseModel, field: str, value: object, here: str) -> BaseModel:
    """Validate the node with one field changed, then share everything that did not change."""
    values = {name: getattr(node, name) for name in type(node).model_fields}
    try:
        checked = type(node).model_validate({**values, field: value}, context=INSIDE_AN_EDIT)
    except ValidationError as error:
        raise EditRefused.because(error, here) from error
    fresh = getattr(checked, field)
    before = getattr(node, field)
    if fresh == before and type(fresh) is type(before):
        return node
    return node.model_copy(update={field: fresh})
