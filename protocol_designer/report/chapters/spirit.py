"""The SPIRIT 2025 checklist as an appendix: each item with its pages, the reason against it, or the gap."""

from itertools import groupby

from protocol_designer.report.blocks import Cell, Column, Row, RowKind, Run, Runs, Table
from protocol_designer.report.checklist import Answer, Checklist, answers, load_checklist
from protocol_designer.report.display_list import Ink
from protocol_designer.report.material import Material, listed
from protocol_designer.report.place_words import place_words
from protocol_designer.report.writer import GAP, Writer, continued, plain

_NAME = "spirit_2025"
_SECTION = "section "


def write_spirit(writer: Writer, material: Material) -> None:
    """Write the checklist with the pages of this very document."""
    checklist = load_checklist(_NAME)
    found = answers(checklist, material.trial)
    writer.page_break()
    writer.chapter("SPIRIT 2025 checklist", "spirit")
    writer.say(_summary(found))
    rows: list[Row] = []
    for group, own in groupby(found, key=lambda answer: answer.item.group):
        rows.append(Row((Cell(plain(group, is_bold=True), span=3),), RowKind.GROUP))
        rows.extend(_row(material, answer) for answer in own)
    header = Row((Cell(plain("Item")), Cell(plain("What the protocol says")), Cell(plain("Page"))))
    shares = (Column(0.08, is_row_header=True), Column(0.6), Column(0.32))
    notes = (_attribution(checklist),)
    writer.raw_table(Table("SPIRIT 2025 checklist", shares, (header,), tuple(rows), notes, has_rules=True))


def _summary(found: tuple[Answer, ...]) -> str:
    missing = sum(bool(answer.missing) for answer in found)
    barred = sum(answer.because is not None for answer in found)
    parts = [
        f"{len(found) - missing - barred} are answered on the pages named",
        f"{barred or 'none'} {'does' if barred == 1 else 'do'} not apply",
        f"{missing or 'none'} {'is' if missing == 1 else 'are'} open",
    ]
    return f"Of the {len(found)} items of the checklist, {listed(parts)}."


def _row(material: Material, answer: Answer) -> Row:
    item = answer.item
    said = (Run(f"{item.topic}. ", is_bold=True), Run(item.wording))
    return Row((Cell(plain(item.number)), Cell(said), Cell(_where(material, answer))))


def _where(material: Material, answer: Answer) -> Runs:
    if answer.because is not None:
        return plain(f"Not applicable because {continued(answer.because)}")
    if answer.missing:
        what = listed([_need(material, need) for need in answer.missing])
        return (Run(f"{GAP}: {what}", is_italic=True, ink=Ink.SOFT),)
    return (Run("In this document", pages_of=answer.keys),)


def _need(material: Material, need: str) -> str:
    if need.startswith(_SECTION):
        return need
    text = place_words(material.trial, need)
    return text[:1].lower() + text[1:]


def _attribution(checklist: Checklist) -> Runs:
    return (
        Run(f"Checklist: {checklist.citation} "),
        Run(f"doi:{checklist.doi}", link=f"https://doi.org/{checklist.doi}"),
        Run(f", under the licence {checklist.licence} ("),
        Run(checklist.licence_address, link=checklist.licence_address),
        Run("). The wording of the items was shortened and changed for this program."),
    )
