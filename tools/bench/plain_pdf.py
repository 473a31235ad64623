"""The yardstick of the export: the same blocks through plain, untagged reportlab, with its own fonts."""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from protocol_designer.report.blocks import (
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Runs,
    Table,
)
from protocol_designer.report.display_list import Box, Drawing, Label, Stroke

WIDTH, TALLEST = 453.0, 600.0


def write_plain(document: Document, path: Path) -> None:
    """Write every block of a document with reportlab alone: no tags, no page references, one pass."""
    from reportlab.platypus import SimpleDocTemplate

    story = [flowable for block in document.blocks for flowable in _flowables(block)]
    SimpleDocTemplate(str(path), leftMargin=71, rightMargin=71).build(story)


def _flowables(block: object) -> list[Any]:
    from reportlab import platypus
    from reportlab.lib.styles import getSampleStyleSheet

    styles = getSampleStyleSheet()
    if isinstance(block, Heading):
        return [
            platypus.Paragraph(
                escape(f"{block.number} {block.text}"), styles[f"Heading{min(block.level, 4)}"]
            )
        ]
    if isinstance(block, Paragraph):
        return [platypus.Paragraph(_text(block.runs), styles["BodyText"])]
    if isinstance(block, BulletList):
        return [platypus.Paragraph(_text(item), styles["BodyText"], bulletText="•") for item in block.items]
    if isinstance(block, Table):
        return _table(block, styles["BodyText"])
    if isinstance(block, Figure):
        return [_drawing(block.drawing), platypus.Paragraph(escape(block.caption), styles["BodyText"])]
    if isinstance(block, PageBreak):
        return [platypus.PageBreak()]
    assert isinstance(block, Contents)
    return []


def _text(runs: Runs) -> str:
    return "".join(f"<b>{escape(run.text)}</b>" if run.is_bold else escape(run.text) for run in runs)


def _table(table: Table, style: Any) -> list[Any]:
    from reportlab import platypus

    count = len(table.columns)
    rows, spans = [], []
    for number, row in enumerate((*table.header, *table.rows)):
        cells: list[Any] = []
        for cell in row.cells:
            if cell.span > 1:
                spans.append(("SPAN", (len(cells), number), (len(cells) + cell.span - 1, number)))
            cells.extend([platypus.Paragraph(_text(cell.runs), style), *[""] * (cell.span - 1)])
        rows.append((cells + [""] * count)[:count])
    widths = [column.share * WIDTH for column in table.columns]
    made = platypus.LongTable(rows, widths, repeatRows=len(table.header), splitInRow=1, style=spans)
    return [platypus.Paragraph(escape(table.caption), style), made]


def _drawing(drawing: Drawing) -> Any:
    from reportlab.graphics import shapes

    made = shapes.Drawing(min(drawing.width, WIDTH), drawing.height)
    for mark in drawing.marks:
        if isinstance(mark, Box):
            made.add(shapes.Rect(mark.x, drawing.height - mark.y - mark.height, mark.width, mark.height))
        elif isinstance(mark, Stroke):
            points = [number for x, y in mark.points for number in (x, drawing.height - y)]
            made.add(shapes.PolyLine(points))
        elif isinstance(mark, Label):
            made.add(shapes.String(mark.x, drawing.height - mark.y, mark.text, fontSize=mark.size))
    if made.height > TALLEST:
        made.scale(1, TALLEST / made.height)
        made.height = TALLEST
    return made
