"""What a committee asks first: dose and rate for the heaviest, who watches, what stops it, overrides."""

from fractions import Fraction

from protocol_designer.derived.pump import PumpStep, pump_row
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.dosing_day import ThresholdPurpose
from protocol_designer.domain.evidence import Justification
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.blocks import Run, Runs
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.material import Material, listed
from protocol_designer.report.place_words import place_words
from protocol_designer.report.writer import Writer, gap_run, plain
from protocol_designer.rules.findings import Finding, Severity

_PLACE = "dosing_day"
_MOST_EXCEEDED = 6
"""Findings that stand are listed in full in the safety review; the gravest come first."""
_OVERRIDDEN, _EXCEEDED = "Limit overridden", "Still exceeded"


def write_at_a_glance(writer: Writer, material: Material) -> None:
    """Write the answers as one table; each says where the whole of it stands."""
    rows: list[tuple[str, str | Runs | None, str]] = []
    for regimen in material.study_regimens():
        place = f"regimens[{regimen.id}].steps"
        rows.append((f"Dose: {regimen.name}", _dose(material, regimen), place))
    rows.extend(
        (
            ("Who watches", _watchers(material), f"{_PLACE}.staff"),
            ("What stops the infusion", _stops(material), f"{_PLACE}.thresholds"),
            *_overridden(material),
            *_standing(material),
            ("Not assessed", _not_assessed(material), "justifications"),
        )
    )
    marked = [name for name, _, _ in rows if name.startswith((_OVERRIDDEN, _EXCEEDED))]
    writer.facts("Dose and safety at a glance", rows, marked)


def _dose(material: Material, regimen: DrugRegimen) -> Runs | None:
    if not regimen.steps:
        return None
    dose = dose_in_words(regimen)
    heaviest = material.trial.population.weight_max
    named = f"{heaviest.printed()}, the heaviest" if heaviest else "the highest weight"
    known = _at_heaviest(material, regimen)
    return (
        Run(f"{dose[:1].upper()}{dose[1:]}."),
        Run(f"\nAt {named}: ", is_bold=True),
        *(plain(known) if isinstance(known, str) else known),
    )


def _at_heaviest(material: Material, regimen: DrugRegimen) -> str | Runs:
    """Write amount and rate of each step at the highest eligible weight, from the pump table."""
    trial = material.trial
    weight = trial.population.weight_max
    if weight is None:
        return (gap_run("the highest eligible weight"),)
    matched = trial.regimen(regimen.matched_to) if regimen.matched_to else None
    try:
        made = pump_row(regimen, weight, matched)
    except Undecided as missing:
        return (gap_run(missing.what),)
    text = "; then ".join(_step(step) for step in made.steps)
    dose = made.administration
    total = f"In all {_mg(dose.total_mg)}" if dose.total_mg is not None else ""
    if total and dose.total_mg_per_kg is not None:
        total += f" ({Quantity(dose.total_mg_per_kg, Unit.MG_PER_KG).printed()})"
    if total and dose.duration_min is not None:
        total += f" in {Quantity(dose.duration_min, Unit.MINUTE).printed()}"
    capped = "; the cap holds" if dose.is_capped else ""
    return f"{text}. {total}{capped}." if total else f"{text}."


def _step(step: PumpStep) -> str:
    dose = step.dose
    if dose.mg is None:
        return "an amount that follows the target"
    text = "diluent without drug" if dose.mg == 0 else _mg(dose.mg)
    if not dose.duration_min:
        return text
    text = f"{text} over {Quantity(dose.duration_min, Unit.MINUTE).printed()}"
    rates = []
    if dose.mg and dose.mg_per_min is not None and dose.mg_per_kg_per_min is not None:
        rates.append(Quantity(dose.mg_per_min, Unit.MG_PER_MIN).printed())
        rates.append(Quantity(dose.mg_per_kg_per_min, Unit.MG_PER_KG_PER_MIN).printed())
    if step.programmed_ml_per_h is not None:
        rates.append(f"pump {Quantity(step.programmed_ml_per_h, Unit.ML_PER_H).printed()}")
    return f"{text} ({', '.join(rates)})" if rates else text


def _mg(value: Fraction) -> str:
    return Quantity(value, Unit.MILLIGRAM).printed()


def _watchers(material: Material) -> Runs | None:
    plan = material.trial.dosing_day
    by_presence: dict[str, list[str]] = {}
    for member in plan.staff:
        presence = word(member.presence) if member.presence else "presence not decided"
        count = f"{member.count} × " if member.count > 1 else ""
        by_presence.setdefault(presence, []).append(f"{count}{member.name}")
    parts = [f"{presence}: {', '.join(names)}" for presence, names in by_presence.items()]
    continuous = [word(entry.parameter) for entry in plan.monitoring if entry.is_continuous]
    if continuous:
        parts.append(f"watched continuously: {listed(continuous)}")
    if plan.observation_after_dose is not None:
        parts.append(f"observed for {plan.observation_after_dose.printed()} after the dose at least")
    if not parts:
        return None
    text = ". ".join(part[:1].upper() + part[1:] for part in parts)
    return (Run(f"{text}. "), Run("Plan for the dosing day", link="#dosing-day"))


def _stops(material: Material) -> Runs | None:
    plan = material.trial.dosing_day
    limits = [
        f"{word(one.measure)} {word(one.relation)} {one.value.printed()}"
        for one in plan.thresholds
        if one.purpose is ThresholdPurpose.STOP_DURING_DOSE
    ]
    if not limits and plan.stop_rule_for_agitation is None:
        return None
    text = "; ".join(limits)
    said = [f"{text[:1].upper()}{text[1:]}."] if text else []
    if plan.stop_rule_for_agitation is not None:
        said.append(plan.stop_rule_for_agitation)
    return plain(" ".join(said))


def _overridden(material: Material) -> list[tuple[str, Runs, str]]:
    """Write a row for each soft finding that stands for a written reason: what, who, when, why."""
    entries = {(entry.rule, entry.place): entry for entry in material.trial.justifications}
    found = [one for one in material.review.findings if one.justified]
    if not found:
        none = (Run("None. No finding was accepted against a limit. "), _LINK)
        return [("Limits overridden", none, "justifications")]
    link = Run("Reason in full", link="#review-justifications")
    return [
        (
            f"{_OVERRIDDEN}: {one.rule}",
            (Run(f"{_named(material, one)} {_reason(entries.get(one.key))} "), link),
            "justifications",
        )
        for one in found
    ]


def _reason(entry: Justification | None) -> str:
    """Write why, who and when."""
    return f"Accepted by {entry.author} on {entry.written_on}. Reason: {entry.reason}" if entry else ""


def _exceeding(material: Material) -> list[Finding]:
    """Return the limits that are exceeded without a reason, hard ones first."""
    found = [one for one in material.review.blocking if one.severity is not Severity.NOT_ASSESSED]
    return sorted(found, key=lambda one: one.severity is not Severity.HARD)


def _standing(material: Material) -> list[tuple[str, Runs, str]]:
    """Write a row for each limit that is still exceeded; of many, the gravest and how many more."""
    found = _exceeding(material)
    if not found:
        return [("Limits still exceeded", plain("None."), "justifications")]
    rows: list[tuple[str, Runs, str]] = [
        (
            f"{_EXCEEDED}: {one.rule}",
            plain(f"{one.severity.printed.capitalize()}. {_named(material, one)}"),
            "justifications",
        )
        for one in found[:_MOST_EXCEEDED]
    ]
    more = len(found) - _MOST_EXCEEDED
    if more > 0:
        rows.append((f"{more} more limits", (Run("Still exceeded as well: "), _LINK), "justifications"))
    return rows


def _not_assessed(material: Material) -> Runs:
    rules = list(dict.fromkeys(one.rule for one in material.review.of(Severity.NOT_ASSESSED)))
    if not rules:
        return plain("Nothing: every rule had what it needs.")
    noun = "rule" if len(rules) == 1 else "rules"
    link = Run("What is missing", link="#review-not-assessed")
    return (Run(f"{len(rules)} {noun} could not judge: {listed(rules)}. "), link)


def _named(material: Material, finding: Finding) -> str:
    return f"{place_words(material.trial, finding.place)}: {finding.message}"


_LINK = Run("Safety review", link="#safety-review")
