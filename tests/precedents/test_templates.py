"""The shipped templates: they round-trip, hold the numbers that were reported, and say what was not."""

from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest

from protocol_designer.derived.doses import administration_at
from protocol_designer.derived.factorial import cells, margins
from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import without
from protocol_designer.precedents.facts import AdministrationFacts, Figure
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.start import start_from
from protocol_designer.precedents.template import EvidenceClass, Template
from protocol_designer.quantities import Quantity, Unit, UnitMismatch
from protocol_designer.resource_paths import data_path
from tests.precedents.step_sums import step_mismatches

IDS = ("dakwar_2020_alcohol", "dakwar_2014_cocaine", "grabski_2022", "krupitsky_2002")


@pytest.fixture(scope="module")
def templates() -> dict[str, Template]:
    return {template.id: template for template in load_templates().all}


def _steps(trial: TrialProtocol, regimen_id: str) -> list[tuple[str | None, str | None]]:
    return [
        (str(step.amount) if step.amount else None, str(step.duration) if step.duration else None)
        for step in trial.regimen(regimen_id).steps
    ]


def _protocol(template: Template) -> TrialProtocol:
    assert template.protocol is not None
    return template.protocol


@pytest.mark.parametrize("template_id", IDS)
def test_each_template_is_its_file(template_id: str, templates: dict[str, Template]) -> None:
    path = data_path("templates", f"{template_id}.json")
    template = templates[template_id]
    assert Template.model_validate_json(template.model_dump_json(exclude_defaults=True)) == template
    assert Template.model_validate_json(path.read_text(encoding="utf-8")) == template


@pytest.mark.parametrize("template_id", IDS)
def test_each_template_starts_a_protocol_and_cites_its_study(
    template_id: str, templates: dict[str, Template]
) -> None:
    template = templates[template_id]
    assert template.evidence_class is EvidenceClass.CONTROLLED_TRIAL
    assert template.starts_protocol
    assert template.why_not is None
    assert template.citation.doi
    assert _protocol(template).references[0].doi == template.citation.doi


@pytest.mark.parametrize("template_id", IDS)
def test_what_was_not_reported_is_an_open_question_at_an_empty_or_doubtful_place(
    template_id: str, templates: dict[str, Template]
) -> None:
    protocol = _protocol(templates[template_id])
    asked = {question.place for question in protocol.open_questions}
    for place in ("population.weight_min", "regimens[regimen-1].enantiomer", "regimens[regimen-1].cap"):
        if place in asked:
            assert value_at(protocol, place) is None
    assert {"population.weight_min", "regimens[regimen-1].enantiomer"} <= asked


@pytest.mark.parametrize("template_id", IDS)
def test_every_dose_names_its_source(template_id: str, templates: dict[str, Template]) -> None:
    protocol = _protocol(templates[template_id])
    sourced = {entry.place for entry in protocol.provenance}
    for regimen in protocol.regimens:
        for index, step in enumerate(regimen.steps):
            for field in ("amount", "duration", "volume"):
                if getattr(step, field) is not None:
                    assert f"regimens[{regimen.id}].steps[{index}].{field}" in sourced


@pytest.mark.parametrize("template_id", IDS)
def test_no_template_names_a_path_or_a_weak_source_for_a_value(
    template_id: str, templates: dict[str, Template]
) -> None:
    text = data_path("templates", f"{template_id}.json").read_text(encoding="utf-8")
    assert "/work" not in text
    assert ".txt" not in text
    assert "seed" not in text
    weak = {source.title for source in templates[template_id].sources if source.kind == "weak"}
    assert not weak & {entry.source for entry in _protocol(templates[template_id]).provenance}


def test_dakwar_2020_numbers(templates: dict[str, Template]) -> None:
    template = templates["dakwar_2020_alcohol"]
    protocol = _protocol(template)
    assert [(arm.n, arm.of) for arm in template.arms] == [(17, 40), (23, 40)]
    assert template.design.allocation_ratio == "not reported"
    assert protocol.design.allocation.ratio == ()
    assert _steps(protocol, "regimen-1") == [("0.11 mg/kg", "2 min"), ("0.6 mg/kg", "50 min")]
    assert _steps(protocol, "regimen-2") == [(None, "2 min"), ("0.025 mg/kg", "50 min")]
    assert protocol.regimen("regimen-2").steps[0].drug == "sodium_chloride"
    assert protocol.courses[0].sessions_planned == 6
    assert (str(protocol.population.age_min), str(protocol.population.age_max)) == ("21 year", "69 year")
    assert protocol.schedule.visits[2].mode == "telephone"


def test_dakwar_2020_at_118_kg(templates: dict[str, Template]) -> None:
    dose = administration_at(
        _protocol(templates["dakwar_2020_alcohol"]).regimen("regimen-1"), Quantity.parse("118 kg")
    )
    assert dose.total_mg == Fraction("83.78")
    assert dose.duration_min == 52


def test_dakwar_2014_numbers(templates: dict[str, Template]) -> None:
    protocol = _protocol(templates["dakwar_2014_cocaine"])
    assert _steps(protocol, "regimen-1") == [("0.11 mg/kg", "2 min"), ("0.3 mg/kg", "50 min")]
    assert _steps(protocol, "regimen-2") == [("0.11 mg/kg", "2 min"), ("0.6 mg/kg", "50 min")]
    assert _steps(protocol, "regimen-3") == [("2 mg", "52 min")]
    assert str(protocol.design.washout) == "48 h"
    assert {conflict.code for conflict in templates["dakwar_2014_cocaine"].open_conflicts} == {
        "C-DAK14-2",
        "C-DAK14-4",
        "C-DAK14-5",
    }


def test_grabski_2022_numbers(templates: dict[str, Template]) -> None:
    template = templates["grabski_2022"]
    protocol = _protocol(template)
    assert _steps(protocol, "regimen-1") == [("0.8 mg/kg", "40 min")]
    saline = protocol.regimen("regimen-2").steps[0]
    assert (str(saline.volume), str(saline.duration), saline.amount) == ("50 mL", "40 min", None)
    assert protocol.design.allocation.ratio == (1, 1, 1, 1)
    assert [len(course.sessions) for course in protocol.courses] == [7, 7]
    assert [arm.n for arm in template.arms] == ["not reported"] * 4
    assert (str(protocol.population.bmi_min), str(protocol.population.bmi_max)) == ("16 kg/m2", "35 kg/m2")
    assert template.supplements[0].figures[0].statistic == "mean difference=10.1%, 95% CI=1.1, 19.0"


def test_krupitsky_2002_numbers(templates: dict[str, Template]) -> None:
    template = templates["krupitsky_2002"]
    protocol = _protocol(template)
    for regimen_id, amount in (("regimen-1", "2 mg/kg"), ("regimen-2", "0.2 mg/kg")):
        regimen = protocol.regimen(regimen_id)
        assert regimen.route == "im"
        assert (regimen.steps[0].kind, str(regimen.steps[0].amount)) == ("injection", amount)
        assert regimen.steps[0].duration is None
    assert [arm.n for arm in template.arms] == [35, 35]
    assert [figure.printed for figure in template.outcomes[1].figures] == ["17%", "2%"]
    assert all(figure.computed_percent is None for figure in template.outcomes[1].figures)


def test_steps_add_up_to_the_reported_dose_and_time(templates: dict[str, Template]) -> None:
    added = {
        (template.id, administration.id): (administration.stepwise_amount, administration.stepwise_duration)
        for template in templates.values()
        for administration in template.administrations
        if administration.stepwise_amount
    }
    assert added["dakwar_2020_alcohol", "ket"] == (Quantity.parse("0.71 mg/kg"), Quantity.parse("52 min"))
    assert added["dakwar_2014_cocaine", "ket_041"] == (Quantity.parse("0.41 mg/kg"), Quantity.parse("52 min"))
    assert added["dakwar_2020_alcohol", "mdz"] == (Quantity.parse("0.025 mg/kg"), Quantity.parse("52 min"))
    assert all(step_mismatches(template) == () for template in templates.values())


def test_a_mismatch_of_steps_is_reported_and_left_alone(templates: dict[str, Template]) -> None:
    template = templates["dakwar_2020_alcohol"]
    ketamine = template.administrations[0]
    wrong = ketamine.stepwise[1].model_copy(update={"amount": Quantity.parse("0.61 mg/kg")})
    altered: AdministrationFacts = ketamine.model_copy(update={"stepwise": (ketamine.stepwise[0], wrong)})
    text = step_mismatches(template.model_copy(update={"administrations": (altered,)}))
    assert text == ("ket: the steps give a dose of 0.72 mg/kg, reported was 0.71 mg/kg.",)
    assert altered.dose.amount == Quantity.parse("0.71 mg/kg")


def test_the_crossover_allows_the_three_orders_with_the_low_dose_first(
    templates: dict[str, Template],
) -> None:
    protocol = _protocol(templates["dakwar_2014_cocaine"])
    low, high, lorazepam = "arm-1", "arm-2", "arm-3"
    assert str(protocol.arm(low).name) == "Ketamine 0.41 mg/kg"
    allowed = {
        order for order in permutations((low, high, lorazepam)) if order.index(low) < order.index(high)
    }
    assert len(allowed) == 3
    assert {sequence.arms for sequence in protocol.design.sequences} == allowed
    assert len(protocol.design.sequences) == 3


def test_the_factorial_yields_four_cells_and_two_margins(templates: dict[str, Template]) -> None:
    protocol = _protocol(templates["grabski_2022"])
    assert [cell.arm.id for cell in cells(protocol) if cell.arm] == ["arm-1", "arm-2", "arm-3", "arm-4"]
    drug, therapy = margins(protocol)
    assert [(level.name, [arm.id for arm in arms]) for level, arms in drug.groups] == [
        ("Ketamine", ["arm-1", "arm-2"]),
        ("Saline", ["arm-3", "arm-4"]),
    ]
    assert [[arm.id for arm in arms] for _, arms in therapy.groups] == [
        ["arm-1", "arm-3"],
        ["arm-2", "arm-4"],
    ]


def test_a_factorial_without_one_cell_stays_whole(templates: dict[str, Template]) -> None:
    incomplete = without(_protocol(templates["grabski_2022"]), "arms[arm-4]")
    assert [cell.arm.id if cell.arm else None for cell in cells(incomplete)] == [
        "arm-1",
        "arm-2",
        "arm-3",
        None,
    ]
    assert [len(arms) for _, arms in margins(incomplete)[0].groups] == [2, 1]


def test_a_parallel_design_has_no_cells(templates: dict[str, Template]) -> None:
    assert cells(_protocol(templates["krupitsky_2002"])) == ()


@pytest.mark.parametrize("amount", ["0.71 mg/kg", "2 mg", "0.5 mg/kg/h", "350 ng/mL"])
@pytest.mark.parametrize("unit", [Unit.MG_PER_KG, Unit.MILLIGRAM, Unit.MG_PER_KG_PER_H, Unit.NG_PER_ML])
def test_reported_amounts_never_change_their_kind(amount: str, unit: Unit) -> None:
    quantity = Quantity.parse(amount)
    if quantity.unit is unit:
        assert quantity.to(unit) == quantity
    else:
        with pytest.raises(UnitMismatch):
            quantity.to(unit)


def test_a_printed_percentage_stays_beside_the_computed_one(templates: dict[str, Template]) -> None:
    figure = Figure(who="ketamine", count=13, of=27, printed="48.2%")
    assert figure.printed == "48.2%"
    assert figure.computed_percent == Fraction(1300, 27)
    assert round(figure.computed_percent, 1) == Fraction("48.1")
    six_months = templates["dakwar_2020_alcohol"].outcomes[3].figures
    assert [(figure.count, figure.of, figure.printed) for figure in six_months] == [
        (6, 8, "75%"),
        (3, 11, "27%"),
    ]
    assert [figure.computed_percent for figure in six_months] == [75, Fraction(300, 11)]


def test_the_cited_text_is_found_from_a_fact(templates: dict[str, Template]) -> None:
    template = templates["dakwar_2020_alcohol"]
    said = template.sources_of(template.administrations[0])
    assert next((source.title, locator) for source, locator in said) == (
        "Thomas & Chambers 2025, NeuroSci 6:83",
        "review text, line 99",
    )


def test_starting_twice_gives_the_same_protocol(templates: dict[str, Template]) -> None:
    first, second = (start_from(templates["grabski_2022"]) for _ in range(2))
    assert first == second
    assert first.started_from == "grabski_2022"


def test_the_sample_is_no_template(tmp_path: Path, templates: dict[str, Template]) -> None:
    assert "sample_protocol" not in templates
    assert set(IDS) <= set(templates)
