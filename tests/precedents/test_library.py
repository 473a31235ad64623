"""Loading templates: a damaged file is refused by name and field."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from protocol_designer.precedents.library import (
    UnknownTemplate,
    UnusableTemplate,
    load_sample,
    load_templates,
)
from protocol_designer.resource_paths import data_path

NAME = "krupitsky_2002.json"


@pytest.fixture
def folder_with(tmp_path: Path) -> Callable[[Callable[[dict[str, Any]], None]], Path]:
    """Return a folder that holds one template, altered."""

    def make(alter: Callable[[dict[str, Any]], None]) -> Path:
        content = json.loads(data_path("templates", NAME).read_text(encoding="utf-8"))
        alter(content)
        (tmp_path / NAME).write_text(json.dumps(content), encoding="utf-8")
        return tmp_path

    return make


def _refusal(folder: Path) -> str:
    with pytest.raises(UnusableTemplate) as refused:
        load_templates(folder)
    text = str(refused.value)
    assert NAME in text
    assert "\n" not in text
    assert text.endswith(".")
    return text


def test_a_dose_without_a_unit_is_refused_at_its_field(folder_with: Callable[..., Path]) -> None:
    def alter(content: dict[str, Any]) -> None:
        content["protocol"]["regimens"][0]["steps"][0]["amount"] = "2"

    text = _refusal(folder_with(alter))
    assert "protocol.regimens[0].steps[0].amount" in text
    assert "has no unit" in text


def test_a_missing_field_is_named(folder_with: Callable[..., Path]) -> None:
    text = _refusal(folder_with(lambda content: content.pop("evidence_class")))
    assert "evidence_class: this field is required" in text


def test_an_unknown_field_is_named(folder_with: Callable[..., Path]) -> None:
    text = _refusal(folder_with(lambda content: content["design"].update(size=70)))
    assert "design.size: this field is not known here" in text


def test_a_fact_that_cites_nothing_listed_is_refused(folder_with: Callable[..., Path]) -> None:
    text = _refusal(folder_with(lambda content: content["safety"][0].update(cited=["p99"])))
    assert "p99" in text


def test_an_arm_that_refers_to_nothing_is_refused(folder_with: Callable[..., Path]) -> None:
    text = _refusal(folder_with(lambda content: content["arms"][0].update(sessions=["group"])))
    assert "the arm high refers to group, which is not described" in text


def test_a_provenance_that_does_not_match_is_refused(folder_with: Callable[..., Path]) -> None:
    def alter(content: dict[str, Any]) -> None:
        content["protocol"]["regimens"][0]["steps"][0]["amount"] = "2.5 mg/kg"

    text = _refusal(folder_with(alter))
    assert "regimens[regimen-1].steps[0].amount holds “2.5 mg/kg”, not “2 mg/kg”" in text


def test_a_provenance_of_no_place_is_refused(folder_with: Callable[..., Path]) -> None:
    def alter(content: dict[str, Any]) -> None:
        content["protocol"]["provenance"][0]["place"] = "design.size"

    assert "design.size: there is no field size" in _refusal(folder_with(alter))


def test_evidence_only_must_say_why(folder_with: Callable[..., Path]) -> None:
    def alter(content: dict[str, Any]) -> None:
        del content["protocol"]
        content["starts_protocol"] = False

    assert "only a record that starts no protocol says why not" in _refusal(folder_with(alter))


def test_a_template_under_another_name_is_refused(folder_with: Callable[..., Path]) -> None:
    text = _refusal(folder_with(lambda content: content.update(id="krupitsky_2003")))
    assert "krupitsky_2003" in text


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    whole = data_path("templates", NAME).read_text(encoding="utf-8")
    (tmp_path / NAME).write_text(whole[: len(whole) // 2], encoding="utf-8")
    assert "Invalid JSON" in _refusal(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"\xff\xfe\x00")
    assert "cannot be read" in _refusal(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableTemplate, match="holds no templates"):
        load_templates(tmp_path)


def test_a_missing_sample_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnusableTemplate, match=r"sample_protocol\.json"):
        load_sample(tmp_path)


def test_an_unknown_template_lists_the_known_ones() -> None:
    with pytest.raises(UnknownTemplate, match="dakwar_2020_alcohol"):
        load_templates().get("dakwar_2099")
