"""Predicts concentrations in a thread of its own; the newest order wins, and no keystroke waits for it."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer, Signal

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.population import Population
from protocol_designer.kinetics.over_weights import Banded, OverWeights, predict_over_weights
from protocol_designer.kinetics.prediction import CannotPredict


@dataclass(frozen=True, slots=True)
class PredictionOrder:
    """What to predict, for whom, and whose bands to draw."""

    regimen: DrugRegimen
    population: Population
    banded: Banded = Banded.HEAVIEST
    with_norketamine: bool = False


@dataclass(frozen=True, slots=True)
class PredictionOutcome:
    """What came of an order: curves, or why there are none, in one sentence."""

    order: PredictionOrder
    made: OverWeights | None
    refusal: str = ""


def carry_out(order: PredictionOrder) -> PredictionOutcome:
    """Predict now, in whatever thread this is."""
    try:
        made = predict_over_weights(
            order.regimen, order.population, order.banded, with_norketamine=order.with_norketamine
        )
    except CannotPredict as reason:
        return PredictionOutcome(order, None, f"No concentration is drawn. {reason}")
    except Undecided as missing:
        return PredictionOutcome(order, None, f"The curve appears when {missing.what} is decided.")
    return PredictionOutcome(order, made)


class ConcentrationFeed(QObject):
    """Takes orders and tells the outcome of the newest; those in between are left out.

    Signals:
        came: The outcome of the newest order (PredictionOutcome).
    """

    came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: PredictionOrder | None = None
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
        return self._wanted is None and self._job is None

    def ask(self, order: PredictionOrder) -> None:
        """Predict as soon as the events at hand are dealt with."""
        self._wanted = order
        self._soon.start()

    def wait(self) -> None:
        """Drop what was ordered and let a prediction that is under way come to its end."""
        self._wanted = self._job = None
        self._soon.stop()
        _wait(self._running)

    def _begin(self) -> None:
        if self._wanted is None or self._job is not None:
            return
        _wait(self._running)
        self._job = _Job(self._wanted)
        self._wanted = None
        self._running.append(self._job)
        self._job.done.connect(self._tell)
        self._job.finished.connect(self._go_on)
        self._job.start()

    def _tell(self, outcome: PredictionOutcome) -> None:
        if self._job is None or outcome.order is not self._job.order:
            return
        self._job = None
        if self._wanted is None:
            self.came.emit(outcome)
        else:
            self._begin()

    def _go_on(self) -> None:
        """Take the next order, also after one that ended without an outcome."""
        if self._job is not None and self._job.isFinished():
            self._job = None
        self._begin()


class _Job(QThread):
    """One prediction; numpy is imported here, on first use."""

    done = Signal(object)

    def __init__(self, order: PredictionOrder) -> None:
        super().__init__()
        self.setObjectName("Predicted concentration")
        self.order = order

    def run(self) -> None:
        self.done.emit(carry_out(self.order))


def _wait(running: list[_Job]) -> None:
    """Wait for threads that are at their end or nearly so, and let go of them."""
    for job in running:
        job.wait()
    running.clear()
