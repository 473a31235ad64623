"""Any value of a protocol in a few words: for the inspector, for changes between versions."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.interventions import DoseStep, DrugRegimen
from protocol_designer.domain.wording import title_word, word
from protocol_designer.quantities import Quantity, TimeOffset
from protocol_designer.report.dose_words import dose_in_words, step_in_words
from protocol_designer.report.part_names import part_name

_MOST_NAMES = 6


def value_words(value: object) -> str:
    """Write a value for people; a part is named, a list is counted or named."""
    if value is None:
        return "Not decided yet"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Quantity | TimeOffset):
        return value.printed()
    if isinstance(value, StrEnum):
        return title_word(value)
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, NotApplicable):
        return f"Not applicable because {value.because}"
    if isinstance(value, DoseStep):
        return step_in_words(value)
    if isinstance(value, DrugRegimen):
        return dose_in_words(value) or value.name
    if isinstance(value, tuple):
        return _list_words(value)
    if isinstance(value, BaseModel):
        return part_name(value) or _model_words(value)
    return str(value)


def _list_words(values: tuple[object, ...]) -> str:
    if not values:
        return "None yet"
    if all(isinstance(value, DoseStep) for value in values):
        return ", then ".join(value_words(value) for value in values)
    if all(isinstance(value, BaseModel) and part_name(value) is None for value in values):
        return "1 entry" if len(values) == 1 else f"{len(values)} entries"
    names = [
        word(value) if at and isinstance(value, StrEnum) else value_words(value)
        for at, value in enumerate(values[:_MOST_NAMES])
    ]
    more = len(values) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _model_words(value: BaseModel) -> str:
    fields = type(value).model_fields
    decided = sum(getattr(value, field) not in (None, ()) for field in fields)
    return f"{decided} of {len(fields)} fields decided"
