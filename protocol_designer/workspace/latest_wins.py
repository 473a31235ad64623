"""Does work in a thread of its own; the newest order wins, and no keystroke waits for it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer, Signal
from shiboken6 import isValid


class LatestWins(QObject):
    """Takes orders and tells the outcome of the newest; those in between are left out.

    ``work`` turns an order into an outcome, touches no widget, and is called in another thread.

    Signals:
        came: The outcome of the newest order.
        lost: The work on the newest order broke off; what is shown of an earlier one is not up to date.
    """

    came = Signal(object)
    lost = Signal()

    def __init__(self, work: Callable[[Any], object], name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._name = name
        self._wanted: tuple[object, ...] = ()
        self._job: _Job | None = None
        running: list[_Job] = []
        self._running = running
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._begin)
        self.destroyed.connect(lambda: _wait(running))
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.wait)

    @property
    def is_settled(self) -> bool:
        """Whether no order is waiting or under way."""
        return not self._wanted and self._job is None

    def ask(self, order: object) -> None:
        """Begin as soon as the events at hand are dealt with."""
        self._wanted = (order,)
        self._soon.start()

    def wait(self) -> None:
        """Drop what was ordered and let the work that is under way come to its end."""
        self._wanted, self._job = (), None
        self._soon.stop()
        _wait(self._running)

    def _begin(self) -> None:
        if not self._wanted or self._job is not None:
            return
        _wait(self._running)
        self._job = _Job(self._work, self._wanted[0], self._name)
        self._wanted = ()
        self._running.append(self._job)
        self._job.done.connect(self._tell)
        self._job.finished.connect(self._go_on)
        self._job.start()

    def _tell(self, order: object, outcome: object) -> None:
        if self._job is None or order is not self._job.order:
            return
        self._job = None
        if self._wanted:
            self._begin()
        else:
            self.came.emit(outcome)

    def _go_on(self) -> None:
        """Take the next order, also after work that broke off."""
        if self._job is not None and self._job.isFinished():
            self._job = None
            if not self._wanted:
                self.lost.emit()
        self._begin()


class _Job(QThread):
    done = Signal(object, object)

    def __init__(self, work: Callable[[Any], object], order: object, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._work = work
        self.order = order

    def run(self) -> None:
        self.done.emit(self.order, self._work(self.order))


def _wait(running: list[_Job]) -> None:
    """Wait for threads that are at their end or nearly so, and let go of them."""
    for job in running:
        if isValid(job):  # at the end of the program Qt may have been faster
            job.wait()
    running.clear()
