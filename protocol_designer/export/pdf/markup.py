"""Turns runs of plain text into paragraphs: everything escaped, each character in a font that has it."""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.styles import ParagraphStyle

from protocol_designer.export.pdf.flowables import SteadyParagraph
from protocol_designer.export.pdf.fonts import FontFace, Fonts, composed
from protocol_designer.export.pdf.pages import UNKNOWN, PageIndex, page_anchor, ranges
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
_BEFORE_UNIT = re.compile(
    r"(?<=\d) (?=(?:[kmnµ]?g|m?L|mL/h|min|h|s|d|%|mmHg|kg/m²|×)(?![^\W\d_]))|(?<=×) (?=\d)"
)
"""Blanks between a number and its unit or ×, which a line must not end with (mg may go on as mg/kg/min)."""
_WEB = ("https://", "http://")


class Markup:
    """Makes paragraphs in the fonts of one export."""

    def __init__(self, fonts: Fonts, anchors: Container[str] = ()) -> None:
        self._fonts = fonts
        self._anchors = anchors
        self._pages = PageIndex()

    def know(self, pages: PageIndex) -> None:
        """Print these page numbers from now on."""
        self._pages = pages

    def paragraph(
        self, runs: Iterable[Run], style: ParagraphStyle, is_bold: bool = False, bullet: str | None = None
    ) -> SteadyParagraph:
        """Return a paragraph; ``is_bold`` makes all of it bold."""
        return SteadyParagraph(self.text(tuple(runs), is_bold), style, bulletText=bullet)

    def text(self, runs: Sequence[Run], is_bold: bool = False) -> str:
        """Return runs as escaped markup."""
        return "".join(
            self._run(piece, is_bold)
            for run in runs
            for piece in (self._numbers(run) if run.pages_of else (run,))
        )

    def _numbers(self, run: Run) -> list[Run]:
        """Return the page numbers that a run asks for, ranges joined, each a link."""
        if not self._pages.is_known:
            return [replace(run, text=UNKNOWN, pages_of=())]
        pages = self._pages.of(run.pages_of)
        if not pages:
            return [replace(run, pages_of=())]
        made: list[Run] = []
        for first, last in ranges(pages):
            if made:
                made.append(replace(run, text=", ", pages_of=()))
            text = str(first) if first == last else f"{first}–{last}"
            made.append(replace(run, text=text, link=f"#{page_anchor(first)}", pages_of=()))
        return made

    def _run(self, run: Run, is_bold: bool) -> str:
        face = _FACES[run.is_bold or is_bold, run.is_italic]
        made = []
        printed = _BEFORE_UNIT.sub("\u00a0", composed(run.text).translate(_BLANKS))
        for piece, name in self._fonts.runs(printed, face):
            text = escape(piece).replace("\n", "<br/>")
            made.append(text if name == FontFace.REGULAR.value else f'<font name="{name}">{text}</font>')
        text = "".join(made)
        link = run.link if run.link and self._leads_somewhere(run.link) else None
        ink = Ink.ACCENT if link else run.ink
        if ink is not None:
            text = f'<font color="{ink_hex(ink)}">{text}</font>'
        return f"<a href={quoteattr(link)}>{text}</a>" if link else text

    def _leads_somewhere(self, link: str) -> bool:
        if link.startswith("#"):
            return link[1:] in self._anchors or link.startswith(f"#{page_anchor(0)[:-1]}")
        return link.startswith(_WEB)
