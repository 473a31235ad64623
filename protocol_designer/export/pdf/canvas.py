"""The canvas of the document: what stands on every page; dates and identity come from the protocol."""

import hashlib
from datetime import UTC, datetime
from typing import Any

from protocol_designer.export.pdf.conformance import (
    Attachment,
    Metadata,
    add_colour_space,
    add_metadata,
    attach,
)
from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.page_map import PrintedMark
from protocol_designer.export.pdf.pages import page_anchor
from protocol_designer.export.pdf.structure import Element, StructureWriter
from protocol_designer.export.pdf.style import MARGIN_SIDE, RUNNING_SIZE, Paper, ink_colour
from protocol_designer.export.pdf.tagging import TaggedCanvas
from protocol_designer.export.pdf.writing import file_bytes
from protocol_designer.report.blocks import Document
from protocol_designer.report.display_list import Ink

LANGUAGE = "en-GB"
CREATOR = "Protocol Designer"
KEYWORDS = "clinical trial protocol"
_FIRST_DAY = "2000-01-01"
_HEADER_FROM_TOP = 40.0
_LONGEST_HEADER = 400
_LINE_NUMBER_SIZE = 6.5
_LINE_NUMBER_GAP = 16.0


class ProtocolCanvas(TaggedCanvas):
    """Draws what stands on every page. ``total`` is the page count of the pass before.

    A rehearsal (``total`` is 0, nothing is known yet) only counts pages: it draws and writes nothing.
    """

    def __init__(
        self, filename: Any, document: Document, paper: Paper, fonts: Fonts, total: int, **options: Any
    ) -> None:
        super().__init__(
            filename,
            pdfVersion=(1, 7),
            lang=LANGUAGE,
            invariant=1,
            initialFontName=FontFace.REGULAR.value,
            pageCompression=1,
            **{name: value for name, value in options.items() if name in ("pagesize", "bottomup")},
        )
        self._document = document
        self._paper = paper
        self._fonts = fonts
        self._total = total
        self._lines = 0
        self._attachment: Attachment | None = None
        self._root: Element | None = None
        self._marks: list[PrintedMark] = []
        self._sizes: list[tuple[float, float]] = []
        self.is_rehearsal = total == 0
        self._metadata = Metadata(
            title=document.title,
            author=document.author,
            subject=document.subject,
            language=LANGUAGE,
            creator=CREATOR,
            keywords=KEYWORDS,
            date=datetime.fromisoformat(document.date or _FIRST_DAY).replace(tzinfo=UTC),
        )
        self._set_identity()
        self.setViewerPreference("DisplayDocTitle", "true")
        self.showOutline()

    def _set_identity(self) -> None:
        metadata = self._metadata
        self.setTitle(metadata.title)
        self.setAuthor(metadata.author)
        self.setSubject(metadata.subject)
        self.setCreator(metadata.creator)
        self.setProducer(metadata.creator)
        self.setKeywords(metadata.keywords)
        stamp = self._doc._timeStamp
        stamp.t, stamp.lt = metadata.date.timestamp(), metadata.date.timetuple()
        stamp.YMDhms = tuple(metadata.date.timetuple())[:6]
        stamp.dhh = stamp.dmm = 0
        stamp.tzname = "UTC"

    def set_fingerprint(self, text: str) -> None:
        """Derive the identity of the file from what it contains."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:32]
        self._doc._ID = f"[<{digest}><{digest}>]".encode("ascii")

    def hold(self, root: Element, attachment: Attachment | None) -> None:
        """Take the structure that is drawn into, and the file to embed."""
        self._root, self._attachment = root, attachment

    def map_into(self, marks: list[PrintedMark], sizes: list[tuple[float, float]]) -> None:
        """Note into these lists where places stand, and how large each page is."""
        self._marks, self._sizes = marks, sizes

    def mark(self, place: str, x: float, y: float, width: float, height: float) -> None:
        """Note that a place is printed in a rectangle; ``x`` and ``y`` are its lower left corner here."""
        left, bottom = self.absolutePosition(x, y)
        right, top = self.absolutePosition(x + width, y + height)
        page = self._pagesize[1]
        self._marks.append(PrintedMark(self._pageNumber, place, left, page - top, right, page - bottom))

    def showPage(self) -> None:
        """Add what stands on every page, then finish it."""
        if not self.is_rehearsal:
            self._sizes.append((float(self._pagesize[0]), float(self._pagesize[1])))
            self.saveState()
            self.setFillColor(ink_colour(Ink.MUTED))
            self.setStrokeColor(ink_colour(Ink.HAIRLINE))
            self.setLineWidth(0.5)
            if self._pageNumber > 1:
                with self.pagination("Header"):
                    self._draw_header()
            with self.pagination("Footer"):
                page = f"Page {self._pageNumber} of {self._total}"
                self._show(self._pagesize[0] - MARGIN_SIDE - self._width(page), self._paper.footer_y, page)
            self.restoreState()
        self._lines = 0
        super().showPage()

    def _draw_header(self) -> None:
        width, height = self._pagesize
        document, y = self._document, height - _HEADER_FROM_TOP
        details = f"{document.running_details}{', DRAFT' if document.is_draft else ''}"
        room = width - 2 * MARGIN_SIDE
        details = self._fitting(details, room * 0.7)
        used = self._width(details)
        self._show(width - MARGIN_SIDE - used, y, details)
        self._show(MARGIN_SIDE, y, self._fitting(document.running_title, room - used - 16))
        self.line(MARGIN_SIDE, y - 6, width - MARGIN_SIDE, y - 6)

    def begin_page(self) -> None:
        """Name the page for links, and put the watermark of a draft below everything else."""
        if self.is_rehearsal:
            return
        self.bookmarkPage(page_anchor(self._pageNumber))
        if not self._document.is_draft:
            return
        width, height = self._pagesize
        with self.pagination("Watermark"):
            self.saveState()
            self.setFillColor(ink_colour(Ink.BAND))
            self.setFont(FontFace.BOLD.value, 120)
            self.translate(width / 2, height / 2)
            self.rotate(50)
            self.drawCentredString(0, -40, "DRAFT")
            self.restoreState()

    def number_lines(self, baselines: list[float]) -> None:
        """Print line numbers left of the text column; they count anew on each page.

        Args:
            baselines: The heights of the lines, from the top, where the canvas stands now.
        """
        right = MARGIN_SIDE - _LINE_NUMBER_GAP - self.absolutePosition(0, 0)[0]
        with self.within(None):
            self.saveState()
            self.setFillColor(ink_colour(Ink.MUTED))
            self.setFont(FontFace.REGULAR.value, _LINE_NUMBER_SIZE)
            for y in baselines:
                self._lines += 1
                self.drawRightString(right, y, str(self._lines))
            self.restoreState()

    def save(self) -> None:
        """Write the file, unless this is a rehearsal."""
        if self.is_rehearsal:
            return
        if self._code:
            self.showPage()
        self.number_links()
        if self._root is not None:
            StructureWriter(self._doc).write(self._root, self.link_keys, self.page_names)
        add_metadata(self._doc, self._metadata, part=3 if self._attachment else 2)
        add_colour_space(self._doc)
        if self._attachment is not None:
            attach(self._doc, self._attachment)
        self._filename.write(file_bytes(self._doc, self))

    def _runs(self, text: str) -> list[tuple[str, str]]:
        return self._fonts.runs(text, FontFace.REGULAR)

    def _width(self, text: str) -> float:
        return sum(self._fonts.width(piece, name, RUNNING_SIZE) for piece, name in self._runs(text))

    def _fitting(self, text: str, room: float) -> str:
        if len(text) <= _LONGEST_HEADER and self._width(text) <= room:
            return text
        text = text[:_LONGEST_HEADER]
        while text and self._width(f"{text}…") > room:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def _show(self, x: float, y: float, text: str) -> None:
        for piece, name in self._runs(text):
            self.setFont(name, RUNNING_SIZE)
            self.drawString(x, y, piece)
            x += self._fonts.width(piece, name, RUNNING_SIZE)
