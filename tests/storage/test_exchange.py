"""The exchange form: lossless, canonical, and strict about everything it reads."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.storage import exchange
from protocol_designer.storage.exchange import Written, from_json, to_json, written
from protocol_designer.storage.problems import StorageProblem
from tests.storage.stored_protocols import protocols

TEMPLATES = ("dakwar_2020_alcohol", "dakwar_2014_cocaine", "grabski_2022", "krupitsky_2002")


@given(protocols)
def test_write_and_read_is_the_identity(trial: TrialProtocol) -> None:
    text = to_json(trial)
    assert from_json(text) == trial
    assert to_json(from_json(text)) == text


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_prior_study_comes_back_whole(
    trial_from: Callable[[str], TrialProtocol], template: str
) -> None:
    trial = trial_from(template)
    assert from_json(to_json(trial)) == trial


def test_the_sample_comes_back_whole(sample_trial: TrialProtocol) -> None:
    assert from_json(to_json(sample_trial)) == sample_trial


def test_days_come_back_whole() -> None:
    dated = from_json('{"identity": {"version_date": "2026-11-21"}}')
    assert str(dated.identity.version_date) == "2026-11-21"
    assert from_json(to_json(dated)) == dated


def test_keys_are_sorted_and_undecided_fields_left_out(blank_trial: TrialProtocol) -> None:
    text = to_json(blank_trial)
    assert text.endswith("}\n")
    assert text.splitlines()[1].startswith(' "arms"')
    assert "null" not in text
    assert list(json.loads(text)) == sorted(json.loads(text))


@given(protocols, protocols)
def test_writing_only_what_changed_gives_the_same_text(before: TrialProtocol, after: TrialProtocol) -> None:
    joined = before.model_copy(update={"arms": after.arms, "design": after.design})
    form = written(joined, (before, written(before)))
    assert form.text == written(joined).text
    assert Written.parsed(form.text) == form
    assert form.text == json.dumps(
        json.loads(to_json(joined)), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[]", "one object"),
        ('"text"', "one object"),
        ("{", "not JSON"),
        ('{"identity": {"full_title": "A"}, "identity": {}}', "written twice"),
        ('{"parts_made": NaN}', "NaN is not a number"),
        ('{"parts_made": Infinity}', "Infinity is not a number"),
        ('{"parts_made": 1.0}', "parts_made"),
        ('{"parts_made": "1"}', "parts_made: write a whole number, without quotes"),
        ('{"parts_made": ' + "9" * 5000 + "}", "digits"),
        ('{"design": {"is_multisite": "yes"}}', "design.is_multisite: write true or false"),
        (
            '{"design": {"model": "Crossover"}}',
            "design.model: “Crossover” is not known here; write parallel, ",
        ),
        ('{"arms": {}}', "arms: write a list in square brackets"),
        ('{"arms": ["a"]}', "arms[0]: write an object in braces"),
        (
            '{"arms": [{"id": "Arm 1", "name": "A"}]}',
            "arms[0].id: “Arm 1” is no identity; write small letters",
        ),
        ('{"arms": [{"id": "arm-1", "name": 5}]}', "arms[arm-1].name: write this as text in quotes"),
        (
            '{"arms": [{"id": "arm-1", "name": "A", "planned_n": 0}]}',
            "planned_n: write a number of 1 or more",
        ),
        ('{"population": {"weight_min": "50 mg"}}', "use kg"),
        ('{"population": {"weight_min": "50"}}', "population.weight_min"),
        ('{"population": {"weight_min": "50,5 kg"}}', "population.weight_min"),
        ('{"population": {"weight_min": "-5 kg"}}', "population.weight_min"),
        ('{"dosage": 3}', "dosage"),
        ('{"schema_version": 2}', "exchange form 2"),
        ('{"schema_version": 0}', "schema_version"),
        ('{"schema_version": true}', "schema_version is a whole number"),
        ('{"schema_version": "1"}', "schema_version is a whole number"),
        ('{"design": {"is_multisite": 1}}', "design.is_multisite"),
        ('{"identity": {"version_date": "21.11.2026"}}', "identity.version_date"),
        ('{"identity": {"version_date": 1700000000}}', "identity.version_date"),
        ('{"arms": [{"id": "arm-1", "name": "A", "regimens": ["reg-9"]}]}', "reg-9"),
        ('{"identity": {"full_title": "\\ud800"}}', "does not fit"),
        ('{"\\ud800": 1}', "does not fit"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(StorageProblem) as refused:
        from_json(text)
    assert said in str(refused.value)
    assert not str(refused.value).endswith("..")
    assert "\n" not in str(refused.value)


def test_a_huge_text_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "LARGEST", 1000)
    with pytest.raises(StorageProblem, match="larger than"):
        from_json('{"identity": {"full_title": "' + "a" * 1000 + '"}}')


@given(st.data())
def test_a_text_with_one_byte_changed_is_read_or_refused(data: st.DataObject) -> None:
    text = bytearray(to_json(TrialProtocol.model_validate({"identity": {"full_title": "Ketamine"}})).encode())
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] = data.draw(st.integers(1, 126))
    told = ""
    try:
        from_json(text.decode())
    except StorageProblem as problem:
        told = str(problem)
    assert "\n" not in told
