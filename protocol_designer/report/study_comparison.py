"""Whole studies side by side as tables: this protocol and prior studies, or studies alone, with sources."""

from collections.abc import Sequence

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.precedents.nearest import precedents_of
from protocol_designer.precedents.profile import study_drugs
from protocol_designer.precedents.template import Template
from protocol_designer.report.blocks import (
    Block,
    BulletList,
    Cell,
    Column,
    Document,
    Row,
    RowKind,
    Run,
    Runs,
    Table,
)
from protocol_designer.report.compared import GROUPS, Aspect, Citation, Side, Told
from protocol_designer.report.compared_protocol import compared_protocol
from protocol_designer.report.compared_study import compared_study
from protocol_designer.report.display_list import Ink
from protocol_designer.report.material import listed
from protocol_designer.report.writer import Writer, plain

MOST_SIDES = 7
"""How many protocols and studies one comparison takes."""

_SIDES_OF_A_TABLE = 3
_LABEL_SHARE = 0.17
_OF_STUDIES = (Aspect.PUBLICATION, Aspect.DIFFERENCES, Aspect.ABSTRACT, Aspect.OTHERS)


def sides_of(
    trial: TrialProtocol | None, studies: Sequence[Template], formulary: Formulary
) -> tuple[Side, ...]:
    """Describe a protocol (or none) and studies by the fields of a comparison, the protocol first."""
    if trial is None:
        return tuple(compared_study(study) for study in studies)
    library = TemplateLibrary(tuple(studies))
    precedents = [precedents_of(trial, one, library, formulary) for one in study_drugs(trial)]
    return compared_protocol(trial), *(compared_study(study, precedents) for study in studies)


def comparison_blocks(sides: Sequence[Side]) -> tuple[Block, ...]:
    """Write the comparison: three sides a table, the first in each, then the documents by their numbers.

    Raises:
        ValueError: There are fewer than two sides, or more than fit.
    """
    if not 2 <= len(sides) <= MOST_SIDES:
        raise ValueError(f"a comparison takes 2 to {MOST_SIDES} protocols and studies")
    sources = _Sources()
    writer = Writer(TrialProtocol())
    writer.part("Comparison of whole studies", level=1, anchor="comparison")
    writer.say(_reading_aid(sides))
    others = sides[1:]
    tables = -(-len(others) // (_SIDES_OF_A_TABLE - 1))
    size = -(-len(others) // tables)
    for start in range(0, len(others), size):
        writer.raw_table(_table((sides[0], *others[start : start + size]), sources))
    if sources.items:
        writer.part("Documents", level=2, anchor="documents")
        anchors = tuple(f"document-{number}" for number in range(1, len(sources.items) + 1))
        writer.blocks.append(BulletList(sources.items, True, 1, anchors))
    return tuple(writer.blocks)


def _table(sides: Sequence[Side], sources: "_Sources") -> Table:
    rows: list[Row] = []
    for group, aspects in GROUPS.items():
        found = [row for aspect in aspects if (row := _row(aspect, sides, sources)) is not None]
        if found:
            rows.append(Row((Cell(plain(group, is_bold=True), span=len(sides) + 1),), RowKind.GROUP))
            rows.extend(found)
    share = (1 - _LABEL_SHARE) / len(sides)
    columns = (Column(_LABEL_SHARE, is_row_header=True), *(Column(share) for _ in sides))
    header = Row((Cell(()), *(Cell(plain(side.name)) for side in sides)))
    caption = f"{listed([side.name for side in sides])}, field by field"
    return Table(caption, columns, (header,), tuple(rows), has_rules=True)


def comparison_document(sides: Sequence[Side], date: str) -> Document:
    """Return the comparison as a document of its own.

    Args:
        date: The date of the protocol's version, or an empty text.

    Raises:
        ValueError: As for `comparison_blocks`.
    """
    title = f"Comparison: {listed([side.name for side in sides])}"
    return Document(
        title=title,
        author="Protocol Designer",
        subject="Whole-study comparison, field by field",
        date=date,
        running_title="Comparison with prior studies",
        running_details=date,
        is_draft=False,
        blocks=comparison_blocks(sides),
    )


class _Sources:
    """Numbers the documents in the order in which they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._met: dict[str, Citation] = {}

    @property
    def items(self) -> tuple[Runs, ...]:
        """The list of documents, in the order of their numbers."""
        made = []
        for title, one in self._met.items():
            text = f"{title} ({one.note})" if one.note else title
            link = (Run(" "), Run(one.address, link=one.address)) if one.address else ()
            made.append((Run(text if text.endswith(".") else f"{text}."), *link))
        return tuple(made)

    def marks(self, cited: Sequence[Citation]) -> Runs:
        """Write where a value was read: ``[1] line 103, table 2; [3]``, each number a link."""
        spots: dict[str, list[str]] = {}
        for one in cited:
            self._numbers.setdefault(one.title, len(self._numbers) + 1)
            known = self._met.get(one.title)
            if known is None or (one.address and not known.address):
                self._met[one.title] = one
            spots.setdefault(one.title, []).extend([one.locator] if one.locator else [])
        runs: list[Run] = []
        for title, found in spots.items():
            number = self._numbers[title]
            runs.append(Run("\n" if not runs else "; ", ink=Ink.MUTED))
            runs.append(Run(f"[{number}]", ink=Ink.MUTED, link=f"#document-{number}"))
            if found:
                runs.append(Run(f" {', '.join(dict.fromkeys(found))}", ink=Ink.MUTED))
        return tuple(runs)


def _row(aspect: Aspect, sides: Sequence[Side], sources: _Sources) -> Row | None:
    """Write one field; None where no side can have it."""
    is_optional = aspect in (Aspect.DIFFERENCES, Aspect.ABSTRACT, Aspect.OTHERS)
    if is_optional and not any(side.told.get(aspect, Told()).lines for side in sides):
        return None
    cells = [Cell(plain(aspect.value, is_bold=True))]
    for side in sides:
        told = side.told.get(aspect, Told())
        place = side.places.get(aspect)
        if told.lines:
            cells.append(Cell((Run(told.text), *sources.marks(told.cited)), place=place))
        elif aspect in _OF_STUDIES and side.is_protocol:
            cells.append(Cell(plain("–"), place=place))
        else:
            missing = "–" if aspect in (Aspect.ABSTRACT, Aspect.OTHERS) else side.missing
            cells.append(Cell((Run(missing, is_italic=True, ink=Ink.MUTED),), place=place))
    return Row(tuple(cells))


def _reading_aid(sides: Sequence[Side]) -> str:
    missing = [
        f"“{side.missing}” means that {_MISSING[side.missing]}"
        for side in {side.missing: side for side in sides}.values()
    ]
    return (
        f"{listed(missing)}; neither is filled in. Numbers in brackets name the documents below."
        if len(missing) > 1
        else f"{missing[0]}; nothing is filled in. Numbers in brackets name the documents below."
    )


_MISSING = {
    "not decided yet": "the investigators have still to decide it",
    "not reported": "no document that was read for that field tells it",
}
