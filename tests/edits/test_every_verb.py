"""What holds for every edit: a valid protocol or a refusal, pure, sparing, undone by keeping the old tree."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication

from protocol_designer.domain.base import Part
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.formulary.records import Formulary
from protocol_designer.workspace.workspace import Workspace
from tests.edits.verbs import START, draw_edit, verbs


def _tried(edit: Edit, trial: TrialProtocol) -> TrialProtocol:
    """Apply an edit; a refusal leaves the protocol as it is and says why."""
    try:
        return edit(trial)
    except EditRefused as refusal:
        assert len(str(refusal)) > 10  # noqa: PT017  # a refusal is one of two right answers
        assert "\n" not in str(refusal)  # noqa: PT017  # as above
        return trial


def _check(trial: TrialProtocol, after: TrialProtocol) -> None:
    assert TrialProtocol.model_validate_json(after.model_dump_json()) == after
    assert after is trial or after != trial
    for field in TrialProtocol.model_fields:
        if getattr(after, field) == getattr(trial, field):
            assert getattr(after, field) is getattr(trial, field), field


@pytest.mark.parametrize(
    "verb", verbs(), ids=lambda verb: f"{verb.__module__.rpartition('.')[2]}.{verb.__name__}"
)
@settings(max_examples=30)
@given(data=st.data())
def test_a_verb_makes_a_valid_protocol_or_refuses(verb: Callable[..., Edit], data: st.DataObject) -> None:
    edit = draw_edit(data.draw, verb, START, [])
    if edit is None:
        return
    assert edit.label
    before = START.model_dump_json()
    after = _tried(edit, START)
    _check(START, after)
    assert _tried(edit, START) == after
    assert START.model_dump_json() == before


@settings(max_examples=60)
@given(data=st.data())
def test_a_row_of_edits_stays_valid(data: st.DataObject) -> None:
    trial, seen = START, list[Part]()
    for _ in range(data.draw(st.integers(1, 12))):
        edit = draw_edit(data.draw, data.draw(st.sampled_from(verbs())), trial, seen)
        if edit is None:
            continue
        after = _tried(edit, trial)
        _check(trial, after)
        trial = after


@settings(max_examples=25)
@given(data=st.data())
def test_undoing_and_redoing_every_edit_is_the_identity(
    data: st.DataObject, formulary: Formulary, qapp: QCoreApplication
) -> None:
    workspace, seen = Workspace(START, formulary), list[Part]()
    states = [START]
    for _ in range(data.draw(st.integers(1, 10))):
        edit = draw_edit(data.draw, data.draw(st.sampled_from(verbs())), workspace.trial, seen)
        if edit is not None and edit.merge_key is None and workspace.apply(edit):
            states.append(workspace.trial)
    for state in reversed(states[:-1]):
        workspace.undo_stack.undo()
        assert workspace.trial is state
    assert not workspace.undo_stack.canUndo()
    for state in states[1:]:
        workspace.undo_stack.redo()
        assert workspace.trial is state
    assert not workspace.undo_stack.canRedo()
