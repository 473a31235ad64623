"""M11 sections 6.6 and 6.7: how drugs are kept, and how participants are assigned and kept blind."""

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.design import AllocationMethod
from protocol_designer.domain.wording import title_word
from protocol_designer.report.blocks import Run
from protocol_designer.report.material import Material, yes_no
from protocol_designer.report.writer import Writer, columns, continued, row


def write_pharmacy(writer: Writer, material: Material) -> None:
    """Write section 6.6."""
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
            (
                "Two strengths of one drug are kept",
                yes_no(pharmacy.stocks_two_strengths),
                "pharmacy.stocks_two_strengths",
            ),
        ],
    )
    writer.labelled("Check of strength", pharmacy.strength_check_step, "pharmacy.strength_check_step")


def write_assignment(writer: Writer, material: Material) -> None:
    """Write section 6.7."""
    design = material.trial.design
    allocation, blinding = design.allocation, design.blinding
    writer.section("6.7")
    ratio = ":".join(str(share) for share in allocation.ratio) or None
    factors = "; ".join(allocation.stratification)
    if not factors and allocation.method is AllocationMethod.RANDOMISED:
        factors = "None named"
    writer.facts(
        "Allocation",
        [
            (
                "Method",
                title_word(allocation.method) if allocation.method else None,
                "design.allocation.method",
            ),
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
            "Blinded" if entry.is_blinded else "Not blinded",
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
