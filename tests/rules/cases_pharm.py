"""PHARM: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Case,
    Record,
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
)

US = "The site holds a DEA registration for ketamine (Schedule III) and midazolam."
UK = "Home Office licence; controlled drugs register."
SAFE = "Locked cabinet."
ALL = {
    "has_two_person_preparation": True,
    "has_witnessed_waste": True,
    "has_dose_reconciliation": True,
    "bars_participant_held_supply": True,
}
AUTHORITY = "pharmacy.controlled_drug_authority"
MADE = "regimens[ketamine].preparation"


def held(
    authority: str | None, *where: str, storage: str | None = SAFE, given: Any = None, **more: Any
) -> TrialProtocol:
    return protocol(
        *(given or (ketamine(), regimen("midazolam", bolus("1 mg", "2 min"), use="rescue"))),
        identity={"jurisdictions": list(where)},
        pharmacy={"controlled_drug_authority": authority, "storage": storage},
        **more,
    )


def diluted(drug: Record, **made: Any) -> TrialProtocol:
    """One regimen with its preparation, one strength in stock."""
    return protocol({**drug, "preparation": made}, pharmacy={"stocks_two_strengths": False})


def lorazepam(**made: Any) -> TrialProtocol:
    return diluted(regimen("lorazepam", step("2 mg", "52 min")), **made)


def stocked(two: bool | None, check: str | None, *vials: str) -> TrialProtocol:
    made = [
        ketamine(id=f"k-{n}", preparation={"vial_strength": vial, "final_concentration": "1 mg/mL"})
        for n, vial in enumerate(vials)
    ]
    return protocol(*made, pharmacy={"stocks_two_strengths": two, "strength_check_step": check})


def accounted(*given: Record, **changes: Any) -> TrialProtocol:
    return protocol(*(given or (ketamine(),)), pharmacy={**ALL, **changes})


STRONG = {"vial_strength": "100 mg/mL"}

CASES: list[Case] = [
    fires("PHARM-001", "no DEA registration", held("Ketamine and midazolam.", "us"), "hard", AUTHORITY),
    fires(
        "PHARM-001", "midazolam left out", held("DEA registration for Schedule III.", "us"), "hard", AUTHORITY
    ),
    fires(
        "PHARM-001",
        "Schedule III does not cover Schedule II",
        held(
            "DEA: Schedule III.",
            "us",
            given=(regimen("methadone", step("10 mg", kind="dose"), route="oral"),),
        ),
        "hard",
        AUTHORITY,
    ),
    fires("PHARM-001", "no register in the UK", held("Home Office licence.", "uk"), "hard", AUTHORITY),
    fires(
        "PHARM-001", "no safe custody in the UK", held(UK, "uk", storage="In the ward."), "hard", AUTHORITY
    ),
    fires("PHARM-001", "US and UK, only the US", held(US, "us", "uk"), "hard", AUTHORITY),
    fires(
        "PHARM-001",
        "several sites, one named",
        held(US, "us", design={"is_multisite": True}),
        "soft",
        AUTHORITY,
    ),
    fires(
        "PHARM-001", "a Schedule I licence", held(f"{US} Schedule I licence.", "us"), "advisory", AUTHORITY
    ),
    edge("PHARM-001", "Schedule III and IV by number", held("DEA: Schedule III, C-IV.", "us")),
    edge("PHARM-001", "US and UK", held(f"{US} {UK}", "us", "uk")),
    quiet("PHARM-001", "the UK", held(UK, "uk")),
    quiet("PHARM-001", "each site", held(f"{US} So does every site.", "us", design={"is_multisite": True})),
    quiet(
        "PHARM-001",
        "nothing controlled",
        held(None, "us", given=(regimen("sodium_chloride", step(None, "40 min", basis="volume_matched")),)),
    ),
    missing("PHARM-001", "authority", held(None, "us"), AUTHORITY),
    missing("PHARM-001", "storage", held(US, "us", storage=None), "pharmacy.storage"),
    missing("PHARM-001", "jurisdictions", held(US), "identity.jurisdictions"),
    missing("PHARM-001", "drug", held(US, "us", given=(regimen(None),)), "regimens[regimen].drug"),
    fires(
        "PHARM-002",
        "100 mg/mL undiluted",
        diluted(ketamine(), is_given_undiluted=True, **STRONG),
        "hard",
        f"{MADE}.final_concentration",
    ),
    fires(
        "PHARM-002",
        "called diluted, but as strong",
        diluted(ketamine(), is_given_undiluted=False, final_concentration="100 mg/mL", **STRONG),
        "hard",
        f"{MADE}.final_concentration",
    ),
    fires(
        "PHARM-002",
        "stronger than the vial",
        diluted(ketamine(), vial_strength="10 mg/mL", final_concentration="10.1 mg/mL"),
        "hard",
        f"{MADE}.final_concentration",
    ),
    fires(
        "PHARM-002",
        "undiluted, but reckoned with a tenth",
        diluted(
            ketamine(injection("0.5 mg/kg"), route="im"),
            vial_strength="50 mg/mL",
            final_concentration="5 mg/mL",
            is_given_undiluted=True,
        ),
        "hard",
        f"{MADE}.final_concentration",
    ),
    fires(
        "PHARM-002",
        "lorazepam at 51 %",
        lorazepam(vial_strength="2 mg/mL", final_concentration="1.02 mg/mL"),
        "hard",
        "regimens[lorazepam].preparation.is_given_undiluted",
    ),
    fires(
        "PHARM-002",
        "lorazepam undiluted",
        lorazepam(vial_strength="2 mg/mL", is_given_undiluted=True),
        "hard",
        "regimens[lorazepam].preparation.is_given_undiluted",
    ),
    fires(
        "PHARM-002", "two strengths", stocked(True, None, "10 mg/mL"), "hard", "pharmacy.strength_check_step"
    ),
    fires(
        "PHARM-002",
        "two vials of a drug, a blank check",
        stocked(False, " ", "10 mg/mL", "50 mg/mL"),
        "hard",
        "pharmacy.strength_check_step",
    ),
    edge(
        "PHARM-002",
        "99.9 mg/mL",
        diluted(ketamine(), final_concentration="99.9 mg/mL", **STRONG),
    ),
    edge("PHARM-002", "lorazepam at 50 %", lorazepam(vial_strength="2 mg/mL", final_concentration="1 mg/mL")),
    quiet(
        "PHARM-002",
        "50 mg/mL undiluted",
        diluted(ketamine(), vial_strength="50 mg/mL", is_given_undiluted=True),
    ),
    edge(
        "PHARM-002",
        "undiluted, written as in the vial",
        diluted(
            ketamine(), vial_strength="10 mg/mL", final_concentration="10000 mcg/mL", is_given_undiluted=True
        ),
    ),
    quiet("PHARM-002", "IM", diluted(ketamine(injection("0.5 mg/kg"), route="im"), **STRONG)),
    quiet(
        "PHARM-002", "two strengths with a check", stocked(True, "Two people read.", "10 mg/mL", "50 mg/mL")
    ),
    missing("PHARM-002", "final concentration", diluted(ketamine(), **STRONG), f"{MADE}.final_concentration"),
    missing("PHARM-002", "vial", diluted(ketamine(), is_given_undiluted=True), f"{MADE}.vial_strength"),
    missing(
        "PHARM-002",
        "vial of lorazepam",
        lorazepam(final_concentration="1 mg/mL"),
        "regimens[lorazepam].preparation.vial_strength",
    ),
    missing("PHARM-002", "route", diluted(ketamine(route=None)), "regimens[ketamine].route"),
    missing("PHARM-002", "drug", diluted(regimen(None)), "regimens[regimen].drug"),
    missing("PHARM-002", "stock", stocked(None, None, "10 mg/mL"), "pharmacy.stocks_two_strengths"),
    missing("PHARM-002", "regimens", protocol(), "regimens"),
    fires(
        "PHARM-003",
        "one person",
        accounted(has_two_person_preparation=False),
        "soft",
        "pharmacy.has_two_person_preparation",
    ),
    fires("PHARM-003", "waste", accounted(has_witnessed_waste=False), "soft", "pharmacy.has_witnessed_waste"),
    fires(
        "PHARM-003",
        "reconciliation",
        accounted(has_dose_reconciliation=False),
        "soft",
        "pharmacy.has_dose_reconciliation",
    ),
    fires(
        "PHARM-003",
        "supply",
        accounted(bars_participant_held_supply=False),
        "soft",
        "pharmacy.bars_participant_held_supply",
    ),
    fires(
        "PHARM-003",
        "barred, but self-administered",
        accounted(ketamine(is_self_administered=True)),
        "soft",
        "regimens[ketamine].is_self_administered",
    ),
    edge("PHARM-003", "all four, given by staff", accounted(ketamine(is_self_administered=False))),
    quiet(
        "PHARM-003",
        "nothing controlled",
        accounted(regimen("ondansetron", bolus("4 mg", "2 min")), has_witnessed_waste=False),
    ),
    missing("PHARM-003", "waste", accounted(has_witnessed_waste=None), "pharmacy.has_witnessed_waste"),
    missing("PHARM-003", "drug", accounted(regimen(None)), "regimens[regimen].drug"),
]
