"""Finding a prior study: all words, every facet, and what a value groups."""

import pytest

from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.browsing import Facet, StudyEntry, facet_values, study_entry
from protocol_designer.precedents.library import load_templates


@pytest.fixture
def entries(formulary: Formulary) -> tuple[StudyEntry, ...]:
    """Every shipped record."""
    return tuple(study_entry(template, formulary) for template in load_templates().all)


def found(entries: tuple[StudyEntry, ...], search: str = "", **chosen: str) -> set[str]:
    """Return the ids of what fits."""
    facets = {Facet(name): value for name, value in chosen.items()}
    return {entry.template.id for entry in entries if entry.fits(search, facets)}


def test_all_words_have_to_occur_whatever_their_case(entries: tuple[StudyEntry, ...]) -> None:
    assert "dakwar_2020_alcohol" in found(entries, "MIDAZOLAM alcohol")
    assert "dakwar_2019_cocaine" not in found(entries, "midazolam alcohol")
    assert found(entries, "timber") == {"pradhan_2020"}
    assert found(entries, "NCT02539511") >= {"dakwar_2020_alcohol"}
    assert found(entries, "midazolam nonsense") == set()


def test_facets_narrow_together(entries: tuple[StudyEntry, ...]) -> None:
    cocaine = found(entries, substance="Cocaine")
    assert {"dakwar_2014_cocaine", "dakwar_2016_cocaine", "dakwar_2019_cocaine"} <= cocaine
    assert found(entries, substance="Cocaine", comparator="Lorazepam") == {"dakwar_2014_cocaine"}
    assert found(entries, route="Sublingual") >= {"gent_2024", "grande_2024"}
    assert found(entries, drug="Esketamine") >= {"faruqui_2022", "gent_2024", "hong_2025"}
    assert found(entries, design="Factorial") == {"das_2019", "grabski_2022"}
    assert found(entries, design="Crossover") >= {"dakwar_2014_cocaine", "dakwar_2016_cocaine"}
    assert found(entries, therapy="Memory reconsolidation") == {"pradhan_2020"}
    assert found(entries, year="Before 2000", evidence="Human pharmacology") == {"krystal_1994"}


def test_every_record_has_a_value_that_is_offered_in_every_facet(entries: tuple[StudyEntry, ...]) -> None:
    for facet in Facet:
        offered = facet_values(entries, facet)
        assert len(set(offered)) == len(offered) > 1
        assert all(not value[0].islower() and "_" not in value for value in offered)
        for entry in entries:
            assert entry.values[facet] <= set(offered), entry.template.id
            assert entry.values[facet], entry.template.id
