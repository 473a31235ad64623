"""The shipped formulary knows every drug of the product's scope in full."""

import pytest

from protocol_designer.domain.interventions import Route
from protocol_designer.formulary.records import EvidenceGrade, Formulary, LimitLevel

DRUGS = (
    "ketamine", "esketamine", "midazolam", "lorazepam", "diazepam", "sodium_chloride", "atropine",
    "glycopyrrolate", "naltrexone", "buprenorphine", "methadone", "ondansetron", "labetalol", "clonidine",
    "flumazenil", "naloxone",
)  # fmt: skip
CONTROLLED = {
    "ketamine": "US schedule III", "esketamine": "US schedule III", "midazolam": "US schedule IV",
    "lorazepam": "US schedule IV", "diazepam": "US schedule IV", "buprenorphine": "US schedule III",
    "methadone": "US schedule II",
}  # fmt: skip


@pytest.mark.parametrize("drug_id", DRUGS)
def test_a_drug_is_described_in_full(formulary: Formulary, drug_id: str) -> None:
    drug = formulary.drug(drug_id)
    assert drug is not None
    for part in ("products", "routes", "contraindications", "interactions", "monitoring", "sources"):
        assert getattr(drug, part), part
    assert drug.onset or drug.duration
    assert (drug.legal_schedule or "").startswith(CONTROLLED.get(drug_id, ""))
    assert (drug.legal_schedule is not None) == (drug_id in CONTROLLED)


def test_ketamine_is_known_by_every_route(formulary: Formulary) -> None:
    ketamine = formulary.drug("ketamine")
    assert ketamine is not None
    assert set(ketamine.routes) == {Route.IV, Route.IM, Route.INTRANASAL, Route.SUBLINGUAL, Route.ORAL}


@pytest.mark.parametrize(
    ("key", "value", "level"),
    [
        ("ketamine.iv.session_total.soft", "1 mg/kg", "soft"),
        ("ketamine.iv.session_total.hard", "1.5 mg/kg", "hard"),
        ("ketamine.iv.rate.fastest", "0.5 mg/kg/min", "hard"),
        ("ketamine.iv.push.shortest", "60 s", "hard"),
        ("ketamine.im.session_total.hard", "3 mg/kg", "hard"),
        ("esketamine.intranasal.high_dose", "84 mg", "hard"),
        ("midazolam.session.soft", "2.5 mg", "soft"),
        ("midazolam.session.hard", "5 mg", "hard"),
        ("midazolam.iv.push.shortest", "2 min", "hard"),
        ("lorazepam.session.hard", "4 mg", "hard"),
        ("lorazepam.iv.rate", "2 mg/min", "hard"),
        ("diazepam.iv.rate", "5 mg/min", "hard"),
        ("atropine.dose.hard", "0.03 mg/kg", "hard"),
        ("glycopyrrolate.dose.hard", "0.01 mg/kg", "hard"),
        ("glycopyrrolate.im.usual", "0.004 mg/kg", "reference"),
        ("naltrexone.depot.dose", "380 mg", "reference"),
        ("buprenorphine.maintenance", "24 mg", "soft"),
        ("ondansetron.iv.single", "16 mg", "hard"),
        ("ondansetron.hepatic.daily", "8 mg", "reference"),
        ("labetalol.iv.cumulative", "300 mg", "hard"),
        ("flumazenil.iv.cumulative", "1 mg", "hard"),
        ("clonidine.oral.prevention.dose", "5 mcg/kg", "reference"),
        ("naloxone.reconsider", "10 mg", "reference"),
    ],
)
def test_the_figures_of_the_drug_library_are_there(
    formulary: Formulary, key: str, value: str, level: str
) -> None:
    limit = formulary.limit(key)
    assert str(limit.value) == value
    assert limit.level is LimitLevel(level)


def test_only_a_site_grades_a_limit_as_its_own(formulary: Formulary) -> None:
    assert not [limit.key for limit in formulary.limits if limit.grade.is_of_a_site]
    assert not formulary.changes
    assert formulary.base is None
    assert EvidenceGrade.PROPOSED.printed == "proposed (needs local sign-off)"
