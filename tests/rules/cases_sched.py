"""Cases for SCHED-001 to 004: windows, what precedes the dose, washouts and the dosing day."""

from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Case,
    Record,
    edge,
    fires,
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

V1, V2 = "schedule.visits[visit-1]", "schedule.visits[visit-2]"
CHECKS = (
    "consent", "eligibility_review", "urine_toxicology", "breath_alcohol", "vital_signs", "cssrs",
    "fasting_check", "cadss", "pregnancy_test", "ciwa_ar", "cows",
)  # fmt: skip


def two(first_ends: str, second_begins: str, **more: Any) -> TrialProtocol:
    """A dosing visit and a later one, each with a window."""
    later = {"id": "visit-2", "name": "Day 7", "timing": timing("8 day", second_begins, "8 day"), **more}
    return protocol(ketamine(), days=[visit(1, "1 day", None, first_ends), later])


def in_epochs(*kinds: str, listed: tuple[str, ...] | None = None) -> TrialProtocol:
    """Visits a week apart, each in an epoch of a kind; the last visit is a dosing visit."""
    epochs = [
        {"id": f"epoch-{kind}", "name": kind, "kind": kind}
        for kind in (listed or tuple(dict.fromkeys(kinds)))
    ]
    days = [
        {
            "id": f"visit-{number}",
            "name": f"Visit {number}",
            "epoch": f"epoch-{kind}",
            "is_dosing": kind == "treatment",
            "timing": timing(f"{7 * number} day"),
        }
        for number, kind in enumerate(kinds, start=1)
    ]
    return protocol(ketamine(), days=days, schedule={"epochs": epochs})


def day_of_dose(
    left_out: str = "",
    moved: dict[str, Record] | None = None,
    pregnancy: bool | None = True,
    substance: str | None = "alcohol",
    **more: Any,
) -> TrialProtocol:
    """A dosing day with every check an hour before the dose."""
    wanted = [name for name in CHECKS if name != left_out]
    cells: list[Record] = [
        {
            "activity": name.replace("_", "-"),
            "visit": "visit-1",
            **(moved or {}).get(name, {"from_dose_start": ["-1 h"]}),
        }
        for name in wanted
    ]
    return protocol(
        ketamine(),
        identity={"substance": substance},
        population={"pregnancy": {"may_enrol_people_who_can_become_pregnant": pregnancy}},
        schedule={
            "activities": [
                {"id": name.replace("_", "-"), "name": name, "instrument": name, "group": "safety"}
                for name in CHECKS
            ],
            "cells": cells,
        },
        **more,
    )


def held(policy: str = "held_before_dosing", drug_class: str = "maoi", free: str | None = "14 day") -> Record:
    """A class of medicines that is stopped for some time before dosing."""
    return medicine(drug_class, policy, free_before_dosing=free)


def stopped(screening: str, entry: Record, window: str | None = None) -> TrialProtocol:
    """Screening some time before the dose, at the latest on ``window``."""
    first = {"id": "visit-0", "name": "Screening", "timing": timing(screening, None, window or screening)}
    return protocol(ketamine(), days=[first, visit(1, "0 day")], concomitant=[entry])


def lorazepam_before(hours: str, free: str = "24 h", **more: Any) -> TrialProtocol:
    """The trial gives lorazepam some hours before ketamine, and asks for a free interval."""
    return protocol(
        regimen("lorazepam", step("2 mg", "52 min"), **{"use": "concurrent", **more}),
        ketamine(visits=["visit-2"]),
        days=[visit(1, "0 h"), visit(2, hours)],
        concomitant=[held("excluded", "benzodiazepine", free)],
    )


def busy(
    *offsets: str,
    group: str = "efficacy",
    therapy: Record | None = None,
    planned: str | None = "4 h",
    staffed: str | None = "8 h",
    start: str = "09:00",
    observed: str | None = "120 min",
    checked: str | None = "-60 min",
) -> TrialProtocol:
    """A dose of 40 min, two hours of observation, and something else on that day."""
    cells: list[Record] = [
        {"activity": "check", "visit": "visit-1", "from_dose_start": [checked] if checked else []}
    ]
    if offsets:
        cells.append({"activity": "scale", "visit": "visit-1", "from_dose_start": list(offsets)})
    course: Record = {"id": "course-1", "name": "Therapy", "sessions": [therapy] if therapy else []}
    return protocol(
        ketamine(),
        days=[visit(1, "1 day", start_of_day=start, planned_duration=planned)],
        courses=[course],
        schedule={
            "activities": [
                {"id": "check", "name": "Check", "group": "safety"},
                {"id": "scale", "name": "Scale", "group": group},
            ],
            "cells": cells,
        },
        dosing_day={"observation_after_dose": observed, "staffed_from": "08:00", "staffed_hours": staffed},
    )


def session(begins: str, kind: str = "integration", anchor: str = "dose_end") -> Record:
    """A therapy session counted from the dose."""
    return {"id": "session-1", "name": "Talk", "kind": kind, "timing": timing(begins, kind=anchor, number=1)}


CASES: list[Case] = [
    fires("SCHED-001", "windows share a day", two("3 day", "2 day"), "hard", f"{V2}.timing"),
    fires("SCHED-001", "windows touch", two("2 day", "2 day"), "hard", f"{V2}.timing"),
    fires(
        "SCHED-001",
        "two visits at once",
        protocol(ketamine(), days=visits("1 day", "1 day")),
        "hard",
        f"{V2}.timing",
    ),
    fires(
        "SCHED-001", "follow-up before the dose", in_epochs("follow_up", "treatment"), "hard", f"{V1}.epoch"
    ),
    fires(
        "SCHED-001",
        "epochs reversed",
        in_epochs("treatment", "screening", listed=("screening", "treatment")),
        "hard",
        f"{V2}.epoch",
    ),
    edge("SCHED-001", "one minute apart", two("2879 min", "2 day")),
    quiet("SCHED-001", "in their order", in_epochs("screening", "treatment", "follow_up")),
    missing("SCHED-001", "day of a visit", protocol(ketamine(), days=[visit(1, None)]), f"{V1}.timing"),
    missing("SCHED-001", "visits", protocol(days=[]), "schedule.visits"),
    missing(
        "SCHED-001",
        "two origins",
        protocol(
            ketamine(),
            days=[
                visit(1, "1 day"),
                {"id": "visit-2", "name": "B", "timing": timing("2 day", kind="enrolment")},
            ],
        ),
        "schedule.visits",
    ),
    *(fires("SCHED-002", f"no {name}", day_of_dose(name), "hard", V1) for name in CHECKS if name != "cows"),
    fires("SCHED-002", "no COWS", day_of_dose("cows", substance="opioid"), "hard", V1),
    fires(
        "SCHED-002",
        "one minute late",
        day_of_dose(moved={"cssrs": {"from_dose_start": ["1 min"]}}),
        "hard",
        V1,
    ),
    fires("SCHED-002", "after the dose", day_of_dose(moved={"cadss": {"times": ["after_dose"]}}), "hard", V1),
    edge(
        "SCHED-002", "at the start of the dose", day_of_dose(moved={"cssrs": {"from_dose_start": ["0 min"]}})
    ),
    quiet("SCHED-002", "before the dose in words", day_of_dose(moved={"cadss": {"times": ["before_dose"]}})),
    quiet("SCHED-002", "nobody can become pregnant", day_of_dose("pregnancy_test", pregnancy=False)),
    quiet("SCHED-002", "no withdrawal scale for cocaine", day_of_dose("ciwa_ar", substance="cocaine")),
    missing("SCHED-002", "time of a check", day_of_dose(moved={"cadss": {}}), V1),
    missing("SCHED-002", "cells", protocol(ketamine()), V1),
    missing("SCHED-002", "substance", day_of_dose(substance=None), "identity.substance"),
    missing(
        "SCHED-002",
        "pregnancy",
        day_of_dose(pregnancy=None),
        "population.pregnancy.may_enrol_people_who_can_become_pregnant",
    ),
    missing("SCHED-002", "dosing visits", protocol(days=[]), "schedule.visits"),
    fires(
        "SCHED-003",
        "13 days for 14",
        stopped("-13 day", held()),
        "hard",
        "concomitant[maoi].free_before_dosing",
    ),
    fires(
        "SCHED-003",
        "13 days at the end of the window",
        stopped("-21 day", held(), "-13 day"),
        "hard",
        "concomitant[maoi].free_before_dosing",
    ),
    fires(
        "SCHED-003",
        "the formulary asks for more",
        stopped("-8 day", held(free="7 day")),
        "hard",
        "concomitant[maoi].free_before_dosing",
    ),
    fires(
        "SCHED-003", "lorazepam 23 h before", lorazepam_before("23 h"), "hard", "regimens[lorazepam].visits"
    ),
    fires(
        "SCHED-003",
        "lorazepam under its own rule",
        lorazepam_before("47 h", "48 h"),
        "hard",
        "regimens[lorazepam].visits",
    ),
    edge("SCHED-003", "exactly 14 days", stopped("-14 day", held())),
    edge("SCHED-003", "lorazepam exactly 24 h before", lorazepam_before("24 h")),
    quiet("SCHED-003", "excluded medicines need no time", stopped("-1 day", held("excluded"))),
    quiet("SCHED-003", "lorazepam as rescue", lorazepam_before("1 h", use="rescue")),
    missing(
        "SCHED-003",
        "interval",
        stopped("-20 day", held(drug_class="opioid_agonist", free=None)),
        "concomitant[opioid-agonist].free_before_dosing",
    ),
    missing(
        "SCHED-003", "visit before dosing", protocol(ketamine(), concomitant=[held()]), "schedule.visits"
    ),
    missing("SCHED-003", "visits of ketamine", protocol(ketamine(visits=[])), "regimens[ketamine].visits"),
    fires("SCHED-004", "a scale inside", busy("159 min"), "soft", V1),
    fires("SCHED-004", "integration 119 min after the dose", busy(therapy=session("119 min")), "soft", V1),
    fires(
        "SCHED-004",
        "integration 1 h after the start",
        busy(therapy=session("1 h", anchor="dose_start")),
        "soft",
        V1,
    ),
    fires("SCHED-004", "planned one minute short", busy(planned="219 min"), "soft", f"{V1}.planned_duration"),
    fires("SCHED-004", "ends after the staff", busy(start="12:01"), "soft", f"{V1}.start_of_day"),
    edge("SCHED-004", "at the end of the observation", busy("160 min", therapy=session("120 min"))),
    edge("SCHED-004", "exactly as long as it takes", busy(planned="220 min")),
    edge("SCHED-004", "ends with the staff", busy(start="12:00")),
    quiet("SCHED-004", "safety checks", busy("10 min", group="safety")),
    quiet("SCHED-004", "support during the dose", busy(therapy=session("5 min", "in_session", "dose_start"))),
    missing("SCHED-004", "observation", busy(observed=None), "dosing_day.observation_after_dose"),
    missing("SCHED-004", "first check", busy(checked=None), V1),
    missing("SCHED-004", "planned length", busy(planned=None), f"{V1}.planned_duration"),
    missing("SCHED-004", "staffed hours", busy(staffed=None), "dosing_day.staffed_hours"),
    missing("SCHED-004", "what is given", busy().model_copy(update={"arms": ()}), "regimens"),
]
