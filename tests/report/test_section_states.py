"""How the sections of ICH M11 stand: in the sample, in a blank protocol, and with a reason against one."""

import pytest

from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.coverage import bar_section
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.document import compose
from protocol_designer.report.section_states import Coverage, SectionState, section_states, sections_with_text
from protocol_designer.rules.engine import review


def states(trial: TrialProtocol, formulary: Formulary) -> dict[str, SectionState]:
    document = compose(trial, review(trial, formulary), formulary)
    return {one.number: one for one in section_states(document, trial)}


def test_the_rows_are_the_sections_that_hold_a_text() -> None:
    numbers = sections_with_text()
    assert "10.1" in numbers
    assert "13" in numbers
    assert "10" not in numbers
    assert set(numbers) <= set(M11_HEADINGS)


def test_the_complete_sample_leaves_no_section_open(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    found = states(sample_trial, formulary)
    assert [one for one in found.values() if one.state in (Coverage.OPEN, Coverage.PARTLY)] == []
    assert found["8.5"].state is Coverage.NOT_APPLICABLE
    assert found["8.5"].told == "No drug concentrations are measured."


def test_a_blank_protocol_says_what_each_section_lacks(
    blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    found = states(blank_trial, formulary)
    assert found["1.3"].state is Coverage.OPEN
    assert found["1.3"].place == "schedule.visits"
    assert found["1.3"].takes_reason is False
    assert found["8.7"].state is Coverage.OPEN
    assert found["8.7"].takes_reason is True


def test_a_reason_settles_an_empty_section_and_leads_to_itself(
    blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    trial = bar_section("8.7", "Neither drug is a biological product.")(blank_trial)
    found = states(trial, formulary)["8.7"]
    assert found == SectionState(
        "8.7", Coverage.NOT_APPLICABLE, "Neither drug is a biological product.", "narrative[0]", True
    )


def test_a_reason_does_not_hide_that_a_part_of_the_protocol_is_missing(
    blank_trial: TrialProtocol, formulary: Formulary
) -> None:
    trial = bar_section("1.3", "There are no visits.")(blank_trial)
    assert states(trial, formulary)["1.3"].state is Coverage.OPEN


@pytest.mark.parametrize("number", ["1.1", "2.1", "4.1"])
def test_a_section_with_some_values_is_partly_written(number: str, formulary: Formulary) -> None:
    trial = TrialProtocol.model_validate(
        {"identity": {"indication": "Alcohol use disorder"}, "design": {"model": "parallel"}}
    )
    assert states(trial, formulary)["1.1"].state is Coverage.PARTLY
    assert states(trial, formulary)["2.1"].state is Coverage.ADDRESSED
    assert states(trial, formulary)[number].state is not Coverage.OPEN
