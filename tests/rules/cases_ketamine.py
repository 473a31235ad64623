"""KET: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from tests.rules.build import (
    at,
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
    visit,
    visits,
)

STEPS = "regimens[ketamine].steps"


def iv(amount: str, over: str = "90 min", **more: object) -> dict[str, object]:
    return ketamine(step(amount, over), **more)


def im(amount: str, **more: object) -> dict[str, object]:
    return ketamine(injection(amount), route="im", **more)


def spray(amount: str, **more: object) -> dict[str, object]:
    return ketamine(step(amount, None, "device"), route="intranasal", **more)


def esk(amount: str | None, count: int = 1, **more: object) -> dict[str, object]:
    return regimen("esketamine", step(amount, None, "device", count=count), route="intranasal", **more)


NO_MIN = (None, "100 kg")
US = {"jurisdictions": ["us"]}

CASES = [
    fires("KET-001", "above 1 mg/kg", protocol(iv("1.000001 mg/kg")), "soft", STEPS),
    fires("KET-001", "fixed dose, lightest participant", protocol(iv("51 mg")), "soft", STEPS),
    fires(
        "KET-001",
        "bolus and infusion as two regimens of one session",
        protocol(iv("0.6 mg/kg"), iv("0.6 mg/kg", id="ketamine-2")),
        "soft",
        STEPS,
    ),
    fires(
        "KET-001", "per kg, weights undecided", protocol(iv("1.2 mg/kg"), weights=(None, None)), "soft", STEPS
    ),
    fires(
        "KET-001",
        "S-ketamine",
        protocol(regimen("esketamine", step("1.2 mg/kg", "90 min"))),
        "soft",
        "regimens[esketamine].steps",
    ),
    edge("KET-001", "exactly 1 mg/kg", protocol(iv("1 mg/kg"))),
    edge("KET-001", "50 mg at 50 kg is exactly 1 mg/kg", protocol(iv("50 mg"))),
    quiet("KET-001", "KET-002 refuses it", protocol(iv("1.6 mg/kg"))),
    quiet(
        "KET-001",
        "two alternatives of one session",
        protocol(
            iv("0.6 mg/kg", condition={"condition": "Responders"}),
            iv("0.6 mg/kg", id="ketamine-2", condition={"condition": "Others"}),
        ),
    ),
    missing(
        "KET-001",
        "lowest weight of a fixed dose",
        protocol(iv("50 mg"), weights=NO_MIN),
        "population.weight_min",
    ),
    missing(
        "KET-001",
        "amount",
        protocol(ketamine(step(None, "40 min", basis="per_kg"))),
        "regimens[ketamine].steps[0].amount",
    ),
    missing(
        "KET-001",
        "visits of two regimens of an arm",
        protocol(iv("0.6 mg/kg"), iv("0.6 mg/kg", id="ketamine-2", visits=[])),
        "regimens[ketamine-2].visits",
    ),
    fires("KET-002", "above 1.5 mg/kg", protocol(iv("1.500001 mg/kg")), "hard", STEPS),
    fires("KET-002", "setting undecided", protocol(iv("2 mg/kg")), "hard", STEPS),
    edge("KET-002", "exactly 1.5 mg/kg", protocol(iv("1.5 mg/kg"))),
    quiet(
        "KET-002",
        "general anaesthesia",
        protocol(iv("2 mg/kg"), dosing_day={"setting": "general_anaesthesia"}),
    ),
    missing("KET-002", "drug", protocol(regimen(None, step("2 mg/kg", "90 min"))), "regimens[regimen].drug"),
    missing("KET-002", "route", protocol(iv("2 mg/kg", route=None)), "regimens[ketamine].route"),
    fires("KET-003", "1 mg/kg in 10 min", protocol(iv("1 mg/kg", "10 min")), "hard", STEPS),
    fires(
        "KET-003",
        "bolus, then infusion",
        protocol(ketamine(bolus("0.9 mg/kg", "2 min"), step("0.2 mg/kg", "16 min"))),
        "hard",
        STEPS,
    ),
    fires(
        "KET-003",
        "S-ketamine 0.5 mg/kg",
        protocol(regimen("esketamine", step("0.5 mg/kg", "10 min"))),
        "hard",
        "regimens[esketamine].steps",
    ),
    edge("KET-003", "just under, 0.999999 mg/kg in 10 min", protocol(iv("0.999999 mg/kg", "10 min"))),
    edge("KET-003", "1 mg/kg over 11 min gives less in any 10", protocol(iv("1 mg/kg", "11 min"))),
    quiet("KET-003", "a plasma target", protocol(ketamine(step("350 ng/mL", "30 min", "target_controlled")))),
    quiet(
        "KET-003",
        "general anaesthesia",
        protocol(iv("1 mg/kg", "1 min"), dosing_day={"setting": "general_anaesthesia"}),
    ),
    missing(
        "KET-003", "duration", protocol(ketamine(step("1 mg/kg"))), "regimens[ketamine].steps[0].duration"
    ),
    fires("KET-004", "above 1 mg/kg", protocol(im("1.000001 mg/kg")), "soft", STEPS),
    fires("KET-004", "exactly 3 mg/kg", protocol(im("3 mg/kg")), "soft", STEPS),
    edge("KET-004", "exactly 1 mg/kg", protocol(im("1 mg/kg"))),
    quiet("KET-004", "KET-005 refuses it", protocol(im("3.1 mg/kg"))),
    missing(
        "KET-004",
        "lowest weight of a fixed dose",
        protocol(im("60 mg"), weights=NO_MIN),
        "population.weight_min",
    ),
    fires("KET-005", "above 3 mg/kg", protocol(im("3.000001 mg/kg")), "hard", STEPS),
    fires(
        "KET-005",
        "anaesthesia does not exempt",
        protocol(im("6.5 mg/kg"), dosing_day={"setting": "general_anaesthesia"}),
        "hard",
        STEPS,
    ),
    edge("KET-005", "exactly 3 mg/kg", protocol(im("3 mg/kg"))),
    quiet("KET-005", "IV is not judged", protocol(iv("3.1 mg/kg"))),
    missing(
        "KET-005",
        "basis",
        protocol(ketamine({"kind": "injection"}, route="im")),
        "regimens[ketamine].steps[0].basis",
    ),
    fires(
        "KET-006", "intranasal, always soft", protocol(spray("0.1 mg/kg")), "soft", "regimens[ketamine].route"
    ),
    fires(
        "KET-006",
        "intranasal above 3 mg/kg",
        protocol(spray("3.01 mg/kg")),
        "hard",
        "regimens[ketamine].route",
    ),
    fires(
        "KET-006",
        "oral above 1.5 of 32 %",
        protocol(ketamine(step("4.7 mg/kg", None, "dose"), route="oral")),
        "hard",
        "regimens[ketamine].route",
    ),
    fires(
        "KET-006",
        "a route without known bioavailability counts whole",
        protocol(ketamine(injection("1.6 mg/kg"), route="subcutaneous")),
        "hard",
        "regimens[ketamine].route",
    ),
    fires(
        "KET-006",
        "sublingual above 1.5 of 49 %",
        protocol(ketamine(step("3.1 mg/kg", None, "dose"), route="sublingual")),
        "hard",
        "regimens[ketamine].route",
    ),
    edge(
        "KET-006",
        "IV and IM have their own rules",
        protocol(iv("0.5 mg/kg"), im("0.5 mg/kg", id="ketamine-2")),
    ),
    quiet("KET-006", "esketamine has its own", protocol(esk("28 mg", 2))),
    missing(
        "KET-006",
        "lowest weight of a fixed dose",
        protocol(spray("50 mg"), weights=NO_MIN),
        "population.weight_min",
    ),
    fires("KET-007", "above 84 mg", protocol(esk("28 mg", 4)), "hard", "regimens[esketamine].steps"),
    fires(
        "KET-007",
        "35 mg at undecided weights",
        protocol(esk("35 mg"), weights=(None, None)),
        "soft",
        "regimens[esketamine].steps",
    ),
    edge("KET-007", "56 mg at undecided weights", protocol(esk("28 mg", 2), weights=(None, None))),
    fires("KET-007", "neither 56 nor 84 mg", protocol(esk("28 mg")), "soft", "regimens[esketamine].steps"),
    fires(
        "KET-007",
        "three sessions in six days",
        protocol(esk("28 mg", 2, visits=at(3)), days=visits("1 day", "4 day", "7 day")),
        "soft",
        "regimens[esketamine].visits",
    ),
    fires(
        "KET-007",
        "product outside its programme in the US",
        protocol(esk("28 mg", 2, is_marketed_product_use=True, follows_product_programme=False), identity=US),
        "soft",
        "regimens[esketamine].follows_product_programme",
    ),
    edge("KET-007", "exactly 84 mg", protocol(esk("28 mg", 3))),
    edge(
        "KET-007",
        "three sessions in exactly seven days",
        protocol(esk("28 mg", 2, visits=at(3)), days=visits("1 day", "4 day", "8 day")),
    ),
    quiet(
        "KET-007",
        "inside the programme",
        protocol(esk("28 mg", 2, is_marketed_product_use=True, follows_product_programme=True), identity=US),
    ),
    missing(
        "KET-007",
        "jurisdiction",
        protocol(esk("28 mg", 2), identity={"jurisdictions": []}),
        "identity.jurisdictions",
    ),
    missing(
        "KET-007",
        "programme",
        protocol(esk("28 mg", 2, is_marketed_product_use=True), identity=US),
        "regimens[esketamine].follows_product_programme",
    ),
    missing(
        "KET-007",
        "amount",
        protocol(regimen("esketamine", step(None, None, "device", basis="fixed"), route="intranasal")),
        "regimens[esketamine].steps[0].amount",
    ),
    fires(
        "KET-008",
        "heavier than 100 kg",
        protocol(iv("0.5 mg/kg"), weights=("50 kg", "100.1 kg")),
        "soft",
        "regimens[ketamine].cap",
    ),
    fires(
        "KET-008",
        "body mass index 30 without weight basis",
        protocol(iv("0.5 mg/kg"), population={"bmi_max": "30 kg/m2"}),
        "soft",
        "regimens[ketamine].weight_basis",
    ),
    edge("KET-008", "exactly 100 kg", protocol(iv("0.5 mg/kg"))),
    edge(
        "KET-008",
        "body mass index just under 30",
        protocol(iv("0.5 mg/kg"), population={"bmi_max": "29.9 kg/m2"}),
    ),
    quiet("KET-008", "a cap", protocol(iv("0.5 mg/kg", cap="60 mg"), weights=("50 kg", "140 kg"))),
    quiet(
        "KET-008",
        "weight basis named",
        protocol(iv("0.5 mg/kg", weight_basis="ideal"), population={"bmi_max": "35 kg/m2"}),
    ),
    quiet("KET-008", "a fixed dose", protocol(iv("50 mg"), weights=("50 kg", "140 kg"))),
    missing(
        "KET-008",
        "highest weight",
        protocol(iv("0.5 mg/kg"), weights=("50 kg", None)),
        "population.weight_max",
    ),
    missing(
        "KET-008",
        "body mass index and weight basis",
        protocol(iv("0.5 mg/kg"), population={"bmi_max": None}),
        "population.bmi_max",
    ),
    fires(
        "KET-009",
        "23 h apart",
        protocol(iv("0.5 mg/kg", visits=at(2)), days=visits("24 h", "47 h")),
        "hard",
        "schedule.visits[visit-2].timing",
    ),
    fires(
        "KET-009",
        "47 h apart",
        protocol(iv("0.5 mg/kg", visits=at(2)), days=visits("24 h", "71 h")),
        "soft",
        "schedule.visits[visit-2].timing",
    ),
    fires(
        "KET-009",
        "48 h planned, windows bring them to 46 h",
        protocol(
            iv("0.5 mg/kg", visits=at(2)),
            days=[visit(1, "24 h", "23 h", "25 h"), visit(2, "72 h", "71 h", "73 h")],
        ),
        "soft",
        "schedule.visits[visit-2].timing",
    ),
    fires(
        "KET-009",
        "listed out of order",
        protocol(iv("0.5 mg/kg", visits=at(2)), days=[visit(2, "47 h"), visit(1, "24 h")]),
        "hard",
        "schedule.visits[visit-2].timing",
    ),
    edge("KET-009", "exactly 48 h", protocol(iv("0.5 mg/kg", visits=at(2)), days=visits("24 h", "72 h"))),
    quiet("KET-009", "one session needs no date", protocol(iv("0.5 mg/kg"), days=[visit(1, None)])),
    quiet(
        "KET-009",
        "no ketamine on the path",
        protocol(regimen("midazolam", step("2 mg", "40 min"), visits=at(2)), days=visits("1 h", "2 h")),
    ),
    missing(
        "KET-009",
        "a visit's day",
        protocol(iv("0.5 mg/kg", visits=at(2)), days=[visit(1, "1 day"), visit(2, None)]),
        "schedule.visits[visit-2].timing",
    ),
    missing(
        "KET-009", "visits of the regimen", protocol(iv("0.5 mg/kg", visits=[])), "regimens[ketamine].visits"
    ),
    missing(
        "KET-009",
        "more administrations than visits",
        protocol(iv("0.5 mg/kg", administrations_planned=3)),
        "regimens[ketamine].visits",
    ),
    missing(
        "KET-009",
        "a visit that is no dosing visit",
        protocol(iv("0.5 mg/kg"), days=[visit(1, "1 day", is_dosing=False)]),
        "schedule.visits[visit-1].is_dosing",
    ),
    fires(
        "KET-010",
        "nine sessions",
        protocol(iv("0.5 mg/kg", visits=at(9)), days=visits(*(f"{14 * n} day" for n in range(1, 10)))),
        "soft",
        "arms[arm-1].regimens",
    ),
    fires(
        "KET-010",
        "three within seven days",
        protocol(iv("0.5 mg/kg", visits=at(3)), days=visits("1 day", "4 day", "7 day")),
        "soft",
        "arms[arm-1].regimens",
    ),
    fires(
        "KET-010",
        "weekly for more than six weeks",
        protocol(iv("0.5 mg/kg", visits=at(8)), days=visits(*(f"{7 * n} day" for n in range(1, 9)))),
        "soft",
        "arms[arm-1].regimens",
    ),
    edge(
        "KET-010",
        "eight sessions in exactly six weeks",
        protocol(iv("0.5 mg/kg", visits=at(8)), days=visits(*(f"{6 * n} day" for n in range(1, 9)))),
    ),
    edge(
        "KET-010",
        "three in exactly seven days",
        protocol(iv("0.5 mg/kg", visits=at(3)), days=visits("1 day", "4 day", "8 day")),
    ),
    quiet(
        "KET-010",
        "monthly for long",
        protocol(iv("0.5 mg/kg", visits=at(4)), days=visits("28 day", "56 day", "84 day", "112 day")),
    ),
    missing(
        "KET-010",
        "a visit's day",
        protocol(iv("0.5 mg/kg", visits=at(3)), days=[visit(1, "1 day"), visit(2, "3 day"), visit(3, None)]),
        "schedule.visits[visit-3].timing",
    ),
    fires(
        "KET-011",
        "unit",
        protocol(ketamine(step("500 mcg/kg", "40 min"))),
        "hard",
        "regimens[ketamine].steps[0].amount",
    ),
    fires(
        "KET-011",
        "form not named",
        protocol(iv("0.5 mg/kg", enantiomer=None)),
        "hard",
        "regimens[ketamine].enantiomer",
    ),
    fires(
        "KET-011",
        "racemic esketamine",
        protocol(esk("28 mg", enantiomer="racemic")),
        "hard",
        "regimens[esketamine].enantiomer",
    ),
    fires("KET-011", "ten times 0.5 mg/kg", protocol(iv("5 mg/kg")), "hard", STEPS),
    fires(
        "KET-011", "a tenth of 0.5 mg/kg as investigational dose", protocol(iv("0.05 mg/kg")), "hard", STEPS
    ),
    fires(
        "KET-011",
        "strength of the salt",
        protocol(
            iv("0.5 mg/kg", preparation={"vial_strength": "57.7 mg/mL", "strength_expressed_as": "salt"})
        ),
        "hard",
        "regimens[ketamine].preparation.strength_expressed_as",
    ),
    fires("KET-011", "ten times 0.5 mg/kg IM", protocol(im("5 mg/kg")), "hard", STEPS),
    fires("KET-011", "a tenth of 0.5 mg/kg IM", protocol(im("0.05 mg/kg")), "hard", STEPS),
    edge("KET-011", "1.5 mg/kg is not above the hard limit", protocol(iv("1.5 mg/kg"))),
    edge("KET-011", "just above a tenth of the range", protocol(iv("0.100001 mg/kg"))),
    quiet("KET-011", "a low-dose comparator", protocol(iv("0.05 mg/kg", use="comparator"))),
    quiet("KET-011", "mcg/kg/min is expected", protocol(ketamine(step("10 mcg/kg/min", "40 min")))),
    missing(
        "KET-011",
        "what the strength counts",
        protocol(iv("0.5 mg/kg", preparation={"vial_strength": "50 mg/mL"})),
        "regimens[ketamine].preparation.strength_expressed_as",
    ),
    missing(
        "KET-011", "drug", protocol(regimen(None, step("0.5 mg/kg", "40 min"))), "regimens[regimen].drug"
    ),
]
