"""The canvas of the document: what stands on every page; dates and identity come from the protocol."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from protocol_designer.export.pdf.fonts import FontFace, Fonts
from protocol_designer.export.pdf.style import MARGIN_SIDE, RUNNING_SIZE, ink_colour
from protocol_designer.report.blocks import Document
from protocol_designer.report.display_list import Ink

LANGUAGE = "en-GB"
CREATOR = "Protocol Designer"
KEYWORDS = "clinical trial protocol"
_FIRST_DAY = "2000-01-01"
_HEADER_FROM_TOP, _FOOTER_FROM_BOTTOM = 40.0, 34.0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF: its name, its bytes, what it is."""

    name: str
    content: bytes
    description: str


class ProtocolCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Draws what stands on every page. ``total`` is the page count of the pass before.

    A rehearsal (``total`` is 0, nothing is known yet) only counts pages: it draws and writes nothing.
    """

    def __init__(self, filename: Any, document: Document, fonts: Fonts, total: int, **options: Any) -> None:
        regular = FontFace.REGULAR.value
        super().__init__(
            filename,
            pdfVersion=(1, 7),
            lang=LANGUAGE,
            invariant=1,
            initialFontName=regular,
            pageCompression=1,
            **{name: value for name, value in options.items() if name in ("pagesize", "bottomup")},
        )
        self._document = document
        self._fonts = fonts
        self._total = total
        self.is_rehearsal = total == 0
        self._set_identity()
        self.setViewerPreference("DisplayDocTitle", "true")
        self.showOutline()

    def _set_identity(self) -> None:
        document = self._document
        self.setTitle(document.title)
        self.setAuthor(document.author)
        self.setSubject(document.subject)
        self.setCreator(CREATOR)
        self.setProducer(CREATOR)
        self.setKeywords(KEYWORDS)
        day = datetime.fromisoformat(document.date or _FIRST_DAY).replace(tzinfo=UTC)
        stamp = self._doc._timeStamp
        stamp.t, stamp.lt = day.timestamp(), day.timetuple()
        stamp.YMDhms = tuple(day.timetuple())[:6]
        stamp.dhh = stamp.dmm = 0
        stamp.tzname = "UTC"

    def set_fingerprint(self, text: str) -> None:
        """Derive the identity of the file from what it contains."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:32]
        self._doc._ID = f"\n[<{digest}><{digest}>]\n".encode("ascii")

    def attach(self, attachment: Attachment) -> None:
        """Embed a file and name it in the catalogue as the source of this document."""
        stream = pdfdoc.PDFStream(content=attachment.content, filters=[pdfdoc.PDFZCompress])
        stream.dictionary["Type"] = pdfdoc.PDFName("EmbeddedFile")
        stream.dictionary["Subtype"] = "/application#2Fjson"
        stream.dictionary["Params"] = pdfdoc.PDFDictionary(
            {"Size": len(attachment.content), "ModDate": pdfdoc.PDFDate(ts=self._doc._timeStamp)}
        )
        stored = self._doc.Reference(stream)
        specification = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Filespec"),
                "F": pdfdoc.PDFString(attachment.name),
                "UF": pdfdoc.PDFString(attachment.name),
                "EF": pdfdoc.PDFDictionary({"F": stored, "UF": stored}),
                "Desc": pdfdoc.PDFString(attachment.description),
                "AFRelationship": pdfdoc.PDFName("Source"),
            }
        )
        named = self._doc.Reference(specification)
        names = pdfdoc.PDFArray([pdfdoc.PDFString(attachment.name), named])
        tree = pdfdoc.PDFDictionary({"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": names})})
        catalogue = self._doc.Catalog
        catalogue.Names = tree
        catalogue.AF = pdfdoc.PDFArray([named])
        catalogue.__NoDefault__ = [*type(catalogue).__NoDefault__, "AF"]

    def showPage(self) -> None:
        """Add what stands on every page, then finish it."""
        if self.is_rehearsal:
            super().showPage()
            return
        self.saveState()
        width, height = self._pagesize
        document = self._document
        self.setFillColor(ink_colour(Ink.MUTED))
        self.setStrokeColor(ink_colour(Ink.HAIRLINE))
        self.setLineWidth(0.5)
        if self._pageNumber > 1:
            y = height - _HEADER_FROM_TOP
            details = f"{document.running_details}{', DRAFT' if document.is_draft else ''}"
            room = width - 2 * MARGIN_SIDE
            used = self._width(details)
            self._show(width - MARGIN_SIDE - used, y, details)
            self._show(MARGIN_SIDE, y, self._fitting(document.running_title, room - used - 16))
            self.line(MARGIN_SIDE, y - 6, width - MARGIN_SIDE, y - 6)
        page = f"Page {self._pageNumber} of {self._total}"
        self._show(width - MARGIN_SIDE - self._width(page), _FOOTER_FROM_BOTTOM, page)
        self.restoreState()
        super().showPage()

    def begin_page(self) -> None:
        """Put the watermark of a draft below everything else on the page."""
        if self.is_rehearsal or not self._document.is_draft:
            return
        width, height = self._pagesize
        self.saveState()
        self.setFillColor(ink_colour(Ink.BAND))
        self.setFont(FontFace.BOLD.value, 120)
        self.translate(width / 2, height / 2)
        self.rotate(50)
        self.drawCentredString(0, -40, "DRAFT")
        self.restoreState()

    def save(self) -> None:
        """Write the file, unless this is a rehearsal."""
        if not self.is_rehearsal:
            super().save()

    def _runs(self, text: str) -> list[tuple[str, str]]:
        return self._fonts.runs(text, FontFace.REGULAR)

    def _width(self, text: str) -> float:
        return sum(self._fonts.width(piece, name, RUNNING_SIZE) for piece, name in self._runs(text))

    def _fitting(self, text: str, room: float) -> str:
        if self._width(text) <= room:
            return text
        while text and self._width(f"{text}…") > room:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def _show(self, x: float, y: float, text: str) -> None:
        for piece, name in self._runs(text):
            self.setFont(name, RUNNING_SIZE)
            self.drawString(x, y, piece)
            x += self._fonts.width(piece, name, RUNNING_SIZE)
