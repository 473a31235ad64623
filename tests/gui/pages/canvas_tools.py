"""Drives the canvas as a hand does: finds where things stand, presses, moves, releases."""

from fractions import Fraction

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.canvas.canvas_view import MAGNIFIED
from protocol_designer.gui.canvas.movable import Grip
from protocol_designer.gui.canvas.moving_picture import handles
from protocol_designer.gui.canvas.scene import Stop
from protocol_designer.gui.canvas.trial_canvas import TrialCanvas

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def visit_of(trial: TrialProtocol, name: str) -> Visit:
    return next(visit for visit in trial.schedule.visits if visit.name == name)


def place_of(trial: TrialProtocol, name: str) -> str:
    return f"schedule.visits[{visit_of(trial, name).id}]"


def times(trial: TrialProtocol, name: str) -> tuple[str, str, str]:
    timing = visit_of(trial, name).timing
    assert timing is not None
    return str(timing.earliest), str(timing.target), str(timing.latest)


def stop_of(canvas: TrialCanvas, name: str) -> Stop:
    return canvas.scene.stops_at(place_of(canvas.workspace.trial, name))[0]


def middle(canvas: TrialCanvas, stop: Stop) -> QPoint:
    return canvas.bounds_of_stop(stop).center().toPoint()


def end_of_window(canvas: TrialCanvas, stop: Stop, grip: Grip) -> QPoint:
    movable = canvas.movable_of(stop)
    assert movable is not None
    tab = handles(canvas.scene, stop, movable)[grip].center()
    return QPoint(round((tab.x() - canvas.view.x) * MAGNIFIED), round((tab.y() - canvas.view.y) * MAGNIFIED))


def pixels(canvas: TrialCanvas, stop: Stop, days: Fraction | int, grip: Grip = Grip.WHOLE) -> int:
    """Return how far the pointer must go for so many days."""
    movable, scale = canvas.movable_of(stop), canvas.scene.layout.scale
    assert movable is not None
    at = movable.at_grip(grip)
    reach = scale.reach(movable.origin, at + float(days) * 24 * 60) - scale.reach(movable.origin, at)
    return round(reach * MAGNIFIED)


def hold(qtbot: QtBot, canvas: TrialCanvas, start: QPoint, across: int) -> None:
    """Press and move, without letting go."""
    qtbot.mousePress(canvas, LEFT, NONE, start)
    for share in (0.3, 0.7, 1.0):
        qtbot.mouseMove(canvas, start + QPoint(round(across * share), 0))


def drag(qtbot: QtBot, canvas: TrialCanvas, start: QPoint, across: int) -> None:
    hold(qtbot, canvas, start, across)
    qtbot.mouseRelease(canvas, LEFT, NONE, start + QPoint(across, 0))
