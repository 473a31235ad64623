"""Precedents on paper: what stands is said plainly, results with their figures, studies in the references."""

from collections.abc import Callable, Iterable

import pytest

from protocol_designer.domain.narrative import Reference
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.facts import Figure
from protocol_designer.precedents.library import TemplateLibrary, load_templates
from protocol_designer.precedents.nearest import Precedents, precedents_of
from protocol_designer.precedents.profile import study_drugs
from protocol_designer.report.blocks import Block, BulletList, Document, Heading, Paragraph, Table, texts_of
from protocol_designer.report.blocks import Figure as DrawnFigure
from protocol_designer.report.chapters.precedents import MOST_LISTED
from protocol_designer.report.document import compose
from protocol_designer.report.figures.precedent_strip import precedent_strip
from protocol_designer.report.precedent_standing import compared_with, standing
from protocol_designer.report.precedent_words import (
    comparator_words,
    differences,
    figure_words,
    outcome_words,
    people,
    reported_dose,
)
from protocol_designer.report.precedents_document import precedents_blocks, precedents_document
from protocol_designer.rules.engine import review

LIBRARY = load_templates()


def precedents(trial: TrialProtocol, formulary: Formulary, library: TemplateLibrary = LIBRARY) -> Precedents:
    return precedents_of(trial, study_drugs(trial)[0], library, formulary)


def said(found: Precedents) -> str:
    return " ".join(standing(found, "ketamine"))


def document(
    trial: TrialProtocol, formulary: Formulary, library: TemplateLibrary | None = LIBRARY
) -> Document:
    return compose(trial, review(trial, formulary), formulary, "draft", library)


def text_of(blocks: Iterable[Block]) -> str:
    return "\n".join(text for block in blocks for text, _ in texts_of(block))


def with_dose(trial: TrialProtocol, amount: str) -> TrialProtocol:
    return set_field("regimens[regimen-1].steps[1].amount", amount, "Change")(trial)


def test_the_sample_stands_among_its_precedents(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    found = precedents(sample_trial, formulary)
    assert compared_with(found.regimen, found.profile) == (
        "Compared with 0.71 mg/kg over 52 min, on average 0.01365 mg/kg/min."
    )
    assert "20 prior studies gave ketamine by the same route." in said(found)
    assert "The same dose over the same time: Dakwar 2014" in said(found)
    assert "No precedent" not in said(found)


def test_a_higher_dose_has_no_precedent_and_says_so(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    trial = set_field("regimens[regimen-1].cap", None, "Change")(with_dose(sample_trial, "1.31 mg/kg"))
    told = said(precedents(trial, formulary))
    assert (
        "No precedent for the dose per kg: it is higher than every one that is reported by this route."
        in told
    )
    assert "No precedent for the average rate: it is higher" in told
    assert "means and medians of rates that varied do not count" in told


def test_part_of_a_range_beyond_is_called_a_part(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    told = said(precedents(with_dose(sample_trial, "1.5 mg/kg"), formulary))
    assert "No precedent for the dose per kg: part of it is higher" in told


def test_another_route_is_no_precedent_and_names_the_studies_by_other_routes(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    trial = set_field("regimens[regimen-1].route", "intranasal", "Change")(sample_trial)
    told = said(precedents(trial, formulary))
    assert told.startswith("No precedent: no prior study here reports a regimen of ketamine by this route.")
    assert "By another route, or one that is not reported: " in told
    assert "Grabski 2022" in told


def test_without_prior_studies_there_is_plainly_no_precedent(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    told = said(precedents(sample_trial, formulary, TemplateLibrary(())))
    assert told == "No precedent: no prior study here reports a regimen of ketamine by this route."


def test_an_undecided_route_is_no_missing_precedent(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary
) -> None:
    told = said(precedents(trial_from("chuang_2025"), formulary))
    assert told == "Precedents cannot be told while the route here is not decided."


def test_an_undecided_dose_is_said(trial_from: Callable[[str], TrialProtocol], formulary: Formulary) -> None:
    found = precedents(trial_from("wong_2015"), formulary)
    assert compared_with(found.regimen, found.profile) == (
        "The dose of Continuous ketamine infusion is not decided; the order goes by what is."
    )


@pytest.mark.parametrize(
    ("study", "regimen", "dose"),
    [
        ("dakwar_2020_alcohol", "ket",
         "0.71 mg/kg over 52 min (in steps: 0.11 mg/kg over 2 min, then 0.6 mg/kg over 50 min)"),
        ("heeney_2022", "ket2", "0.3 to 1 mg/kg over 1 h"),
        ("shah_2018", "ket", "0.75 mg/kg/h (median, as the review prints it) over 54 h"),
        ("berman_2000", "ket", "0.5 mg/kg over 40 min (length from another document)"),
        ("das_2019", "ket", "350 ng/mL over 30 min"),
        ("yoon_2019", "ket", "0.5 mg/kg"),
    ],
)  # fmt: skip
def test_a_dose_is_written_as_it_is_reported(study: str, regimen: str, dose: str) -> None:
    given = next(one for one in LIBRARY.get(study).administrations if one.id == regimen)
    assert reported_dose(given) == dose


def test_counts_are_those_of_the_groups_or_say_that_they_are_not(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    words = {
        one.reported.template.id: people(one.reported) for one in precedents(sample_trial, formulary).found
    }
    assert words["dakwar_2020_alcohol"] == "n = 17"
    assert words["krupitsky_2007"] == "n = 26"
    assert words["grabski_2022"] == "96 in the study, this group not reported"
    assert words["krystal_1994"] == "not reported"


def test_comparators_are_named_and_silence_is_not_none(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    words = {
        one.reported.template.id: comparator_words(one.reported)
        for one in precedents(sample_trial, formulary).found
    }
    assert words["ctn_0132"] == "midazolam"
    assert words["terasaki_2022"] == "naltrexone and no study drug (Linkage alone)"
    assert words["hailozian_2021"] == "none, one group"
    assert words["krystal_1994"] == "not reported"


def test_differences_name_each_field_and_what_cannot_be_compared(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    words = {
        one.reported.template.id: differences(one)
        for one in precedents(sample_trial, formulary).by_same_route
    }
    assert words["dakwar_2020_alcohol"] == "the same in what can be compared"
    assert words["grabski_2022"].startswith(
        "dose per kg lower here; duration higher here; average rate lower"
    )
    assert words["shah_2018"].endswith("not compared: dose per kg and average rate")


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure(who="a", count=3, of=11, printed="27%"), "3 of 11 (27%)"),
        (Figure(who="a", count=13, of=27, printed="48.2%"), "13 of 27 (printed 48.2%, computed 48.1%)"),
        (Figure(who="a", count=1, of=8), "1 of 8 (12.5%)"),
        (Figure(who="a", count=6), ""),
        (Figure(who="a", printed="about half"), "about half"),
    ],
)
def test_a_printed_percentage_that_the_counts_do_not_give_stands_beside_ours(
    figure: Figure, words: str
) -> None:
    assert figure_words(figure) == words


def test_result_and_harms_are_those_of_the_study_or_said_to_be_missing() -> None:
    assert "10.1%" in outcome_words(LIBRARY.get("grabski_2022"))
    assert "no lasting psychoactive effects" in outcome_words(LIBRARY.get("dakwar_2020_alcohol"))
    assert outcome_words(LIBRARY.get("heeney_2022")).endswith("Harms: nothing reported in what was read")
    assert outcome_words(LIBRARY.get("ctn_0132")).startswith("Result not reported")


def test_the_strip_shows_a_dot_for_each_reported_dose_and_hollow_ones_for_averages(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    drawing = precedent_strip(precedents(sample_trial, formulary), 471)
    boxes = [mark for mark in drawing.marks if getattr(mark, "radius", 0)]
    hollow = {mark.tip.partition(":")[0] for mark in boxes if getattr(mark, "fill", None) is None}  # type: ignore[union-attr]  # only boxes have tips
    assert hollow == {"Wong 2015", "Pizon 2018", "Shah 2018"}
    assert "0.71 mg/kg here; prior studies 0.3 to 1.41 mg/kg" in drawing.description


def test_a_fixed_dose_has_a_strip_in_mg(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary
) -> None:
    drawing = precedent_strip(precedents(trial_from("hong_2025"), formulary), 471)
    assert (
        drawing.description == "Fixed dose, mg: 35 mg here; prior studies 35 to 84 mg, 3 reported regimens."
    )


def test_the_strip_without_a_dose_says_so(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary
) -> None:
    drawing = precedent_strip(precedents(trial_from("wong_2015"), formulary), 471)
    assert drawing.description == "No prior dose or rate by this route can be drawn beside this one."


def test_the_rationale_holds_the_nearest_studies_and_the_references_list_them(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    made = document(sample_trial, formulary)
    headings = [block.text for block in made.blocks if isinstance(block, Heading)]
    assert "Precedents of Ketamine, two steps" in headings
    table = next(
        block
        for block in made.blocks
        if isinstance(block, Table) and "Prior regimens nearest" in block.caption
    )
    assert len(table.rows) == MOST_LISTED
    links = {run.link for row in table.rows for run in row.cells[0].runs if run.link}
    anchors = {
        f"#{anchor}" for block in made.blocks if isinstance(block, BulletList) for anchor in block.anchors
    }
    assert len(links) == MOST_LISTED
    assert links <= anchors


def test_a_study_that_the_protocol_cites_itself_is_listed_once(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    doi = LIBRARY.get("dakwar_2019_cocaine").citation.doi
    before = text_of(document(sample_trial, formulary).blocks).count(f"doi:{doi}")
    own = Reference(id="reference-77", text="Dakwar 2019.", doi=f"https://doi.org/{doi}")
    cited = sample_trial.model_copy(update={"references": (*sample_trial.references, own)})
    after = text_of(document(cited, formulary).blocks).count(f"doi:{doi}")
    assert (before, after) == (1, 1)


def test_without_a_library_nothing_is_said_of_precedents(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    assert "Precedents of" not in text_of(document(sample_trial, formulary, None).blocks)


def test_a_protocol_that_started_from_a_study_says_so_beside_it(
    trial_from: Callable[[str], TrialProtocol], formulary: Formulary
) -> None:
    told = text_of(document(trial_from("dakwar_2020_alcohol"), formulary).blocks)
    assert told.count("This protocol started from it.") == 1


@pytest.mark.parametrize("study", [template.id for template in LIBRARY.starting])
def test_every_starting_template_prints_its_precedents(
    study: str, trial_from: Callable[[str], TrialProtocol], formulary: Formulary
) -> None:
    trial = trial_from(study)
    found = [precedents_of(trial, one, LIBRARY, formulary) for one in study_drugs(trial)]
    blocks = precedents_blocks(trial, review(trial, formulary), formulary, found)
    told = text_of(blocks)
    for one in found:
        assert f"Precedents of {one.regimen.name}" in told
    assert "None" not in told
    assert "not_reported" not in told


def test_the_extract_lists_its_studies_with_the_numbers_of_its_own_list(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    found = [precedents(sample_trial, formulary)]
    blocks = precedents_blocks(sample_trial, review(sample_trial, formulary), formulary, found)
    studies = next(block for block in blocks if isinstance(block, BulletList))
    assert len(studies.items) == MOST_LISTED
    assert [block for block in blocks if isinstance(block, DrawnFigure)]
    assert precedents_document(sample_trial, blocks).title.startswith("Precedents: ")


def test_a_protocol_without_a_study_drug_says_so(blank_trial: TrialProtocol, formulary: Formulary) -> None:
    blocks = precedents_blocks(blank_trial, review(blank_trial, formulary), formulary, [])
    paragraph = next(block for block in blocks if isinstance(block, Paragraph))
    assert "no investigational medicine" in paragraph.runs[0].text
