"""The structure tree: what each piece of a page is, in the order of the model, as PDF/UA-1 asks.

Elements are made with the flowables, once; what is drawn into them is noted anew in every pass.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfdoc

_NOTE = "Note"


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a page's content: the page's name in the file and its number there (MCID)."""

    page: str
    number: int


@dataclass(frozen=True, slots=True)
class Pointed:
    """A link annotation: the page's name in the file and its own."""

    page: str
    annotation: str


class Element:
    """One element of the tree; without a tag it is only a place at which elements stand.

    An element holds either parts, which are fixed, or what is drawn into it, which is not known before.
    """

    __slots__ = ("alt", "attributes", "drawn", "links", "parent", "parts", "tag")

    def __init__(
        self, tag: str, parent: "Element | None" = None, attributes: str = "", alt: str = ""
    ) -> None:
        self.tag = tag
        self.parent = parent
        self.attributes = attributes
        self.alt = alt
        self.parts: list[Element] = []
        self.drawn: list[Marked | Pointed | Element] = []
        self.links: dict[object, Element] = {}

    def add(self, tag: str = "", attributes: str = "", alt: str = "") -> "Element":
        """Make an element at the end of this one.

        Args:
            attributes: Its attribute dictionary in PDF syntax, such as ``/O /Table /Scope /Row``.
            alt: What it shows, for those who cannot see it.
        """
        made = Element(tag, self, attributes, alt)
        self.parts.append(made)
        return made

    def link(self, key: object) -> "Element":
        """Return the link of this element with a key; one that runs over several lines is one element."""
        if key not in self.links:
            self.links[key] = Element("Link", self)
        return self.links[key]

    def draw(self, marked: Marked) -> None:
        """Note content of this element; a link within a text takes its place there with its first content."""
        parent = self.parent
        if self.tag == "Link" and parent is not None and parent.links and self not in parent.drawn:
            parent.drawn.append(self)
        self.drawn.append(marked)

    def point(self, pointed: Pointed) -> None:
        """Note the annotation of this link."""
        self.drawn.append(pointed)

    def forget(self) -> None:
        """Forget what a pass has drawn into this element and its parts."""
        self.drawn.clear()
        self.links.clear()
        for part in self.parts:
            part.forget()

    def kids(self) -> "Iterator[Marked | Pointed | Element]":
        """Yield parts and what was drawn, in reading order; places without a tag are looked through."""
        for part in self.parts:
            if part.tag:
                yield part
            else:
                yield from part.kids()
        yield from self.drawn


class _Written(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object whose bytes are known."""

    __RefOnly__ = 1

    def __init__(self, content: bytes = b"") -> None:
        self.content = content

    def format(self, document: Any) -> bytes:
        return self.content


class StructureWriter:
    """Writes a tree into a file: the elements, and for each page and link the way back to them."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._owners: dict[str, list[str]] = {}
        self._annotations: list[tuple[int, str]] = []
        self._notes: list[tuple[str, str]] = []

    def write(self, root: Element, links: Mapping[str, int], page_names: list[str]) -> None:
        """Write everything and name it in the catalogue.

        Args:
            links: For each link annotation its key in the parent tree; the keys before are the pages.
            page_names: The names of all pages, in order.
        """
        tree = _Written()
        number = self._number(tree)
        content = self._element(root, number, links)
        parents = self._parent_tree(page_names)
        identities = " ".join(f"({name}) {reference}" for name, reference in sorted(self._notes))
        names = f" /IDTree << /Names [ {identities} ] >>" if identities else ""
        limits = len(page_names) + len(links)
        tree.content = (
            f"<< /Type /StructTreeRoot /K {content} /ParentTree {parents} /ParentTreeNextKey {limits}{names} "
            "/RoleMap << /Title /P >> >>"
        ).encode("ascii")
        catalogue = self._document.Catalog
        catalogue.StructTreeRoot = tree
        catalogue.MarkInfo = pdfdoc.PDFDictionary({"Marked": pdfdoc.PDFtrue})

    def _number(self, made: _Written) -> int:
        name = self._document.Reference(made).name
        return int(self._document.idToObjectNumberAndVersion[name][0])

    def _of(self, name: str) -> str:
        return f"{self._document.idToObjectNumberAndVersion[name][0]} 0 R"

    def _element(self, element: Element, parent: int, links: Mapping[str, int]) -> str:
        made = _Written()
        number = self._number(made)
        own = f"{number} 0 R"
        page = next((kid.page for kid in element.kids() if isinstance(kid, Marked)), None)
        kids: list[str] = []
        for kid in element.kids():
            if isinstance(kid, Element):
                kids.append(self._element(kid, number, links))
            elif isinstance(kid, Marked):
                owners = self._owners.setdefault(kid.page, [])
                owners.extend([""] * (kid.number + 1 - len(owners)))
                owners[kid.number] = own
                kids.append(
                    str(kid.number)
                    if kid.page == page
                    else f"<< /Type /MCR /Pg {self._of(kid.page)} /MCID {kid.number} >>"
                )
            else:
                target = self._document.annotationName(kid.annotation)
                self._annotations.append((links[kid.annotation], own))
                kids.append(f"<< /Type /OBJR /Pg {self._of(kid.page)} /Obj {self._of(target)} >>")
        entries = [f"<< /Type /StructElem /S /{element.tag} /P {parent} 0 R"]
        if page is not None:
            entries.append(f"/Pg {self._of(page)}")
        if element.attributes:
            entries.append(f"/A << {element.attributes} >>")
        if element.tag == _NOTE:
            identity = f"note-{len(self._notes) + 1:05d}"
            self._notes.append((identity, own))
            entries.append(f"/ID ({identity})")
        if kids:
            entries.append(f"/K [ {' '.join(kids)} ]" if len(kids) > 1 else f"/K {kids[0]}")
        content = " ".join(entries).encode("ascii")
        if element.alt:
            content += b" /Alt " + pdfdoc.PDFString(element.alt).format(self._document)
        made.content = content + b" >>"
        return own

    def _parent_tree(self, page_names: list[str]) -> str:
        entries = [
            f"{index} [ {' '.join(self._owners.get(name, ()))} ]" for index, name in enumerate(page_names)
        ]
        entries.extend(f"{key} {owner}" for key, owner in sorted(self._annotations))
        made = _Written(f"<< /Nums [ {' '.join(entries)} ] >>".encode("ascii"))
        return f"{self._number(made)} 0 R"
