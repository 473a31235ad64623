"""The dosing day drawn: arrival, doses, readings, peak, discharge and home on one axis of minutes.

What is not decided is drawn dashed and said in words; it never gets a length of its own.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from protocol_designer.derived.session_day import DoseSpan, SessionDay
from protocol_designer.domain.dosing_day import DosingDayPlan
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity
from protocol_designer.report.display_list import Align, Box, Drawing, Hatch, Ink, Label, Mark, Shape, Stroke
from protocol_designer.report.figures.day_readings import readings
from protocol_designer.report.figures.day_scale import LANE, LEFT, SIZE, DayScale
from protocol_designer.report.figures.text_fit import shortened, wrapped
from protocol_designer.report.material import listed

_HEAD, _DAY, _FOOT_LINE = 34.0, 26.0, 12.0
_BAR = 11.0
_PLAN = "dosing_day"


def dosing_day(
    day: SessionDay, plan: DosingDayPlan, peak: Limit, width: float, *, with_lanes: bool = True
) -> Drawing:
    """Draw one dosing day, with a lane for each dose and each watched parameter where ``with_lanes`` says so.

    Args:
        peak: When dissociation peaks after the start of an infusion (formulary key ``dissociation.peak``).
        width: In points; the height follows from the lanes.
    """
    scale = DayScale.of(day, width)
    marks: list[Mark] = []
    top = _HEAD
    marks.extend(_day_lane(day, plan, scale, top))
    top += _DAY
    for dose in day.doses if with_lanes else ():
        marks.extend(_dose_lane(dose, scale, top))
        top += LANE
    for entry in plan.monitoring if with_lanes else ():
        marks.extend(readings(entry, day, scale, top))
        top += LANE
    if not plan.monitoring and with_lanes:
        marks.append(_said("Monitoring: not decided", 0, top + 12, f"{_PLAN}.monitoring", width))
        top += LANE
    background = list(_axis(scale, day, top))
    background.extend(_peak(peak, scale, day, top))
    foot = top + 14
    for line in wrapped(_fasting_words(plan), width - 4, SIZE, 2):
        marks.append(Label(0, foot + 8, line, SIZE, Ink.MUTED, place=f"{_PLAN}.fasting"))
        foot += _FOOT_LINE
    return Drawing(width, foot + 4, (*background, *marks), _description(day, plan, peak))


def _said(text: str, x: float, y: float, place: str, room: float) -> Label:
    return Label(x, y, shortened(text, room, SIZE), SIZE, Ink.SOFT, place=place)


def _axis(scale: DayScale, day: SessionDay, bottom: float) -> Iterator[Mark]:
    y = _HEAD - 4
    if day.dose_end is not None:
        yield Box(scale.zero, y, scale.x(day.dose_end) - scale.zero, bottom - y, Ink.BAND)
    yield Stroke(((LEFT, y), (scale.right, y)), Ink.MUTED, 0.75)
    for minute in scale.ticks:
        x = scale.x(minute)
        yield Stroke(((x, y), (x, bottom)), Ink.HAIRLINE, 0.5)
        yield Stroke(((x, y - 3), (x, y)), Ink.MUTED, 0.75)
        yield Label(x, y - 6, f"{minute:g}".replace("-", "−"), SIZE, Ink.MUTED, Align.CENTRE)
    yield Label(0, y - 6, "Minutes from the dose", SIZE, Ink.MUTED, max_width=LEFT - 8)


def _peak(peak: Limit, scale: DayScale, day: SessionDay, bottom: float) -> Iterator[Mark]:
    at = peak.value.in_base
    if day.doses and (day.ends is None or at <= day.ends):
        x = scale.x(at)
        yield Stroke(((x, _HEAD - 4), (x, bottom)), Ink.ADVISORY, 1, is_dashed=True)
        text = f"Dissociation peaks, about {peak.value.printed()} ({peak.grade.printed.partition(' ')[0]})"
        yield Label(x, 9, shortened(text, scale.width - x, SIZE), SIZE, Ink.ADVISORY)


def _day_lane(day: SessionDay, plan: DosingDayPlan, scale: DayScale, top: float) -> Iterator[Mark]:
    middle, visit = top + _DAY / 2, day.visit
    visit_place = f"schedule.visits[{visit.id}]" if visit is not None else "schedule.visits"
    yield Label(0, middle + 3, "The day", SIZE, is_bold=True, max_width=LEFT - 8, place=visit_place)
    clock = visit.start_of_day if visit is not None else None
    if day.begins is None:
        yield Stroke(((LEFT, middle), (scale.zero, middle)), Ink.SOFT, 1.2, is_dashed=True, place=visit_place)
        yield _said("Arrival not decided", LEFT + 2, top + 9, visit_place, scale.zero - LEFT - 4)
    else:
        start = scale.x(day.begins)
        tip = f"Checks before the dose, from {-float(day.begins):g} min before it"
        yield Box(start, top + 7, scale.zero - start, _BAR, Ink.ASSESSMENT, place=visit_place, tip=tip)
        said = f"Arrival {clock}" if clock else "Arrival"
        yield from _inside(said, start, scale.zero, top, visit_place)
    if day.dose_end is None:
        yield from _open(scale.zero, scale.right, top, "Length of the dose not decided", "regimens")
        return
    end = scale.x(day.dose_end)
    yield Box(scale.zero, top + 7, max(2, end - scale.zero), _BAR, Ink.STUDY_DRUG, tip="Dose")
    yield from _inside("Dose", scale.zero, end, top, "regimens")
    place = f"{_PLAN}.observation_after_dose"
    if day.ends is None:
        yield from _open(end, scale.right, top, "Observation not decided", place)
        yield from _home(plan, scale, scale.right, top)
        return
    leave, after = scale.x(day.ends), plan.observation_after_dose
    tip = f"Observation after the dose, {after.printed()}" if after else "Observation"
    yield Box(end, top + 7, leave - end, _BAR, Ink.FOLLOW_UP, place=place, tip=tip)
    told = f"Observation, {after.printed()}" if after else "Observation"
    yield from _inside(told, end, leave, top, place)
    yield _diamond(leave, top + 7 + _BAR / 2, f"{_PLAN}.discharge", _discharge_words(plan))
    yield from _home(plan, scale, leave, top)


def _inside(text: str, start: float, end: float, top: float, place: str) -> Iterator[Mark]:
    if fitting := shortened(text, end - start - 6, SIZE):
        yield Label(start + 3, top + 15.5, fitting, SIZE, Ink.SURFACE, place=place)


def _open(start: float, end: float, top: float, text: str, place: str) -> Iterator[Mark]:
    y = top + 7 + _BAR / 2
    yield Stroke(((start, y), (end, y)), Ink.SOFT, 1.2, is_dashed=True, place=place)
    yield _said(text, start + 4, top + 8, place, end - start - 6)


def _diamond(x: float, y: float, place: str, tip: str) -> Shape:
    return Shape(((x, y - 8), (x + 7, y), (x, y + 8), (x - 7, y)), Ink.TEXT, place, tip)


def _home(plan: DosingDayPlan, scale: DayScale, leave: float, top: float) -> Iterator[Mark]:
    discharge, x = plan.discharge, leave + 11
    room = scale.width - x
    escort = {True: "Home, escorted", False: "Home, alone", None: "Home, escort?"}[
        discharge.needs_adult_escort
    ]
    ink = Ink.TEXT if discharge.needs_adult_escort else Ink.SOFT
    yield Label(
        x, top + 10, shortened(escort, room, SIZE), SIZE, ink, place=f"{_PLAN}.discharge.needs_adult_escort"
    )
    barred = discharge.no_driving
    text = f"No driving {barred.printed()}" if barred is not None else "Driving: not decided"
    ink = Ink.MUTED if barred is not None else Ink.SOFT
    yield Label(x, top + 21, shortened(text, room, SIZE), SIZE, ink, place=f"{_PLAN}.discharge.no_driving")


def _dose_lane(dose: DoseSpan, scale: DayScale, top: float) -> Iterator[Mark]:
    regimen = dose.regimen
    place = f"regimens[{regimen.id}]"
    name = shortened(regimen.name, LEFT - 8, SIZE)
    yield Label(0, top + 12, name, SIZE, place=place)
    is_comparator = regimen.use is RegimenUse.COMPARATOR
    ink, hatch = (Ink.COMPARATOR, Hatch.DIAGONAL) if is_comparator else (Ink.STUDY_DRUG, Hatch.SOLID)
    last = scale.zero
    for step in dose.steps:
        start, last = scale.x(step.start), scale.x(step.end)
        own = regimen.steps[step.index]
        amount = own.amount.printed() if own.amount is not None else "amount not decided"
        tip = f"{regimen.name}, step {step.index + 1}: {amount} over {float(step.end - step.start):g} min"
        where = f"{place}.steps[{step.index}]"
        yield Box(start, top + 4, max(2, last - start - 0.8), _BAR, ink, ink, hatch, place=where, tip=tip)
    if dose.end is None:
        yield Stroke(((last, top + 10), (scale.right, top + 10)), Ink.SOFT, 1.2, is_dashed=True, place=place)
        yield _said("length not decided", last + 4, top + 8, f"{place}.steps", scale.right - last - 6)


def _fasting_words(plan: DosingDayPlan) -> str:
    fasting = plan.fasting

    def told(what: str, held: Quantity | None) -> str:
        return f"{what} until {held.printed()} before the dose" if held else f"{what}: not decided"

    return f"Fasting: {told('light meal', fasting.light_meal)}; {told('clear fluids', fasting.clear_fluids)}."


def _discharge_words(plan: DosingDayPlan) -> str:
    number = len(plan.discharge.criteria)
    return f"Discharge, not before {number} criteria are met" if number else "Discharge: criteria not decided"


def _description(day: SessionDay, plan: DosingDayPlan, peak: Limit) -> str:
    def at(minutes: Fraction | None, what: str) -> str:
        return f"{what} at {floor(minutes)} min" if minutes is not None else f"{what} not decided"

    name = day.visit.name if day.visit is not None else "Dosing day"
    watched = listed([word(entry.parameter) for entry in plan.monitoring]) or "nothing yet"
    parts = (
        at(day.begins, "arrival"),
        "start of the dose at 0 min",
        at(day.dose_end, "end of the dose"),
        f"dissociation peaks about {peak.value.printed()} after the start",
        at(day.ends, "discharge"),
    )
    return f"{name} in minutes from the dose: {'; '.join(parts)}. Watched: {watched}. {_fasting_words(plan)}"
