"""The harms that prior studies with the drugs of this trial report, each with its document."""

from dataclasses import dataclass

from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.facts import Figure
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.precedents.reported import reported_regimens


@dataclass(frozen=True, slots=True)
class ReportedHarm:
    """One statement on harms as a study makes it. ``source`` is the document with the spot in it."""

    study: str
    year: int
    finding: str
    figures: tuple[Figure, ...]
    source: str
    locator: str | None


def reported_harms(
    trial: TrialProtocol, library: TemplateLibrary, formulary: Formulary
) -> tuple[ReportedHarm, ...]:
    """Return what studies that gave a study drug of this trial say of harms, the latest study first.

    Statements that nothing was seen are kept: that a harm was looked for and not found is a report, too.
    """
    drugs = {
        regimen.drug
        for regimen in trial.regimens
        if regimen.drug is not None and regimen.use in (None, RegimenUse.INVESTIGATIONAL)
    }
    found = []
    for template in library.all:
        given = {one.profile.drug for one in reported_regimens(template, formulary)}
        if not drugs.intersection(given):
            continue
        for harm in template.safety:
            spots = template.sources_of(harm)
            document = spots[0] if spots else None
            found.append(
                ReportedHarm(
                    template.label,
                    template.year,
                    harm.finding,
                    harm.figures,
                    document[0].title if document else template.citation.text,
                    document[1] if document else None,
                )
            )
    return tuple(sorted(found, key=lambda harm: -harm.year))
