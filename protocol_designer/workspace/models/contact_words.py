"""The therapy time of arms in words: one cell, one arm beside the study arm, all arms in one sentence."""

from fractions import Fraction

from PySide6.QtCore import QCoreApplication

from protocol_designer.derived.care_time import ArmCare, CareTime, care_of_arms, difference, study_arm
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import rounded_decimal

_AT_LEAST = "≥"
_MOST_NAMES = 4

UNEQUAL = "\u2260"
"""Stands before what differs, so that it is seen without reading."""


def contact_in_words(trial: TrialProtocol) -> str:
    """Say how many minutes of therapy each arm has, and that they are unequal where they are.

    Sessions without a length are counted beside the minutes. Empty while no arm has a session.
    """
    cares = care_of_arms(trial)
    if not any(care.total.sessions for care in cares):
        return ""
    apart = [difference(care, cares[0]) for care in cares]
    if not any(apart) and None not in apart:
        return _tr("Therapy time: {time} in every arm.").format(time=total_in_words(cares[0]))
    told = "; ".join(f"{care.arm.name} {total_in_words(care)}" for care in cares)
    if not any(apart):
        return _tr("Therapy time cannot be compared yet: {told}.").format(told=told)
    return _tr(
        "Therapy time is unequal: {told}. Unequal care time can pass for an effect of the treatment."
    ).format(told=told)


def total_in_words(care: ArmCare) -> str:
    """Write the whole time of an arm, and what of it is open: “592 min + 1 session of open length”."""
    parts = []
    if care.total.minutes or (care.is_known and not care.total.sessions):
        parts.append(minutes_in_words(care.total.minutes))
    if count := len(care.total.without_length):
        rest = _tr("1 session") if count == 1 else _tr("{count} sessions").format(count=count)
        parts.append(_tr("{sessions} of open length").format(sessions=rest))
    if care.unplanned:
        parts.append(_tr("sessions not described"))
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
        return f"{_AT_LEAST} {minutes_in_words(time.minutes)}"
    return _tr("{count} open").format(count=len(time.without_length))


def hours_of(care: ArmCare) -> str:
    """Write the whole time of an arm for a narrow column: “9 h 52 min”, “≥ 9 h 52 min”, “not known”."""
    if care.is_known:
        return hours_in_words(care.total.minutes)
    if care.total.minutes:
        return f"{_AT_LEAST} {hours_in_words(care.total.minutes)}"
    return _tr("Not known")


def compared_in_words(care: ArmCare, cares: tuple[ArmCare, ...]) -> str:
    """Say how the time of an arm stands to that of the study arm."""
    model = study_arm(cares)
    if model is None or model.arm.id == care.arm.id:
        return _tr("Study arm")
    minutes = difference(care, model)
    if minutes is None:
        return _tr("Not known yet")
    if not minutes:
        return _tr("Same time")
    words = _tr("{mark} {time} more") if minutes > 0 else _tr("{mark} {time} less")
    return words.format(mark=UNEQUAL, time=minutes_in_words(abs(minutes)))


def what_is_open(care: ArmCare) -> str:
    """Name what the time of an arm still lacks; empty when it is all known."""
    parts = []
    if open_ones := care.total.without_length:
        words = (
            _tr("1 session without a length")
            if len(open_ones) == 1
            else _tr("{count} sessions without a length")
        )
        parts.append(f"{words.format(count=len(open_ones))} ({_some(open_ones)})")
    if care.unplanned:
        parts.append(_tr("sessions of {names} not all described").format(names=_some(care.unplanned)))
    return "; ".join(parts)


def _some(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown} …" if len(names) > _MOST_NAMES else shown


def minutes_in_words(minutes: Fraction) -> str:
    """Write minutes as the whole product does."""
    return f"{rounded_decimal(minutes)} min"


def hours_in_words(minutes: Fraction) -> str:
    """Write minutes in hours and minutes, as people speak of them: “9 h 52 min”."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return minutes_in_words(rest)
    return f"{hours} h {minutes_in_words(rest)}" if rest else f"{hours} h"


def _tr(text: str) -> str:
    return QCoreApplication.translate("arms", text)
