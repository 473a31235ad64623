"""Composes the whole document from a protocol, its review and the formulary. Knows no file format."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from protocol_designer.domain.identity import PersonRole
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.precedents.nearest import precedents_of
from protocol_designer.precedents.profile import study_drugs
from protocol_designer.report.blocks import Block, Contents, Document, Figure, Listed, Table
from protocol_designer.report.chapters.assessments import write_assessments, write_discontinuation
from protocol_designer.report.chapters.conduct import (
    write_appendices,
    write_harms,
    write_oversight,
    write_statistics,
)
from protocol_designer.report.chapters.design import write_design
from protocol_designer.report.chapters.glossary import write_glossary
from protocol_designer.report.chapters.interventions import write_interventions
from protocol_designer.report.chapters.introduction import write_introduction
from protocol_designer.report.chapters.objectives import write_objectives
from protocol_designer.report.chapters.population import write_population
from protocol_designer.report.chapters.references import citations, write_open_questions, write_references
from protocol_designer.report.chapters.safety_review import write_safety_review
from protocol_designer.report.chapters.schedule import write_schedule
from protocol_designer.report.chapters.spirit import write_spirit
from protocol_designer.report.chapters.synopsis import write_schema, write_synopsis
from protocol_designer.report.chapters.title_page import write_title_page
from protocol_designer.report.linked_text import with_links_written_out
from protocol_designer.report.material import Material
from protocol_designer.report.writer import Writer
from protocol_designer.rules.findings import Report

_CHAPTERS = (
    write_title_page,
    write_synopsis,
    write_schema,
    write_schedule,
    write_introduction,
    write_objectives,
    write_design,
    write_population,
    write_interventions,
    write_discontinuation,
    write_assessments,
    write_harms,
    write_statistics,
    write_oversight,
    write_appendices,
    write_glossary,
    write_references,
    write_safety_review,
    write_spirit,
    write_open_questions,
)


def compose(
    trial: TrialProtocol,
    review_report: Report,
    formulary: Formulary,
    profile: str = "draft",
    library: TemplateLibrary | None = None,
    *,
    earlier: TrialProtocol | None = None,
) -> Document:
    """Return the document as blocks, in the order of ICH M11 with the safety review as an appendix.

    Args:
        profile: ``draft``, ``submission`` or ``archive``.
        library: The prior studies that the study drugs are held against; None leaves precedents out.
        earlier: The version that the amendment of the protocol changes; its changes are then listed.
    """
    trial = with_links_written_out(trial)
    earlier = with_links_written_out(earlier) if earlier is not None else None
    precedents = (
        tuple(precedents_of(trial, one, library, formulary) for one in study_drugs(trial)) if library else ()
    )
    cited = citations(trial, review_report, formulary, precedents)
    material = Material(trial, review_report, formulary, profile, cited, precedents, earlier)
    writer = Writer(trial)
    for chapter in _CHAPTERS:
        chapter(writer, material)
    writer.close()
    identity = trial.identity
    title = identity.full_title or identity.short_title or "Clinical trial protocol"
    leads = [person.name for person in material.people(PersonRole.PRINCIPAL_INVESTIGATOR)]
    short = identity.short_title or identity.acronym or identity.full_title or "Untitled protocol"
    details = [
        identity.protocol_number or "no protocol number",
        f"version {identity.version}" if identity.version else "no version",
        str(identity.version_date) if identity.version_date else "no date",
    ]
    return Document(
        title=title,
        author=", ".join(leads) or identity.sponsor_name or "Not decided yet",
        subject=f"Clinical trial protocol, {', '.join(details)}",
        date=str(identity.version_date) if identity.version_date else "",
        running_title=short,
        running_details=", ".join(details),
        is_draft=material.is_draft,
        blocks=tuple(_without_empty_lists(writer.blocks)),
    )


def _without_empty_lists(blocks: Sequence[Block]) -> Iterator[Block]:
    """Leave out the list of tables or of figures, with its heading, where there are none."""
    kinds = {type(block) for block in blocks}
    empty = {of for of, kind in ((Listed.TABLES, Table), (Listed.FIGURES, Figure)) if kind not in kinds}
    for block, following in zip_longest(blocks, blocks[1:]):
        if not any(isinstance(one, Contents) and one.of in empty for one in (block, following)):
            yield block
