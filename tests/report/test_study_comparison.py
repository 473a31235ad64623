"""Whole studies side by side: every field, unknowns apart, sources numbered, studies with each other."""

from collections.abc import Callable

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import load_templates
from protocol_designer.report.blocks import BulletList, Table
from protocol_designer.report.compared import GROUPS, Aspect, Side
from protocol_designer.report.plain_text import plain_text
from protocol_designer.report.study_comparison import (
    MOST_SIDES,
    comparison_blocks,
    comparison_document,
    sides_of,
)

LIBRARY = load_templates()


def sides(trial: TrialProtocol | None, formulary: Formulary, *studies: str) -> tuple[Side, ...]:
    return sides_of(trial, [LIBRARY.get(study) for study in studies], formulary)


def cells(made: tuple[Side, ...], label: str) -> list[str]:
    table = next(block for block in comparison_blocks(made) if isinstance(block, Table))
    for row in table.rows:
        texts = ["".join(run.text for run in cell.runs) for cell in row.cells]
        if texts[0] == label:
            return texts[1:]
    raise AssertionError(f"no row {label}")


def test_every_field_belongs_to_one_group() -> None:
    grouped = [aspect for aspects in GROUPS.values() for aspect in aspects]
    assert sorted(grouped) == sorted(Aspect)


def test_the_sample_beside_grabski_2022(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    made = sides(sample_trial, formulary, "grabski_2022")
    ours, theirs = cells(made, "Study drugs and comparators")
    assert "0.11 mg/kg over 2 min, then 0.6 mg/kg over 50 min" in ours
    assert "(0.71 mg/kg in all over 52 min)" in ours
    assert "ketamine, study drug, IV: 0.8 mg/kg over 40 min; 3 administrations, weekly" in theirs
    assert cells(made, "Participants") == [
        "164 planned",
        "96 in all\n96 randomised\n[2] review text, line 103",
    ]
    ours, theirs = cells(made, "Primary outcome")
    assert ours.startswith("No heavy drinking day")
    assert "confirmed relapse and percentage of days abstinent" in theirs
    assert "mean difference 10.1% (95% CI 1.1 to 19.0)" in cells(made, "The study’s own abstract")[1]
    assert "6 of 96 (6.3%)" in cells(made, "Harms as reported")[1]
    assert "dose per kg lower here" in cells(made, "This protocol beside it")[1]


def test_one_step_is_not_added_up(trial_from: Callable[[str], TrialProtocol], formulary: Formulary) -> None:
    ours, _ = cells(
        sides(trial_from("krupitsky_2002"), formulary, "wong_2015"), "Study drugs and comparators"
    )
    assert "IM: 2 mg/kg; 1 administration" in ours


def test_what_is_not_decided_and_what_is_not_reported_stay_apart(
    blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    made = sides(blank_trial, formulary, "wong_2015")
    assert cells(made, "Blinding")[0] == "not decided yet"
    assert cells(made, "Follow-up") == ["not decided yet", "not reported"]
    assert cells(made, "Therapy") == ["not decided yet", "not reported"]
    assert cells(made, "Arms")[0] == "not decided yet"


def test_a_value_names_its_source_until_it_is_changed(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary
) -> None:
    trial = trial_from("dakwar_2020_alcohol")
    assert "Dakwar 2020" in _sources(sides(trial, formulary, "grabski_2022"), Aspect.DRUGS)
    stripped = trial.model_copy(update={"provenance": ()})
    assert _sources(sides(stripped, formulary, "grabski_2022"), Aspect.DRUGS) == ""


def _sources(made: tuple[Side, ...], aspect: Aspect) -> str:
    return "; ".join(one.title for one in made[0].told[aspect].cited)


def test_an_edited_value_no_longer_speaks_for_the_study(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary
) -> None:
    trial = trial_from("grabski_2022")
    place = next(one.place for one in trial.provenance if one.place.endswith("steps[0].amount"))
    before = sides(trial, formulary, "wong_2015")[0].told[Aspect.DRUGS].cited
    after = sides(set_field(place, "0.7 mg/kg", "Change")(trial), formulary, "wong_2015")[0]
    assert before
    assert len(after.told[Aspect.DRUGS].cited) <= len(before)
    assert "0.7 mg/kg" in after.told[Aspect.DRUGS].text


def test_every_number_in_brackets_leads_to_a_document(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    made = sides(sample_trial, formulary, "grabski_2022", "dakwar_2020_alcohol", "azhari_2021")
    blocks = comparison_blocks(made)
    links = {
        run.link
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        for run in cell.runs
        if run.link
    }
    listed = next(block for block in blocks if isinstance(block, BulletList))
    assert links
    assert links <= {f"#{anchor}" for anchor in listed.anchors}


def test_more_than_three_sides_begin_another_table_with_the_protocol_first(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    made = sides(sample_trial, formulary, "grabski_2022", "dakwar_2020_alcohol", "azhari_2021", "das_2019")
    heads = [
        ["".join(run.text for run in cell.runs) for cell in block.header[0].cells][1:]
        for block in comparison_blocks(made)
        if isinstance(block, Table)
    ]
    assert [head[0] for head in heads] == [made[0].name] * 2
    assert [name for head in heads for name in head[1:]] == [side.name for side in made[1:]]


def test_studies_are_compared_with_each_other_without_a_protocol(formulary: Formulary) -> None:
    made = sides(None, formulary, "grabski_2022", "dakwar_2020_alcohol")
    assert not any(side.is_protocol for side in made)
    text = plain_text(comparison_blocks(made))
    assert "not decided yet" not in text
    assert "This protocol beside it" not in text


@pytest.mark.parametrize("count", [1, MOST_SIDES + 1])
def test_too_few_or_too_many_are_refused(count: int, formulary: Formulary) -> None:
    made = sides(None, formulary, *[template.id for template in LIBRARY.all[:count]])
    with pytest.raises(ValueError, match="2 to"):
        comparison_blocks(made)


@pytest.mark.parametrize("study", [template.id for template in LIBRARY.all])
def test_every_record_can_be_compared(study: str, sample_trial: TrialProtocol, formulary: Formulary) -> None:
    made = sides(sample_trial, formulary, study)
    text = plain_text(comparison_document(made, "2026-01-01").blocks)
    template = LIBRARY.get(study)
    assert template.label in text
    assert "None" not in text
    for outcome in template.outcomes:
        assert outcome.measure in made[1].told[Aspect.RESULTS].text
    for harm in template.safety:
        assert harm.finding in made[1].told[Aspect.HARMS].text
    for supplement in template.supplements:
        told = made[1].told[Aspect.ABSTRACT].text + made[1].told[Aspect.OTHERS].text
        assert supplement.fact in told
