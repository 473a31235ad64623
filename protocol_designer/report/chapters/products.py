"""The study drugs of M11 section 6.1: product, preparation and steps, side by side."""

from protocol_designer.domain.interventions import DrugRegimen, Enantiomer
from protocol_designer.domain.wording import title_word, word
from protocol_designer.report.chapters.doses import write_steps
from protocol_designer.report.comparison import Fact, write_compared, write_grouped
from protocol_designer.report.material import Material, printed
from protocol_designer.report.writer import Writer


def write_products(writer: Writer, material: Material) -> None:
    """Write the product facts of every study drug, then its steps, preparation and prerequisites."""
    regimens = material.study_regimens()
    if not regimens:
        return
    writer.part("The drugs under study", place="regimens")
    write_compared(
        writer, "Product", [(regimen.name, product_facts(material, regimen)) for regimen in regimens]
    )
    for regimen in regimens:
        write_steps(writer, material, regimen)
    notes, conditions = [], []
    for regimen in regimens:
        place = f"regimens[{regimen.id}]"
        notes.append((regimen.name, regimen.preparation.note, f"{place}.preparation.note"))
        conditions.append((regimen.name, regimen.prerequisites, f"{place}.prerequisites"))
    write_grouped(writer, "Preparation", notes)
    write_grouped(writer, "Before it may be given", conditions)


def form_of(regimen: DrugRegimen) -> str | None:
    """Name the form of a drug, with its enantiomer where it has one."""
    is_chiral = regimen.enantiomer not in (None, Enantiomer.NOT_CHIRAL)
    handed = word(regimen.enantiomer) if is_chiral and regimen.enantiomer else ""
    parts = [regimen.formulation or "", handed]
    return ", ".join(part for part in parts if part) or None


def product_facts(material: Material, regimen: DrugRegimen) -> list[Fact]:
    """Return what a drug is and how it is made up, a name, a value and a place each."""
    place = f"regimens[{regimen.id}]"
    preparation = regimen.preparation
    rows: list[Fact] = [
        ("Drug", material.drug_name(regimen.drug), f"{place}.drug"),
        ("Form of the drug", form_of(regimen), f"{place}.formulation"),
        ("Route", word(regimen.route) if regimen.route else None, f"{place}.route"),
        (
            "Dosing weight",
            f"{title_word(regimen.weight_basis)} body weight" if regimen.weight_basis else None,
            f"{place}.weight_basis",
        ),
        ("Most in one administration", printed(regimen.cap) or "None set", f"{place}.cap"),
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
    return rows


def _diluent(material: Material, regimen: DrugRegimen) -> str | None:
    if regimen.preparation.is_given_undiluted:
        return "Given undiluted"
    return material.drug_name(regimen.preparation.diluent)
