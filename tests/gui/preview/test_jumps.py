"""From a page to its field and back, by mouse and by keys, and the marks of findings in the margin."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.panels.preview import PreviewPanel
from protocol_designer.workspace.preview_pins import pins_of
from protocol_designer.workspace.workspace import Workspace
from tests.gui.preview.preview_tools import click, wait_for


def workspace_of(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def step_of(window: MainWindow) -> str:
    return f"regimens[{workspace_of(window).trial.regimens[0].id}].steps[0]"


def test_a_click_on_a_row_shows_its_field_and_leaves_the_focus_on_the_pages(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    (mark, *_) = preview.view.map.of(step_of(dakwar))
    click(qtbot, preview, mark)
    assert workspace_of(dakwar).selection == step_of(dakwar)
    assert dakwar.area is not None
    assert dakwar.area.holds(step_of(dakwar))
    assert preview.view.hasFocus()
    assert preview.standing.text().endswith(f"{mark.page}") or "pages" in preview.standing.text()


def test_a_double_click_goes_to_the_field(dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot) -> None:
    (mark, *_) = preview.view.map.of(step_of(dakwar))
    click(qtbot, preview, mark, double=True)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert dakwar.area is not None
    assert dakwar.area.isAncestorOf(focused)


def test_the_marks_of_a_figure_and_paragraphs_lead_to_what_they_speak_of(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    arm = f"arms[{workspace_of(dakwar).trial.arms[1].id}]"
    (mark, *_) = [one for one in preview.view.map.of(arm) if one.right - one.left < 300]
    click(qtbot, preview, mark)
    assert workspace_of(dakwar).selection == arm
    (paragraph, *_) = preview.view.map.of("objectives")
    click(qtbot, preview, paragraph)
    assert workspace_of(dakwar).selection == "objectives"


def test_the_keys_choose_parts_in_the_order_of_the_pages_and_enter_goes_there(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    (mark, *_) = preview.view.map.of(step_of(dakwar))
    workspace_of(dakwar).select(mark.place)
    preview.view.setFocus()
    qtbot.keyClick(preview.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    after = workspace_of(dakwar).selection
    assert after != mark.place
    qtbot.keyClick(preview.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert workspace_of(dakwar).selection != after
    workspace_of(dakwar).select(mark.place)
    preview.view.setFocus()
    qtbot.keyClick(preview.view, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert dakwar.area is not None
    assert dakwar.area.isAncestorOf(focused)


def test_a_selected_field_is_brought_into_view_and_outlined(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    preview.view.show_page(30)
    workspace_of(dakwar).go_to(f"{step_of(dakwar)}.amount")
    marks = preview.view.map.of(f"{step_of(dakwar)}.amount")
    assert any(preview.view.is_seen(mark) for mark in marks)
    wait_for(qtbot, preview.view.is_sharp)
    mark = next(mark for mark in marks if preview.view.is_seen(mark))
    edge = preview.view.rect_of(mark).adjusted(-4, -3, 4, 3)
    picture = preview.view.viewport().grab().toImage()
    colour = picture.pixelColor(round(edge.left()), round(edge.center().y()))
    assert colour.blue() > colour.red() + 60


def test_what_is_not_printed_says_so(dakwar: MainWindow, preview: PreviewPanel) -> None:
    at = preview.view.top
    workspace_of(dakwar).select("provenance")
    assert preview.standing.text() == "“Provenance” has no place of its own on the pages."
    assert preview.view.top == at


def test_show_in_preview_opens_it_at_the_selected_place(dakwar: MainWindow, qtbot: QtBot) -> None:
    workspace_of(dakwar).go_to(f"{step_of(dakwar)}.amount")
    dakwar.actions_by_id["show_printed"].trigger()
    panel = dakwar.preview.panel
    assert panel is not None
    wait_for(qtbot, panel.view.is_sharp)
    marks = panel.view.map.of(step_of(dakwar))
    wait_for(qtbot, lambda: any(panel.view.is_seen(mark) for mark in marks))
    workspace_of(dakwar).select("")
    with qtbot.waitSignal(dakwar.preview.said) as told:
        dakwar.actions_by_id["show_printed"].trigger()
    assert told.args is not None
    assert str(told.args[0]).startswith("Select a field first")


def test_pointing_tells_the_place(dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot) -> None:
    (mark, *_) = preview.view.map.of(step_of(dakwar))
    preview.view.scroll_to(mark)
    point = preview.view.rect_of(mark).center().toPoint()
    viewport = preview.view.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point)))
    assert QToolTip.text().startswith("Ketamine infusion › step 1")
    QToolTip.hideText()


def test_pins_mark_findings_and_a_click_goes_to_the_field(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    pins = pins_of(workspace_of(dakwar).report, preview.view.map)
    appendix = preview.view.map.numbers.first("safety-review")
    assert appendix is not None
    assert pins
    assert all(pin.page < appendix for pin in pins)
    pin = next(one for one in pins if one.findings[0].place.startswith("regimens["))
    preview.view.show_page(pin.page)
    preview.view.verticalScrollBar().setValue(
        preview.view.top + round(pin.top * preview.view.pages.zoom) - 60
    )
    point = preview.view.rect_of_pin(pin).center()
    assert preview.view.pin_at(QPointF(point)) == pin
    qtbot.mouseClick(preview.view.viewport(), Qt.MouseButton.LeftButton, pos=point.toPoint())
    assert workspace_of(dakwar).selection == pin.findings[0].place


def test_the_findings_of_the_page_in_view_are_a_list_for_the_keys(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    pins = pins_of(workspace_of(dakwar).report, preview.view.map)
    page = next(one.page for one in pins if one.page > 4)
    preview.view.show_page(page)
    expected = {finding.key for pin in pins if pin.page == page for finding in pin.findings}
    assert preview.pins.count() == len(expected)
    assert preview.pins.accessibleName() == f"Findings on page {page}: {len(expected)}"
    preview.pins.setFocus()
    preview.pins.setCurrentRow(0)
    item = preview.pins.item(0)
    assert item.text().partition(":")[0] in ("Hard limit", "Soft limit", "Advisory", "Not assessed")
    qtbot.keyClick(preview.pins, Qt.Key.Key_Return)
    assert workspace_of(dakwar).selection == item.data(Qt.ItemDataRole.UserRole)


def test_a_page_without_findings_says_so_and_counts_none(preview: PreviewPanel) -> None:
    preview.view.show_page(preview.page.maximum())
    assert preview.pins.item(0).text() == "Nothing was found on this page."
    assert preview.pins.accessibleName().endswith(": 0")
