"""The core loop: a heavier participant, and every view follows; one fix mends, undo brings all back."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.canvas.still_picture import marked_places
from protocol_designer.gui.pages.design_page import DesignPage
from protocol_designer.gui.pages.dosing_page import DosingPage
from protocol_designer.gui.pages.narrative_page import NarrativePage
from protocol_designer.gui.pages.population_page import PopulationPage
from protocol_designer.gui.pages.schedule_page import SchedulePage
from protocol_designer.gui.widgets.chip_text import SAID
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.workspace.workspace import Workspace
from tests.acceptance.hands import Hands
from tests.gui.preview.preview_tools import shown_texts

KETAMINE, MIDAZOLAM = "Ketamine, two steps", "Midazolam, matched in steps"
LINKED = "2.2"
PageType = TypeVar("PageType", bound=QWidget)


@dataclass(frozen=True)
class Seen:
    """What the views show; equal when a person would see no difference."""

    document: TrialProtocol
    dose_table: list[list[str]]
    pump_table: list[list[str]]
    curves: list[list[str]]
    problems: list[list[str]]
    canvas: str
    schedule: list[list[str]]
    prose: str
    pages: str


def test_a_heavier_participant_is_followed_by_every_view_and_undo_brings_all_back(hands: Hands) -> None:
    opens_the_sample_without_caps(hands)
    writes_a_text_that_names_the_highest_weight(hands)
    hands.press_keys("Ctrl+Alt+P")
    before = look(hands)
    steps = workspace_of(hands).undo_stack.index()

    changes_the_highest_weight(hands, "110 kg")
    after = look(hands)
    assert after.document.population.weight_max == Quantity.parse("110 kg")
    agrees_with_itself(after, Fraction(110))
    assert before.dose_table != after.dose_table
    assert before.curves != after.curves
    amber = [row for row in after.problems if "KET-008" in row]
    assert [row[0] for row in amber] == ["Soft limit"]
    assert "78.1 mg" in " ".join(amber[0])
    assert not any("KET-008" in row for row in before.problems)
    shows_source_and_limit_in_the_inspector(hands)

    takes_the_quick_fix(hands)
    mended = look(hands)
    regimen = next(one for one in mended.document.regimens if one.name == KETAMINE)
    assert regimen.cap == Quantity.parse("71 mg")
    assert not any("KET-008" in row for row in mended.problems)
    assert mended.pump_table[-1] != after.pump_table[-1]

    hands.press_keys("Ctrl+Z")
    assert look(hands) == after
    hands.press_keys("Ctrl+Z")
    assert look(hands) == before
    assert workspace_of(hands).undo_stack.index() == steps


def opens_the_sample_without_caps(hands: Hands) -> None:
    hands.window.files.open_sample()
    hands.go("Dosing")
    for drug in (KETAMINE, MIDAZOLAM):
        hands.take_row("Drugs", drug)
        hands.look_at(drug)
        hands.write("Cap", "")
        hands.look_at("")


def writes_a_text_that_names_the_highest_weight(hands: Hands) -> None:
    hands.go("Narrative")
    hands.take_list_entry("Sections of ICH M11", LINKED)
    hands.write(f"Section {LINKED}, text or reason", "Nobody weighs more than ")
    hands.press("Insert a value…")
    hands.type_keys("highest weight")
    hands.press_keys("Return")


def changes_the_highest_weight(hands: Hands, weight: str) -> None:
    hands.go("Population", "Eligible participants")
    hands.write("Highest weight", weight)


def takes_the_quick_fix(hands: Hands) -> None:
    hands.take_finding("KET-008")
    hands.take_first_of_menu("Alt+Return")


def shows_source_and_limit_in_the_inspector(hands: Hands) -> None:
    hands.take_finding("KET-008")
    panels = hands.window.docks.panels
    assert panels is not None
    told = " ".join(label.text() for label in panels.inspector.findChildren(QLabel))
    assert "KET-008" in told
    finding = panels.problems.current
    assert finding is not None
    assert finding.fixes


def agrees_with_itself(seen: Seen, heaviest: Fraction) -> None:
    """Hold what the views show against the dose worked out here."""
    dose = Quantity((Fraction(11, 100) + Fraction(6, 10)) * heaviest, Unit.MILLIGRAM).printed()
    weight = Quantity(heaviest, Unit.KILOGRAM).printed()
    assert seen.pump_table[-1][0] == weight
    assert dose.split()[0] in seen.pump_table[-1]
    assert dose in " ".join(cell for row in seen.dose_table for cell in row)
    assert any(weight in " ".join(row) for row in seen.curves)
    assert seen.prose.endswith(weight)
    assert f"Nobody weighs more than {weight}" in seen.pages
    assert dose in seen.pages


def look(hands: Hands) -> Seen:
    """Walk through all views and read them."""
    workspace = workspace_of(hands)
    hands.go("Population")
    dose_table = cells_of(page_of(hands, PopulationPage).worst_cases.view)
    hands.go("Dosing")
    hands.take_row("Drugs", KETAMINE)
    dosing = page_of(hands, DosingPage)
    hands.wait(lambda: dosing.curves.made is not None and not dosing.curves.is_stale)
    if not dosing.curves.as_table.isChecked():
        hands.look_at(dosing.curves.accessibleName())
        hands.press("Table")
    hands.go("Schedule")
    schedule = page_of(hands, SchedulePage)
    hands.go("Narrative")
    hands.take_list_entry("Sections of ICH M11", LINKED)
    prose = page_of(hands, NarrativePage)
    hands.go("Design")
    canvas = page_of(hands, DesignPage).canvas
    assert canvas.scene.trial is workspace.trial
    assert canvas.report is workspace.report
    marks = marked_places(workspace.report, canvas.scene.places)
    panels, pages = hands.window.docks.panels, hands.window.preview.pages
    assert panels is not None
    assert pages is not None
    hands.wait(lambda: pages.is_current)
    return Seen(
        workspace.trial,
        dose_table,
        cells_of(dosing.pump.view),
        cells_of(dosing.curves.table),
        cells_of(panels.problems.view),
        f"{canvas.drawing.description} {canvas.drawing.marks} {marks}",
        cells_of(schedule.grid),
        as_shown(prose.card.text.document()),
        " ".join(" ".join(text.split()) for text in shown_texts(hands.window)),
    )


def workspace_of(hands: Hands) -> Workspace:
    workspace = hands.window.workspace
    assert workspace is not None
    return workspace


def page_of(hands: Hands, kind: type[PageType]) -> PageType:
    area = hands.window.area
    assert area is not None
    page = area.tabs.currentWidget().findChild(kind)
    assert isinstance(page, kind)
    return page


def as_shown(document: QTextDocument) -> str:
    """Read a text with the values that its chips show."""
    cursor, shown = QTextCursor(document), ""
    while cursor.movePosition(QTextCursor.MoveOperation.NextCharacter):
        before = document.characterAt(cursor.position() - 1)
        shown += str(cursor.charFormat().property(SAID) or before)
    return shown


def cells_of(view: QAbstractItemView) -> list[list[str]]:
    """Read a table row by row, as it is shown."""
    model = view.model()
    columns = range(model.columnCount())
    return [
        [str(model.index(row, column).data() or "") for column in columns] for row in range(model.rowCount())
    ]
