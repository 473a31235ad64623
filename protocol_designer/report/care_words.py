"""The therapy time of arms in words: one cell, one arm beside the study arm, all arms in one sentence."""

from fractions import Fraction

from protocol_designer.derived.care_time import ArmCare, CareTime, care_of_arms, difference, study_arm
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import rounded_decimal
from protocol_designer.report.material import listed

_AT_LEAST = "≥\u00a0"
_MOST_NAMES = 4

UNEQUAL = "≠"
"""Stands before what differs, so that it is seen without reading."""

WHY_IT_MATTERS = "Unequal care time can pass for an effect of the treatment."


def contact_in_words(trial: TrialProtocol) -> str:
    """Say how many minutes of therapy each arm has, and that they are unequal where they are.

    Sessions without a length are counted beside the minutes. Empty while no arm has a session.
    """
    cares = care_of_arms(trial)
    if not any(care.total.sessions for care in cares):
        return ""
    apart = [difference(care, cares[0]) for care in cares]
    if not any(apart) and None not in apart:
        return f"Therapy time: {total_in_words(cares[0])} in every arm."
    told = "; ".join(f"{care.arm.name} {total_in_words(care)}" for care in cares)
    if not any(apart):
        return f"Therapy time cannot be compared yet: {told}."
    return f"Therapy time is unequal: {told}. {WHY_IT_MATTERS}"


def total_in_words(care: ArmCare) -> str:
    """Write the whole time of an arm, and what of it is open: “592 min + 1 session of open length”."""
    parts = []
    if care.total.minutes or (care.is_known and not care.total.sessions):
        parts.append(minutes_in_words(care.total.minutes))
    if count := len(care.total.without_length):
        parts.append(f"{_sessions(count)} of open length")
    if care.unplanned:
        parts.append("sessions not described")
    return " + ".join(parts)


def cell_in_words(time: CareTime) -> str:
    """Write the time of one kind for a narrow column; a dash for no session.

    “≥ 120 min” is what is known of it while a length is open, “2 open” counts sessions of no known length.
    """
    if not time.sessions:
        return "–"
    if not time.without_length:
        return minutes_in_words(time.minutes)
    if time.minutes:
        return f"{_AT_LEAST}{minutes_in_words(time.minutes)}"
    return f"{len(time.without_length)} open"


def hours_of(care: ArmCare) -> str:
    """Write the whole time of an arm for a narrow column: “9 h 52 min”, “≥ 9 h 52 min”, “not known”."""
    if care.is_known:
        return hours_in_words(care.total.minutes)
    if care.total.minutes:
        return f"{_AT_LEAST}{hours_in_words(care.total.minutes)}"
    return "Not known"


def compared_in_words(care: ArmCare, cares: tuple[ArmCare, ...]) -> str:
    """Say how the time of an arm stands to that of the study arm."""
    model = study_arm(cares)
    if model is None or model.arm.id == care.arm.id:
        return "Study arm"
    minutes = difference(care, model)
    if minutes is None:
        return "Not known yet"
    if not minutes:
        return "Same time"
    return f"{UNEQUAL} {minutes_in_words(abs(minutes))} {'more' if minutes > 0 else 'less'}"


def what_is_open(care: ArmCare) -> str:
    """Name what the time of an arm still lacks; empty when it is all known."""
    parts = []
    if open_ones := care.total.without_length:
        parts.append(f"{_sessions(len(open_ones))} without a length ({_some(open_ones)})")
    if care.unplanned:
        parts.append(f"sessions of {_some(care.unplanned)} not all described")
    return "; ".join(parts)


def remarks(cares: tuple[ArmCare, ...]) -> tuple[str, ...]:
    """Say in sentences what arms are compared with, why a difference matters, and what is still open."""
    model = study_arm(cares)
    if model is None:
        return ()
    said = [f"Compared with {model.arm.name}."] if len(cares) > 1 else []
    if any(compared_in_words(care, cares).startswith(UNEQUAL) for care in cares):
        said.append(WHY_IT_MATTERS)
    still_open: dict[str, list[str]] = {}
    for care in cares:
        if told := what_is_open(care):
            still_open.setdefault(told, []).append(care.arm.name)
    said.extend(f"{listed(names)}: {told}." for told, names in still_open.items())
    return tuple(said)


def minutes_in_words(minutes: Fraction) -> str:
    """Write minutes as the whole product does."""
    return f"{rounded_decimal(minutes)} min"


def hours_in_words(minutes: Fraction) -> str:
    """Write minutes in hours and minutes, as people speak of them: “9 h 52 min”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return minutes_in_words(rest)
    return f"{hours} h {minutes_in_words(rest)}" if rest else f"{hours} h"


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown} …" if len(names) > _MOST_NAMES else shown
