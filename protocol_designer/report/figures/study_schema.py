"""A prior study drawn from what was reported: one lane a group with its doses, therapy and follow-up.

It is ordered by kind and not by time, because few records report the days; nothing unknown gets a size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.precedents.cited import Count
from protocol_designer.precedents.facts import AdministrationFacts, ArmFacts
from protocol_designer.precedents.reported import named_minutes
from protocol_designer.precedents.template import Template
from protocol_designer.quantities import Quantity
from protocol_designer.report.display_list import Box, Drawing, Hatch, Ink, Label, Mark, Shape, Stroke
from protocol_designer.report.figures.text_fit import wrapped
from protocol_designer.report.precedent_words import NOT_REPORTED, reported_dose

_HEAD, _ROW, _BLOCK, _PAD = 26.0, 34.0, 26.0, 8.0
_TALLEST, _LEAST, _BAR, _LONGEST_BAR = 22.0, 5.0, 9.0, 46.0
_MOST_BARS = 4
_BIG, _SMALL = 10.0, 9.0
_BEFORE_EVERYTHING = ("yes", "yes (as stated)")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns begin, and where the drawing ends."""

    drugs: float
    therapy: float
    follow_up: float
    end: float


def study_schema(template: Template, width: float) -> Drawing | None:
    """Draw a study in ``width`` points; None where neither groups nor doses were reported."""
    has_doses = any(isinstance(given.dose.amount, Quantity) for given in template.administrations)
    arms = template.arms or ((_everybody(template),) if has_doses else ())
    if not arms:
        return None
    columns = _Columns(width * 0.22, width * 0.62, width * 0.85, width)
    marks: list[Mark] = list(_heads(template, columns))
    top = _HEAD
    for arm in arms:
        doses = [given for given in template.administrations if given.id in arm.administrations]
        therapies = _therapies(template, arm)
        names = wrapped(arm.label, columns.drugs - 12, _BIG, 2, is_bold=True)
        height = max(14 + 12 * len(names), len(doses) * _ROW, len(therapies) * _BLOCK) + _PAD
        marks.append(Stroke(((0, top), (width, top)), Ink.HAIRLINE))
        marks.extend(_names(arm, names, columns, top))
        for row, given in enumerate(doses):
            marks.extend(_dose(template, given, columns, top + row * _ROW))
        for row, text in enumerate(therapies):
            marks.extend(_block(text, columns, top + 5 + row * _BLOCK))
        top += height
    marks.append(Stroke(((0, top), (width, top)), Ink.HAIRLINE))
    marks.extend(_follow_up(template, columns, top))
    marks.extend(_allocation(template, columns, top))
    return Drawing(width, top + 4, tuple(marks), _description(template, arms))


def _everybody(template: Template) -> ArmFacts:
    given = tuple(entry.id for entry in template.administrations)
    sessions = tuple(session.id for session in template.sessions)
    return ArmFacts(
        id="everybody", label="All", role="one group", n=template.design.n_total, administrations=given,
        sessions=sessions,
    )  # fmt: skip


def _heads(template: Template, columns: _Columns) -> Iterator[Mark]:
    heads = [(columns.drugs + 12, "Drug (height: share of the largest dose)")]
    if template.sessions or template.other_interventions:
        heads.append((columns.therapy, "Therapy and other"))
    if template.follow_up:
        heads.append((columns.follow_up, "Followed until"))
    for number, (x, text) in enumerate(heads):
        end = heads[number + 1][0] if number + 1 < len(heads) else columns.end
        yield Label(x, 18, text, _SMALL, Ink.MUTED, max_width=end - x - 6)


def _names(arm: ArmFacts, lines: tuple[str, ...], columns: _Columns, top: float) -> Iterator[Mark]:
    for number, line in enumerate(lines):
        yield Label(0, top + 14 + 12 * number, line, _BIG, is_bold=True, max_width=columns.drugs - 8)
    yield Label(0, top + 14 + 12 * len(lines), _people(arm.n, arm.of), _SMALL, Ink.MUTED,
                max_width=columns.drugs - 8)  # fmt: skip


def _people(n: Count, of: Count) -> str:
    if not isinstance(n, int):
        return f"n {n}"
    return f"n = {n} of {of}" if isinstance(of, int) and of != n else f"n = {n}"


def _dose(template: Template, given: AdministrationFacts, columns: _Columns, top: float) -> Iterator[Mark]:
    is_comparator = given.purpose.startswith("comparator")
    ink, hatch = (Ink.COMPARATOR, Hatch.DIAGONAL) if is_comparator else (Ink.STUDY_DRUG, Hatch.SOLID)
    share, length = _share(template, given), _length(template, given)
    bars = min(given.count, _MOST_BARS) if isinstance(given.count, int) else 1
    width = min(length, (_LONGEST_BAR + 20) / bars)
    base, x = top + 6 + _TALLEST, columns.drugs + 12
    words = f"{given.drug[:1].upper()}{given.drug[1:]} {given.route}, {_nominal(given)}"
    for _ in range(bars):
        if share is None:
            yield Box(x, base - 10, width, 10, None, Ink.MUTED, tip=words)
        else:
            height = max(_LEAST, _TALLEST * float(share))
            stroke = ink if is_comparator else None
            yield Box(x, base - height, width, height, ink, stroke, hatch, tip=words)
        x += width + 3
    if isinstance(given.count, int) and given.count > 1:
        words = f"{given.count} × {words}"
    x = columns.drugs + 12 + _LONGEST_BAR + 30
    for number, line in enumerate(wrapped(words, columns.therapy - x - 10, _SMALL, 2)):
        yield Label(x, top + 14 + 11 * number, line, _SMALL, max_width=columns.therapy - x - 6)


def _share(template: Template, given: AdministrationFacts) -> Fraction | None:
    """Return the dose as a share of the largest one of the same drug in the same dimension."""
    amount = given.dose.amount_high or given.dose.amount
    if not isinstance(amount, Quantity):
        return None
    others = [
        other
        for entry in template.administrations
        if entry.drug == given.drug
        and isinstance(other := entry.dose.amount_high or entry.dose.amount, Quantity)
        and other.dimension is amount.dimension
    ]
    largest = max(other.in_base for other in others)
    return amount.in_base / largest if largest else None


def _length(template: Template, given: AdministrationFacts) -> float:
    """Return the width of a bar: its share of the longest giving; the least for an unknown length."""
    minutes = _minutes(given)
    longest = max((_minutes(entry) for entry in template.administrations), default=Fraction(0))
    return max(_BAR, _LONGEST_BAR * float(minutes / longest)) if longest else _BAR


def _nominal(given: AdministrationFacts) -> str:
    """Write the dose without its steps, which the text beneath the figure gives."""
    return reported_dose(given).partition(" (in steps")[0]


def _minutes(given: AdministrationFacts) -> Fraction:
    lengths = [segment.duration for segment in given.segments]
    return sum((one.in_base for one in lengths if isinstance(one, Quantity)), Fraction(0))


def _therapies(template: Template, arm: ArmFacts) -> list[str]:
    sessions = [
        f"{session.count} × {session.name}" if isinstance(session.count, int) else session.name
        for session in template.sessions
        if session.id in arm.sessions
    ]
    others = [other.name for other in template.other_interventions if other.id in arm.other_interventions]
    return [*sessions, *others]


def _block(text: str, columns: _Columns, top: float) -> Iterator[Mark]:
    room = columns.follow_up - columns.therapy - 24
    yield Box(columns.therapy, top + 1, 11, 8, Ink.THERAPY, radius=3, tip=text)
    for number, line in enumerate(wrapped(text, room, _SMALL, 2)):
        yield Label(columns.therapy + 16, top + 9 + 11 * number, line, _SMALL, max_width=room + 4)


def _follow_up(template: Template, columns: _Columns, bottom: float) -> Iterator[Mark]:
    if not template.follow_up:
        return
    last = max(template.follow_up, key=lambda entry: named_minutes(entry.window) or Fraction(0))
    text = last.window if last.method == NOT_REPORTED else f"{last.window}, {last.method}"
    x = columns.follow_up
    points = ((x + 5, _HEAD + 5), (x, _HEAD + 5), (x, bottom - 5), (x + 5, bottom - 5))
    yield Stroke(points, Ink.FOLLOW_UP, 1.4)
    for number, line in enumerate(wrapped(text, columns.end - x - 12, _SMALL, 3)):
        yield Label(x + 10, _HEAD + 16 + 11 * number, line, _SMALL, max_width=columns.end - x - 10)


def _allocation(template: Template, columns: _Columns, bottom: float) -> Iterator[Mark]:
    """Draw the line of randomisation where groups were formed before all doses; else say what held."""
    design = template.design
    if "crossover" in design.structure:
        text = "Conditions of a crossover"
    elif design.randomised in _BEFORE_EVERYTHING:
        text, x, y = "Randomised", columns.drugs, 15.0
        yield Stroke(((x, y), (x, bottom)), Ink.TEXT)
        yield Shape(((x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)), Ink.TEXT, tip=text)
    elif design.randomised.startswith("yes"):
        text = "Randomised, not at first"
    else:
        return
    yield Label(0, 18, text, _SMALL, Ink.MUTED, max_width=columns.drugs - 8)


def _description(template: Template, arms: tuple[ArmFacts, ...]) -> str:
    """Tell in words what the figure shows."""
    parts = [f"{template.label}, drawn by kind and not by time."]
    for arm in arms:
        doses = [
            f"{given.drug} {given.route} {reported_dose(given)}"
            for given in template.administrations
            if given.id in arm.administrations
        ]
        told = "; ".join([*doses, *_therapies(template, arm)]) or "nothing described"
        parts.append(f"{arm.label} ({_people(arm.n, arm.of)}): {told}.")
    return " ".join(parts)
