"""The infusion profile: rate against time at one weight, with the cumulative dose as a thin line."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from protocol_designer.derived.doses import (
    AdministrationDose,
    StepDose,
    administration_at,
    regimen_place,
    step_place,
)
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.display_list import Align, Box, Drawing, Hatch, Ink, Label, Mark, Stroke
from protocol_designer.report.figures.text_fit import shortened, wrapped

_SIZE = 8.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 44.0, 18.0, 30.0
_SMALLEST = 1.5


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A step in time: minutes and mg as numbers for geometry."""

    dose: StepDose
    start: float
    end: float
    mg: float
    before_mg: float

    @property
    def rate(self) -> float:
        return self.mg / (self.end - self.start) if self.end > self.start else 0


def infusion_profile(regimen: DrugRegimen, weight: Quantity, width: float, height: float) -> Drawing:
    """Draw one administration at ``weight``; says what is missing when it cannot be computed."""
    try:
        dose = administration_at(regimen, weight)
        stretches = _stretches(dose)
    except Undecided as missing:
        text = f"No profile yet: {missing.what} is not decided."
        return _message(text, missing.place, width, height)
    if all(stretch.end == stretch.start for stretch in stretches):
        total = dose.total_mg
        amount = Quantity(total, Unit.MILLIGRAM).printed() if total is not None else "the dose"
        text = f"{amount} at {weight.printed()}, given at once: there is no rate to draw."
        return _message(text, regimen_place(regimen), width, height)
    return _chart(weight, dose, stretches, width, height)


def _stretches(dose: AdministrationDose) -> list[_Stretch]:
    """Lay the steps end to end.

    Raises:
        Undecided: A step has no length, or no amount of its own (a target concentration).
    """
    found: list[_Stretch] = []
    clock, given = Fraction(0), Fraction(0)
    for step in dose.steps:
        place = step_place(dose.regimen, step.index)
        if step.duration_min is None:
            raise Undecided(f"{place}.duration", "how long the step takes")
        if step.mg is None:
            raise Undecided(f"{place}.amount", "the amount that reaches the target concentration")
        clock += step.step.pause_before.in_base if step.step.pause_before else 0
        end = clock + step.duration_min
        own = step.mg if step.drug == dose.regimen.drug else Fraction(0)
        found.append(_Stretch(step, float(clock), float(end), float(own), float(given)))
        clock, given = end, given + own
    return found


def _message(text: str, place: str, width: float, height: float) -> Drawing:
    lines = wrapped(text, width - 32, 9, 3)
    top = height / 2 - 6 * (len(lines) - 1) + 3
    marks: list[Mark] = [Box(0.5, 0.5, width - 1, height - 1, Ink.BAND, Ink.HAIRLINE, radius=6, place=place)]
    marks.extend(
        Label(
            width / 2, top + 12 * index, line, 9, Ink.MUTED, Align.CENTRE, max_width=width - 28, place=place
        )
        for index, line in enumerate(lines)
    )
    return Drawing(width, height, tuple(marks), text)


def _chart(
    weight: Quantity,
    dose: AdministrationDose,
    stretches: list[_Stretch],
    width: float,
    height: float,
) -> Drawing:
    regimen = dose.regimen
    left, right, top, bottom = _LEFT, width - _RIGHT, _TOP, height - _BOTTOM
    minutes = stretches[-1].end
    total = stretches[-1].before_mg + stretches[-1].mg
    rate_ticks, mg_ticks = ticks(max(s.rate for s in stretches)), ticks(total)
    time_ticks = ticks(minutes)
    most_rate, most_mg = rate_ticks[-1], mg_ticks[-1]

    def x(minute: float) -> float:
        return left + (right - left) * minute / minutes

    def rate_y(rate: float) -> float:
        return bottom - (bottom - top) * rate / most_rate

    def mg_y(mg: float) -> float:
        return bottom - (bottom - top) * mg / most_mg

    is_comparator = regimen.use is RegimenUse.COMPARATOR
    ink, hatch = (Ink.COMPARATOR, Hatch.DIAGONAL) if is_comparator else (Ink.STUDY_DRUG, Hatch.SOLID)
    marks: list[Mark] = []
    for tick in rate_ticks:
        marks.append(Stroke(((left, rate_y(tick)), (right, rate_y(tick))), Ink.HAIRLINE, 0.5))
        marks.append(Label(left - 5, rate_y(tick) + 3, _number(tick), _SIZE, Ink.MUTED, Align.RIGHT))
    for stretch in stretches:
        start, length = x(stretch.start), max(_SMALLEST, x(stretch.end) - x(stretch.start))
        y = rate_y(stretch.rate)
        place = step_place(regimen, stretch.dose.index)
        if bottom - y > 0:
            marks.append(Box(start, y, length, bottom - y, ink, ink, hatch, place=place, tip=_tip(stretch)))
    marks.append(Stroke(tuple(_cumulative(stretches, x, mg_y)), Ink.TEXT, 0.9, place=regimen_place(regimen)))
    marks.append(Stroke(((left, bottom), (right, bottom)), Ink.MUTED, 0.75))
    for tick in mg_ticks:
        marks.append(Label(right + 5, mg_y(tick) + 3, _number(tick), _SIZE, Ink.MUTED))
    for tick in [tick for tick in time_ticks if tick <= minutes]:
        marks.append(Stroke(((x(tick), bottom), (x(tick), bottom + 3)), Ink.MUTED, 0.75))
        marks.append(Label(x(tick), bottom + 12, _number(tick), _SIZE, Ink.MUTED, Align.CENTRE))
    half = (width - 8) / 2
    marks.append(Label(0, 9, shortened("Rate, mg/min", half, _SIZE), _SIZE, ink))
    marks.append(
        Label(width, 9, shortened("Given so far, mg (line)", half, _SIZE), _SIZE, Ink.TEXT, Align.RIGHT)
    )
    below = shortened(f"Minutes from the start, at {weight.printed()}", right - left, _SIZE)
    marks.append(Label((left + right) / 2, bottom + 24, below, _SIZE, Ink.MUTED, Align.CENTRE))
    return Drawing(width, height, tuple(marks), _description(regimen, weight, dose, stretches))


def _cumulative(
    stretches: list[_Stretch], x: Callable[[float], float], mg_y: Callable[[float], float]
) -> list[tuple[float, float]]:
    points = [(x(0), mg_y(0))]
    for stretch in stretches:
        points.append((x(stretch.start), mg_y(stretch.before_mg)))
        points.append((x(stretch.end), mg_y(stretch.before_mg + stretch.mg)))
    return points


def ticks(top: float) -> tuple[float, ...]:
    """Return round numbers from 0 to at least ``top``, three to six of them."""
    if top <= 0:
        return 0.0, 1.0
    power = 10.0 ** floor(log10(top / 3))
    step = next(step for step in (power, 2 * power, 5 * power, 10 * power) if top / step <= 5)
    return tuple(step * index for index in range(ceil(top / step - 1e-9) + 1))


def _number(value: float) -> str:
    return f"{value:.6g}"


def _tip(stretch: _Stretch) -> str:
    mg = Quantity(stretch.dose.mg or Fraction(0), Unit.MILLIGRAM).printed()
    rate = stretch.dose.mg_per_min
    length = Quantity(stretch.dose.duration_min or Fraction(0), Unit.MINUTE).printed()
    if rate is None:
        return f"Step {stretch.dose.index + 1}: {mg}"
    return f"Step {stretch.dose.index + 1}: {mg} over {length}, {Quantity(rate, Unit.MG_PER_MIN).printed()}"


def _description(
    regimen: DrugRegimen, weight: Quantity, dose: AdministrationDose, stretches: list[_Stretch]
) -> str:
    total = dose.total_mg
    sum_text = f" In all {Quantity(total, Unit.MILLIGRAM).printed()}." if total is not None else ""
    capped = " The cap holds the dose." if dose.is_capped else ""
    steps = "; ".join(_tip(stretch) for stretch in stretches)
    return f"Infusion profile of {regimen.name} at {weight.printed()}. {steps}.{sum_text}{capped}"
