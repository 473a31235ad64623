"""Replaces, inserts, removes and moves parts of the tree by place; the only code that copies models.

The changed node is validated in full, its ancestors are rebuilt around it, and every untouched branch stays the
same object.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from protocol_designer.domain.messages import sentence
from protocol_designer.domain.places import UnknownPlace, index_in, split_place, value_at
from protocol_designer.domain.trial import INSIDE_AN_EDIT, TrialProtocol, first_broken_reference
from protocol_designer.edits.edit import EditRefused

Model = TypeVar("Model", bound=BaseModel)


def with_value(trial: TrialProtocol, place: str, value: object) -> TrialProtocol:
    """Return the protocol with the value at ``place`` replaced; ``value`` may be in the exchange form.

    Raises:
        EditRefused: The value does not fit there, or the protocol would hold a broken reference.
    """
    return _checked(trial, _rebuilt(trial, split_place(place), lambda _: value, place))


def with_inserted(trial: TrialProtocol, place: str, part: object, position: int | None = None) -> TrialProtocol:
    """Return the protocol with ``part`` inserted into the list at ``place``, at its end by default.

    Raises:
        EditRefused: As for `with_value`.
    """

    def insert(items: Any) -> tuple[Any, ...]:
        at = len(items) if position is None else position
        return (*items[:at], part, *items[at:])

    return _checked(trial, _rebuilt(trial, split_place(place), insert, place))


def without(trial: TrialProtocol, place: str) -> TrialProtocol:
    """Return the protocol without the list entry at ``place``.

    Raises:
        EditRefused: Something else refers to it; the message says what.
    """
    steps = split_place(place)

    def remove(items: Any) -> tuple[Any, ...]:
        at = index_in(items, steps[-1], place)
        return (*items[:at], *items[at + 1 :])

    return _checked(trial, _rebuilt(trial, steps[:-1], remove, place))


def with_moved(trial: TrialProtocol, place: str, to: int) -> TrialProtocol:
    """Return the protocol with the list entry at ``place`` moved to position ``to``.

    Raises:
        EditRefused: There is no such entry.
    """
    steps = split_place(place)

    def move(items: Any) -> tuple[Any, ...]:
        at = index_in(items, steps[-1], place)
        rest = (*items[:at], *items[at + 1 :])
        return (*rest[:to], items[at], *rest[to:])

    return _checked(trial, _rebuilt(trial, steps[:-1], move, place))


def next_id(trial: TrialProtocol, kind: str) -> tuple[TrialProtocol, str]:
    """Make a new identity such as ``arm-7``; returns the protocol that remembers it."""
    number = trial.parts_made + 1
    return trial.model_copy(update={"parts_made": number}), f"{kind}-{number}"


def with_new_id(part: Model, new_id: str) -> Model:
    """Return a copy of a part under another identity."""
    return part.model_copy(update={"id": new_id})


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


def _rebuilt(node: Any, steps: tuple[str, ...], replace: Callable[[Any], object], place: str, here: str = "") -> Any:
    """Rebuild the branch from ``node`` down the ``steps``; the same object comes back when nothing changed."""
    if not steps:
        return replace(node)
    step, rest = steps[0], steps[1:]
    if step.startswith("["):
        try:
            at = index_in(node, step, place)
        except UnknownPlace as error:
            raise EditRefused(str(error)) from error
        child = _rebuilt(node[at], rest, replace, place, here + step)
        return node if child is node[at] else (*node[:at], child, *node[at + 1 :])
    if not isinstance(node, BaseModel) or step not in type(node).model_fields:
        raise EditRefused(f"{place}: there is no field {step}")
    before = getattr(node, step)
    child = _rebuilt(before, rest, replace, place, f"{here}.{step}" if here else step)
    return node if child is before else _with_field(node, step, child, here)


def _with_field(node: BaseModel, field: str, value: object, here: str) -> BaseModel:
    """Validate the node with one field changed, then share everything that did not change."""
    values = {name: getattr(node, name) for name in type(node).model_fields}
    try:
        checked = type(node).model_validate({**values, field: value}, context=INSIDE_AN_EDIT)
    except ValidationError as error:
        raise EditRefused(sentence(error, here)) from error
    fresh = getattr(checked, field)
    before = getattr(node, field)
    if fresh == before and type(fresh) is type(before):
        return node
    return node.model_copy(update={field: fresh})
