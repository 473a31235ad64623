"""The complete sample: every field decided, reviewed without anything that blocks, and its sums right."""

from fractions import Fraction
from math import ceil, sqrt
from statistics import NormalDist

import pytest
from pydantic import BaseModel

from protocol_designer.derived.pump import pump_row, pump_table
from protocol_designer.domain.codes import ConcomitantPolicy, ConditionCode, DrugClass, RescueScenario
from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.resource_paths import data_path
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Severity
from protocol_designer.storage.exchange import to_json

ONLY_ELSEWHERE = {
    "Activity.blood_volume": "the laboratory sets its tubes",
    "Activity.is_blood_sample": "only where the instrument does not tell",
    "Anchor.number": "only doses and periods are numbered",
    "Anchor.visit": "only an anchor at a visit names one",
    "ConcomitantMedication.blood_pressure_plan": "only for pressor medicines that are allowed",
    "ConcomitantMedication.diazepam_equivalent_max": "only for benzodiazepines",
    "ConcomitantMedication.free_before_dosing": "only for excluded or held medicines",
    "ConcomitantMedication.requires_euthyroid_check": "only for levothyroxine",
    "ConcomitantMedication.stable_for": "only for medicines that are allowed",
    "Criterion.bounds": "only measured criteria have bounds",
    "Criterion.codes": "criteria that no rule asks for have no code",
    "Arm.factor_levels": "only factorial designs",
    "Arm.other_interventions": "only drugs and therapy are given",
    "Design.factors": "only factorial designs",
    "Design.run_in": "there is none",
    "Design.sequences": "only crossovers",
    "Design.washout": "only crossovers",
    "DoseStep.amount": "a volume-matched step has none",
    "DoseStep.amount_high": "only dose ranges",
    "DoseStep.count": "only devices and tablets",
    "DoseStep.drug": "only where it is not the regimen's own",
    "DoseStep.note": "only where something is to be said",
    "DoseStep.pause_before": "only repeated rescue steps",
    "DoseStep.pump_rate": "the rate follows from weight and concentration",
    "DoseStep.volume": "the volume follows from weight and concentration",
    "DosingDayPlan.antisialagogue_waiver": "only where the dose tier asks for an antisialagogue",
    "DrugRegimen.assumed_bioavailability": "only routes other than intravenous",
    "DrugRegimen.bioavailability_rationale": "only routes other than intravenous",
    "DrugRegimen.condition": "only rescue drugs are conditional",
    "DrugRegimen.matched_to": "only the comparator is matched",
    "DrugRegimen.minutes_from_study_drug": "rescue is given when it is needed",
    "DrugRegimen.opioid_interval": "only opioid antagonists and agonists",
    "DrugRegimen.target_control": "only target-controlled infusions",
    "DrugRegimen.timing": "only premedication and depots",
    "Endpoint.verified_by": "questionnaires have no biological check",
    "Epoch.period": "only crossovers",
    "Preparation.diluent": "rescue drugs are given undiluted",
    "Preparation.final_volume": "rescue drugs are drawn up when they are needed",
    "Preparation.mixed_with": "nothing is mixed",
    "Preparation.pump_resolution": "rescue drugs need no pump",
    "Reference.doi": "the review gives its journal only",
    "Reference.url": "the review gives its journal only",
    "RescuePlan.regimens": "some emergencies are met without a drug of the trial",
    "ScheduleCell.footnote": "only where something is to be said",
    "ScheduleCell.from_dose_start": "only on the dosing day",
    "ScheduleCell.times": "only on the dosing day",
    "TherapySession.dose_number": "only sessions that belong to a dose",
    "TrialProtocol.amendment": "it is the original protocol",
    "TrialProtocol.coverage_notes": "every item of the checklist applies",
    "TrialProtocol.prior_amendments": "it is the original protocol",
    "TrialProtocol.justifications": "only soft findings need one",
    "TrialProtocol.open_questions": "nothing is open",
    "TrialProtocol.other_interventions": "only drugs and therapy are given",
    "TrialProtocol.provenance": "the design is our own",
    "TrialProtocol.started_from": "the design is our own",
    "Visit.arms": "every arm has every visit",
}


def _undecided(node: object) -> set[str]:
    found: set[str] = set()
    if isinstance(node, tuple):
        for item in node:
            found |= _undecided(item)
    elif isinstance(node, BaseModel):
        for field in type(node).model_fields:
            value = getattr(node, field)
            if value is None or value == ():
                found.add(f"{type(node).__name__}.{field}")
            found |= _undecided(value)
    return found


def test_every_field_is_decided_except_what_only_others_need(sample_trial: TrialProtocol) -> None:
    assert _undecided(sample_trial) - set(ONLY_ELSEWHERE) == set()


def test_every_step_has_its_time_and_every_active_one_its_amount(sample_trial: TrialProtocol) -> None:
    steps = [step for regimen in sample_trial.regimens for step in regimen.steps]
    assert all(step.duration for step in steps)
    assert [step.drug for step in steps if step.amount is None] == ["sodium_chloride"]


def test_everything_on_the_dosing_day_says_when(sample_trial: TrialProtocol) -> None:
    dosing = {visit.id for visit in sample_trial.schedule.visits if visit.is_dosing}
    cells = [cell for cell in sample_trial.schedule.cells if cell.visit in dosing]
    assert len(cells) > 20
    assert all(cell.times and cell.from_dose_start for cell in cells)


def test_the_file_is_in_the_canonical_exchange_form(sample_trial: TrialProtocol) -> None:
    text = data_path("templates", "sample_protocol.json").read_text(encoding="utf-8")
    assert text == to_json(sample_trial)


def test_nothing_hard_and_nothing_unassessed_is_found(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    report = review(sample_trial, formulary)
    assert report.outcomes
    grave = (*report.of(Severity.HARD), *report.of(Severity.NOT_ASSESSED))
    assert [(finding.rule, finding.place, finding.message) for finding in grave] == []


def test_each_soft_finding_is_justified(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    report = review(sample_trial, formulary)
    bare = [finding.key for finding in report.of(Severity.SOFT) if not finding.justified]
    assert bare == []
    assert report.blocking == ()


def test_each_justification_answers_a_finding(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    found = {finding.key for finding in review(sample_trial, formulary).findings}
    assert {(entry.rule, entry.place) for entry in sample_trial.justifications} <= found


def test_a_heavier_population_would_be_noticed(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    regimens = tuple(regimen.model_copy(update={"cap": None}) for regimen in sample_trial.regimens)
    population = sample_trial.population.model_copy(update={"weight_max": None})
    changed = sample_trial.model_copy(update={"regimens": regimens, "population": population})
    assert review(changed, formulary).count(Severity.NOT_ASSESSED) > 0


def test_the_doses_of_the_lightest_and_the_heaviest(sample_trial: TrialProtocol) -> None:
    rows = {
        (regimen_id, int(row.weight_kg)): row
        for regimen_id in ("regimen-1", "regimen-2")
        for row in pump_table(sample_trial.regimen(regimen_id), sample_trial.population)
    }
    ketamine = {kg: rows["regimen-1", kg].administration for kg in (50, 100)}
    midazolam = {kg: rows["regimen-2", kg].administration for kg in (50, 100)}
    assert [ketamine[kg].total_mg for kg in (50, 100)] == [Fraction("35.5"), 71]
    assert [midazolam[kg].total_mg for kg in (50, 100)] == [Fraction("1.25"), Fraction("2.5")]
    assert ketamine[100].is_capped is False
    assert ketamine[50].steps[1].mg_per_kg_per_min == Fraction("0.012")


@pytest.mark.parametrize("weight", [50, 75, 100])
def test_both_arms_run_with_one_pump_programme(sample_trial: TrialProtocol, weight: int) -> None:
    ketamine, midazolam = (sample_trial.regimen(regimen_id) for regimen_id in ("regimen-1", "regimen-2"))
    assert midazolam.matched_to == ketamine.id
    at = Quantity(Fraction(weight), Unit.KILOGRAM)
    rows = (pump_row(ketamine, at), pump_row(midazolam, at, matched=ketamine))
    for row in rows:
        first, second = row.steps
        assert first.rate_ml_per_h == Fraction("2.75") * weight
        assert second.rate_ml_per_h == Fraction("0.6") * weight
    assert rows[0].total_volume_ml == rows[1].total_volume_ml


def test_without_its_model_a_matched_step_has_no_volume(sample_trial: TrialProtocol) -> None:
    row = pump_row(sample_trial.regimen("regimen-2"), Quantity.parse("70 kg"))
    assert (row.steps[0].volume_ml, row.total_volume_ml) == (None, None)


def test_the_prepared_volume_suffices(sample_trial: TrialProtocol) -> None:
    regimen = sample_trial.regimen("regimen-1")
    prepared = regimen.preparation.final_volume
    assert prepared is not None
    volumes = [row.total_volume_ml for row in pump_table(regimen, sample_trial.population)]
    assert all(volume is not None and volume <= prepared.in_base for volume in volumes)


def test_the_sample_size_follows_from_its_assumptions(sample_trial: TrialProtocol) -> None:
    z, control, treated = NormalDist().inv_cdf, 0.15, 0.35
    mean = (control + treated) / 2
    pooled = z(0.975) * sqrt(2 * mean * (1 - mean))
    apart = z(0.8) * sqrt(control * (1 - control) + treated * (1 - treated))
    in_each = ceil((pooled + apart) ** 2 / (treated - control) ** 2)
    with_attrition = ceil(in_each / 0.9)
    size = sample_trial.statistics.sample_size
    assert (in_each, with_attrition) == (73, 82)
    assert [arm.planned_n for arm in sample_trial.arms] == [with_attrition] * 2
    assert size.total == 2 * with_attrition
    assert size.reasoning
    assert "73" in size.reasoning
    assert "82" in size.reasoning
    assert [str(size.power), str(size.significance_level), str(size.attrition)] == ["80 %", "5 %", "10 %"]


def test_every_class_of_medicines_has_a_policy(sample_trial: TrialProtocol) -> None:
    policies = {entry.drug_class: entry for entry in sample_trial.concomitant}
    assert set(policies) == set(DrugClass)
    for entry in policies.values():
        if entry.policy is ConcomitantPolicy.EXCLUDED:
            assert entry.free_before_dosing is not None


def test_every_emergency_has_a_plan(sample_trial: TrialProtocol) -> None:
    assert {plan.scenario for plan in sample_trial.dosing_day.rescue_plans} == set(RescueScenario)


def test_every_condition_is_addressed(sample_trial: TrialProtocol) -> None:
    addressed = {code for criterion in sample_trial.population.criteria for code in criterion.codes}
    assert addressed == set(ConditionCode)


def test_every_section_is_written_not_applicable_or_filled_by_a_field(sample_trial: TrialProtocol) -> None:
    filled = {
        "4.5": "oversight.post_trial_care",
        "10.2": "statistics.analysis_sets",
        "10.4": "statistics.primary_analysis",
        "10.5": "statistics.secondary_analysis",
        "10.7": "statistics.harms_analysis",
        "10.10": "statistics.multiplicity",
        "10.11": "statistics.sample_size.reasoning",
        "11.5": "oversight.insurance",
        "11.12": "oversight.dissemination",
    }
    assert all(value_at(sample_trial, place) for place in filled.values())
    written = [str(section.number) for section in sample_trial.narrative]
    assert written == [number for number in M11_HEADINGS if "." in number and number not in filled]


def test_both_arms_have_the_same_therapy_and_the_same_rescue(sample_trial: TrialProtocol) -> None:
    first, second = sample_trial.arms
    assert first.courses == second.courses
    assert first.regimens[1:] == second.regimens[1:]


def test_no_part_made_later_can_repeat_an_identity(sample_trial: TrialProtocol) -> None:
    numbers = [int(activity.id.split("-")[1]) for activity in sample_trial.schedule.activities]
    assert sample_trial.parts_made >= max(numbers)
