"""Cases for PROSE-001 to 007: sentences that contradict the fields, or agree, or speak of something else."""

from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import Case, edge, fires, ketamine, missing, protocol, quiet, regimen, step, visits

TEXT = "narrative[0].text"
COURSE = {
    "id": "course-1",
    "name": "Therapy",
    "sessions": [
        {"id": "session-1", "name": "A", "kind": "preparation"},
        {"id": "session-2", "name": "B", "kind": "integration"},
        {"id": "session-3", "name": "C", "kind": "integration"},
    ],
}


def says(text: str, days: int = 3, dose: str | None = "0.5 mg/kg", **more: Any) -> TrialProtocol:
    """A text beside three weekly infusions of 0.5 mg/kg, 120 people in two arms, three sessions."""
    given = [f"visit-{number}" for number in range(1, days + 1)]
    arms = [
        {"id": "arm-1", "name": "A", "regimens": ["ketamine"], "courses": ["course-1"], "planned_n": 60},
        {"id": "arm-2", "name": "B", "regimens": ["midazolam"], "courses": ["course-1"], "planned_n": 60},
    ]
    record: dict[str, Any] = {
        "arms": arms,
        "days": visits(*(f"{7 * number - 6} day" for number in range(1, days + 1))),
        "courses": [COURSE],
        "statistics": {"sample_size": {"total": 120}},
        "design": {"washout": "14 day"},
        "dosing_day": {"observation_after_dose": "120 min"},
        "narrative": [{"number": "6.1", "text": text}],
    }
    return protocol(
        ketamine(step(dose, "40 min", basis="per_kg"), visits=given, cap="60 mg"),
        regimen("midazolam", step("2 mg", "40 min"), visits=given),
        **{**record, **more},
    )


def two_steps(text: str) -> TrialProtocol:
    """A text beside 0.11 mg/kg over 2 min and 0.6 mg/kg over 50 min."""
    steps = step("0.11 mg/kg", "2 min"), step("0.6 mg/kg", "50 min")
    return protocol(ketamine(*steps), narrative=[{"number": "6.1", "text": text}])


CASES: list[Case] = [
    fires("PROSE-001", "0.8 mg/kg for 0.5", says("Ketamine is given at 0.8 mg/kg."), "soft", TEXT),
    fires("PROSE-001", "a hundredth more", says("Ketamine 0.501 mg/kg is infused."), "soft", TEXT),
    fires("PROSE-001", "tenfold", says("Participants receive 5 mg/kg ketamine."), "soft", TEXT),
    fires("PROSE-001", "one end of a range", says("Ketamine 0.5 to 0.8 mg/kg is given."), "soft", TEXT),
    fires("PROSE-001", "in other words", says("Ketamine: 600 micrograms per kg."), "soft", TEXT),
    fires("PROSE-001", "a fixed dose", says("Midazolam 5 mg is the comparator."), "soft", TEXT),
    fires("PROSE-001", "the drug it is of", says("Ketamine follows, never 3 mg of midazolam."), "soft", TEXT),
    fires(
        "PROSE-001",
        "beside the regimen",
        protocol(ketamine(rationale="The dose of 0.4 mg/kg is safe.")),
        "soft",
        "regimens[ketamine].rationale",
    ),
    edge("PROSE-001", "in another unit", says("Ketamine 500 mcg/kg is infused.")),
    edge("PROSE-001", "with a trailing zero", says("Ketamine 0.50 mg/kg is infused.")),
    edge("PROSE-001", "the sum of the steps", two_steps("Ketamine 0.71 mg/kg in two steps.")),
    edge("PROSE-001", "the cap", says("Ketamine is capped at 60 mg.")),
    quiet("PROSE-001", "another study", says("Grabski et al. gave ketamine 0.8 mg/kg.")),
    quiet("PROSE-001", "the past", says("Ketamine 0.8 mg/kg was well tolerated.")),
    quiet("PROSE-001", "a bound", says("Ketamine stays below 1 mg/kg.")),
    quiet("PROSE-001", "a drug that is not given", says("Atropine 0.01 mg/kg is not given.")),
    quiet("PROSE-001", "making up", says("The pharmacist makes 72 mg of ketamine up to 60 mL.")),
    quiet("PROSE-001", "no drug named", says("The dose is 0.8 mg/kg.")),
    missing("PROSE-001", "dose", says("Ketamine 0.5 mg/kg is given.", dose=None), "regimens[ketamine].steps"),
    fires("PROSE-002", "a rate", says("Ketamine runs at 0.0131 mg/kg/min."), "soft", TEXT),
    fires("PROSE-002", "an hourly rate", says("Ketamine runs at 0.9 mg per kg per hour."), "soft", TEXT),
    edge("PROSE-002", "rounded as written", says("Ketamine runs at 0.0125 mg/kg/min, or 0.013 mg/kg/min.")),
    edge("PROSE-002", "per hour", says("Ketamine runs at 0.75 mg/kg/h.")),
    quiet("PROSE-002", "a limit", says("Ketamine runs at less than 0.02 mg/kg/min.")),
    missing("PROSE-002", "dose", says("Ketamine runs at 1 mg/kg/h.", dose=None), "regimens[ketamine].steps"),
    fires("PROSE-003", "50 min for 40", says("Ketamine is given over 50 min."), "soft", TEXT),
    fires("PROSE-003", "a 50-minute infusion", says("A 50-minute infusion follows."), "soft", TEXT),
    fires("PROSE-003", "observed for longer", says("Participants are observed for 3 h."), "soft", TEXT),
    edge("PROSE-003", "in seconds", says("Ketamine is infused over 2400 s.")),
    edge("PROSE-003", "all steps together", two_steps("Ketamine is infused over 52 min.")),
    edge("PROSE-003", "observed for as long", says("Participants are observed for 2 hours.")),
    quiet("PROSE-003", "an interval", says("During the infusion blood pressure is taken every 10 min.")),
    quiet("PROSE-003", "something else", says("The questionnaire is filled in over 20 min.")),
    missing(
        "PROSE-003",
        "observation",
        says("Participants are observed for 2 h.", dosing_day={}),
        "dosing_day.observation_after_dose",
    ),
    missing(
        "PROSE-003",
        "duration",
        protocol(ketamine(step("0.5 mg/kg", None), rationale="Infused over 40 min.")),
        "regimens[ketamine].steps",
    ),
    fires("PROSE-004", "96 for 120", says("We will randomise 96 participants."), "soft", TEXT),
    fires("PROSE-004", "n =", says("All are randomised (n = 121)."), "soft", TEXT),
    fires("PROSE-004", "with a comma", says("A sample of 1,200 adults takes part in all."), "soft", TEXT),
    fires("PROSE-004", "per arm", says("Enrolled are 50 participants per arm."), "soft", TEXT),
    edge("PROSE-004", "the total", says("We will randomise 120 adults with alcohol use disorder.")),
    edge("PROSE-004", "an arm", says("Randomisation puts 60 participants in each arm.")),
    quiet("PROSE-004", "staff", says("Two people check the pump.")),
    quiet("PROSE-004", "a pilot", says("A pilot of 40 treatment-seeking adults led to this trial.")),
    quiet("PROSE-004", "a rate of enrolment", says("The site enrols 20 participants a year.")),
    missing(
        "PROSE-004",
        "total",
        says("We will randomise 120 participants.", statistics={}),
        "statistics.sample_size.total",
    ),
    fires("PROSE-005", "two infusions for three", says("Participants receive two infusions."), "soft", TEXT),
    fires("PROSE-005", "one for three", says("A single infusion of ketamine is given."), "soft", TEXT),
    fires("PROSE-005", "seven sessions", says("All attend seven sessions."), "soft", TEXT),
    fires("PROSE-005", "three of a kind", says("There are three integration sessions."), "soft", TEXT),
    fires("PROSE-005", "three arms", says("The trial has three arms."), "soft", TEXT),
    fires("PROSE-005", "a three-arm trial", says("This is a three-arm trial."), "soft", TEXT),
    edge("PROSE-005", "as planned", says("In two arms, 3 infusions and three sessions are given.")),
    edge("PROSE-005", "of a kind", says("Two integration sessions follow.")),
    quiet("PROSE-005", "steps are no infusions", says("A two-step infusion is given.")),
    quiet("PROSE-005", "other sessions", says("Two further sessions are offered.")),
    quiet("PROSE-005", "another trial", says("Five infusions were given in an earlier trial.")),
    missing(
        "PROSE-005",
        "sessions",
        says("All attend ten sessions.", courses=[{"id": "course-1", "name": "T"}]),
        "courses",
    ),
    fires("PROSE-006", "3 days for 7", says("The infusions are three days apart."), "soft", TEXT),
    fires("PROSE-006", "washout", says("A washout of 7 days parts the periods."), "soft", TEXT),
    edge("PROSE-006", "in another unit", says("The infusions are 1 week apart after a washout of 2 weeks.")),
    quiet("PROSE-006", "visits of follow-up", says("Calls are 3 days apart.")),
    quiet("PROSE-006", "a bound", says("Infusions are at least 2 days apart.")),
    missing("PROSE-006", "washout", says("A washout of 7 days follows.", design={}), "design.washout"),
    fires("PROSE-007", "a removed visit", says("See {{schedule.visits[visit-99].name}}."), "hard", TEXT),
    fires("PROSE-007", "a whole list", says("Arms: {{arms}}."), "hard", TEXT),
    edge("PROSE-007", "a decided dose", says("It is {{regimens[ketamine].steps[0].amount}} of ketamine.")),
    quiet("PROSE-007", "braces without a place", says("A set { {a} } is no link.")),
    missing(
        "PROSE-007",
        "an undecided dose",
        says("It is {{regimens[ketamine].steps[0].amount}}.", dose=None),
        "regimens[ketamine].steps[0].amount",
    ),
    missing("PROSE-006", "one dose", says("Doses are 7 days apart.", days=1), "schedule.visits"),
]
