"""COAD-001 to 005: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Record,
    at,
    bolus,
    edge,
    exclusion,
    fires,
    injection,
    ketamine,
    missing,
    protocol,
    quiet,
    regimen,
    step,
    timing,
    visits,
)

KETAMINE = "regimens[ketamine]"
ATROPINE = "regimens[atropine]"
GLYCO = "regimens[glycopyrrolate]"
NO_MIN = (None, "100 kg")
RISKS = (
    "narrow_angle_glaucoma", "urinary_retention", "gastrointestinal_obstruction", "myasthenia_gravis",
    "tachyarrhythmia", "unstable_coronary_disease",
)  # fmt: skip
WAIVER = {
    "antisialagogue_waiver": {"reason": "anaesthetist_decision", "explanation": "Short exposure."},
    "kit": ["suction"],
    "staff": [
        {
            "id": "staff-1",
            "role": "anaesthetist",
            "name": "A",
            "qualifications": ["airway"],
            "presence": "in_room",
        }
    ],
}
HOLD = {
    "id": "threshold-1",
    "purpose": "hold_before_dose",
    "measure": "heart_rate",
    "relation": "above",
    "value": "100 /min",
}


def dose(amount: str, over: str = "60 min", **more: object) -> Record:
    return ketamine(step(amount, over), **more)


def atropine(amount: str = "0.01 mg/kg", before: str | None = "-5 min", **more: object) -> Record:
    facts: Record = {"use": "premedication", "minutes_from_study_drug": before, **more}
    return regimen("atropine", bolus(amount, "1 min"), **facts)


def glyco(
    amount: str = "0.004 mg/kg", before: str | None = "-45 min", route: str | None = "im", **more: object
) -> Record:
    facts: Record = {"use": "premedication", "minutes_from_study_drug": before, "route": route, **more}
    return regimen("glycopyrrolate", injection(amount), **facts)


def t3(**dosing_day: object) -> TrialProtocol:
    return protocol(dose("1.6 mg/kg"), dosing_day={**WAIVER, **dosing_day})


def excluding(*codes: str, given: Record | None = None, **more: object) -> TrialProtocol:
    return protocol(given or atropine(), population={"criteria": exclusion(*codes)}, **more)  # type: ignore[arg-type]  # what a record holds is free


CASES = [
    fires("COAD-001", "T1", protocol(dose("0.5 mg/kg")), "advisory", KETAMINE),
    fires(
        "COAD-001",
        "T1 without weights",
        protocol(dose("0.5 mg/kg"), weights=(None, None)),
        "advisory",
        KETAMINE,
    ),
    fires("COAD-001", "T2 by total", protocol(dose("1.1 mg/kg")), "soft", KETAMINE),
    fires("COAD-001", "T2 by rate", protocol(dose("0.5 mg/kg", "20 min")), "soft", KETAMINE),
    fires(
        "COAD-001",
        "T2 by target",
        protocol(
            ketamine(
                step("351 ng/mL", "30 min", "target_controlled"),
                target_control={"total_ceiling": "0.9 mg/kg"},
            )
        ),
        "soft",
        KETAMINE,
    ),
    fires(
        "COAD-001",
        "T1 by target",
        protocol(
            ketamine(
                step("350 ng/mL", "30 min", "target_controlled"),
                target_control={"total_ceiling": "0.9 mg/kg"},
            )
        ),
        "advisory",
        KETAMINE,
    ),
    fires(
        "COAD-001",
        "T3 by target",
        protocol(
            ketamine(
                step("640 ng/mL", "30 min", "target_controlled"),
                target_control={"total_ceiling": "0.9 mg/kg"},
            )
        ),
        "hard",
        KETAMINE,
    ),
    fires("COAD-001", "T3 by total", protocol(dose("1.6 mg/kg", "120 min")), "hard", KETAMINE),
    fires("COAD-001", "T3 by induction", protocol(dose("1 mg/kg", "10 min")), "hard", KETAMINE),
    fires("COAD-001", "T3 by rate", protocol(dose("0.5 mg/kg", "10 min")), "hard", KETAMINE),
    fires(
        "COAD-001",
        "T3 IM at exactly 2 mg/kg",
        protocol(ketamine(injection("2 mg/kg"), route="im")),
        "hard",
        KETAMINE,
    ),
    fires(
        "COAD-001",
        "T2 IM just under 2 mg/kg",
        protocol(ketamine(injection("1.999999 mg/kg"), route="im")),
        "soft",
        KETAMINE,
    ),
    fires(
        "COAD-001",
        "T1 sprayed",
        protocol(ketamine(step("1 mg/kg", None, "device"), route="intranasal")),
        "advisory",
        KETAMINE,
    ),
    fires("COAD-001", "T3 waived", t3(), "soft", KETAMINE),
    fires("COAD-001", "waiver without suction", t3(kit=[]), "hard", KETAMINE),
    fires("COAD-001", "waiver without airway", t3(staff=[]), "hard", KETAMINE),
    fires(
        "COAD-001",
        "airway on call only",
        t3(staff=[{**WAIVER["staff"][0], "presence": "on_call"}]),
        "hard",
        KETAMINE,
    ),
    fires(
        "COAD-001",
        "only one of two sessions",
        protocol(dose("0.5 mg/kg", visits=at(2)), atropine(), days=visits("1 day", "8 day")),
        "advisory",
        KETAMINE,
    ),
    fires(
        "COAD-001",
        "only for some participants",
        protocol(dose("0.5 mg/kg"), atropine(condition={"condition": "Hypersalivation before"})),
        "advisory",
        KETAMINE,
    ),
    fires(
        "COAD-001",
        "kept for rescue",
        protocol(dose("0.5 mg/kg"), atropine(use="rescue")),
        "advisory",
        KETAMINE,
    ),
    fires(
        "COAD-001",
        "one arm of two",
        protocol(
            dose("0.5 mg/kg"),
            atropine(),
            arms=[
                {"id": "arm-1", "name": "A", "regimens": ["ketamine", "atropine"]},
                {"id": "arm-2", "name": "B", "regimens": ["ketamine"]},
            ],
        ),
        "advisory",
        KETAMINE,
    ),
    edge("COAD-001", "exactly 0.1 mg/kg IV is T0", protocol(dose("0.1 mg/kg", use="comparator"))),
    edge("COAD-001", "exactly 0.2 mg/kg IM is T0", protocol(ketamine(injection("0.2 mg/kg"), route="im"))),
    quiet("COAD-001", "atropine", protocol(dose("0.5 mg/kg"), atropine())),
    quiet("COAD-001", "glycopyrrolate", protocol(dose("1.6 mg/kg"), glyco())),
    missing(
        "COAD-001",
        "visits of the premedication",
        protocol(dose("0.5 mg/kg"), atropine(visits=[])),
        f"{ATROPINE}.visits",
    ),
    missing(
        "COAD-001", "use of atropine", protocol(dose("0.5 mg/kg"), atropine(use=None)), f"{ATROPINE}.use"
    ),
    missing(
        "COAD-001",
        "amount of ketamine",
        protocol(ketamine(step(None, "40 min", basis="per_kg"))),
        f"{KETAMINE}.steps[0].amount",
    ),
    fires(
        "COAD-002",
        "atropine above 0.015 mg/kg",
        protocol(atropine("0.0151 mg/kg")),
        "soft",
        f"{ATROPINE}.steps",
    ),
    fires(
        "COAD-002",
        "atropine below 0.005 mg/kg",
        protocol(atropine("0.0049 mg/kg")),
        "soft",
        f"{ATROPINE}.steps",
    ),
    fires(
        "COAD-002",
        "fixed 0.5 mg, heaviest participant",
        protocol(atropine("0.5 mg"), weights=("50 kg", "118 kg")),
        "soft",
        f"{ATROPINE}.steps",
    ),
    fires(
        "COAD-002",
        "atropine above 0.03 mg/kg",
        protocol(atropine("0.0301 mg/kg")),
        "hard",
        f"{ATROPINE}.steps",
    ),
    fires(
        "COAD-002",
        "atropine planned above 0.04 mg/kg",
        protocol(atropine(planned_cumulative_max="2.1 mg")),
        "hard",
        f"{ATROPINE}.planned_cumulative_max",
    ),
    fires(
        "COAD-002",
        "glycopyrrolate IM above 0.005 mg/kg",
        protocol(glyco("0.0051 mg/kg")),
        "soft",
        f"{GLYCO}.steps",
    ),
    fires(
        "COAD-002",
        "glycopyrrolate IM below 0.003 mg/kg",
        protocol(glyco("0.0029 mg/kg")),
        "soft",
        f"{GLYCO}.steps",
    ),
    fires(
        "COAD-002",
        "glycopyrrolate IV above 0.4 mg",
        protocol(glyco("0.41 mg", route="iv")),
        "soft",
        f"{GLYCO}.steps",
    ),
    fires(
        "COAD-002",
        "glycopyrrolate above 0.01 mg/kg",
        protocol(glyco("0.0101 mg/kg")),
        "hard",
        f"{GLYCO}.steps",
    ),
    edge("COAD-002", "exactly 0.015 and 0.005", protocol(atropine("0.015 mg/kg"), glyco("0.005 mg/kg"))),
    edge("COAD-002", "0.5 mg at 100 kg is exactly 0.005 mg/kg", protocol(atropine("0.5 mg"))),
    edge(
        "COAD-002",
        "2 mg at 50 kg is exactly 0.04 mg/kg in all",
        protocol(atropine(planned_cumulative_max="2 mg")),
    ),
    edge("COAD-002", "exactly 0.4 mg IV", protocol(glyco("0.4 mg", route="iv"))),
    quiet("COAD-002", "the expected doses", protocol(atropine(), glyco())),
    missing(
        "COAD-002", "lowest weight", protocol(atropine("0.5 mg"), weights=NO_MIN), "population.weight_min"
    ),
    missing("COAD-002", "route of glycopyrrolate", protocol(glyco(route=None)), f"{GLYCO}.route"),
    missing(
        "COAD-002",
        "total of a rescue dose",
        protocol(atropine(use="rescue")),
        f"{ATROPINE}.planned_cumulative_max",
    ),
    fires(
        "COAD-003",
        "above 1 mg",
        protocol(atropine(), weights=("50 kg", "101 kg")),
        "soft",
        f"{ATROPINE}.steps",
    ),
    fires(
        "COAD-003",
        "below 0.5 mg",
        protocol(atropine(), weights=("49 kg", "100 kg")),
        "soft",
        f"{ATROPINE}.steps",
    ),
    fires("COAD-003", "above 3 mg", protocol(atropine("0.031 mg/kg")), "hard", f"{ATROPINE}.steps"),
    fires(
        "COAD-003",
        "planned above 3 mg",
        protocol(atropine(planned_cumulative_max="3.1 mg")),
        "hard",
        f"{ATROPINE}.planned_cumulative_max",
    ),
    fires(
        "COAD-003",
        "a cap above 1 mg",
        protocol(atropine(cap="1.1 mg"), weights=("50 kg", "118 kg")),
        "soft",
        f"{ATROPINE}.steps",
    ),
    edge("COAD-003", "0.5 mg at 50 kg to 1 mg at 100 kg", protocol(atropine())),
    edge("COAD-003", "exactly 3 mg planned", protocol(atropine(planned_cumulative_max="3 mg"))),
    quiet("COAD-003", "capped at 1 mg", protocol(atropine(cap="1 mg"), weights=("50 kg", "118 kg"))),
    missing(
        "COAD-003", "highest weight", protocol(atropine(), weights=("50 kg", None)), "population.weight_max"
    ),
    fires("COAD-004", "nothing excluded", excluding(), "hard", "population.criteria"),
    fires("COAD-004", "glaucoma not excluded", excluding(*RISKS[1:]), "hard", "population.criteria"),
    fires("COAD-004", "only glaucoma excluded", excluding(RISKS[0]), "soft", "population.criteria"),
    fires(
        "COAD-004",
        "cocaine without a same-day test",
        excluding(*RISKS, identity={"substance": "cocaine"}),
        "soft",
        "schedule.cells",
    ),
    edge(
        "COAD-004",
        "a hold above 100 a minute stands for tachyarrhythmia",
        excluding(*(r for r in RISKS if r != "tachyarrhythmia"), dosing_day={"thresholds": [HOLD]}),
    ),
    fires(
        "COAD-004",
        "a hold above 101 a minute does not",
        excluding(
            *(r for r in RISKS if r != "tachyarrhythmia"),
            dosing_day={"thresholds": [{**HOLD, "value": "101 /min"}]},
        ),
        "soft",
        "population.criteria",
    ),
    quiet("COAD-004", "all excluded", excluding(*RISKS)),
    quiet("COAD-004", "for rescue only", excluding(given=atropine(use="rescue"))),
    quiet(
        "COAD-004",
        "cocaine with a same-day test",
        excluding(
            *RISKS,
            identity={"substance": "cocaine"},
            schedule={
                "activities": [{"id": "test", "name": "Test", "instrument": "urine_toxicology"}],
                "cells": [{"activity": "test", "visit": "visit-1", "times": ["before_dose"]}],
            },
        ),
    ),
    missing("COAD-004", "substance", excluding(*RISKS, identity={"substance": None}), "identity.substance"),
    missing("COAD-004", "use", excluding(given=atropine(use=None)), f"{ATROPINE}.use"),
    fires(
        "COAD-005",
        "IV atropine 31 min before",
        protocol(atropine(before="-31 min")),
        "soft",
        f"{ATROPINE}.minutes_from_study_drug",
    ),
    fires(
        "COAD-005",
        "IV atropine alone for 40 min",
        protocol(ketamine(), atropine()),
        "soft",
        f"{ATROPINE}.drug",
    ),
    fires(
        "COAD-005",
        "IM 61 min before",
        protocol(glyco(before="-61 min")),
        "soft",
        f"{GLYCO}.minutes_from_study_drug",
    ),
    fires(
        "COAD-005",
        "IM 29 min before",
        protocol(glyco(before="-29 min")),
        "soft",
        f"{GLYCO}.minutes_from_study_drug",
    ),
    fires(
        "COAD-005",
        "a window that starts too early",
        protocol(
            glyco(before=None, timing=timing("-45 min", "-61 min", "-30 min", kind="dose_start", number=1))
        ),
        "soft",
        f"{GLYCO}.minutes_from_study_drug",
    ),
    edge(
        "COAD-005",
        "IV atropine exactly 30 min before, 39 min",
        protocol(dose("0.5 mg/kg", "39 min"), atropine(before="-30 min")),
    ),
    edge("COAD-005", "IM exactly 60 min before", protocol(glyco(before="-60 min"))),
    edge("COAD-005", "IM exactly 30 min before", protocol(glyco(before="-30 min"))),
    quiet(
        "COAD-005",
        "glycopyrrolate IV lasts",
        protocol(ketamine(), glyco("0.2 mg", before="-120 min", route="iv")),
    ),
    quiet(
        "COAD-005", "glycopyrrolate covers what atropine does not", protocol(ketamine(), atropine(), glyco())
    ),
    missing(
        "COAD-005", "minutes before", protocol(atropine(before=None)), f"{ATROPINE}.minutes_from_study_drug"
    ),
    missing(
        "COAD-005",
        "length of ketamine",
        protocol(ketamine(step("0.5 mg/kg")), atropine()),
        f"{KETAMINE}.steps",
    ),
]
