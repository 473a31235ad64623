"""How each section of ICH M11 stands in a composed document: written, partly, open, or not applicable."""

from enum import StrEnum
from typing import NamedTuple

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.blocks import (
    Block,
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    ParagraphKind,
    Table,
    runs_of,
)
from protocol_designer.report.writer import GAP, NO_CONTENT, is_gap

NARRATIVE = "narrative"


class Coverage(StrEnum):
    """How an item of an outline or a checklist stands."""

    ADDRESSED = "addressed"
    PARTLY = "partly"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


class SectionState(NamedTuple):
    """One section: how it stands, the reason against it or what is open, and the field that leads on.

    ``takes_reason`` marks a section that is empty, so that the reason why it does not apply can stand in it.
    """

    number: str
    state: Coverage
    told: str = ""
    place: str = NARRATIVE
    takes_reason: bool = False


def section_states(document: Document, trial: TrialProtocol) -> tuple[SectionState, ...]:
    """Return the state of every numbered section with a text of its own, in the order of the outline.

    A chapter that only gathers sections has no row; one without sections has.
    """
    content = _content_of_sections(document)
    own = {str(section.number): (index, section.text) for index, section in enumerate(trial.narrative)}
    found = []
    for number in sections_with_text():
        index, text = own.get(number, (None, None))
        place = NARRATIVE if index is None else f"{NARRATIVE}[{index}]"
        blocks = content.get(number, [])
        if isinstance(text, NotApplicable) and [_place(block) for block in blocks] == [place]:
            found.append(SectionState(number, Coverage.NOT_APPLICABLE, text.because, place, True))
        else:
            found.append(_stands(number, blocks, place))
    return tuple(found)


def sections_with_text() -> tuple[str, ...]:
    """Return the numbers of the sections below which there is no other, in the order of the outline."""
    return tuple(
        number for number in M11_HEADINGS if not any(other.startswith(f"{number}.") for other in M11_HEADINGS)
    )


def _content_of_sections(document: Document) -> dict[str, list[Block]]:
    content: dict[str, list[Block]] = {}
    number = ""
    for block in document.blocks:
        if isinstance(block, Heading) and (block.number or block.level == 1):
            number = block.number
        elif number and not isinstance(block, Heading | PageBreak | Contents):
            content.setdefault(number, []).append(block)
    return content


def _stands(number: str, blocks: list[Block], place: str) -> SectionState:
    gaps = [block for block in blocks if _is_gap(block)]
    written = [block for block in blocks if not _is_gap(block)]
    inside = [where for block in written for where in _open_places(block)]
    told = "; ".join(_told(gap) for gap in gaps)
    known = [where for block in blocks if (where := _place(block)) and where != NARRATIVE]
    first = known[0] if known else place
    open_at = [where for gap in gaps if (where := _place(gap)) is not None] + inside
    leads_to = open_at[0] if open_at else first
    if leads_to == NARRATIVE:
        leads_to = place
    if not written:
        return SectionState(number, Coverage.OPEN, told, leads_to, told == NO_CONTENT)
    if gaps or inside:
        values = "1 value is not decided" if len(inside) == 1 else f"{len(inside)} values are not decided"
        return SectionState(number, Coverage.PARTLY, told or values, leads_to)
    return SectionState(number, Coverage.ADDRESSED, "", first)


def _is_gap(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.kind is ParagraphKind.GAP


def _told(block: Block) -> str:
    text = "".join(run.text for run in runs_of(block)).removeprefix(f"{GAP}: ")
    return text.removesuffix(".")


def _open_places(block: Block) -> list[str]:
    """Return the places of the values in a block that are marked as not decided."""
    if isinstance(block, Table):
        return [
            cell.place or block.place or NARRATIVE
            for row in block.rows
            for cell in row.cells
            if any(is_gap(run) for run in cell.runs)
        ]
    if isinstance(block, Paragraph) and any(is_gap(run) for run in block.runs):
        return [block.place or NARRATIVE]
    if isinstance(block, BulletList):
        return [
            block.places[index] if index < len(block.places) else NARRATIVE
            for index, item in enumerate(block.items)
            if any(is_gap(run) for run in item)
        ]
    return []


def _place(block: Block) -> str | None:
    if isinstance(block, BulletList):
        return next(iter(block.places), None)
    if isinstance(block, Table):
        cells = (cell.place for row in block.rows for cell in row.cells)
        return block.place or next((place for place in cells if place), None)
    return block.place if isinstance(block, Paragraph | Figure) else None
