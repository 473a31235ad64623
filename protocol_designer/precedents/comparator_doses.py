"""The doses that prior studies gave their comparators, each with the document that says so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from protocol_designer.domain.design import ComparatorKind
from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.interventions import DoseStep, DrugRegimen, RegimenUse, Route
from protocol_designer.precedents.provenance import provenance_at
from protocol_designer.precedents.template import Template
from protocol_designer.quantities import Quantity


@dataclass(frozen=True, slots=True)
class ReportedDose:
    """The one active step of a comparator as a study reported it. ``source`` speaks of its amount."""

    drug: str
    route: Route
    year: int
    amount: Quantity
    step: DoseStep
    source: Provenance


def reported_doses(
    templates: Iterable[Template], drug: str, route: Route | None, kind: ComparatorKind
) -> tuple[ReportedDose, ...]:
    """Return the doses of a drug that arms of a kind of control were given by a route, latest study first.

    A regimen with several active steps, or one whose amount has no document, is left out: nothing of it could
    be taken over as it stands. Without a route there is none.
    """
    found = [
        dose
        for template in templates
        if template.protocol is not None and route is not None
        for dose in _doses_of(template, drug, route, kind)
    ]
    return tuple(sorted(found, key=lambda dose: -dose.year))


def nearest_dose(doses: Iterable[ReportedDose], study: DrugRegimen) -> ReportedDose | None:
    """Return the dose whose step took a time nearest to the longest step of the study drug; None of none."""
    lengths = [step.duration.in_base for step in study.steps if step.duration]
    target = max(lengths, default=None)

    def distance(dose: ReportedDose) -> tuple[bool, Fraction]:
        length = dose.step.duration
        if target is None or length is None:
            return (True, Fraction(0))
        return (False, abs(length.in_base - target))

    return min(doses, key=distance, default=None)


def _doses_of(template: Template, drug: str, route: Route, kind: ComparatorKind) -> Iterator[ReportedDose]:
    trial = template.protocol
    if trial is None:
        return
    for arm in trial.arms:
        if arm.comparator is not kind:
            continue
        for regimen in trial.regimens_of(arm):
            if (regimen.use, regimen.drug, regimen.route) != (RegimenUse.COMPARATOR, drug, route):
                continue
            active = [
                (at, step, step.amount) for at, step in enumerate(regimen.steps) if step.amount is not None
            ]
            if len(active) != 1:
                continue
            at, step, amount = active[0]
            source = provenance_at(trial, f"regimens[{regimen.id}].steps[{at}].amount")
            if source is not None and step.amount_high is None:
                yield ReportedDose(drug, route, template.year, amount, step, source)
