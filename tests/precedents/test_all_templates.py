"""All 42 records: each is its file, holds every reported number, and starts a protocol or says why not.

``reported_numbers.csv`` lists, record by record and field by field, the numbers that the documents print, and
the fields that they say nothing of.
"""

import csv
import json
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from protocol_designer.cli import main
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.library import load_templates
from protocol_designer.precedents.template import EvidenceClass, Template
from protocol_designer.resource_paths import data_path

STARTING = (
    "azhari_2021", "bormann_2023", "christian_2023", "chuang_2025", "ctn_0132", "dakwar_2014_cocaine",
    "dakwar_2016_cocaine", "dakwar_2019_cocaine", "dakwar_2020_alcohol", "das_2019", "faruqui_2022",
    "gent_2024", "grabski_2022", "grande_2024", "hailozian_2021", "heeney_2022", "hong_2025", "jovaisa_2006",
    "kolp_2006", "krupitsky_1992", "krupitsky_2002", "krupitsky_2007", "krupitsky_grinenko_1997",
    "mansoori_2025", "pizon_2018", "pradhan_2020", "shah_2018", "terasaki_2022", "wong_2015", "yoon_2019",
)  # fmt: skip
EVIDENCE_ONLY = (
    "berman_2000", "chiappini_2023", "dakwar_2014_hms", "dakwar_2018", "dore_2019", "gao_2023", "haile_2014",
    "krystal_1994", "kwan_2024_faers", "kwan_2024_vigibase", "roquet_1964_1974", "rothberg_2021",
)  # fmt: skip
IDS = tuple(sorted((*STARTING, *EVIDENCE_ONLY)))
NEVER_STARTING = {
    EvidenceClass.SECONDARY_ANALYSIS,
    EvidenceClass.PHARMACOVIGILANCE,
    EvidenceClass.HUMAN_PHARMACOLOGY,
    EvidenceClass.BIOMARKER,
    EvidenceClass.HISTORICAL_PRACTICE,
    EvidenceClass.CONTROLLED_TRIAL_NON_SUD,
}
EVIDENCE = (
    "indication", "design", "population", "arms", "administrations", "sessions", "other_interventions",
    "assessments", "follow_up", "outcomes", "safety", "conflicts", "supplements",
)  # fmt: skip
NO_NUMBER_OF_THE_STUDY = {"id", "cited", "source", "settled_by", "code", "stepwise_cited"}
BEYOND_THE_LIST = {("terasaki_2022", Fraction(24)), ("terasaki_2022", Fraction(2020))}
"""The day of registration, which the list of reported numbers leaves out."""

NOT_REPORTED = "not reported"
NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<!\w)\.\d+")


def _numbers(text: str) -> set[Fraction]:
    return {Fraction(number.replace(",", "")) for number in NUMBER.findall(text)}


def _reported() -> dict[str, list[tuple[str, str]]]:
    rows: dict[str, list[tuple[str, str]]] = {}
    with (Path(__file__).parent / "reported_numbers.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["study"], []).append((row["place"], row["numbers"]))
    return rows


REPORTED = _reported()


@pytest.fixture(scope="module")
def templates() -> dict[str, Template]:
    return {template.id: template for template in load_templates().all}


@pytest.fixture
def run_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: main(arguments)


def _content(template_id: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(data_path("templates", f"{template_id}.json").read_text("utf-8"))
    return content


def _at(content: Any, place: str) -> Any:
    """Follow a place such as ``conflicts[C-AZH-1].statements[0].says`` through a template's content."""
    for name, key in re.findall(r"([a-z_]+)|\[([^\]]+)\]", place):
        if name:
            content = content[name]
        elif key.isdigit():
            content = content[int(key)]
        else:
            (content,) = [part for part in content if key in (part.get("id"), part.get("code"))]
    return content


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key not in NO_NUMBER_OF_THE_STUDY and not _names_parts(value):
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    else:
        yield str(node)


def _names_parts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], str)


def test_the_library_holds_the_42_records(templates: dict[str, Template]) -> None:
    assert len(IDS) == 42
    assert tuple(sorted(templates)) == IDS
    assert tuple(sorted(REPORTED)) == IDS


@pytest.mark.parametrize("template_id", IDS)
def test_each_comes_back_unchanged(template_id: str, templates: dict[str, Template]) -> None:
    content = templates[template_id].model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    assert text == data_path("templates", f"{template_id}.json").read_text("utf-8")


@pytest.mark.parametrize("template_id", IDS)
def test_every_reported_number_stands_in_its_field(template_id: str, templates: dict[str, Template]) -> None:
    content = templates[template_id].model_dump(mode="json")
    missing = {}
    for place, numbers in REPORTED[template_id]:
        if place == "citation.doi":
            assert content["citation"]["doi"] == numbers
            continue
        if numbers == NOT_REPORTED:
            assert _at(content, place) == NOT_REPORTED
            continue
        # A result, harm or supplement may hold a number in its figures, beside the words.
        whole = re.sub(r"\.(result|finding|fact)$", "", place)
        held = _numbers(json.dumps(_at(content, whole), ensure_ascii=False))
        if lost := _numbers(numbers) - held:
            missing[place] = sorted(map(float, lost))
    assert missing == {}


@pytest.mark.parametrize("template_id", IDS)
def test_no_number_stands_there_that_no_document_reports(template_id: str) -> None:
    content = _content(template_id)
    reported = {number for place, text in REPORTED[template_id] for number in _numbers(text)}
    held = {
        number for part in EVIDENCE for text in _texts(content.get(part, [])) for number in _numbers(text)
    }
    assert {(template_id, number) for number in held - reported} <= BEYOND_THE_LIST


@pytest.mark.parametrize("template_id", STARTING)
def test_no_dose_is_made_up(template_id: str, templates: dict[str, Template]) -> None:
    protocol = _protocol(templates[template_id])
    reported = {number for place, text in REPORTED[template_id] for number in _numbers(text)}
    sourced = {entry.place for entry in protocol.provenance}
    for regimen in protocol.regimens:
        for index, step in enumerate(regimen.steps):
            for field in ("amount", "amount_high", "duration", "volume"):
                value = getattr(step, field)
                if value is not None:
                    assert f"regimens[{regimen.id}].steps[{index}].{field}" in sourced
                    assert value.value in reported


NAMED_BY_US = re.compile(
    r"\.(id|name|group|is_dosing|epoch|visit|dose_number|matched_to|factor|level|url)$"
    r"|\.(visits|courses|regimens|activities|endpoints|other_interventions)\[\d+\]$"
    r"|^schedule\.cells|\.instrument=(dosing|therapy)$|\.enantiomer=(s|not_chiral)$"
)
"""Names, links between parts, cells and chemistry: what ties a protocol together and no document reports."""


@pytest.mark.parametrize("template_id", STARTING)
def test_every_value_to_copy_names_the_document_that_says_it(template_id: str) -> None:
    protocol = _content(template_id)["protocol"]
    sourced = tuple(entry["place"] for entry in protocol.pop("provenance"))
    protocol.pop("open_questions")
    without_source = [
        place
        for place, value in _leaves(protocol)
        if not (NAMED_BY_US.search(place) or NAMED_BY_US.search(f"{place}={value}"))
        and not any(place == known or place.startswith((f"{known}.", f"{known}[")) for known in sourced)
    ]
    assert without_source == []


@pytest.mark.parametrize("template_id", STARTING)
def test_each_source_is_listed_and_says_where(template_id: str, templates: dict[str, Template]) -> None:
    titles = {source.title for source in templates[template_id].sources}
    for entry in _protocol(templates[template_id]).provenance:
        assert entry.source in titles
        assert entry.locator


def _leaves(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key != "id":
                yield from _leaves(value, f"{place}.{key}" if place else key)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            key = value["id"] if isinstance(value, dict) and "id" in value else index
            yield from _leaves(value, f"{place}[{key}]")
    else:
        yield place, node


@pytest.mark.parametrize("template_id", STARTING)
def test_every_dose_that_is_open_is_asked_about(template_id: str, templates: dict[str, Template]) -> None:
    protocol = _protocol(templates[template_id])
    asked = {question.place for question in protocol.open_questions}
    for regimen in protocol.regimens:
        is_open = not regimen.steps or any(
            step.amount is None and step.basis != "volume_matched" for step in regimen.steps
        )
        if is_open:
            assert any(str(place).startswith(f"regimens[{regimen.id}]") for place in asked)
        if regimen.route is None and regimen.use is RegimenUse.INVESTIGATIONAL:
            assert f"regimens[{regimen.id}].route" in asked


@pytest.mark.parametrize("template_id", STARTING)
def test_every_question_has_a_place_and_says_what_is_known(
    template_id: str, templates: dict[str, Template]
) -> None:
    protocol = _protocol(templates[template_id])
    assert protocol.open_questions
    for question in protocol.open_questions:
        assert question.place is not None
        value_at(protocol, question.place)
        assert question.known
        assert question.answer is None


@pytest.mark.parametrize("template_id", IDS)
def test_no_value_rests_on_a_weak_source_and_no_copy_is_an_address(
    template_id: str, templates: dict[str, Template]
) -> None:
    template = templates[template_id]
    weak = {source.title for source in template.sources if source.kind == "weak"}
    if template.protocol is not None:
        assert not weak & {entry.source for entry in template.protocol.provenance}
    for source in template.sources:
        if source.kind in ("weak", "secondary_summary"):
            assert source.address is None
    text = data_path("templates", f"{template_id}.json").read_text("utf-8")
    assert not re.search(r"\bseed\b|\.txt\b|/work\b|/tmp\b", text)


def test_only_interventions_to_copy_start_a_protocol(templates: dict[str, Template]) -> None:
    assert {key for key, template in templates.items() if template.starts_protocol} == set(STARTING)
    for template in templates.values():
        if template.evidence_class in NEVER_STARTING:
            assert not template.starts_protocol
        assert bool(template.why_not) != template.starts_protocol


def test_a_secondary_analysis_leads_to_a_trial_that_can_start(templates: dict[str, Template]) -> None:
    parents = {
        template.id: [link.study for link in template.links]
        for template in templates.values()
        if template.evidence_class is EvidenceClass.SECONDARY_ANALYSIS
    }
    assert parents == {
        "dakwar_2014_hms": ["dakwar_2014_cocaine"],
        "dakwar_2018": ["dakwar_2016_cocaine"],
        "rothberg_2021": ["dakwar_2020_alcohol"],
    }
    assert all(templates[parent].starts_protocol for (parent,) in parents.values())
    assert all(link.study in templates for template in templates.values() for link in template.links)


@pytest.mark.parametrize("template_id", STARTING)
def test_each_can_be_started_checked_and_printed(
    template_id: str, run_here: Callable[..., int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run_here("new", template_id, "study.json") == 0
    # What a prior study left open keeps a final export back; it is never a fault of the program.
    assert run_here("check", "study.json", "--json") == 1
    said = capsys.readouterr()
    assert said.err == ""
    found = json.loads(said.out[said.out.index("\n{") :])
    assert not [entry for entry in found["findings"] if "internal error" in entry["message"]]
    assert run_here("export", "study.json", "study.pdf", "--profile", "draft") == 0
    assert capsys.readouterr().err == ""
    assert (tmp_path / "study.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("template_id", EVIDENCE_ONLY)
def test_evidence_only_is_refused_with_the_reason(
    template_id: str,
    run_here: Callable[..., int],
    capsys: pytest.CaptureFixture[str],
    templates: dict[str, Template],
) -> None:
    assert run_here("new", template_id, "study.json") == 2
    reason = templates[template_id].why_not
    assert reason is not None
    assert reason in capsys.readouterr().err
    assert not Path("study.json").exists()


def _protocol(template: Template) -> TrialProtocol:
    assert template.protocol is not None
    return template.protocol
