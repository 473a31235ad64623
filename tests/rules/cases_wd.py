"""WD-001 to 005: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Record,
    at,
    bolus,
    edge,
    exclusion,
    fires,
    ketamine,
    missing,
    quiet,
    regimen,
    step,
    visit,
    visits,
)
from tests.rules.safe_day import (
    DAY,
    EXCLUDED,
    NEEDED_KIT,
    SCREENING,
    activities,
    cells,
    hold,
    safe,
    thresholds,
)

THRESHOLDS = "dosing_day.thresholds"
CELLS = "schedule.cells"
AFTER = {"times": ["after_dose"]}
FLUMAZENIL = regimen("flumazenil", bolus("0.2 mg", "15 s"), use="rescue")
LABETALOL = regimen("labetalol", bolus("20 mg", "2 min"), use="rescue")


def substance(name: str | None) -> Record:
    return {"identity": {"substance": name}}


def marked(moved: dict[str, Record] | None = None, without: str = "", **more: Any) -> TrialProtocol:
    """The safe day with checks moved or left out of the cells."""
    return safe(schedule={"cells": cells(without=without, moved=moved)}, **more)


def held(*changed: Record, without: str = "", **more: Any) -> TrialProtocol:
    return safe(thresholds=thresholds(*changed, without=without), **more)


def excluding_all_but(left_out: str, *given: Record, **more: Any) -> TrialProtocol:
    kept = [code for code in EXCLUDED if code != left_out]
    return safe(ketamine(), *given, population={"criteria": exclusion(*kept)}, **more)


def plans(*left_out: str) -> list[Record]:
    return [plan for plan in DAY["rescue_plans"] if plan["scenario"] not in left_out]


SCREENED_ONLY = [{"activity": "urine-toxicology", "visit": "visit-0"}]
DAY_ONLY = [{"activity": "urine-toxicology", "visit": "visit-1", "times": ["before_dose"]}]

INTOXICATION = [
    fires("WD-001", "no breath test", marked(without="breath_alcohol"), "hard", CELLS),
    fires(
        "WD-001",
        "no behavioural check",
        marked(without="intoxication_check"),
        "hard",
        CELLS,
    ),
    fires(
        "WD-001",
        "breath test after the dose",
        marked({"breath_alcohol": AFTER}),
        "hard",
        CELLS,
    ),
    fires(
        "WD-001",
        "breath test at screening only",
        safe(
            schedule={
                "cells": [
                    *cells(without="breath_alcohol"),
                    {"activity": "breath-alcohol", "visit": "visit-0"},
                ]
            }
        ),
        "hard",
        CELLS,
    ),
    fires(
        "WD-001",
        "minutes after the dose, whatever the word",
        marked({"breath_alcohol": {"times": ["before_dose"], "from_dose_start": ["5 min"]}}),
        "hard",
        CELLS,
    ),
    fires(
        "WD-001",
        "more than a day before",
        marked({"breath_alcohol": {"from_dose_start": ["-1441 min"]}}),
        "hard",
        CELLS,
    ),
    fires(
        "WD-001",
        "second of two sessions",
        safe(ketamine(visits=at(2)), days=[SCREENING, *visits("1 day", "8 day")]),
        "hard",
        CELLS,
    ),
    fires(
        "WD-001",
        "a dose at a visit that is not called a dosing visit",
        safe(
            ketamine(visits=["visit-1", "visit-2"]),
            days=[SCREENING, visit(1, "1 day"), visit(2, "8 day", is_dosing=False)],
        ),
        "hard",
        CELLS,
    ),
    fires(
        "WD-001",
        "a dosing visit for which only rescue is named",
        safe(ketamine(use="rescue"), schedule={"cells": cells(without="breath_alcohol")}),
        "hard",
        CELLS,
    ),
    fires(
        "WD-001",
        "a comparator at a visit of its own",
        safe(
            ketamine(),
            regimen("sodium_chloride", visits=["visit-2"]),
            days=[SCREENING, *visits("1 day", "8 day")],
        ),
        "hard",
        CELLS,
    ),
    fires(
        "WD-001",
        "no activity for it",
        safe(schedule={"activities": activities("breath_alcohol"), "cells": cells(without="breath_alcohol")}),
        "hard",
        CELLS,
    ),
    fires("WD-001", "no alcohol holds the dose", held(without="hold-breath-alcohol"), "hard", THRESHOLDS),
    fires(
        "WD-001",
        "just above 0.02",
        held(hold("breath_alcohol", "0.020001 g/dL")),
        "hard",
        f"{THRESHOLDS}[hold-breath-alcohol].value",
    ),
    fires(
        "WD-001",
        "exactly 0.02",
        held(hold("breath_alcohol", "0.02 g/dL")),
        "soft",
        f"{THRESHOLDS}[hold-breath-alcohol].value",
    ),
    quiet(
        "WD-001",
        "a visit for naltrexone alone",
        safe(
            ketamine(),
            regimen("naltrexone", use="concurrent", route="depot_im", visits=["visit-2"]),
            days=[SCREENING, *visits("1 day", "8 day")],
        ),
    ),
    edge("WD-001", "exactly zero", held(hold("breath_alcohol", "0.00 g/dL"))),
    edge("WD-001", "exactly a day before", marked({"breath_alcohol": {"from_dose_start": ["-24 h"]}})),
    quiet("WD-001", "both before each dose", safe(**substance("cocaine"))),
    quiet(
        "WD-001",
        "a lax threshold behind a strict one",
        held(hold("breath_alcohol", "0.05 g/dL", name="again")),
    ),
    missing("WD-001", "thresholds", safe(thresholds=[]), THRESHOLDS),
    missing("WD-001", "activities", safe(schedule={"activities": [], "cells": []}), CELLS),
    missing("WD-001", "when", marked({"breath_alcohol": {}}), "schedule.cells[1].times"),
    missing("WD-001", "visits", safe(ketamine(visits=[])), "regimens[ketamine].visits"),
    missing("WD-001", "all visits", safe(ketamine(administrations_planned=3)), "regimens[ketamine].visits"),
]

URINE = [
    fires(
        "WD-002",
        "cocaine",
        marked(without="urine_toxicology", **substance("cocaine")),
        "hard",
        CELLS,
    ),
    fires(
        "WD-002",
        "opioid",
        marked(without="urine_toxicology", **substance("opioid")),
        "hard",
        CELLS,
    ),
    fires(
        "WD-002",
        "sedative",
        marked(without="urine_toxicology", **substance("sedative")),
        "hard",
        CELLS,
    ),
    fires("WD-002", "alcohol", marked(without="urine_toxicology"), "soft", CELLS),
    fires(
        "WD-002",
        "screening only, methamphetamine",
        safe(schedule={"cells": SCREENED_ONLY}, **substance("methamphetamine")),
        "hard",
        CELLS,
    ),
    fires("WD-002", "no screening", safe(schedule={"cells": DAY_ONLY}), "soft", "schedule.visits"),
    fires(
        "WD-002",
        "screening within the window of the dose",
        safe(
            days=[SCREENING, visit(1, "1 day", "-3 day", "1 day")],
            schedule={"cells": [*SCREENED_ONLY, *DAY_ONLY]},
        ),
        "soft",
        "schedule.visits",
    ),
    fires(
        "WD-002",
        "no action",
        safe(action_on_positive_toxicology=None),
        "soft",
        "dosing_day.action_on_positive_toxicology",
    ),
    fires(
        "WD-002",
        "no action, labetalol",
        safe(ketamine(), LABETALOL, action_on_positive_toxicology=None),
        "soft",
        "dosing_day.action_on_positive_toxicology",
    ),
    edge(
        "WD-002",
        "screening just before the window of the dose",
        safe(
            days=[SCREENING, visit(1, "1 day", "-2 day", "1 day")],
            schedule={"cells": [*SCREENED_ONLY, *DAY_ONLY]},
        ),
    ),
    quiet("WD-002", "screening and dosing day", safe(**substance("opioid"))),
    quiet(
        "WD-002",
        "screening by its epoch",
        safe(
            days=[{**SCREENING, "timing": None, "epoch": "epoch-1"}, *visits("1 day")],
            schedule={"epochs": [{"id": "epoch-1", "name": "Screening", "kind": "screening"}]},
        ),
    ),
    missing("WD-002", "substance", safe(**substance(None)), "identity.substance"),
    missing("WD-002", "activities", safe(schedule={"activities": [], "cells": []}), CELLS),
    missing(
        "WD-002",
        "activities at screening",
        safe(schedule={"activities": [], "cells": []}),
        "schedule.visits",
    ),
    missing(
        "WD-002",
        "day of the screening",
        safe(days=[{**SCREENING, "timing": None}, *visits("1 day")]),
        "schedule.visits[visit-0].timing",
    ),
]

CIWA = f"{THRESHOLDS}[hold-ciwa-ar].value"
ALCOHOL = [
    fires("WD-003", "no CIWA-Ar", marked(without="ciwa_ar"), "hard", CELLS),
    fires("WD-003", "sedatives", marked(without="ciwa_ar", **substance("sedative")), "hard", CELLS),
    fires("WD-003", "CIWA-Ar after the dose", marked({"ciwa_ar": AFTER}), "hard", CELLS),
    fires("WD-003", "above 10 doses 10", held(hold("ciwa_ar", "10 point")), "soft", CIWA),
    fires("WD-003", "at least 11 doses 10", held(hold("ciwa_ar", "11 point", "at_least")), "soft", CIWA),
    fires(
        "WD-003",
        "above 9.5 doses 9 only, above 10.5 doses 10",
        held(hold("ciwa_ar", "10.5 point")),
        "soft",
        CIWA,
    ),
    fires("WD-003", "nothing holds", held(without="hold-ciwa-ar"), "soft", THRESHOLDS),
    edge("WD-003", "at least 10", held(hold("ciwa_ar", "10 point", "at_least"))),
    edge("WD-003", "above 9", held(hold("ciwa_ar", "9 point"))),
    quiet("WD-003", "cocaine", marked(without="ciwa_ar", **substance("cocaine"))),
    quiet(
        "WD-003",
        "a lax threshold beside a strict one",
        held(hold("ciwa_ar", "20 point", name="again")),
    ),
    missing("WD-003", "substance", safe(**substance(None)), "identity.substance"),
    missing("WD-003", "thresholds", safe(thresholds=[]), THRESHOLDS),
    missing("WD-003", "activities", safe(schedule={"activities": [], "cells": []}), CELLS),
]

COWS = f"{THRESHOLDS}[hold-cows].value"
METHADONE = regimen("methadone", step("60 mg", None, "dose"), use="concurrent", route="oral")
OPIOID = [
    fires("WD-004", "no COWS", marked(without="cows", **substance("opioid")), "hard", CELLS),
    fires("WD-004", "several substances", marked(without="cows", **substance("several")), "hard", CELLS),
    fires("WD-004", "above 13", held(hold("cows", "13 point"), **substance("opioid")), "soft", COWS),
    fires(
        "WD-004",
        "at least 14",
        held(hold("cows", "14 point", "at_least"), **substance("opioid")),
        "soft",
        COWS,
    ),
    fires("WD-004", "nothing holds", held(without="hold-cows", **substance("opioid")), "soft", THRESHOLDS),
    fires(
        "WD-004",
        "methadone in one arm of two",
        safe(
            ketamine(),
            METHADONE,
            arms=[
                {"id": "arm-1", "name": "A", "regimens": ["ketamine", "methadone"]},
                {"id": "arm-2", "name": "B", "regimens": ["ketamine"]},
            ],
            schedule={"cells": cells(without="cows")},
            **substance("opioid"),
        ),
        "hard",
        CELLS,
    ),
    fires(
        "WD-004",
        "methadone for some",
        safe(
            ketamine(),
            {**METHADONE, "condition": {"condition": "Withdrawal"}},
            schedule={"cells": cells(without="cows")},
            **substance("opioid"),
        ),
        "hard",
        CELLS,
    ),
    edge("WD-004", "at least 13", held(hold("cows", "13 point", "at_least"), **substance("opioid"))),
    edge("WD-004", "above 12", held(hold("cows", "12 point"), **substance("opioid"))),
    quiet("WD-004", "alcohol", marked(without="cows")),
    quiet(
        "WD-004",
        "everyone on methadone",
        safe(ketamine(), METHADONE, schedule={"cells": cells(without="cows")}, **substance("opioid")),
    ),
    missing("WD-004", "substance", safe(**substance(None)), "identity.substance"),
    missing("WD-004", "thresholds", safe(thresholds=[], **substance("opioid")), THRESHOLDS),
]

RESCUE = [
    fires(
        "WD-005",
        "no plan for seizure",
        safe(rescue_plans=plans("seizure")),
        "hard",
        "dosing_day.rescue_plans",
    ),
    fires(
        "WD-005",
        "plan for bradycardia only",
        safe(rescue_plans=[{"id": "rescue-9", "scenario": "bradycardia", "actions": "Atropine."}]),
        "hard",
        "dosing_day.rescue_plans",
    ),
    fires(
        "WD-005",
        "flumazenil regimen",
        excluding_all_but("benzodiazepine_dependence", FLUMAZENIL),
        "soft",
        "regimens[flumazenil].drug",
    ),
    fires(
        "WD-005",
        "flumazenil in the kit",
        excluding_all_but("benzodiazepine_dependence"),
        "soft",
        "dosing_day.kit",
    ),
    fires(
        "WD-005",
        "labetalol with asthma",
        excluding_all_but("asthma", LABETALOL),
        "soft",
        "regimens[labetalol].drug",
    ),
    fires(
        "WD-005",
        "labetalol with cocaine",
        safe(ketamine(), LABETALOL, **substance("cocaine")),
        "soft",
        "regimens[labetalol].drug",
    ),
    edge("WD-005", "the seven plans and no more", safe()),
    quiet(
        "WD-005", "labetalol in alcohol use disorder without asthma", safe(ketamine(), LABETALOL, FLUMAZENIL)
    ),
    quiet("WD-005", "no flumazenil", excluding_all_but("benzodiazepine_dependence", kit=list(NEEDED_KIT))),
    missing("WD-005", "plans", safe(rescue_plans=[]), "dosing_day.rescue_plans"),
    missing("WD-005", "substance", safe(ketamine(), LABETALOL, **substance(None)), "identity.substance"),
]

CASES = [*INTOXICATION, *URINE, *ALCOHOL, *OPIOID, *RESCUE]
