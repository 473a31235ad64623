"""The document: every heading of ICH M11, every visit with its window, doses checked by hand."""

from collections.abc import Callable

import pytest

from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Document, Heading, Paragraph, ParagraphKind, Table, texts_of
from protocol_designer.report.document import compose
from protocol_designer.report.place_words import place_words
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Severity


def composed(trial: TrialProtocol, formulary: Formulary, profile: str = "draft") -> Document:
    return compose(trial, review(trial, formulary), formulary, profile)


def tables(document: Document, caption: str) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table) and caption in block.caption]


def cells(table: Table) -> list[list[str]]:
    return [["".join(run.text for run in cell.runs) for cell in row.cells] for row in table.rows]


def everything(document: Document) -> str:
    return "\n".join(text for block in document.blocks for text, _ in texts_of(block))


@pytest.fixture(scope="module")
def sample_document(sample_trial: TrialProtocol, formulary: Formulary) -> Document:
    return composed(sample_trial, formulary, "submission")


def test_every_m11_heading_stands_once_and_in_order(blank_trial: TrialProtocol, formulary: Formulary) -> None:
    document = composed(blank_trial, formulary)
    numbers = [block.number for block in document.blocks if isinstance(block, Heading) and block.number]
    assert numbers == list(M11_HEADINGS)


def test_a_blank_protocol_shows_its_gaps(blank_trial: TrialProtocol, formulary: Formulary) -> None:
    gaps = [
        block
        for block in composed(blank_trial, formulary).blocks
        if isinstance(block, Paragraph) and block.kind is ParagraphKind.GAP
    ]
    assert len(gaps) > 30
    assert all(gap.runs[0].text == "Not decided yet: " for gap in gaps)


def test_the_complete_sample_has_no_gap(sample_document: Document) -> None:
    assert "not decided" not in everything(sample_document).lower()


def test_the_reason_for_not_applicable_is_printed(formulary: Formulary) -> None:
    trial = TrialProtocol.model_validate(
        {"narrative": [{"number": "8.7", "text": {"because": "Ketamine is no biological product"}}]}
    )
    assert "Not applicable because ketamine is no biological product." in everything(
        composed(trial, formulary)
    )


def test_the_schedule_names_every_visit_with_its_window(
    sample_trial: TrialProtocol, sample_document: Document
) -> None:
    (listed,) = tables(sample_document, "Visits with their windows")
    rows = cells(listed)
    assert [row[1] for row in rows] == [visit.name for visit in sample_trial.schedule.visits]
    assert all(row[3] and row[4] for row in rows)
    by_name = {row[1]: row for row in rows}
    assert by_name["Day 28"][3:5] == ["28 days after the start of dose 1", "±2 days"]
    (grid,) = tables(sample_document, "Schedule of activities")
    assert [len(row.cells) for row in grid.header[1:]] == [len(rows) + 1] * 3


def test_every_mark_of_the_schedule_stands_in_the_grid(
    sample_trial: TrialProtocol, sample_document: Document
) -> None:
    (grid,) = tables(sample_document, "Schedule of activities")
    names = {activity.name for activity in sample_trial.schedule.activities}
    marked = sum(1 for row in cells(grid) if row[0] in names for text in row[1:] if text)
    assert marked == len(sample_trial.schedule.cells)


def test_a_schedule_of_forty_visits_is_split_into_readable_grids(formulary: Formulary) -> None:
    visits = [{"id": f"visit-{n}", "name": f"Visit on day {n}"} for n in range(1, 41)]
    document = composed(TrialProtocol.model_validate({"schedule": {"visits": visits}}), formulary)
    grids = tables(document, "Schedule of activities")
    assert len(grids) == 3
    assert sum(len(grid.columns) - 1 for grid in grids) == 40


def ketamine_trial(**changes: object) -> TrialProtocol:
    steps = [
        {"kind": "bolus", "basis": "per_kg", "amount": "0.11 mg/kg", "duration": "2 min"},
        {"kind": "infusion", "basis": "per_kg", "amount": "0.6 mg/kg", "duration": "50 min"},
    ]
    regimen = {"id": "reg-1", "name": "Ketamine", "drug": "ketamine", "use": "investigational", "route": "iv",
               "steps": steps, "preparation": {"final_concentration": "1 mg/mL"}, **changes}  # fmt: skip
    return TrialProtocol.model_validate(
        {
            "regimens": [regimen],
            "arms": [{"id": "arm-1", "name": "Ketamine", "regimens": ["reg-1"]}],
            "population": {"weight_min": "50 kg", "weight_max": "118 kg"},
        }
    )


def pump_rows(trial: TrialProtocol, formulary: Formulary) -> dict[str, list[str]]:
    (table,) = tables(composed(trial, formulary), "Dose and pump table")
    return {row[0]: row for row in cells(table)}


def test_the_pump_table_holds_hand_computed_numbers(formulary: Formulary) -> None:
    rows = pump_rows(ketamine_trial(), formulary)
    # 80 kg: 8.8 mg = 8.8 mL in 2 min (264 mL/h); 0.60 mg/kg = 48 mg = 48 mL in 50 min (57.6 mL/h).
    assert rows["80"][1:7] == ["8.8", "8.8", "264", "48", "48", "57.6"]
    assert rows["80"][7:10] == ["56.8", "0.71", "56.8"]
    # 0.71 mg/kg at 100 kg is 71 mg, at 118 kg 83.78 mg.
    assert rows["100"][7] == "71"
    assert rows["118"][7] == "83.78"
    assert rows["118"][10] == "largest dose"
    assert [weight for weight, row in rows.items() if row[10]] == ["118"]


def test_a_cap_holds_the_dose_and_says_so(formulary: Formulary) -> None:
    rows = pump_rows(ketamine_trial(cap="71 mg"), formulary)
    assert rows["118"][7] == "71"
    assert "cap holds" in rows["118"][10]
    assert rows["100"][10] == "largest dose"


def test_without_weight_bounds_the_pump_table_is_a_gap(formulary: Formulary) -> None:
    trial = ketamine_trial().model_copy(update={"population": TrialProtocol().population})
    document = composed(trial, formulary)
    assert tables(document, "Dose and pump table") == []
    assert "the dose table of Ketamine needs the eligible weight range" in everything(document)


def test_the_rates_follow_from_the_steps(formulary: Formulary) -> None:
    (steps,) = tables(composed(ketamine_trial(), formulary), "Steps of one administration")
    assert [row[5] for row in cells(steps)] == ["0.055 mg/kg/min", "0.012 mg/kg/min"]


def test_the_review_lists_every_rule_and_what_was_not_assessed(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary
) -> None:
    trial = trial_from("dakwar_2020_alcohol")
    report = review(trial, formulary)
    document = compose(trial, report, formulary, "draft")
    (rules,) = tables(document, "Rules evaluated")
    listed = [row for row in cells(rules) if len(row) > 1]
    assert [row[:2] for row in listed] == [[outcome.rule, outcome.title] for outcome in report.outcomes]
    assert [row[2] == "Passed" for row in listed] == [outcome.passed for outcome in report.outcomes]
    (missing,) = tables(document, "Not assessed")
    for finding in report.of(Severity.NOT_ASSESSED):
        said = finding.message.removeprefix("Not assessed: ")
        where = place_words(trial, finding.place)
        (row,) = [row for row in cells(missing) if row[0] == where and row[1].lower() == said.lower()]
        counted = next(part for part in row[2].split("; ") if finding.rule in part)
        assert counted.lower().startswith(finding.rule_severity.printed)
    text = everything(document)
    assert "It supports clinical judgement and does not replace it" in text
    assert f"{len(report.blocking)} finding" in text
    for value in (formulary.name, formulary.version, formulary.owner):
        assert value in text


def test_a_justified_finding_is_printed_with_who_when_why_and_mitigation(formulary: Formulary) -> None:
    first = next(f for f in review(ketamine_trial(), formulary).findings if f.counts_as is Severity.SOFT)
    entry = {"rule": first.rule, "place": first.place, "computed": first.computed, "limit": first.limit,
             "reason": "The pilot gave the same.", "mitigation": "Continuous capnography.",
             "author": "Dr Ada Example",
             "written_on": "2026-11-20"}  # fmt: skip
    trial = TrialProtocol.model_validate({**ketamine_trial().model_dump(), "justifications": [entry]})
    document = composed(trial, formulary)
    (table,) = tables(document, f"Justification: {first.rule}")
    facts = dict(cells(table))
    assert facts["Finding"] == first.message
    assert facts["Reason"] == "The pilot gave the same."
    assert facts["Mitigation"] == "Continuous capnography."
    assert facts["Accepted by"] == "Dr Ada Example, on 2026-11-20"


def test_a_lapsed_justification_says_so(formulary: Formulary) -> None:
    entry = {"rule": "KET-001", "place": "regimens[reg-1]", "computed": "9 mg/kg", "limit": "1 mg/kg",
             "reason": "r", "mitigation": "m", "author": "a", "written_on": "2026-11-20"}  # fmt: skip
    trial = TrialProtocol.model_validate({**ketamine_trial().model_dump(), "justifications": [entry]})
    (table,) = tables(composed(trial, formulary), "Justification: KET-001")
    assert dict(cells(table))["Finding"].startswith("lapsed")


def test_text_too_long_for_a_cell_stands_whole_below_the_table(formulary: Formulary) -> None:
    words = "observed " * 400
    trial = TrialProtocol.model_validate(
        {"harms": {"events_of_interest": [{"id": "event-1", "name": "Apnoea", "mitigation": words.strip()}]}}
    )
    (table,) = tables(composed(trial, formulary), "Risks that are asked about")
    assert cells(table) == [["Apnoea", "See note 1 below the table."]]
    assert "".join(run.text for run in table.footnotes[0]) == f"Note 1. {words.strip()}"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("regimens[reg-1].steps[0].amount", "Ketamine › step 1 › amount"),
        ("regimens[reg-1]", "Ketamine"),
        ("population.weight_max", "Population › highest weight"),
        ("population.criteria", "Population › criteria"),
        ("arms[arm-1].planned_n", "Ketamine › planned participants"),
        ("schedule.visits", "Visits"),
        ("design.blinding.roles", "Design › blinding › roles"),
        ("regimens[gone].steps", "regimens[gone].steps"),
        ("not a place", "not a place"),
    ],
)
def test_places_read_as_words(place: str, words: str) -> None:
    assert place_words(ketamine_trial(), place) == words


def test_therapy_is_described_by_the_items_of_tidier(
    sample_trial: TrialProtocol, sample_document: Document
) -> None:
    (therapy,) = [
        table for table in tables(sample_document, "Therapy") if table.caption.endswith(". Therapy")
    ]
    facts = {row[0]: row[1:] for row in cells(therapy)}
    asked = ("Why", "Materials (manual)", "Procedures", "Who provides", "How", "Where", "When and how much")
    assert set(asked) <= set(facts)
    assert "How well: fidelity" in facts
    assert facts["Where"][0] == sample_trial.courses[0].location
    assert facts["When and how much"] == [
        "5 sessions of 60 min and 52 min", "2 sessions of 60 min", "3 sessions of 60 min"
    ]  # fmt: skip
    text = everything(sample_document)
    assert "Tailoring (Relapse prevention). " in text
    assert "Changes made during the trial (item 10)" in text


def test_therapy_without_tailoring_shows_the_gap(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    courses = [course.model_copy(update={"tailoring": None}) for course in sample_trial.courses]
    trial = sample_trial.model_copy(update={"courses": tuple(courses)})
    text = everything(composed(trial, formulary))
    assert "whether and how Preparation, dosing support and integration, Motivational enhancement and" in text


def test_the_contact_time_of_the_arms_stands_side_by_side(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    second = sample_trial.arms[1].model_copy(update={"courses": sample_trial.arms[1].courses[1:]})
    trial = sample_trial.model_copy(update={"arms": (sample_trial.arms[0], second)})
    document = composed(trial, formulary)
    (table,) = tables(document, "Contact time of each arm")
    assert cells(table) == [
        ["Ketamine with therapy", "120 min", "52 min", "120 min", "300 min", "9 h 52 min", "Study arm"],
        ["Midazolam with therapy", "–", "–", "–", "300 min", "5 h", "≠ 292 min less"],
    ]
    assert "Compared with Ketamine with therapy. Unequal care time can pass" in everything(document)


def test_every_intervention_stands_in_the_overview(
    sample_trial: TrialProtocol, sample_document: Document
) -> None:
    (overview,) = tables(sample_document, "Overview of the interventions")
    rows = {row[0]: row for row in cells(overview)}
    assert set(rows) == {one.name for one in (*sample_trial.regimens, *sample_trial.courses)}
    assert rows["Relapse prevention"] == [
        "Relapse prevention", "All arms", "Behavioural", "–", "3 sessions", "Visits 8, 9, 10"
    ]  # fmt: skip
