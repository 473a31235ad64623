"""A site's formulary lies over ours: what it changes is known, marked, and never looser in silence."""

import json
from pathlib import Path
from typing import Any

import pytest

from protocol_designer.edits.justifications import accept_finding
from protocol_designer.formulary.loading import UnusableFormulary
from protocol_designer.formulary.merging import SITE_SOURCE, effect_of, load_site_formulary, without_site
from protocol_designer.formulary.records import Effect, EvidenceGrade, Formulary
from protocol_designer.quantities import Quantity
from protocol_designer.rules.engine import check_declarations, review
from protocol_designer.rules.findings import Severity
from tests.formulary.site_files import (
    LOOSER_THAN_LABEL,
    SIGNED,
    SITE,
    STRICTER,
    TODAY,
    in_force,
    site,
    written,
)
from tests.rules.build import bolus, ketamine, protocol, step


def refusal(folder: Path, record: object) -> str:
    with pytest.raises(UnusableFormulary) as refused:
        in_force(folder, record)
    said = str(refused.value)
    assert said.startswith("The site formulary site.json cannot be used: ")
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_a_changed_limit_knows_what_was_shipped_and_why(tmp_path: Path, formulary: Formulary) -> None:
    found = in_force(tmp_path, SITE)
    limit = found.limit("ketamine.iv.session_total.soft")
    change = found.change_of(limit.key)
    assert str(limit.value) == "0.6 mg/kg"
    assert limit.grade is EvidenceGrade.SITE
    assert limit.sources == (SITE_SOURCE,)
    assert change is not None
    assert str(change.shipped.value) == "1 mg/kg"
    assert change.effect is Effect.STRICTER
    assert change.reason == STRICTER["reason"]
    others = [key for key in (limit.key for limit in formulary.limits) if key != limit.key]
    assert all(found.limit(key) == formulary.limit(key) for key in others)
    assert found.change_of(others[0]) is None
    assert found.title == (
        f"St Example formulary 2026.1 over {formulary.name} {formulary.version} (1 limit changed)"
    )
    assert found.sign_off == "Dr A. Example, consultant anaesthetist, 2 October 2026"
    check_declarations(found)


def test_the_review_judges_by_the_limits_of_the_site(tmp_path: Path, formulary: Formulary) -> None:
    trial = protocol(ketamine(step("0.7 mg/kg", "40 min")))
    assert not [finding for finding in review(trial, formulary).findings if finding.rule == "KET-001"]
    report = review(trial, in_force(tmp_path, SITE))
    (finding,) = (finding for finding in report.findings if finding.rule == "KET-001")
    assert finding.limit == "0.6 mg/kg"
    assert finding.grade == "set by the site formulary"
    assert SITE_SOURCE in finding.sources
    assert report.formulary.startswith("St Example formulary 2026.1 over ")


def test_looser_than_label_is_flagged_wherever_it_is_shown(tmp_path: Path) -> None:
    found = in_force(tmp_path, site(changes=[LOOSER_THAN_LABEL]))
    (change,) = found.changes
    assert change.effect is Effect.LOOSER_THAN_LABEL
    assert change.accepted_by is not None
    assert change.printed == "looser than label; shipped: 0.5 mg/kg/min"
    assert "1 looser than label or hard limit" in found.title
    report = review(protocol(ketamine(bolus("0.61 mg/kg", "1 min"))), found)
    grades = {finding.grade for finding in report.findings if finding.rule == "RATE-001"}
    assert grades == {"set by the site formulary, looser than label or hard limit"}


@pytest.mark.parametrize(
    ("limit", "shipped", "value", "said"),
    [
        ("ketamine.iv.rate.fastest", "0.5 mg/kg/min", "0.500001 mg/kg/min", "is looser than label"),
        ("ketamine.iv.push.shortest", "60 s", "59 s", "is looser than label"),
        ("atropine.single.high", "1 mg", "1.1 mg", "is looser than label"),
        ("ketamine.iv.session_total.hard", "1.5 mg/kg", "1.6 mg/kg", "looser than the shipped hard limit"),
        ("tier.t1.iv", "0.1 mg/kg", "0.2 mg/kg", "changes what the rules judge"),
    ],
)  # fmt: skip
def test_what_lets_more_through_than_label_or_hard_limit_needs_a_signature(
    tmp_path: Path, limit: str, shipped: str, value: str, said: str
) -> None:
    change = {"limit": limit, "shipped": shipped, "value": value, "reason": "We want to."}
    told = refusal(tmp_path, site(changes=[change]))
    assert said in told
    assert f"changes[{limit}]" in told
    assert "accepted_by" in told
    signed = in_force(tmp_path, site(changes=[{**change, "accepted_by": SIGNED}]))
    assert len(signed.changes) == 1


@pytest.mark.parametrize(
    ("limit", "shipped", "value", "effect"),
    [
        ("ketamine.iv.rate.fastest", "0.5 mg/kg/min", "0.4 mg/kg/min", "stricter"),
        ("ketamine.iv.push.shortest", "60 s", "120 s", "stricter"),
        ("naltrexone.depot.active", "28 days", "35 days", "stricter"),
        ("ketamine.cap_needed.bmi", "30 kg/m2", "28 kg/m2", "stricter"),
        ("ketamine.iv.sustained_rate.soft", "0.020 mg/kg/min", "0.03 mg/kg/min", "looser"),
        ("ketamine.spacing.soft", "48 h", "36 h", "looser"),
        ("naltrexone.depot.active", "28 days", "27 days", "looser"),
    ],
)  # fmt: skip
def test_the_direction_follows_the_side_of_the_limit(
    tmp_path: Path, limit: str, shipped: str, value: str, effect: str
) -> None:
    change = {"limit": limit, "shipped": shipped, "value": value, "reason": "Local practice."}
    (made,) = in_force(tmp_path, site(changes=[change])).changes
    assert made.effect == Effect(effect)
    assert effect_of(made.shipped, Quantity.parse(value)) is made.effect


@pytest.mark.parametrize("field", ["format", "name", "version", "owner", "issued_on", "sign_off"])
def test_what_identifies_a_formulary_must_be_there(tmp_path: Path, field: str) -> None:
    record = site()
    del record[field]
    assert f": {field}: this field is required." in refusal(tmp_path, record)


@pytest.mark.parametrize("part", ["name", "role", "signed_on"])
def test_a_sign_off_has_name_role_and_day(tmp_path: Path, part: str) -> None:
    signed = {key: value for key, value in SIGNED.items() if key != part}
    assert f"sign_off.{part}: this field is required." in refusal(tmp_path, site(sign_off=signed))


def changed(**own: Any) -> dict[str, Any]:
    return site(changes=[{**STRICTER, **own}])


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (site(issued_on="2026-11-22"), "issued_on: 2026-11-22 lies in the future"),
        (site(sign_off={**SIGNED, "signed_on": "2027-01-01"}), "2027-01-01, which lies in the future"),
        (site(colour="red"), "colour: this field is not known here"),
        (changed(note="x"), "note: this field is not known here"),
        (changed(limit="ketamine.iv.session"), "changes[ketamine.iv.session]: there is no limit"),
        (changed(value="0.6 mg"), "0.6 mg is a mass, the limit is a mass per kg; write it in mg/kg"),
        (changed(shipped="60 min"), "60 min is a time, the limit is a mass per kg"),
        (changed(value="0,6 mg/kg"), "changes[0].value"),
        (changed(value="0.6mg/kg"), "changes[0].value"),
        (changed(value="-0.6 mg/kg"), "changes[0].value"),
        (changed(value="0.6 milligrams/kg"), "changes[0].value"),
        (changed(value="0 mg/kg"), "a limit of zero cannot be judged"),
        (changed(value="1.00 mg/kg"), "this is the shipped value"),
        (changed(value="600 mcg/kg"), "write it in mg/kg, the unit of the shipped limit"),
        (changed(limit="ketamine.sessions_total", shipped="8 points", value="7.5 points"), "a whole number"),
        (changed(shipped="0.9 mg/kg"), "the shipped limit is 1 mg/kg, not 0.9 mg/kg; judge the change anew"),
        (changed(reason=""), "this text is empty"),
        (changed(sources=["no-such"]), "cites no-such, which is not among the sources"),
        (changed(value="0.60000000001 mg/kg"), "more digits than are printed"),
        (site(changes=[STRICTER, STRICTER]), "this limit is changed twice"),
        (changed(value="1.6 mg/kg"), "would lie beyond the hard limit (1.5 mg/kg)"),
        ([], "write an object"),
        ("", "line 1, column 1 is not JSON"),
        ('{"name": "a", "name": "b"}', "the key “name” is written twice in one object"),
        ('{"changes": [{"value": 0.6}]}', "0.6 is a bare number; write every amount as text with its unit"),
        ('{"changes": [{"value": 1}]}', "1 is a bare number"),
        ('{"version": NaN}', "NaN is a bare number"),
        ("[" * 100_000, "nested too deeply"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_trusted_is_refused_with_place_and_cure(
    tmp_path: Path, record: object, said: str
) -> None:
    assert said in refusal(tmp_path, record)


def test_a_range_cannot_be_turned_upside_down(tmp_path: Path) -> None:
    change = {
        "limit": "atropine.dose.low",
        "shipped": "0.005 mg/kg",
        "value": "0.016 mg/kg",
        "reason": "x",
    }
    assert "would not lie below atropine.dose.high" in refusal(tmp_path, site(changes=[change]))


def test_a_tier_cannot_pass_the_next(tmp_path: Path) -> None:
    change = {
        "limit": "tier.t1.iv",
        "shipped": "0.1 mg/kg",
        "value": "1 mg/kg",
        "reason": "x",
        "accepted_by": SIGNED,
    }
    assert "tier.t1.iv (1 mg/kg) would not lie below tier.t2.iv (1 mg/kg)" in refusal(
        tmp_path, site(changes=[change])
    )


def test_files_that_are_no_text_are_refused(tmp_path: Path, formulary: Formulary) -> None:
    path = tmp_path / "site.json"
    for content, said in (
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"\xef\xbb\xbf" + json.dumps(SITE).encode(), "is not JSON"),
        (b" " * 1_000_001, "larger than 1 MB"),
    ):
        path.write_bytes(content)
        with pytest.raises(UnusableFormulary, match=said):
            load_site_formulary(path, formulary, TODAY)
    with pytest.raises(UnusableFormulary, match=r"gone\.json cannot be used: it cannot be read"):
        load_site_formulary(tmp_path / "gone.json", formulary, TODAY)
    with pytest.raises(UnusableFormulary, match="cannot be read"):
        load_site_formulary(tmp_path, formulary, TODAY)


OWN_DRUG = {"id": "dexmedetomidine", "name": "Dexmedetomidine", "drug_class": "alpha-2 agonist"}
OWN_LIMIT = {
    "key": "site.dexmedetomidine.dose",
    "drug": "dexmedetomidine",
    "what": "Usual most of dexmedetomidine",
    "level": "reference",
    "bound": "above",
    "value": "1 mcg/kg",
    "grade": "proposed",
    "sources": [],
}
CITED_LIMIT = {**OWN_LIMIT, "sources": ["ketalar-us"]}
OWN_PRODUCT = {"drug": "ketamine", "product": {"strength": "25 mg/mL", "form": "prefilled syringe"}}


def test_own_products_drugs_and_limits_are_there_and_named(tmp_path: Path) -> None:
    found = in_force(tmp_path, site(drugs=[OWN_DRUG], limits=[OWN_LIMIT], products=[OWN_PRODUCT]))
    ketamine_entry, own = found.drug("ketamine"), found.drug("dexmedetomidine")
    assert own is not None
    assert ketamine_entry is not None
    assert "25 mg/mL" in [str(product.strength) for product in ketamine_entry.products]
    assert str(found.limit("site.dexmedetomidine.dose").value) == "1 mcg/kg"
    assert found.added_drugs == ("dexmedetomidine",)
    assert found.added_limits == ("site.dexmedetomidine.dose",)
    assert found.added_products == ("Ketamine 25 mg/mL, prefilled syringe",)
    check_declarations(found)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (site(drugs=[{**OWN_DRUG, "name": "KETALAR"}]), "“KETALAR” is Ketamine, which the rules know"),
        (site(drugs=[{**OWN_DRUG, "name": "Ketamine troche"}]), "list what you stock under products"),
        (site(drugs=[{**OWN_DRUG, "synonyms": ["normal saline"]}]), "is Sodium chloride"),
        (site(drugs=[{**OWN_DRUG, "id": "ketamine"}]), "which the rules know"),
        (site(drugs=[OWN_DRUG, OWN_DRUG]), "dexmedetomidine is listed twice"),
        (site(drugs=[OWN_DRUG], limits=[{**OWN_LIMIT, "level": "hard"}]), "no rule reads a limit"),
        (site(drugs=[OWN_DRUG], limits=[{**OWN_LIMIT, "key": "dose"}]), "begin the name of a limit"),
        (site(drugs=[OWN_DRUG], limits=[{**CITED_LIMIT, "grade": "site"}]), "write label, guideline"),
        (site(limits=[OWN_LIMIT]), "which is not among the drugs"),
        (site(products=[{**OWN_PRODUCT, "drug": "propofol"}]), "propofol is not among the drugs"),
        (site(sources=[{"key": "ketalar-us", "title": "x"}]), "ketalar-us is listed twice"),
    ],
)  # fmt: skip
def test_additions_cannot_slip_past_the_rules(tmp_path: Path, record: object, said: str) -> None:
    assert said in refusal(tmp_path, record)


def test_a_justification_lapses_when_the_limit_changes(tmp_path: Path, formulary: Formulary) -> None:
    trial = protocol(ketamine(step("1.2 mg/kg", "60 min")))

    def soft(limits: Formulary) -> Any:
        return next(finding for finding in review(trial, limits).findings if finding.rule == "KET-001")

    trial = accept_finding(soft(formulary), "Why", "How", "Who", TODAY)(trial)
    assert soft(formulary).justified
    under_site = soft(in_force(tmp_path, SITE))
    assert under_site.severity is Severity.SOFT
    assert not under_site.justified
    assert under_site.blocks_final_export


def test_a_formulary_that_should_be_in_force_and_is_not_blocks_every_final_export(
    formulary: Formulary, sample_trial: Any
) -> None:
    assert review(sample_trial, formulary).blocking == ()
    report = review(sample_trial, without_site(formulary, "The file is gone."))
    (finding,) = report.blocking
    assert finding.message == "Not assessed: The file is gone."
    assert finding.blocks_final_export


def test_the_file_is_read_as_it_is_written(tmp_path: Path, formulary: Formulary) -> None:
    path = written(tmp_path, SITE)
    before = path.read_bytes()
    assert load_site_formulary(path, formulary, TODAY) == load_site_formulary(path, formulary, TODAY)
    assert path.read_bytes() == before
