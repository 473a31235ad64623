"""The SPIRIT 2025 checklist: 53 items, each answered, barred with its reason, or evidently open."""

import pytest

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Document, Table
from protocol_designer.report.checklist import Answer, Checklist, ChecklistItem, answers, load_checklist
from protocol_designer.report.document import compose
from protocol_designer.rules.engine import review

NUMBERS = [
    *("1a", "1b", "2", "3a", "3b", "3c", "3d", "4", "5", "6", "7a", "7b", "8", "9a", "9b", "10", "11", "12"),
    *("13", "14a", "14b", "15a", "15b", "15c", "15d", "16", "17", "18", "19", "20"),
    *("21a", "21b", "22", "23", "24a", "24b", "24c", "25a", "25b", "26", "27a", "27b", "27c", "27d"),
    *("28a", "28b", "29", "30", "31", "32a", "32b", "33", "34"),
]


@pytest.fixture(scope="module")
def spirit() -> Checklist:
    return load_checklist("spirit_2025")


def by_number(checklist: Checklist, trial: TrialProtocol) -> dict[str, Answer]:
    return {answer.item.number: answer for answer in answers(checklist, trial)}


def with_fields(trial: TrialProtocol, **branches: dict[str, object]) -> TrialProtocol:
    form = trial.model_dump(mode="json")
    for branch, fields in branches.items():
        form[branch].update(fields)
    return TrialProtocol.model_validate(form)


def test_the_fifty_three_rows_stand_in_order(spirit: Checklist) -> None:
    assert len(NUMBERS) == 53
    assert [item.number for item in spirit.items] == NUMBERS
    assert "BMJ 2025;389:e081477" in spirit.citation
    assert spirit.licence == "CC BY 4.0"


def test_the_complete_sample_answers_every_item(spirit: Checklist, sample_trial: TrialProtocol) -> None:
    found = by_number(spirit, sample_trial)
    assert [number for number, answer in found.items() if answer.missing] == []
    barred = {number: answer.because for number, answer in found.items() if answer.because}
    assert set(barred) == {"28b", "32b"}
    interim = sample_trial.statistics.interim
    assert isinstance(interim, NotApplicable)
    assert barred["28b"] == interim.because


def test_a_blank_protocol_leaves_every_item_open(spirit: Checklist, blank_trial: TrialProtocol) -> None:
    found = by_number(spirit, blank_trial)
    assert [number for number, answer in found.items() if not answer.missing] == []
    assert found["24c"].missing == ("design.blinding.emergency_unblinding",)


def test_one_undecided_part_leaves_the_item_open(spirit: Checklist, sample_trial: TrialProtocol) -> None:
    people = [person.model_dump(mode="json") for person in sample_trial.identity.people]
    people[3]["interests"] = None
    found = by_number(spirit, with_fields(sample_trial, identity={"people": people}))
    assert found["7b"].missing == ("identity.people.interests",)
    assert not found["3a"].missing


def test_items_on_chance_are_not_for_a_trial_without_it(
    spirit: Checklist, sample_trial: TrialProtocol
) -> None:
    allocation = {"method": "participant_choice"}
    found = by_number(spirit, with_fields(sample_trial, design={"allocation": allocation}))
    for number in ("21a", "21b", "22", "23"):
        assert found[number].because == "participants are not allocated at random"
    assert not found["20"].because


def test_items_on_blinding_are_not_for_an_open_trial(spirit: Checklist, sample_trial: TrialProtocol) -> None:
    roles = [{"role": "participant", "is_blinded": False}, {"role": "analyst", "is_blinded": False}]
    found = by_number(spirit, with_fields(sample_trial, design={"blinding": {"roles": roles}}))
    assert found["24b"].because == found["24c"].because == "nobody is blinded"
    assert found["24a"].keys == ("design.blinding.roles",)


def test_a_single_group_needs_no_comparator(spirit: Checklist, blank_trial: TrialProtocol) -> None:
    found = by_number(spirit, with_fields(blank_trial, design={"model": "single_group"}))
    assert found["9b"].because == "the trial has a single group"


def test_a_reason_in_the_protocol_answers_for_the_item(spirit: Checklist, blank_trial: TrialProtocol) -> None:
    reason = {"because": "the regulator keeps its own register"}
    found = by_number(spirit, with_fields(blank_trial, identity={"registration": reason}))
    assert found["4"].because == "the regulator keeps its own register"


def test_an_alternative_answers_for_an_item(spirit: Checklist, blank_trial: TrialProtocol) -> None:
    form = blank_trial.model_dump(mode="json")
    form["narrative"] = [{"number": "6.8", "text": "Each session is attended or not."}]
    found = by_number(spirit, TrialProtocol.model_validate(form))
    assert found["15c"].keys[0] == "narrative[0]"


def test_an_unknown_kind_of_trial_is_refused(blank_trial: TrialProtocol) -> None:
    item = ChecklistItem(number="1", group="G", topic="T", wording="W", needs=(("arms",),), applies="masked")
    checklist = Checklist(title="T", citation="C", doi="d", licence="L", licence_address="a", items=(item,))
    with pytest.raises(ValueError, match="masked"):
        answers(checklist, blank_trial)


def spirit_rows(document: Document) -> dict[str, str]:
    (table,) = [
        block for block in document.blocks if isinstance(block, Table) and "SPIRIT 2025" in block.caption
    ]
    rows = [["".join(run.text for run in cell.runs) for cell in row.cells] for row in table.rows]
    return {row[0]: row[-1] for row in rows if len(row) == 3}


def test_the_appendix_prints_reasons_and_gaps(formulary: Formulary, sample_trial: TrialProtocol) -> None:
    trial = with_fields(sample_trial, population={"recruitment": None})
    rows = spirit_rows(compose(trial, review(trial, formulary), formulary, "draft"))
    assert list(rows) == NUMBERS
    assert rows["20"] == "Not decided yet: population › recruitment"
    assert rows["32b"].startswith("Not applicable because no specimens are kept")
    assert rows["24c"] == "In this document"
