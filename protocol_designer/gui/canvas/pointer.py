"""The mouse on the canvas: what it rests on, what it grips, and the drag from grip to drop."""

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from protocol_designer.gui.canvas.canvas_view import MAGNIFIED, CanvasView, Told
from protocol_designer.gui.canvas.drag import Drag
from protocol_designer.gui.canvas.movable import Grip
from protocol_designer.gui.canvas.moving_picture import GhostWords, handles
from protocol_designer.gui.canvas.scene import Stop
from protocol_designer.rules.findings import Severity
from protocol_designer.workspace.candidate_review import CandidateReview, Verdict

_DRAG_BEGINS = 4
_EDGE, _EDGE_STEP, _EDGE_MS = 14.0, 10.0, 30


class Pointer(QObject):
    """Follows the pointer over a canvas. Nothing changes before the drop."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._pressed: tuple[float, Stop, Grip] | None = None
        self._at = QPointF()
        self._gripped_at = 0.0
        self._is_fine = False
        self._review = CandidateReview(canvas.workspace, self)
        self._review.judged.connect(self._judged)
        self._edge = QTimer(self)
        self._edge.setInterval(_EDGE_MS)
        self._edge.timeout.connect(self._scroll_at_edge)

    def press(self, event: QMouseEvent) -> Stop | None:
        """Grip what stands there; returns the stop."""
        self._at = event.position() / MAGNIFIED
        grip, stop = self._held_at(self._at)
        if stop is not None:
            self._pressed = (self._at.x() + self._canvas.view.x, stop, grip)
            self._gripped_at = self._at.x()
        return stop

    def move(self, event: QMouseEvent) -> None:
        """Drag what is gripped, or rest on what stands there."""
        self._at = event.position() / MAGNIFIED
        if self._pressed is None:
            self._hover()
            return
        self._is_fine = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._canvas.drag is None and abs(self._across()) * MAGNIFIED >= _DRAG_BEGINS:
            self._begin()
        self._follow()

    def release(self) -> Drag | None:
        """Let go; returns the drag that ended, if there was one."""
        drag = self._canvas.drag
        self._pressed = None
        self._edge.stop()
        self._review.stop()
        self._canvas.show_drag(None)
        self._canvas.unsetCursor()
        return drag

    def _held_at(self, at: QPointF) -> tuple[Grip, Stop | None]:
        """Return what is pressed: an end of a window that is shown, else a stop as a whole."""
        canvas = self._canvas
        for stop in (canvas.current, canvas.hovered):
            movable = canvas.movable_of(stop)
            if stop is None or movable is None:
                continue
            for grip, tab in handles(canvas.scene, stop, movable).items():
                if tab.adjusted(-2, -2, 2, 2).contains(at + QPointF(canvas.view.x, canvas.view.y)):
                    return grip, stop
        return Grip.WHOLE, canvas.scene.hit(at, canvas.view)

    def _hover(self) -> None:
        grip, stop = self._held_at(self._at)
        self._canvas.show_hover(stop)
        shape = Qt.CursorShape.ArrowCursor
        if grip is not Grip.WHOLE:
            shape = Qt.CursorShape.SizeHorCursor
        elif stop is not None:
            can_move = stop.mover is not None
            shape = Qt.CursorShape.OpenHandCursor if can_move else Qt.CursorShape.PointingHandCursor
        self._canvas.setCursor(shape)

    def _across(self) -> float:
        return self._at.x() + self._canvas.view.x - self._pressed[0] if self._pressed else 0.0

    def _begin(self) -> None:
        assert self._pressed is not None
        canvas = self._canvas
        _, stop, grip = self._pressed
        movable = canvas.movable_of(stop)
        if movable is None:
            return
        workspace = canvas.workspace
        canvas.show_drag(Drag(workspace.trial, movable, grip, canvas.scene.layout.scale, workspace.read_only))
        canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._edge.start()

    def _follow(self) -> None:
        drag = self._canvas.drag
        if drag is None or not drag.follow(self._across(), self._is_fine):
            return
        candidate = drag.candidate
        if candidate is not None and candidate.trial is not None:
            self._review.judge(candidate.trial)
        self._tell(GhostWords(drag.words()))

    def _judged(self, verdict: Verdict) -> None:
        drag = self._canvas.drag
        if drag is None or drag.candidate is None or drag.candidate.trial is not verdict.candidate:
            return
        words = drag.words()
        if verdict.new:
            text = self.tr("{words}; breaks a hard limit").format(words=words)
            self._tell(GhostWords(text, verdict.new[0].message, Severity.HARD))
        else:
            self._tell(GhostWords(self.tr("{words}; no new hard limit").format(words=words)))

    def _tell(self, words: GhostWords) -> None:
        drag = self._canvas.drag
        refused = drag is not None and drag.candidate is not None and drag.candidate.refusal
        kind = Told.HARD if words.severity else Told.REFUSED if refused else Told.PLAIN
        self._canvas.show_words(words)
        self._canvas.said.emit(words.more or words.text, kind)

    def _scroll_at_edge(self) -> None:
        """Scroll while something is held at an edge; what was gripped there must first be moved outwards."""
        if self._pressed is None:
            return
        view = self._canvas.view
        left = min(self._canvas.scene.layout.gutter + _EDGE, self._gripped_at - _EDGE)
        right = max(view.width - _EDGE, self._gripped_at + _EDGE)
        step = -_EDGE_STEP if self._at.x() < left else _EDGE_STEP if self._at.x() > right else 0
        if step and self._canvas.scroll_to(view.x + step, view.y):
            self._follow()
