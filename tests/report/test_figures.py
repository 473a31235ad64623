"""The figures: everything inside, no text over another, what is undecided never placed."""

from itertools import combinations

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import Quantity
from protocol_designer.report.display_list import Align, Box, Drawing, Hatch, Ink, Label, Shape, Stroke
from protocol_designer.report.figures.infusion_profile import infusion_profile
from protocol_designer.report.figures.text_fit import shortened, text_width, wrapped
from protocol_designer.report.figures.trial_schema import trial_schema

TEMPLATES = ("dakwar_2020_alcohol", "dakwar_2014_cocaine", "grabski_2022", "krupitsky_2002")


def extent(label: Label) -> tuple[float, float, float, float]:
    width = text_width(label.text, label.size, label.is_bold)
    left = label.x - {Align.LEFT: 0, Align.CENTRE: width / 2, Align.RIGHT: width}[label.align]
    return left, label.y - 0.72 * label.size, left + width, label.y + 0.2 * label.size


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    labels = [mark for mark in drawing.marks if isinstance(mark, Label)]
    found = []
    for one, other in combinations(labels, 2):
        a, b = extent(one), extent(other)
        if a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] and b[1] < a[3]:
            found.append((one.text, other.text))
    return found


def points(drawing: Drawing) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for mark in drawing.marks:
        if isinstance(mark, Box):
            found += [(mark.x, mark.y), (mark.x + mark.width, mark.y + mark.height)]
        elif isinstance(mark, Stroke | Shape):
            found += list(mark.points)
        else:
            left, top, right, bottom = extent(mark)
            found += [(left, top), (right, bottom)]
    return found


def check_geometry(drawing: Drawing) -> None:
    assert overlapping(drawing) == []
    outside = [
        (x, y)
        for x, y in points(drawing)
        if not (-3 <= x <= drawing.width + 3 and -3 <= y <= drawing.height + 3)
    ]
    assert outside == []


@pytest.mark.parametrize("width", [420.0, 471.0, 900.0, 1400.0])
def test_the_sample_is_drawn_inside_its_width_without_overlaps(
    sample_trial: TrialProtocol, width: float
) -> None:
    check_geometry(trial_schema(sample_trial, width))


@pytest.mark.parametrize("width", [471.0, 900.0])
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_is_drawn_without_overlaps(trial_from, template: str, width: float) -> None:
    check_geometry(trial_schema(trial_from(template), width))


def test_a_blank_protocol_says_what_to_do_first(blank_trial: TrialProtocol) -> None:
    drawing = trial_schema(blank_trial, 471)
    check_geometry(drawing)
    assert "Add an arm" in " ".join(mark.text for mark in drawing.marks if isinstance(mark, Label))


def test_every_visit_of_the_sample_can_be_selected_where_it_stands(sample_trial: TrialProtocol) -> None:
    drawing = trial_schema(sample_trial, 900)
    places = {mark.place for mark in drawing.marks if isinstance(mark, Box)}
    for visit in sample_trial.schedule.visits:
        assert f"schedule.visits[{visit.id}]" in places
    for mark in drawing.marks:
        if (
            isinstance(mark, Box)
            and mark.place
            and mark.place.startswith(("regimens", "courses", "schedule.visits"))
        ):
            assert mark.tip


def test_targets_stand_in_the_order_of_time(sample_trial: TrialProtocol) -> None:
    drawing = trial_schema(sample_trial, 900)
    ticks = {
        mark.place: mark.points[0][0]
        for mark in drawing.marks
        if isinstance(mark, Stroke) and mark.ink is Ink.FOLLOW_UP and len(mark.points) == 2 and mark.place
    }
    order = [ticks[f"schedule.visits[{visit.id}]"] for visit in sample_trial.schedule.visits]
    assert order == sorted(order)


def test_the_comparator_is_hatched_and_as_tall_as_its_share() -> None:
    trial = two_im_doses()
    bars = {
        mark.place: mark
        for mark in trial_schema(trial, 600).marks
        if isinstance(mark, Box) and mark.place in ("regimens[reg-1]", "regimens[reg-2]")
    }
    high, low = bars["regimens[reg-1]"], bars["regimens[reg-2]"]
    assert (high.hatch, low.hatch) == (Hatch.SOLID, Hatch.DIAGONAL)
    assert low.height == pytest.approx(high.height / 2)


def test_a_visit_without_timing_is_listed_and_not_placed() -> None:
    trial = two_im_doses()
    drawing = trial_schema(trial, 600)
    labels = [
        mark for mark in drawing.marks if isinstance(mark, Label) and mark.place == "schedule.visits[visit-2]"
    ]
    assert [label.text for label in labels] == ["2 Some day"]
    assert not [m for m in drawing.marks if isinstance(m, Stroke) and m.place == "schedule.visits[visit-2]"]
    assert any(isinstance(mark, Label) and mark.text == "Not placed yet" for mark in drawing.marks)


def two_im_doses() -> TrialProtocol:
    def regimen(number: int, amount: str, use: str) -> dict[str, object]:
        step = {"kind": "injection", "basis": "per_kg", "amount": amount}
        return {"id": f"reg-{number}", "name": f"Dose {number}", "drug": "ketamine", "use": use,
                "route": "im",
                "steps": [step], "visits": ["visit-1"]}  # fmt: skip

    timing = {"anchor": {"kind": "randomisation"}, "earliest": "6 day", "target": "7 day", "latest": "8 day"}
    return TrialProtocol.model_validate(
        {
            "arms": [
                {"id": "arm-1", "name": "High", "regimens": ["reg-1"]},
                {"id": "arm-2", "name": "Low", "regimens": ["reg-2"]},
            ],
            "regimens": [regimen(1, "2 mg/kg", "investigational"), regimen(2, "1 mg/kg", "comparator")],
            "schedule": {
                "visits": [
                    {"id": "visit-1", "name": "Dosing", "is_dosing": True, "timing": timing},
                    {"id": "visit-2", "name": "Some day"},
                ]
            },
        }
    )


def test_the_infusion_profile_draws_the_rates_of_its_steps(sample_trial: TrialProtocol) -> None:
    ketamine = sample_trial.regimens[0]
    drawing = infusion_profile(ketamine, Quantity.parse("100 kg"), 400, 160)
    check_geometry(drawing)
    bolus, infusion = (mark for mark in drawing.marks if isinstance(mark, Box))
    # 0.11 mg/kg over 2 min is 5.5 mg/min at 100 kg; 0.60 mg/kg over 50 min is 1.2 mg/min.
    assert bolus.height / infusion.height == pytest.approx(5.5 / 1.2)
    assert infusion.width / bolus.width == pytest.approx(25, rel=0.01)
    assert "71 mg" in drawing.description


def test_an_undecided_dose_says_what_is_missing() -> None:
    trial = TrialProtocol.model_validate(
        {"regimens": [{"id": "reg-1", "name": "Ketamine", "drug": "ketamine"}]}
    )
    drawing = infusion_profile(trial.regimens[0], Quantity.parse("70 kg"), 300, 120)
    assert drawing.description == "No profile yet: the dose of Ketamine is not decided."
    check_geometry(drawing)


def test_an_injection_has_no_rate_to_draw() -> None:
    drawing = infusion_profile(two_im_doses().regimens[0], Quantity.parse("70 kg"), 300, 120)
    assert drawing.description == "140 mg at 70 kg, given at once: there is no rate to draw."


def test_a_text_is_shortened_until_it_fits_or_dropped() -> None:
    text = shortened("Follow-up on day 28", 50, 8)
    assert text.endswith("…")
    assert text_width(text, 8) <= 50
    assert shortened("Follow-up", 9, 8) == ""
    assert shortened("Day 28", 200, 8) == "Day 28"


def test_wrapped_text_fits_each_line_and_loses_nothing_when_there_is_room() -> None:
    lines = wrapped("Ketamine with motivational enhancement therapy", 110, 9, 4)
    assert " ".join(lines) == "Ketamine with motivational enhancement therapy"
    assert all(text_width(line, 9) <= 110 for line in lines)


def labels(drawing: Drawing) -> list[str]:
    return [mark.text for mark in drawing.marks if isinstance(mark, Label)]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_printed_schema_with_its_key_has_no_overlaps(trial_from, template: str) -> None:
    check_geometry(trial_schema(trial_from(template), 471, has_key=True))


@pytest.mark.parametrize("width", [300.0, 471.0])
def test_the_key_names_every_visit_and_epoch_whole(sample_trial: TrialProtocol, width: float) -> None:
    drawing = trial_schema(sample_trial, width, has_key=True)
    check_geometry(drawing)
    texts = labels(drawing)
    for visit in sample_trial.schedule.visits:
        assert visit.name in texts
    for epoch in sample_trial.schedule.epochs:
        assert epoch.name in texts
    assert not [text for text in texts if text.endswith("…")]


def test_the_key_names_lanes_that_the_gutter_shortens(trial_from) -> None:
    trial = trial_from("dakwar_2014_cocaine")
    texts = labels(trial_schema(trial, 471, has_key=True))
    assert [sequence.name for sequence in trial.design.sequences if sequence.name not in texts] == []


def test_a_window_keeps_its_names_and_has_no_key(sample_trial: TrialProtocol) -> None:
    texts = labels(trial_schema(sample_trial, 1400))
    assert "Visits" not in texts
    assert "4 Dosing day" in texts


def test_a_name_cut_in_its_middle_is_in_the_key_too(trial_from) -> None:
    trial = trial_from("grabski_2022")
    texts = labels(trial_schema(trial, 471, has_key=True))
    assert [arm.name for arm in trial.arms if arm.name not in texts] == []
