"""Every verb a user has, with arguments drawn at random: sensible ones, stale parts and nasty texts."""

import inspect
import typing
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from enum import StrEnum
from types import ModuleType, UnionType
from typing import Any

from hypothesis import strategies as st

from protocol_designer.domain.base import Part
from protocol_designer.domain.design import Arm, Factor, Level
from protocol_designer.domain.evidence import DisputedValue, Provenance, ProvenanceStatus
from protocol_designer.domain.interventions import DoseStep, DrugRegimen, Route
from protocol_designer.domain.part_ids import parts_in
from protocol_designer.domain.schedule import ScheduleCell, Visit
from protocol_designer.domain.timing import Timing
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import (
    activities,
    arms,
    cells,
    comparator_arms,
    comparators,
    copying,
    course_copies,
    design,
    doses,
    epochs,
    factorial,
    identity,
    interventions,
    justifications,
    objectives,
    open_questions,
    population,
    receiving,
    schedule,
    session_series,
    statistics,
    therapy,
    timing,
)
from protocol_designer.edits.edit import Edit
from protocol_designer.formulary.instruments import KnownInstrument, load_instruments
from protocol_designer.precedents.comparator_doses import ReportedDose
from protocol_designer.quantities import Quantity, TimeOffset
from protocol_designer.rules.findings import Finding, Severity
from tests.domain.whole import WHOLE

MODULES: tuple[ModuleType, ...] = (
    activities,
    arms,
    cells,
    comparator_arms,
    comparators,
    copying,
    course_copies,
    design,
    doses,
    epochs,
    factorial,
    identity,
    interventions,
    justifications,
    objectives,
    open_questions,
    population,
    receiving,
    schedule,
    session_series,
    statistics,
    therapy,
    timing,
)

GOOD_TEXTS = st.sampled_from(["Ketamine", "Visit 4 – day 28", "<b>&amp;"])
TEXTS = GOOD_TEXTS | GOOD_TEXTS | st.sampled_from(["", " ", "two\nlines", "bell\x07", "x" * 1500])
AMOUNTS = st.sampled_from(
    ["0.5 mg/kg", "0.71 mg/kg", "2 mg", "30 mg", "0 mg", "40 min", "0 min", "24 h", "50 kg", "118 kg"]
).map(Quantity.parse) | st.sampled_from(
    ["18 year", "60 year", "25 kg/m2", "0.5 mg/kg/h", "1 mg/mL", "50 mL", "0.1 mL/h", "100 ng/mL"]
).map(Quantity.parse)
OFFSETS = st.sampled_from(["0 min", "-60 min", "24 h", "7 day", "-7 day", "400 day"]).map(TimeOffset.parse)


DISPUTED = tuple(
    DisputedValue(value=value, says=value, study="A study", status=ProvenanceStatus.PRINTED, source="A paper")
    for value in ("0.11 mg/kg", "0.41 mg/kg", "no dose")
)

REPORTED = tuple(
    ReportedDose(
        drug,
        Route.IV,
        2020,
        Quantity.parse("0.025 mg/kg"),
        DoseStep(),
        Provenance(
            place="regimens[reg-9].steps[0].amount",
            value="0.025 mg/kg",
            study="A study",
            status=ProvenanceStatus.PRINTED,
            source="A paper",
        ),
    )
    for drug in ("ketamine", "midazolam")
)

NAMED_BY_IDENTITY: dict[str, type[Part]] = {
    "arms": Arm,
    "visits": Visit,
    "factor": Factor,
    "level": Level,
    "combinations": Level,
    "parts": DrugRegimen,
}
PLACES = st.sampled_from(["regimens[reg-1].steps", "population.weight_max", "the arms"])


def _rich() -> TrialProtocol:
    """Return a protocol in which every verb finds something that it can change."""
    document = deepcopy(WHOLE)
    bolus = {"kind": "bolus", "basis": "per_kg", "amount": "0.11 mg/kg", "duration": "2 min"}
    infusion = {"kind": "infusion", "basis": "per_kg", "amount": "0.60 mg/kg", "duration": "50 min"}
    document["regimens"][0] |= {"use": "investigational", "drug": "ketamine", "steps": [bolus, infusion]}
    document["regimens"][1] |= {"use": "comparator", "drug": "midazolam", "steps": [infusion]}
    for place in ("arms", "courses", "other_interventions", "regimens"):
        document[place].append({"id": "spare-1", "name": "Spare"})
    document["courses"][0]["sessions"].append({"id": "session-2", "name": "Second"})
    document["schedule"]["epochs"].append({"id": "epoch-2", "name": "Follow-up"})
    document["schedule"]["activities"].append({"id": "act-2", "name": "Height"})
    document["design"]["factors"].append(
        {"id": "talk", "name": "Talk", "levels": [{"id": "much", "name": "Much"}]}
    )
    document["identity"] = {"people": [{"id": "person-1", "name": "A", "role": "investigator"}]}
    document["population"] = {
        "criteria": [{"id": f"crit-{n}", "kind": "exclusion", "text": "Pregnancy"} for n in (1, 2)]
    }
    document["concomitant"] = [{"id": "med-1", "drug_class": "maoi", "policy": "excluded"}]
    document["open_questions"] = [
        {
            "id": "question-1",
            "place": "regimens[reg-1].steps[0].amount",
            "question": "Which dose?",
            "choices": [choice.model_dump() for choice in DISPUTED],
        },
        {"id": "question-2", "question": "Which criteria?"},
    ]
    document["justifications"] = [
        {
            "rule": "KET-001",
            "place": "regimens[reg-1].steps",
            "reason": "Precedent",
            "mitigation": "Monitoring",
            "author": "A",
            "written_on": "2026-11-21",
        }
    ]
    return TrialProtocol.model_validate(document)


START = _rich()


def verbs() -> list[Callable[..., Edit]]:
    """Return every public function that makes an edit."""
    return [
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and typing.get_type_hints(function).get("return") is Edit
    ]


def _finding(draw: Callable[[Any], Any]) -> Finding:
    place = draw(PLACES)
    severity = draw(st.just(Severity.SOFT) | st.sampled_from(list(Severity)))
    return Finding("KET-001", "T", severity, severity, place, "M", "1 mg/kg", "0.8 mg/kg", None, ())


def _timing(draw: Callable[[Any], Any], trial: TrialProtocol) -> Timing:
    low, target, high = sorted(draw(st.lists(OFFSETS, min_size=3, max_size=3)), key=lambda time: time.minutes)
    anchors: list[dict[str, Any]] = [{"kind": "randomisation"}, {"kind": "dose_start", "number": 1}]
    anchors += [{"kind": "visit", "visit": visit.id} for visit in trial.schedule.visits]
    anchor = draw(st.sampled_from(anchors))
    return Timing.model_validate({"anchor": anchor, "earliest": low, "target": target, "latest": high})


def _argument(
    draw: Callable[[Any], Any], kind: Any, trial: TrialProtocol, seen: list[Part], name: str
) -> Any:
    if isinstance(kind, UnionType):
        return _argument(draw, draw(st.sampled_from(typing.get_args(kind))), trial, seen, name)
    if kind is type(None):
        return None
    if typing.get_origin(kind) is tuple:
        inner = typing.get_args(kind)[0]
        return tuple(_argument(draw, inner, trial, seen, name) for _ in range(draw(st.integers(0, 3))))
    if kind is str:
        if name in NAMED_BY_IDENTITY:
            ids = [part.id for part in seen if isinstance(part, NAMED_BY_IDENTITY[name])]
            return draw(st.sampled_from([*ids, *ids, "gone"]))
        return draw(PLACES if name == "place" else TEXTS)
    plain: dict[Any, Any] = {
        Quantity: AMOUNTS,
        TimeOffset: OFFSETS,
        bool: st.booleans(),
        int: st.integers(-1, 4),
        date: st.just(date(2026, 11, 21)),
        DoseStep: st.sampled_from(
            [DoseStep(), DoseStep.model_validate({"basis": "per_kg", "amount": "0.5 mg/kg"})]
        ),
    }
    if kind in plain:
        return draw(plain[kind])
    if kind is DisputedValue:
        return draw(st.sampled_from(DISPUTED))
    if kind is ScheduleCell:
        schedule = trial.schedule
        keys = [draw(st.sampled_from([part.id for part in parts] + ["gone"]))
                for parts in (schedule.activities, schedule.visits)]  # fmt: skip
        return ScheduleCell(activity=keys[0], visit=keys[1], footnote=draw(st.none() | GOOD_TEXTS))
    if kind is KnownInstrument:
        return draw(st.sampled_from(load_instruments().instruments))
    if kind is ReportedDose:
        return draw(st.sampled_from(REPORTED))
    if kind is Timing:
        return _timing(draw, trial)
    if kind is Finding:
        return _finding(draw)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return draw(st.sampled_from(list(kind)))
    if isinstance(kind, type) and issubclass(kind, Part):
        fitting = [part for part in seen if isinstance(part, kind)]
        return draw(st.sampled_from(fitting)) if fitting else None
    raise TypeError(f"no way to draw {kind}")


def draw_edit(
    draw: Callable[[Any], Any], verb: Callable[..., Edit], trial: TrialProtocol, seen: list[Part]
) -> Edit | None:
    """Call a verb with random arguments; None when the protocol has no part of the kind it needs.

    ``seen`` holds the parts met so far, so that some are stale. Free ``changes`` are drawn from the fields of
    the first part named.
    """
    for part in parts_in(trial):
        if part not in seen:
            seen.append(part)
    hints = typing.get_type_hints(verb)
    positional: dict[str, Any] = {}
    changes: dict[str, Any] = {}
    for name, parameter in inspect.signature(verb).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            subject = next((value for value in positional.values() if isinstance(value, Part)), None)
            fields = list(type(subject).model_fields) if subject else []
            for field in draw(
                st.lists(st.sampled_from([name for name in fields if name != "id"]), max_size=2)
            ):
                changes[field] = draw(st.one_of(st.none(), TEXTS, AMOUNTS, st.booleans(), st.integers(-1, 9)))
            continue
        positional[name] = _argument(draw, hints[name], trial, seen, name)
        required = isinstance(hints[name], type) and issubclass(hints[name], Part)
        if required and positional[name] is None:
            return None
    return verb(**positional, **changes)
