"""A small protocol in the exchange form in which every kind of reference occurs."""

from typing import Any


def _at_visit() -> dict[str, Any]:
    at = "0 min"
    return {"anchor": {"kind": "visit", "visit": "visit-1"}, "earliest": at, "target": at, "latest": at}


WHOLE: dict[str, Any] = {
    "design": {
        "factors": [
            {
                "id": "drug",
                "name": "Drug",
                "levels": [
                    {
                        "id": "on",
                        "name": "On",
                        "regimens": ["reg-1"],
                        "courses": ["course-1"],
                        "other_interventions": ["other-1"],
                    },
                    {"id": "off", "name": "Off"},
                ],
            }
        ],
        "sequences": [{"id": "ab", "name": "AB", "arms": ["arm-1", "arm-2"]}],
    },
    "arms": [
        {
            "id": "arm-1",
            "name": "Ketamine",
            "regimens": ["reg-1"],
            "courses": ["course-1"],
            "other_interventions": ["other-1"],
            "factor_levels": [{"factor": "drug", "level": "on"}],
        },
        {"id": "arm-2", "name": "Midazolam", "regimens": ["reg-2"]},
    ],
    "regimens": [
        {
            "id": "reg-1",
            "name": "Ketamine",
            "visits": ["visit-1"],
            "timing": _at_visit(),
            "condition": {"condition": "If needed", "decided_at": "visit-1"},
        },
        {"id": "reg-2", "name": "Midazolam", "matched_to": "reg-1"},
    ],
    "courses": [
        {
            "id": "course-1",
            "name": "Therapy",
            "sessions": [{"id": "session-1", "name": "First", "visit": "visit-1", "timing": _at_visit()}],
        }
    ],
    "other_interventions": [{"id": "other-1", "name": "Task", "visits": ["visit-1"], "timing": _at_visit()}],
    "schedule": {
        "epochs": [{"id": "epoch-1", "name": "Treatment"}],
        "visits": [
            {"id": "visit-1", "name": "Dose 1", "epoch": "epoch-1", "arms": ["arm-1"]},
            {"id": "visit-2", "name": "Day 7", "timing": _at_visit()},
        ],
        "activities": [{"id": "act-1", "name": "Weight"}],
        "cells": [{"activity": "act-1", "visit": "visit-1"}],
    },
    "endpoints": [
        {
            "id": "end-1",
            "variable": "Drinks",
            "timepoint": _at_visit(),
            "activities": ["act-1"],
            "verified_by": ["act-1"],
        }
    ],
    "objectives": [
        {
            "id": "obj-1",
            "level": "primary",
            "text": "Is it so?",
            "endpoints": ["end-1"],
            "estimand": {"id": "est-1", "endpoint": "end-1"},
        }
    ],
    "dosing_day": {
        "rescue_plans": [
            {"id": "plan-1", "scenario": "apnoea", "actions": "Ventilate", "regimens": ["reg-2"]}
        ]
    },
    "harms": {"events_of_interest": [{"id": "event-1", "name": "Nausea", "activities": ["act-1"]}]},
    "narrative": [{"number": "2.1", "text": "Why"}],
}
