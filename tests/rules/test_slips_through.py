"""Protocols built to slip a dangerous dose past the rules: each is stopped, and by the rule that should."""

from typing import Any

import pytest

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Record,
    at,
    bolus,
    found,
    injection,
    ketamine,
    medicine,
    protocol,
    regimen,
    step,
    timing,
    visit,
    visits,
)

STEPS = "regimens[ketamine].steps"
PERIODS: Record = {"epochs": [{"id": f"p{n}", "name": f"Period {n}", "period": n} for n in (1, 2, 3)]}


def said(trial: TrialProtocol, rule: str) -> dict[str, str]:
    """Place and severity of what a rule finds."""
    return {finding.place: finding.severity.value for finding in found(trial, rule)}


def iv(amount: str, over: str = "90 min", **more: Any) -> Record:
    return ketamine(step(amount, over), **more)


def esk(amount: str, route: str, kind: str = "dose", **more: Any) -> Record:
    return regimen("esketamine", step(amount, None, kind), route=route, **more)


def only(condition: str) -> Record:
    return {"condition": {"condition": condition}}


def crossover(sequences: list[list[str]], first: list[str], model: str | None = "crossover") -> TrialProtocol:
    """Two conditions of ketamine in two periods, three days apart."""
    return protocol(
        iv("0.5 mg/kg", visits=first),
        iv("0.7 mg/kg", id="ketamine-2", visits=at(2)),
        arms=[
            {"id": "arm-1", "name": "Low", "regimens": ["ketamine"]},
            {"id": "arm-2", "name": "High", "regimens": ["ketamine-2"]},
        ],
        days=[visit(1, "1 day", epoch="p1"), visit(2, "2 day", epoch="p2")],
        design={
            "model": model,
            "sequences": [
                {"id": f"s{n}", "name": f"Order {n}", "arms": arms}
                for n, arms in enumerate(sequences, start=1)
            ],
        },
        schedule={
            **PERIODS,
            "visits": [visit(1, "1 day", epoch="p1"), visit(2, "2 day", epoch="p2")],
        },
    )


BOTH = [["arm-1", "arm-2"], ["arm-2", "arm-1"]]


@pytest.mark.parametrize(
    ("trial", "rule", "place", "severity"),
    [
        (
            protocol(iv("0.9 mg/kg"), ketamine(injection("0.9 mg/kg"), id="im", route="im")),
            "KET-002",
            STEPS,
            "hard",
        ),
        (protocol(iv("0.9 mg/kg"), esk("0.9 mg/kg", "iv", "injection")), "KET-002", STEPS, "hard"),
        (protocol(iv("0.9 mg/kg"), esk("100 mg", "oral")), "KET-002", STEPS, "hard"),
        (
            protocol(
                ketamine(step("0.4 mg/kg", "10 min")), regimen("esketamine", step("0.2 mg/kg", "10 min"))
            ),
            "KET-003",
            STEPS,
            "hard",
        ),
        (protocol(iv("0.9 mg/kg", use="premedication"), iv("0.9 mg/kg", id="k2")), "KET-002", STEPS, "hard"),
        (
            protocol(iv("0.9 mg/kg", **only("Anxious")), iv("0.9 mg/kg", id="k2", **only("Anxious"))),
            "KET-002",
            STEPS,
            "hard",
        ),
        (
            protocol(iv("0.9 mg/kg", **only("Anxious")), iv("0.9 mg/kg", id="k2", **only("Heavy"))),
            "KET-001",
            STEPS,
            "soft",
        ),
        (
            protocol(
                iv("0.9 mg/kg"),
                iv("0.5 mg/kg", id="rescue", use="rescue", visits=[], planned_cumulative_max="100 mg"),
                arms=[{"id": "arm-1", "name": "Arm", "regimens": ["ketamine"]}],
            ),
            "KET-002",
            STEPS,
            "hard",
        ),
        (
            protocol(iv("0.9 mg/kg"), iv("0.5 mg/kg", id="rescue", use="rescue", visits=[])),
            "KET-002",
            "regimens[rescue].planned_cumulative_max",
            "not_assessed",
        ),
        (protocol(ketamine(bolus("0.2 mg/kg", "60 min", count=8))), "KET-002", STEPS, "hard"),
        (protocol(ketamine(step("0.5 mg/kg", "90 min", amount_high="1.6 mg/kg"))), "KET-002", STEPS, "hard"),
        (protocol(ketamine(step("0.02 mg/kg/h", "4 day"))), "KET-002", STEPS, "hard"),
        (
            protocol(iv("5 mg/kg", "10 h"), dosing_day={"setting": "general_anaesthesia"}),
            "KET-001",
            STEPS,
            "soft",
        ),
        (protocol(esk("115.1 mg", "sublingual")), "KET-006", "regimens[esketamine].route", "soft"),
        (protocol(esk("300 mg", "oral")), "KET-006", "regimens[esketamine].route", "hard"),
        (
            protocol(ketamine(step("112 mg", None, "device"), route="intranasal", enantiomer="s")),
            "KET-007",
            STEPS,
            "hard",
        ),
        (protocol(ketamine(*[step("0.2 mg/kg", "4 min")] * 5)), "RATE-004", f"{STEPS}[0]", "hard"),
        (protocol(ketamine(*[step("0.12 mg/kg", "4 min")] * 5)), "RATE-003", f"{STEPS}[0]", "soft"),
        (
            protocol(
                ketamine(step("0.45 mg/kg", "9 min"), step("0.45 mg/kg", "9 min", pause_before="1 min"))
            ),
            "RATE-004",
            f"{STEPS}[0]",
            "hard",
        ),
        (
            protocol(
                ketamine(
                    step("2000 ng/mL", "30 min"),
                    target_control={"model": "Domino", "total_ceiling": "1 mg/kg"},
                )
            ),
            "RATE-007",
            f"{STEPS}[0].amount",
            "hard",
        ),
        (
            protocol(ketamine(step("0.9 mg/kg", "1 min", "target_controlled"))),
            "RATE-001",
            f"{STEPS}[0]",
            "hard",
        ),
        (
            protocol(ketamine(step("0.9 mg/kg", "1 min", "target_controlled"))),
            "RATE-007",
            f"{STEPS}[0].basis",
            "not_assessed",
        ),
        (
            protocol(iv("0.5 mg/kg", use="concurrent", visits=at(2)), days=visits("1 day", "1 day")),
            "KET-009",
            "schedule.visits[visit-2].timing",
            "hard",
        ),
        (
            protocol(
                iv("0.5 mg/kg", visits=at(9), use="procedural"),
                days=visits(*(f"{14 * n} day" for n in range(1, 10))),
            ),
            "KET-010",
            "arms[arm-1].regimens",
            "soft",
        ),
        (protocol(iv("0.5 mg/kg"), arms=[]), "KET-009", "arms", "not_assessed"),
        (
            protocol(
                iv("0.5 mg/kg", visits=at(2)),
                arms=[
                    {"id": "arm-1", "name": "A", "regimens": ["ketamine"]},
                    {"id": "arm-2", "name": "B", "regimens": []},
                ],
                days=[visit(n, "1 day", arms=["arm-2"]) for n in (1, 2)],
                design={"model": "parallel"},
            ),
            "KET-009",
            "schedule.visits[visit-1].arms",
            "not_assessed",
        ),
        (crossover([], at(2)), "KET-009", "design.sequences", "not_assessed"),
        (
            protocol(iv("0.5 mg/kg", interval="Every 2 h on the day")),
            "KET-009",
            "regimens[ketamine].administrations_planned",
            "not_assessed",
        ),
        (crossover([], at(2)), "KET-010", "design.sequences", "not_assessed"),
        (crossover(BOTH, at(2)), "KET-009", "schedule.visits[visit-2].timing", "soft"),
        (crossover(BOTH, at(1)), "KET-009", "regimens[ketamine].visits", "not_assessed"),
        (crossover([["arm-1", "arm-1"]], at(2)), "KET-009", "design.sequences", "not_assessed"),
        (crossover([], at(2), None), "KET-009", "design.model", "not_assessed"),
        (
            protocol(
                iv("0.5 mg/kg", visits=at(2)),
                days=[visit(1, "1 day"), {**visit(2, None), "timing": timing("3 day", kind="enrolment")}],
            ),
            "KET-009",
            "schedule.visits",
            "not_assessed",
        ),
        (
            protocol(iv("0.7 mg/kg", "40 min"), iv("0.3 mg/kg", "40 min", id="k2")),
            "RATE-003",
            STEPS,
            "soft",
        ),
        (protocol(iv("5 mg/kg", cap="40 mg")), "KET-011", "regimens[ketamine].cap", "hard"),
        (protocol(iv("60 mg", cap="40 mg")), "KET-011", "regimens[ketamine].cap", "hard"),
        (
            protocol(regimen("s_ketamine", step("2 mg/kg", "40 min"))),
            "KET-011",
            "regimens[s_ketamine].drug",
            "not_assessed",
        ),
        (
            protocol(
                regimen(
                    "sodium_chloride",
                    step(None, "40 min", basis="volume_matched"),
                    preparation={"mixed_with": ["ketamine"]},
                )
            ),
            "KET-011",
            "regimens[sodium_chloride].preparation.mixed_with",
            "not_assessed",
        ),
        (
            protocol(ketamine(), regimen("diazepam", bolus("10 mg", "2 min"), use="premedication")),
            "COAD-006",
            "regimens[diazepam].drug",
            "soft",
        ),
        (
            protocol(
                ketamine(),
                concomitant=[
                    medicine("maoi", "excluded", free_before_dosing="14 days"),
                    {**medicine("maoi", "excluded", free_before_dosing="1 day"), "id": "second"},
                ],
            ),
            "COAD-012",
            "concomitant[second].free_before_dosing",
            "soft",
        ),
        (
            protocol(
                ketamine(),
                concomitant=[medicine("psychostimulant", "allowed", requires_euthyroid_check=True)],
            ),
            "COAD-014",
            "concomitant[psychostimulant].policy",
            "soft",
        ),
        (
            protocol(
                regimen("naltrexone", step("50 mg", None, "dose"), route="oral", use="concurrent"),
                regimen("methadone", step("60 mg", None, "dose"), route="oral", use="concurrent"),
            ),
            "COAD-009",
            "regimens[naltrexone].drug",
            "hard",
        ),
        (
            protocol(
                ketamine(visits=["visit-2"]),
                regimen(
                    "naltrexone",
                    step("50 mg", None, "dose"),
                    route="oral",
                    use="concurrent",
                    interval="Daily",
                ),
                days=[visit(1, "1 day", is_dosing=False), visit(2, "31 day")],
                endpoints=[{"id": "e", "variable": "Relapse"}],
            ),
            "COAD-010",
            "regimens[naltrexone].timing",
            "soft",
        ),
        (
            protocol(
                regimen(
                    "atropine",
                    bolus("0.5 mg", "1 min"),
                    use="premedication",
                    minutes_from_study_drug="30 min",
                )
            ),
            "COAD-005",
            "regimens[atropine].minutes_from_study_drug",
            "soft",
        ),
        (
            protocol(
                regimen("atropine", bolus("2 mg", "1 min"), use="premedication"),
                regimen("atropine", bolus("2 mg", "1 min"), use="premedication", id="atropine-2"),
            ),
            "COAD-003",
            "regimens[atropine].steps",
            "hard",
        ),
        (
            protocol(
                ketamine(),
                regimen(
                    "sodium_chloride",
                    step(None, "40 min", basis="volume_matched"),
                    preparation={"mixed_with": ["ketamine", "diazepam"]},
                ),
            ),
            "COAD-007",
            "regimens[sodium_chloride].preparation.mixed_with",
            "hard",
        ),
    ],
)
def test_a_hidden_danger_is_found(trial: TrialProtocol, rule: str, place: str, severity: str) -> None:
    assert said(trial, rule).get(place) == severity


def test_sessions_listed_out_of_order_are_not_said_to_coincide() -> None:
    days = [
        visit(2, "8 day"),
        visit(1, "1 day"),
        {**visit(3, None), "timing": timing("1 day", kind="enrolment")},
    ]
    trial = protocol(iv("0.5 mg/kg", visits=["visit-2", "visit-1", "visit-3"]), days=days)
    assert set(said(trial, "KET-009").values()) == {"not_assessed"}


def test_different_conditions_are_alternatives_below_the_hard_limit() -> None:
    trial = protocol(iv("0.7 mg/kg", **only("Responders")), iv("0.7 mg/kg", id="k2", **only("Others")))
    assert said(trial, "KET-001") == {}


def test_a_two_step_infusion_of_the_precedent_is_not_one_held_rate() -> None:
    trial = protocol(ketamine(bolus("0.11 mg/kg", "2 min"), step("0.60 mg/kg", "50 min")))
    assert said(trial, "RATE-003") == {}


def test_label_conform_labetalol_passes() -> None:
    doses = bolus("20 mg", "2 min"), bolus("40 mg", "2 min", pause_before="10 min")
    trial = protocol(regimen("labetalol", *doses, use="rescue", planned_cumulative_max="300 mg"))
    assert said(trial, "RATE-010") == {}
