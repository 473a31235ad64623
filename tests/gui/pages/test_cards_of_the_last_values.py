"""The fields that a protocol from nothing needs last: title page, roles kept apart, how a drug is given."""

from datetime import date

from pytestqt.qtbot import QtBot

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.identity import Registration
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.pages.conduct_cards import EmergencyUnblindingEdit
from tests.gui.pages.page_tools import named
from tests.gui.pages.window_tools import opened, page_called, write


def type_in(qtbot: QtBot, window: MainWindow, page: str, name: str, text: str) -> TrialProtocol:
    write(qtbot, page_called(window, page), name, text)
    return opened(window).trial


def undone(window: MainWindow, before: TrialProtocol) -> None:
    while opened(window).trial is not before:
        assert opened(window).undo_stack.canUndo()
        opened(window).undo_stack.undo()


def test_a_day_is_read_strictly(qtbot: QtBot, real_window: MainWindow) -> None:
    before = opened(real_window).trial
    after = type_in(qtbot, real_window, "Design", "Date of version", "2027-02-28")
    assert after.identity.version_date == date(2027, 2, 28)
    for wrong in ("2027-02-30", "28.2.2027", "20270228"):
        assert type_in(qtbot, real_window, "Design", "Date of version", wrong) is after
        assert "is no day" in named(page_called(real_window, "Design"), "Date of version").problem
    undone(real_window, before)


def test_a_registration_needs_its_registry_and_gives_way_to_a_reason(
    qtbot: QtBot, real_window: MainWindow
) -> None:
    before = opened(real_window).trial
    assert type_in(qtbot, real_window, "Design", "Registry", "").identity.registration is None
    emptied = opened(real_window).trial
    assert type_in(qtbot, real_window, "Design", "Number in the registry", "NCT1") is emptied
    assert "registry first" in named(page_called(real_window, "Design"), "Number in the registry").problem
    type_in(qtbot, real_window, "Design", "Registry", "ISRCTN")
    registered = type_in(
        qtbot, real_window, "Design", "Number in the registry", "ISRCTN1"
    ).identity.registration
    assert registered == Registration(registry="ISRCTN", identifier="ISRCTN1")
    told = type_in(qtbot, real_window, "Design", "Or why it is not registered", "A pilot of the room only")
    assert told.identity.registration == NotApplicable(because="A pilot of the room only")
    undone(real_window, before)


def test_emergency_unblinding_is_applied_as_a_whole(qtbot: QtBot, real_window: MainWindow) -> None:
    before = opened(real_window).trial
    page = page_called(real_window, "Design")
    edit = page.findChild(EmergencyUnblindingEdit)
    assert edit is not None
    assert type_in(qtbot, real_window, "Design", "How the code is given", "") is before
    assert any(
        "all needed" in binding.field.note.text for binding in page._bindings if binding.field.editor is edit
    )
    after = type_in(qtbot, real_window, "Design", "How the code is given", "By telephone")
    assert after.design.blinding.emergency_unblinding.how == "By telephone"
    told = type_in(qtbot, real_window, "Design", "Or why there is no code to break", "Nobody is blinded")
    assert told.design.blinding.emergency_unblinding == NotApplicable(because="Nobody is blinded")
    undone(real_window, before)


def test_a_condition_ends_with_its_words(qtbot: QtBot, real_window: MainWindow) -> None:
    before = opened(real_window).trial
    after = type_in(qtbot, real_window, "Dosing", "Given only when", "Pain is reported")
    regimen = after.regimens[0]
    assert regimen.condition is not None
    assert regimen.condition.condition == "Pain is reported"
    assert type_in(qtbot, real_window, "Dosing", "Given only when", "").regimens[0].condition is None
    undone(real_window, before)


def test_a_visit_says_when_it_begins_and_how_long_it_takes(qtbot: QtBot, real_window: MainWindow) -> None:
    before = opened(real_window).trial
    first = before.schedule.visits[0]
    page = page_called(real_window, "Schedule")
    page.reveal(f"schedule.visits[{first.id}].planned_duration")
    after = type_in(qtbot, real_window, "Schedule", "Takes", "200 min")
    assert str(after.schedule.visits[0].planned_duration) == "200 min"
    assert opened(real_window).undo_stack.undoText() == "Change how long a visit takes"
    undone(real_window, before)
