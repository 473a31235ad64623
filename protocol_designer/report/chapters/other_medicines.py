"""M11 sections 6.9 and 6.10: medicines that are not under study, and those that participants may take."""

from protocol_designer.derived.paths import STUDY_USES
from protocol_designer.domain.wording import title_word, word
from protocol_designer.report.blocks import Run
from protocol_designer.report.chapters.products import form_of
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.material import Material, printed
from protocol_designer.report.writer import Writer, columns, row


def write_other_medicines(writer: Writer, material: Material) -> None:
    """Write the medicines that are not under study: how they are given, made up, and when."""
    rows = []
    for regimen in material.trial.regimens:
        if regimen.use in STUDY_USES:
            continue
        place = f"regimens[{regimen.id}]"
        strength = printed(regimen.preparation.final_concentration) or printed(
            regimen.preparation.vial_strength
        )
        parts = (form_of(regimen), strength, regimen.preparation.note, regimen.sourcing)
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


def write_concomitant(writer: Writer, material: Material) -> None:
    """Write section 6.10: each class of medicines with its policy."""
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
