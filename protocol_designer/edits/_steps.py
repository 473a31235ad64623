"""Reorders the dose steps of a regimen and lets what speaks of a step by its position follow it."""

import re
from collections.abc import Sequence
from typing import TypeVar

from protocol_designer.domain.evidence import Justification, OpenQuestion, Provenance
from protocol_designer.domain.interventions import DoseStep
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, with_value

Placed = TypeVar("Placed", Provenance, Justification, OpenQuestion)


def with_steps_reordered(
    trial: TrialProtocol, regimen_id: str, order: Sequence[int | None], new: DoseStep | None = None
) -> TrialProtocol:
    """Return the protocol with the steps in ``order`` of their old positions; None stands for the new step.

    Steps that ``order`` leaves out are removed. Provenance, justifications and open questions of a step move
    with it; those of a removed step go with it, so that none speaks for a step it was not written for. Only
    its open questions stay, with the steps as a whole.
    """
    if list(order) == list(range(len(order))) and len(order) == len(trial.regimen(regimen_id).steps):
        return trial
    place = f"regimens[{regimen_id}].steps"
    steps: tuple[DoseStep, ...] = current(trial, place)
    wanted = tuple(new if old is None else steps[old] for old in order)
    trial = with_value(trial, place, wanted)
    now = {old: position for position, old in enumerate(order) if old is not None}
    if all(old == position for old, position in now.items()) and len(now) == len(steps):
        return trial
    for field, entries in (
        ("provenance", _followed(trial.provenance, place, now)),
        ("justifications", _followed(trial.justifications, place, now)),
        ("open_questions", _followed(trial.open_questions, place, now)),
    ):
        trial = with_value(trial, field, entries)
    return trial


def _followed(entries: tuple[Placed, ...], place: str, now: dict[int, int]) -> tuple[Placed, ...]:
    kept: list[Placed] = []
    for entry in entries:
        match = re.match(re.escape(place) + r"\[(\d+)\]", entry.place or "")
        if match is None:
            kept.append(entry)
        elif (position := now.get(int(match[1]))) is not None:
            moved = f"{place}[{position}]{(entry.place or '')[match.end() :]}"
            kept.append(entry if moved == entry.place else entry.model_copy(update={"place": moved}))
        elif isinstance(entry, OpenQuestion):
            kept.append(entry.model_copy(update={"place": place}))
    return tuple(kept)
