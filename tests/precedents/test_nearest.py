"""The order of prior regimens and the relation in each field: known cases, boundaries, unknowns."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.loading import load_formulary
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import TemplateLibrary, load_sample, load_templates
from protocol_designer.precedents.nearest import (
    Field,
    Precedent,
    Precedents,
    Relation,
    all_reported,
    given_span,
    precedents_among,
    precedents_of,
)
from protocol_designer.precedents.profile import NO_DRUG, Span, profile_of, study_drugs
from protocol_designer.precedents.reported import named_interval, named_minutes
from protocol_designer.precedents.start import start_from

LIBRARY = load_templates()
FORMULARY = load_formulary()
REPORTED = all_reported(LIBRARY, FORMULARY)
STEP = "regimens[regimen-1].steps[1]"


def ketamine(trial: TrialProtocol) -> DrugRegimen:
    return next(one for one in trial.regimens if one.use is RegimenUse.INVESTIGATIONAL)


def found(trial: TrialProtocol) -> Precedents:
    return precedents_among(trial, ketamine(trial), REPORTED)


def changed(trial: TrialProtocol, *fields: tuple[str, str | None]) -> TrialProtocol:
    for place, value in fields:
        trial = set_field(place, value, "Change")(trial)
    return trial


def one_step(amount: str | None, duration: str | None = "40 min") -> TrialProtocol:
    """The protocol of Dakwar 2019: one infusion of 0.5 mg/kg over 40 min against midazolam."""
    trial = start_from(LIBRARY.get("dakwar_2019_cocaine"))
    place = f"regimens[{ketamine(trial).id}].steps[0]"
    return changed(trial, (f"{place}.amount", amount), (f"{place}.duration", duration))


def entry(precedents: Precedents, study: str, regimen: str = "ket") -> Precedent:
    return next(
        one
        for one in precedents.found
        if (one.reported.template.id, one.reported.administration.id) == (study, regimen)
    )


def order(precedents: Precedents) -> list[str]:
    return [one.reported.template.id for one in precedents.by_same_route]


def test_the_sample_is_nearest_to_the_trial_with_its_dose_its_steps_and_its_comparator() -> None:
    assert order(found(load_sample()))[:2] == ["dakwar_2020_alcohol", "dakwar_2019_cocaine"]


@pytest.mark.parametrize(
    "study",
    [
        template.id
        for template in LIBRARY.starting
        if template.administrations
        and template.id != "heeney_2022"  # two infusions there are one regimen here
    ],
)
def test_a_protocol_that_starts_from_a_study_finds_that_study_first(study: str) -> None:
    trial = start_from(LIBRARY.get(study))
    precedents = found(trial)
    profile = precedents.profile
    decided = profile.mg_per_kg or profile.mg or profile.target
    if profile.route is None or decided is None:
        assert study in [one.reported.template.id for one in precedents.found]
        return
    assert precedents.by_same_route[0].reported.template.id == study


def test_the_order_puts_the_same_route_first_however_near_another_one_is() -> None:
    routes = [one.has_same_route for one in found(load_sample()).found]
    assert routes == sorted(routes, reverse=True)
    assert set(routes) == {True, False}


@pytest.mark.parametrize(
    ("amount", "relation"),
    [
        ("0.49999 mg/kg", Relation.LOWER),
        ("0.5 mg/kg", Relation.SAME),
        ("500 mcg/kg", Relation.SAME),
        ("0.50001 mg/kg", Relation.HIGHER),
    ],
)
def test_a_dose_is_compared_exactly_and_in_any_unit(amount: str, relation: Relation) -> None:
    relations = entry(found(one_step(amount)), "dakwar_2019_cocaine").relations
    assert relations[Field.DOSE_PER_KG] is relation
    assert relations[Field.RATE] is relation


def test_a_length_in_hours_is_the_same_length() -> None:
    relations = entry(found(one_step("0.6 mg/kg", "1 h")), "hailozian_2021").relations
    assert relations[Field.DURATION] is Relation.SAME
    assert relations[Field.RATE] is Relation.SAME


def test_the_sum_of_two_steps_is_the_same_as_the_reported_total() -> None:
    relations = entry(found(load_sample()), "azhari_2021", "ket1").relations
    assert relations[Field.DOSE_PER_KG] is Relation.SAME
    assert relations[Field.RATE] is Relation.SAME


@pytest.mark.parametrize(
    ("amount", "relation"),
    [
        ("0.29 mg/kg", Relation.LOWER), ("0.3 mg/kg", Relation.OVERLAPS),
        ("1 mg/kg", Relation.OVERLAPS), ("1.01 mg/kg", Relation.HIGHER),
    ],
)  # fmt: skip
def test_a_dose_at_an_end_of_a_reported_range_lies_in_it(amount: str, relation: Relation) -> None:
    assert entry(found(one_step(amount)), "heeney_2022", "ket2").relations[Field.DOSE_PER_KG] is relation


@pytest.mark.parametrize(
    ("amount", "beyond"),
    [
        ("0.3 mg/kg", ()), ("0.2999 mg/kg", (Relation.LOWER,)),
        ("1.41 mg/kg", ()), ("1.4101 mg/kg", (Relation.HIGHER,)),
    ],
)  # fmt: skip
def test_a_dose_at_the_lowest_or_highest_reported_one_is_not_beyond(
    amount: str, beyond: tuple[Relation, ...]
) -> None:
    assert found(one_step(amount, "100 min")).beyond(Field.DOSE_PER_KG) == beyond


def test_a_range_that_reaches_out_on_both_sides_says_so() -> None:
    trial = one_step("0.2 mg/kg", "60 min")
    trial = changed(trial, (f"regimens[{ketamine(trial).id}].steps[0].amount_high", "2 mg/kg"))
    assert found(trial).beyond(Field.DOSE_PER_KG) == (Relation.HIGHER, Relation.LOWER)


def test_a_capped_dose_is_compared_over_all_eligible_weights() -> None:
    trial = changed(load_sample(), (f"{STEP}.amount", "1.5 mg/kg"))
    span = found(trial).profile.mg_per_kg
    assert span == Span(Fraction(71, 100), Fraction(71, 50))
    assert found(trial).beyond(Field.DOSE_PER_KG) == (Relation.HIGHER,)


def test_a_mean_of_rates_that_varied_is_no_rate_that_was_given() -> None:
    precedents = found(one_step("0.5 mg/kg"))
    shah = entry(precedents, "shah_2018")
    assert shah.reported.profile.mg_per_kg_per_min == Span(Fraction(1, 80), Fraction(1, 80))
    assert shah.reported.profile.has_average_rate
    assert shah.relations[Field.RATE] is Relation.NOT_REPORTED
    assert given_span(shah.reported.profile, Field.RATE) is None


def test_averages_do_not_make_a_slow_rate_one_with_a_precedent() -> None:
    slow = found(one_step("0.5 mg/kg", "140 min"))
    lowest_mean = min(
        one.reported.profile.mg_per_kg_per_min.low
        for one in slow.by_same_route
        if one.reported.profile.has_average_rate and one.reported.profile.mg_per_kg_per_min
    )
    assert slow.profile.mg_per_kg_per_min is not None
    assert slow.profile.mg_per_kg_per_min.low > lowest_mean
    assert slow.beyond(Field.RATE) == (Relation.LOWER,)


def test_what_is_not_decided_is_told_from_what_was_not_reported() -> None:
    undecided = found(one_step(None))
    assert entry(undecided, "dakwar_2019_cocaine").relations[Field.DOSE_PER_KG] is Relation.UNDECIDED
    assert undecided.beyond(Field.DOSE_PER_KG) == ()
    assert (
        entry(found(one_step("0.5 mg/kg")), "das_2019").relations[Field.DOSE_PER_KG] is Relation.NOT_REPORTED
    )


def test_a_study_that_is_silent_on_therapy_or_arms_is_not_taken_for_one_without_them() -> None:
    by_id = {(one.template.id, one.administration.id): one.profile for one in REPORTED}
    assert by_id["wong_2015", "ket"].therapy_minutes is None
    assert by_id["chuang_2025", "ket"].therapy_minutes == 0  # says that there was none
    assert by_id["krystal_1994", "ket_05"].comparators is None  # a crossover whose conditions are not told
    assert by_id["hailozian_2021", "ket"].comparators == frozenset()  # one person


def test_an_arm_without_a_study_drug_is_a_comparator_of_its_own_kind() -> None:
    by_id = {(one.template.id, one.administration.id): one.profile for one in REPORTED}
    assert by_id["krupitsky_1992", "ket"].comparators == frozenset({NO_DRUG})
    assert by_id["terasaki_2022", "ket"].comparators == frozenset({"naltrexone", NO_DRUG})
    assert by_id["jovaisa_2006", "ket"].comparators == frozenset(
        {"sodium_chloride"}
    )  # not what both arms received


def test_a_record_known_from_a_registry_tells_its_comparator() -> None:
    by_id = {(one.template.id, one.administration.purpose): one.profile for one in REPORTED}
    assert by_id["ctn_0132", "investigational"].comparators == frozenset({"midazolam"})


def test_without_a_drug_nothing_is_a_precedent() -> None:
    trial = one_step("0.5 mg/kg")
    regimen = ketamine(trial).model_copy(update={"drug": None})
    assert precedents_of(trial, regimen, LIBRARY, FORMULARY).found == ()


def test_without_studies_nothing_is_a_precedent(formulary: Formulary) -> None:
    trial = load_sample()
    nothing = precedents_of(trial, ketamine(trial), TemplateLibrary(()), formulary)
    assert nothing.found == ()
    assert nothing.beyond(Field.DOSE_PER_KG) == ()


def test_a_held_rate_is_known_before_its_length_is(trial_from: Callable[[str], TrialProtocol]) -> None:
    profile = found(trial_from("jovaisa_2006")).profile
    assert profile.mg_per_kg_per_min == Span(Fraction(1, 120), Fraction(1, 120))
    assert profile.mg_per_kg is None


def test_a_fixed_dose_is_compared_in_mg() -> None:
    trial = start_from(LIBRARY.get("hong_2025"))
    precedents = found(trial)
    assert precedents.profile.mg == Span(Fraction(35), Fraction(35))
    assert precedents.profile.route is Route.INTRANASAL
    assert precedents.beyond(Field.DOSE) == ()
    higher = changed(trial, (f"regimens[{ketamine(trial).id}].steps[0].amount", "84.01 mg"))
    assert found(higher).beyond(Field.DOSE) == (Relation.HIGHER,)


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("weekly", 7 * 1440), ("once a week", 7 * 1440), ("every 2 days", 2 * 1440),
        ("48 h between infusions", 2880), ("8 infusions in 6 weeks", None), ("twice a week", None),
        ("not reported", None), ("interval between admissions not reported", None),
    ],
)  # fmt: skip
def test_only_words_that_name_one_interval_name_one(words: str, minutes: int | None) -> None:
    assert named_interval(words) == minutes


def test_the_longest_time_that_words_name_counts() -> None:
    assert named_minutes("3 months and 6 months") == 6 * Fraction(3044, 100) * 1440
    assert named_minutes("hospital stay") is None


@given(thousandths=st.integers(1, 5000), minutes=st.integers(1, 600))
def test_units_change_neither_order_nor_relations(thousandths: int, minutes: int) -> None:
    plain = found(one_step(f"{thousandths / 1000:.3f} mg/kg", f"{minutes} min"))
    other = found(one_step(f"{thousandths} mcg/kg", f"{minutes * 60} s"))
    assert order(plain) == order(other)
    assert [one.relations for one in plain.found] == [one.relations for one in other.found]


@given(thousandths=st.integers(1, 5000))
def test_relations_and_bounds_agree(thousandths: int) -> None:
    precedents = found(one_step(f"{thousandths / 1000:.3f} mg/kg"))
    for field in (Field.DOSE_PER_KG, Field.RATE):
        known = [
            one.relations[field]
            for one in precedents.by_same_route
            if one.relations[field] is not Relation.NOT_REPORTED
        ]
        assert (precedents.beyond(field) == (Relation.HIGHER,)) == (set(known) == {Relation.HIGHER})
        assert (precedents.beyond(field) == (Relation.LOWER,)) == (set(known) == {Relation.LOWER})


@given(thousandths=st.integers(1, 5000), more=st.integers(1, 1000))
def test_a_dose_that_moves_away_from_a_study_is_never_nearer_to_it(thousandths: int, more: int) -> None:
    away = 1 if thousandths >= 500 else -1
    farther = max(thousandths + away * more, 1)
    near = entry(found(one_step(f"{thousandths / 1000:.3f} mg/kg")), "dakwar_2019_cocaine")
    far = entry(found(one_step(f"{farther / 1000:.3f} mg/kg")), "dakwar_2019_cocaine")
    assert far.distance >= near.distance


def test_no_regimen_of_a_template_is_lost() -> None:
    for template in LIBRARY.all:
        named = {one.administration.id for one in REPORTED if one.template is template}
        assert {one.id for one in template.administrations} <= named


def test_every_study_drug_of_every_starting_template_has_a_profile() -> None:
    for template in LIBRARY.starting:
        trial = start_from(template)
        for regimen in study_drugs(trial):
            profile = profile_of(trial, regimen)
            assert profile.drug == regimen.drug
            assert precedents_among(trial, regimen, REPORTED).found
