"""The canvas with what belongs around it: zoom, full page, scroll bars, edge line and exact fields."""

from functools import partial
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollBar, QVBoxLayout, QWidget

from protocol_designer.gui.canvas.accessible import teach_accessibility
from protocol_designer.gui.canvas.canvas_view import MAGNIFIED
from protocol_designer.gui.canvas.strip import CurrentStrip, EdgeLine
from protocol_designer.gui.canvas.trial_canvas import TrialCanvas
from protocol_designer.gui.texts import heading
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID, GROUP_GAP, SECONDARY, sized
from protocol_designer.gui.widgets.card import ActionButton, icon_button
from protocol_designer.workspace.workspace import Workspace

_LOW = 200


class CanvasPanel(QWidget):
    """Home of the window: the drawn trial with its tools.

    Signals:
        full_page_toggled: The canvas shall have the page for itself, or share it again.
    """

    full_page_toggled = Signal(bool)

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        teach_accessibility()
        self.setAccessibleName(self.tr("The trial over time"))
        self.canvas = TrialCanvas(workspace, theme, self)
        self.edge_line = EdgeLine(theme, self)
        self.strip = CurrentStrip(self.canvas, theme, self)
        self._across = QScrollBar(Qt.Orientation.Horizontal, self)
        self._down = QScrollBar(Qt.Orientation.Vertical, self)
        self._zoom = QLabel(self)
        self._zoom.setFont(sized(self._zoom.font(), SECONDARY))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setMinimumWidth(44)
        self.full_page = QPushButton(self.tr("Full page"), self)
        self.full_page.setCheckable(True)
        self.full_page.setToolTip(self.tr("Give the canvas the whole page, or show the cards again"))
        self.first_steps = self._make_first_steps(theme)
        self._lay_out(theme)
        self.canvas.view_changed.connect(self._show_view)
        self.canvas.said.connect(self.edge_line.say)
        self.canvas.current_changed.connect(self.edge_line.clear)
        self.strip.open_requested.connect(self.canvas.open_current)
        self.full_page.toggled.connect(self.full_page_toggled)
        for bar in (self._across, self._down):
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.valueChanged.connect(self._scroll)
        self._show_view()

    def wanted_height(self) -> int:
        """Return how high the panel is when the whole trial can be seen without scrolling down."""
        around = self.sizeHint().height() - self.canvas.sizeHint().height()
        return around + ceil(self.canvas.scene.size[1] * MAGNIFIED) + 4

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the exact fields out where they would lie over the canvas; full page brings them back."""
        super().resizeEvent(event)
        self.strip.setHidden(event.size().height() < _LOW)

    def _lay_out(self, theme: Theme) -> None:
        canvas = self.canvas
        tools = QHBoxLayout()
        tools.setContentsMargins(GROUP_GAP, GRID, GROUP_GAP, GRID)
        tools.setSpacing(GRID)
        tools.addWidget(heading(self.tr("The trial over time"), self), 1)
        tools.addWidget(icon_button(self.tr("Less room for time (Ctrl+−)"), "remove", theme, self._zoom_out))
        tools.addWidget(self._zoom)
        tools.addWidget(icon_button(self.tr("More room for time (Ctrl++)"), "add", theme, self._zoom_in))
        fit = QPushButton(self.tr("Fit"), self)
        fit.setToolTip(self.tr("Show the whole trial at once (Ctrl+0)"))
        fit.clicked.connect(lambda: canvas.set_zoom(1))
        tools.addWidget(fit)
        tools.addWidget(self.full_page)
        grid = QGridLayout()
        grid.setContentsMargins(GROUP_GAP, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(canvas, 0, 0)
        grid.addWidget(self._down, 0, 1)
        grid.addWidget(self._across, 1, 0)
        grid.setRowStretch(0, 1)
        grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addLayout(grid, 1)
        column.addWidget(self.first_steps)
        column.addWidget(self.edge_line)
        column.addWidget(self.strip)

    def _make_first_steps(self, theme: Theme) -> QWidget:
        """Return the ways to what the canvas draws, shown as long as arms or visits lack."""
        steps = QWidget(self)
        row = QHBoxLayout(steps)
        row.setContentsMargins(GROUP_GAP, FIELD_GAP, GROUP_GAP, 0)
        row.setSpacing(FIELD_GAP)
        for text, place in (
            (self.tr("Go to the arms"), "arms"),
            (self.tr("Go to the visits"), "schedule.visits"),
        ):
            row.addWidget(ActionButton(text, "go_to", theme, partial(self._workspace.go_to, place)))
        row.addStretch()
        return steps

    def _zoom_in(self) -> None:
        self.canvas.zoom_by(1)

    def _zoom_out(self) -> None:
        self.canvas.zoom_by(-1)

    def _scroll(self) -> None:
        self.canvas.scroll_to(self._across.value() / MAGNIFIED, self._down.value() / MAGNIFIED)

    def _show_view(self) -> None:
        """Let bars and zoom tell what is seen."""
        view, size = self.canvas.view, self.canvas.scene.size
        for bar, whole, seen, at in (
            (self._across, size[0], view.width, view.x),
            (self._down, size[1], view.height, view.y),
        ):
            bar.blockSignals(True)
            bar.setRange(0, max(0, round((whole - seen) * MAGNIFIED)))
            bar.setPageStep(round(seen * MAGNIFIED))
            bar.setSingleStep(20)
            bar.setValue(round(at * MAGNIFIED))
            bar.blockSignals(False)
            bar.setVisible(whole > seen + 1)
        trial = self._workspace.trial
        self.first_steps.setHidden(bool(trial.arms and trial.schedule.visits))
        self._zoom.setText(f"{round(self.canvas.zoom * 100)} %")
        self._zoom.setAccessibleName(self.tr("Zoom"))
