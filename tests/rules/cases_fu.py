"""FU: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from collections.abc import Mapping, Sequence
from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
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
)

ALL = ["mood", "suicidality", "psychosis", "bladder", "substance use"]
MISUSE = ["use of ketamine outside the trial"]
DOSE = "schedule.visits[visit-1]"


def later(
    name: str, day: str, first: str | None = None, last: str | None = None, dose: int = 1, **more: Any
) -> Record:
    """A visit some time after the end of a dose."""
    when = timing(day, first, last, kind="dose_end", number=dose)
    return {"id": name, "name": name.capitalize(), "timing": when, **more}


def from_start(name: str, day: str, first: str | None = None, **more: Any) -> Record:
    """A visit some time after the start of the first dose."""
    when = timing(day, first, None, kind="dose_start", number=1)
    return {"id": name, "name": name.capitalize(), "timing": when, **more}


def followed(
    *after: Record,
    asks: Mapping[str, Sequence[str]],
    doses: Sequence[str] = ("10 day",),
    given: Sequence[Record] | None = None,
    arms: Sequence[Record] | None = None,
    **more: Any,
) -> TrialProtocol:
    """Ketamine on some days, visits after it, and what each visit asks about."""
    days = [visit(number, day) for number, day in enumerate(doses, start=1)]
    drugs = given or [ketamine(visits=[each["id"] for each in days])]
    covers = sorted({topic for topics in asks.values() for topic in topics})
    known = {topic: f"activity-{number}" for number, topic in enumerate(covers, start=1)}
    return protocol(
        *drugs,
        days=[*days, *after],
        arms=arms,
        schedule={
            "activities": [{"id": known[topic], "name": topic, "covers": [topic]} for topic in covers],
            "cells": [
                {"activity": known[topic], "visit": at, "times": ["before_dose"] if "visit-" in at else []}
                for at, topics in asks.items()
                for topic in topics
            ],
        },
        **{"design": {"model": "parallel"}, **more},
    )


def contact(
    hours: str, first: str | None = None, last: str | None = None, topics: Sequence[str] = ALL
) -> TrialProtocol:
    """One dose and one contact after it."""
    return followed(later("contact", hours, first, last), asks={"contact": topics})


BOTH = ["bladder", "liver tests"]
THREE = ("10 day", "17 day", "24 day")
CHECKED = {"between": BOTH, "late": BOTH}


def checked(
    asks: Mapping[str, Sequence[str]], doses: Sequence[str] = THREE, late: str = "28 day", **more: Any
) -> TrialProtocol:
    """Doses, a visit between the first and the second, and one after the last."""
    when = timing(late, kind="dose_start", number=len(doses))
    visits = (
        {"id": "between", "name": "Between", "timing": timing("12 day")},
        {"id": "late", "name": "Late", "timing": when},
    )
    return followed(*visits, asks=asks, doses=doses, **more)


def months(day: str, first: str | None = None, asks: Sequence[str] = MISUSE) -> TrialProtocol:
    """One dose and one visit long after it."""
    return followed(from_start("end", day, first), asks={"end": asks})


TWO_ARMS = [
    {"id": "arm-1", "name": "Ketamine", "regimens": ["ketamine"]},
    {"id": "arm-2", "name": "Midazolam", "regimens": ["midazolam"]},
]
TWO_DRUGS = [ketamine(), regimen("midazolam", step("2 mg", "40 min"))]

CASES = [
    fires("FU-001", "no contact", followed(asks={}), "hard", DOSE),
    fires("FU-001", "a minute too early", contact("30 h", "1439 min"), "hard", DOSE),
    fires("FU-001", "a minute too late", contact("48 h", "24 h", "4321 min"), "hard", DOSE),
    fires(
        "FU-001",
        "counted from the start",
        followed(from_start("contact", "24 h"), asks={"contact": ALL}),
        "hard",
        DOSE,
    ),
    *(
        fires(
            "FU-001",
            f"{topic} not asked",
            contact("48 h", topics=[each for each in ALL if each != topic]),
            "hard",
            DOSE,
        )
        for topic in ALL
    ),
    fires(
        "FU-001",
        "after the first dose only",
        followed(later("contact", "48 h"), asks={"contact": ALL}, doses=("10 day", "17 day")),
        "hard",
        "schedule.visits[visit-2]",
    ),
    fires(
        "FU-001",
        "in one arm only",
        followed(
            later("contact", "48 h", arms=["arm-1"]), asks={"contact": ALL}, given=TWO_DRUGS, arms=TWO_ARMS
        ),
        "hard",
        DOSE,
    ),
    fires("FU-001", "asked on the dosing day only", followed(asks={"visit-1": ALL}), "hard", DOSE),
    edge("FU-001", "exactly 24 to 72 h", contact("48 h", "24 h", "72 h")),
    edge(
        "FU-001",
        "two contacts between them",
        followed(
            later("call", "24 h"),
            later("visit", "72 h"),
            asks={"call": ALL[:2], "visit": ALL[2:]},
        ),
    ),
    quiet("FU-001", "the day after", contact("30 h", "26 h", "36 h")),
    quiet(
        "FU-001",
        "no ketamine",
        protocol(regimen("midazolam", step("2 mg", "40 min")), concomitant=[medicine("maoi", "excluded")]),
    ),
    missing(
        "FU-001",
        "day of the contact",
        followed({"id": "contact", "name": "Contact"}, asks={"contact": ALL}),
        "schedule.visits[contact].timing",
    ),
    missing(
        "FU-001",
        "length of the dose",
        followed(later("contact", "48 h"), asks={"contact": ALL}, given=[ketamine(step("0.5 mg/kg", None))]),
        "regimens[ketamine].steps",
    ),
    missing(
        "FU-001",
        "visits of the dose",
        followed(asks={}, given=[ketamine(visits=[])]),
        "regimens[ketamine].visits",
    ),
    fires("FU-002", "no late check after three", checked({"between": BOTH}), "soft", "arms[arm-1].regimens"),
    fires("FU-002", "no check during the course", checked({"late": BOTH}), "soft", "arms[arm-1].regimens"),
    fires("FU-002", "a day too early", checked(CHECKED, late="27 day"), "soft", "arms[arm-1].regimens"),
    fires(
        "FU-002",
        "no liver tests",
        checked({"between": ["bladder"], "late": ["bladder"]}),
        "soft",
        "arms[arm-1].regimens",
    ),
    fires(
        "FU-002",
        "no bladder late",
        checked({"between": BOTH, "late": ["liver tests"]}),
        "soft",
        "arms[arm-1].regimens",
    ),
    fires("FU-002", "a single dose", checked({}, doses=("10 day",)), "advisory", "arms[arm-1].regimens"),
    edge("FU-002", "exactly 4 weeks", checked(CHECKED)),
    edge("FU-002", "before the last dose on its day", checked({"visit-3": BOTH, "late": BOTH})),
    edge("FU-002", "two doses and a late check only", checked({"late": BOTH}, doses=THREE[:2])),
    quiet("FU-002", "later", checked(CHECKED, late="60 day")),
    missing(
        "FU-002",
        "day of the late visit",
        followed({"id": "late", "name": "Late"}, asks={"late": BOTH}),
        "schedule.visits[late].timing",
    ),
    missing(
        "FU-002",
        "visits of the dose",
        followed(asks={}, given=[ketamine(visits=[])]),
        "regimens[ketamine].visits",
    ),
    fires("FU-003", "179 days", months("179 day"), "soft", "schedule.visits[end].timing"),
    fires(
        "FU-003",
        "the window starts too early",
        months("180 day", "173 day"),
        "soft",
        "schedule.visits[end].timing",
    ),
    fires("FU-003", "no visit after the dose", followed(asks={}), "soft", "schedule.visits"),
    fires("FU-003", "no question on ketamine", months("180 day", asks=["mood"]), "soft", "schedule.cells"),
    fires(
        "FU-003",
        "no question on benzodiazepines",
        followed(from_start("end", "180 day"), asks={"end": MISUSE}, given=TWO_DRUGS, arms=TWO_ARMS),
        "soft",
        "schedule.cells",
    ),
    fires(
        "FU-003",
        "one arm followed for a month",
        followed(
            from_start("month", "30 day"),
            from_start("end", "180 day", arms=["arm-1"]),
            asks={at: [*MISUSE, "use of benzodiazepines outside the trial"] for at in ("month", "end")},
            given=TWO_DRUGS,
            arms=TWO_ARMS,
        ),
        "soft",
        "schedule.visits[month].timing",
    ),
    edge("FU-003", "exactly 180 days", months("180 day")),
    quiet("FU-003", "a year", months("365 day")),
    missing(
        "FU-003",
        "day of the last visit",
        followed({"id": "end", "name": "End"}, asks={"end": MISUSE}),
        "schedule.visits[end].timing",
    ),
    missing("FU-003", "what is given", protocol(), "regimens"),
]
