"""ETH: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from typing import Any

from protocol_designer.domain.codes import ConsentTopic
from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Case,
    Record,
    edge,
    fires,
    ketamine,
    missing,
    protocol,
    quiet,
    regimen,
    step,
    visits,
)

CONSENT: Record = {
    "is_taken_sober": True,
    "is_taken_before_preparation": True,
    "capacity_is_checked_on_dosing_day": True,
    "withdrawal_on_dosing_day": "At any time, by word.",
}
TOPICS = [topic.value for topic in ConsentTopic if topic is not ConsentTopic.MANDATORY_REPORTING]
PREPARATION = [{"id": "c-1", "name": "C", "sessions": [{"id": "s-1", "name": "S", "kind": "preparation"}]}]
CLOSED = [
    {"role": role, "is_blinded": True}
    for role in ("participant", "care_provider", "investigator", "outcome_assessor")
]
OPEN = [{**entry, "is_blinded": False} for entry in CLOSED]


def consented(*times: str, approval: str | None = "The board approves.", **changes: Any) -> TrialProtocol:
    """One dosing visit with a capacity check at some times of the day."""
    rest = changes.pop("rest", {})
    cells = changes.pop("cells", [{"activity": "capacity", "visit": "visit-1", "times": list(times)}])
    activities = [
        {"id": "capacity", "name": "Capacity", "instrument": "capacity_check"},
        {"id": "other", "name": "Other"},
    ]
    return protocol(
        ketamine(),
        schedule={"visits": visits("1 day"), "activities": activities, "cells": cells},
        oversight={"ethics_approval": approval, "consent": {**CONSENT, **changes}},
        **{"courses": PREPARATION, **rest},
    )


def informed(topics: list[str], **rest: Any) -> TrialProtocol:
    return protocol(ketamine(), oversight={"consent": {"information_topics": topics}}, **rest)


def allowed(reference: str | None, exemption: str | None = None, *jurisdictions: str) -> TrialProtocol:
    return protocol(
        identity={"jurisdictions": list(jurisdictions)},
        oversight={"authorisation": {"reference": reference, "exemption_reasoning": exemption}},
    )


def watched(
    by: str | None, *given: Record, roles: Any = OPEN, sites: bool | None = False, **more: Any
) -> TrialProtocol:
    days = more.pop("days", visits("1 day", "8 day"))
    identity = {"phase": "phase_2", "people": [person("medical_monitor", "Dr B")], **more}
    design = {"is_multisite": sites, "blinding": {"roles": roles}}
    regimens = given or (ketamine(),)
    return protocol(
        *regimens, days=days, identity=identity, design=design, oversight={"safety_oversight": by}
    )


def person(role: str, name: str) -> Record:
    return {"id": role.replace("_", "-"), "role": role, "name": name}


def stopping(
    *scopes: str, serious: int | None = 15, fatal: int | None = 7, text: str = "Apnoea."
) -> TrialProtocol:
    rules = [{"id": f"rule-{n}", "scope": scope, "condition": text} for n, scope in enumerate(scopes)]
    clocks = {"serious_unexpected_report_days": serious, "fatal_report_days": fatal}
    return protocol(harms={"stopping_rules": rules, **clocks})


def secret(certificate: bool | None, limits: bool | None, *where: str, **more: Any) -> TrialProtocol:
    oversight = {
        "has_certificate_of_confidentiality": certificate,
        "limits_of_confidentiality_in_consent": limits,
        **more,
    }
    return protocol(identity={"jurisdictions": list(where)}, oversight=oversight)


TWICE = ketamine(visits=["visit-1", "visit-2"])
OVERSIGHT = "oversight.safety_oversight"
REFERENCE = "oversight.authorisation.reference"
SHEET = "oversight.consent.information_topics"

CASES: list[Case] = [
    fires(
        "ETH-001", "not sober", consented(is_taken_sober=False), "hard", "oversight.consent.is_taken_sober"
    ),
    fires(
        "ETH-001",
        "after preparation",
        consented(is_taken_before_preparation=False),
        "hard",
        "oversight.consent.is_taken_before_preparation",
    ),
    fires(
        "ETH-001",
        "no capacity check",
        consented(capacity_is_checked_on_dosing_day=False),
        "hard",
        "oversight.consent.capacity_is_checked_on_dosing_day",
    ),
    fires("ETH-001", "checked after the dose only", consented("after_dose"), "hard", "schedule.cells"),
    fires(
        "ETH-001",
        "promised but not scheduled",
        consented(cells=[{"activity": "other", "visit": "visit-1"}]),
        "hard",
        "schedule.cells",
    ),
    edge("ETH-001", "checked before and after the dose", consented("before_dose", "after_dose")),
    quiet("ETH-001", "all of it", consented("before_dose")),
    quiet(
        "ETH-001",
        "nothing to prepare",
        consented("before_dose", is_taken_before_preparation=None, rest={"courses": []}),
    ),
    missing("ETH-001", "approval", consented(approval=None), "oversight.ethics_approval"),
    missing("ETH-001", "a blank approval", consented(approval=" "), "oversight.ethics_approval"),
    missing(
        "ETH-001",
        "withdrawal",
        consented(withdrawal_on_dosing_day=None),
        "oversight.consent.withdrawal_on_dosing_day",
    ),
    missing("ETH-001", "sober", consented(is_taken_sober=None), "oversight.consent.is_taken_sober"),
    missing("ETH-001", "schedule", consented(cells=[]), "schedule.cells"),
    fires("ETH-002", "no driving", informed([t for t in TOPICS if t != "driving"]), "hard", SHEET),
    fires(
        "ETH-002",
        "two arms without placebo and unblinding",
        informed(
            [t for t in TOPICS if t != "placebo_unblinding"],
            design={"model": "single_group"},
            arms=[{"id": f"arm-{n}", "name": "A", "regimens": ["ketamine"]} for n in (1, 2)],
        ),
        "hard",
        SHEET,
    ),
    edge("ETH-002", "exactly the six", informed(TOPICS)),
    quiet(
        "ETH-002",
        "a single group has no placebo",
        informed([t for t in TOPICS if t != "placebo_unblinding"], design={"model": "single_group"}),
    ),
    quiet("ETH-002", "no ketamine", protocol(regimen("midazolam", step("1 mg", "40 min")))),
    missing("ETH-002", "the topics", informed([]), SHEET),
    missing("ETH-002", "the drugs", protocol(), "regimens"),
    fires("ETH-003", "no IND", allowed("Protocol 7", None, "us"), "hard", REFERENCE),
    fires("ETH-003", "an exemption in the UK", allowed(None, "Marketed.", "uk"), "hard", REFERENCE),
    fires("ETH-003", "one reference for two", allowed("IND 123", None, "us", "uk"), "hard", REFERENCE),
    fires(
        "ETH-003",
        "one reference for two, no exemption claimed",
        allowed("IND 123", "None is claimed.", "us", "uk"),
        "hard",
        REFERENCE,
    ),
    fires("ETH-003", "blanks between semicolons", allowed("IND 123; ", None, "us", "eu"), "hard", REFERENCE),
    fires(
        "ETH-003",
        "an exemption in the US",
        allowed(None, "Marketed drug.", "us"),
        "advisory",
        "oversight.authorisation.exemption_reasoning",
    ),
    fires("ETH-003", "INDEX is no IND", allowed("INDEX 5", None, "us"), "hard", REFERENCE),
    edge("ETH-003", "one reference each", allowed("IND 123; CTA 5/6", None, "us", "uk")),
    quiet("ETH-003", "IND", allowed("IND 123", None, "us")),
    missing("ETH-003", "jurisdictions", allowed("IND 123", None), "identity.jurisdictions"),
    missing("ETH-003", "reference", allowed(None, None, "us"), REFERENCE),
    missing("ETH-003", "a blank reference", allowed(" ", None, "us"), REFERENCE),
    fires(
        "ETH-004",
        "phase 3",
        watched("independent_medical_monitor", phase="phase_2_3"),
        "hard",
        OVERSIGHT,
    ),
    fires("ETH-004", "several sites", watched("independent_medical_monitor", sites=True), "hard", OVERSIGHT),
    fires(
        "ETH-004",
        "blinded repeated dosing",
        watched("investigator_only", TWICE, roles=CLOSED[:1]),
        "hard",
        OVERSIGHT,
    ),
    fires(
        "ETH-004",
        "repeated by the planned number",
        watched("investigator_only", ketamine(administrations_planned=2), roles=CLOSED),
        "hard",
        OVERSIGHT,
    ),
    fires("ETH-004", "investigator only", watched("investigator_only"), "soft", OVERSIGHT),
    fires(
        "ETH-004",
        "the monitor is the investigator",
        watched(
            "independent_medical_monitor",
            people=[person("medical_monitor", "Dr A"), person("principal_investigator", "dr A")],
        ),
        "soft",
        "identity.people[medical-monitor].role",
    ),
    edge("ETH-004", "blinded, one dose", watched("independent_medical_monitor", roles=CLOSED)),
    edge("ETH-004", "repeated, open", watched("independent_medical_monitor", TWICE)),
    quiet(
        "ETH-004", "a board", watched("independent_board", TWICE, roles=CLOSED, phase="phase_3", sites=True)
    ),
    missing("ETH-004", "who watches", watched(None), OVERSIGHT),
    missing("ETH-004", "phase", watched("independent_medical_monitor", phase=None), "identity.phase"),
    missing("ETH-004", "sites", watched("independent_medical_monitor", sites=None), "design.is_multisite"),
    missing(
        "ETH-004",
        "who is blinded",
        watched("independent_medical_monitor", TWICE, roles=[]),
        "design.blinding.roles",
    ),
    missing(
        "ETH-004", "sessions", watched("independent_medical_monitor", ketamine(visits=[])), "schedule.visits"
    ),
    missing("ETH-004", "monitor", watched("independent_medical_monitor", people=[]), "identity.people"),
    fires("ETH-005", "none for the trial", stopping("participant", "arm"), "hard", "harms.stopping_rules"),
    fires("ETH-005", "none for the participant", stopping("trial"), "hard", "harms.stopping_rules"),
    fires(
        "ETH-005", "a blank rule", stopping("trial", "participant", text=" "), "hard", "harms.stopping_rules"
    ),
    fires(
        "ETH-005",
        "16 days",
        stopping("participant", "trial", serious=16),
        "hard",
        "harms.serious_unexpected_report_days",
    ),
    fires("ETH-005", "8 days", stopping("participant", "trial", fatal=8), "hard", "harms.fatal_report_days"),
    edge("ETH-005", "exactly 15 and 7 days", stopping("participant", "trial")),
    quiet("ETH-005", "sooner", stopping("participant", "trial", serious=1, fatal=0)),
    missing("ETH-005", "rules", stopping(), "harms.stopping_rules"),
    missing(
        "ETH-005",
        "clock of serious events",
        stopping("participant", "trial", serious=None),
        "harms.serious_unexpected_report_days",
    ),
    missing(
        "ETH-005",
        "clock of fatal events",
        stopping("participant", "trial", fatal=None),
        "harms.fatal_report_days",
    ),
    fires(
        "ETH-006",
        "no certificate in the US",
        secret(False, True, "us", confidentiality="Coded data."),
        "soft",
        "oversight.has_certificate_of_confidentiality",
    ),
    fires(
        "ETH-006",
        "limits not named",
        secret(True, False, "us"),
        "soft",
        "oversight.limits_of_confidentiality_in_consent",
    ),
    fires(
        "ETH-006",
        "limits promised but no topic",
        secret(True, True, "uk", consent={"information_topics": TOPICS}),
        "soft",
        "oversight.limits_of_confidentiality_in_consent",
    ),
    edge(
        "ETH-006", "a statement on part 2", secret(False, True, "us", confidentiality="42 CFR Part 2 holds.")
    ),
    quiet("ETH-006", "a certificate", secret(True, True, "us")),
    quiet("ETH-006", "no certificate outside the US", secret(False, True, "uk")),
    missing(
        "ETH-006", "certificate", secret(None, True, "us"), "oversight.has_certificate_of_confidentiality"
    ),
    missing("ETH-006", "limits", secret(True, None, "us"), "oversight.limits_of_confidentiality_in_consent"),
    missing("ETH-006", "jurisdictions", secret(True, True), "identity.jurisdictions"),
]
