"""The changes between any two states as a document of their own, to be printed from the comparison."""

from collections.abc import Sequence

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.blocks import Document
from protocol_designer.report.changes import Change
from protocol_designer.report.changes_table import MARKS, changes_table
from protocol_designer.report.writer import Writer


def changes_document(
    changes: Sequence[Change], after: TrialProtocol, names: tuple[str, str], count: int
) -> Document:
    """Return the listed changes, those that touch safety first, as a document.

    Args:
        changes: The ones to be printed.
        after: The later state; its title and number stand at the head of each page.
        names: What the earlier and the later state are called.
        count: How many changes there are in all, so that a filtered list is told from a whole one.
    """
    identity = after.identity
    name = identity.short_title or identity.acronym or identity.full_title or "Untitled protocol"
    before, later = names
    writer = Writer(after)
    writer.part("Changes", level=1, anchor="changes")
    writer.say(f"From: {before}. To: {later}.")
    writer.say(_how_many(changes, count))
    if changes:
        writer.say(f"Computed from the two states. {MARKS}")
        writer.raw_table(changes_table(changes, f"Changes from {before} to {later}", links_sections=False))
    version = f"version {identity.version}" if identity.version else "no version"
    details = f"{identity.protocol_number or 'no protocol number'}, {version}"
    return Document(
        title=f"Changes: {name}",
        author=identity.sponsor_name or "Protocol Designer",
        subject=f"Changes from {before} to {later}",
        date=str(identity.version_date) if identity.version_date else "",
        running_title=name,
        running_details=details,
        is_draft=False,
        blocks=tuple(writer.blocks),
    )


def _how_many(changes: Sequence[Change], count: int) -> str:
    if not count:
        return "The two do not differ."
    filtered = "" if len(changes) == count else " (the others were filtered out)"
    safety = sum(change.touches_safety for change in changes)
    return (
        f"Changes listed: {len(changes)} of {count}{filtered}. Touching the safety of participants: {safety}."
    )
