"""The plain fields: what they take, what they refuse and what they say then."""

from datetime import date, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from protocol_designer.domain.base import (
    Age,
    BodyWeight,
    CalendarDate,
    Concentration,
    DoseAmount,
    Duration,
    ElapsedTime,
    Line,
    Mass,
    Part,
    PartId,
    Prose,
    Whole,
    YesNo,
)
from protocol_designer.domain.messages import sentence
from protocol_designer.domain.trial import TrialProtocol


def _refusal(kind: object, value: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(kind).validate_python(value)
    return sentence(refusal.value)


@pytest.mark.parametrize("text", ["arm-1", "dakwar_2020_alcohol", "a", "visit-14", "x2"])
def test_identities(text: str) -> None:
    assert TypeAdapter(PartId).validate_python(text) == text


@pytest.mark.parametrize(
    "text", ["", "Arm-1", "1-arm", "arm 1", "arm--1", "arm-", "arm-1\n", "arm[1]", "a" * 61, "ärm"]
)
def test_other_texts_are_no_identities(text: str) -> None:
    assert _refusal(PartId, text)


@pytest.mark.parametrize("text", ["", "two\nlines", "a\ttab", "bell\x07", "\x00", "a\ud800b", "x" * 1001])
def test_a_line_is_one_clean_line(text: str) -> None:
    assert _refusal(Line, text)


def test_prose_has_paragraphs_but_no_control_characters() -> None:
    assert (
        TypeAdapter(Prose).validate_python("One.\n\n\tTwo – “quoted” <b>&amp;")
        == "One.\n\n\tTwo – “quoted” <b>&amp;"
    )
    assert "U+000C" in _refusal(Prose, "page\fbreak")
    assert "empty" in _refusal(Prose, "")


@pytest.mark.parametrize("value", ["yes", "true", 1, 0, "1", 0.0])
def test_yes_or_no_is_never_guessed(value: object) -> None:
    assert _refusal(YesNo, value)


@pytest.mark.parametrize("value", ["5", 5.0, True])
def test_a_whole_number_is_never_guessed(value: object) -> None:
    assert _refusal(Whole, value)


def test_a_day_is_written_one_way() -> None:
    day = date(2026, 11, 21)
    assert TypeAdapter(CalendarDate).validate_python("2026-11-21") == day
    assert TypeAdapter(CalendarDate).validate_python(day) == day


@pytest.mark.parametrize(
    "value", ["21.11.2026", "1700000000", 1700000000, "2026-11-21T00:00:00", "2026-02-30", "٢٠٢٦-11-21"]
)
def test_other_days_are_refused(value: object) -> None:
    assert _refusal(CalendarDate, value)


def test_a_moment_is_no_day() -> None:
    assert "year-month-day" in _refusal(CalendarDate, datetime(2026, 11, 21))  # noqa: DTZ001  # as pasted


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        (Duration, "5 mg", "is no time"),
        (Duration, "0 min", "more than zero"),
        (Mass, "5 mg/kg", "is no mass"),
        (BodyWeight, "50 g", "is no body weight"),
        (BodyWeight, "0 kg", "more than zero"),
        (Concentration, "5 mg", "is no concentration"),
        (DoseAmount, "0 mg", "more than zero"),
        (DoseAmount, "5 mL", "the unit does not fit"),
        (Age, "18 day", "is no age"),
        (Duration, 5, "a number, a space and a unit"),
    ],
)
def test_an_amount_of_another_kind_is_refused(kind: object, value: object, message: str) -> None:
    assert message in _refusal(kind, value)


def test_an_elapsed_time_may_be_none_at_all() -> None:
    assert TypeAdapter(ElapsedTime).validate_python("0 h").value == 0


def test_nothing_changes_and_nothing_is_added() -> None:
    part = Part(id="arm-1")
    with pytest.raises(ValidationError):
        part.id = "arm-2"  # type: ignore[misc]  # a frozen field
    assert "not known here" in _refusal(Part, {"id": "arm-1", "colour": "red"})
    assert "required" in _refusal(Part, {})


def test_a_message_names_the_place_the_fault_and_how_many_more() -> None:
    with pytest.raises(ValidationError) as refusal:
        TrialProtocol.model_validate(
            {"population": {"weight_min": "50"}, "arms": [{"id": "arm-1", "name": "", "planned_n": 0}]}
        )
    assert sentence(refusal.value) == (
        "population.weight_min: “50” has no unit; write it after a space, as in “0.5 mg/kg” or “70 kg” "
        "(2 more faults)."
    )
    assert sentence(refusal.value, "design").startswith("design.population.weight_min: ")


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"narrative": [{"number": "6.1", "text": ""}]}, "narrative[0].text"),
        ({"narrative": [{"number": "6.99", "text": "x"}]}, "narrative[0].number"),
        ({"identity": {"registration": {"registry": 5}}}, "identity.registration.registry"),
        (
            {"regimens": [{"id": "r", "name": "R", "steps": [{"amount": "5mg"}]}]},
            "regimens[0].steps[0].amount",
        ),
        (
            {"design": {"blinding": {"emergency_unblinding": {"who": "x"}}}},
            "design.blinding.emergency_unblinding",
        ),
        ({"statistics": {"interim": 5}}, "statistics.interim"),
        ({"schema_version": 2}, "schema_version"),
    ],
)
def test_a_message_starts_with_the_place(document: dict[str, object], place: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        TrialProtocol.model_validate(document)
    head, _, fault = sentence(refusal.value).partition(": ")
    assert head == place or head.startswith(f"{place}.")
    assert "str" not in head.split(".")
    assert fault
