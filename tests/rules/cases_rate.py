"""RATE: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from tests.rules.build import Record, bolus, edge, fires, ketamine, missing, protocol, quiet, regimen, step

S0 = "regimens[ketamine].steps[0]"
NO_MIN = (None, "100 kg")
DILUTED = {"is_given_undiluted": False}


def iv(amount: str | None, over: str | None, **more: object) -> Record:
    return ketamine(step(amount, over), **more)


def pump(rate: str | None, amount: str = "50 mg", **preparation: object) -> Record:
    made = {"final_concentration": "1 mg/mL", **preparation}
    return ketamine(step(amount, "60 min", pump_rate=rate), preparation=made)


def target(amount: str | None = "350 ng/mL", hold: str | None = "30 min", **control: object) -> Record:
    named = {"model": "Domino", "total_ceiling": "0.9 mg/kg", **control}
    one = step(amount, hold, "target_controlled", basis="target_concentration")
    return ketamine(one, target_control=named)


def lorazepam(amount: str, over: str | None, **preparation: object) -> Record:
    return regimen("lorazepam", step(amount, over), preparation={**DILUTED, **preparation})


def rescue(drug: str, *steps: Record, **more: object) -> Record:
    return regimen(drug, *steps, use="rescue", **more)


def flumazenil(
    amount: str = "0.2 mg", over: str = "15 s", pause: str | None = "60 s", most: str | None = "1 mg"
) -> Record:
    later = step(amount, over, "bolus", pause_before=pause)
    return rescue("flumazenil", bolus(amount, over), later, planned_cumulative_max=most)


def labetalol(amount: str = "20 mg", over: str | None = "2 min", most: str | None = "300 mg") -> Record:
    return rescue("labetalol", bolus(amount, over), planned_cumulative_max=most)


def devices(pause: str | None) -> Record:
    first, later = step("28 mg", None, "device"), step("28 mg", None, "device", pause_before=pause)
    return regimen("esketamine", first, later, route="intranasal")


CASES = [
    fires(
        "RATE-001", "above 0.5 mg/kg/min", protocol(ketamine(bolus("0.500001 mg/kg", "1 min"))), "hard", S0
    ),
    fires(
        "RATE-001",
        "fixed dose, lightest participant",
        protocol(ketamine(bolus("26 mg", "1 min"))),
        "hard",
        S0,
    ),
    fires(
        "RATE-001",
        "weights undecided",
        protocol(ketamine(bolus("0.6 mg/kg", "1 min")), weights=(None, None)),
        "hard",
        S0,
    ),
    edge("RATE-001", "exactly 0.5 mg/kg/min", protocol(ketamine(bolus("0.5 mg/kg", "1 min")))),
    edge("RATE-001", "written as a rate", protocol(ketamine(step("0.5 mg/kg/min", "1 min")))),
    quiet("RATE-001", "an infusion", protocol(ketamine())),
    missing("RATE-001", "duration", protocol(ketamine(bolus("0.1 mg/kg", None))), f"{S0}.duration"),
    missing(
        "RATE-001",
        "an IV injection without length",
        protocol(ketamine(step("0.1 mg/kg", None, "injection"))),
        f"{S0}.duration",
    ),
    fires("RATE-002", "59 s", protocol(ketamine(bolus("0.1 mg/kg", "59 s"))), "hard", f"{S0}.duration"),
    edge("RATE-002", "exactly 60 s", protocol(ketamine(bolus("0.1 mg/kg", "60 s")))),
    edge("RATE-002", "1 min is 60 s", protocol(ketamine(bolus("0.1 mg/kg", "1 min")))),
    fires(
        "RATE-002",
        "an infusion of 59 s is a push",
        protocol(iv("0.01 mg/kg", "59 s")),
        "hard",
        f"{S0}.duration",
    ),
    quiet("RATE-002", "an infusion of 61 s", protocol(iv("0.01 mg/kg", "61 s"))),
    missing("RATE-002", "duration", protocol(ketamine(bolus("0.1 mg/kg", None))), f"{S0}.duration"),
    missing("RATE-002", "kind", protocol(ketamine(step("0.1 mg/kg", "60 s", None))), f"{S0}.kind"),
    fires("RATE-003", "0.800001 mg/kg over 40 min", protocol(iv("0.800001 mg/kg", "40 min")), "soft", S0),
    fires("RATE-003", "exactly 5 min", protocol(iv("0.11 mg/kg", "5 min")), "soft", S0),
    edge("RATE-003", "0.8 mg/kg over 40 min is exactly 0.020", protocol(iv("0.8 mg/kg", "40 min"))),
    edge("RATE-003", "1.2 mg/kg/h is exactly 0.020", protocol(ketamine(step("1.2 mg/kg/h", "40 min")))),
    edge("RATE-003", "shorter than 5 min", protocol(iv("0.11 mg/kg", "299 s"))),
    quiet("RATE-003", "RATE-004 refuses it", protocol(iv("0.5 mg/kg", "10 min"))),
    missing(
        "RATE-003",
        "lowest weight of a fixed dose",
        protocol(iv("50 mg", "40 min"), weights=NO_MIN),
        "population.weight_min",
    ),
    fires("RATE-004", "0.400001 mg/kg over 10 min", protocol(iv("0.400001 mg/kg", "10 min")), "hard", S0),
    edge("RATE-004", "0.4 mg/kg over 10 min is exactly 0.040", protocol(iv("0.4 mg/kg", "10 min"))),
    edge("RATE-004", "shorter than 10 min", protocol(iv("0.5 mg/kg", "599 s"))),
    quiet(
        "RATE-004",
        "general anaesthesia",
        protocol(iv("0.5 mg/kg", "10 min"), dosing_day={"setting": "general_anaesthesia"}),
    ),
    missing("RATE-004", "duration", protocol(iv("0.5 mg/kg", None)), f"{S0}.duration"),
    fires(
        "RATE-005",
        "0.5 mg/kg over 39 min",
        protocol(iv("0.5 mg/kg", "39 min")),
        "advisory",
        "regimens[ketamine].steps",
    ),
    fires(
        "RATE-005",
        "exactly 0.4 mg/kg",
        protocol(iv("0.4 mg/kg", "20 min")),
        "advisory",
        "regimens[ketamine].steps",
    ),
    edge("RATE-005", "exactly 40 min", protocol(iv("0.5 mg/kg", "40 min"))),
    edge("RATE-005", "just under 0.4 mg/kg", protocol(iv("0.399999 mg/kg", "20 min"))),
    quiet(
        "RATE-005",
        "bolus and infusion of 52 min",
        protocol(ketamine(bolus("0.11 mg/kg", "2 min"), step("0.6 mg/kg", "50 min"))),
    ),
    missing("RATE-005", "duration", protocol(iv("0.5 mg/kg", None)), "regimens[ketamine].steps"),
    fires("RATE-006", "5.01 % too much", protocol(pump("52.505 mL/h")), "hard", f"{S0}.pump_rate"),
    fires("RATE-006", "too little", protocol(pump("40 mL/h")), "hard", f"{S0}.pump_rate"),
    fires(
        "RATE-006",
        "one rate cannot serve every weight",
        protocol(pump("37.5 mL/h", "0.5 mg/kg")),
        "hard",
        f"{S0}.pump_rate",
    ),
    fires(
        "RATE-006",
        "more than was made up",
        protocol(pump(None, final_volume="49 mL")),
        "hard",
        "regimens[ketamine].preparation.final_volume",
    ),
    edge("RATE-006", "exactly 5 % too much", protocol(pump("52.5 mL/h"))),
    edge("RATE-006", "exactly what was made up", protocol(pump(None, final_volume="50 mL"))),
    quiet("RATE-006", "no rate written", protocol(ketamine())),
    missing(
        "RATE-006",
        "concentration",
        protocol(pump("50 mL/h", final_concentration=None)),
        "regimens[ketamine].preparation.final_concentration",
    ),
    missing(
        "RATE-006",
        "weights of a per-kg dose",
        protocol(pump("50 mL/h", "0.5 mg/kg"), weights=NO_MIN),
        "population.weight_min",
    ),
    fires("RATE-007", "no model", protocol(target(model=None)), "hard", "regimens[ketamine].target_control"),
    fires(
        "RATE-007",
        "no ceiling",
        protocol(target(total_ceiling=None)),
        "hard",
        "regimens[ketamine].target_control",
    ),
    fires("RATE-007", "above 640 ng/mL", protocol(target("640.1 ng/mL")), "hard", f"{S0}.amount"),
    fires("RATE-007", "above 350 ng/mL", protocol(target("350.1 ng/mL")), "soft", f"{S0}.amount"),
    fires("RATE-007", "held for 31 min", protocol(target(hold="31 min")), "soft", f"{S0}.duration"),
    edge("RATE-007", "350 ng/mL for exactly 30 min", protocol(target())),
    quiet("RATE-007", "no target", protocol(ketamine())),
    missing("RATE-007", "target", protocol(target(None)), f"{S0}.amount"),
    missing("RATE-007", "hold", protocol(target(hold=None)), f"{S0}.duration"),
    fires(
        "RATE-008",
        "above 2 mg/min",
        protocol(lorazepam("2.1 mg", "1 min")),
        "hard",
        "regimens[lorazepam].steps[0].duration",
    ),
    fires(
        "RATE-008",
        "undiluted",
        protocol(lorazepam("2 mg", "52 min", is_given_undiluted=True)),
        "hard",
        "regimens[lorazepam].preparation.is_given_undiluted",
    ),
    edge("RATE-008", "exactly 2 mg/min", protocol(lorazepam("2 mg", "1 min"))),
    quiet(
        "RATE-008",
        "2 mg over 52 min, weights undecided",
        protocol(lorazepam("2 mg", "52 min"), weights=(None, None)),
    ),
    missing(
        "RATE-008",
        "dilution",
        protocol(lorazepam("2 mg", "52 min", is_given_undiluted=None)),
        "regimens[lorazepam].preparation.is_given_undiluted",
    ),
    missing(
        "RATE-008", "duration", protocol(lorazepam("2 mg", None)), "regimens[lorazepam].steps[0].duration"
    ),
    fires(
        "RATE-009",
        "119 s",
        protocol(regimen("midazolam", bolus("2 mg", "119 s"))),
        "hard",
        "regimens[midazolam].steps[0].duration",
    ),
    fires(
        "RATE-009",
        "rescue too",
        protocol(rescue("midazolam", bolus("1 mg", "1 min"))),
        "hard",
        "regimens[midazolam].steps[0].duration",
    ),
    edge("RATE-009", "exactly 2 min", protocol(regimen("midazolam", bolus("2 mg", "2 min")))),
    quiet("RATE-009", "an infusion", protocol(regimen("midazolam", step("0.025 mg/kg", "52 min")))),
    missing(
        "RATE-009",
        "duration",
        protocol(regimen("midazolam", bolus("2 mg", None))),
        "regimens[midazolam].steps[0].duration",
    ),
    missing(
        "RATE-009",
        "route",
        protocol(regimen("midazolam", bolus("2 mg", "2 min"), route=None)),
        "regimens[midazolam].route",
    ),
    fires(
        "RATE-010",
        "diazepam above 5 mg/min",
        protocol(rescue("diazepam", bolus("5.1 mg", "1 min"))),
        "hard",
        "regimens[diazepam].steps[0].duration",
    ),
    fires(
        "RATE-010",
        "labetalol 20 mg in 119 s",
        protocol(labetalol(over="119 s")),
        "hard",
        "regimens[labetalol].steps[0].duration",
    ),
    fires(
        "RATE-010",
        "first labetalol dose above 20 mg",
        protocol(labetalol("21 mg", "3 min")),
        "hard",
        "regimens[labetalol].steps[0].amount",
    ),
    fires(
        "RATE-010",
        "labetalol above 300 mg",
        protocol(labetalol(most="301 mg")),
        "hard",
        "regimens[labetalol].planned_cumulative_max",
    ),
    fires(
        "RATE-010",
        "flumazenil step above 0.2 mg",
        protocol(flumazenil("0.21 mg", "20 s")),
        "hard",
        "regimens[flumazenil].steps[0].amount",
    ),
    fires(
        "RATE-010",
        "flumazenil too fast",
        protocol(flumazenil(over="14 s")),
        "hard",
        "regimens[flumazenil].steps[0].duration",
    ),
    fires(
        "RATE-010",
        "flumazenil steps 59 s apart",
        protocol(flumazenil(pause="59 s")),
        "hard",
        "regimens[flumazenil].steps[1].pause_before",
    ),
    fires(
        "RATE-010",
        "flumazenil above 1 mg",
        protocol(flumazenil(most="1.1 mg")),
        "hard",
        "regimens[flumazenil].planned_cumulative_max",
    ),
    fires(
        "RATE-010",
        "esketamine devices 4 min apart",
        protocol(devices("4 min")),
        "hard",
        "regimens[esketamine].steps[1].pause_before",
    ),
    fires(
        "RATE-010",
        "ondansetron above 16 mg",
        protocol(rescue("ondansetron", bolus("16.1 mg", "15 min"))),
        "hard",
        "regimens[ondansetron].steps[0].amount",
    ),
    fires(
        "RATE-010",
        "ondansetron 4 mg in 119 s",
        protocol(rescue("ondansetron", bolus("4 mg", "119 s"))),
        "soft",
        "regimens[ondansetron].steps[0].duration",
    ),
    edge(
        "RATE-010",
        "every limit exactly",
        protocol(
            rescue("diazepam", bolus("5 mg", "1 min")),
            labetalol(),
            flumazenil(),
            devices("5 min"),
            rescue("ondansetron", bolus("4 mg", "2 min")),
        ),
    ),
    edge("RATE-010", "ondansetron exactly 16 mg", protocol(rescue("ondansetron", bolus("16 mg", "15 min")))),
    quiet(
        "RATE-010", "oral diazepam", protocol(rescue("diazepam", step("10 mg", None, "dose"), route="oral"))
    ),
    missing(
        "RATE-010",
        "route",
        protocol(rescue("diazepam", bolus("5 mg", "1 min"), route=None)),
        "regimens[diazepam].route",
    ),
    missing(
        "RATE-010",
        "labetalol total",
        protocol(labetalol(most=None)),
        "regimens[labetalol].planned_cumulative_max",
    ),
    missing(
        "RATE-010",
        "flumazenil interval",
        protocol(flumazenil(pause=None)),
        "regimens[flumazenil].steps[1].pause_before",
    ),
    missing(
        "RATE-010",
        "time between devices",
        protocol(devices(None)),
        "regimens[esketamine].steps[1].pause_before",
    ),
    missing("RATE-010", "duration", protocol(labetalol(over=None)), "regimens[labetalol].steps[0].duration"),
]
