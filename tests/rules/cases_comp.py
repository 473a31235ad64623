"""COMP: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Case,
    Record,
    bolus,
    edge,
    fires,
    injection,
    ketamine,
    missing,
    protocol,
    quiet,
    regimen,
    step,
    visits,
)

ALIKE = {"final_concentration": "1 mg/mL", "appearance": "clear", "has_own_line": True}
ROLES = ("participant", "care_provider", "investigator", "outcome_assessor")
ROUND = {"role": "outcome_assessor", "is_blinded": True}


def roles(*blinded: str) -> list[Record]:
    return [{"role": role, "is_blinded": role in blinded} for role in ROLES]


def two(study: Record, other: Record, *more: Record, blinded: Any = None, **rest: Any) -> TrialProtocol:
    """Two arms under double blinding; ``more`` is given in both arms unless a test lists the arms."""
    design = rest.pop("design", {})
    blinding = {"roles": roles("participant", "care_provider") if blinded is None else blinded}
    shared = [record["id"] for record in more]
    first = {"id": "arm-1", "name": "Ketamine", "regimens": [study["id"], *shared]}
    second = {"id": "arm-2", "name": "Other", "regimens": [other["id"], *shared], **rest.pop("second", {})}
    return protocol(
        study,
        other,
        *more,
        arms=rest.pop("arms", [first, second]),
        design={"model": "parallel", "blinding": {**blinding, **design.pop("blinding", {})}, **design},
        **rest,
    )


def saline(*steps: Record, **more: Any) -> Record:
    filled = step(None, "40 min", basis="volume_matched")
    return regimen("sodium_chloride", *(steps or (filled,)), preparation={"appearance": "clear"}, **more)


def bolus_of_saline(over: str) -> Record:
    return step(None, over, "bolus", basis="volume_matched")


def study(*steps: Record, **more: Any) -> Record:
    return ketamine(*steps, preparation={**ALIKE, **more.pop("made", {})}, **more)


def midazolam(amount: str | None = "2.5 mg", over: str | None = "40 min", **more: Any) -> Record:
    made = {**ALIKE, "final_concentration": "0.05 mg/mL", **more.pop("made", {})}
    return regimen("midazolam", step(amount, over), preparation=made, **more)


def matched(over: str | None = "40 min", **more: Any) -> Record:
    """Midazolam in the volume of the study drug: 0.025 mg/kg at 0.05 mg/mL is 0.5 mL/kg."""
    return midazolam("0.025 mg/kg", over, **more)


def lorazepam(amount: str, **more: Any) -> Record:
    return regimen("lorazepam", step(amount, "40 min"), **more)


def low(*steps: Record, **more: Any) -> Record:
    return ketamine(*steps, **{"id": "low", "name": "Low", "use": "comparator", **more})


INACTIVE = {"comparator": "low_dose", "is_described_as_inactive": True}
HIGH = ketamine(step("0.5 mg/kg", "40 min"))


def atropine(amount: str = "0.5 mg", **more: Any) -> Record:
    known = {"use": "premedication", "minutes_from_study_drug": "-10 min"}
    return regimen("atropine", bolus(amount, "1 min"), **{**known, **more})


def arms(first: list[str], second: list[str]) -> list[Record]:
    return [
        {"id": "arm-1", "name": "Ketamine", "regimens": first},
        {"id": "arm-2", "name": "Other", "regimens": second},
    ]


def premedicated(*given: Record, second: list[str], **rest: Any) -> TrialProtocol:
    first = ["ketamine", given[0]["id"]]
    return two(study(), matched(), *given, arms=arms(first, ["midazolam", *second]), **rest)


def scheduled(*marks: tuple[str, str, list[str]], **rest: Any) -> TrialProtocol:
    """Baseline, one dose, a week later; the primary endpoint is measured a week later."""
    days = [
        {"id": "base", "name": "Baseline", "is_dosing": False},
        *visits("1 day"),
        {"id": "week", "name": "Week 1", "is_dosing": False},
    ]
    names = dict.fromkeys(instrument for instrument, _, _ in marks)
    primary = [{"id": "use", "name": "Use", "instrument": "timeline_follow_back"}]
    tests = [{"id": name.replace("_", "-"), "name": name, "instrument": name} for name in names]
    cells = [{"activity": name.replace("_", "-"), "visit": at, "times": when} for name, at, when in marks]
    ends = [{"activity": "use", "visit": "base"}, {"activity": "use", "visit": "week"}]
    known = {
        "schedule": {"visits": days, "activities": [*primary, *tests], "cells": [*ends, *cells]},
        "endpoints": [{"id": "endpoint-1", "variable": "Use", "activities": ["use"]}],
        "objectives": [{"id": "objective-1", "level": "primary", "text": "Use", "endpoints": ["endpoint-1"]}],
    }
    return two(study(), matched(), **{**known, **rest})


TESTED: tuple[tuple[str, str, list[str]], ...] = (
    ("expectancy", "base", []),
    ("guess_participant", "week", []),
    ("guess_rater", "week", []),
)
APART = {
    "raters_attend_dosing": False,
    "dose_preparer_is_independent": True,
    "integration_therapist_attends_dosing": False,
}
COURSE = [
    {"id": "course-1", "name": "C", "sessions": [{"id": "s-1", "name": "S", "kind": "integration"}]},
]
UNBLINDING = {"is_available_24h": True, "who": "Physician on call", "how": "By telephone"}


def separated(**changes: Any) -> TrialProtocol:
    assessed = roles("participant", "care_provider", "outcome_assessor")
    staff = changes.pop("staff", [])
    listed = changes.pop("listed", assessed)
    rest = {"courses": COURSE, "dosing_day": {"staff": staff}, **changes.pop("rest", {})}
    return two(
        study(), matched(), blinded=listed, design={"blinding": {"separation": {**APART, **changes}}}, **rest
    )


def member(**more: Any) -> Record:
    known = {
        "id": "staff-1",
        "role": "nurse",
        "name": "Nurse",
        "presence": "in_room",
        "rates_outcomes": False,
    }
    return {**known, **more}


def unblinding(plan: object, blinded: Any = None) -> TrialProtocol:
    design = {"blinding": {"emergency_unblinding": plan}}
    return two(study(), matched(), design=design, blinded=blinded)


def crossover(
    washout: str | None, second: str = "29 day", before: str | None = None, **more: Any
) -> TrialProtocol:
    days: list[Record] = visits("1 day", second)
    if before is not None:
        days[1]["timing"]["earliest"] = before
    for number, day in enumerate(days, start=1):
        day["epoch"] = f"epoch-{number}"
    epochs = [{"id": f"epoch-{n}", "name": f"Period {n}", "kind": "period", "period": n} for n in (1, 2)]
    both: dict[str, Any] = {"visits": ["visit-1", "visit-2"]}
    design = {"model": "crossover", "washout": washout, **more.pop("design", {})}
    schedule = {"visits": days, "epochs": epochs, **more.pop("schedule", {})}
    return two(study(**both), matched(**both), design=design, schedule=schedule, **more)


def sprays(count: int | None, **more: Any) -> Record:
    given = step("28 mg", None, "device", count=count)
    return regimen("esketamine", given, route="intranasal", preparation={"appearance": "white"}, **more)


SALINE_TOO = arms(["ketamine"], ["midazolam", "sodium_chloride"])
OTHER_SPRAY: dict[str, Any] = {"id": "other", "name": "Other", "use": "comparator"}


CASES: list[Case] = [
    fires("COMP-001", "saline", two(study(), saline()), "soft", "arms[arm-2].comparator"),
    fires(
        "COMP-001",
        "saline without visits beside midazolam",
        two(study(), midazolam(), regimens=[study(), midazolam(), saline(visits=[])], arms=SALINE_TOO),
        "soft",
        "arms[arm-2].comparator",
    ),
    fires(
        "COMP-001",
        "declared inert",
        two(study(), midazolam(), second={"comparator": "inert_placebo"}),
        "soft",
        "arms[arm-2].comparator",
    ),
    fires(
        "COMP-001",
        "one of two sessions is saline",
        two(
            study(visits=["visit-1", "visit-2"]),
            midazolam(),
            arms=[
                {"id": "arm-1", "name": "A", "regimens": ["ketamine"]},
                {"id": "arm-2", "name": "B", "regimens": ["midazolam", "sodium_chloride"]},
            ],
            days=visits("1 day", "8 day"),
            regimens=[study(visits=["visit-1", "visit-2"]), midazolam(), saline(visits=["visit-2"])],
        ),
        "soft",
        "arms[arm-2].comparator",
    ),
    fires(
        "COMP-001",
        "just above 0.1 mg/kg",
        two(study(step("0.100001 mg/kg", "40 min")), saline()),
        "soft",
        "arms[arm-2].comparator",
    ),
    edge("COMP-001", "exactly 0.1 mg/kg", two(study(step("0.1 mg/kg", "40 min")), saline())),
    edge("COMP-001", "single blind", two(study(), saline(), blinded=roles("participant"))),
    quiet("COMP-001", "midazolam", two(study(), midazolam())),
    quiet(
        "COMP-001",
        "a single open group",
        protocol(study(), design={"model": "single_group"}),
    ),
    missing("COMP-001", "who is blinded", two(study(), saline(), blinded=[]), "design.blinding.roles"),
    missing(
        "COMP-001",
        "whether a second role is blinded",
        two(study(), saline(), blinded=[ROUND]),
        "design.blinding.roles",
    ),
    missing(
        "COMP-001",
        "dose of ketamine",
        two(study(step(None, "40 min", basis="per_kg")), saline()),
        "regimens[ketamine].steps[0].amount",
    ),
    missing("COMP-001", "arms", two(study(), saline(), arms=[]), "arms"),
    missing(
        "COMP-001",
        "what the placebo is",
        two(study(), regimen("vitamin_c", step("10 mg", "40 min")), second={"kind": "placebo_comparator"}),
        "arms[arm-2].comparator",
    ),
    fires(
        "COMP-002",
        "0.025 mg/kg at 101 kg",
        protocol(midazolam("0.025 mg/kg"), weights=("50 kg", "101 kg"), population={"age_max": "60 year"}),
        "soft",
        "regimens[midazolam].steps",
    ),
    fires(
        "COMP-002",
        "people above 60 years",
        protocol(midazolam("1.6 mg"), population={"age_max": "61 year"}),
        "soft",
        "regimens[midazolam].steps",
    ),
    fires("COMP-002", "above 5 mg", protocol(midazolam("5.1 mg")), "hard", "regimens[midazolam].steps"),
    fires(
        "COMP-002",
        "two regimens of one session add up, by two routes",
        protocol(
            midazolam("3 mg"),
            midazolam("2.1 mg", id="more", name="More", route="im"),
            population={"age_max": "50 year"},
        ),
        "hard",
        "regimens[more].steps",
    ),
    fires(
        "COMP-002",
        "premedication",
        protocol(ketamine(), midazolam("6 mg", use="premedication")),
        "hard",
        "regimens[midazolam].steps",
    ),
    fires(
        "COMP-002", "lorazepam above 2 mg", protocol(lorazepam("2.1 mg")), "soft", "regimens[lorazepam].steps"
    ),
    fires(
        "COMP-002", "lorazepam above 4 mg", protocol(lorazepam("4.1 mg")), "hard", "regimens[lorazepam].steps"
    ),
    fires(
        "COMP-002",
        "2 mg of lorazepam at 45 kg",
        protocol(lorazepam("2 mg"), weights=("45 kg", "100 kg")),
        "soft",
        "regimens[lorazepam].steps",
    ),
    fires(
        "COMP-002",
        "diazepam above 15 mg",
        protocol(regimen("diazepam", step("15.1 mg", "40 min"))),
        "soft",
        "regimens[diazepam].steps",
    ),
    edge(
        "COMP-002",
        "exactly 2.5 mg at 60 years",
        protocol(midazolam("0.025 mg/kg"), population={"age_max": "60 year"}),
    ),
    edge("COMP-002", "exactly 1.5 mg", protocol(midazolam("1.5 mg"), population={"age_max": "70 year"})),
    edge("COMP-002", "exactly 0.044 mg/kg", protocol(lorazepam("1.98 mg"), weights=("45 kg", "100 kg"))),
    edge("COMP-002", "exactly 15 mg of diazepam", protocol(regimen("diazepam", step("15 mg", "40 min")))),
    quiet(
        "COMP-002", "capped", protocol(midazolam("0.025 mg/kg", cap="1.5 mg"), weights=("50 kg", "130 kg"))
    ),
    quiet("COMP-002", "rescue", protocol(ketamine(), midazolam("10 mg", use="rescue"))),
    missing("COMP-002", "age", protocol(midazolam("2 mg")), "population.age_max"),
    missing(
        "COMP-002",
        "weights",
        protocol(midazolam("0.02 mg/kg"), weights=("50 kg", None)),
        "population.weight_max",
    ),
    missing("COMP-002", "use", protocol(midazolam("2 mg", use=None)), "regimens[midazolam].use"),
    fires("COMP-003", "another length", two(study(), matched("30 min")), "hard", "regimens[midazolam]"),
    fires("COMP-003", "another volume", two(study(), midazolam("0.02 mg/kg")), "hard", "regimens[midazolam]"),
    fires(
        "COMP-003",
        "volumes part above a cap",
        two(study(cap="40 mg"), matched()),
        "hard",
        "regimens[midazolam]",
    ),
    fires(
        "COMP-003",
        "another number of steps",
        two(study(bolus("0.11 mg/kg", "2 min"), step("0.39 mg/kg", "38 min")), matched()),
        "hard",
        "regimens[midazolam]",
    ),
    fires("COMP-003", "another route", two(study(), matched(route="im")), "hard", "regimens[midazolam]"),
    fires(
        "COMP-003",
        "a double dummy without dummies",
        two(study(), matched(route="im"), design={"blinding": {"uses_double_dummy": True}}),
        "hard",
        "regimens[midazolam]",
    ),
    fires(
        "COMP-003",
        "another appearance",
        two(study(), matched(made={"appearance": "yellow"})),
        "hard",
        "regimens[midazolam]",
    ),
    fires(
        "COMP-003",
        "fewer sessions",
        two(study(visits=["visit-1", "visit-2"]), matched(), days=visits("1 day", "8 day")),
        "hard",
        "arms[arm-2].regimens",
    ),
    fires(
        "COMP-003",
        "no study drug in an arm",
        two(study(), matched(), arms=arms(["ketamine"], [])),
        "hard",
        "arms[arm-2].regimens",
    ),
    fires(
        "COMP-003",
        "openly untreated",
        two(
            study(),
            matched(),
            arms=[*arms(["ketamine"], ["midazolam"]), {"id": "wait", "name": "W", "kind": "no_intervention"}],
        ),
        "advisory",
        "arms[wait].kind",
    ),
    fires(
        "COMP-003",
        "conditional in one arm",
        two(study(), matched(condition={"condition": "No response"})),
        "hard",
        "regimens[midazolam]",
    ),
    fires(
        "COMP-003",
        "another number of sprays",
        two(sprays(3), sprays(2, **OTHER_SPRAY)),
        "hard",
        "regimens[other]",
    ),
    quiet("COMP-003", "as many sprays", two(sprays(1), sprays(None, **OTHER_SPRAY))),
    quiet("COMP-003", "by weight, bounds open", two(study(), matched(), weights=(None, "100 kg"))),
    quiet("COMP-003", "by weight, no bounds", two(study(), matched(), weights=(None, None))),
    missing(
        "COMP-003",
        "weights where a fixed dose meets one by weight",
        two(study(), midazolam("2.5 mg"), weights=(None, "100 kg")),
        "population.weight_min",
    ),
    edge("COMP-003", "alike in every step", two(study(), matched())),
    edge(
        "COMP-003", "60 s is 1 min", two(study(bolus("0.1 mg/kg", "60 s")), saline(bolus_of_saline("1 min")))
    ),
    quiet("COMP-003", "saline matched by volume", two(study(), saline())),
    quiet("COMP-003", "open", two(study(), matched("5 min"), blinded=roles())),
    missing("COMP-003", "length", two(study(), matched(None)), "regimens[midazolam].steps[0].duration"),
    missing(
        "COMP-003",
        "concentration",
        two(study(), matched(made={"final_concentration": None})),
        "regimens[midazolam].preparation.final_concentration",
    ),
    missing("COMP-003", "route", two(study(), matched(route=None)), "regimens[midazolam].route"),
    missing(
        "COMP-003",
        "appearance",
        two(study(), matched(made={"appearance": None})),
        "regimens[midazolam].preparation.appearance",
    ),
    missing("COMP-003", "visits", two(study(), matched(visits=[])), "regimens[midazolam].visits"),
    missing("COMP-003", "steps", two(study(), {**matched(), "steps": []}), "regimens[midazolam].steps"),
    fires("COMP-004", "in one arm only", premedicated(atropine(), second=[]), "hard", "regimens[atropine]"),
    fires(
        "COMP-004",
        "another dose in the other arm",
        premedicated(atropine(), atropine("0.6 mg", id="other", name="Other"), second=["other"]),
        "hard",
        "regimens[atropine]",
    ),
    fires(
        "COMP-004",
        "a rescue order in one arm",
        premedicated(atropine(use="rescue"), second=[]),
        "hard",
        "regimens[atropine]",
    ),
    fires(
        "COMP-004",
        "shared, but at a visit that only one arm has",
        premedicated(
            atropine(),
            second=["atropine"],
            days=[*visits("1 day"), {**visits("1 day")[0], "id": "visit-2", "arms": ["arm-2"]}],
            schedule={
                "visits": [
                    {**visits("1 day")[0], "arms": ["arm-1"]},
                    {**visits("1 day")[0], "id": "visit-2", "arms": ["arm-2"]},
                ]
            },
        ),
        "hard",
        "regimens[atropine]",
    ),
    edge(
        "COMP-004",
        "written twice, alike",
        premedicated(atropine(), atropine("500 mcg", id="other", name="Other"), second=["other"]),
    ),
    edge("COMP-004", "in every arm", premedicated(atropine(), second=["atropine"])),
    quiet("COMP-004", "open", premedicated(atropine(), second=[], blinded=roles())),
    quiet(
        "COMP-004",
        "a standing rescue order that no arm lists",
        two(study(), matched(), atropine(use="rescue"), arms=arms(["ketamine"], ["midazolam"])),
    ),
    missing("COMP-004", "use", premedicated(atropine(use=None), second=[]), "regimens[atropine].use"),
    missing("COMP-004", "regimens", protocol(design={"blinding": {"roles": roles(*ROLES)}}), "regimens"),
    fires(
        "COMP-005",
        "0.100001 mg/kg described as inactive",
        two(HIGH, low(step("0.100001 mg/kg", "40 min")), second=INACTIVE),
        "soft",
        "arms[arm-2].is_described_as_inactive",
    ),
    fires(
        "COMP-005",
        "0.200001 mg/kg IM described as inactive",
        two(
            ketamine(injection("2 mg/kg"), route="im"),
            low(injection("0.200001 mg/kg"), route="im"),
            second=INACTIVE,
        ),
        "soft",
        "arms[arm-2].is_described_as_inactive",
    ),
    fires(
        "COMP-005",
        "declared an inert placebo",
        two(HIGH, low(step("0.11 mg/kg", "40 min")), second={"comparator": "inert_placebo"}),
        "soft",
        "arms[arm-2].is_described_as_inactive",
    ),
    fires(
        "COMP-005",
        "more than a quarter of the high dose",
        two(HIGH, low(step("0.125001 mg/kg", "40 min")), second={"is_described_as_inactive": False}),
        "soft",
        "regimens[low]",
    ),
    fires(
        "COMP-005",
        "a cap on the high dose",
        two(
            ketamine(step("0.5 mg/kg", "40 min"), cap="25 mg"),
            low(step("0.1 mg/kg", "40 min")),
            second=INACTIVE,
        ),
        "soft",
        "regimens[low]",
    ),
    edge("COMP-005", "exactly 0.1 mg/kg", two(HIGH, low(step("0.1 mg/kg", "40 min")), second=INACTIVE)),
    edge(
        "COMP-005",
        "exactly a quarter",
        two(HIGH, low(step("0.125 mg/kg", "40 min")), second={"is_described_as_inactive": False}),
    ),
    quiet("COMP-005", "no ketamine comparator", two(HIGH, midazolam())),
    missing(
        "COMP-005",
        "how it is described",
        two(HIGH, low(step("0.11 mg/kg", "40 min"))),
        "arms[arm-2].is_described_as_inactive",
    ),
    missing(
        "COMP-005",
        "the amount",
        two(HIGH, low(step(None, "40 min", basis="per_kg")), second=INACTIVE),
        "regimens[low].steps[0].amount",
    ),
    missing("COMP-005", "arms", protocol(arms=[]), "arms"),
    fires("COMP-006", "nothing is measured", scheduled(), "soft", "schedule.activities"),
    fires("COMP-006", "no expectancy", scheduled(*TESTED[1:]), "soft", "schedule.activities"),
    fires("COMP-006", "no guess by raters", scheduled(*TESTED[:2]), "soft", "schedule.activities"),
    fires(
        "COMP-006",
        "expectancy after the dose",
        scheduled(("expectancy", "visit-1", ["after_dose"]), *TESTED[1:]),
        "soft",
        "schedule.activities",
    ),
    fires(
        "COMP-006",
        "guess before the dose",
        scheduled(TESTED[0], TESTED[1], ("guess_rater", "base", [])),
        "soft",
        "schedule.activities",
    ),
    edge(
        "COMP-006",
        "expectancy on the dosing day, before the dose",
        scheduled(("expectancy", "visit-1", ["before_dose"]), *TESTED[1:]),
    ),
    quiet("COMP-006", "all of it", scheduled(*TESTED)),
    quiet("COMP-006", "open", scheduled(blinded=roles())),
    missing("COMP-006", "primary endpoint", scheduled(*TESTED, objectives=[]), "objectives"),
    missing("COMP-006", "visits", two(study(visits=[]), matched(visits=[]), days=[]), "schedule.visits"),
    missing("COMP-006", "roles", scheduled(*TESTED, blinded=[]), "design.blinding.roles"),
    fires(
        "COMP-007",
        "raters attend dosing",
        separated(raters_attend_dosing=True),
        "hard",
        "design.blinding.separation.raters_attend_dosing",
    ),
    fires(
        "COMP-007",
        "the preparer has another role",
        separated(dose_preparer_is_independent=False),
        "hard",
        "design.blinding.separation.dose_preparer_is_independent",
    ),
    fires(
        "COMP-007",
        "the therapist attends, a blank is no justification",
        separated(integration_therapist_attends_dosing=True, justification=" "),
        "hard",
        "design.blinding.separation.integration_therapist_attends_dosing",
    ),
    fires(
        "COMP-007",
        "a nurse rates outcomes",
        separated(staff=[member(rates_outcomes=True)]),
        "hard",
        "dosing_day.staff[staff-1].rates_outcomes",
    ),
    fires(
        "COMP-007",
        "the rater of the primary endpoint is in the room",
        separated(
            staff=[member(name="nurse")],
            rest={
                "schedule": {
                    "visits": visits("1 day"),
                    "activities": [{"id": "use", "name": "Use", "rater": "Nurse"}],
                },
                "endpoints": [{"id": "endpoint-1", "variable": "Use", "activities": ["use"]}],
                "objectives": [{"id": "o-1", "level": "primary", "text": "Use", "endpoints": ["endpoint-1"]}],
            },
        ),
        "hard",
        "dosing_day.staff[staff-1].name",
    ),
    fires(
        "COMP-007",
        "the pharmacist is in the room",
        separated(staff=[member(role="unblinded_pharmacist")]),
        "hard",
        "dosing_day.staff[staff-1].presence",
    ),
    fires(
        "COMP-007",
        "the assessor is not blinded",
        separated(listed=roles("participant", "care_provider")),
        "soft",
        "design.blinding.roles[3].is_blinded",
    ),
    edge(
        "COMP-007",
        "the therapist attends, justified",
        separated(integration_therapist_attends_dosing=True, justification="Continuity of care."),
    ),
    quiet("COMP-007", "all apart", separated(staff=[member()])),
    quiet("COMP-007", "open", separated(listed=roles(), raters_attend_dosing=True)),
    quiet(
        "COMP-007",
        "no integration",
        separated(integration_therapist_attends_dosing=None, rest={"courses": []}),
    ),
    missing(
        "COMP-007",
        "raters",
        separated(raters_attend_dosing=None),
        "design.blinding.separation.raters_attend_dosing",
    ),
    missing(
        "COMP-007",
        "what a nurse rates",
        separated(staff=[member(rates_outcomes=None)]),
        "dosing_day.staff[staff-1].rates_outcomes",
    ),
    missing(
        "COMP-007",
        "the outcome assessor",
        separated(listed=roles("participant", "care_provider")[:2]),
        "design.blinding.roles",
    ),
    fires(
        "COMP-008",
        "not at night",
        unblinding({**UNBLINDING, "is_available_24h": False}),
        "hard",
        "design.blinding.emergency_unblinding",
    ),
    fires(
        "COMP-008",
        "not applicable",
        unblinding({"because": "Not needed."}),
        "hard",
        "design.blinding.emergency_unblinding",
    ),
    fires(
        "COMP-008",
        "nobody is named",
        unblinding({**UNBLINDING, "who": " "}, roles("participant")),
        "hard",
        "design.blinding.emergency_unblinding",
    ),
    edge("COMP-008", "nobody is blinded", unblinding({"because": "Open trial."}, roles())),
    quiet("COMP-008", "day and night", unblinding(UNBLINDING)),
    missing("COMP-008", "the procedure", unblinding(None), "design.blinding.emergency_unblinding"),
    missing("COMP-008", "who is blinded", unblinding(UNBLINDING, []), "design.blinding.roles"),
    fires("COMP-009", "27 days", crossover("27 day"), "soft", "design.washout"),
    fires(
        "COMP-009",
        "the window brings the period closer",
        crossover("28 day", before="28 day"),
        "soft",
        "schedule.visits[visit-2].timing",
    ),
    fires(
        "COMP-009",
        "sequences without a crossover model",
        crossover(
            "2 day",
            design={
                "model": "parallel",
                "sequences": [{"id": "s-1", "name": "S", "arms": ["arm-1", "arm-2"]}],
            },
        ),
        "soft",
        "design.washout",
    ),
    edge("COMP-009", "exactly 28 days", crossover("28 day")),
    edge("COMP-009", "4 weeks are 28 days", crossover("4 weeks")),
    quiet(
        "COMP-009",
        "fixed order, ketamine last",
        crossover("2 day", design={"sequences": [{"id": "s-1", "name": "S", "arms": ["arm-2", "arm-1"]}]}),
    ),
    quiet("COMP-009", "parallel", two(study(), matched())),
    missing("COMP-009", "washout", crossover(None), "design.washout"),
    missing("COMP-009", "model", two(study(), matched(), design={"model": None}), "design.model"),
    missing(
        "COMP-009",
        "periods",
        crossover("28 day", schedule={"epochs": [{"id": f"epoch-{n}", "name": "E"} for n in (1, 2)]}),
        "schedule.visits[visit-1].epoch",
    ),
]
