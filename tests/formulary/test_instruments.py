"""The library of instruments: what it holds is sourced, and nothing that cannot be trusted is read."""

import json
from pathlib import Path
from typing import Any

import pytest

from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import Activity
from protocol_designer.formulary.instruments import (
    InstrumentDomain,
    UnusableLibrary,
    load_instruments,
)


def _entry(**changes: Any) -> dict[str, Any]:
    entry = {
        "id": "scale",
        "name": "A scale",
        "domain": "mood",
        "instrument": "depression_scale",
        "form": "self_report",
        "group": "efficacy",
        "measures": "Mood.",
        "variable": "Mood",
        "metric": "Total",
        "sources": [{"text": "A paper", "doi": "10.1000/1"}],
    }
    return {**entry, **changes}


def _written(folder: Path, *entries: dict[str, Any]) -> Path:
    path = folder / "instruments.json"
    path.write_text(json.dumps({"instruments": entries}), encoding="utf-8")
    return path


def test_the_shipped_library_covers_each_domain_and_sources_each_entry() -> None:
    library = load_instruments()
    assert {entry.domain for entry in library.instruments} == set(InstrumentDomain)
    for entry in library.instruments:
        assert all(source.doi or source.url for source in entry.sources), entry.id


def test_depression_scales_name_the_item_on_suicide() -> None:
    library = load_instruments()
    scales = [one for one in library.instruments if one.instrument is Instrument.DEPRESSION_SCALE]
    assert {one.short for one in scales} == {"PHQ-9", "MADRS", "HAM-D"}
    assert all(one.alerts for one in scales)


@pytest.mark.parametrize(
    "changes",
    [
        {"sources": []},
        {"sources": [{"text": "A paper that nobody can find"}]},
        {"minutes_least": 5},
        {"minutes_least": 9, "minutes_most": 5},
        {"instrument": "a_scale_no_rule_knows"},
        {"minutes": 5},
        {"items": "ten"},
    ],
)
def test_an_entry_that_cannot_be_trusted_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(UnusableLibrary):
        load_instruments(_written(tmp_path, _entry(**changes)))


def test_two_entries_with_one_identity_and_broken_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableLibrary, match="scale"):
        load_instruments(_written(tmp_path, _entry(), _entry(name="Another")))
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(UnusableLibrary):
        load_instruments(broken)
    with pytest.raises(UnusableLibrary):
        load_instruments(tmp_path / "missing.json")


def test_unknown_facts_stay_unknown(tmp_path: Path) -> None:
    (entry,) = load_instruments(_written(tmp_path, _entry())).instruments
    assert (entry.items, entry.minutes_least, entry.licence, entry.alerts) == (None, None, None, ())


def test_an_activity_is_known_by_its_name_or_by_a_code_of_its_own() -> None:
    library = load_instruments()
    entries = {entry.id: entry for entry in library.instruments}
    cadss = Activity(id="a-1", name="Dissociation", instrument=Instrument.CADSS)
    other_scale = Activity(id="a-2", name="Beck inventory", instrument=Instrument.DEPRESSION_SCALE)
    named = Activity(id="a-3", name="patient health questionnaire, nine items")
    schedule = (other_scale, cadss, named)
    assert library.activity_of(entries["cadss"], schedule) is cadss
    assert library.activity_of(entries["phq-9"], schedule) is named
    assert library.activity_of(entries["madrs"], schedule) is None
    assert library.activity_of(entries["near-death-experience"], schedule) is None
