"""The preview follows the document in another process, tells what is wrong, and shows what is exported."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from protocol_designer.edits.fields import set_field
from protocol_designer.export.pdf.export import export_pdf
from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.panels.preview import PreviewPanel
from protocol_designer.gui.preview.page_layout import Fit
from tests.gui.preview.preview_tools import job_of, name, shown_texts, texts, wait_for


def test_nothing_is_laid_out_while_the_preview_is_closed(dakwar: MainWindow, qtbot: QtBot) -> None:
    name(dakwar, "First")
    qtbot.wait(400)
    assert dakwar.preview.pages is None
    assert dakwar.preview.panel is None


def test_the_keys_open_and_close_the_preview(dakwar: MainWindow, qtbot: QtBot) -> None:
    action = dakwar.actions_by_id["preview"]
    assert action.shortcut().toString() == "Ctrl+Alt+P"
    action.trigger()
    assert dakwar.docks.preview.isVisible()
    panel = dakwar.preview.panel
    assert panel is not None
    wait_for(qtbot, panel.view.hasFocus)
    action.trigger()
    assert not dakwar.docks.preview.isVisible()


def test_the_pages_are_those_of_an_export(dakwar: MainWindow, preview: PreviewPanel, tmp_path: Path) -> None:
    workspace = dakwar.workspace
    assert workspace is not None
    path = tmp_path / "export.pdf"
    export_pdf(workspace.trial, workspace.report, workspace.formulary, path, profile="draft")
    exported = texts(path.read_bytes())
    assert shown_texts(dakwar) == exported
    assert preview.page.maximum() == len(exported)
    assert preview.total.text() == f"of {len(exported)}"


def test_the_pages_follow_an_edit_and_its_undo(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    name(dakwar, "Ketamine for the second time")
    wait_for(qtbot, lambda: "Ketamine for the second time" in shown_texts(dakwar)[0])
    wait_for(qtbot, preview.view.is_sharp)
    dakwar.undo()
    wait_for(qtbot, lambda: "Ketamine for the second time" not in shown_texts(dakwar)[0])


def test_the_last_pages_stay_and_say_that_they_are_behind(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    before = preview.view.map
    with qtbot.waitSignal(job_of(dakwar).started, timeout=60_000):
        name(dakwar, "Another title")
    assert preview.view.map is before
    assert preview.view.notice == "Updating…"
    wait_for(qtbot, lambda: job_of(dakwar).is_current)
    assert preview.view.notice == ""
    assert preview.view.map is not before


def test_a_newer_edit_takes_the_place_of_the_one_in_work(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    seen: list[str] = []
    job = job_of(dakwar)
    job.printed.connect(lambda printed: seen.append(texts(printed.content)[0]))
    with qtbot.waitSignal(job.started, timeout=60_000):
        name(dakwar, "The first of two")
    with qtbot.waitSignal(job.started, timeout=60_000):
        name(dakwar, "The second of two")
    wait_for(qtbot, lambda: job.is_current)
    assert "The second of two" in seen[-1]
    assert len(seen) <= 2


def test_typing_lays_out_once_after_the_pause(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    job = job_of(dakwar)
    started: list[None] = []
    job.started.connect(lambda: started.append(None))
    for length in range(1, 9):
        name(dakwar, "Ketamine"[:length])
    wait_for(qtbot, lambda: job.is_current)
    assert len(started) == 1
    assert "Ketamine" in shown_texts(dakwar)[0]


def test_a_closed_preview_lets_go_of_the_work_and_catches_up_when_it_is_opened(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    job = job_of(dakwar)
    dakwar.docks.preview.hide()
    started: list[None] = []
    job.started.connect(lambda: started.append(None))
    name(dakwar, "Unseen")
    qtbot.wait(400)
    assert started == []
    dakwar.actions_by_id["preview"].trigger()
    wait_for(qtbot, lambda: "Unseen" in shown_texts(dakwar)[0])
    assert preview.view.notice == ""


def test_a_letter_that_cannot_be_printed_is_told_with_its_place_and_mended(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    job = job_of(dakwar)
    before = preview.view.map
    with qtbot.waitSignal(job.failed, timeout=60_000):
        name(dakwar, "A private \ue000 sign")
    assert preview.problem.isVisible()
    assert "U+E000" in preview.problem.text()
    assert preview.problem.text().startswith("Title page")
    assert preview.view.map is before
    assert preview.view.notice == "These pages are of an earlier state"
    name(dakwar, "A plain sign")
    wait_for(qtbot, lambda: "A plain sign" in shown_texts(dakwar)[0])
    assert not preview.problem.isVisible()
    assert preview.view.notice == ""


def test_a_process_that_ends_unexpectedly_is_told_and_started_again(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    job = job_of(dakwar)
    wait_for(qtbot, lambda: job.is_current)
    process = job._process
    assert process is not None
    process.kill()
    process.join()
    with qtbot.waitSignal(job.failed, timeout=60_000):
        name(dakwar, "After the end")
    assert "Try again" in preview.problem.text()
    qtbot.mouseClick(preview.again, Qt.MouseButton.LeftButton)
    wait_for(qtbot, lambda: "After the end" in shown_texts(dakwar)[0])


def test_another_kind_of_pdf_is_laid_out_when_it_is_chosen(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    assert "DRAFT" in shown_texts(dakwar)[1]
    preview.form.setFocus()
    qtbot.keyClick(preview.form, Qt.Key.Key_End)
    assert preview.form.currentText() == "Final, Letter"
    preview.form.activated.emit(preview.form.currentIndex())
    wait_for(qtbot, lambda: preview.view.map.sizes[0][0] == pytest.approx(612))
    assert "DRAFT" not in shown_texts(dakwar)[1]


def test_the_place_in_view_stays_when_pages_come_before_it(
    dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot
) -> None:
    workspace = dakwar.workspace
    assert workspace is not None
    (mark, *_) = preview.view.map.of(f"regimens[{workspace.trial.regimens[0].id}].steps[0]")
    preview.view.scroll_to(mark)
    at = preview.view.rect_of(mark).top()
    long = "\n\n".join(f"Paragraph {number} of a long description of the trial." for number in range(120))
    assert workspace.apply(set_field("population.description", long, "Describe the population"))
    wait_for(qtbot, lambda: job_of(dakwar).is_current)
    (again, *_) = preview.view.map.of(mark.place)
    assert again.page > mark.page
    assert preview.view.rect_of(again).top() == pytest.approx(at, abs=24)


def test_pages_are_turned_with_keys_and_the_number_field(preview: PreviewPanel, qtbot: QtBot) -> None:
    view = preview.view
    qtbot.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert view.page == 2
    assert preview.page.value() == 2
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == preview.page.maximum()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 1
    before = view.top
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert view.top > before
    preview.page.setFocus()
    preview.page.selectAll()
    qtbot.keyClicks(preview.page, "12")
    qtbot.keyClick(preview.page, Qt.Key.Key_Return)
    assert view.page == 12
    wait_for(qtbot, view.is_sharp)


def test_only_pages_in_view_are_rendered(preview: PreviewPanel, qtbot: QtBot) -> None:
    rendered: list[int] = []
    preview.view.renderer.rendered.connect(lambda _number, wanted, _image: rendered.append(wanted.page + 1))
    preview.view.show_page(20)
    wait_for(qtbot, preview.view.is_sharp)
    assert rendered
    assert set(rendered) <= {19, 20, 21, 22}


def test_ctrl_wheel_and_keys_zoom_and_the_pages_become_sharp_again(
    preview: PreviewPanel, qtbot: QtBot
) -> None:
    view = preview.view
    before = view.pages.zoom
    wheel = QWheelEvent(
        QPointF(50, 50),
        QPointF(view.viewport().mapToGlobal(QPoint(50, 50))),
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.pages.zoom > before
    assert not view.is_sharp()
    wait_for(qtbot, view.is_sharp)
    qtbot.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.pages.zoom == pytest.approx(before)
    qtbot.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.fit is Fit.WIDTH
    assert preview.zoom.currentText() == "Fit width"
    preview.zoom.setCurrentIndex(1)
    preview.zoom.activated.emit(1)
    assert view.pages.area(1).height() <= view.viewport().height()
    wait_for(qtbot, view.is_sharp)


def test_the_width_of_the_preview_is_remembered(dakwar: MainWindow, preview: PreviewPanel) -> None:
    dock = dakwar.docks.preview
    dakwar.resizeDocks([dock], [380], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    width = dock.width()
    dakwar.actions_by_id["preview"].trigger()
    assert dakwar.preview.panel is preview
    dakwar.actions_by_id["preview"].trigger()
    QApplication.processEvents()
    assert dock.width() == pytest.approx(width, abs=4)


def test_another_protocol_has_its_own_pages(dakwar: MainWindow, preview: PreviewPanel, qtbot: QtBot) -> None:
    old = job_of(dakwar)
    dakwar.files.new_blank()
    wait_for(qtbot, lambda: dakwar.preview.panel is not None and dakwar.preview.panel.view.is_sharp())
    assert job_of(dakwar) is not old
    assert not any("Infusion (quit day" in text for text in shown_texts(dakwar))
