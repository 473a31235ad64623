"""How long a frame of the design canvas takes while a visit of a very large protocol is dragged."""

import statistics
import time
from itertools import cycle, islice

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from readme_table import Row
from stress import ACTIVITIES, VISITS, stress_protocol

FRAMES, STEP = 240, 3
WIDTH, HEIGHT = 1280, 700
FRAME_MS = 1000 / 60


def canvas_row(sample: TrialProtocol, formulary: Formulary) -> Row:
    """The median frame of a drag, beside the time that 60 frames a second leave."""
    times = sorted(drag_frames_ms(stress_protocol(sample), formulary))
    slowest = times[round(len(times) * 0.95)]
    what = f"Canvas frame while dragging ({VISITS} visits, {ACTIVITIES} activities; 95 % in {slowest:.1f} ms)"
    return Row(what, statistics.median(times), "a frame at 60 per second", FRAME_MS)


def drag_frames_ms(trial: TrialProtocol, formulary: Formulary) -> list[float]:
    """Drag a visit to and fro; return the time of each frame: pointer, candidate, review slices, paint."""
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    from protocol_designer.gui.canvas.panel import CanvasPanel
    from protocol_designer.gui.theme import Theme
    from protocol_designer.workspace.workspace import Workspace

    application = QApplication.instance() or QApplication([])
    workspace, theme = Workspace(trial, formulary), Theme()
    workspace.begin_review()  # as the window does before anything can be dragged
    panel = CanvasPanel(workspace, theme)
    panel.resize(WIDTH, HEIGHT)
    panel.show()
    application.processEvents()
    canvas = panel.canvas
    middle = trial.schedule.visits[len(trial.schedule.visits) // 2]
    canvas.make_current(canvas.scene.stops_at(f"schedule.visits[{middle.id}]")[0])
    application.processEvents()
    start = canvas.bounds_of_place(f"schedule.visits[{middle.id}]").center()

    def send(kind: QEvent.Type, x: float, button: Qt.MouseButton) -> None:
        at = QPointF(start.x() + x, start.y())
        held = (
            Qt.MouseButton.LeftButton if kind != QEvent.Type.MouseButtonRelease else Qt.MouseButton.NoButton
        )
        none = Qt.KeyboardModifier.NoModifier
        application.sendEvent(canvas, QMouseEvent(kind, at, canvas.mapToGlobal(at), button, held, none))

    send(QEvent.Type.MouseButtonPress, 0, Qt.MouseButton.LeftButton)
    times: list[float] = []
    there = [*range(0, 120, STEP), *range(120, 0, -STEP)]
    for x in islice(cycle(there), FRAMES):
        began = time.perf_counter()
        send(QEvent.Type.MouseMove, x, Qt.MouseButton.NoButton)
        canvas.repaint()
        application.processEvents()
        times.append((time.perf_counter() - began) * 1000)
        # What is left of the frame belongs to the reviewing between two paints.
        while time.perf_counter() - began < FRAME_MS / 1000:
            application.processEvents()
    canvas.cancel()
    panel.close()
    workspace.setParent(panel)
    theme.setParent(panel)
    panel.deleteLater()
    return times
