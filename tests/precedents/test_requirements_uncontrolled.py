"""What the model of a study must be able to say, each feature with the uncontrolled study that forces it."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from protocol_designer.derived.doses import End, administration_at
from protocol_designer.derived.paths import paths
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import AllocationMethod, DesignModel
from protocol_designer.domain.evidence import ProvenanceStatus
from protocol_designer.domain.interventions import DoseBasis, RegimenUse, Route, StepKind
from protocol_designer.domain.timing import AnchorKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.template import Template
from protocol_designer.quantities import Dimension, Quantity, Unit, UnitMismatch
from tests.precedents.asked import status_at, what_is_known

Start = Callable[[str], TrialProtocol]
AT_70_KG = Quantity.parse("70 kg")


@pytest.fixture(scope="module")
def templates() -> dict[str, Template]:
    return {template.id: template for template in load_templates().all}


def test_only_who_does_not_respond_has_the_second_dose_of_azhari_2021(trial_from: Start) -> None:
    trial = trial_from("azhari_2021")
    first, second = trial.regimens
    assert (str(first.steps[0].amount), str(first.steps[0].duration)) == ("0.71 mg/kg", "52 min")
    assert first.condition is None
    assert (str(second.steps[0].amount), str(second.steps[0].duration)) == ("1.41 mg/kg", "92 min")
    assert second.condition is not None
    assert "cannabis still used" in second.condition.condition
    (visit,) = [visit for visit in trial.schedule.visits if visit.id in second.visits]
    assert "week 4" in visit.name
    dose = administration_at(second, AT_70_KG)
    assert (dose.total_mg, dose.duration_min) == (Fraction("98.7"), Fraction(92))


def test_two_more_contacts_come_with_the_second_dose_of_azhari_2021(trial_from: Start) -> None:
    trial = trial_from("azhari_2021")
    conditional = {visit for regimen in trial.regimens if regimen.condition for visit in regimen.visits}
    motivational = [
        session
        for course in trial.courses
        if course.approach == "motivational_enhancement"
        for session in course.sessions
    ]
    assert len([session for session in motivational if session.dose_number != 2]) == 3
    extra = [session for session in motivational if session.dose_number == 2]
    before, after = extra
    assert after.visit in conditional
    (day_before,) = [visit for visit in trial.schedule.visits if visit.id == before.visit]
    assert day_before.timing is not None
    assert (day_before.timing.anchor.kind, day_before.timing.anchor.number) == (AnchorKind.DOSE_START, 2)
    assert str(day_before.timing.target) == "-1 day"
    assert [course.sessions_planned for course in trial.courses] == [3, 2, 8, None]


def test_the_dispute_on_azhari_2021_shows_both_values_and_asks_for_a_reason(
    templates: dict[str, Template], trial_from: Start
) -> None:
    (dispute,) = [conflict for conflict in templates["azhari_2021"].conflicts if conflict.code == "C-AZH-1"]
    assert len(dispute.statements) == 3
    assert "0.41" in dispute.statements[0].says
    assert "1.41" in dispute.statements[1].says
    assert dispute.settled_by == ("sup53",)
    trial = trial_from("azhari_2021")
    known = what_is_known(trial, "regimens[regimen-2].steps[0].amount")
    assert "0.71 and 1.41 mg/kg" in known
    assert "0.71 or 0.41 mg/kg" in known
    (question,) = [q for q in trial.open_questions if q.place == "regimens[regimen-2].steps[0].amount"]
    assert "give the reason" in question.question


def test_an_unknown_dose_and_route_stay_open_and_give_no_amount(trial_from: Start) -> None:
    trial = trial_from("kolp_2006")
    (ketamine,) = trial.regimens
    assert (ketamine.drug, ketamine.route, ketamine.steps) == ("ketamine", None, ())
    assert "Unknown" in what_is_known(trial, "regimens[regimen-1].steps")
    assert what_is_known(trial, "regimens[regimen-1].route") == "Not reported."
    with pytest.raises(Undecided):
        administration_at(ketamine, AT_70_KG)
    routed = set_field("regimens[regimen-1].route", "im", "Choose the route")(trial)
    with pytest.raises(Undecided):
        administration_at(routed.regimens[0], AT_70_KG)


def test_the_versions_of_a_programme_stand_side_by_side(
    templates: dict[str, Template], trial_from: Start
) -> None:
    template = templates["kolp_2006"]
    assert [arm.role for arm in template.arms] == ["version of the programme of one group"] * 2
    assert [session.length for session in template.sessions] == ["not reported", "90 h per week"]
    assert [administration.count for administration in template.administrations] == [1, 2]
    known = what_is_known(trial_from("kolp_2006"), "arms[arm-1].description")
    assert "Four versions" in known
    assert "kept strictly" in known
    assert "C-KOLP-1" in {conflict.code for conflict in template.open_conflicts}


def test_the_depot_of_yoon_2019_comes_two_to_six_days_before_the_first_infusion(trial_from: Start) -> None:
    trial = trial_from("yoon_2019")
    ketamine, naltrexone = trial.regimens
    assert (naltrexone.route, naltrexone.use) == (Route.DEPOT_IM, RegimenUse.CONCURRENT)
    assert naltrexone.timing is not None
    assert (naltrexone.timing.anchor.kind, naltrexone.timing.anchor.number) == (AnchorKind.DOSE_START, 1)
    assert (str(naltrexone.timing.earliest), str(naltrexone.timing.latest)) == ("-6 day", "-2 day")
    assert status_at(trial, "regimens[regimen-2].steps[0].amount") is ProvenanceStatus.SUPPLEMENT
    assert len(ketamine.visits) == 4
    assert ketamine.steps[0].duration is None
    assert "380 mg" in what_is_known(trial, "regimens[regimen-2].steps[0].amount")


def test_the_infusion_of_wong_2015_has_no_rate_until_one_is_chosen(
    templates: dict[str, Template], trial_from: Start
) -> None:
    (given,) = templates["wong_2015"].administrations
    assert (str(given.dose.amount), given.dose.kind) == ("0.2 mg/kg/h", "mean (as the review prints it)")
    assert (str(given.segments[0].duration), given.segments[0].duration_kind) == ("56 h", "approximate")
    trial = trial_from("wong_2015")
    (step,) = trial.regimens[0].steps
    assert (step.basis, step.amount, step.duration) == (DoseBasis.RATE_PER_KG, None, None)
    known = what_is_known(trial, "regimens[regimen-1].steps[0].amount")
    assert "0.20 mg/kg/h" in known
    assert "0.21" in known


def test_pizon_2018_runs_between_two_rates_until_delirium_resolves(trial_from: Start) -> None:
    trial = trial_from("pizon_2018")
    infusion, bolus = trial.regimens
    (step,) = infusion.steps
    assert (str(step.amount), str(step.amount_high), step.duration) == ("0.15 mg/kg/h", "0.3 mg/kg/h", None)
    assert infusion.dose_modification == "Runs without a break until delirium has resolved."
    assert bolus.condition is not None
    assert (bolus.steps[0].kind, str(bolus.steps[0].amount)) == (StepKind.BOLUS, "0.3 mg/kg")
    assert trial.design.allocation.method is AllocationMethod.BEFORE_AFTER
    with pytest.raises(Undecided):
        administration_at(infusion, AT_70_KG)


def test_shah_2018_starts_at_one_rate_and_may_rise_to_another(
    templates: dict[str, Template], trial_from: Start
) -> None:
    trial = trial_from("shah_2018")
    (step,) = trial.regimens[0].steps
    assert (str(step.amount), str(step.amount_high)) == ("0.75 mg/kg/h", "1.6 mg/kg/h")
    assert step.duration is None
    assert "not held" in what_is_known(trial, "regimens[regimen-1].steps[0].amount")
    assert status_at(trial, "regimens[regimen-1].steps[0].amount") is ProvenanceStatus.SUPPLEMENT
    assert "two of 30" in what_is_known(trial, "harms")
    (harm,) = [conflict for conflict in templates["shah_2018"].conflicts if conflict.code == "C-SHAH-2"]
    assert harm.settled_by == ("sup28",)


def test_stimulation_and_therapy_run_side_by_side_after_pradhan_2020(trial_from: Start) -> None:
    trial = trial_from("pradhan_2020")
    (stimulation,), (timber,) = trial.other_interventions, trial.courses
    assert (stimulation.sessions_planned, timber.sessions_planned) == (5, 5)
    assert stimulation.target == "right dorsolateral prefrontal cortex"
    assert stimulation.timing is not None
    assert str(stimulation.timing.target) == "7 day"
    assert "frequency" in next(
        q.question for q in trial.open_questions if q.place == "other_interventions[other-1].description"
    )


def test_the_two_steps_of_heeney_2022_add_up_over_their_range(trial_from: Start) -> None:
    (regimen,) = trial_from("heeney_2022").regimens
    assert [(str(step.amount), str(step.duration)) for step in regimen.steps] == [
        ("0.3 mg/kg", "15 min"),
        ("0.3 mg/kg", "1 h"),
    ]
    assert str(regimen.steps[1].amount_high) == "1 mg/kg"
    doses = {end: administration_at(regimen, AT_70_KG, end) for end in End}
    assert {end: (dose.total_mg, dose.duration_min) for end, dose in doses.items()} == {
        End.LOW: (Fraction(42), Fraction(75)),
        End.HIGH: (Fraction(91), Fraction(75)),
    }


def test_a_depot_under_the_skin_follows_in_hailozian_2021(trial_from: Start) -> None:
    trial = trial_from("hailozian_2021")
    ketamine, sublingual, depot = trial.regimens
    assert [(r.route, str(r.steps[0].amount)) for r in (ketamine, sublingual, depot)] == [
        (Route.IV, "0.6 mg/kg"),
        (Route.SUBLINGUAL, "16 mg"),
        (Route.DEPOT_SC, "300 mg"),
    ]
    assert (depot.interval, depot.administrations_planned) == ("once a month", None)
    for number in (2, 3):
        assert status_at(trial, f"regimens[regimen-{number}].steps[0].amount") is ProvenanceStatus.SUPPLEMENT


def test_doses_that_participants_take_themselves_have_no_made_up_number(trial_from: Start) -> None:
    trial = trial_from("grande_2024")
    ketamine = trial.regimens[0]
    assert (ketamine.route, ketamine.is_self_administered) == (Route.SUBLINGUAL, True)
    assert (str(ketamine.steps[0].amount), ketamine.steps[0].count) == ("16 mg", None)
    assert ketamine.administrations_planned is None
    assert "4 to 8" in what_is_known(trial, "regimens[regimen-1].administrations_planned")
    denominators = what_is_known(trial, "endpoints[endpoint-1].metric")
    assert "43% of 37" in denominators
    assert "67% of 24" in denominators


def test_dose_and_frequency_change_over_the_course_of_faruqui_2022(trial_from: Start) -> None:
    trial = trial_from("faruqui_2022")
    course = [
        (r.administrations_planned, r.interval, str(r.steps[0].amount) if r.steps[0].amount else None)
        for r in trial.regimens
    ]
    assert course == [
        (20, "twice a week", "56 mg"),
        (5, "once a week", None),
        (14, "once a week", "84 mg"),
    ]
    assert "read both ways" in what_is_known(trial, "regimens[regimen-2].steps[0].amount")


def test_men_choose_their_treatment_in_krupitsky_and_grinenko_1997(
    templates: dict[str, Template], trial_from: Start
) -> None:
    trial = trial_from("krupitsky_grinenko_1997")
    assert trial.design.allocation.method is AllocationMethod.PARTICIPANT_CHOICE
    assert trial.design.model is DesignModel.PARALLEL
    assert trial.regimens[0].route is Route.IM
    figures = [
        outcome.figures[0] for outcome in templates["krupitsky_grinenko_1997"].outcomes if outcome.figures
    ]
    assert [(figure.count, figure.of) for figure in figures if figure.count] == [
        (73, 111),
        (33, 81),
        (14, 42),
    ]


@pytest.mark.parametrize(
    "study",
    [
        "bormann_2023", "christian_2023", "faruqui_2022", "grande_2024", "hailozian_2021", "heeney_2022",
        "kolp_2006", "pradhan_2020", "shah_2018", "wong_2015", "yoon_2019",
    ],
)  # fmt: skip
def test_a_single_group_is_no_comparison(study: str, trial_from: Start) -> None:
    trial = trial_from(study)
    assert trial.design.model is DesignModel.SINGLE_GROUP
    assert trial.design.allocation.method is AllocationMethod.NOT_ALLOCATED
    assert len(trial.arms) == 1
    assert len(paths(trial)) == 1


@pytest.mark.parametrize("study", ["bormann_2023", "kolp_2006"])
def test_nobody_can_be_dosed_by_a_study_without_a_dose(study: str, trial_from: Start) -> None:
    with pytest.raises(Undecided):
        administration_at(trial_from(study).regimens[0], AT_70_KG)


def test_no_reported_amount_turns_into_another_kind(templates: dict[str, Template]) -> None:
    amounts = [
        administration.dose.amount
        for template in templates.values()
        for administration in template.administrations
        if isinstance(administration.dose.amount, Quantity)
    ]
    kinds = {amount.dimension for amount in amounts}
    assert kinds == {
        Dimension.MASS,
        Dimension.MASS_PER_WEIGHT,
        Dimension.MASS_RATE_PER_WEIGHT,
        Dimension.CONCENTRATION,
    }
    for amount in amounts:
        for unit in Unit:
            if unit.dimension is not amount.dimension:
                with pytest.raises(UnitMismatch):
                    amount.to(unit)


def test_a_trial_under_way_is_known_from_its_registry_only(
    templates: dict[str, Template], trial_from: Start
) -> None:
    template, trial = templates["ctn_0132"], trial_from("ctn_0132")
    assert template.arms == ()
    assert template.citation.year == "not reported"
    assert [str(regimen.steps[0].amount) for regimen in trial.regimens] == ["0.5 mg/kg", "0.02 mg/kg"]
    assert all(len(regimen.visits) == 8 for regimen in trial.regimens)
    for number in (1, 2):
        assert status_at(trial, f"regimens[regimen-{number}].steps[0].amount") is ProvenanceStatus.SUPPLEMENT
