"""Where a protocol holds prose that can contradict its fields, and which regimen a text belongs to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pydantic import BaseModel

from protocol_designer.derived.doses import regimen_place, step_place
from protocol_designer.derived.linked_values import written_out
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.objectives import Estimand
from protocol_designer.domain.trial import TrialProtocol


@dataclass(frozen=True, slots=True)
class ProseText:
    """One text as it reads, with its place. ``regimen`` is set where it stands beside a regimen's fields.

    ``is_linked`` tells that parts of it are values taken from fields: it cannot be rewritten as it reads.
    """

    place: str
    text: str
    regimen: DrugRegimen | None = None
    is_linked: bool = False


_IDENTITY = ("full_title", "short_title")
_DESIGN = ("planned_duration", "run_in", "rationale", "comparator_rationale", "public_involvement")
_BLINDING = ("similarity", "known_threats")
_ALLOCATION = ("sequence_generation", "concealment", "implementation")
_STATISTICS = (
    "analysis_sets", "primary_analysis", "secondary_analysis", "harms_analysis", "missing_data",
    "sensitivity", "multiplicity",
)  # fmt: skip
_OVERSIGHT = (
    "ethics_approval", "safety_oversight_details", "confidentiality", "trial_monitoring", "data_management",
    "dissemination", "post_trial_care", "amendments",
)  # fmt: skip
_DOSING_DAY = ("stop_rule_for_agitation", "antisialagogue_rationale", "set_and_setting")
_REGIMEN = ("prerequisites", "dose_modification", "rationale")
_COURSE = ("purpose", "schedule_as_described", "tailoring")


def prose_texts(trial: TrialProtocol) -> Iterator[ProseText]:
    """Yield every text in which a sentence could speak of doses, times, people or sessions.

    Values that a text takes from the fields are written out. Left out are the calculation of the sample size,
    which names numbers on the way to the result, the notes on making up a drug, whose amounts are no doses,
    and what is said of other medicines and other studies.
    """
    for found in _found(trial):
        said = written_out(trial, found.text)
        yield found if said == found.text else replace(found, text=said, is_linked=True)


def _found(trial: TrialProtocol) -> Iterator[ProseText]:
    yield from _of(trial.identity, "identity", _IDENTITY)
    yield from _of(trial.design, "design", _DESIGN)
    yield from _of(trial.design.blinding, "design.blinding", _BLINDING)
    yield from _of(trial.design.allocation, "design.allocation", _ALLOCATION)
    yield from _of(trial.population, "population", ("description",))
    for objective in trial.objectives:
        yield from _of(objective, f"objectives[{objective.id}]", ("text",))
        if isinstance(objective.estimand, Estimand):
            place = f"objectives[{objective.id}].estimand"
            yield from _of(objective.estimand, place, ("treatment", "population"))
    for arm in trial.arms:
        yield from _of(arm, f"arms[{arm.id}]", ("description",))
    for regimen in trial.regimens:
        yield from _of(regimen, regimen_place(regimen), _REGIMEN, regimen)
        for index, step in enumerate(regimen.steps):
            yield from _of(step, step_place(regimen, index), ("note",), regimen)
    for course in trial.courses:
        yield from _of(course, f"courses[{course.id}]", _COURSE)
        for session in course.sessions:
            yield from _of(session, f"courses[{course.id}].sessions[{session.id}]", ("content",))
    for visit in trial.schedule.visits:
        yield from _of(visit, f"schedule.visits[{visit.id}]", ("note",))
    yield from _of(trial.dosing_day, "dosing_day", _DOSING_DAY)
    yield from _of(trial.harms, "harms", ("definition", "collection", "reporting"))
    yield from _of(trial.statistics, "statistics", _STATISTICS)
    yield from _of(trial.oversight, "oversight", _OVERSIGHT)
    yield from _of(trial.oversight.consent, "oversight.consent", ("withdrawal_on_dosing_day",))
    for number, section in enumerate(trial.narrative):
        if isinstance(section.text, str):
            yield ProseText(f"narrative[{number}].text", section.text)


def _of(
    node: BaseModel, place: str, fields: Iterable[str], regimen: DrugRegimen | None = None
) -> Iterator[ProseText]:
    for field in fields:
        value = getattr(node, field)
        if isinstance(value, str):
            yield ProseText(f"{place}.{field}", value, regimen)
