"""Places in words: ``regimens[reg-1].steps[0].amount`` reads “Ketamine › step 1 › amount”."""

from pydantic import BaseModel

from protocol_designer.domain.base import Part
from protocol_designer.domain.narrative import NarrativeSection
from protocol_designer.domain.places import UnknownPlace, index_in, split_place
from protocol_designer.domain.population import Criterion
from protocol_designer.domain.schedule import ScheduleCell
from protocol_designer.domain.trial import TrialProtocol

JOINT = " › "
_WORDS = {
    "identity": "title page",
    "weight_min": "lowest weight",
    "weight_max": "highest weight",
    "age_min": "lowest age",
    "age_max": "highest age",
    "bmi_min": "lowest body mass index",
    "bmi_max": "highest body mass index",
    "is_dosing": "dosing visit",
    "planned_n": "planned participants",
    "minutes_from_study_drug": "time from the study drug",
    "dosing_day": "dosing day",
    "concomitant": "concomitant medication",
    "open_questions": "open questions",
    "coverage_notes": "reasons against items of checklists",
    "other_interventions": "other interventions",
    "courses": "therapy courses",
    "regimens": "drug regimens",
    "safety_oversight": "safety oversight",
    "is_assisted_therapy": "drug-assisted therapy",
    "cap": "cap",
    "visits": "visits",
    "narrative": "protocol text",
    "full_title": "full title",
    "washout": "wash-out",
    "antisialagogue_waiver": "waiver of the antisialagogue",
    "kit": "emergency kit",
    "cells": "activities at each visit",
}
_SILENT = {"schedule": ("visits", "epochs", "activities", "cells"), "population": ("criteria",)}
_POSITIONS = {
    "steps": "step",
    "intercurrent_events": "intercurrent event",
    "bounds": "bound",
}


def place_words(trial: TrialProtocol, place: str) -> str:
    """Write a place for people; a place that no longer exists comes back as it is written."""
    try:
        steps = split_place(place)
    except UnknownPlace:
        return place
    words: list[str] = []
    value: object = trial
    field = ""
    for position, step in enumerate(steps):
        following = steps[position + 1] if position + 1 < len(steps) else ""
        if step.startswith("["):
            if not isinstance(value, tuple):
                return place
            try:
                index = index_in(value, step, place)
            except UnknownPlace:
                return place
            value = value[index]
            words.append(part_words(trial, value, field, index))
            continue
        if not isinstance(value, BaseModel) or step not in type(value).model_fields:
            return place
        value, field = getattr(value, step), step
        after = steps[position + 2] if position + 2 < len(steps) else ""
        leads_to_part = following in _SILENT.get(step, ()) and (after.startswith("[") or step == "schedule")
        if following.startswith("[") or leads_to_part:
            continue
        words.append(field_words(step))
    text = JOINT.join(words)
    return text[:1].upper() + text[1:]


def field_words(field: str) -> str:
    """Write the name of a field for people."""
    return _WORDS.get(field) or field.removeprefix("is_").removeprefix("has_").replace("_", " ")


def part_words(trial: TrialProtocol, value: object, field: str, index: int) -> str:
    """Write what an entry of a list is called: by its name, or by its position in the list ``field``."""
    if isinstance(value, Criterion):
        same = [criterion for criterion in trial.population.criteria if criterion.kind is value.kind]
        return f"{value.kind.value} criterion {same.index(value) + 1}"
    if isinstance(value, NarrativeSection):
        return f"section {value.number}"
    if isinstance(value, ScheduleCell):
        schedule = trial.schedule
        activity = next(part.name for part in schedule.activities if part.id == value.activity)
        return f"{activity} at {next(part.name for part in schedule.visits if part.id == value.visit)}"
    name = getattr(value, "name", None)
    if isinstance(value, Part) and isinstance(name, str):
        return name
    noun = _POSITIONS.get(field, field.replace("_", " ").removesuffix("s"))
    return f"{noun} {index + 1}"
