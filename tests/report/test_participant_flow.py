"""The planned participant flow: numbers from the model, every path, nothing outside its box."""

from collections.abc import Callable

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.display_list import Box, Drawing, Label
from protocol_designer.report.figures.participant_flow import participant_flow
from protocol_designer.report.figures.text_fit import text_width

WIDTH = 471.0


def flows(**fields: object) -> tuple[Drawing, ...]:
    return participant_flow(TrialProtocol.model_validate(fields), WIDTH)


def flow(**fields: object) -> Drawing:
    (drawing,) = flows(**fields)
    return drawing


def arms(*names: str) -> list[dict[str, object]]:
    return [{"id": f"arm-{number}", "name": name} for number, name in enumerate(names, start=1)]


def test_the_sample_tells_who_receives_what_and_is_followed_when(sample_trial: TrialProtocol) -> None:
    said = participant_flow(sample_trial, WIDTH)[0].description
    assert "Randomised 1:1: n = 164." in said
    assert "Ketamine with therapy: n = 82; receives; Ketamine, two steps: 0.11 mg/kg over 2 min" in said
    assert "at Dosing day (visit 4)" in said
    assert "Relapse prevention: 3 sessions" in said
    assert "Day 90 (primary endpoint) (visit 11); Day 180 (visit 12)" in said
    assert "10 % attrition allowed for" in said
    assert "not decided" not in said


def test_what_the_protocol_should_name_and_does_not_is_called_not_decided() -> None:
    said = flow(arms=arms("Ketamine")).description
    assert "Allocated (how is not decided): n not decided." in said
    assert "Ketamine: n not decided; receives; not decided yet; follow-up; visits not decided" in said
    assert "Assessed for eligibility: n counted in the trial." in said


def test_a_run_in_comes_before_the_allocation() -> None:
    said = flow(arms=arms("A"), design={"has_run_in": True}).description
    assert said.index("Assessed") < said.index("Run-in") < said.index("Allocated")


def test_a_crossover_has_a_path_a_sequence() -> None:
    design = {
        "model": "crossover",
        "washout": "7 day",
        "sequences": [
            {"id": "sequence-1", "name": "AB", "arms": ["arm-1", "arm-2"]},
            {"id": "sequence-2", "name": "BA", "arms": ["arm-2", "arm-1"]},
        ],
    }
    said = flow(arms=arms("Ketamine", "Midazolam"), design=design).description
    assert "AB: n not decided; receives; Period 1: Ketamine; wash-out of 7 days; Period 2: Midazolam" in said
    assert "BA: n not decided; receives; Period 1: Midazolam; wash-out of 7 days; Period 2: Ketamine" in said


def test_a_factorial_arm_names_its_cell() -> None:
    factors = [
        {"id": "factor-1", "name": "Drug", "levels": [{"id": "level-1", "name": "ketamine"}]},
        {"id": "factor-2", "name": "Talk", "levels": [{"id": "level-2", "name": "education"}]},
    ]
    held = [{"factor": "factor-1", "level": "level-1"}, {"factor": "factor-2", "level": "level-2"}]
    own = [{"id": "arm-1", "name": "One", "planned_n": 24, "factor_levels": held}]
    said = flow(arms=own, design={"model": "factorial", "factors": factors}).description
    assert "One: n = 24; Drug: ketamine; Talk: education" in said


def test_without_allocation_participants_are_enrolled() -> None:
    said = flow(arms=arms("A"), design={"allocation": {"method": "not_allocated"}}).description
    assert "Enrolled: n not decided." in said


@pytest.mark.parametrize(("count", "drawings"), [(1, 1), (4, 1), (5, 2), (9, 3)])
def test_every_text_stays_in_its_box_and_boxes_never_overlap(count: int, drawings: int) -> None:
    names = [f"An arm with a rather long name, number {number}" for number in range(count)]
    made = flows(arms=arms(*names))
    assert len(made) == drawings
    said = " ".join(drawing.description for drawing in made)
    assert [name for name in names if name not in said] == []
    for drawing in made:
        boxes = [mark for mark in drawing.marks if isinstance(mark, Box)]
        left = min(box.x for box in boxes)
        for mark in drawing.marks:
            if isinstance(mark, Label) and mark.x >= left:
                assert len([box for box in boxes if holds(box, mark)]) == 1, mark.text
        for index, one in enumerate(boxes):
            assert one.x + one.width <= drawing.width + 0.01
            assert one.y + one.height <= drawing.height
            for other in boxes[index + 1 :]:
                apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
                assert apart_x or one.y + one.height <= other.y or other.y + other.height <= one.y


def holds(box: Box, label: Label) -> bool:
    end = label.x + text_width(label.text, label.size, label.is_bold)
    return box.x < label.x and end <= box.x + box.width + 0.01 and box.y < label.y < box.y + box.height


def test_a_dose_is_not_torn_from_its_unit(trial_from: Callable[[str], TrialProtocol]) -> None:
    for template in ("dakwar_2020_alcohol", "grabski_2022"):
        (drawing,) = participant_flow(trial_from(template), WIDTH)
        texts = [mark.text for mark in drawing.marks if isinstance(mark, Label)]
        assert not [text for text in texts if text.split(" ")[0] in ("mg/kg", "mg", "min", "h")]


def test_many_doses_are_listed_by_visit(trial_from: Callable[[str], TrialProtocol]) -> None:
    (drawing,) = participant_flow(trial_from("grabski_2022"), WIDTH)
    assert "Ketamine infusion: 0.8 mg/kg over 40 min, at visits 2, 4, 6" in drawing.description
    assert not [mark.text for mark in drawing.marks if isinstance(mark, Label) and "…" in mark.text]
