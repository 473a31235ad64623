"""COAD-008 to 011: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

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
    visit,
)

NTX = "regimens[naltrexone]"
BUP = "regimens[buprenorphine]"
NO_OPIOIDS = (medicine("opioid_agonist", "excluded"), medicine("opioid_agonist_treatment", "excluded"))
OPIOIDS = (medicine("opioid_agonist", "allowed"), medicine("opioid_agonist_treatment", "excluded"))
NO_ANTAGONIST = (medicine("opioid_antagonist", "excluded"),)
ENDPOINT = [{"id": "endpoint-1", "variable": "Days abstinent"}]
SAFE = {
    "monitoring": [
        {"id": "m-1", "parameter": "spo2", "is_continuous": True},
        {"id": "m-2", "parameter": "capnography"},
    ],
    "staff": [
        {
            "id": "s-1",
            "role": "anaesthetist",
            "name": "A",
            "qualifications": ["airway"],
            "presence": "in_room",
        }
    ],
    "kit": ["naloxone"],
}
INTERVAL = {
    "opioid_free": "10 days",
    "opioid_free_after_long_acting": "14 days",
    "requires_opioid_urine_test": True,
    "requires_naloxone_challenge": True,
}
START = {
    "requires_objective_withdrawal": True,
    "minimum_cows": 8,
    "wait_short_acting": "12 h",
    "wait_extended_release": "24 h",
    "wait_methadone": "72 h",
}


def midazolam(*medicines: Record, **dosing_day: object) -> TrialProtocol:
    given = regimen("midazolam", step("2 mg", "40 min"))
    return protocol(given, concomitant=medicines, dosing_day=dosing_day)


def naltrexone(*medicines: Record, substance: str = "alcohol", **interval: object) -> TrialProtocol:
    given = regimen(
        "naltrexone",
        step("380 mg", None, "dose"),
        route="depot_im",
        use="concurrent",
        opioid_interval={**INTERVAL, **interval},
    )
    return protocol(given, concomitant=medicines or NO_OPIOIDS, identity={"substance": substance})


def depot(day: str | None, dosing: str, route: str = "depot_im", **more: object) -> TrialProtocol:
    given = regimen(
        "naltrexone",
        step("380 mg", None, "dose"),
        route=route,
        use="concurrent",
        visits=["visit-1"] if day else [],
    )
    days = [visit(1, day or "1 day", is_dosing=False), visit(2, dosing)]
    facts: Record = {"endpoints": ENDPOINT, "concomitant": NO_ANTAGONIST, **more}
    return protocol(ketamine(visits=["visit-2"]), given, days=days, **facts)


def buprenorphine(
    amount: str = "8 mg", route: str | None = "sublingual", **interval: object
) -> TrialProtocol:
    given = regimen(
        "buprenorphine", step(amount, None, "dose"), route=route, opioid_interval={**START, **interval}
    )
    return protocol(given, concomitant=NO_OPIOIDS)


def course(*amounts: str) -> TrialProtocol:
    days = [
        regimen(
            "buprenorphine", step(a, None, "dose"), route="sublingual", id=f"bup-{n}", opioid_interval=START
        )
        for n, a in enumerate(amounts, start=1)
    ]
    return protocol(*days, concomitant=NO_OPIOIDS)


def stable(time: str | None, policy: str = "allowed") -> TrialProtocol:
    return protocol(ketamine(), concomitant=[medicine("opioid_agonist_treatment", policy, stable_for=time)])


CASES = [
    fires(
        "COAD-008", "opioids allowed, no safeguard", midazolam(*OPIOIDS), "hard", "regimens[midazolam].drug"
    ),
    fires(
        "COAD-008",
        "held opioids may still act",
        midazolam(medicine("opioid_agonist", "held_before_dosing"), NO_OPIOIDS[1]),
        "hard",
        "regimens[midazolam].drug",
    ),
    fires(
        "COAD-008",
        "all but naloxone",
        midazolam(*OPIOIDS, **{**SAFE, "kit": []}),
        "hard",
        "regimens[midazolam].drug",
    ),
    fires(
        "COAD-008",
        "all but capnography",
        midazolam(*OPIOIDS, **{**SAFE, "monitoring": SAFE["monitoring"][:1]}),
        "hard",
        "regimens[midazolam].drug",
    ),
    fires("COAD-008", "all safeguards", midazolam(*OPIOIDS, **SAFE), "soft", "regimens[midazolam].drug"),
    fires(
        "COAD-008",
        "opioid use disorder",
        protocol(
            regimen("lorazepam", step("2 mg", "52 min")),
            concomitant=NO_OPIOIDS,
            identity={"substance": "opioid"},
        ),
        "hard",
        "regimens[lorazepam].drug",
    ),
    edge("COAD-008", "both classes excluded", midazolam(*NO_OPIOIDS)),
    quiet("COAD-008", "no benzodiazepine", protocol(ketamine(), concomitant=OPIOIDS)),
    missing("COAD-008", "policy on opioids", midazolam(), "concomitant"),
    missing("COAD-008", "policy on agonist treatment", midazolam(NO_OPIOIDS[0]), "concomitant"),
    fires("COAD-009", "opioids allowed", naltrexone(*OPIOIDS), "hard", "concomitant"),
    fires(
        "COAD-009", "6 days", naltrexone(opioid_free="6 days"), "hard", f"{NTX}.opioid_interval.opioid_free"
    ),
    fires(
        "COAD-009",
        "exactly 7 days",
        naltrexone(opioid_free="7 days"),
        "soft",
        f"{NTX}.opioid_interval.opioid_free",
    ),
    fires(
        "COAD-009",
        "13 days after methadone",
        naltrexone(opioid_free_after_long_acting="13 days"),
        "hard",
        f"{NTX}.opioid_interval.opioid_free_after_long_acting",
    ),
    fires(
        "COAD-009",
        "no naloxone challenge in opioid use",
        naltrexone(substance="opioid", requires_naloxone_challenge=False),
        "hard",
        f"{NTX}.opioid_interval.requires_naloxone_challenge",
    ),
    fires(
        "COAD-009",
        "no urine test in opioid use",
        naltrexone(substance="opioid", requires_opioid_urine_test=False),
        "hard",
        f"{NTX}.opioid_interval.requires_opioid_urine_test",
    ),
    edge("COAD-009", "exactly 10 and 14 days", naltrexone()),
    quiet(
        "COAD-009",
        "no test where opioids are excluded",
        naltrexone(requires_opioid_urine_test=False, requires_naloxone_challenge=False),
    ),
    missing("COAD-009", "interval", naltrexone(opioid_free=None), f"{NTX}.opioid_interval.opioid_free"),
    missing("COAD-009", "policy on opioids", naltrexone(medicine("maoi", "excluded")), "concomitant"),
    missing(
        "COAD-009",
        "test in opioid use",
        naltrexone(substance="opioid", requires_opioid_urine_test=None),
        f"{NTX}.opioid_interval.requires_opioid_urine_test",
    ),
    fires("COAD-010", "depot exactly 28 days before", depot("1 day", "29 day"), "soft", f"{NTX}.timing"),
    fires("COAD-010", "oral 2 days before", depot("1 day", "3 day", "oral"), "soft", f"{NTX}.timing"),
    fires(
        "COAD-010",
        "participants' own",
        protocol(ketamine(), concomitant=[medicine("opioid_antagonist", "allowed")]),
        "soft",
        "concomitant[opioid-antagonist].policy",
    ),
    fires(
        "COAD-010",
        "held for exactly 28 days",
        protocol(
            ketamine(),
            concomitant=[medicine("opioid_antagonist", "held_before_dosing", free_before_dosing="28 days")],
        ),
        "soft",
        "concomitant[opioid-antagonist].policy",
    ),
    edge("COAD-010", "depot 29 days before", depot("1 day", "30 day")),
    edge("COAD-010", "oral more than 72 h before", depot("1 day", "97 h", "oral")),
    quiet("COAD-010", "naltrexone after ketamine", depot("10 day", "1 day")),
    quiet(
        "COAD-010",
        "stratified",
        protocol(ketamine(), concomitant=[medicine("opioid_antagonist", "stratified")]),
    ),
    missing("COAD-010", "policy on antagonists", protocol(ketamine()), "concomitant"),
    missing("COAD-010", "when naltrexone is given", depot(None, "3 day"), f"{NTX}.timing"),
    fires(
        "COAD-011",
        "no objective withdrawal",
        buprenorphine(requires_objective_withdrawal=False),
        "hard",
        f"{BUP}.opioid_interval.requires_objective_withdrawal",
    ),
    fires(
        "COAD-011",
        "withdrawal score 7",
        buprenorphine(minimum_cows=7),
        "soft",
        f"{BUP}.opioid_interval.minimum_cows",
    ),
    fires(
        "COAD-011",
        "11 h after short-acting",
        buprenorphine(wait_short_acting="11 h"),
        "soft",
        f"{BUP}.opioid_interval.wait_short_acting",
    ),
    fires(
        "COAD-011",
        "23 h after extended release",
        buprenorphine(wait_extended_release="23 h"),
        "soft",
        f"{BUP}.opioid_interval.wait_extended_release",
    ),
    fires(
        "COAD-011",
        "71 h after methadone",
        buprenorphine(wait_methadone="71 h"),
        "soft",
        f"{BUP}.opioid_interval.wait_methadone",
    ),
    fires("COAD-011", "day 1 above 8 mg", buprenorphine("8.1 mg"), "soft", f"{BUP}.steps"),
    fires("COAD-011", "day 2 above 16 mg", course("8 mg", "16.1 mg"), "soft", "regimens[bup-2].steps"),
    fires(
        "COAD-011",
        "maintenance above 24 mg",
        course("8 mg", "16 mg", "24.1 mg"),
        "soft",
        "regimens[bup-3].steps",
    ),
    fires(
        "COAD-011",
        "stable for 27 days",
        stable("27 days"),
        "soft",
        "concomitant[opioid-agonist-treatment].stable_for",
    ),
    fires(
        "COAD-011",
        "no stability asked",
        stable(None),
        "soft",
        "concomitant[opioid-agonist-treatment].stable_for",
    ),
    edge("COAD-011", "every limit exactly", course("8 mg", "16 mg", "24 mg")),
    edge("COAD-011", "stable for exactly 28 days", stable("28 days")),
    quiet("COAD-011", "excluded", stable(None, "excluded")),
    missing(
        "COAD-011",
        "objective withdrawal",
        buprenorphine(requires_objective_withdrawal=None),
        f"{BUP}.opioid_interval.requires_objective_withdrawal",
    ),
    missing(
        "COAD-011",
        "withdrawal score",
        buprenorphine(minimum_cows=None),
        f"{BUP}.opioid_interval.minimum_cows",
    ),
    missing("COAD-011", "policy", protocol(ketamine()), "concomitant"),
]
