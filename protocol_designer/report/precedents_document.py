"""The precedents of all study drugs as a document of their own, with the studies that it lists."""

from collections.abc import Sequence

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.nearest import Precedents
from protocol_designer.report.blocks import Block, BulletList, Document, Run, Runs
from protocol_designer.report.chapters.precedents import citation_key, studies_listed, write_precedents
from protocol_designer.report.linked_text import with_links_written_out
from protocol_designer.report.material import Material
from protocol_designer.report.writer import Writer
from protocol_designer.rules.findings import Report


def precedents_blocks(
    trial: TrialProtocol, review_report: Report, formulary: Formulary, precedents: Sequence[Precedents]
) -> tuple[Block, ...]:
    """Write the precedents, or plainly that there is no study drug, then the studies by their numbers."""
    studies = studies_listed(precedents)
    keys = tuple(dict.fromkeys(citation_key(trial, study) for study in studies))
    material = Material(trial, review_report, formulary, "draft", keys, tuple(precedents))
    writer = Writer(trial)
    writer.part("Precedents of the study drugs", level=1, anchor="precedents")
    if not precedents:
        writer.say(
            "This protocol has no investigational medicine, so there is nothing to hold against others."
        )
    write_precedents(writer, material)
    texts = {citation_key(trial, study): study.citation for study in studies}
    items: list[Runs] = []
    for key in keys:
        citation = texts[key]
        text = citation.text if citation.text.endswith(".") else f"{citation.text}."
        link = f"https://doi.org/{citation.doi}" if citation.doi else None
        items.append((Run(text), *((Run(f" doi:{citation.doi}", link=link),) if link else ())))
    if items:
        writer.part("Studies", level=1, anchor="studies")
        anchors = tuple(f"ref-{number}" for number in range(1, len(items) + 1))
        writer.blocks.append(BulletList(tuple(items), True, 1, anchors))
    return tuple(writer.blocks)


def precedents_document(trial: TrialProtocol, blocks: Sequence[Block]) -> Document:
    """Return the blocks as a document named after the protocol."""
    identity = with_links_written_out(trial).identity
    name = identity.short_title or identity.acronym or identity.full_title or "Untitled protocol"
    number = identity.protocol_number or "no protocol number"
    version = f"version {identity.version}" if identity.version else "no version"
    return Document(
        title=f"Precedents: {name}",
        author=identity.sponsor_name or "Protocol Designer",
        subject=f"Precedents of the study drugs, {number}, {version}",
        date=str(identity.version_date) if identity.version_date else "",
        running_title=name,
        running_details=f"{number}, {version}",
        is_draft=False,
        blocks=tuple(blocks),
    )
