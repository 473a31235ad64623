"""What stands once in the protocol stands once on paper, and nothing is lost by that."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import BulletList, Document, Paragraph, Run, Table, texts_of
from protocol_designer.report.document import compose
from protocol_designer.report.repetition import by_text, unsaid
from protocol_designer.report.schedule_notes import note_letter
from protocol_designer.rules.engine import review


def composed(trial: TrialProtocol, formulary: Formulary) -> Document:
    return compose(trial, review(trial, formulary), formulary)


def everything(document: Document) -> str:
    return "\n".join(text for block in document.blocks for text, _ in texts_of(block))


def said(text: str) -> tuple[Paragraph]:
    return (Paragraph((Run(text),)),)


def test_a_sentence_that_stands_there_word_for_word_is_left_out() -> None:
    text = "Data are kept for 15 years. Access is by role."
    assert unsaid(text, said("Coded data. data are kept, for 15 years")) == "Access is by role."


def test_another_number_or_sign_is_another_sentence() -> None:
    for other in ("Stop below 92 %.", "Stop at 91 %.", "Stop below 9.1 %.", "Do not stop below 91 %."):
        assert unsaid(other, said("Stop below 91 %.")) == other
    assert unsaid("Give 0.5 mg.", said("Give 5 mg.")) == "Give 0.5 mg."
    assert unsaid("Aged < 60 years.", said("Aged > 60 years.")) == "Aged < 60 years."


def test_paragraphs_stay_apart() -> None:
    assert unsaid("One.\n\nTwo.\n\nThree.", said("Two.")) == "One.\n\nThree."


def test_equal_texts_are_gathered_under_their_names_in_order() -> None:
    entries = [("A", "same", "p1"), ("B", "other", "p2"), ("C", "same", "p3")]
    assert by_text(entries) == [(["A", "C"], "same", "p1"), (["B"], "other", "p2")]


def test_narrative_equal_to_a_field_is_printed_once(formulary: Formulary) -> None:
    text = "The sponsor insures participants against harm."
    trial = TrialProtocol.model_validate(
        {
            "oversight": {"insurance": text},
            "narrative": [{"number": "11.5", "text": text + " It pays within a year."}],
        }
    )
    printed = everything(composed(trial, formulary))
    assert printed.count("insures participants") == 1
    assert "It pays within a year." in printed


def criteria(formulary: Formulary, text: str) -> str:
    entry = {"id": "c-1", "kind": "exclusion", "text": text,
             "bounds": [{"measure": "systolic_bp", "relation": "above", "value": "140 mmHg"}]}  # fmt: skip
    document = composed(TrialProtocol.model_validate({"population": {"criteria": [entry]}}), formulary)
    (listed,) = [block for block in document.blocks if isinstance(block, BulletList)
                 and block.places == ("population.criteria[c-1]",)]  # fmt: skip
    return "".join(run.text for run in listed.items[0])


def test_the_figure_of_a_criterion_is_added_only_where_its_words_lack_it(formulary: Formulary) -> None:
    assert "In figures" not in criteria(formulary, "Blood pressure above 140 mmHg systolic.")
    figures = "In figures: systolic blood pressure above 140 mmHg."
    assert figures in criteria(formulary, "Raised blood pressure.")
    assert figures in criteria(formulary, "Blood pressure above 14 or 1400.")


def test_letters_of_notes_never_repeat() -> None:
    letters = [note_letter(index) for index in range(1000)]
    assert len(set(letters)) == 1000
    assert letters[:3] + letters[25:29] == ["a", "b", "c", "z", "aa", "ab", "ac"]


def schedule(count: int, note: str) -> dict[str, object]:
    visits = [{"id": f"visit-{n}", "name": f"Visit {n}"} for n in range(count)]
    cells = [{"activity": "a-1", "visit": f"visit-{n}", "footnote": note.format(n)} for n in range(count)]
    return {"visits": visits, "activities": [{"id": "a-1", "name": "ECG", "group": "safety"}], "cells": cells}


def marks(document: Document) -> list[str]:
    grids = [one for one in document.blocks if isinstance(one, Table) and one.is_grid]
    (row,) = [row for grid in grids for row in grid.rows if row.cells[0].runs[0].text == "ECG"]
    return ["".join(run.text for run in cell.runs) for cell in row.cells[1:]]


def test_equal_notes_of_the_schedule_share_a_letter(formulary: Formulary) -> None:
    same = composed(TrialProtocol.model_validate({"schedule": schedule(4, "Fasting")}), formulary)
    assert marks(same) == ["X a"] * 4
    other = composed(TrialProtocol.model_validate({"schedule": schedule(4, "Note {}")}), formulary)
    assert marks(other) == ["X a", "X b", "X c", "X d"]


def test_a_visit_after_a_later_dose_carries_its_day_on_the_common_axis(
    trial_from, formulary: Formulary
) -> None:
    document = composed(trial_from("dakwar_2014_cocaine"), formulary)
    (grid,) = [one for one in document.blocks if isinstance(one, Table) and one.is_grid]
    targets = ["".join(run.text for run in cell.runs) for cell in grid.header[2].cells[1:]]
    assert targets == ["D 0", "D 1", "D 2", "D 3", "D 4", "D 5", "?"]


def test_a_template_is_named_as_people_cite_it(trial_from, formulary: Formulary) -> None:
    text = everything(composed(trial_from("dakwar_2020_alcohol"), formulary))
    assert "Dakwar 2020 (alcohol): Dakwar E, Levin F" in text
    assert "dakwar_2020_alcohol" not in text


def test_an_abbreviation_of_the_safety_review_is_in_the_glossary(formulary: Formulary) -> None:
    document = composed(TrialProtocol(), formulary)
    (glossary,) = [
        one for one in document.blocks if isinstance(one, Table) and "Abbreviations" in one.caption
    ]
    assert "CYP3A4" in [row.cells[0].runs[0].text for row in glossary.rows]


def test_a_time_that_counts_from_an_undated_dose_says_so(trial_from, formulary: Formulary) -> None:
    document = composed(trial_from("grabski_2022"), formulary)
    (grid,) = [one for one in document.blocks if isinstance(one, Table) and one.is_grid]
    targets = ["".join(run.text for run in cell.runs) for cell in grid.header[2].cells[1:]]
    assert "+7 d" in targets
    legend = "".join(run.text for run in grid.footnotes[0])
    assert "+: counts from an earlier dose or visit." in legend
    assert "?: not decided yet." in legend
