"""M11 sections 7 and 8: stopping treatment, and what is assessed when."""

from protocol_designer.derived.burden import takes_blood
from protocol_designer.domain.conduct import StoppingScope
from protocol_designer.domain.schedule import Activity, ActivityGroup
from protocol_designer.domain.wording import title_word
from protocol_designer.report.chapters.design import write_stopping_rules
from protocol_designer.report.chapters.dosing_day import write_dosing_day
from protocol_designer.report.material import Material
from protocol_designer.report.writer import Writer, columns, row


def write_discontinuation(writer: Writer, material: Material) -> None:
    """Write when a participant stops treatment or leaves."""
    writer.section("7")
    writer.section("7.1")
    rules = [r for r in material.trial.harms.stopping_rules if r.scope is StoppingScope.PARTICIPANT]
    write_stopping_rules(writer, rules, "Rules that stop treatment of a participant")
    if not rules:
        writer.gap("the rules that stop treatment of a participant", "harms.stopping_rules")
    writer.section("7.2")
    writer.section("7.3")


def write_assessments(writer: Writer, material: Material) -> None:
    """Write the assessments by purpose, and the plan for the dosing day."""
    writer.section("8")
    writer.section("8.1")
    writer.section("8.2")
    _write_activities(writer, material, ActivityGroup.ENROLMENT, "Screening and baseline")
    writer.section("8.3")
    _write_activities(writer, material, ActivityGroup.EFFICACY, "Efficacy assessments")
    writer.section("8.4")
    _write_activities(writer, material, ActivityGroup.SAFETY, "Safety assessments")
    write_dosing_day(writer, material)
    for number in ("8.5", "8.6", "8.7", "8.8"):
        writer.section(number)


def _write_activities(writer: Writer, material: Material, group: ActivityGroup, caption: str) -> None:
    rows = []
    for activity in material.trial.schedule.activities:
        if activity.group is group:
            place = f"schedule.activities[{activity.id}]"
            instrument, rater = title_word(activity.instrument), activity.rater or "–"
            asked, at = _asked(activity), _visits(material, activity)
            rows.append(row(activity.name, instrument, rater, asked, at, place=place))
    if rows:
        header = ("Assessment", "Instrument", "By", "Time", "At visits")
        writer.table(caption, columns(0.27, 0.23, 0.17, 0.09, 0.24), header, rows)


def _asked(activity: Activity) -> str:
    """Write the minutes, and the blood where it is stated: “5 min; 10 mL blood”."""
    asked = [f"{activity.minutes} min"] if activity.minutes is not None else []
    if activity.blood_volume is not None and takes_blood(activity):
        asked.append(f"{activity.blood_volume.printed()} blood")
    elif activity.is_blood_sample:
        asked.append("blood sample")
    return "; ".join(asked) or "–"


def _visits(material: Material, activity: Activity) -> str | None:
    at = {cell.visit for cell in material.trial.schedule.cells if cell.activity == activity.id}
    numbers = [str(number) for number, visit in material.numbered_visits() if visit.id in at]
    return ", ".join(numbers) or None
