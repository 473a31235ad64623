"""M11 section 6: what is given and why that dose, its preparation, assignment, blinding, other medicines."""

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.design import AllocationMethod
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.wording import title_word, word
from protocol_designer.report.blocks import Row, Run, Runs
from protocol_designer.report.chapters.doses import write_pump_table, write_steps
from protocol_designer.report.chapters.therapy import write_therapy
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.material import Material, listed, printed, yes_no
from protocol_designer.report.timing_words import when_in_words
from protocol_designer.report.writer import Writer, columns, continued, row


def write_interventions(writer: Writer, material: Material) -> None:
    """Write sections 6.1 to 6.6, 6.8 and 6.9."""
    trial = material.trial
    writer.section("6")
    writer.section("6.1")
    rows = [_overview_row(material, regimen) for regimen in trial.regimens]
    if rows:
        header = ("Intervention", "Arms", "Use", "Route", "One administration", "Given at")
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
    for regimen in material.study_regimens():
        _write_regimen(writer, material, regimen)
    write_therapy(writer, material)
    writer.section("6.2")
    for regimen in material.study_regimens():
        writer.labelled(
            regimen.name,
            regimen.rationale,
            f"regimens[{regimen.id}].rationale",
            f"why this dose of {regimen.name}",
        )
    writer.section("6.3")
    for regimen in material.study_regimens():
        write_pump_table(writer, material, regimen)
    writer.section("6.4")
    for regimen in trial.regimens:
        writer.labelled(regimen.name, regimen.dose_modification, f"regimens[{regimen.id}].dose_modification")
    writer.section("6.5")
    _write_pharmacy(writer, material)
    _write_assignment(writer, material)
    writer.section("6.8")
    if trial.dosing_day.is_directly_observed:
        writer.say(
            "Every dose of the study drug is given under direct observation by the dosing team.",
            place="dosing_day.is_directly_observed",
        )
    writer.section("6.9")
    _write_other_medicines(writer, material)
    writer.section("6.10")
    _write_concomitant(writer, material)


def _overview_row(material: Material, regimen: DrugRegimen) -> Row:
    given = material.trial.arms_with_regimen(regimen.id)
    arms = listed([arm.name for arm in given]) or "no arm"
    if len(given) > 1 and given == material.trial.arms:
        arms = "all arms"
    if regimen.use is None:
        use = None
    else:
        use = f"{title_word(regimen.use)}, {'IMP' if regimen.use in STUDY_USES else 'NIMP'}"
    route = word(regimen.route) if regimen.route else None
    when = material.visit_names(regimen.visits)
    if when is None and regimen.use is RegimenUse.RESCUE:
        when = "when needed"
    if when is None and regimen.minutes_from_study_drug is not None:
        when = f"{regimen.minutes_from_study_drug.printed()} from the study drug"
    if when is None and regimen.timing is not None:
        when = when_in_words(material.trial, regimen.timing)
    place = f"regimens[{regimen.id}]"
    return row(regimen.name, arms, use, route, dose_in_words(regimen), when, place=place)


def _write_regimen(writer: Writer, material: Material, regimen: DrugRegimen) -> None:
    place = f"regimens[{regimen.id}]"
    writer.part(regimen.name, place=place)
    preparation = regimen.preparation
    rows: list[tuple[str, str | Runs | None, str]] = [
        ("Drug", material.drug_name(regimen.drug), f"{place}.drug"),
        ("Form of the drug", _form(regimen), f"{place}.formulation"),
        ("Route", word(regimen.route) if regimen.route else None, f"{place}.route"),
        (
            "Dosing weight",
            f"{word(regimen.weight_basis)} body weight" if regimen.weight_basis else None,
            f"{place}.weight_basis",
        ),
        ("Most in one administration", printed(regimen.cap) or "none set", f"{place}.cap"),
        ("Vial strength", printed(preparation.vial_strength), f"{place}.preparation.vial_strength"),
        ("Diluent", _diluent(material, regimen), f"{place}.preparation.diluent"),
        (
            "Final concentration",
            printed(preparation.final_concentration),
            f"{place}.preparation.final_concentration",
        ),
        ("Final volume", printed(preparation.final_volume), f"{place}.preparation.final_volume"),
        ("Source", regimen.sourcing, f"{place}.sourcing"),
    ]
    if regimen.administrations_planned is not None:
        count = str(regimen.administrations_planned)
        rows.append(("Administrations planned", count, f"{place}.administrations_planned"))
    if regimen.interval:
        rows.append(("Interval", regimen.interval, f"{place}.interval"))
    if regimen.planned_cumulative_max is not None:
        rows.append(
            (
                "Most over the whole trial",
                printed(regimen.planned_cumulative_max),
                f"{place}.planned_cumulative_max",
            )
        )
    if regimen.matched_to is not None:
        matched = material.trial.regimen(regimen.matched_to).name
        rows.append(("Matched in steps and volume to", matched, f"{place}.matched_to"))
    if preparation.appearance:
        rows.append(("Appearance", preparation.appearance, f"{place}.preparation.appearance"))
    writer.facts(f"Product: {regimen.name}", rows)
    write_steps(writer, material, regimen)
    writer.labelled("Preparation", preparation.note, f"{place}.preparation.note")
    writer.labelled("Before it may be given", regimen.prerequisites, f"{place}.prerequisites")


def _form(regimen: DrugRegimen) -> str | None:
    parts = [regimen.formulation or "", word(regimen.enantiomer) if regimen.enantiomer else ""]
    return ", ".join(part for part in parts if part) or None


def _diluent(material: Material, regimen: DrugRegimen) -> str | None:
    if regimen.preparation.is_given_undiluted:
        return "given undiluted"
    return material.drug_name(regimen.preparation.diluent)


def _write_pharmacy(writer: Writer, material: Material) -> None:
    pharmacy = material.trial.pharmacy
    writer.section("6.6")
    writer.labelled("Storage", pharmacy.storage, "pharmacy.storage", "how the study drugs are stored")
    writer.labelled(
        "Controlled drugs",
        pharmacy.controlled_drug_authority,
        "pharmacy.controlled_drug_authority",
        "the authority for controlled drugs",
    )
    writer.facts(
        "Handling and accountability",
        [
            (
                "Two people prepare each dose",
                yes_no(pharmacy.has_two_person_preparation),
                "pharmacy.has_two_person_preparation",
            ),
            ("Waste is witnessed", yes_no(pharmacy.has_witnessed_waste), "pharmacy.has_witnessed_waste"),
            (
                "Doses are reconciled",
                yes_no(pharmacy.has_dose_reconciliation),
                "pharmacy.has_dose_reconciliation",
            ),
            (
                "Participants hold no supply",
                yes_no(pharmacy.bars_participant_held_supply),
                "pharmacy.bars_participant_held_supply",
            ),
        ],
    )
    writer.labelled("Check of strength", pharmacy.strength_check_step, "pharmacy.strength_check_step")


def _write_assignment(writer: Writer, material: Material) -> None:
    design = material.trial.design
    allocation, blinding = design.allocation, design.blinding
    writer.section("6.7")
    ratio = ":".join(str(share) for share in allocation.ratio) or None
    factors = "; ".join(allocation.stratification)
    if not factors and allocation.method is AllocationMethod.RANDOMISED:
        factors = "none named"
    writer.facts(
        "Allocation",
        [
            ("Method", word(allocation.method) if allocation.method else None, "design.allocation.method"),
            ("Ratio", ratio, "design.allocation.ratio"),
            ("Stratified by", factors or None, "design.allocation.stratification"),
            ("Sequence", allocation.sequence_generation, "design.allocation.sequence_generation"),
            ("Concealment", allocation.concealment, "design.allocation.concealment"),
            ("Implementation", allocation.implementation, "design.allocation.implementation"),
        ],
    )
    rows = [
        row(
            title_word(entry.role),
            "blinded" if entry.is_blinded else "not blinded",
            entry.how or "–",
            place="design.blinding.roles",
        )
        for entry in blinding.roles
    ]
    if rows:
        writer.table("Who is blinded", columns(0.24, 0.16, 0.6), ("Role", "State", "How"), rows)
    else:
        writer.gap("who is blinded", "design.blinding.roles")
    writer.labelled(
        "Similarity of the arms",
        blinding.similarity,
        "design.blinding.similarity",
        "how the arms are made alike",
    )
    writer.labelled("Known threats to blinding", blinding.known_threats, "design.blinding.known_threats")
    breaking = blinding.emergency_unblinding
    if breaking is None:
        writer.gap("emergency unblinding: who, when and how", "design.blinding.emergency_unblinding")
    elif isinstance(breaking, NotApplicable):
        writer.say(
            f"Emergency unblinding: not applicable because {continued(breaking.because)}",
            place="design.blinding.emergency_unblinding",
        )
    else:
        hours = "at any hour" if breaking.is_available_24h else "in working hours only"
        writer.say(
            Run("Emergency unblinding. ", is_bold=True),
            f"Available {hours} from {breaking.who}.",
            place="design.blinding.emergency_unblinding",
        )
        writer.prose(breaking.how, "design.blinding.emergency_unblinding.how")


def _write_concomitant(writer: Writer, material: Material) -> None:
    rows = []
    for entry in material.trial.concomitant:
        conditions = []
        if entry.free_before_dosing is not None:
            conditions.append(f"free of it for {entry.free_before_dosing.printed()} before dosing")
        if entry.diazepam_equivalent_max is not None:
            conditions.append(
                f"at most {entry.diazepam_equivalent_max.printed()} of diazepam or its equivalent"
            )
        if entry.stable_for is not None:
            conditions.append(f"stable for {entry.stable_for.printed()}")
        sentences = ["; ".join(conditions), entry.blood_pressure_plan or "", entry.reason or ""]
        text = " ".join(_sentence(one) for one in sentences if one)
        rows.append(
            row(
                title_word(entry.drug_class),
                title_word(entry.policy),
                text or "–",
                place=f"concomitant[{entry.id}]",
            )
        )
    if rows:
        header = ("Class of medicines", "Policy", "Conditions and reason")
        writer.table("Other medication", columns(0.27, 0.2, 0.53), header, rows)
    else:
        writer.gap("which other medicines participants may take", "concomitant")


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else f"{text}."


def _write_other_medicines(writer: Writer, material: Material) -> None:
    """Write the medicines that are not under study: how they are given, made up, and when."""
    rows = []
    for regimen in material.trial.regimens:
        if regimen.use in STUDY_USES:
            continue
        place = f"regimens[{regimen.id}]"
        strength = printed(regimen.preparation.final_concentration) or printed(
            regimen.preparation.vial_strength
        )
        parts = (_form(regimen), strength, regimen.preparation.note, regimen.sourcing)
        product = " ".join(_sentence(part) for part in parts if part)
        condition = regimen.condition.condition if regimen.condition else None
        when = " ".join(_sentence(part) for part in (condition, regimen.prerequisites) if part)
        use = f"\n{title_word(regimen.use)}" if regimen.use else ""
        named = (Run(regimen.name, is_bold=True), Run(use))
        dose = f"{word(regimen.route)}: {dose_in_words(regimen)}" if regimen.route else dose_in_words(regimen)
        rows.append(row(named, dose, product or None, when or None, place=place))
    if rows:
        header = ("Medicine", "Dose", "Product and preparation", "Given when")
        writer.table("Medicines that are not under study", columns(0.19, 0.25, 0.29, 0.27), header, rows)
    else:
        writer.say("No other medicine is part of this trial.", place="regimens")
