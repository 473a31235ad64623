"""What the model of a study must be able to say, each feature with the controlled trial that forces it."""

from collections.abc import Callable
from fractions import Fraction
from itertools import permutations

import pytest

from protocol_designer.derived.doses import administration_at
from protocol_designer.derived.factorial import cells, margins
from protocol_designer.derived.paths import paths
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import ComparatorKind
from protocol_designer.domain.evidence import ProvenanceStatus
from protocol_designer.domain.interventions import (
    DoseBasis,
    OtherInterventionKind,
    RegimenUse,
    Route,
    StepKind,
)
from protocol_designer.domain.objectives import ObjectiveLevel
from protocol_designer.domain.schedule import CellTime, EpochKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import without
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.precedents.start import CannotStart, start_from
from protocol_designer.precedents.template import EvidenceClass, Template
from protocol_designer.quantities import Quantity, Unit, UnitMismatch
from tests.precedents.asked import status_at, what_is_known
from tests.precedents.step_sums import step_mismatches

Start = Callable[[str], TrialProtocol]


@pytest.fixture(scope="module")
def templates() -> dict[str, Template]:
    return {template.id: template for template in load_templates().all}


def _doses(trial: TrialProtocol, arm_id: str) -> list[tuple[str | None, str | None, str | None]]:
    """Return route, drug and first amount of each dosing session of a path."""
    (path,) = [path for path in paths(trial) if path.arms[0].id == arm_id and len(path.arms) == 1]
    return [
        (regimen.route, regimen.drug, str(regimen.steps[0].amount))
        for session in path.sessions
        for regimen in session.regimens
    ]


def test_the_steps_of_dakwar_2016_add_up(templates: dict[str, Template], trial_from: Start) -> None:
    template = templates["dakwar_2016_cocaine"]
    ketamine = next(entry for entry in template.administrations if entry.id == "ket")
    assert [(str(s.amount), str(s.duration)) for s in ketamine.stepwise] == [
        ("0.11 mg/kg", "2 min"),
        ("0.6 mg/kg", "50 min"),
    ]
    assert (ketamine.stepwise_amount, ketamine.stepwise_duration) == (
        Quantity.parse("0.71 mg/kg"),
        Quantity.parse("52 min"),
    )
    assert step_mismatches(template) == ()
    dose = administration_at(trial_from("dakwar_2016_cocaine").regimen("regimen-2"), Quantity.parse("100 kg"))
    assert (dose.total_mg, dose.duration_min) == (Fraction(71), Fraction(52))


def test_both_allowed_sequences_of_dakwar_2016_start_with_saline(trial_from: Start) -> None:
    trial = trial_from("dakwar_2016_cocaine")
    saline, ketamine, midazolam = "arm-1", "arm-2", "arm-3"
    allowed = {order for order in permutations((saline, ketamine, midazolam)) if order[0] == saline}
    assert len(trial.design.sequences) == len(allowed) == 2
    assert {sequence.arms for sequence in trial.design.sequences} == allowed
    for path in paths(trial):
        assert [session.number for session in path.sessions] == [1, 2, 3]
        assert path.sessions[0].regimens[0].drug == "sodium_chloride"
        assert {path.sessions[period].regimens[0].drug for period in (1, 2)} == {"ketamine", "midazolam"}


def test_the_sequences_of_dakwar_2016_are_the_reported_ones(templates: dict[str, Template]) -> None:
    assert templates["dakwar_2016_cocaine"].design.allowed_sequences == (
        ("saline", "ketamine", "midazolam"),
        ("saline", "midazolam", "ketamine"),
    )


def test_three_admissions_and_a_choice_session_28_h_after_each_infusion(trial_from: Start) -> None:
    trial = trial_from("dakwar_2016_cocaine")
    periods = [epoch.period for epoch in trial.schedule.epochs if epoch.kind is EpochKind.PERIOD]
    assert periods == [1, 2, 3]
    (choice,) = trial.other_interventions
    assert (choice.kind, str(choice.duration)) == (OtherInterventionKind.TASK, "70 min")
    visits = [visit for visit in trial.schedule.visits if visit.id in choice.visits]
    assert [visit.timing and str(visit.timing.target) for visit in visits] == ["28 h"] * 3
    assert [visit.timing and visit.timing.anchor.number for visit in visits] == [1, 2, 3]
    assert trial.design.washout is None
    assert "not reported" in what_is_known(trial, "design.washout").lower()


def test_leaving_after_remission_is_no_failure(templates: dict[str, Template], trial_from: Start) -> None:
    template = templates["dakwar_2016_cocaine"]
    (remission,) = [outcome for outcome in template.outcomes if outcome.measure == "remission"]
    assert [(figure.count, figure.of) for figure in remission.figures] == [(2, 20)]
    assert "no third admission" in what_is_known(trial_from("dakwar_2016_cocaine"), "harms.stopping_rules")


def test_das_2019_is_a_factorial_with_three_of_four_cells(trial_from: Start) -> None:
    trial = trial_from("das_2019")
    found = {tuple(level.name for level in cell.levels): cell.arm and cell.arm.id for cell in cells(trial)}
    assert found == {
        ("Drinking memories (RET)", "Ketamine"): "arm-1",
        ("Drinking memories (RET)", "Saline"): "arm-3",
        ("Other memories (no RET)", "Ketamine"): "arm-2",
        ("Other memories (no RET)", "Saline"): None,
    }
    retrieval, drug = margins(trial)
    assert [len(arms) for _, arms in retrieval.groups] == [2, 1]
    assert [len(arms) for _, arms in drug.groups] == [2, 1]


def test_a_full_factorial_without_one_cell_has_the_shape_of_das_2019(trial_from: Start) -> None:
    incomplete = without(trial_from("grabski_2022"), "arms[arm-4]")
    shapes = [
        sorted(bool(cell.arm) for cell in cells(trial)) for trial in (incomplete, trial_from("das_2019"))
    ]
    assert shapes[0] == shapes[1] == [False, True, True, True]


def test_a_target_is_held_for_30_min_and_never_becomes_a_dose(trial_from: Start) -> None:
    regimen = trial_from("das_2019").regimen("regimen-1")
    (step,) = regimen.steps
    assert (step.kind, step.basis) == (StepKind.TARGET_CONTROLLED, DoseBasis.TARGET_CONCENTRATION)
    assert (str(step.amount), str(step.duration)) == ("350 ng/mL", "30 min")
    assert regimen.target_control is None
    assert administration_at(regimen, Quantity.parse("70 kg")).total_mg is None
    assert step.amount is not None
    for unit in (Unit.MG_PER_KG, Unit.MILLIGRAM, Unit.MG_PER_KG_PER_H):
        with pytest.raises(UnitMismatch):
            step.amount.to(unit)


def test_memories_are_retrieved_five_minutes_before_the_infusion(trial_from: Start) -> None:
    trial = trial_from("das_2019")
    assert len(trial.other_interventions) == 2
    for retrieval in trial.other_interventions:
        assert retrieval.kind is OtherInterventionKind.MEMORY_RETRIEVAL
        assert retrieval.timing is not None
        assert (retrieval.timing.anchor.kind, retrieval.timing.anchor.number) == ("dose_start", 1)
        assert str(retrieval.timing.target) == "-5 min"
    assert [arm.other_interventions for arm in trial.arms] == [("other-1",), ("other-2",), ("other-1",)]
    (cell,) = [cell for cell in trial.schedule.cells if cell.activity == "activity-6"]
    assert (cell.times, [str(time) for time in cell.from_dose_start]) == ((CellTime.BEFORE_DOSE,), ["-5 min"])


def test_krupitsky_2007_doses_everyone_before_randomisation(templates: dict[str, Template]) -> None:
    template = templates["krupitsky_2007"]
    design = template.design
    assert (design.n_enrolled, design.n_lost_before_randomisation, design.n_randomised) == (59, 6, 53)
    assert [arm.n for arm in template.arms] == [26, 27]
    assert design.n_total == "disputed: 59 or 53"


def test_krupitsky_2007_gives_three_doses_or_one(trial_from: Start) -> None:
    trial = trial_from("krupitsky_2007")
    assert trial.design.has_run_in is True
    dose = ("im", "ketamine", "2 mg/kg")
    assert _doses(trial, "arm-1") == [dose] * 3
    assert _doses(trial, "arm-2") == [dose]
    first = trial.schedule.visits[0]
    assert [epoch.kind for epoch in trial.schedule.epochs if epoch.id == first.epoch] == [EpochKind.RUN_IN]
    assert [str(session.duration) for session in trial.courses[1].sessions] == ["1 h", "1 h"]


@pytest.mark.parametrize(
    ("study", "place", "values"),
    [
        ("krupitsky_2007", "statistics.sample_size.total", ("59", "53")),
        ("krupitsky_2007", "arms[arm-2].courses", ("only the group with one session", "both")),
        ("jovaisa_2006", "regimens[regimen-1].minutes_from_study_drug", ("before", "during")),
        ("dakwar_2019_cocaine", "schedule.visits[visit-2].timing", ("day 2", "day 3")),
        ("dakwar_2019_cocaine", "courses[course-1].sessions_planned", ("days 2 to 5", "5 days")),
        ("gent_2024", "regimens[regimen-1].route", ("sublingual", "intranasal")),
        ("mansoori_2025", "endpoints[endpoint-1].metric", ("no difference", "faster")),
    ],
)
def test_a_dispute_is_an_open_question_with_both_values(
    study: str, place: str, values: tuple[str, str], trial_from: Start
) -> None:
    known = what_is_known(trial_from(study), place)
    assert all(value in known for value in values)


def test_a_rate_without_a_duration_gives_no_dose(trial_from: Start) -> None:
    regimen = trial_from("jovaisa_2006").regimen("regimen-1")
    assert (regimen.steps[0].basis, str(regimen.steps[0].amount)) == (DoseBasis.RATE_PER_KG, "0.5 mg/kg/h")
    with pytest.raises(Undecided) as refused:
        administration_at(regimen, Quantity.parse("70 kg"))
    assert refused.value.place == "regimens[regimen-1].steps[0].duration"


def test_jovaisa_2006_keeps_procedural_drugs_beside_the_comparison(
    templates: dict[str, Template], trial_from: Start
) -> None:
    trial = trial_from("jovaisa_2006")
    assert [arm.regimens[1:] for arm in trial.arms] == [trial.arms[0].regimens[1:]] * 2
    given = {regimen.drug: regimen for regimen in trial.regimens}
    assert given["morphine"].use is RegimenUse.CONCURRENT
    assert given["isoflurane"].use is RegimenUse.PROCEDURAL
    assert [str(step.amount) for step in given["naloxone"].steps] == ["1.6 mg", "0.8 mg/h"]
    assert (given["naltrexone"].route, str(given["naltrexone"].steps[0].amount)) == (
        Route.GASTRIC_TUBE,
        "100 mg",
    )
    assert status_at(trial, "regimens[regimen-6].steps[0].amount") is ProvenanceStatus.SUPPLEMENT
    design = templates["jovaisa_2006"].design
    assert (design.n_enrolled, design.n_analysed) == (58, 50)
    assert [arm.n for arm in templates["jovaisa_2006"].arms] == ["not reported"] * 2


def test_terasaki_2022_compares_an_infusion_a_depot_and_linkage_alone(
    templates: dict[str, Template], trial_from: Start
) -> None:
    trial = trial_from("terasaki_2022")
    assert _doses(trial, "arm-1") == [("iv", "ketamine", "0.5 mg/kg")]
    assert _doses(trial, "arm-2") == [(Route.DEPOT_IM, "naltrexone", "380 mg")]
    assert _doses(trial, "arm-3") == []
    assert administration_at(trial.regimen("regimen-2"), Quantity.parse("50 kg")).total_mg == 380
    assert [arm.other_interventions for arm in trial.arms] == [("other-1",)] * 3
    assert trial.other_interventions[0].kind is OtherInterventionKind.CARE_LINKAGE
    assert (trial.courses, trial.design.is_assisted_therapy) == ((), False)
    template = templates["terasaki_2022"]
    assert [arm.n for arm in template.arms] == [13, 14, 17]
    assert trial.design.allocation.ratio == ()
    figures = template.outcomes[0].figures
    assert [(figure.count, figure.of, figure.printed) for figure in figures] == [
        (2, 13, "15.4%"),
        (3, 14, "21.4%"),
        (7, 17, "41.2%"),
    ]


def test_an_endpoint_is_primary_only_where_a_document_says_so(trial_from: Start) -> None:
    said = {"terasaki_2022", "dakwar_2019_cocaine", "chuang_2025", "hong_2025"}
    unsaid = {"krupitsky_1992", "das_2019", "krupitsky_2007", "mansoori_2025", "jovaisa_2006"}
    for study in said | unsaid | {"dakwar_2016_cocaine", "gent_2024"}:
        trial = trial_from(study)
        primary = [entry for entry in trial.objectives if entry.level is ObjectiveLevel.PRIMARY]
        assert bool(primary) == (study in said), study
        assert any(question.place == "objectives" for question in trial.open_questions) != bool(primary)


def test_mansoori_2025_compares_over_routes_and_leaves_ketamines_open(trial_from: Start) -> None:
    trial = trial_from("mansoori_2025")
    ketamine, buprenorphine = trial.regimens
    assert (ketamine.route, str(ketamine.steps[0].amount), str(ketamine.steps[0].duration)) == (
        None,
        "0.5 mg/kg",
        "40 min",
    )
    assert (buprenorphine.route, str(buprenorphine.steps[0].amount)) == (Route.SUBLINGUAL, "16 mg")
    assert trial.arms[1].comparator is ComparatorKind.ACTIVE_TREATMENT
    assert "Not printed" in what_is_known(trial, "regimens[regimen-1].route")
    assert "no double dummy" in what_is_known(trial, "design.blinding.similarity")


def test_alcohol_is_a_cue_within_the_ketamine_session_of_krupitsky_1992(trial_from: Start) -> None:
    trial = trial_from("krupitsky_1992")
    cue, usual = trial.other_interventions
    assert (cue.kind, cue.visits) == (OtherInterventionKind.CUE_EXPOSURE, ("visit-2",))
    assert [arm.other_interventions for arm in trial.arms] == [(cue.id,), (usual.id,)]
    assert trial.arms[1].comparator is ComparatorKind.USUAL_CARE
    (injection,) = trial.regimens
    assert (injection.route, injection.steps[0].kind, injection.steps[0].duration) == (
        Route.IM,
        StepKind.INJECTION,
        None,
    )
    assert (str(injection.steps[0].amount), injection.administrations_planned) == ("3 mg/kg", None)


def test_therapy_follows_the_infusion_of_the_same_day_in_dakwar_2019(trial_from: Start) -> None:
    trial = trial_from("dakwar_2019_cocaine")
    day_2 = {cell.activity: cell.times for cell in trial.schedule.cells if cell.visit == "visit-2"}
    assert day_2 == {"activity-1": (CellTime.DURING_DOSE,), "activity-2": (CellTime.AFTER_DOSE,)}
    inpatient, outpatient = trial.courses
    assert inpatient.sessions[0].visit == "visit-2"
    assert (inpatient.sessions_planned, outpatient.sessions_planned) == (4, 8)
    assert status_at(trial, "courses[course-1].sessions_planned") is ProvenanceStatus.COMPUTED
    assert {arm.courses for arm in trial.arms} == {("course-1", "course-2")}
    rates = [
        administration_at(regimen, Quantity.parse("60 kg")).steps[0].mg_per_kg_per_min
        for regimen in trial.regimens
    ]
    assert rates == [Fraction("0.0125"), Fraction("0.000625")]


def test_dakwar_2019_keeps_the_printed_percentage_beside_the_computed(
    templates: dict[str, Template],
) -> None:
    template = templates["dakwar_2019_cocaine"]
    ketamine, midazolam = template.outcomes[0].figures
    assert (ketamine.count, ketamine.of, ketamine.printed) == (13, 27, "48.2%")
    assert ketamine.computed_percent == Fraction(1300, 27)
    assert round(ketamine.computed_percent, 1) == Fraction("48.1")
    assert (midazolam.count, midazolam.of, midazolam.printed) == (3, 28, "10.7%")
    six_months = template.outcomes[1].figures
    assert [(figure.count, figure.of) for figure in six_months] == [(12, 27), (0, 28)]


def test_a_count_by_subtraction_says_so(templates: dict[str, Template]) -> None:
    placebo = templates["chuang_2025"].arms[1]
    assert placebo.n == 4
    assert [(entry.expression, entry.is_arithmetic) for entry in placebo.derived] == [("10-6", True)]


def test_chuang_2025_runs_over_20_min_by_a_route_not_printed(trial_from: Start) -> None:
    trial = trial_from("chuang_2025")
    regimen = trial.regimen("regimen-1")
    dose = administration_at(regimen, Quantity.parse("80 kg"))
    assert (dose.total_mg, dose.duration_min) == (Fraction(40), Fraction(20))
    assert dose.steps[0].mg_per_kg_per_min == Fraction("0.025")
    assert regimen.route is None
    assert "not printed" in what_is_known(trial, "regimens[regimen-1].route")


@pytest.mark.parametrize(("study", "amount"), [("gent_2024", "115.1 mg"), ("hong_2025", "35 mg")])
def test_what_only_a_supplement_describes_is_marked_so(study: str, amount: str, trial_from: Start) -> None:
    trial = trial_from(study)
    place = "regimens[regimen-1].steps[0].amount"
    entry = provenance_at(trial, place)
    assert entry is not None
    assert (entry.value, entry.status) == (amount, ProvenanceStatus.SUPPLEMENT)
    assert trial.regimen("regimen-1").enantiomer == "s"
    assert "do not describe" in what_is_known(trial, "arms")


def test_home_exercises_are_no_dose(trial_from: Start) -> None:
    trial = trial_from("gent_2024")
    (practice,) = trial.other_interventions
    assert (practice.kind, practice.sessions_planned) == (OtherInterventionKind.HOME_PRACTICE, 14)
    assert trial.regimen("regimen-1").route is Route.SUBLINGUAL
    assert trial.regimen("regimen-1").is_self_administered is None


def test_berman_2000_is_evidence_only(templates: dict[str, Template]) -> None:
    template = templates["berman_2000"]
    assert template.evidence_class is EvidenceClass.CONTROLLED_TRIAL_NON_SUD
    with pytest.raises(CannotStart, match="no substance use disorder"):
        start_from(template)
    assert [arm.n for arm in template.arms] == [4, 3]


CONTROLLED = (
    "krupitsky_1992",
    "das_2019",
    "terasaki_2022",
    "krupitsky_2007",
    "mansoori_2025",
    "jovaisa_2006",
    "dakwar_2016_cocaine",
    "dakwar_2019_cocaine",
    "chuang_2025",
    "gent_2024",
    "hong_2025",
)


@pytest.mark.parametrize("study", CONTROLLED)
def test_nothing_is_inferred_for_what_no_document_gives(study: str, trial_from: Start) -> None:
    trial = trial_from(study)
    asked = {question.place for question in trial.open_questions}
    assert {"population.weight_min", "dosing_day.monitoring", "concomitant"} <= asked
    assert (trial.population.weight_min, trial.population.weight_max) == (None, None)
    assert (trial.dosing_day.monitoring, trial.concomitant) == ((), ())
    assert all(regimen.cap is None for regimen in trial.regimens)
    assert not any(regimen.use is RegimenUse.PREMEDICATION for regimen in trial.regimens)


@pytest.mark.parametrize(
    ("study", "linked"),
    [
        ("dakwar_2020_alcohol", "rothberg_2021"),
        ("dakwar_2014_cocaine", "dakwar_2014_hms"),
        ("dakwar_2016_cocaine", "dakwar_2018"),
    ],
)
def test_a_trial_and_its_secondary_analysis_name_each_other(
    study: str, linked: str, templates: dict[str, Template]
) -> None:
    assert linked in {link.study for link in templates[study].links}
    assert study in {link.study for link in templates[linked].links}
    assert templates[linked].evidence_class is EvidenceClass.SECONDARY_ANALYSIS
