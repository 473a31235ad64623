"""What the canvas says of one thing: when, in which window, what dose, who is there, where it comes from."""

from PySide6.QtCore import QCoreApplication

from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.therapy import TherapySession
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.gui.canvas.movable import Movable, timing_place
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.source_words import origin
from protocol_designer.report.timing_words import when_in_words
from protocol_designer.rules.findings import Finding


def tip_of(trial: TrialProtocol, movable: Movable, findings: tuple[Finding, ...]) -> str:
    """Return the lines of a tooltip, as plain text."""
    part = movable.part
    number = _number(trial, part) if isinstance(part, Visit) else ""
    lines = [f"{number}{part.name}", when_in_words(trial, movable.timing)]
    if isinstance(part, Visit):
        lines.extend(_doses(trial, part))
        if part.is_dosing and trial.dosing_day.staff:
            lines.append(_tr("Staff: ") + ", ".join(member.name for member in trial.dosing_day.staff))
        if part.planned_duration is not None:
            lines.append(_tr("Takes ") + part.planned_duration.printed())
    elif isinstance(part, TherapySession):
        lines.extend(_session(movable, part))
    source = provenance_at(trial, timing_place(movable)) or provenance_at(trial, movable.place)
    if source is not None:
        lines.append(_tr("Source: ") + origin(source))
    lines.extend(f"{finding.severity.printed.capitalize()}: {finding.message}" for finding in findings[:3])
    return "\n".join(lines)


def value_of(trial: TrialProtocol, movable: Movable) -> str:
    """Return day, window and what follows in one phrase, for those who hear the canvas."""
    count = len(movable.followers.places)
    text = when_in_words(trial, movable.timing)
    return text if not count else _tr("{when}; {count} anchored to it").format(when=text, count=count)


def _number(trial: TrialProtocol, visit: Visit) -> str:
    return f"{trial.schedule.visits.index(visit) + 1} "


def _doses(trial: TrialProtocol, visit: Visit) -> list[str]:
    return [
        f"{regimen.name}: {dose_in_words(regimen)}"
        for regimen in trial.regimens
        if visit.id in regimen.visits
    ]


def _session(movable: Movable, session: TherapySession) -> list[str]:
    lines = []
    if session.duration is not None:
        kind = f"{title_word(session.kind)}, " if session.kind else ""
        lines.append(f"{kind}{session.duration.printed()}")
    if movable.course is not None:
        lines.append(_tr("Course: ") + movable.course.name)
        if movable.course.provider.role:
            lines.append(_tr("Given by: ") + movable.course.provider.role)
    return lines


def _tr(text: str) -> str:
    return QCoreApplication.translate("canvas", text)
