"""The looks of paragraphs: type scale, indents and space around each kind."""

from typing import Any

from reportlab.lib.styles import ParagraphStyle

from protocol_designer.export.pdf.fonts import FontFace
from protocol_designer.export.pdf.style import (
    BODY_LEADING,
    BODY_SIZE,
    HEADING_SIZES,
    SMALL_LEADING,
    SMALL_SIZE,
    ink_colour,
)
from protocol_designer.report.blocks import ParagraphKind
from protocol_designer.report.display_list import Ink


def paragraph_styles() -> dict[str, ParagraphStyle]:
    """Return the styles: one for each kind of paragraph, item, caption, note and heading."""
    regular, bold = FontFace.REGULAR.value, FontFace.BOLD.value
    text, muted, soft = ink_colour(Ink.TEXT), ink_colour(Ink.MUTED), ink_colour(Ink.SOFT)
    band = ink_colour(Ink.BAND)

    def style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
        settings = {
            "fontName": regular,
            "textColor": text,
            "allowWidows": 0,
            "allowOrphans": 0,
            "splitLongWords": 1,
        }
        settings.update(bulletFontName=regular, bulletFontSize=size, **more)
        return ParagraphStyle(name, fontSize=size, leading=leading, **settings)

    boxed = {
        "borderPadding": (6, 8, 7, 8),
        "leftIndent": 8,
        "rightIndent": 8,
        "spaceBefore": 10,
        "spaceAfter": 14,
    }
    made = {
        ParagraphKind.BODY.value: style("body", BODY_SIZE, BODY_LEADING, spaceAfter=6),
        ParagraphKind.LEAD.value: style("lead", BODY_SIZE + 1, BODY_LEADING + 1.4, spaceAfter=8),
        ParagraphKind.SMALL.value: style("small", SMALL_SIZE, SMALL_LEADING, textColor=muted, spaceAfter=6),
        ParagraphKind.GAP.value: style(
            "gap",
            BODY_SIZE,
            BODY_LEADING,
            textColor=soft,
            spaceAfter=6,
            leftIndent=10,
            borderColor=soft,
            borderWidth=0,
        ),
        ParagraphKind.NOTICE.value: style("notice", BODY_SIZE, BODY_LEADING, backColor=band, **boxed),
        ParagraphKind.TITLE.value: style("title", 22, 28, fontName=bold, spaceBefore=6, spaceAfter=22),
        ParagraphKind.SUBTITLE.value: style(
            "subtitle", 11, 15, textColor=muted, spaceBefore=24, spaceAfter=4
        ),
        "item": style("item", BODY_SIZE, BODY_LEADING, leftIndent=22, bulletIndent=4, spaceAfter=3),
        "numbered-item": style(
            "numbered-item",
            BODY_SIZE,
            BODY_LEADING,
            leftIndent=26,
            bulletIndent=20,
            bulletAnchor="end",
            spaceAfter=3,
        ),
        "table-caption": style("table-caption", 9.5, 12.5, spaceBefore=8, spaceAfter=4),
        "figure-caption": style("figure-caption", 9.5, 12.5, spaceBefore=6, spaceAfter=12),
        "footnote": style("footnote", SMALL_SIZE, SMALL_LEADING, textColor=muted, spaceBefore=2),
    }
    for level, size in HEADING_SIZES.items():
        made[f"heading-{level}"] = style(
            f"heading-{level}",
            size,
            size * 1.25,
            fontName=bold,
            spaceBefore={1: 22, 2: 12, 3: 8}[level],
            spaceAfter={1: 8, 2: 5, 3: 3}[level],
        )
    return made
