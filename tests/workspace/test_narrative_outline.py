"""The outline of the narrative: what each section holds, and the way to it."""

from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.edits.narrative import write_section
from protocol_designer.report.checklist import load_checklist
from protocol_designer.report.section_guide import items_served_by, section_guides
from protocol_designer.report.section_states import sections_with_text
from protocol_designer.rules.findings import NO_REVIEW_YET
from protocol_designer.workspace.narrative_outline import Holds, outline_rows, section_at, section_place


def held(trial: TrialProtocol) -> dict[str, Holds]:
    return {row.number: row.holds for row in outline_rows(trial, NO_REVIEW_YET)}


def test_every_section_with_a_text_has_a_guide_whose_fields_exist(sample_trial: TrialProtocol) -> None:
    guides = section_guides()
    assert tuple(guides) == sections_with_text()
    for guide in guides.values():
        assert guide.prints or not guide.places
        for place in guide.places:
            value_at(sample_trial, place)


def test_sections_serve_items_of_the_checklist() -> None:
    served = {item.number for number in section_guides() for item in items_served_by(number)}
    missing = {item.number for item in load_checklist("spirit_2025").items} - served
    assert missing == {"1a", "2", "3b", "4"}  # these stand on the title page


def test_nothing_is_held_by_a_blank_protocol(blank_trial: TrialProtocol) -> None:
    states = held(blank_trial)
    assert list(states) == list(M11_HEADINGS)
    assert {number for number, holds in states.items() if holds is Holds.FIELDS} == {"13"}
    assert set(states.values()) == {Holds.HEADING, Holds.NOTHING, Holds.FIELDS}


def test_each_state_is_told(blank_trial: TrialProtocol, sample_trial: TrialProtocol) -> None:
    states = held(sample_trial)
    assert (states["5.1"], states["7.2"], states["8.5"], states["10.2"], states["1"]) == (
        Holds.BOTH, Holds.OWN_TEXT, Holds.REASON, Holds.FIELDS, Holds.HEADING,
    )  # fmt: skip
    assert held(set_field("population.rescreening", "Once.", "x")(blank_trial))["5.6"] is Holds.FIELDS
    assert held(write_section("5.6", "Once.")(blank_trial))["5.6"] is Holds.OWN_TEXT


def test_a_section_and_its_place_lead_to_each_other(sample_trial: TrialProtocol) -> None:
    for number in section_guides():
        assert section_at(sample_trial, section_place(sample_trial, number)) == number
    assert section_place(sample_trial, "4.5") == "narrative.4.5"
    assert section_at(sample_trial, "references[reference-1].doi") == "14"
    for place in ("population", "narrative", "narrative[999]", "narrative.99"):
        assert section_at(sample_trial, place) is None
