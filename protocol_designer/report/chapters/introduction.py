"""M11 section 2: why this trial, and how risks and benefits weigh."""

from protocol_designer.precedents.library import UnknownTemplate, shipped_template
from protocol_designer.report.material import Material
from protocol_designer.report.writer import Writer, columns, row


def _study(template_id: str) -> str:
    """Name a prior study as people cite it; an id that this program does not ship stays as it is."""
    try:
        template = shipped_template(template_id)
    except UnknownTemplate:
        return template_id
    source = template.citation.text.rstrip(".")
    return f"{template.label}: {source}"


def write_introduction(writer: Writer, material: Material) -> None:
    """Write purpose and the assessment of risks and benefits."""
    trial = material.trial
    writer.section("2")
    writer.section("2.1")
    if trial.identity.indication:
        writer.say(f"Indication: {trial.identity.indication}.", place="identity.indication")
    if trial.started_from:
        writer.say(
            f"The design of this trial started from a prior study, {_study(trial.started_from)}. "
            "What differs from it is the investigators’ decision and is stated in the sections below.",
            place="started_from",
        )
    writer.section("2.2")
    rows = [
        row(event.name, event.mitigation, place=f"harms.events_of_interest[{event.id}]")
        for event in trial.harms.events_of_interest
    ]
    if rows:
        writer.table(
            "Risks that are asked about, and their mitigation",
            columns(0.3, 0.7),
            ("Risk", "Mitigation"),
            rows,
        )
