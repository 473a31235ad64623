"""The sheet and the drawing of a prior study: as reported, with both sides, and nothing unknown drawn."""

import pytest

from protocol_designer.precedents.library import TemplateLibrary, load_templates
from protocol_designer.report.display_list import Box, Hatch, Ink, Label, Shape
from protocol_designer.report.figures.study_schema import study_schema
from protocol_designer.report.study_sheet import questions_left, study_sheet


@pytest.fixture(scope="module")
def library() -> TemplateLibrary:
    """Every shipped record."""
    return load_templates()


def texts(library: TemplateLibrary, template_id: str) -> dict[str, str]:
    """Return the sections of a sheet as text."""
    return {
        section.title: "\n".join(f"{line.head} {line.text} {line.note}" for line in section.lines)
        for section in study_sheet(library.get(template_id), library)
    }


def test_counts_stand_with_denominators_and_printed_percentages_beside_computed_ones(
    library: TemplateLibrary,
) -> None:
    results = texts(library, "dakwar_2020_alcohol")["Results as reported"]
    assert "ketamine: 6 of 8 (75%)" in results
    assert "midazolam: 3 of 11 (27%)" in results
    cocaine = texts(library, "dakwar_2019_cocaine")["Results as reported"]
    assert "printed 48.2%, computed 48.1%" in cocaine


def test_both_sides_of_a_disagreement_stand_with_their_documents(library: TemplateLibrary) -> None:
    told = texts(library, "azhari_2021")["Where sources disagree"]
    assert "“0.71 mg/kg or 0.41 mg/kg” [1]" in told
    assert "“for non-responders 1.41 mg/kg in week 4, over 92 min” [2]" in told
    assert "Settled by [3]" in told


def test_the_saline_step_of_a_comparator_is_told(library: TemplateLibrary) -> None:
    assert "saline over 2 min, then 0.025 mg/kg over 50 min" in texts(library, "dakwar_2020_alcohol")["Doses"]


def test_silence_on_harms_is_not_told_as_their_absence(library: TemplateLibrary) -> None:
    assert "not the absence of harm" in texts(library, "gao_2023")["Harms as reported"]


def test_what_is_left_open_is_counted(library: TemplateLibrary) -> None:
    assert questions_left(library.get("grabski_2022")).endswith(
        "for 2 of them sources give different values."
    )


def test_every_record_has_a_sheet_and_cites_only_listed_sources(library: TemplateLibrary) -> None:
    for template in library.all:
        sections = study_sheet(template, library)
        assert {"Design", "Results as reported", "Harms as reported", "Sources"} <= {
            section.title for section in sections
        }
        assert all(line.text for section in sections for line in section.lines), template.id


def test_a_dose_is_as_tall_as_its_share_and_an_unknown_one_has_no_fill(library: TemplateLibrary) -> None:
    drawing = study_schema(library.get("dakwar_2014_cocaine"), 700)
    assert drawing is not None
    low, high = (mark for mark in drawing.marks if isinstance(mark, Box) and mark.fill is Ink.STUDY_DRUG)
    assert low.height / high.height == pytest.approx(0.41 / 0.71)
    comparator = next(mark for mark in drawing.marks if isinstance(mark, Box) and mark.fill is Ink.COMPARATOR)
    assert comparator.hatch is Hatch.DIAGONAL
    saline = study_schema(library.get("grabski_2022"), 700)
    assert saline is not None
    unknown = [mark for mark in saline.marks if isinstance(mark, Box) and mark.tip and "Saline" in mark.tip]
    assert unknown
    assert all(mark.fill is None for mark in unknown)


@pytest.mark.parametrize("template_id", ["kwan_2024_faers", "gao_2023"])
def test_a_record_without_groups_and_doses_is_not_drawn(library: TemplateLibrary, template_id: str) -> None:
    assert study_schema(library.get(template_id), 700) is None


@pytest.mark.parametrize(
    ("template_id", "has_line", "said"),
    [
        ("dakwar_2020_alcohol", True, "Randomised"),
        ("krupitsky_2007", False, "Randomised, not at first"),
        ("dakwar_2014_cocaine", False, "Conditions of a crossover"),
        ("dakwar_2016_cocaine", False, "Conditions of a crossover"),
        ("krupitsky_grinenko_1997", False, None),
    ],
)
def test_randomisation_is_drawn_only_where_it_came_before_every_dose(
    library: TemplateLibrary, template_id: str, has_line: bool, said: str | None
) -> None:
    drawing = study_schema(library.get(template_id), 700)
    assert drawing is not None
    assert any(isinstance(mark, Shape) for mark in drawing.marks) == has_line
    labels = {mark.text for mark in drawing.marks if isinstance(mark, Label)}
    assert labels & {"Randomised", "Randomised, not at first", "Conditions of a crossover"} == (
        {said} if said else set()
    )


@pytest.mark.parametrize("width", [360, 740, 1100])
def test_no_mark_leaves_the_drawing(library: TemplateLibrary, width: float) -> None:
    for template in library.all:
        drawing = study_schema(template, width)
        for mark in drawing.marks if drawing else ():
            if isinstance(mark, Label):
                assert mark.max_width is not None
                assert mark.x + mark.max_width <= width + 1, (template.id, mark.text)
                assert 0 < mark.y <= drawing.height, (template.id, mark.text)
            elif isinstance(mark, Box):
                assert mark.x + mark.width <= width
                assert 0 <= mark.y <= mark.y + mark.height <= drawing.height
