"""M11 section 6: what is given and why that dose; its parts have modules of their own."""

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
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
    if rows:
        header = ("Intervention", "Arms", "Use", "Route", "One administration", "At visit")
        shares = columns(0.18, 0.18, 0.17, 0.08, 0.24, 0.15)
        writer.table(
            "Overview of the medicines in this trial",
            shares,
            header,
            rows,
            place="regimens",
            footnotes=((Run("IMP: investigational medicinal product. NIMP: non-investigational."),),),
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


def _overview_row(material: Material, regimen: DrugRegimen) -> Row:
    given = material.trial.arms_with_regimen(regimen.id)
    arms = listed([arm.name for arm in given]) or "no arm"
    if len(given) > 1 and given == material.trial.arms:
        arms = "All arms"
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
