"""ELIG: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Record,
    edge,
    exclusion,
    fires,
    ketamine,
    missing,
    protocol,
    quiet,
    regimen,
    step,
    timing,
    visit,
    visits,
)

CRITERIA = "population.criteria"
PREGNANCY = "population.pregnancy"
PSYCHOSIS = ("schizophrenia_spectrum", "current_psychosis", "psychosis_in_first_degree_relative")
MANIA = ("current_mania", "bipolar_history", "dissociative_disorder")
MISUSE = ("ketamine_or_pcp_use_disorder", "recreational_ketamine_history", "cystitis_or_luts")
VESSELS = (
    "aneurysmal_disease", "arteriovenous_malformation", "intracranial_bleed", "recent_mi_stroke_head_trauma",
    "unstable_coronary_disease", "decompensated_heart_failure", "significant_arrhythmia",
)  # fmt: skip
OTHER = (
    "seizure_disorder", "raised_intracranial_pressure", "raised_intraocular_pressure", "thyrotoxicosis",
    "porphyria", "sleep_apnoea", "severe_copd", "neurocognitive_disorder",
)  # fmt: skip
LORAZEPAM = (
    "ketamine_allergy", "benzodiazepine_allergy", "sedative_use_disorder", "sleep_apnoea",
    "severe_respiratory_insufficiency", "narrow_angle_glaucoma", "propylene_glycol_allergy",
)  # fmt: skip
MIDAZOLAM = (
    "ketamine_allergy", "benzodiazepine_allergy", "sedative_use_disorder", "narrow_angle_glaucoma",
    "myasthenia_gravis",
)  # fmt: skip
SUICIDE = ("suicidal_intent_or_plan", "recent_suicide_attempt")


def people(*criteria: Record, substance: str | None = "alcohol", **more: Any) -> TrialProtocol:
    """Ketamine for people of some criteria."""
    return protocol(
        ketamine(), population={"criteria": list(criteria), **more}, identity={"substance": substance}
    )


def without(code: str, *codes: str) -> list[Record]:
    return exclusion(*(each for each in codes if each != code))


def inclusion(code: str) -> Record:
    return {"id": "let-in", "kind": "inclusion", "text": "Some people.", "codes": [code]}


def bounded(kind: str, *bounds: tuple[str, str, str], name: str = "bounded") -> Record:
    """A criterion with measured bounds."""
    return {
        "id": name,
        "kind": kind,
        "text": "As measured.",
        "bounds": [{"measure": m, "relation": r, "value": v} for m, r, v in bounds],
    }


def pressure(systolic: str, diastolic: str, relation: str = "above") -> Record:
    return bounded(
        "exclusion",
        ("systolic_bp", relation, f"{systolic} mmHg"),
        ("diastolic_bp", relation, f"{diastolic} mmHg"),
    )


def liver(alt: str = "3", ast: str = "3", bilirubin: str = "1.5", alkaline: str = "2") -> Record:
    return bounded(
        "exclusion",
        ("alt", "above", f"{alt} x ULN"),
        ("ast", "above", f"{ast} x ULN"),
        ("bilirubin", "above", f"{bilirubin} x ULN"),
        ("alkaline_phosphatase", "above", f"{alkaline} x ULN"),
    )


HEPATIC = exclusion("severe_hepatic_impairment")


def recent(text: str, *others: str) -> TrialProtocol:
    """The vascular exclusions with the text of the one on recent events."""
    told = [
        {**each, "text": text} if each["codes"] == ["recent_mi_stroke_head_trauma"] else each
        for each in exclusion(*VESSELS, *others)
    ]
    return people(*told)


def pregnancy(cells: list[Record] | None = None, doses: int = 1, **policy: Any) -> TrialProtocol:
    """A trial with tests before each of some doses, unless cells are given."""
    planned = {
        "may_enrol_people_who_can_become_pregnant": True,
        "test_within_days_before_first_dose": 7,
        "is_tested_each_dosing_day": True,
        "contraception_weeks_after_last_dose": 6,
        "excludes_lactation": True,
        **policy,
    }
    tests = [tested(number) for number in range(1, doses + 1)] if cells is None else cells
    return protocol(
        ketamine(visits=[f"visit-{number}" for number in range(1, doses + 1)]),
        days=visits(*(f"{7 * number} day" for number in range(1, doses + 1))),
        population={"criteria": exclusion("pregnancy", "lactation"), "pregnancy": planned},
        schedule={
            "activities": [{"id": "test", "name": "Pregnancy test", "instrument": "pregnancy_test"}],
            "cells": tests,
        },
    )


def tested(number: int, *times: str, **more: Any) -> Record:
    """A pregnancy test on a dosing day, before the dose unless said otherwise."""
    return {"activity": "test", "visit": f"visit-{number}", "times": list(times or ("before_dose",)), **more}


def asked(*cells: Record, criteria: tuple[str, ...] = SUICIDE, acts: bool = True) -> TrialProtocol:
    """A screening visit and two doses, with the C-SSRS at some of them."""
    day = {"action_on_suicide_risk": "No dose; assessment the same day."} if acts else {}
    screening = {"id": "screening", "name": "Screening", "timing": timing("-7 day")}
    return protocol(
        ketamine(visits=["visit-1", "visit-2"]),
        days=[screening, visit(1, "1 day"), visit(2, "8 day")],
        population={"criteria": exclusion(*criteria)},
        schedule={
            "activities": [{"id": "risk", "name": "C-SSRS", "instrument": "cssrs"}],
            "cells": list(cells),
        },
        dosing_day=day,
    )


def risk(at: str, *times: str, **more: Any) -> Record:
    return {"activity": "risk", "visit": at, "times": list(times), **more}


SCREENED = risk("screening")
FIRST, SECOND = risk("visit-1", "before_dose"), risk("visit-2", "before_dose")


def aged(low: str | None, high: str | None, *others: Record) -> TrialProtocol:
    return protocol(ketamine(), *others, population={"age_min": low, "age_max": high})


def midazolam(amount: str) -> Record:
    return regimen("midazolam", step(amount, "40 min"))


def given(drug: str, *codes: str, use: str | None = "comparator") -> TrialProtocol:
    other = regimen(drug, step("2 mg", "40 min"), use=use)
    return protocol(ketamine(), other, population={"criteria": exclusion(*codes)})


CASES = [
    fires(
        "ELIG-001", "current psychosis", people(*without("current_psychosis", *PSYCHOSIS)), "hard", CRITERIA
    ),
    fires(
        "ELIG-001",
        "a first-degree relative",
        people(*without("psychosis_in_first_degree_relative", *PSYCHOSIS)),
        "soft",
        CRITERIA,
    ),
    fires(
        "ELIG-001",
        "induced by methamphetamine",
        people(*exclusion(*PSYCHOSIS), substance="methamphetamine"),
        "soft",
        CRITERIA,
    ),
    fires(
        "ELIG-001",
        "an inclusion criterion lets it in",
        people(*exclusion(*PSYCHOSIS), inclusion("current_psychosis")),
        "hard",
        f"{CRITERIA}[let-in].codes",
    ),
    fires(
        "ELIG-001",
        "only an inclusion criterion names it",
        people(*without("current_psychosis", *PSYCHOSIS), inclusion("current_psychosis")),
        "hard",
        CRITERIA,
    ),
    edge(
        "ELIG-001",
        "methamphetamine, psychosis by it excluded",
        people(*exclusion(*PSYCHOSIS, "substance_induced_psychosis"), substance="methamphetamine"),
    ),
    edge("ELIG-001", "one criterion for all", people({**exclusion("x")[0], "codes": list(PSYCHOSIS)})),
    quiet("ELIG-001", "all excluded", people(*exclusion(*PSYCHOSIS))),
    quiet("ELIG-001", "no ketamine", protocol(midazolam("2 mg"))),
    missing("ELIG-001", "no criterion", people(), CRITERIA),
    missing("ELIG-001", "substance", people(*exclusion(*PSYCHOSIS), substance=None), "identity.substance"),
    missing("ELIG-001", "nothing given", protocol(), "regimens"),
    fires("ELIG-002", "mania", people(*without("current_mania", *MANIA)), "hard", CRITERIA),
    fires("ELIG-002", "bipolar history", people(*without("bipolar_history", *MANIA)), "soft", CRITERIA),
    fires("ELIG-002", "dissociation", people(*without("dissociative_disorder", *MANIA)), "soft", CRITERIA),
    fires(
        "ELIG-002",
        "bipolar history let in",
        people(*exclusion(*MANIA), inclusion("bipolar_history")),
        "soft",
        f"{CRITERIA}[let-in].codes",
    ),
    edge("ELIG-002", "one criterion for all", people({**exclusion("x")[0], "codes": list(MANIA)})),
    quiet("ELIG-002", "all excluded", people(*exclusion(*MANIA))),
    missing("ELIG-002", "no criterion", people(), CRITERIA),
    fires(
        "ELIG-003",
        "above 160 systolic",
        people(pressure("161", "90")),
        "hard",
        f"{CRITERIA}[bounded].bounds[0].value",
    ),
    fires(
        "ELIG-003",
        "above 100 diastolic",
        people(pressure("140", "101")),
        "hard",
        f"{CRITERIA}[bounded].bounds[1].value",
    ),
    fires(
        "ELIG-003", "above 140", people(pressure("141", "90")), "soft", f"{CRITERIA}[bounded].bounds[0].value"
    ),
    fires(
        "ELIG-003", "above 90", people(pressure("140", "91")), "soft", f"{CRITERIA}[bounded].bounds[1].value"
    ),
    fires(
        "ELIG-003",
        "160/100 is soft",
        people(pressure("160", "100")),
        "soft",
        f"{CRITERIA}[bounded].bounds[0].value",
    ),
    fires("ELIG-003", "in words only", people(*exclusion("uncontrolled_hypertension")), "hard", CRITERIA),
    fires(
        "ELIG-003",
        "no diastolic cut-off",
        people(bounded("exclusion", ("systolic_bp", "above", "140 mmHg"))),
        "hard",
        CRITERIA,
    ),
    fires("ELIG-003", "the wrong side", people(pressure("90", "60", "below")), "hard", CRITERIA),
    fires(
        "ELIG-003",
        "high pressure let in",
        people(
            bounded("inclusion", ("systolic_bp", "above", "140 mmHg"), ("diastolic_bp", "above", "90 mmHg"))
        ),
        "hard",
        CRITERIA,
    ),
    fires(
        "ELIG-003",
        "a looser cut-off beside a strict one",
        people(
            pressure("140", "90"), bounded("exclusion", ("systolic_bp", "above", "180 mmHg"), name="treated")
        ),
        "hard",
        f"{CRITERIA}[treated].bounds[0].value",
    ),
    edge("ELIG-003", "exactly 140/90", people(pressure("140", "90"))),
    edge(
        "ELIG-003",
        "at most 140/90 let in",
        people(
            bounded(
                "inclusion", ("systolic_bp", "at_most", "140 mmHg"), ("diastolic_bp", "at_most", "90 mmHg")
            )
        ),
    ),
    quiet("ELIG-003", "130/85", people(pressure("130", "85", "at_least"))),
    missing("ELIG-003", "no criterion", people(), CRITERIA),
    *(
        fires("ELIG-004", code.replace("_", " "), people(*without(code, *VESSELS)), "hard", CRITERIA)
        for code in VESSELS
    ),
    fires(
        "ELIG-004",
        "recent means 179 days",
        recent("Stroke in the 179 days before screening."),
        "hard",
        f"{CRITERIA}[recent-mi-stroke-head-trauma].text",
    ),
    fires(
        "ELIG-004",
        "recent means three months",
        recent("Stroke, or an infarction in the past three months."),
        "hard",
        f"{CRITERIA}[recent-mi-stroke-head-trauma].text",
    ),
    edge("ELIG-004", "exactly 6 months", recent("Infarction or stroke in the last 6 months.")),
    edge("ELIG-004", "180 days", recent("Infarction or stroke in the last 180 days.")),
    quiet("ELIG-004", "at any time", recent("Infarction, stroke or head trauma at any time.")),
    missing("ELIG-004", "no criterion", people(), CRITERIA),
    fires(
        "ELIG-005",
        "test 8 days old",
        pregnancy(test_within_days_before_first_dose=8),
        "hard",
        f"{PREGNANCY}.test_within_days_before_first_dose",
    ),
    fires(
        "ELIG-005",
        "contraception for 5 weeks",
        pregnancy(contraception_weeks_after_last_dose=5),
        "hard",
        f"{PREGNANCY}.contraception_weeks_after_last_dose",
    ),
    fires(
        "ELIG-005",
        "lactation in the policy only",
        pregnancy(excludes_lactation=False),
        "hard",
        f"{PREGNANCY}.excludes_lactation",
    ),
    fires("ELIG-005", "no test planned", pregnancy([]), "hard", "schedule.cells"),
    fires("ELIG-005", "test after the dose", pregnancy([tested(1, "after_dose")]), "hard", "schedule.cells"),
    fires(
        "ELIG-005",
        "called before, timed after",
        pregnancy([tested(1, from_dose_start=["30 min"])]),
        "hard",
        "schedule.cells",
    ),
    fires(
        "ELIG-005",
        "tested before the first dose only",
        pregnancy([tested(1)], doses=2),
        "soft",
        "schedule.cells",
    ),
    fires(
        "ELIG-005", "tested before the second only", pregnancy([tested(2)], doses=2), "hard", "schedule.cells"
    ),
    fires(
        "ELIG-005",
        "policy without a test",
        pregnancy(is_tested_each_dosing_day=False),
        "soft",
        f"{PREGNANCY}.is_tested_each_dosing_day",
    ),
    fires(
        "ELIG-005",
        "pregnancy not excluded",
        protocol(
            ketamine(),
            population={
                "criteria": exclusion("lactation"),
                "pregnancy": {"may_enrol_people_who_can_become_pregnant": True},
            },
        ),
        "hard",
        CRITERIA,
    ),
    edge("ELIG-005", "exactly 7 days and 6 weeks", pregnancy()),
    edge("ELIG-005", "every dose of two", pregnancy(doses=2)),
    quiet(
        "ELIG-005",
        "no one can become pregnant",
        people(pregnancy={"may_enrol_people_who_can_become_pregnant": False}),
    ),
    missing(
        "ELIG-005", "who may take part", people(), f"{PREGNANCY}.may_enrol_people_who_can_become_pregnant"
    ),
    missing(
        "ELIG-005",
        "age of the test",
        pregnancy(test_within_days_before_first_dose=None),
        f"{PREGNANCY}.test_within_days_before_first_dose",
    ),
    missing(
        "ELIG-005",
        "contraception",
        pregnancy(contraception_weeks_after_last_dose=None),
        f"{PREGNANCY}.contraception_weeks_after_last_dose",
    ),
    missing(
        "ELIG-005",
        "dosing days",
        pregnancy(is_tested_each_dosing_day=None),
        f"{PREGNANCY}.is_tested_each_dosing_day",
    ),
    missing(
        "ELIG-005",
        "time of the test",
        pregnancy([{"activity": "test", "visit": "visit-1"}]),
        "schedule.cells[0].times",
    ),
    fires(
        "ELIG-006",
        "ALT above 3",
        people(liver(alt="3.01"), *HEPATIC),
        "hard",
        f"{CRITERIA}[bounded].bounds[0].value",
    ),
    fires(
        "ELIG-006",
        "AST above 3",
        people(liver(ast="5"), *HEPATIC),
        "hard",
        f"{CRITERIA}[bounded].bounds[1].value",
    ),
    fires(
        "ELIG-006",
        "bilirubin above 1.5",
        people(liver(bilirubin="1.51"), *HEPATIC),
        "soft",
        f"{CRITERIA}[bounded].bounds[2].value",
    ),
    fires(
        "ELIG-006",
        "alkaline phosphatase above 2",
        people(liver(alkaline="2.1"), *HEPATIC),
        "soft",
        f"{CRITERIA}[bounded].bounds[3].value",
    ),
    fires("ELIG-006", "severe impairment let in", people(liver()), "hard", CRITERIA),
    fires("ELIG-006", "no cut-off", people(*HEPATIC), "hard", CRITERIA),
    fires(
        "ELIG-006",
        "ALT alone",
        people(bounded("exclusion", ("alt", "above", "3 x ULN")), *HEPATIC),
        "hard",
        CRITERIA,
    ),
    fires(
        "ELIG-006",
        "no bilirubin",
        people(bounded("exclusion", ("alt", "above", "3 x ULN"), ("ast", "above", "3 x ULN")), *HEPATIC),
        "soft",
        CRITERIA,
    ),
    fires(
        "ELIG-006",
        "a depot of naltrexone alone",
        protocol(
            regimen("naltrexone", step("380 mg", None, "injection"), route="depot_im"),
            population={"criteria": [liver()]},
        ),
        "hard",
        CRITERIA,
    ),
    edge("ELIG-006", "exactly 3, 3, 1.5 and 2", people(liver(), *HEPATIC)),
    quiet("ELIG-006", "all at the normal limit", people(liver("1", "1", "1", "1"), *HEPATIC)),
    missing("ELIG-006", "no criterion", people(), CRITERIA),
    fires(
        "ELIG-007",
        "use disorder",
        people(*without("ketamine_or_pcp_use_disorder", *MISUSE)),
        "hard",
        CRITERIA,
    ),
    fires(
        "ELIG-007",
        "recreational use",
        people(*without("recreational_ketamine_history", *MISUSE)),
        "soft",
        CRITERIA,
    ),
    fires("ELIG-007", "bladder", people(*without("cystitis_or_luts", *MISUSE)), "soft", CRITERIA),
    edge("ELIG-007", "one criterion for all", people({**exclusion("x")[0], "codes": list(MISUSE)})),
    quiet("ELIG-007", "all excluded", people(*exclusion(*MISUSE))),
    missing("ELIG-007", "no criterion", people(), CRITERIA),
    fires("ELIG-008", "ketamine allergy", people(*exclusion("sleep_apnoea")), "hard", CRITERIA),
    *(
        fires(
            "ELIG-008",
            f"lorazepam without {code}",
            given("lorazepam", *(c for c in LORAZEPAM if c != code)),
            "hard",
            CRITERIA,
        )
        for code in LORAZEPAM
    ),
    *(
        fires(
            "ELIG-008",
            f"midazolam without {code}",
            given("midazolam", *(c for c in MIDAZOLAM if c != code)),
            "hard",
            CRITERIA,
        )
        for code in MIDAZOLAM
    ),
    fires(
        "ELIG-008",
        "diazepam as premedication",
        given("diazepam", "ketamine_allergy", use="premedication"),
        "hard",
        CRITERIA,
    ),
    edge("ELIG-008", "lorazepam", given("lorazepam", *LORAZEPAM)),
    edge("ELIG-008", "midazolam", given("midazolam", *MIDAZOLAM)),
    quiet("ELIG-008", "midazolam for rescue", given("midazolam", "ketamine_allergy", use="rescue")),
    missing("ELIG-008", "no criterion", people(), CRITERIA),
    missing("ELIG-008", "use", given("midazolam", *MIDAZOLAM, use=None), "regimens[midazolam].use"),
    fires("ELIG-009", "17 years", aged("17 year", "60 year"), "hard", "population.age_min"),
    fires("ELIG-009", "66 years", aged("18 year", "66 year"), "soft", "population.age_max"),
    fires(
        "ELIG-009",
        "midazolam at 61",
        aged("18 year", "61 year", midazolam("1.51 mg")),
        "soft",
        "population.age_max",
    ),
    fires(
        "ELIG-009",
        "lorazepam at 50",
        aged("18 year", "50 year", regimen("lorazepam", step("2 mg", "52 min"))),
        "soft",
        "population.age_max",
    ),
    edge("ELIG-009", "exactly 18 and 65", aged("18 year", "65 year")),
    edge("ELIG-009", "midazolam at 60", aged("18 year", "60 year", midazolam("2 mg"))),
    edge("ELIG-009", "1.5 mg at 65", aged("18 year", "65 year", midazolam("1.5 mg"))),
    edge(
        "ELIG-009",
        "lorazepam at 49",
        aged("18 year", "49 year", regimen("lorazepam", step("2 mg", "52 min"))),
    ),
    quiet("ELIG-009", "20 to 45", aged("20 year", "45 year")),
    missing("ELIG-009", "lowest age", aged(None, "60 year"), "population.age_min"),
    missing("ELIG-009", "highest age", aged("18 year", None), "population.age_max"),
    missing(
        "ELIG-009",
        "dose of midazolam",
        aged("18 year", "61 year", regimen("midazolam")),
        "regimens[midazolam].steps",
    ),
    fires("ELIG-010", "not before the second dose", asked(SCREENED, FIRST), "hard", "schedule.cells"),
    fires(
        "ELIG-010",
        "after the dose only",
        asked(SCREENED, FIRST, risk("visit-2", "after_dose")),
        "hard",
        "schedule.cells",
    ),
    fires("ELIG-010", "not at screening", asked(FIRST, SECOND), "hard", "schedule.cells"),
    fires(
        "ELIG-010",
        "intent or plan",
        asked(SCREENED, FIRST, SECOND, criteria=("recent_suicide_attempt",)),
        "soft",
        CRITERIA,
    ),
    fires(
        "ELIG-010",
        "recent attempt",
        asked(SCREENED, FIRST, SECOND, criteria=("suicidal_intent_or_plan",)),
        "soft",
        CRITERIA,
    ),
    edge(
        "ELIG-010",
        "one minute before the dose",
        asked(SCREENED, FIRST, risk("visit-2", "after_dose", from_dose_start=["-1 min"])),
    ),
    quiet("ELIG-010", "asked everywhere", asked(SCREENED, FIRST, SECOND)),
    missing(
        "ELIG-010",
        "action",
        asked(SCREENED, FIRST, SECOND, acts=False),
        "dosing_day.action_on_suicide_risk",
    ),
    missing("ELIG-010", "time", asked(SCREENED, FIRST, risk("visit-2")), "schedule.cells[2].times"),
    missing("ELIG-010", "arms", protocol(ketamine(), arms=[]), "arms"),
    fires(
        "ELIG-011",
        "no lowest weight",
        protocol(ketamine(), weights=(None, "100 kg")),
        "hard",
        "population.weight_min",
    ),
    fires(
        "ELIG-011",
        "no highest weight",
        protocol(ketamine(), weights=("50 kg", None)),
        "hard",
        "population.weight_max",
    ),
    fires(
        "ELIG-011",
        "per kg of another drug",
        protocol(ketamine(step("40 mg", "40 min")), midazolam("0.02 mg/kg"), weights=("50 kg", None)),
        "hard",
        "population.weight_max",
    ),
    fires(
        "ELIG-011",
        "44.9 kg",
        protocol(ketamine(), weights=("44.9 kg", "100 kg")),
        "soft",
        "population.weight_min",
    ),
    fires(
        "ELIG-011",
        "115.1 kg",
        protocol(ketamine(), weights=("50 kg", "115.1 kg")),
        "soft",
        "population.weight_max",
    ),
    edge("ELIG-011", "exactly 45 and 115 kg", protocol(ketamine(), weights=("45 kg", "115 kg"))),
    quiet("ELIG-011", "fixed doses only", protocol(ketamine(step("40 mg", "40 min")), weights=(None, None))),
    missing(
        "ELIG-011", "steps", protocol(regimen("ketamine"), weights=(None, None)), "regimens[ketamine].steps"
    ),
    missing(
        "ELIG-011",
        "basis",
        protocol(ketamine(step(None, "40 min")), weights=(None, "100 kg")),
        "population.weight_min",
    ),
    missing("ELIG-011", "everything", protocol(weights=(None, None)), "population.weight_min"),
    *(
        fires(
            "ELIG-012",
            code.replace("_", " "),
            people(*without(code, *OTHER), substance="tobacco"),
            "soft",
            CRITERIA,
        )
        for code in OTHER
    ),
    fires("ELIG-012", "withdrawal seizures", people(*exclusion(*OTHER)), "soft", CRITERIA),
    edge("ELIG-012", "no withdrawal seizures from tobacco", people(*exclusion(*OTHER), substance="tobacco")),
    quiet("ELIG-012", "all excluded", people(*exclusion(*OTHER, "withdrawal_seizure_history"))),
    missing("ELIG-012", "no criterion", people(), CRITERIA),
    missing("ELIG-012", "substance", people(*exclusion(*OTHER), substance=None), "identity.substance"),
]
