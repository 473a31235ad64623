"""How each study drug was given before: the nearest prior regimens, and where this one stands among them."""

from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.precedents.nearest import Precedent, Precedents, precedents_of
from protocol_designer.precedents.profile import study_drugs
from protocol_designer.report.blocks import Column, Row
from protocol_designer.report.figures.precedent_strip import precedent_strip
from protocol_designer.report.material import Material
from protocol_designer.report.precedent_standing import compared_with, standing
from protocol_designer.report.precedent_words import (
    NOT_REPORTED,
    comparator_words,
    differences,
    harms,
    people,
    reported_dose,
    results,
)
from protocol_designer.report.writer import Writer, row

_MOST = 8
_FIGURE_WIDTH = 471.0


def write_precedents(writer: Writer, material: Material, library: TemplateLibrary) -> None:
    """Write the precedents of every study drug, or plainly that there are none."""
    for regimen in study_drugs(material.trial):
        found = precedents_of(material.trial, regimen, library, material.formulary)
        _write(writer, material, found)


def _write(writer: Writer, material: Material, found: Precedents) -> None:
    regimen = found.regimen
    place = f"regimens[{regimen.id}]"
    writer.part(f"Precedents of {regimen.name}", level=4, place=place)
    if regimen.drug is None or regimen.route is None:
        writer.gap(f"the precedents of {regimen.name} need its drug and route", place)
        return
    name = (material.drug_name(regimen.drug) or regimen.drug).lower()
    writer.say(
        " ".join((compared_with(regimen, found.profile), *standing(found, name))),
        place=place,
    )
    if not found.by_same_route:
        return
    writer.figure(
        precedent_strip(found, _FIGURE_WIDTH),
        f"{regimen.name} (diamond) among the reported regimens of prior studies by the same route (dots).",
        place,
    )
    shares = (
        Column(0.17, is_row_header=True), Column(0.2), Column(0.1), Column(0.13), Column(0.24), Column(0.16),
    )  # fmt: skip
    header = (
        "Study",
        "Dose as reported",
        "Received it",
        "Comparator",
        "Result and harms as reported",
        "Here",
    )
    writer.table(
        f"Prior regimens nearest to {regimen.name}",
        shares,
        header,
        [_row(precedent) for precedent in found.by_same_route[:_MOST]],
        place=place,
    )
    more = len(found.by_same_route) - _MOST
    if more > 0:
        writer.say(
            f"{more} more reported regimens by this route are farther away and not listed.", place=place
        )


def _row(precedent: Precedent) -> Row:
    reported = precedent.reported
    template = reported.template
    said = [*results(template, 1), *harms(template, 1)]
    return row(
        f"{template.label}; {template.substance}",
        reported_dose(reported.administration),
        people(reported),
        comparator_words(reported),
        "; ".join(said) or NOT_REPORTED,
        differences(precedent),
    )
