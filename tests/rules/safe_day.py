"""A dosing day with which the rules on watching, staff, setting and withdrawal are content, to be spoilt."""

from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import Record, exclusion, ketamine, protocol, timing, visits

HEART = (
    "recent_mi_stroke_head_trauma", "unstable_coronary_disease", "decompensated_heart_failure",
    "significant_arrhythmia",
)  # fmt: skip
EXCLUDED = (*HEART, "benzodiazepine_dependence", "asthma")
NEEDED_KIT = ("oxygen", "suction", "bag_mask", "airway_adjuncts", "defibrillator", "acls_drugs")
KIT = (*NEEDED_KIT, "flumazenil", "naloxone")
SCENARIOS = (
    "hypersalivation_laryngospasm", "apnoea", "hypertensive_crisis", "agitation_psychosis", "vomiting",
    "suicidality", "seizure",
)  # fmt: skip
CHECKS = ("breath_alcohol", "intoxication_check", "urine_toxicology", "ciwa_ar", "cows", "ecg_12_lead")
SCREENING = {
    "id": "visit-0",
    "name": "Screening",
    "timing": timing("-7 day", "-14 day", "-2 day"),
}


def watch(parameter: str, **facts: Any) -> Record:
    """One entry of the monitoring plan, continuous from before the dose until discharge."""
    usual: Record = {
        "id": parameter.replace("_", "-"),
        "parameter": parameter,
        "is_measured_before": True,
        "is_continuous": True,
        "continues_until_discharge": True,
    }
    return {**usual, **facts}


def pressure(during: str | None = "10 min", **facts: Any) -> Record:
    """Blood pressure by a cuff."""
    usual = {"is_continuous": False, "interval_during": during, "interval_after": "15 min"}
    return watch("blood_pressure", **{**usual, **facts})


def scales() -> list[Record]:
    """Dissociation, sedation and psychosis, each before, at the peak and until discharge."""
    return [
        watch(parameter, is_continuous=False, interval_during="40 min")
        for parameter in ("dissociation", "sedation", "psychosis")
    ]


def member(number: int, role: str = "nurse", **facts: Any) -> Record:
    """One of the team: in the room until discharge, trained, with no other duty."""
    usual: Record = {
        "id": f"staff-{number}",
        "name": f"{role} {number}",
        "role": role,
        "qualifications": ["acls", "airway", "study_training"],
        "presence": "in_room",
        "has_other_duties": False,
        "stays_until_discharge": True,
    }
    return {**usual, **facts}


def threshold(purpose: str, measure: str, value: str, relation: str = "above", name: str = "") -> Record:
    """A value at which something is done."""
    identity = name or f"{purpose.partition('_')[0]}-{measure.replace('_', '-')}"
    return {"id": identity, "purpose": purpose, "measure": measure, "relation": relation, "value": value}


def hold(measure: str, value: str, relation: str = "above", name: str = "") -> Record:
    """A value that holds the dose."""
    return threshold("hold_before_dose", measure, value, relation, name)


def stop(measure: str, value: str, relation: str = "above", name: str = "") -> Record:
    """A value that stops the dose."""
    return threshold("stop_during_dose", measure, value, relation, name)


THRESHOLDS = (
    hold("systolic_bp", "140 mmHg"),
    hold("diastolic_bp", "90 mmHg"),
    stop("systolic_bp", "180 mmHg"),
    stop("diastolic_bp", "110 mmHg"),
    stop("spo2", "90 %", "below"),
    stop("heart_rate", "130 /min"),
    hold("breath_alcohol", "0 g/dL"),
    hold("ciwa_ar", "10 point", "at_least"),
    hold("cows", "13 point", "at_least"),
)


def thresholds(*changed: Record, without: str = "") -> list[Record]:
    """The usual thresholds, with some changed or one left out."""
    found = {each["id"]: each for each in (*THRESHOLDS, *changed)}
    return [each for identity, each in found.items() if identity != without]


DAY: Record = {
    "setting": "research_unit",
    "is_directly_observed": True,
    "monitoring": [watch("spo2"), pressure(), watch("ecg"), watch("capnography"), *scales()],
    "staff": [member(1, "physician"), member(2)],
    "kit": list(KIT),
    "thresholds": thresholds(),
    "stop_rule_for_agitation": "Stop when the voice does not calm.",
    "rescue_plans": [
        {"id": f"rescue-{number}", "scenario": scenario, "actions": "Call the physician."}
        for number, scenario in enumerate(SCENARIOS)
    ],
    "fasting": {"clear_fluids": "2 h", "light_meal": "6 h"},
    "observation_after_dose": "120 min",
    "discharge": {
        "criteria": ["oriented", "steady_gait", "dissociation_near_baseline", "bp_near_baseline"],
        "needs_clinician_sign_off": True,
        "needs_adult_escort": True,
        "no_driving": "24 h",
    },
    "action_on_positive_toxicology": "No dose that day.",
}


def activities(without: str = "") -> list[Record]:
    """One activity for each check."""
    return [
        {"id": name.replace("_", "-"), "name": name, "instrument": name} for name in CHECKS if name != without
    ]


def cells(days: int = 1, without: str = "", moved: dict[str, Record] | None = None) -> list[Record]:
    """Each check at screening and before each dose; ``moved`` changes its mark on dosing days."""
    found: list[Record] = []
    for name in CHECKS:
        if name == without:
            continue
        found.append({"activity": name.replace("_", "-"), "visit": "visit-0"})
        for number in range(1, days + 1):
            mark = (moved or {}).get(name, {"times": ["before_dose"], "from_dose_start": ["-30 min"]})
            found.append({"activity": name.replace("_", "-"), "visit": f"visit-{number}", **mark})
    return found


def safe(*regimens: Record, **more: Any) -> TrialProtocol:
    """A safe dosing day; keyword arguments replace parts of the day, of the schedule or of the protocol."""
    schedule = {"activities": activities(), "cells": cells(), **more.pop("schedule", {})}
    facts: Record = {
        "days": [SCREENING, *visits("1 day")],
        "population": {"criteria": exclusion(*EXCLUDED)},
        **{key: more.pop(key) for key in tuple(more) if key not in DAY},
    }
    return protocol(
        *(regimens or (ketamine(),)),
        dosing_day={**DAY, **more},
        schedule=schedule,
        **facts,
    )
