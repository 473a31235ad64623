"""M11 section 6: what is given and why that dose; its parts have modules of their own."""

from collections.abc import Sequence

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.therapy import TherapyCourse
from protocol_designer.domain.wording import title_word, word
from protocol_designer.report.blocks import Row, Run
from protocol_designer.report.chapters.assignment import write_assignment, write_pharmacy
from protocol_designer.report.chapters.doses import write_pump_table
from protocol_designer.report.chapters.other_medicines import write_concomitant, write_other_medicines
from protocol_designer.report.chapters.precedents import write_precedents
from protocol_designer.report.chapters.products import write_products
from protocol_designer.report.chapters.therapy import write_therapy
from protocol_designer.report.comparison import write_grouped
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.material import Material, listed
from protocol_designer.report.source_words import dose_source_sentences
from protocol_designer.report.timing_words import when_in_words
from protocol_designer.report.writer import Writer, columns, row


def write_interventions(writer: Writer, material: Material) -> None:
    """Write sections 6.1 to 6.6, 6.8 and 6.9."""
    trial = material.trial
    writer.section("6")
    writer.section("6.1")
    rows = [_overview_row(material, regimen) for regimen in trial.regimens]
    rows.extend(_course_row(material, course) for course in trial.courses)
    for other in trial.other_interventions:
        arms = [arm for arm in trial.arms if other.id in arm.other_interventions]
        place = f"other_interventions[{other.id}]"
        rows.append(row(other.name, _arms(material, arms), "Other", "–", "–", "–", place=place))
    if rows:
        header = ("Intervention", "Arms", "Use", "Route", "One administration", "At visit")
        shares = columns(0.18, 0.16, 0.17, 0.08, 0.22, 0.19)
        writer.table(
            "Overview of the interventions",
            shares,
            header,
            rows,
            place="regimens",
            footnotes=(
                (
                    Run(
                        "IMP: investigational medicinal product. NIMP: non-investigational medicinal "
                        "product. Form, strength and source of each drug stand in the tables below."
                    ),
                ),
            ),
        )
    else:
        writer.gap("what is given", "regimens")
    write_products(writer, material)
    write_therapy(writer, material)
    writer.section("6.2")
    for regimen in material.study_regimens():
        writer.labelled(
            regimen.name,
            regimen.rationale,
            f"regimens[{regimen.id}].rationale",
            f"why this dose of {regimen.name}",
        )
        for sentence in dose_source_sentences(trial, regimen):
            writer.say(
                Run(f"{regimen.name}, source of the dose. ", is_bold=True),
                sentence,
                place=f"regimens[{regimen.id}].steps",
            )
    write_precedents(writer, material)
    writer.section("6.3")
    for regimen in material.study_regimens():
        write_pump_table(writer, material, regimen)
    writer.section("6.4")
    write_grouped(
        writer,
        None,
        [
            (one.name, one.dose_modification, f"regimens[{one.id}].dose_modification")
            for one in trial.regimens
        ],
    )
    writer.section("6.5")
    write_pharmacy(writer, material)
    write_assignment(writer, material)
    writer.section("6.8")
    if trial.dosing_day.is_directly_observed:
        writer.say(
            "Every dose of the study drug is given under direct observation by the dosing team.",
            place="dosing_day.is_directly_observed",
        )
    writer.section("6.9")
    write_other_medicines(writer, material)
    writer.section("6.10")
    write_concomitant(writer, material)


def _arms(material: Material, given: Sequence[Arm]) -> str:
    """Name the arms that receive something."""
    if len(given) > 1 and tuple(given) == material.trial.arms:
        return "All arms"
    return listed([arm.name for arm in given]) or "no arm"


def _course_row(material: Material, course: TherapyCourse) -> Row:
    trial = material.trial
    arms = _arms(material, [arm for arm in trial.arms if course.id in arm.courses])
    count = course.sessions_planned if course.sessions_planned is not None else len(course.sessions) or None
    dose = None if count is None else f"{count} session{'s' if count != 1 else ''}"
    at = {session.visit for session in course.sessions}
    visits = [str(number) for number, visit in material.numbered_visits() if visit.id in at]
    when = f"Visits {', '.join(visits)}" if len(visits) > 1 else "".join(f"Visit {one}" for one in visits)
    return row(course.name, arms, "Behavioural", "–", dose, when or "–", place=f"courses[{course.id}]")


def _overview_row(material: Material, regimen: DrugRegimen) -> Row:
    arms = _arms(material, material.trial.arms_with_regimen(regimen.id))
    if regimen.use is None:
        use = None
    else:
        use = f"{title_word(regimen.use)}, {'IMP' if regimen.use in STUDY_USES else 'NIMP'}"
    route = word(regimen.route) if regimen.route else None
    when = material.visit_names(regimen.visits)
    if regimen.use is RegimenUse.RESCUE:
        when = f"When needed, at {when}" if when else "When needed"
    if when is None and regimen.minutes_from_study_drug is not None:
        when = f"{regimen.minutes_from_study_drug.printed()} from the study drug"
    if when is None and regimen.timing is not None:
        when = when_in_words(material.trial, regimen.timing)
    place = f"regimens[{regimen.id}]"
    return row(regimen.name, arms, use, route, dose_in_words(regimen), when, place=place)
