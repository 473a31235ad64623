"""A canvas that knows what it draws: text belongs to an element of the structure, all else is an artifact.

The text object is the unit: its content is marked from just behind BT to just before ET. Paths, backgrounds
and text without an element are wrapped as artifacts when a page ends, so nothing is ever left unmarked.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from typing import Any
from urllib.parse import quote

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from protocol_designer.export.pdf.structure import Element, Marked, Pointed

_PAINTS = re.compile(r"(?:^|\s)(?:S|s|f\*?|F|B\*?|b\*?|sh|Do|Tj|TJ)(?=\s|$)")
_PRINTED_ANNOTATION = 4


class _Mark(str):
    """Page code that opens (+1), closes (-1) or holds (0) marked content."""

    __slots__ = ("depth",)
    depth: int

    def __new__(cls, code: str, depth: int = 0) -> "_Mark":
        made = super().__new__(cls, code)
        made.depth = depth
        return made


class TaggedText(PDFTextObject):  # type: ignore[misc]  # reportlab has no types
    """A text object that marks its content; links in a paragraph become elements of their own.

    ``word_ends`` tells line by line whether the line ends with a word and not inside one.
    """

    def __init__(self, canvas: "TaggedCanvas", x: float, y: float, direction: str | None) -> None:
        super().__init__(canvas, x, y, direction)
        self._canvas = canvas
        self._first = canvas.element
        self._is_inside = canvas.is_marking
        self._changes: list[tuple[int, Element]] = []
        self.word_ends: Iterator[bool] = repeat(False)

    def belong_to(self, element: Element | None) -> None:
        """Put the text into an element that is not the canvas's own."""
        self._first = element or self._first

    def become_link(self, key: object) -> Element | None:
        """Make the whole text one link, as reportlab treats a paragraph that is nothing else."""
        if self._first is not None and self._first.tag != "Link":
            self._first = self._first.link(key)
        return self._first

    def _textOut(self, text: str, TStar: int = 0) -> None:
        """Draw a piece of a line; a space at its end keeps the words of two lines apart when read aloud."""
        super()._textOut(f"{text} " if TStar and next(self.word_ends, False) and text else text, TStar)

    def _linkRecord(self, key: tuple[int, str], what: str) -> None:
        """Hear from a paragraph that a link began with the text before, or ended."""
        if self._first is None:
            return
        if what == "start":
            link = self._first.link(key)
            self._changes.append((len(self._code) - 1, link))
            self._canvas.expect_link(link)
        else:
            self._changes.append((len(self._code), self._first))

    def getCode(self) -> str:
        """Return the code with its marks; numbers are given here, in the order of the page."""
        if self._first is None or self._is_inside:
            return str(super().getCode())
        starts = [(1, self._first), *self._changes]
        pieces = ["BT"]
        for index, (start, element) in enumerate(starts):
            end = starts[index + 1][0] if index + 1 < len(starts) else len(self._code)
            code = self._code[start:end]
            if not any(" Tj" in part for part in code):
                pieces.extend(code)
                continue
            pieces.append(self._canvas.opening(element))
            pieces.extend(code)
            pieces.append("EMC")
        pieces.append("ET")
        return _Mark(" ".join(pieces))


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Marks what it draws and keeps the way from pages and links back to the structure."""

    def __init__(self, filename: Any, **options: Any) -> None:
        self._elements: list[Element | None] = []
        self.is_marking = False
        self._marks_on_page = 0
        self._expected: list[Element] = []
        self._text: TaggedText | None = None
        self._descriptions: dict[str, str] = {}
        self.page_names: list[str] = []
        self.link_keys: dict[str, int] = {}
        self._link_annotations: list[tuple[str, pdfdoc.PDFDictionary]] = []
        super().__init__(filename, **options)

    @property
    def element(self) -> Element | None:
        """The element that text drawn now belongs to; None makes it an artifact."""
        return self._elements[-1] if self._elements else None

    def describe_links(self, descriptions: dict[str, str]) -> None:
        """Say what the targets of links are, by their anchors."""
        self._descriptions = descriptions

    def push_element(self, element: Element | None) -> None:
        """Let what is drawn belong to an element, until it is popped."""
        self._elements.append(element)

    def pop_element(self) -> None:
        """Return to the element before."""
        self._elements.pop()

    @contextmanager
    def within(self, element: Element | None) -> Iterator[None]:
        """Let what is drawn in the block belong to an element; None makes it artifacts."""
        self.push_element(element)
        try:
            yield
        finally:
            self.pop_element()

    @contextmanager
    def whole(self, element: Element) -> Iterator[None]:
        """Make all that is drawn in the block, text and lines, one content of an element."""
        with self._marked(self.opening(element)):
            yield

    @contextmanager
    def pagination(self, subtype: str) -> Iterator[None]:
        """Make all that is drawn in the block an artifact of pagination: Header, Footer or Watermark."""
        kind = f"/Subtype /{subtype}"
        with self._marked(f"/Artifact << /Type /Pagination {kind} >> BDC"):
            yield

    @contextmanager
    def _marked(self, opening: str) -> Iterator[None]:
        self._code.append(_Mark(opening, 1))
        self.is_marking = True
        try:
            yield
        finally:
            self.is_marking = False
            self._code.append(_Mark("EMC", -1))

    def opening(self, element: Element) -> str:
        """Return the code that opens content of an element, and note it there."""
        number = self._marks_on_page
        self._marks_on_page += 1
        element.draw(Marked(self._doc.thisPageName(), number))
        return f"/{element.tag} << /MCID {number} >> BDC"

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> TaggedText:
        """Start a text in the element of the moment."""
        self._text = TaggedText(self, x, y, direction)
        return self._text

    def drawText(self, aTextObject: TaggedText) -> None:
        """Draw a text with its marks."""
        self._code.append(aTextObject.getCode())

    def expect_link(self, element: Element) -> None:
        """Keep the element for the rectangle that reportlab draws when the line is complete."""
        self._expected.append(element)

    def linkRect(self, contents: str, destinationname: str, Rect: Any = None, **options: Any) -> None:
        """Add a link within the document."""
        described = self._descriptions.get(destinationname, "another place in this document")
        target = {"Dest": self._bookmarkReference(destinationname)}
        self._add_link(f"Go to {described}", target, Rect, f"#{destinationname}")

    def linkURL(self, url: str, rect: Any, **options: Any) -> None:
        """Add a link to a web address."""
        action = {
            "S": pdfdoc.PDFName("URI"),
            "URI": pdfdoc.PDFString(quote(url, safe="%/:=&?~#+!$,;'@()*[]-._")),
        }
        self._add_link(f"Open {url}", {"A": pdfdoc.PDFDictionary(action)}, rect, url)

    def _add_link(self, contents: str, target: dict[str, Any], rect: Any, key: str) -> None:
        if self._expected:
            link: Element | None = self._expected.pop(0)
        elif self.element is not None and self.element.tag == "Link":
            link = self.element
        else:
            link = self._text.become_link(key) if self._text is not None else None
        annotation = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Annot"),
                "Subtype": pdfdoc.PDFName("Link"),
                "Rect": pdfdoc.PDFArray(self._absRect(rect, 1)),
                "Border": "[ 0 0 0 ]",
                "F": _PRINTED_ANNOTATION,
                "Contents": pdfdoc.PDFString(contents),
                **target,
            }
        )
        if link is None:
            return  # the head of a table on its second page: no element, so no link either
        name = f"Link{len(self._link_annotations) + 1}"
        self._link_annotations.append((name, annotation))
        self._addAnnotation(annotation, name)
        link.point(Pointed(self._doc.thisPageName(), name))

    def showPage(self) -> None:
        """Wrap what is left as artifacts and end the page."""
        self._code[:] = _with_artifacts(self._code)
        name = self._doc.thisPageName()
        super().showPage()
        page = self._doc.idToObject[name]
        page.__NoDefault__ = [*type(page).__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = len(self.page_names)
        page.Tabs = pdfdoc.PDFName("S")
        self.page_names.append(name)
        self._marks_on_page = 0

    def number_links(self) -> None:
        """Give every link its key in the parent tree, behind those of the pages."""
        for index, (name, annotation) in enumerate(self._link_annotations):
            self.link_keys[name] = len(self.page_names) + index
            annotation["StructParent"] = self.link_keys[name]


def _with_artifacts(code: list[str]) -> list[str]:
    made: list[str] = []
    loose: list[str] = []
    depth = 0

    def settle() -> None:
        if any(_PAINTS.search(part) for part in loose):
            made.extend(("/Artifact BMC", *loose, "EMC"))
        else:
            made.extend(loose)
        loose.clear()

    for part in code:
        if not isinstance(part, _Mark):
            (made if depth else loose).append(part)
            continue
        settle()
        depth += part.depth
        made.append(part)
    settle()
    return made
