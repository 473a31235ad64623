"""While something is dragged: new hard findings only, of the latest candidate, and none after a stop."""

from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.timing import move_visit
from protocol_designer.formulary.records import Formulary
from protocol_designer.quantities import TimeOffset
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.candidate_review import CandidateReview, Verdict
from protocol_designer.workspace.workspace import Workspace


def moved(trial: TrialProtocol, days: int) -> TrialProtocol:
    visit = next(visit for visit in trial.schedule.visits if visit.name == "Day 28")
    return move_visit(visit, TimeOffset.parse(f"{days} day"))(trial)


def test_the_latest_candidate_is_judged_as_a_full_review_does(
    qtbot: QtBot, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    candidates = CandidateReview(Workspace(sample_trial, formulary))
    told: list[Verdict] = []
    candidates.judged.connect(told.append)
    free, overlapping = moved(sample_trial, 3), moved(sample_trial, 25)
    candidates.judge(free)
    candidates.judge(overlapping)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].candidate is overlapping
    assert told[0].new == review(overlapping, formulary).of(Severity.HARD)
    assert "overlap" in told[0].new[0].message
    candidates.judge(free)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1].new == ()


def test_a_fault_that_stands_already_is_not_told_again(
    qtbot: QtBot, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    overlapping = moved(sample_trial, 25)
    candidates = CandidateReview(Workspace(overlapping, formulary))
    told: list[Verdict] = []
    candidates.judged.connect(told.append)
    candidates.judge(moved(overlapping, 1))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].new == ()


def test_nothing_is_told_after_a_stop(
    qtbot: QtBot, sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    candidates = CandidateReview(Workspace(sample_trial, formulary))
    told: list[Verdict] = []
    candidates.judged.connect(told.append)
    candidates.judge(moved(sample_trial, 25))
    candidates.stop()
    qtbot.wait(150)
    assert told == []
