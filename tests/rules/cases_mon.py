"""MON-001 to 013: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from typing import Any

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
    medicine,
    missing,
    protocol,
    quiet,
    regimen,
    step,
    timing,
    visit,
    visits,
)
from tests.rules.safe_day import (
    DAY,
    KIT,
    NEEDED_KIT,
    SCREENING,
    activities,
    cells,
    hold,
    member,
    pressure,
    safe,
    scales,
    stop,
    thresholds,
    watch,
)

MONITORING = "dosing_day.monitoring"
STAFF = "dosing_day.staff"
THRESHOLDS = "dosing_day.thresholds"
DISCHARGE = "dosing_day.discharge"
OBSERVATION = "dosing_day.observation_after_dose"
T2 = ketamine(step("1.1 mg/kg", "100 min"))
T3 = ketamine(step("1.6 mg/kg", "120 min"))
T0 = ketamine(step("0.1 mg/kg", "40 min"))
SPRAY = regimen("esketamine", step("56 mg", None, "device"), route="intranasal")
MIDAZOLAM = regimen("midazolam", step("2 mg", "40 min"))
RESCUE = regimen("midazolam", bolus("1 mg", "2 min"), use="rescue", visits=[])
NO_WEIGHTS = (None, None)
FIXED = ketamine(step("40 mg", "40 min"))
BARE_NALTREXONE = protocol(regimen("naltrexone", step("380 mg", None, "injection"), route="depot_im"))


def watching(*entries: Record, without: str = "", given: Record | None = None, **more: Any) -> TrialProtocol:
    """The safe day with entries of the monitoring plan changed or left out."""
    kept = {entry["id"]: entry for entry in (*DAY["monitoring"], *entries) if entry["id"] != without}
    return safe(*([given] if given else []), monitoring=list(kept.values()), **more)


def ecg(**facts: Any) -> Record:
    return watch("ecg", **facts)


def breathing(every: str | None = "15 min", **facts: Any) -> Record:
    return watch("respiratory_rate", **{"is_continuous": False, "interval_during": every, **facts})


def team(*staff: Record, given: Record | None = None, **more: Any) -> TrialProtocol:
    return safe(*([given] if given else []), staff=list(staff), **more)


def leaving(given: Record | None = None, **facts: Any) -> TrialProtocol:
    return safe(*([given] if given else []), discharge={**DAY["discharge"], **facts})


def scored(least: int | None, readings: int | None, *criteria: str, **facts: Any) -> TrialProtocol:
    return leaving(
        criteria=list(criteria), score="padss", score_at_least=least, score_readings=readings, **facts
    )


def watched_after(time: str | None, given: Record | None = None, **more: Any) -> TrialProtocol:
    return safe(*([given] if given else []), observation_after_dose=time, **more)


def fasting(fluids: str | None, meal: str | None, given: Record | None = None, **more: Any) -> TrialProtocol:
    held = {"clear_fluids": fluids, "light_meal": meal}
    return safe(*([given] if given else []), fasting=held, **more)


def rated(*marks: Record, plan: tuple[Record, ...] = ()) -> TrialProtocol:
    """Dissociation, sedation and psychosis by the schedule, and what is left of the plan."""
    named = {"cadss": "cadss", "sedation-scale": "sedation_scale", "bprs": "bprs"}
    acts = [{"id": key, "name": key, "instrument": value} for key, value in named.items()]
    return safe(
        monitoring=[watch("spo2"), *plan],
        schedule={"activities": [*activities(), *acts], "cells": [*cells(), *marks]},
    )


def mark(activity: str, *times: str, minutes: tuple[str, ...] = ()) -> Record:
    return {"activity": activity, "visit": "visit-1", "times": list(times), "from_dose_start": list(minutes)}


SEDATION, PSYCHOSIS = mark("sedation-scale", "during_dose"), mark("bprs", "after_dose")

OXIMETRY = [
    fires("MON-001", "not watched", watching(without="spo2"), "hard", MONITORING),
    fires(
        "MON-001",
        "not continuous",
        watching(watch("spo2", is_continuous=False)),
        "hard",
        f"{MONITORING}[spo2]",
    ),
    fires(
        "MON-001",
        "not before the dose",
        watching(watch("spo2", is_measured_before=False)),
        "hard",
        f"{MONITORING}[spo2]",
    ),
    fires(
        "MON-001",
        "not until discharge",
        watching(watch("spo2", continues_until_discharge=False)),
        "hard",
        f"{MONITORING}[spo2]",
    ),
    fires(
        "MON-001",
        "two entries that leave a gap",
        watching(
            watch("spo2", continues_until_discharge=False), watch("spo2", id="later", is_continuous=False)
        ),
        "hard",
        f"{MONITORING}[spo2]",
    ),
    fires("MON-001", "midazolam alone", watching(without="spo2", given=MIDAZOLAM), "hard", MONITORING),
    edge(
        "MON-001",
        "one whole entry beside a poor one",
        watching(watch("spo2", is_continuous=False), watch("spo2", id="other")),
    ),
    quiet("MON-001", "from before until discharge", safe()),
    quiet("MON-001", "no sedating drug", BARE_NALTREXONE),
    quiet(
        "MON-001",
        "a benzodiazepine only for rescue",
        protocol(regimen("naltrexone", injection("380 mg"), route="depot_im"), RESCUE),
    ),
    missing("MON-001", "monitoring", safe(monitoring=[]), MONITORING),
    missing(
        "MON-001",
        "whether it is continuous",
        watching(watch("spo2", is_continuous=None)),
        f"{MONITORING}[spo2].is_continuous",
    ),
    missing("MON-001", "drug", watching(without="spo2", given=regimen(None)), "regimens[regimen].drug"),
    missing("MON-001", "regimens", protocol(), "regimens"),
]

BP = f"{MONITORING}[blood-pressure]"
PRESSURE = [
    fires("MON-002", "not watched", watching(without="blood-pressure"), "hard", MONITORING),
    fires("MON-002", "just above 15 min", watching(pressure("15.0001 min")), "hard", f"{BP}.interval_during"),
    fires("MON-002", "exactly 15 min", watching(pressure("15 min")), "soft", f"{BP}.interval_during"),
    fires("MON-002", "just above 10 min", watching(pressure("601 s")), "soft", f"{BP}.interval_during"),
    fires("MON-002", "T3 at 10 min", watching(pressure("10 min"), given=T3), "soft", f"{BP}.interval_during"),
    fires("MON-002", "T3 at 20 min", watching(pressure("20 min"), given=T3), "hard", f"{BP}.interval_during"),
    fires(
        "MON-002",
        "not before",
        watching(pressure(is_measured_before=False)),
        "hard",
        f"{BP}.is_measured_before",
    ),
    fires(
        "MON-002",
        "none after",
        watching(pressure(interval_after=None, continues_until_discharge=False)),
        "hard",
        f"{BP}.interval_after",
    ),
    fires(
        "MON-002",
        "first reading when the observation has ended",
        watching(pressure(interval_after="121 min")),
        "hard",
        f"{BP}.interval_after",
    ),
    fires(
        "MON-002",
        "continuous in name, seldom in fact",
        watching(pressure("30 min", is_continuous=True)),
        "hard",
        f"{BP}.interval_during",
    ),
    fires("MON-002", "spray", watching(pressure("41 min"), given=SPRAY), "hard", f"{BP}.interval_during"),
    fires(
        "MON-002",
        "spray and an infusion",
        safe(SPRAY, ketamine(), monitoring=[pressure("40 min")]),
        "hard",
        f"{BP}.interval_during",
    ),
    fires(
        "MON-002",
        "esketamine by vein is no spray",
        watching(
            pressure("40 min"), given=regimen("esketamine", step("0.2 mg/kg", "40 min"), enantiomer="s")
        ),
        "hard",
        f"{BP}.interval_during",
    ),
    fires(
        "MON-002",
        "racemic ketamine by nose is no such spray",
        watching(pressure("40 min"), given={**SPRAY, "id": "ketamine", "drug": "ketamine"}),
        "hard",
        f"{BP}.interval_during",
    ),
    edge("MON-002", "exactly 10 min", watching(pressure("10 min"))),
    edge("MON-002", "T3 at exactly 5 min", watching(pressure("5 min"), given=T3)),
    edge("MON-002", "spray at exactly 40 min", watching(pressure("40 min"), given=SPRAY)),
    edge("MON-002", "reading at the end of the observation", watching(pressure(interval_after="2 h"))),
    quiet("MON-002", "arterial line", watching(pressure(None, is_continuous=True, interval_after=None))),
    quiet(
        "MON-002",
        "two entries that add up",
        watching(
            pressure(is_measured_before=False, interval_after=None, continues_until_discharge=False),
            pressure(None, id="other", interval_after="30 min"),
        ),
    ),
    missing("MON-002", "monitoring", safe(monitoring=[]), MONITORING),
    missing("MON-002", "interval", watching(pressure(None)), f"{BP}.interval_during"),
    missing("MON-002", "before", watching(pressure(is_measured_before=None)), f"{BP}.is_measured_before"),
    missing(
        "MON-002",
        "after",
        watching(pressure(interval_after=None, continues_until_discharge=None)),
        f"{BP}.interval_after",
    ),
    missing("MON-002", "tier", watching(given=FIXED, weights=NO_WEIGHTS), "population.weight_min"),
]

HEART = "schedule.cells"
ECG = [
    fires("MON-003", "none at T3", watching(without="ecg", given=T3), "hard", MONITORING),
    fires("MON-003", "none at T1", watching(without="ecg"), "soft", MONITORING),
    fires(
        "MON-003",
        "heart disease may take part",
        watching(
            ecg(is_continuous=False, interval_during="5 min"), population={"criteria": exclusion("asthma")}
        ),
        "hard",
        f"{MONITORING}[ecg].is_continuous",
    ),
    fires(
        "MON-003",
        "repeated only, at T3",
        watching(ecg(is_continuous=False, interval_during="5 min"), given=T3),
        "hard",
        f"{MONITORING}[ecg].is_continuous",
    ),
    fires(
        "MON-003",
        "only before, at T2",
        watching(ecg(is_continuous=False), given=T2),
        "soft",
        f"{MONITORING}[ecg].is_continuous",
    ),
    fires("MON-003", "no 12-lead", safe(schedule={"cells": cells(without="ecg_12_lead")}), "soft", HEART),
    fires(
        "MON-003",
        "12-lead after the dose only",
        safe(schedule={"cells": [{"activity": "ecg-12-lead", "visit": "visit-1", "times": ["after_dose"]}]}),
        "soft",
        HEART,
    ),
    fires(
        "MON-003",
        "12-lead two days before by its minutes",
        safe(
            schedule={
                "cells": [
                    {
                        "activity": "ecg-12-lead",
                        "visit": "visit-1",
                        "times": ["before_dose"],
                        "from_dose_start": ["-2 day"],
                    }
                ]
            }
        ),
        "soft",
        HEART,
    ),
    fires(
        "MON-003",
        "12-lead at a visit of another arm",
        safe(
            ketamine(),
            MIDAZOLAM,
            arms=[
                {"id": "arm-1", "name": "A", "regimens": ["ketamine"]},
                {"id": "arm-2", "name": "B", "regimens": ["midazolam"]},
            ],
            days=[{**SCREENING, "arms": ["arm-2"]}, *visits("1 day")],
            schedule={"cells": [{"activity": "ecg-12-lead", "visit": "visit-0"}]},
        ),
        "soft",
        HEART,
    ),
    fires(
        "MON-003",
        "12-lead at a later visit only",
        safe(
            days=[*visits("1 day"), {**SCREENING, "timing": timing("15 day")}],
            schedule={"cells": [{"activity": "ecg-12-lead", "visit": "visit-0"}]},
        ),
        "soft",
        HEART,
    ),
    fires(
        "MON-003",
        "12-lead at the start, not called before it",
        safe(
            schedule={
                "cells": [{"activity": "ecg-12-lead", "visit": "visit-1", "from_dose_start": ["0 min"]}]
            }
        ),
        "soft",
        HEART,
    ),
    edge(
        "MON-003",
        "12-lead at the start, called before it",
        safe(
            schedule={
                "cells": [
                    {
                        "activity": "ecg-12-lead",
                        "visit": "visit-1",
                        "times": ["before_dose"],
                        "from_dose_start": ["0 min"],
                    }
                ]
            }
        ),
    ),
    quiet(
        "MON-003",
        "12-lead before the first of two doses",
        safe(
            ketamine(visits=at(2)),
            days=[SCREENING, *visits("1 day", "8 day")],
            schedule={"cells": [{"activity": "ecg-12-lead", "visit": "visit-1", "times": ["before_dose"]}]},
        ),
    ),
    edge(
        "MON-003",
        "12-lead at a visit of the same arm as the dose",
        safe(
            ketamine(),
            days=[{**SCREENING, "arms": ["arm-1"]}, visit(1, "1 day", arms=["arm-1"])],
            schedule={"cells": [{"activity": "ecg-12-lead", "visit": "visit-0"}]},
        ),
    ),
    quiet(
        "MON-003",
        "12-lead at a visit of more arms than the dose",
        safe(
            ketamine(),
            MIDAZOLAM,
            arms=[
                {"id": "arm-1", "name": "A", "regimens": ["ketamine"]},
                {"id": "arm-2", "name": "B", "regimens": ["midazolam"]},
                {"id": "arm-3", "name": "C"},
            ],
            days=[{**SCREENING, "arms": ["arm-1", "arm-2"]}, visit(1, "1 day", arms=["arm-1"])],
            schedule={"cells": [{"activity": "ecg-12-lead", "visit": "visit-0"}]},
        ),
    ),
    fires(
        "MON-003",
        "repeated every 16 min at T1",
        watching(ecg(is_continuous=False, interval_during="16 min")),
        "soft",
        f"{MONITORING}[ecg].is_continuous",
    ),
    edge(
        "MON-003",
        "repeated every 15 min at T1 with heart disease excluded",
        watching(ecg(is_continuous=False, interval_during="15 min")),
    ),
    edge(
        "MON-003",
        "12-lead exactly a day before",
        safe(
            schedule={
                "cells": [{"activity": "ecg-12-lead", "visit": "visit-1", "from_dose_start": ["-24 h"]}]
            }
        ),
    ),
    quiet("MON-003", "continuous", watching(given=T3)),
    quiet("MON-003", "none at T0", watching(without="ecg", given=T0)),
    missing("MON-003", "monitoring", safe(monitoring=[]), MONITORING),
    missing(
        "MON-003",
        "whether it is continuous",
        watching(ecg(is_continuous=None)),
        f"{MONITORING}[ecg].is_continuous",
    ),
    missing(
        "MON-003",
        "tier",
        watching(ecg(is_continuous=False, interval_during="5 min"), given=FIXED, weights=NO_WEIGHTS),
        "population.weight_min",
    ),
    missing("MON-003", "visits", safe(ketamine(visits=[])), "regimens[ketamine].visits"),
    missing(
        "MON-003",
        "when the 12-lead is done",
        safe(schedule={"cells": [{"activity": "ecg-12-lead", "visit": "visit-1"}]}),
        "schedule.cells[0].times",
    ),
    missing(
        "MON-003",
        "day of the screening",
        safe(
            days=[{**SCREENING, "timing": None}, *visits("1 day")],
            schedule={"cells": [{"activity": "ecg-12-lead", "visit": "visit-0"}]},
        ),
        "schedule.visits[visit-0].timing",
    ),
]

NO_CO2 = "capnography"
VENTILATION = [
    fires("MON-004", "T3", watching(without=NO_CO2, given=T3), "hard", MONITORING),
    fires(
        "MON-004",
        "T3 with breathing counted",
        watching(breathing(), without=NO_CO2, given=T3),
        "hard",
        MONITORING,
    ),
    fires("MON-004", "T2", watching(without=NO_CO2, given=T2), "soft", MONITORING),
    fires(
        "MON-004",
        "benzodiazepine beside opioids",
        watching(breathing(), without=NO_CO2, given=MIDAZOLAM, identity={"substance": "opioid"}),
        "hard",
        MONITORING,
    ),
    fires(
        "MON-004",
        "rescue benzodiazepine beside opioids",
        safe(
            ketamine(),
            RESCUE,
            monitoring=[watch("spo2"), breathing()],
            concomitant=[medicine("opioid_agonist", "allowed")],
        ),
        "hard",
        MONITORING,
    ),
    fires(
        "MON-004",
        "benzodiazepine arm",
        watching(
            without=NO_CO2,
            given=MIDAZOLAM,
            concomitant=[
                medicine("opioid_agonist", "excluded"),
                medicine("opioid_agonist_treatment", "excluded"),
            ],
        ),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-004",
        "breathing counted every 16 min",
        watching(breathing("16 min"), without=NO_CO2, given=T2),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-004",
        "capnography now and then",
        watching(watch("capnography", is_continuous=False), given=T3),
        "hard",
        f"{MONITORING}[capnography].is_continuous",
    ),
    edge("MON-004", "breathing counted every 15 min", watching(breathing(), without=NO_CO2, given=T2)),
    quiet("MON-004", "capnography", watching(given=T3)),
    quiet("MON-004", "ketamine alone at T1", watching(without=NO_CO2)),
    missing("MON-004", "monitoring", safe(T2, monitoring=[]), MONITORING),
    missing("MON-004", "opioids", watching(without=NO_CO2, given=MIDAZOLAM), "concomitant"),
    missing(
        "MON-004", "tier", watching(without=NO_CO2, given=FIXED, weights=NO_WEIGHTS), "population.weight_min"
    ),
    missing(
        "MON-004",
        "whether capnography is continuous",
        watching(watch("capnography", is_continuous=None), given=T3),
        f"{MONITORING}[capnography].is_continuous",
    ),
    missing(
        "MON-004",
        "how often breathing is counted",
        watching(breathing(None), without=NO_CO2, given=T2),
        f"{MONITORING}[respiratory-rate].interval_during",
    ),
]

STUDY = ["study_training"]
LIFE_SUPPORT = [
    fires("MON-005", "nobody", team(member(1, qualifications=STUDY)), "hard", STAFF),
    fires("MON-005", "a therapist", team(member(1, "therapist")), "hard", STAFF),
    fires("MON-005", "on site only", team(member(1, presence="on_site")), "hard", STAFF),
    fires(
        "MON-005",
        "leaves before",
        team(member(1, stays_until_discharge=False)),
        "hard",
        f"{STAFF}[staff-1].stays_until_discharge",
    ),
    fires(
        "MON-005",
        "one near and leaving, one far and staying",
        team(member(1, stays_until_discharge=False), member(2, presence="on_call")),
        "hard",
        f"{STAFF}[staff-1].stays_until_discharge",
    ),
    edge("MON-005", "immediately available", team(member(1, presence="immediately_available"))),
    quiet("MON-005", "a nurse in the room", team(member(1))),
    missing("MON-005", "staff", team(), STAFF),
    missing("MON-005", "presence", team(member(1, presence=None)), f"{STAFF}[staff-1].presence"),
    missing(
        "MON-005",
        "until when",
        team(member(1, stays_until_discharge=None)),
        f"{STAFF}[staff-1].stays_until_discharge",
    ),
]

NO_AIRWAY = member(1, "physician", qualifications=["acls"])
NEAR = member(2, presence="immediately_available")
AIRWAY = [
    fires("MON-006", "T3, immediately available", team(NO_AIRWAY, NEAR, given=T3), "hard", STAFF),
    fires("MON-006", "T2, on site", team(member(2, presence="on_site"), given=T2), "soft", STAFF),
    fires("MON-006", "T1, nobody", team(NO_AIRWAY), "advisory", STAFF),
    edge("MON-006", "T3, in the room", team(member(2), given=T3)),
    edge("MON-006", "T2, immediately available", team(NEAR, given=T2)),
    edge("MON-006", "T1, on call", team(member(2, presence="on_call"))),
    quiet(
        "MON-006",
        "an anaesthetist without the qualification named",
        team(member(1, "anaesthetist", qualifications=[]), given=T3),
    ),
    quiet("MON-006", "T0, nobody", team(NO_AIRWAY, given=T0)),
    missing("MON-006", "staff", team(given=T3), STAFF),
    missing("MON-006", "presence", team(member(1, presence=None), given=T3), f"{STAFF}[staff-1].presence"),
    missing("MON-006", "tier", team(NO_AIRWAY, given=FIXED, weights=NO_WEIGHTS), "population.weight_min"),
]

BUSY: Record = {"has_other_duties": True}
TWO = [
    fires("MON-007", "one", team(member(1)), "hard", STAFF),
    fires(
        "MON-007",
        "one in the room, one on site",
        team(member(1), member(2, presence="on_site")),
        "hard",
        STAFF,
    ),
    fires("MON-007", "one without training", team(member(1), member(2, qualifications=[])), "hard", STAFF),
    fires("MON-007", "a pharmacist", team(member(1), member(2, "unblinded_pharmacist")), "hard", STAFF),
    fires("MON-007", "one at T0", team(member(1), given=T0), "hard", STAFF),
    fires(
        "MON-007",
        "other duties at T2",
        team(member(1, **BUSY), member(2, **BUSY), given=T2),
        "hard",
        f"{STAFF}[staff-1].has_other_duties",
    ),
    fires(
        "MON-007",
        "no clinician at T3",
        team(member(1, "therapist"), member(2, "second_observer"), given=T3),
        "hard",
        STAFF,
    ),
    edge("MON-007", "one entry for two", team(member(1, count=2))),
    edge("MON-007", "one of two without other duties at T2", team(member(1, **BUSY), member(2), given=T2)),
    quiet("MON-007", "other duties at T1", team(member(1, **BUSY), member(2, **BUSY))),
    missing("MON-007", "staff", team(), STAFF),
    missing("MON-007", "presence", team(member(1), member(2, presence=None)), f"{STAFF}[staff-2].presence"),
    missing(
        "MON-007",
        "duties",
        team(member(1, has_other_duties=None), member(2, **BUSY), given=T2),
        f"{STAFF}[staff-1].has_other_duties",
    ),
    missing(
        "MON-007",
        "tier",
        team(member(1, **BUSY), member(2, **BUSY), given=FIXED, weights=NO_WEIGHTS),
        "population.weight_min",
    ),
]

NO_OPIOIDS = [medicine("opioid_agonist", "excluded"), medicine("opioid_agonist_treatment", "excluded")]
KITS = [
    fires(
        "MON-008",
        "no suction",
        safe(kit=[item for item in KIT if item != "suction"]),
        "hard",
        "dosing_day.kit",
    ),
    fires(
        "MON-008",
        "no flumazenil",
        safe(MIDAZOLAM, kit=[*NEEDED_KIT, "naloxone"]),
        "soft",
        "dosing_day.kit",
    ),
    fires(
        "MON-008",
        "no flumazenil for a rescue benzodiazepine",
        safe(ketamine(), RESCUE, kit=[*NEEDED_KIT, "naloxone"]),
        "soft",
        "dosing_day.kit",
    ),
    fires(
        "MON-008",
        "no naloxone",
        safe(kit=list(NEEDED_KIT), identity={"substance": "opioid"}),
        "soft",
        "dosing_day.kit",
    ),
    fires(
        "MON-008",
        "naloxone for a challenge only",
        safe(
            ketamine(),
            regimen("naloxone", injection("0.4 mg"), use="procedural", route="im"),
            kit=list(NEEDED_KIT),
            identity={"substance": "opioid"},
        ),
        "soft",
        "dosing_day.kit",
    ),
    edge("MON-008", "ketamine without opioids", safe(kit=list(NEEDED_KIT), concomitant=NO_OPIOIDS)),
    quiet("MON-008", "all", safe(MIDAZOLAM)),
    quiet(
        "MON-008",
        "antidotes as rescue regimens",
        safe(
            MIDAZOLAM,
            regimen("flumazenil", bolus("0.2 mg", "15 s"), use="rescue"),
            regimen("naloxone", injection("0.4 mg"), use="rescue", route="im"),
            kit=list(NEEDED_KIT),
        ),
    ),
    missing("MON-008", "kit", safe(kit=[]), "dosing_day.kit"),
    missing("MON-008", "opioids", safe(kit=list(NEEDED_KIT)), "concomitant"),
]

WATCHED_AFTER = [
    fires("MON-009", "IV T1 under 60 min", watched_after("59.9999 min"), "hard", OBSERVATION),
    fires("MON-009", "IV T1 at exactly 60 min", watched_after("60 min"), "soft", OBSERVATION),
    fires("MON-009", "IV T1 under 120 min", watched_after("119 min"), "soft", OBSERVATION),
    fires("MON-009", "IV T0 under 60 min", watched_after("59 min", T0), "hard", OBSERVATION),
    fires("MON-009", "T2", watched_after("119 min", T2), "hard", OBSERVATION),
    fires("MON-009", "T3", watched_after("119 min", T3), "hard", OBSERVATION),
    fires(
        "MON-009",
        "IM",
        watched_after("119 min", ketamine(injection("0.5 mg/kg"), route="im")),
        "hard",
        OBSERVATION,
    ),
    fires(
        "MON-009",
        "swallowed",
        watched_after("119 min", ketamine(step("50 mg", None, "dose"), route="oral")),
        "hard",
        OBSERVATION,
    ),
    fires("MON-009", "spray", watched_after("119 min", SPRAY), "hard", OBSERVATION),
    fires(
        "MON-009",
        "lorazepam beside IV ketamine",
        safe(ketamine(), regimen("lorazepam", bolus("2 mg", "2 min")), observation_after_dose="100 min"),
        "hard",
        OBSERVATION,
    ),
    fires("MON-009", "midazolam alone", watched_after("59 min", MIDAZOLAM), "hard", OBSERVATION),
    edge("MON-009", "IV T1 at exactly 120 min", watched_after("120 min")),
    edge("MON-009", "2 h is 120 min", watched_after("2 h", T3)),
    edge("MON-009", "IV T0 at exactly 60 min", watched_after("60 min", T0)),
    edge("MON-009", "spray at exactly 120 min", watched_after("120 min", SPRAY)),
    quiet("MON-009", "three hours", watched_after("3 h")),
    quiet("MON-009", "midazolam at 60 min", watched_after("60 min", MIDAZOLAM)),
    missing("MON-009", "observation", watched_after(None), OBSERVATION),
    missing("MON-009", "route", watched_after("90 min", ketamine(route=None)), "regimens[ketamine].route"),
    missing("MON-009", "tier", watched_after("90 min", FIXED, weights=NO_WEIGHTS), "population.weight_min"),
]

GOING_HOME = [
    fires("MON-010", "gait missing", leaving(criteria=["oriented"]), "hard", f"{DISCHARGE}.criteria"),
    fires("MON-010", "score at 8", scored(8, 2), "hard", f"{DISCHARGE}.criteria"),
    fires("MON-010", "score once", scored(9, 1), "hard", f"{DISCHARGE}.criteria"),
    fires("MON-010", "score without its value", scored(None, 2), "hard", f"{DISCHARGE}.criteria"),
    fires(
        "MON-010",
        "another score in its place",
        leaving(criteria=[], score="cadss", score_at_least=9, score_readings=2),
        "hard",
        f"{DISCHARGE}.criteria",
    ),
    fires("MON-010", "score alone", scored(9, 2), "soft", f"{DISCHARGE}.criteria"),
    fires(
        "MON-010",
        "no sign-off",
        leaving(needs_clinician_sign_off=False),
        "hard",
        f"{DISCHARGE}.needs_clinician_sign_off",
    ),
    fires(
        "MON-010", "no escort", leaving(needs_adult_escort=False), "hard", f"{DISCHARGE}.needs_adult_escort"
    ),
    fires("MON-010", "23 h without driving", leaving(no_driving="23 h"), "hard", f"{DISCHARGE}.no_driving"),
    fires(
        "MON-010",
        "only a night's sleep after an infusion",
        leaving(no_driving=None, no_driving_until_after_sleep=True),
        "soft",
        f"{DISCHARGE}.no_driving",
    ),
    fires(
        "MON-010",
        "driving the same evening",
        leaving(no_driving=None, no_driving_until_after_sleep=False),
        "hard",
        f"{DISCHARGE}.no_driving",
    ),
    edge("MON-010", "exactly 24 h", leaving(no_driving="1 day")),
    edge(
        "MON-010",
        "score of 9 twice with all criteria",
        leaving(score="padss", score_at_least=9, score_readings=2),
    ),
    quiet("MON-010", "all", safe()),
    quiet(
        "MON-010",
        "a night's sleep after the spray",
        leaving(given=SPRAY, no_driving=None, no_driving_until_after_sleep=True),
    ),
    missing("MON-010", "criteria", leaving(criteria=[]), f"{DISCHARGE}.criteria"),
    missing(
        "MON-010",
        "sign-off",
        leaving(needs_clinician_sign_off=None),
        f"{DISCHARGE}.needs_clinician_sign_off",
    ),
    missing("MON-010", "escort", leaving(needs_adult_escort=None), f"{DISCHARGE}.needs_adult_escort"),
    missing("MON-010", "driving", leaving(no_driving=None), f"{DISCHARGE}.no_driving"),
]


def limits(*changed: Record, without: str = "", **more: Any) -> TrialProtocol:
    return safe(thresholds=thresholds(*changed, without=without), **more)


HOLD_AND_STOP = [
    fires("MON-011", "no systolic hold", limits(without="hold-systolic-bp"), "hard", THRESHOLDS),
    fires("MON-011", "no diastolic hold", limits(without="hold-diastolic-bp"), "hard", THRESHOLDS),
    fires("MON-011", "no diastolic stop", limits(without="stop-diastolic-bp"), "hard", THRESHOLDS),
    fires("MON-011", "no saturation stop", limits(without="stop-spo2"), "soft", THRESHOLDS),
    fires("MON-011", "no heart rate stop", limits(without="stop-heart-rate"), "soft", THRESHOLDS),
    fires(
        "MON-011",
        "only low pressure holds",
        limits(hold("systolic_bp", "90 mmHg", "below")),
        "hard",
        THRESHOLDS,
    ),
    fires(
        "MON-011",
        "hold above 160",
        limits(hold("systolic_bp", "160.0001 mmHg")),
        "hard",
        f"{THRESHOLDS}[hold-systolic-bp].value",
    ),
    fires(
        "MON-011",
        "hold at exactly 160",
        limits(hold("systolic_bp", "160 mmHg")),
        "soft",
        f"{THRESHOLDS}[hold-systolic-bp].value",
    ),
    fires(
        "MON-011",
        "hold above 140",
        limits(hold("systolic_bp", "141 mmHg")),
        "soft",
        f"{THRESHOLDS}[hold-systolic-bp].value",
    ),
    fires(
        "MON-011",
        "diastolic hold above 100",
        limits(hold("diastolic_bp", "101 mmHg")),
        "hard",
        f"{THRESHOLDS}[hold-diastolic-bp].value",
    ),
    fires(
        "MON-011",
        "stop above 180",
        limits(stop("systolic_bp", "181 mmHg")),
        "hard",
        f"{THRESHOLDS}[stop-systolic-bp].value",
    ),
    fires(
        "MON-011",
        "diastolic stop above 110",
        limits(stop("diastolic_bp", "110.5 mmHg")),
        "hard",
        f"{THRESHOLDS}[stop-diastolic-bp].value",
    ),
    fires(
        "MON-011",
        "saturation stop at 85 %",
        limits(stop("spo2", "85 %", "below")),
        "soft",
        f"{THRESHOLDS}[stop-spo2].value",
    ),
    fires(
        "MON-011",
        "no rule for agitation",
        safe(stop_rule_for_agitation=None),
        "soft",
        "dosing_day.stop_rule_for_agitation",
    ),
    edge("MON-011", "140/90, 180/110 and 90 %", limits()),
    quiet("MON-011", "stricter", limits(hold("systolic_bp", "135 mmHg"), stop("spo2", "92 %", "below"))),
    quiet(
        "MON-011",
        "a lax threshold behind a strict one",
        limits(hold("systolic_bp", "170 mmHg", name="again"), stop("spo2", "80 %", "below", name="late")),
    ),
    missing("MON-011", "thresholds", safe(thresholds=[]), THRESHOLDS),
]

HELD = "pharmacy.bars_participant_held_supply"
TABLETS = ketamine(step("50 mg", None, "dose"), route="sublingual")
WHERE = [
    fires("MON-012", "at home", safe(setting="home"), "hard", "dosing_day.setting"),
    fires("MON-012", "by telehealth", safe(setting="telehealth"), "hard", "dosing_day.setting"),
    fires(
        "MON-012", "not observed", safe(is_directly_observed=False), "hard", "dosing_day.is_directly_observed"
    ),
    fires(
        "MON-012",
        "a dosing visit by video",
        safe(days=[SCREENING, visit(1, "1 day", mode="video")]),
        "hard",
        "schedule.visits[visit-1].mode",
    ),
    fires(
        "MON-012",
        "a dose at a visit at home that is not called a dosing visit",
        safe(days=[SCREENING, visit(1, "1 day", mode="home", is_dosing=False)]),
        "hard",
        "schedule.visits[visit-1].mode",
    ),
    fires("MON-012", "own supply", safe(pharmacy={"bars_participant_held_supply": False}), "hard", HELD),
    fires(
        "MON-012", "T2 with fluids", fasting("119 min", "6 h", T2), "hard", "dosing_day.fasting.clear_fluids"
    ),
    fires("MON-012", "T3 with a meal", fasting("2 h", "5.9 h", T3), "hard", "dosing_day.fasting.light_meal"),
    fires("MON-012", "T1 with a meal", fasting("2 h", "4 h"), "soft", "dosing_day.fasting.light_meal"),
    fires("MON-012", "T1 without a rule", fasting(None, "6 h"), "soft", "dosing_day.fasting.clear_fluids"),
    edge("MON-012", "T3 at exactly 2 h and 6 h", fasting("120 min", "360 min", T3)),
    quiet("MON-012", "T1", safe()),
    quiet("MON-012", "T0 without fasting", fasting(None, None, T0)),
    quiet(
        "MON-012",
        "spray under observation",
        safe({**SPRAY, "is_self_administered": True}, pharmacy={"bars_participant_held_supply": True}),
    ),
    missing("MON-012", "setting", safe(setting=None), "dosing_day.setting"),
    missing("MON-012", "observed", safe(is_directly_observed=None), "dosing_day.is_directly_observed"),
    missing("MON-012", "supply of tablets", safe(TABLETS), HELD),
    missing("MON-012", "fasting at T2", fasting(None, "6 h", T2), "dosing_day.fasting.clear_fluids"),
    missing("MON-012", "tier", fasting(None, None, FIXED, weights=NO_WEIGHTS), "population.weight_min"),
]

ALL_TIMES = ("before_dose", "during_dose", "after_dose")
SCALES = [
    fires("MON-013", "no dissociation", watching(without="dissociation"), "soft", MONITORING),
    fires("MON-013", "no sedation", watching(without="sedation"), "soft", MONITORING),
    fires("MON-013", "no psychosis", watching(without="psychosis"), "soft", MONITORING),
    fires(
        "MON-013",
        "dissociation not before",
        watching({**scales()[0], "is_measured_before": False}),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "dissociation not afterwards",
        watching({**scales()[0], "continues_until_discharge": False}),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "first rating after 61 min",
        watching({**scales()[0], "interval_during": "61 min"}),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "scheduled after 61 min",
        rated(mark("cadss", minutes=("-10 min", "61 min", "120 min")), SEDATION, PSYCHOSIS),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "second of two sessions",
        safe(
            ketamine(visits=at(2)),
            days=[SCREENING, *visits("1 day", "8 day")],
            monitoring=[watch("spo2"), scales()[1], scales()[2]],
            schedule={
                "activities": [*activities(), {"id": "cadss", "name": "CADSS", "instrument": "cadss"}],
                "cells": [*cells(2), mark("cadss", *ALL_TIMES)],
            },
        ),
        "soft",
        MONITORING,
    ),
    fires("MON-013", "no plan, and a schedule without scales", safe(monitoring=[]), "soft", MONITORING),
    fires(
        "MON-013",
        "a plan without dissociation, and no schedule",
        watching(without="dissociation", schedule={"cells": []}),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "called before the dose, minutes after it",
        rated(mark("cadss", *ALL_TIMES, minutes=("40 min", "120 min")), SEDATION, PSYCHOSIS),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "called during the dose, minutes later",
        rated(mark("cadss", *ALL_TIMES, minutes=("-5 min", "90 min")), SEDATION, PSYCHOSIS),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "at the start and long after",
        rated(mark("cadss", minutes=("0 min", "120 min")), SEDATION, PSYCHOSIS),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "nothing after the peak",
        rated(mark("cadss", minutes=("-10 min", "60 min")), SEDATION, PSYCHOSIS),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "sedation before the dose only",
        rated(mark("cadss", *ALL_TIMES), mark("sedation-scale", "before_dose"), PSYCHOSIS),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "sedation at screening only",
        rated(mark("cadss", *ALL_TIMES), {**SEDATION, "visit": "visit-0"}, PSYCHOSIS),
        "soft",
        MONITORING,
    ),
    fires(
        "MON-013",
        "sedation watched before the dose only",
        rated(
            mark("cadss", *ALL_TIMES),
            PSYCHOSIS,
            plan=(watch("sedation", is_continuous=False, continues_until_discharge=False),),
        ),
        "soft",
        MONITORING,
    ),
    quiet(
        "MON-013",
        "sedation after the dose",
        rated(mark("cadss", *ALL_TIMES), mark("sedation-scale", "after_dose"), PSYCHOSIS),
    ),
    quiet(
        "MON-013",
        "sedation by its minutes",
        rated(mark("cadss", *ALL_TIMES), mark("sedation-scale", minutes=("10 min",)), PSYCHOSIS),
    ),
    quiet(
        "MON-013",
        "two ratings near the peak",
        rated(mark("cadss", minutes=("0 min", "20 min", "50 min")), SEDATION, PSYCHOSIS),
    ),
    edge(
        "MON-013",
        "scheduled after exactly 60 min",
        rated(mark("cadss", minutes=("-10 min", "60 min", "120 min")), SEDATION, PSYCHOSIS),
    ),
    edge(
        "MON-013",
        "planned at exactly 60 min",
        watching({**scales()[0], "interval_during": "60 min"}),
    ),
    quiet("MON-013", "by the plan", safe()),
    quiet("MON-013", "by the schedule", rated(mark("cadss", *ALL_TIMES), SEDATION, PSYCHOSIS)),
    quiet(
        "MON-013",
        "by both together",
        rated(
            mark("cadss", "during_dose", "after_dose"),
            SEDATION,
            PSYCHOSIS,
            plan=(watch("dissociation", continues_until_discharge=False, is_continuous=None),),
        ),
    ),
    missing("MON-013", "monitoring and schedule", safe(monitoring=[], schedule={"cells": []}), MONITORING),
    missing("MON-013", "visits", safe(ketamine(visits=[])), "regimens[ketamine].visits"),
]

CASES = [
    *OXIMETRY, *PRESSURE, *ECG, *VENTILATION, *LIFE_SUPPORT, *AIRWAY, *TWO, *KITS, *WATCHED_AFTER,
    *GOING_HOME, *HOLD_AND_STOP, *WHERE, *SCALES,
]  # fmt: skip
