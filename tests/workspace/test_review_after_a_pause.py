"""A large protocol is reviewed once after a pause; any other at once. What is asked for is always exact."""

from pytestqt.qtbot import QtBot

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.engine import review
from protocol_designer.rules.findings import Report
from protocol_designer.workspace.workspace import MOST_VISITS, Workspace, is_large
from tests.rules.build import at, ketamine, protocol, step, visits

PLACE = "regimens[ketamine].steps[0].duration"


def _with_visits(number: int) -> TrialProtocol:
    days = visits(*(f"{day} day" for day in range(1, 7 * number, 7)))
    return protocol(ketamine(step("0.5 mg/kg", "40 min"), visits=at(number)), days=days)


def _listened(workspace: Workspace) -> list[Report]:
    told: list[Report] = []
    workspace.report_changed.connect(told.append)
    return told


def test_the_border_is_exact() -> None:
    assert not is_large(_with_visits(MOST_VISITS))
    assert is_large(_with_visits(MOST_VISITS + 1))


def test_a_small_protocol_is_reviewed_with_the_edit(formulary: Formulary, qtbot: QtBot) -> None:
    workspace = Workspace(_with_visits(2), formulary)
    told = _listened(workspace)
    assert workspace.apply(set_field(PLACE, "20 min", "Shorten"))
    assert told == [review(workspace.trial, formulary)]


def test_edits_of_a_large_protocol_share_one_review(formulary: Formulary, qtbot: QtBot) -> None:
    workspace = Workspace(_with_visits(MOST_VISITS + 1), formulary)
    told, seen = _listened(workspace), []
    workspace.document_changed.connect(lambda _, after: seen.append(after))
    for length in ("30 min", "20 min"):
        assert workspace.apply(set_field(PLACE, length, "Shorten"))
    assert len(seen) == 2
    assert told == []
    qtbot.waitUntil(lambda: bool(told))
    assert told == [review(workspace.trial, formulary)]


def test_who_asks_before_the_pause_gets_the_exact_review(formulary: Formulary, qtbot: QtBot) -> None:
    workspace = Workspace(_with_visits(MOST_VISITS + 1), formulary)
    before = workspace.report
    assert workspace.apply(set_field(PLACE, "20 min", "Shorten"))
    assert workspace.report == review(workspace.trial, formulary)
    assert workspace.report != before
