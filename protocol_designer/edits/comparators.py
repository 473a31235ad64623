"""The verb that makes a comparator look like the study drug: same steps in time, route, volume and visits."""

from protocol_designer.derived.doses import INERT_LIQUIDS
from protocol_designer.domain.interventions import DoseBasis, DoseStep, DrugRegimen
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.edits._tree import current, with_fields
from protocol_designer.edits.doses import regimen_place, set_visits
from protocol_designer.edits.edit import Edit, EditRefused

_PLAIN = ("route", "administrations_planned", "interval")

FILLER = "sodium_chloride"
"""What fills a step that the comparator has nothing of its own for."""


def match_comparator(regimen: DrugRegimen, study: DrugRegimen) -> Edit:
    """Match a comparator to the study regimen so that the two cannot be told apart by how they are given.

    Copied are the route, the kinds, lengths, pauses and volumes of the steps, the made-up volume, the visits
    and the number of administrations. The comparator keeps its own amounts, and its own values where those of
    the study drug are not decided. An inert comparator is matched by
    volume in every step; a drug with fewer steps gets saline in the steps it has no counterpart for.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        own: DrugRegimen = current(trial, regimen_place(regimen))
        model: DrugRegimen = current(trial, regimen_place(study))
        _check(own, model)
        trial = with_fields(
            trial,
            regimen_place(own),
            steps=_matched_steps(own, model),
            matched_to=model.id,
            **{name: getattr(model, name) for name in _PLAIN if getattr(model, name) is not None},
        )
        if (volume := model.preparation.final_volume) is not None:
            trial = with_fields(trial, f"{regimen_place(own)}.preparation", final_volume=volume)
        return set_visits(own, model.visits)(trial) if model.visits else trial

    return Edit(f"Match {regimen.name} to {study.name}", change)


def match_explained(regimen: DrugRegimen, study: DrugRegimen) -> tuple[str, ...]:
    """Say what `match_comparator` would change, a phrase each; empty when the two are matched already.

    Raises:
        EditRefused: The two cannot be matched.
    """
    _check(regimen, study)
    told = []
    if study.route is not None and regimen.route is not study.route:
        told.append("the route")
    if regimen.steps != (steps := _matched_steps(regimen, study)):
        told.append(f"{len(steps)} step{'' if len(steps) == 1 else 's'} in kind, time and volume")
    if study.preparation.final_volume not in (None, regimen.preparation.final_volume):
        told.append("the final volume")
    if study.visits and regimen.visits != study.visits:
        told.append("the visits")
    if study.administrations_planned not in (
        None,
        regimen.administrations_planned,
    ) or study.interval not in (None, regimen.interval):
        told.append("the number of administrations and their interval")
    return tuple(told)


def _check(own: DrugRegimen, model: DrugRegimen) -> None:
    if own.id == model.id:
        raise EditRefused(f"{own.name} cannot be matched to itself.")
    if not model.steps:
        raise EditRefused(f"{model.name} has no steps to match; give it its dose steps first.")
    if len(own.steps) > len(model.steps):
        raise EditRefused(
            f"{own.name} has {len(own.steps)} steps and {model.name} {len(model.steps)}; remove the steps "
            f"that have no counterpart first."
        )


def _matched_steps(own: DrugRegimen, model: DrugRegimen) -> tuple[DoseStep, ...]:
    is_inert = own.drug in INERT_LIQUIDS
    mine = _counterparts(own, model)
    steps = []
    for theirs, counterpart in zip(model.steps, mine, strict=True):
        step = counterpart or DoseStep()
        frame: dict[str, object] = {
            "kind": theirs.kind,
            "duration": theirs.duration,
            "pause_before": theirs.pause_before,
            "volume": theirs.volume or step.volume,
            "count": theirs.count,
        }
        if is_inert:
            frame |= {"basis": DoseBasis.VOLUME_MATCHED, "amount": None, "amount_high": None}
        elif counterpart is None and own.steps:
            frame |= {"basis": DoseBasis.VOLUME_MATCHED, "drug": FILLER}
        steps.append(step.model_copy(update=frame))
    return tuple(steps)


def _counterparts(own: DrugRegimen, model: DrugRegimen) -> list[DoseStep | None]:
    """Pair each study step with one of the comparator's own: by position, or by kind when it has fewer."""
    if len(own.steps) == len(model.steps):
        return list(own.steps)
    rest = list(own.steps)
    paired: list[DoseStep | None] = []
    for theirs in model.steps:
        paired.append(rest.pop(0) if rest and rest[0].kind is theirs.kind else None)
    if rest:
        kind = rest[0].kind
        raise EditRefused(
            f"{own.name} has a step ({word(kind) if kind else 'of undecided kind'}) that "
            f"{model.name} has no counterpart for; change its kind or remove it first."
        )
    return paired
