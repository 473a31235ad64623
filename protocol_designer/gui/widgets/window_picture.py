"""A small picture of the window of a visit between those of its neighbours; the fields decide."""

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from protocol_designer.derived.calendar import Calendar
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import SECONDARY, sized
from protocol_designer.quantities import TimeOffset
from protocol_designer.report.display_list import Ink
from protocol_designer.report.timing_words import short_window

_HEIGHT, _EDGE = 74, 12


@dataclass(frozen=True, slots=True)
class Bracket:
    """A window in minutes from the target of the visit in hand."""

    name: str
    earliest: Fraction
    target: Fraction
    latest: Fraction


class WindowPicture(QWidget):
    """Shows earliest, target and latest as a bracket with a tick; says how near its neighbours come."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._brackets: tuple[Bracket, ...] = ()
        self._own = 0
        self._words = ""
        self.setFont(sized(self.font(), SECONDARY))
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def words(self) -> str:
        """What the picture says: how near the visits before and after can come."""
        return self._words

    def show_visit(self, trial: TrialProtocol, visit: Visit | None) -> None:
        """Show the window of a visit, with those before and after it in the schedule."""
        visits = trial.schedule.visits
        self._brackets, self._words = (), ""
        if visit is None or visit.timing is None:
            self._words = self.tr("The window is drawn once its anchor and times are decided.")
        else:
            at = visits.index(visit)
            calendar = Calendar(trial)
            found: list[Bracket] = []
            told: list[str] = []
            for other in visits[max(at - 1, 0) : at + 2]:
                if other is visit:
                    self._own = len(found)
                    found.append(_bracket(other, Fraction(0)))
                    continue
                try:
                    is_before = visits.index(other) < at
                    gap = calendar.gap(other, visit) if is_before else calendar.gap(visit, other)
                except Undecided as missing:
                    told.append(self.tr("{what} is not decided").format(what=missing.what))
                    continue
                found.append(_bracket(other, -gap.target if is_before else gap.target))
                told.append(self._distance(other, gap.earliest, is_before))
            self._brackets, self._words = tuple(found), "; ".join(told)
        self.setAccessibleName(self.tr("Window: {words}").format(words=self._words))
        self.setToolTip(self._words)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a little width."""
        return QSize(240, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a line of time with the brackets above it and the words below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self.fontMetrics()
        painter.setPen(self._theme.colour(Ink.MUTED))
        room = QRectF(0, _HEIGHT - metrics.lineSpacing() - 2, self.width(), metrics.lineSpacing())
        shown = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, shown)
        if self._brackets:
            line = 44.0
            painter.setPen(QPen(self._theme.colour(Ink.HAIRLINE), 1))
            painter.drawLine(QPointF(0, line), QPointF(self.width(), line))
            for number, bracket in enumerate(self._brackets):
                self._paint_bracket(painter, bracket, line, number == self._own)
        painter.end()

    def _paint_bracket(self, painter: QPainter, bracket: Bracket, line: float, is_own: bool) -> None:
        left, tick, right = (self._x(at) for at in (bracket.earliest, bracket.target, bracket.latest))
        ink = self._theme.colour(Ink.ACCENT if is_own else Ink.FOLLOW_UP)
        soft = self._theme.colour(Ink.ACCENT if is_own else Ink.FOLLOW_UP)
        soft.setAlphaF(0.16)
        top = line - 14
        painter.fillRect(QRectF(left, top, max(right - left, 1), 14), soft)
        painter.setPen(QPen(ink, 2 if is_own else 1.4))
        for x, lean in ((left, 4), (right, -4)):
            painter.drawPolyline([QPointF(x + lean, top), QPointF(x, top), QPointF(x, line)])
        painter.drawLine(QPointF(tick, top + 3), QPointF(tick, line + 4))
        painter.setPen(self._theme.colour(Ink.TEXT if is_own else Ink.MUTED))
        width = self.width() / 3
        text = self.fontMetrics().elidedText(bracket.name, Qt.TextElideMode.ElideRight, int(width) - 4)
        x = min(max(tick - width / 2, 0), self.width() - width)
        painter.drawText(QRectF(x, 4, width, 20), Qt.AlignmentFlag.AlignCenter, text)

    def _x(self, minutes: Fraction) -> float:
        low = min(bracket.earliest for bracket in self._brackets)
        high = max(bracket.latest for bracket in self._brackets)
        span = float(high - low) or 1.0
        share = float(minutes - low) / span if high > low else 0.5
        return _EDGE + share * (self.width() - 2 * _EDGE)

    def _distance(self, other: Visit, least: Fraction, is_before: bool) -> str:
        if least < 0:
            return self.tr("can overlap with {name}").format(name=other.name)
        text = (
            self.tr("at least {time} after {name}") if is_before else self.tr("at least {time} before {name}")
        )
        return text.format(time=TimeOffset.of_minutes(least).printed(), name=other.name)


def _bracket(visit: Visit, at: Fraction) -> Bracket:
    timing = visit.timing
    if timing is None:
        return Bracket(visit.name, at, at, at)
    early, late = (
        timing.earliest.minutes - timing.target.minutes,
        timing.latest.minutes - timing.target.minutes,
    )
    return Bracket(f"{visit.name} {short_window(timing)}", at + early, at, at + late)
