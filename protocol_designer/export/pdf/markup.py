"""Turns runs of plain text into paragraphs: everything escaped, each character in a font that has it."""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.styles import ParagraphStyle

from protocol_designer.export.pdf.flowables import SteadyParagraph
from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.style import ink_hex
from protocol_designer.report.blocks import Run
from protocol_designer.report.display_list import Ink

_FACES = {
    (False, False): FontFace.REGULAR,
    (True, False): FontFace.BOLD,
    (False, True): FontFace.ITALIC,
    (True, True): FontFace.BOLD_ITALIC,
}
_BLANKS = str.maketrans({"\t": "    ", "\r": " "})
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:[kmnµ]?g|m?L|mL/h|min|h|s|d|%|mmHg|kg/m²|×)(?![^\W\d_]))")
"""The blank between a number and its unit, which a line must not end with (mg may go on as mg/kg/min)."""
_SAFE_LINKS = ("#", "https://", "http://")


class Markup:
    """Makes paragraphs in the fonts of one export."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts

    def paragraph(
        self, runs: Iterable[Run], style: ParagraphStyle, is_bold: bool = False, bullet: str | None = None
    ) -> SteadyParagraph:
        """Return a paragraph; ``is_bold`` makes all of it bold."""
        return SteadyParagraph(self.text(tuple(runs), is_bold), style, bulletText=bullet)

    def text(self, runs: Sequence[Run], is_bold: bool = False) -> str:
        """Return runs as escaped markup."""
        return "".join(self._run(run, is_bold) for run in runs)

    def _run(self, run: Run, is_bold: bool) -> str:
        face = _FACES[run.is_bold or is_bold, run.is_italic]
        made = []
        for piece, name in self._fonts.runs(_BEFORE_UNIT.sub("\u00a0", run.text.translate(_BLANKS)), face):
            text = escape(piece).replace("\n", "<br/>")
            made.append(text if name == FontFace.REGULAR.value else f'<font name="{name}">{text}</font>')
        text = "".join(made)
        link = run.link if run.link and run.link.startswith(_SAFE_LINKS) else None
        ink = Ink.ACCENT if link else run.ink
        if ink is not None:
            text = f'<font color="{ink_hex(ink)}">{text}</font>'
        return f"<a href={quoteattr(link)}>{text}</a>" if link else text
