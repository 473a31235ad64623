"""The numbers behind the curves: the same for screen, paper and clipboard, and never a target."""

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.kinetics.models import KAMP_2020
from protocol_designer.kinetics.over_weights import OverWeights, predict_over_weights
from protocol_designer.kinetics.solving import Stretch, concentrations
from protocol_designer.quantities import Quantity
from protocol_designer.report.concentration_table import as_text, depth_told, header, moments, rows
from protocol_designer.report.display_list import Drawing, Stroke
from protocol_designer.report.figures.concentration import concentration
from tests.rules.build import injection, ketamine, protocol, step


def made(dose: dict[str, object], **more: bool) -> OverWeights:
    trial = protocol(dose)
    bounds = trial.population.model_copy(
        update={"weight_min": Quantity.parse("50 kg"), "weight_max": Quantity.parse("100 kg")}
    )
    return predict_over_weights(trial.regimens[0], bounds, **more)


def test_there_is_a_row_for_each_curve_that_is_drawn() -> None:
    names = [row[0] for row in rows(made(ketamine(), with_norketamine=True))]
    assert names[:3] == ["50 kg", "75 kg", "100 kg"]
    assert names[3:] == [
        "100 kg, 5th percentile",
        "100 kg, 95th percentile",
        "100 kg, lowest model",
        "100 kg, highest model",
        "100 kg, norketamine",
    ]


def test_the_rows_hold_the_numbers_of_the_curves() -> None:
    found = made(ketamine())
    titles, first = header(found), rows(found)[0]
    line = found.predictions[0]
    assert first[titles.index("Peak, ng/mL")] == f"{line.line.peak:.0f}"
    assert first[titles.index("At, min")] == "40"
    assert first[titles.index("60 min")] == f"{line.at(60):.0f}"
    assert all(len(row) == len(titles) for row in rows(found))


@pytest.mark.parametrize("length", ["149 min", "137 min", "6 h", "2880 min"])
def test_a_column_tells_the_very_minute_of_its_head(length: str) -> None:
    """Reference: the exact solution at that minute, which the grid of the drawing may step over."""
    found = made(ketamine(step("0.3 mg/kg", "1 min"), step("0.4 mg/kg", length)))
    minutes = float(Quantity.parse(length).in_base)
    given = [Stretch(1.0, 0.3 * 50), Stretch(minutes, 0.4 * 50 / minutes)]
    exact = concentrations([KAMP_2020.compartments(50.0)], given, moments(found))[0, 0]
    assert list(rows(found)[0][3:]) == [f"{value:.0f}" for value in exact]


def test_a_long_infusion_has_columns_up_to_its_end() -> None:
    found = made(ketamine(step("0.19 mg/kg/h", "2880 min")))
    assert header(found)[-1] == "50 h"
    assert header(found)[3] == "60 min"


def test_an_injection_is_told_with_low_confidence() -> None:
    found = made(ketamine(injection("2 mg/kg"), route="im"))
    assert [row[0] for row in rows(found)][3:] == [
        "100 kg, absorption, lowest",
        "100 kg, absorption, highest",
    ]
    drawing = concentration(found, 500, 160, "regimens[x]")
    assert "Low confidence" in drawing.description
    assert any("low confidence" in getattr(mark, "text", "") for mark in drawing.marks)
    assert all(mark.is_dashed for mark in drawn(drawing))


def drawn(drawing: Drawing) -> list[Stroke]:
    return [mark for mark in drawing.marks if isinstance(mark, Stroke) and mark.place == "regimens[x]"]


def test_norketamine_is_one_more_line_and_only_when_asked_for() -> None:
    without, with_it = (
        concentration(made(ketamine(), with_norketamine=wanted), 500, 160, "regimens[x]")
        for wanted in (False, True)
    )
    assert len(drawn(with_it)) == len(drawn(without)) + 1
    assert "Norketamine peaks" in with_it.description
    assert "Norketamine" not in without.description


def test_text_says_what_it_is_not() -> None:
    text = as_text(made(ketamine()), "Ketamine")
    assert "none of them a target" in text
    assert "no dosing instruction" in text
    assert text.splitlines()[1].split("\t")[0] == "Curve"


def test_an_anaesthetic_peak_is_told_and_a_lower_one_is_not() -> None:
    assert depth_told(made(ketamine())) == ""
    assert "anaesthetic depth" in depth_told(made(ketamine(step("2 mg/kg", "40 min"))))


def test_the_reported_ranges_are_dotted_and_named(sample_trial: TrialProtocol) -> None:
    study = next(one for one in sample_trial.regimens if one.drug == "ketamine")
    found = predict_over_weights(study, sample_trial.population)
    drawing = concentration(found, 500, 160, "regimens[x]")
    dotted = [
        mark for mark in drawing.marks if isinstance(mark, Stroke) and mark.is_dashed and not mark.place
    ]
    assert len(dotted) >= 6
    assert any("dissociation" in getattr(mark, "text", "") for mark in drawing.marks)
