"""The session card: one dosing day on paper for the room, with doses over a range of weights."""

from collections.abc import Callable

from protocol_designer.derived.session_day import session_day
from protocol_designer.domain.codes import Measure
from protocol_designer.domain.dosing_day import Monitoring, Threshold
from protocol_designer.domain.identity import PersonRole
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word, word
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import Document, Row, Run, Table
from protocol_designer.report.chapters.dosing_day import PEAK
from protocol_designer.report.figures.dosing_day import dosing_day
from protocol_designer.report.linked_text import with_links_written_out
from protocol_designer.report.material import listed
from protocol_designer.report.session_doses import Weights, write_doses
from protocol_designer.report.writer import Writer, columns, row
from protocol_designer.rules.findings import Report

_WIDTH = 471.0
_CONTACTS = (PersonRole.PRINCIPAL_INVESTIGATOR, PersonRole.MEDICAL_MONITOR)


def session_card(
    trial: TrialProtocol, review_report: Report, formulary: Formulary, visit: Visit | None, weights: Weights
) -> Document:
    """Compose the card.

    Args:
        weights: The lightest and heaviest weight of the dose table; None stands for the eligible one.
    """
    trial = with_links_written_out(trial)
    writer = Writer(trial)
    name = visit.name if visit is not None else "Dosing day"
    writer.part(f"Session card: {name}", level=1, anchor="card")
    blocking = len(review_report.blocking)
    if blocking:
        verb = "point stands" if blocking == 1 else "points stand"
        warning = f"Not for use: {blocking} {verb} against a final protocol. "
        writer.say(Run(warning, is_bold=True), "Check with the protocol in force.")
    day = session_day(trial, visit)
    drawing = dosing_day(day, trial.dosing_day, formulary.limit(PEAK), _WIDTH, with_lanes=False)
    writer.figure(drawing, f"{_which(trial)}: the day in minutes from the start of the dose.", "dosing_day")
    _write_conduct(writer, trial, formulary)
    write_doses(writer, trial, day, weights)
    return _document(trial, name, writer)


def _write_conduct(writer: Writer, trial: TrialProtocol, formulary: Formulary) -> None:
    """Write all that is no dose in one table, so that it fits the page."""
    plan = trial.dosing_day
    rows: list[Row] = []
    for name, how in (("Watch before", _before), ("Watch during", _during), ("Watch after", _after)):
        told = _watched(plan.monitoring, how)
        if told is not None and how is _after:
            told = _until(plan.monitoring) + told
        rows.append(row(name, told, place="dosing_day.monitoring"))
    for purpose in dict.fromkeys(entry.purpose for entry in plan.thresholds):
        told = _limits([one for one in plan.thresholds if one.purpose is purpose])
        rows.append(row(title_word(purpose), _capital(told), place="dosing_day.thresholds"))
    if not plan.thresholds:
        rows.append(row("Thresholds", None, place="dosing_day.thresholds"))
    rows.append(row("Emergencies", _rescue(trial, formulary), place="dosing_day.rescue_plans"))
    rows.extend(_team(trial))
    shares = columns(0.17, 0.83)
    writer.raw_table(
        Table(
            "What is watched, done and at hand", shares, (), tuple(rows), place="dosing_day", has_rules=True
        )
    )


def _short(measure: Measure) -> str:
    """Write a measure as a team says it; mmHg tells which pressure it is."""
    return word(measure).removesuffix(" blood pressure")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _watched(entries: tuple[Monitoring, ...], how: Callable[[Monitoring], str]) -> str | None:
    """Write what is watched in one stretch of the day; parameters that are watched alike stand together."""
    alike: dict[str, list[str]] = {}
    for entry in entries:
        if told := how(entry):
            alike.setdefault(told, []).append(word(entry.parameter))
    return _capital("; ".join(f"{listed(names)} {told}".strip() for told, names in alike.items())) or None


def _before(entry: Monitoring) -> str:
    return {True: " ", False: "", None: "(not decided)"}[entry.is_measured_before]


def _during(entry: Monitoring) -> str:
    every = f"every {entry.interval_during.printed()}" if entry.interval_during is not None else ""
    return " and ".join(part for part in ("continuously" if entry.is_continuous else "", every) if part)


def _after(entry: Monitoring) -> str:
    if entry.interval_after is not None:
        return f"every {entry.interval_after.printed()}"
    return "until discharge" if entry.continues_until_discharge else ""


def _until(entries: tuple[Monitoring, ...]) -> str:
    """Say how long readings go on, once where it is the same for all."""
    if entries and all(entry.continues_until_discharge for entry in entries):
        return "Until discharge: "
    names = [word(entry.parameter) for entry in entries if entry.continues_until_discharge]
    return f"Until discharge {listed(names)}. " if names else ""


def _limits(thresholds: list[Threshold]) -> str:
    """Write the limits of one purpose; those measured again after the same time stand together."""
    told = []
    for again in dict.fromkeys(entry.repeat_after for entry in thresholds):
        own = [
            f"{_short(entry.measure)} {word(entry.relation)} {entry.value.printed()}"
            for entry in thresholds
            if entry.repeat_after == again
        ]
        told.append(", ".join(own) + (f" (again after {again.printed()})" if again is not None else ""))
    return "; ".join(told)


def _team(trial: TrialProtocol) -> list[Row]:
    plan = trial.dosing_day
    people = [
        f"{member.name} ({word(member.presence) if member.presence else 'presence not decided'}"
        f"{f', {member.count} people' if member.count > 1 else ''})"
        for member in plan.staff
    ]
    contacts = [
        f"{title_word(person.role)}: {person.name}, {person.contact or 'contact not decided'}"
        for person in trial.identity.people
        if person.role in _CONTACTS
    ]
    leave = [word(criterion) for criterion in plan.discharge.criteria]
    facts = (
        ("Staff", "; ".join(people), "dosing_day.staff"),
        ("Kit within reach", listed([word(item) for item in plan.kit]), "dosing_day.kit"),
        ("Goes home when", listed(leave), "dosing_day.discharge.criteria"),
        ("Call", "; ".join(contacts), "identity.people"),
    )
    return [row(name, _capital(text) or None, place=place) for name, text, place in facts]


def _rescue(trial: TrialProtocol, formulary: Formulary) -> str | None:
    told = []
    for plan in trial.dosing_day.rescue_plans:
        found = (formulary.drug(drug) for one in plan.regimens if (drug := trial.regimen(one).drug))
        drugs = listed([drug.name.lower() for drug in found if drug is not None])
        told.append(f"{word(plan.scenario)}: {drugs}" if drugs else word(plan.scenario))
    return _capital("; ".join(told)) or None


def _which(trial: TrialProtocol) -> str:
    """Name the protocol that the card was made from."""
    identity = trial.identity
    version = f"version {identity.version}" if identity.version else "no version"
    return f"{identity.protocol_number or 'no protocol number'}, {version}"


def _document(trial: TrialProtocol, name: str, writer: Writer) -> Document:
    identity = trial.identity
    title = identity.short_title or identity.acronym or identity.full_title or "Untitled protocol"
    return Document(
        title=f"Session card, {name}: {title}",
        author=identity.sponsor_name or "Protocol Designer",
        subject=f"Session card for the dosing team, {_which(trial)}",
        date=str(identity.version_date) if identity.version_date else "",
        running_title=title,
        running_details=_which(trial),
        is_draft=False,
        blocks=tuple(writer.blocks),
    )
