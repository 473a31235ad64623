"""M11 section 3: objectives with their endpoints and estimands."""

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.objectives import Endpoint, Objective, ObjectiveLevel
from protocol_designer.domain.wording import title_word, word
from protocol_designer.report.blocks import Run
from protocol_designer.report.comparison import Fact, write_compared
from protocol_designer.report.material import Material, yes_no
from protocol_designer.report.timing_words import when_in_words
from protocol_designer.report.writer import Writer, columns, continued, row

_SECTIONS = {
    "3.1": ObjectiveLevel.PRIMARY,
    "3.2": ObjectiveLevel.SECONDARY,
    "3.3": ObjectiveLevel.EXPLORATORY,
}


def write_objectives(writer: Writer, material: Material) -> None:
    """Write each objective with what answers it."""
    trial = material.trial
    writer.section("3")
    for number, level in _SECTIONS.items():
        writer.section(number)
        own = [objective for objective in trial.objectives if objective.level is level]
        for position, objective in enumerate(own, start=1):
            _write_objective(writer, material, objective, position)


def _write_objective(writer: Writer, material: Material, objective: Objective, position: int) -> None:
    place = f"objectives[{objective.id}]"
    label = f"{objective.level.value.capitalize()} objective {position} ({word(objective.concern)}). "
    writer.say(Run(label, is_bold=True), objective.text, place=place)
    endpoints = [endpoint for endpoint in material.trial.endpoints if endpoint.id in objective.endpoints]
    if not endpoints:
        writer.gap("the endpoint of this objective", f"{place}.endpoints")
    if endpoints:
        caption = "Endpoint" if len(endpoints) == 1 else "Endpoints"
        write_compared(writer, caption, [(one.variable, _endpoint_rows(material, one)) for one in endpoints])
    estimand = objective.estimand
    if isinstance(estimand, NotApplicable):
        writer.say(
            f"Estimand: not applicable because {continued(estimand.because)}", place=f"{place}.estimand"
        )
    elif estimand is None:
        if objective.level is ObjectiveLevel.PRIMARY:
            writer.gap("the estimand of this objective", f"{place}.estimand")
    else:
        endpoint_name = next(
            (endpoint.variable for endpoint in material.trial.endpoints if endpoint.id == estimand.endpoint),
            None,
        )
        writer.facts(
            "Estimand",
            [
                ("Treatment", estimand.treatment, f"{place}.estimand.treatment"),
                ("Population", estimand.population, f"{place}.estimand.population"),
                ("Endpoint", endpoint_name, f"{place}.estimand.endpoint"),
                ("Population-level summary", estimand.summary_measure, f"{place}.estimand.summary_measure"),
            ],
        )
        rows = [
            row(
                event.event,
                title_word(event.strategy),
                event.reason,
                place=f"{place}.estimand.intercurrent_events",
            )
            for event in estimand.intercurrent_events
        ]
        if rows:
            header = ("Intercurrent event", "Strategy", "Reason")
            writer.table("Intercurrent events", columns(0.34, 0.2, 0.46), header, rows)
        else:
            writer.gap(
                "the intercurrent events and their strategies", f"{place}.estimand.intercurrent_events"
            )


def _endpoint_rows(material: Material, endpoint: Endpoint) -> list[Fact]:
    place = f"endpoints[{endpoint.id}]"
    names = {activity.id: activity.name for activity in material.trial.schedule.activities}
    when = endpoint.time_frame
    if endpoint.timepoint is not None:
        when = when_in_words(material.trial, endpoint.timepoint)
    rows: list[Fact] = [
        ("Metric", endpoint.metric, f"{place}.metric"),
        ("Aggregation", endpoint.aggregation, f"{place}.aggregation"),
        ("Time point", when, f"{place}.timepoint"),
        ("Measured by", "; ".join(names[one] for one in endpoint.activities) or None, f"{place}.activities"),
    ]
    if endpoint.is_self_report_only is not None:
        rows.append(
            ("Self-report only", yes_no(endpoint.is_self_report_only), f"{place}.is_self_report_only")
        )
    if endpoint.verified_by:
        rows.append(
            ("Verified by", "; ".join(names[one] for one in endpoint.verified_by), f"{place}.verified_by")
        )
    if endpoint.relevance:
        rows.append(("Why it matters", endpoint.relevance, f"{place}.relevance"))
    return rows
