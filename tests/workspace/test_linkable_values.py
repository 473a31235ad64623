"""What a text can be linked to, and which of its numbers could be."""

from protocol_designer.derived.linked_values import said_at, written_out
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.workspace.linkable_values import LinkableKind, LinkableValue, linkable_values
from protocol_designer.workspace.number_links import numbers_to_link, with_numbers_linked


def test_everything_listed_can_be_said_and_is_named_once(sample_trial: TrialProtocol) -> None:
    values = linkable_values(sample_trial)
    assert len({value.place for value in values}) == len(values) > 500
    for value in values:
        said = said_at(sample_trial, value.place)
        assert said == value.said if value.is_decided else isinstance(said, Undecided)
        assert value.name != value.place


def test_open_values_are_offered_and_bookkeeping_is_not(sample_trial: TrialProtocol) -> None:
    trial = set_field("population.weight_max", None, "Open")(sample_trial)
    values = {value.place: value for value in linkable_values(trial)}
    assert not values["population.weight_max"].is_decided
    assert not any(
        place.startswith(("narrative", "justifications", "references", "provenance")) for place in values
    )
    assert not any(place.endswith(".id") for place in values)
    assert "population.criteria[criterion-1].text" not in values  # a sentence is no value


def test_the_nearest_come_first(sample_trial: TrialProtocol) -> None:
    values = linkable_values(sample_trial, ("regimens[regimen-2]", "regimens"))
    places = [value.place for value in values]
    assert places[0].startswith("regimens[regimen-2]")
    own = [place.startswith("regimens[regimen-2]") for place in places if place.startswith("regimens")]
    assert own[: sum(own)] == [True] * sum(own)
    assert not any(place.startswith("regimens") for place in places[-200:])


def _value(place: str, said: str, kind: LinkableKind = LinkableKind.AMOUNT) -> LinkableValue:
    return LinkableValue(place, place.replace(".", " › ").replace("_", " "), said, kind, True, 0)


WEIGHT = _value("population.weight_max", "100 kg")
DOSE = _value("regimens.amount", "0.6 mg/kg")
N = _value("arms.planned_participants", "40", LinkableKind.COUNT)
VALUES = (WEIGHT, DOSE, N)


def found(text: str) -> list[str]:
    return [text[number.start : number.end] for number in numbers_to_link(text, VALUES)]


def test_only_whole_numbers_with_their_unit_are_found() -> None:
    assert found("Up to 100 kg, 0.6 mg/kg.") == ["100 kg", "0.6 mg/kg"]
    assert found("Up to 100\u00a0kg") == ["100\u00a0kg"]
    for text in (
        "1100 kg", "100 kg/day", "10.6 mg/kg", "0.6 mg/kg/min", "100 kgs", "−100 kg", "60–100 kg", "100 g",
        "100 kg–120 kg", "2,100 kg",
    ):  # fmt: skip
        assert found(text) == [], text


def test_a_count_is_found_only_before_a_word_of_its_field() -> None:
    assert found("There are 40 participants and 40 beds.") == ["40"]
    assert found("40 mg") == []
    assert found("140 participants") == []


def test_links_are_left_alone_and_what_is_chosen_is_replaced(sample_trial: TrialProtocol) -> None:
    text = "Up to {{population.weight_max}}, that is 100 kg, never over 100 kg."
    numbers = numbers_to_link(text, VALUES)
    assert [number.values for number in numbers] == [(WEIGHT,), (WEIGHT,)]
    linked = with_numbers_linked(text, [(numbers[1], WEIGHT), (numbers[0], WEIGHT)])
    assert linked.count("{{population.weight_max}}") == 3
    assert written_out(sample_trial, linked) == "Up to 100 kg, that is 100 kg, never over 100 kg."
    assert with_numbers_linked(text, []) == text
