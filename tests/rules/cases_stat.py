"""Cases for STAT-001 to 003: the primary endpoint and the number of participants."""

from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import Case, Record, edge, fires, ketamine, missing, protocol, quiet, timing, visits

E1 = "endpoints[endpoint-1]"
SIZE = "statistics.sample_size"


def activity(number: int, instrument: str, **more: Any) -> Record:
    """Something done at visits."""
    return {"id": f"activity-{number}", "name": instrument.capitalize(), "instrument": instrument, **more}


def trial(
    endpoint: Record | None = None,
    window: tuple[str, str, str] = ("90 day", "90 day", "97 day"),
    cells: tuple[tuple[str, str], ...] = (("activity-1", "visit-2"), ("activity-2", "visit-2")),
    **more: Any,
) -> TrialProtocol:
    """Days abstinent on day 90, by follow-back and urine test, at a visit with a window."""
    before, day, after = window
    wanted: Record = {
        "id": "endpoint-1",
        "variable": "Percentage of days abstinent",
        "metric": "Days without alcohol",
        "time_frame": "Days 1 to 90",
        "timepoint": timing("90 day"),
        "activities": ["activity-1"],
        "is_self_report_only": False,
        "verified_by": ["activity-2"],
        **(endpoint or {}),
    }
    follow_up: Record = {"id": "visit-2", "name": "Day 90", "timing": timing(day, before, after)}
    record: Record = {
        "schedule": {
            "activities": [activity(1, "timeline_follow_back"), activity(2, "urine_ethyl_glucuronide")],
            "cells": [{"activity": what, "visit": where} for what, where in cells],
        },
        "objectives": [
            {"id": "objective-1", "level": "primary", "text": "Effect", "endpoints": ["endpoint-1"]}
        ],
        "endpoints": [wanted],
    }
    days = [*visits("1 day"), follow_up]
    return protocol(ketamine(), days=days, **{**record, **more})


def heavy(metric: str) -> TrialProtocol:
    """A primary endpoint of heavy drinking days."""
    return trial({"variable": "No heavy drinking day", "metric": metric})


def craving() -> TrialProtocol:
    """A primary endpoint that is no substance use."""
    schedule = {
        "activities": [activity(1, "craving_scale")],
        "cells": [{"activity": "activity-1", "visit": "visit-2"}],
    }
    wanted = {"variable": "Craving", "metric": "Change", "is_self_report_only": True, "verified_by": []}
    return trial(wanted, schedule=schedule)


def sized(
    planned: tuple[int | None, ...] = (48, 48), missing_data: str | None = "Use.", **size: Any
) -> TrialProtocol:
    """96 participants in two arms, with everything stated."""
    arms = [
        {"id": f"arm-{n}", "name": f"Arm {n}", "regimens": ["ketamine"], "planned_n": number}
        for n, number in enumerate(planned, start=1)
    ]
    stated = {
        "total": 96,
        "reasoning": "Because.",
        "attrition": "10 %",
        "power": "80 %",
        "significance_level": "5 %",
    }
    statistics = {"sample_size": {**stated, **size}, "missing_data": missing_data}
    return protocol(ketamine(), arms=arms, statistics=statistics)


USUAL = "More than 4 (men) or more than 3 (women) standard drinks"

CASES: list[Case] = [
    fires(
        "STAT-001",
        "window ends on day 89",
        trial(window=("80 day", "85 day", "89 day")),
        "hard",
        f"{E1}.timepoint",
    ),
    fires(
        "STAT-001",
        "window begins on day 91",
        trial(window=("91 day", "91 day", "97 day")),
        "hard",
        f"{E1}.timepoint",
    ),
    fires(
        "STAT-001", "at another visit", trial(cells=(("activity-1", "visit-1"),)), "hard", f"{E1}.timepoint"
    ),
    fires(
        "STAT-001",
        "not in every arm",
        trial(
            arms=[{"id": f"arm-{n}", "name": f"Arm {n}", "regimens": ["ketamine"]} for n in (1, 2)],
            schedule={
                "visits": [
                    *visits("1 day"),
                    {"id": "visit-2", "name": "Day 90", "arms": ["arm-1"], "timing": timing("90 day")},
                ],
                "activities": [activity(1, "timeline_follow_back"), activity(2, "urine_ethyl_glucuronide")],
                "cells": [{"activity": "activity-1", "visit": "visit-2"}],
            },
        ),
        "hard",
        f"{E1}.timepoint",
    ),
    edge("STAT-001", "on the last day of the window", trial(window=("80 day", "85 day", "90 day"))),
    edge("STAT-001", "on the first day of the window", trial()),
    quiet(
        "STAT-001",
        "counted from the visit itself",
        trial({"timepoint": timing("0 day", kind="visit", visit="visit-2")}),
    ),
    missing("STAT-001", "time", trial({"timepoint": None}), f"{E1}.timepoint"),
    missing("STAT-001", "what measures it", trial({"activities": []}), f"{E1}.activities"),
    missing("STAT-001", "primary objective", trial(objectives=[]), "objectives"),
    missing(
        "STAT-001",
        "counted from another origin",
        trial({"timepoint": timing("90 day", kind="enrolment")}),
        "schedule.visits",
    ),
    fires("STAT-002", "no metric", trial({"metric": None}), "hard", f"{E1}.metric"),
    fires("STAT-002", "no time frame", trial({"time_frame": None}), "hard", f"{E1}.time_frame"),
    fires("STAT-002", "self-report", trial({"is_self_report_only": True}), "soft", f"{E1}.verified_by"),
    fires("STAT-002", "verified by nothing", trial({"verified_by": []}), "soft", f"{E1}.verified_by"),
    fires(
        "STAT-002",
        "drinks a day",
        trial({"variable": "Drinks a drinking day", "metric": "Mean"}),
        "soft",
        f"{E1}.variable",
    ),
    fires("STAT-002", "heavy not defined", heavy("No such day"), "soft", f"{E1}.metric"),
    fires(
        "STAT-002",
        "heavy from 4 drinks",
        heavy("4 or more (men) or more than 3 (women) drinks"),
        "soft",
        f"{E1}.metric",
    ),
    edge("STAT-002", "heavy as usual", heavy(USUAL)),
    edge("STAT-002", "heavy in other words", heavy("5 or more for men, at least 4 for women")),
    quiet("STAT-002", "craving needs no urine test", craving()),
    quiet("STAT-002", "a cocaine trial", trial(identity={"substance": "cocaine"})),
    missing(
        "STAT-002",
        "self-report or not",
        trial({"is_self_report_only": None, "verified_by": []}),
        f"{E1}.is_self_report_only",
    ),
    missing("STAT-002", "substance", trial(identity={"substance": None}), "identity.substance"),
    missing("STAT-002", "primary objective", trial(objectives=[]), "objectives"),
    fires("STAT-003", "no reasoning", sized(reasoning=None), "soft", f"{SIZE}.reasoning"),
    fires("STAT-003", "no attrition", sized(attrition=None), "soft", f"{SIZE}.attrition"),
    fires(
        "STAT-003", "no rule for missing data", sized(missing_data=None), "soft", "statistics.missing_data"
    ),
    fires("STAT-003", "arms add up to less", sized((48, 47)), "soft", "arms"),
    fires("STAT-003", "power 79.9 %", sized(power="79.9 %"), "soft", f"{SIZE}.power"),
    fires(
        "STAT-003",
        "significance 5.1 %",
        sized(significance_level="5.1 %"),
        "soft",
        f"{SIZE}.significance_level",
    ),
    fires("STAT-003", "seven participants", sized((4, 3), total=7), "soft", f"{SIZE}.total"),
    edge("STAT-003", "exactly 80 % and 5 %", sized()),
    edge("STAT-003", "exactly eight participants", sized((4, 4), total=8)),
    quiet("STAT-003", "numbers of the arms not decided", sized((48, None))),
    missing("STAT-003", "total", sized(total=None), f"{SIZE}.total"),
    missing("STAT-003", "nothing", protocol(ketamine()), "statistics.missing_data"),
]
