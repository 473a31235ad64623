"""Says in sentences how a regimen stands among the prior ones, or plainly that there is no precedent."""

from collections.abc import Iterator, Sequence

from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.precedents.nearest import Field, Precedent, Precedents, Relation, span_of
from protocol_designer.precedents.profile import RegimenProfile
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.material import listed
from protocol_designer.report.precedent_words import FIELD_WORDS, span_words


def standing(precedents: Precedents, name: str) -> Iterator[str]:
    """Say plainly how a regimen stands among the prior ones, or that there is no precedent."""
    profile, same_route = precedents.profile, precedents.by_same_route
    if profile.drug is None or profile.route is None:
        missing = [
            what for what, value in (("drug", profile.drug), ("route", profile.route)) if value is None
        ]
        yield f"Precedents cannot be told while the {' and the '.join(missing)} here is not decided."
        return
    if not same_route:
        yield f"No precedent: no prior study here reports a regimen of {name} by this route."
        others = _study_labels(precedents.found)
        if others:
            yield f"By another route, or one that is not reported: {listed(others)}."
        return
    count = len(_study_labels(same_route))
    yield f"{count} prior {'study' if count == 1 else 'studies'} gave {name} by the same route."
    yield from _same_dose(same_route)
    for field in (Field.DOSE_PER_KG, Field.DOSE, Field.TARGET, Field.RATE):
        for relation in precedents.beyond(field):
            word = "higher" if relation is Relation.HIGHER else "lower"
            reach = "part of it is" if _is_range(profile, field) else "it is"
            averages = field is Field.RATE and any(
                entry.reported.profile.has_average_rate for entry in same_route
            )
            uncounted = "; means and medians of rates that varied do not count" if averages else ""
            yield (
                f"No precedent for the {FIELD_WORDS[field]}: {reach} {word} than every one that is reported "
                f"by this route{uncounted}."
            )


def _same_dose(same_route: tuple[Precedent, ...]) -> Iterator[str]:
    """Name the studies of the same dose, and whether over the same time."""
    doses = (Field.DOSE_PER_KG, Field.DOSE, Field.TARGET)
    equal = [entry for entry in same_route if any(entry.relations[field] is Relation.SAME for field in doses)]
    timed = [entry for entry in equal if entry.relations[Field.DURATION] is Relation.SAME]
    untimed = [entry for entry in equal if entry not in timed]
    if timed:
        yield f"The same dose over the same time: {listed(_study_labels(timed))}."
    if untimed:
        tail = " over another or an unreported time" if untimed[0].reported.profile.route is Route.IV else ""
        yield f"The same dose{tail}: {listed(_study_labels(untimed))}."


def _study_labels(entries: Sequence[Precedent]) -> list[str]:
    """Name each study once, in the order of the studies' years."""
    templates = {entry.reported.template.id: entry.reported.template for entry in entries}
    return [template.label for template in sorted(templates.values(), key=lambda one: (one.year, one.id))]


def _is_range(profile: RegimenProfile, field: Field) -> bool:
    ours = span_of(profile, field)
    return ours is not None and ours.low != ours.high


def compared_with(regimen: DrugRegimen, profile: RegimenProfile) -> str:
    """Say what the prior regimens are compared with: dose, length and average rate of one administration."""
    dose = composed_dose(profile)
    if dose is None:
        return f"The dose of {regimen.name} is not decided; the order goes by what is."
    return f"Compared with {dose}."


def composed_dose(profile: RegimenProfile) -> str | None:
    """Write dose, length and average rate of one administration here; None while neither is decided."""
    parts = []
    if profile.mg:
        parts.append(span_words(profile.mg, Unit.MILLIGRAM))
    elif profile.mg_per_kg:
        parts.append(span_words(profile.mg_per_kg, Unit.MG_PER_KG))
    elif profile.target:
        parts.append(f"target {profile.target.printed()}")
    if profile.minutes:
        length = f"over {Quantity(profile.minutes, Unit.MINUTE).printed()}"
        parts = [f"{parts[0]} {length}"] if parts else [length]
    if profile.mg_per_kg_per_min:
        parts.append(f"on average {span_words(profile.mg_per_kg_per_min, Unit.MG_PER_KG_PER_MIN)}")
    return ", ".join(parts) or None
