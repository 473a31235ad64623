"""The plan for the dosing day: every threshold once, under what it leads to, with its time of repetition."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Table
from protocol_designer.report.document import compose
from protocol_designer.rules.engine import review


def threshold(number: int, measure: str, value: str, **more: str) -> dict[str, str]:
    return {"id": f"t-{number}", "purpose": "stop_during_dose", "measure": measure, "relation": "above",
            "value": value, "action": "Stop the infusion.", **more}  # fmt: skip


def rows(formulary: Formulary, *thresholds: dict[str, str]) -> list[list[str]]:
    trial = TrialProtocol.model_validate({"dosing_day": {"thresholds": thresholds}})
    document = compose(trial, review(trial, formulary), formulary)
    (table,) = [one for one in document.blocks if isinstance(one, Table) and "Thresholds" in one.caption]
    return [["".join(run.text for run in cell.runs) for cell in row.cells] for row in table.rows]


def test_thresholds_with_one_action_share_a_row_and_keep_their_own_repetition(formulary: Formulary) -> None:
    found = rows(
        formulary,
        threshold(1, "systolic_bp", "180 mmHg", repeat_after="5 min"),
        threshold(2, "heart_rate", "130 /min", repeat_after="1 min"),
        threshold(3, "diastolic_bp", "110 mmHg", repeat_after="5 min"),
        threshold(4, "heart_rate", "150 /min"),
    )
    assert found == [
        [
            "Stop during dose",
            "Each repeated after 5 min:\n"
            "– Systolic blood pressure above 180 mmHg\n"
            "– Diastolic blood pressure above 110 mmHg\n"
            "Heart rate above 130/min, repeated after 1 min\n"
            "Heart rate above 150/min",
            "Stop the infusion.",
        ]
    ]


def test_another_action_is_another_row(formulary: Formulary) -> None:
    found = rows(
        formulary,
        threshold(1, "systolic_bp", "180 mmHg"),
        threshold(2, "heart_rate", "130 /min", action="Call the anaesthetist."),
    )
    assert [row[1:] for row in found] == [
        ["Systolic blood pressure above 180 mmHg", "Stop the infusion."],
        ["Heart rate above 130/min", "Call the anaesthetist."],
    ]


def test_an_action_that_is_not_decided_is_a_gap(formulary: Formulary) -> None:
    entry = threshold(1, "systolic_bp", "180 mmHg")
    del entry["action"]
    assert rows(formulary, entry)[0][2] == "not decided yet"
