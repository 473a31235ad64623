"""The open protocol as a side of a comparison: what is decided, field by field, and where it comes from."""

from collections.abc import Iterable

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.objectives import Endpoint, ObjectiveLevel
from protocol_designer.domain.schedule import ActivityGroup
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word, word
from protocol_designer.precedents.profile import RegimenProfile, profile_of
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.compared import Aspect, Citation, Side, Told
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.linked_text import with_links_written_out
from protocol_designer.report.material import listed, span
from protocol_designer.report.precedent_words import span_words
from protocol_designer.report.source_words import origin
from protocol_designer.report.timing_words import when_in_words

NOT_DECIDED = "not decided yet"
_NONE = "none in this protocol"
_NO_RESULTS = "none: a protocol has no results"

_PLACES = {
    Aspect.RECORD: "identity.version", Aspect.PUBLICATION: "identity.registration",
    Aspect.SUBSTANCE: "identity.substance", Aspect.STRUCTURE: "design.model",
    Aspect.ALLOCATION: "design.allocation", Aspect.BLINDING: "design.blinding",
    Aspect.PARTICIPANTS: "statistics.sample_size", Aspect.POPULATION: "population",
    Aspect.SETTING: "design.is_multisite", Aspect.ARMS: "arms", Aspect.DRUGS: "regimens",
    Aspect.PREMEDICATION: "regimens", Aspect.THERAPY: "courses", Aspect.OTHER: "other_interventions",
    Aspect.FOLLOW_UP: "schedule.visits", Aspect.INSTRUMENTS: "schedule.activities",
    Aspect.PRIMARY: "endpoints",
}  # fmt: skip
_WITH_SOURCES = (
    Aspect.STRUCTURE, Aspect.ALLOCATION, Aspect.BLINDING, Aspect.POPULATION, Aspect.ARMS, Aspect.DRUGS,
    Aspect.THERAPY, Aspect.OTHER, Aspect.FOLLOW_UP, Aspect.INSTRUMENTS,
)  # fmt: skip


def compared_protocol(trial: TrialProtocol) -> Side:
    """Describe a protocol by the fields of a comparison; results and harms are still to come."""
    trial = with_links_written_out(trial)
    identity, design = trial.identity, trial.design
    version = f", version {identity.version}" if identity.version else ""
    texts: dict[Aspect, Iterable[str | None]] = {
        Aspect.RECORD: (f"This protocol{version}",),
        Aspect.SUBSTANCE: (_substance(trial),),
        Aspect.STRUCTURE: (
            title_word(design.model) if design.model else None,
            listed([factor.name for factor in design.factors]) if design.factors else None,
        ),
        Aspect.ALLOCATION: _allocation(trial),
        Aspect.BLINDING: _blinding(trial),
        Aspect.PARTICIPANTS: (
            f"{trial.statistics.sample_size.total} planned" if trial.statistics.sample_size.total else None,
        ),
        Aspect.POPULATION: (trial.population.description, _bounds(trial)),
        Aspect.SETTING: (
            None if design.is_multisite is None else "several sites" if design.is_multisite else "one site",
        ),
        Aspect.ARMS: (
            f"{arm.name}: {f'{arm.planned_n} planned' if arm.planned_n else f'number {NOT_DECIDED}'}"
            for arm in trial.arms
        ),
        Aspect.DRUGS: (_regimen(trial, one) for one in trial.regimens if one.use in STUDY_USES),
        Aspect.PREMEDICATION: _premedication(trial),
        Aspect.THERAPY: _therapy(trial),
        Aspect.PUBLICATION: (_registration(trial),),
        Aspect.OTHER: [one.name for one in trial.other_interventions] or [_NONE][: len(trial.arms)],
        Aspect.FOLLOW_UP: _last_visit(trial),
        Aspect.INSTRUMENTS: _instruments(trial),
        Aspect.PRIMARY: (_endpoint(trial, one) for one in _primary(trial)),
        Aspect.RESULTS: (_NO_RESULTS,),
        Aspect.HARMS: (_NO_RESULTS,),
        Aspect.CONFLICTS: (_open(trial),),
    }
    told = {
        aspect: Told(tuple(line for line in lines if line), _cited(trial, aspect))
        for aspect, lines in texts.items()
    }
    name = identity.acronym or identity.short_title or "This protocol"
    return Side("", name, NOT_DECIDED, told, _PLACES)


def _substance(trial: TrialProtocol) -> str | None:
    identity = trial.identity
    parts = [word(identity.substance) if identity.substance else "", identity.indication or ""]
    return "; ".join(part for part in parts if part) or None


def _allocation(trial: TrialProtocol) -> Iterable[str | None]:
    allocation = trial.design.allocation
    yield title_word(allocation.method) if allocation.method else None
    if allocation.ratio:
        yield f"Ratio: {':'.join(str(share) for share in allocation.ratio)}"
    if trial.design.washout:
        yield f"Wash-out: {trial.design.washout.printed()}"


def _blinding(trial: TrialProtocol) -> Iterable[str]:
    for is_blinded, what in ((True, "Blinded"), (False, "Not blinded")):
        roles = [word(one.role) for one in trial.design.blinding.roles if one.is_blinded is is_blinded]
        if roles:
            yield f"{what}: {listed(roles)}"


def _bounds(trial: TrialProtocol) -> str | None:
    population = trial.population
    age, weight = (
        span(population.age_min, population.age_max),
        span(population.weight_min, population.weight_max),
    )
    parts = [f"age {age}" if age else "", f"body weight {weight}" if weight else ""]
    return "; ".join(part for part in parts if part) or None


def _regimen(trial: TrialProtocol, one: DrugRegimen) -> str:
    route = word(one.route) if one.route else f"route {NOT_DECIDED}"
    profile = profile_of(trial, one)
    planned = profile.administrations
    count = (
        f"number of administrations {NOT_DECIDED}"
        if planned is None
        else f"{planned} administration{'' if planned == 1 else 's'}"
    )
    every = f", {one.interval}" if one.interval else ""
    use = word(one.use) if one.use else f"use {NOT_DECIDED}"
    return f"{one.name} ({use}), {route}: {dose_in_words(one)}{_totals(one, profile)}; {count}{every}"


def _totals(one: DrugRegimen, profile: RegimenProfile) -> str:
    """Write the sum and the length of several steps, and the effect of a cap, which the dose does not say."""
    if len(one.steps) < 2 and one.cap is None:
        return ""
    parts = []
    if profile.mg_per_kg and not profile.mg:
        parts.append(f"{span_words(profile.mg_per_kg, Unit.MG_PER_KG)} in all")
    if profile.minutes:
        parts.append(f"over {Quantity(profile.minutes, Unit.MINUTE).printed()}")
    return f" ({' '.join(parts)})" if parts else ""


def _premedication(trial: TrialProtocol) -> Iterable[str]:
    given = [one for one in trial.regimens if one.use is RegimenUse.PREMEDICATION]
    for one in given:
        yield f"{one.name}: {dose_in_words(one)}"
    if not given and trial.regimens:
        yield _NONE


def _therapy(trial: TrialProtocol) -> Iterable[str]:
    for course in trial.courses:
        planned = course.sessions_planned or len(course.sessions)
        lengths = [one.duration.in_base for one in course.sessions if one.duration]
        length = f"length {NOT_DECIDED}"
        if lengths and len(lengths) == len(course.sessions):
            total = Quantity(sum(lengths[1:], lengths[0]), Unit.MINUTE)
            length = f"{total.printed()} of contact in all"
        count = f"{planned} session{'' if planned == 1 else 's'}" if planned else f"number {NOT_DECIDED}"
        yield f"{course.name}: {count}, {length}"
    if not trial.courses and trial.arms:
        yield _NONE


def _last_visit(trial: TrialProtocol) -> Iterable[str | None]:
    visits = trial.schedule.visits
    if visits and visits[-1].timing:
        yield f"Last contact: {visits[-1].name}, {when_in_words(trial, visits[-1].timing)}"
    yield trial.design.planned_duration


def _instruments(trial: TrialProtocol) -> Iterable[str | None]:
    """Name what measures the effect; checks for safety are a plan of their own."""
    names = [one.name for one in trial.schedule.activities if one.group is ActivityGroup.EFFICACY]
    yield "; ".join(names) or None


def _registration(trial: TrialProtocol) -> str | None:
    entry = trial.identity.registration
    if entry is None or isinstance(entry, NotApplicable):
        return None
    return f"{entry.registry} {entry.identifier}" if entry.identifier else None


def _primary(trial: TrialProtocol) -> list[Endpoint]:
    wanted = {
        key
        for objective in trial.objectives
        if objective.level is ObjectiveLevel.PRIMARY
        for key in objective.endpoints
    }
    return [endpoint for endpoint in trial.endpoints if endpoint.id in wanted]


def _endpoint(trial: TrialProtocol, one: Endpoint) -> str:
    when = when_in_words(trial, one.timepoint) if one.timepoint else one.time_frame
    return f"{one.variable} ({when})" if when else one.variable


def _open(trial: TrialProtocol) -> str:
    disputed = sum(bool(one.choices) and one.answer is None for one in trial.open_questions)
    still = sum(one.answer is None for one in trial.open_questions)
    if not still:
        return "no open question"
    among = f", {disputed} of them because sources disagree" if disputed else ""
    return f"{still} question{'' if still == 1 else 's'} open{among}"


def _cited(trial: TrialProtocol, aspect: Aspect) -> tuple[Citation, ...]:
    """Name the studies that untouched values of a field come from."""
    if aspect not in _WITH_SOURCES:
        return ()
    root = _PLACES[aspect]
    found: list[Provenance] = [
        entry
        for entry in trial.provenance
        if entry.place.startswith(root) and provenance_at(trial, entry.place) is not None
    ]
    return tuple(
        dict.fromkeys(Citation(f"{origin(entry)}, {entry.source}", entry.locator) for entry in found)
    )
