"""Values that a text takes from the fields: what a link says, and that paper shows it."""

import pytest

from protocol_designer.derived.linked_values import link_to, linked_texts, links_in, said_at, written_out
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.document import compose
from protocol_designer.report.linked_text import with_links_written_out
from protocol_designer.report.plain_text import plain_text
from protocol_designer.rules.engine import review

WEIGHT = "population.weight_max"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (WEIGHT, "100 kg"),
        ("regimens[regimen-1].steps[1].amount", "0.6 mg/kg"),
        ("regimens[regimen-1].route", "IV"),
        ("arms[arm-1].planned_n", "82"),
        ("population", None),
        ("arms", None),
        ("arms[arm-99].name", None),
        ("design.is_multisite", None),
    ],
)
def test_a_link_says_what_the_field_holds(sample_trial: TrialProtocol, place: str, said: str | None) -> None:
    assert said_at(sample_trial, place) == said


def test_an_empty_field_is_told_apart_from_a_missing_one() -> None:
    found = said_at(TrialProtocol(), WEIGHT)
    assert isinstance(found, Undecided)
    assert found.place == WEIGHT
    assert written_out(TrialProtocol(), f"Up to {link_to(WEIGHT)}.") == "Up to (not decided yet)."


def test_braces_that_are_no_link_stay(sample_trial: TrialProtocol) -> None:
    for text in ("{{}}", "{{ population }}", "{population}", "{{a b}}", "}}{{"):
        assert links_in(text) == ()
        assert written_out(sample_trial, text) == text


def test_paper_and_review_follow_the_field(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    text = f"Nobody heavier than {link_to(WEIGHT)} takes part; the mark is {link_to(WEIGHT)}."
    linked = set_field("narrative[0].text", text, "Link")(sample_trial)
    assert list(linked_texts(linked)) == [("narrative[0].text", text)]
    changed = set_field(WEIGHT, "95 kg", "Change")(linked)
    printed = plain_text(compose(changed, review(changed, formulary), formulary).blocks)
    assert "Nobody heavier than 95 kg takes part; the mark is 95 kg." in printed
    assert "{{" not in printed
    assert with_links_written_out(sample_trial) is sample_trial


def test_a_removed_field_stands_against_a_final_export(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    linked = set_field("narrative[0].text", "See {{arms[arm-99].name}}.", "Link")(sample_trial)
    (found,) = (one for one in review(linked, formulary).findings if one.rule == "PROSE-007")
    assert found.place == "narrative[0].text"
    assert found.blocks_final_export


def test_a_sentence_with_links_is_not_rewritten_as_it_reads(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    text = "Ketamine 0.9 mg/kg is given to people of up to {{population.weight_max}}."
    linked = set_field("narrative[18].text", text, "Link")(sample_trial)
    found = [one for one in review(linked, formulary).findings if one.place == "narrative[18].text"]
    assert found
    assert all(not one.fixes for one in found)
