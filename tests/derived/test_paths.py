"""The dosing sessions that one participant can go through."""

from typing import Any

import pytest

from protocol_designer.derived.paths import STUDY_USES, paths
from protocol_designer.domain.trial import TrialProtocol

VISITS = [
    {"id": "v0", "name": "Screening"},
    {"id": "v1", "name": "Dose 1", "is_dosing": True, "epoch": "p1"},
    {"id": "v2", "name": "Dose 2", "is_dosing": True, "epoch": "p2"},
    {"id": "v3", "name": "Ketamine only", "is_dosing": True, "arms": ["arm-1"]},
]
EPOCHS = [{"id": "p1", "name": "Period 1", "period": 1}, {"id": "p2", "name": "Period 2", "period": 2}]


def _regimen(number: int, use: str, visits: tuple[str, ...]) -> dict[str, Any]:
    return {"id": f"reg-{number}", "name": f"Drug {number}", "use": use, "visits": visits}


def _trial(design: dict[str, Any]) -> TrialProtocol:
    return TrialProtocol.model_validate(
        {
            "design": design,
            "arms": [
                {"id": "arm-1", "name": "Ketamine", "regimens": ["reg-1", "reg-3"]},
                {"id": "arm-2", "name": "Midazolam", "regimens": ["reg-2"]},
            ],
            "regimens": [
                _regimen(1, "investigational", ("v1", "v2", "v3")),
                _regimen(2, "comparator", ("v1", "v2")),
                _regimen(3, "premedication", ("v0", "v1", "v2", "v3")),
            ],
            "schedule": {"visits": VISITS, "epochs": EPOCHS},
        }
    )


def _told(trial: TrialProtocol) -> dict[str, list[tuple[int, str, str, list[str]]]]:
    return {
        path.label: [
            (session.number, session.visit.id, session.arm.id, [regimen.id for regimen in session.regimens])
            for session in path.sessions
        ]
        for path in paths(trial)
    }


@pytest.mark.parametrize("model", ["parallel", "factorial", "single_group", None])
def test_in_parallel_each_arm_is_a_path(model: str | None) -> None:
    assert _told(_trial({"model": model})) == {
        "Ketamine": [
            (1, "v1", "arm-1", ["reg-1"]),
            (2, "v2", "arm-1", ["reg-1"]),
            (3, "v3", "arm-1", ["reg-1"]),
        ],
        "Midazolam": [(1, "v1", "arm-2", ["reg-2"]), (2, "v2", "arm-2", ["reg-2"])],
    }


def test_in_a_crossover_each_allowed_sequence_is_a_path() -> None:
    sequences = [
        {"id": "s1", "name": "Ketamine first", "arms": ["arm-1", "arm-2"]},
        {"id": "s2", "name": "Midazolam first", "arms": ["arm-2", "arm-1"]},
        {"id": "s3", "name": "Ketamine twice", "arms": ["arm-1", "arm-1"]},
    ]
    trial = _trial({"model": "crossover", "sequences": sequences})
    assert _told(trial) == {
        "Ketamine first": [(1, "v1", "arm-1", ["reg-1"]), (2, "v2", "arm-2", ["reg-2"])],
        "Midazolam first": [(1, "v1", "arm-2", ["reg-2"]), (2, "v2", "arm-1", ["reg-1"])],
        "Ketamine twice": [(1, "v1", "arm-1", ["reg-1"]), (2, "v2", "arm-1", ["reg-1"])],
    }
    assert [arm.id for arm in paths(trial)[1].arms] == ["arm-2", "arm-1"]


def test_sequences_mean_nothing_outside_a_crossover() -> None:
    sequences = [{"id": "s1", "name": "Ketamine first", "arms": ["arm-1", "arm-2"]}]
    assert set(_told(_trial({"model": "parallel", "sequences": sequences}))) == {"Ketamine", "Midazolam"}


def test_an_undecided_protocol_has_no_paths(blank_trial: TrialProtocol) -> None:
    assert paths(blank_trial) == ()


def test_only_study_drugs_make_a_session() -> None:
    assert {use.value for use in STUDY_USES} == {"investigational", "comparator"}
