"""How each study drug was given before: the nearest prior regimens, and where this one stands among them."""

from collections.abc import Iterator, Sequence

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.nearest import Precedent, Precedents
from protocol_designer.precedents.template import Template
from protocol_designer.report.blocks import Column, Row, Run
from protocol_designer.report.figures.precedent_strip import precedent_strip
from protocol_designer.report.material import Material
from protocol_designer.report.precedent_standing import compared_with, standing
from protocol_designer.report.precedent_words import (
    comparator_words,
    differences,
    outcome_words,
    people,
    reported_dose,
)
from protocol_designer.report.writer import Writer, row

MOST_LISTED = 6
"""How many regimens the table of a study drug lists."""

_FIGURE_WIDTH = 471.0


def studies_listed(precedents: Sequence[Precedents]) -> tuple[Template, ...]:
    """Return the studies that the tables list, each once, in the order in which they come."""
    found = {
        entry.reported.template.id: entry.reported.template
        for one in precedents
        for entry in one.by_same_route[:MOST_LISTED]
    }
    return tuple(found.values())


def citation_key(trial: TrialProtocol, study: Template) -> str:
    """Return the key under which a study is cited: that of the protocol's own reference to the same work."""
    for reference in trial.references:
        if reference.doi and study.citation.doi and _doi(reference.doi) == _doi(study.citation.doi):
            return reference.id
    return f"study {study.id}"


def write_precedents(writer: Writer, material: Material) -> None:
    """Write the precedents of every study drug, or plainly that there are none."""
    for found in material.precedents:
        _write(writer, material, found)


def _write(writer: Writer, material: Material, found: Precedents) -> None:
    regimen = found.regimen
    place = f"regimens[{regimen.id}]"
    writer.part(f"Precedents of {regimen.name}", level=4, place=place)
    if regimen.drug is None or regimen.route is None:
        writer.gap(f"the precedents of {regimen.name} need its drug and route", place)
        return
    name = (material.drug_name(regimen.drug) or regimen.drug).lower()
    writer.say(" ".join((compared_with(regimen, found.profile), *standing(found, name))), place=place)
    if not found.by_same_route:
        return
    writer.figure(
        precedent_strip(found, _FIGURE_WIDTH),
        f"{regimen.name} among prior regimens by the same route. The diamond is this protocol, dots are the "
        "regimens that prior studies report; hollow where a mean or median of rates that varied is reported.",
        place,
    )
    shares = (Column(0.16, is_row_header=True), Column(0.23), Column(0.41), Column(0.2))
    writer.table(
        f"Prior regimens nearest to {regimen.name}, all of the same drug by the same route",
        shares,
        (
            "Study",
            "Dose, participants, comparator",
            "Result and harms as reported",
            "This protocol",
        ),
        [_row(material, precedent) for precedent in found.by_same_route[:MOST_LISTED]],
        place=place,
    )
    more = len(found.by_same_route) - MOST_LISTED
    if more > 0:
        verb = "regimen by this route is" if more == 1 else "regimens by this route are"
        writer.say(f"{more} more reported {verb} farther away and not listed.", place=place)


def _row(material: Material, precedent: Precedent) -> Row:
    reported = precedent.reported
    given = (
        f"{reported_dose(reported.administration)}\n{people(reported)}\n"
        f"Comparator: {comparator_words(reported)}"
    )
    return row(
        tuple(_study(material, reported.template)),
        given,
        outcome_words(reported.template),
        differences(precedent),
    )


def _study(material: Material, template: Template) -> Iterator[Run]:
    number = material.citation_number(citation_key(material.trial, template))
    yield Run(template.label)
    if number is not None:
        yield Run(f" [{number}]", link=f"#ref-{number}")
    yield Run(f"\n{template.substance}; {template.evidence_class.printed.lower()}")
    if material.trial.started_from == template.id:
        yield Run("\nThis protocol started from it.")


def _doi(text: str) -> str:
    return text.casefold().removeprefix("https://doi.org/").removeprefix("doi:")
