"""The facts of a prior study that help to choose it, in three lines."""

from protocol_designer.precedents.facts import AdministrationFacts
from protocol_designer.precedents.template import Template
from protocol_designer.quantities import Quantity

_STUDY_PURPOSES = ("study drug", "comparator")
LINE_BREAK = "\u2028"
"""Ends a line inside the description of a command link."""


def key_facts(template: Template) -> str:
    """Write design and size, doses, and where it was published."""
    design = template.design
    people = f"{design.n_total} participants" if isinstance(design.n_total, int) else f"n {design.n_total}"
    summary = design.summary[:1].upper() + design.summary[1:]
    doses = "; ".join(
        _dose(entry) for entry in template.administrations if entry.purpose.startswith(_STUDY_PURPOSES)
    )
    return LINE_BREAK.join(
        line for line in (summary, doses, f"{people}. {template.citation.journal}") if line
    )


def _dose(given: AdministrationFacts) -> str:
    amount = given.dose.amount
    words = [given.drug.capitalize()]
    if isinstance(amount, Quantity):
        words.append(amount.printed())
    if given.dose.amount_high:
        words.append(f"to {given.dose.amount_high.printed()}")
    words.append(given.route)
    durations = [segment.duration for segment in given.segments]
    if len(durations) == 1 and isinstance(durations[0], Quantity):
        words.append(f"over {durations[0].printed()}")
    return " ".join(words)
