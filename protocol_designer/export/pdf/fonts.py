"""The embedded fonts and the fallback per character; a character no font has is refused before layout."""

import re
import unicodedata
from enum import Enum
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from protocol_designer.resource_paths import data_path

_MOST_WORDS = 20_000
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNPRINTABLE = ("Cc", "Co", "Cs", "Zl", "Zp")
_RIGHT_TO_LEFT = ("R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI")


class FontFace(Enum):
    """A face of the text family: name in the PDF and file."""

    REGULAR = "NotoSans-Regular"
    BOLD = "NotoSans-Bold"
    ITALIC = "NotoSans-Italic"
    BOLD_ITALIC = "NotoSans-BoldItalic"


_FALLBACK = {
    FontFace.REGULAR: "DejaVuSans",
    FontFace.ITALIC: "DejaVuSans",
    FontFace.BOLD: "DejaVuSans-Bold",
    FontFace.BOLD_ITALIC: "DejaVuSans-Bold",
}


class MeasuredFont(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A font that adds up the widths of a text once; words return on every page of a protocol."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path, shapable=False)
        self._thousandths = lru_cache(maxsize=_MOST_WORDS)(self._sum)

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf-8") -> float:
        """Return the width of a text in points."""
        decoded = text.decode(encoding) if isinstance(text, bytes) else text
        return 0.001 * float(self._thousandths(decoded)) * size

    def addObjects(self, doc: Any) -> None:
        """Write the font into a file, with a way back from glyphs to text that holds for every character."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = f"{SUBSETN(number).decode()}+{self.face.name.decode()}{self.face.subfontNameX.decode()}"
            doc.idToObject[f"toUnicodeCMap:{name}"].content = _unicode_map(name, subset)

    def _sum(self, text: str) -> float:
        widths, missing = self.face.charWidths, self.face.defaultWidth
        return float(sum(widths.get(ord(character), missing) for character in text))


def _unicode_map(name: str, subset: list[int]) -> str:
    """Return the ToUnicode map of a subset (ISO 32000-1, 9.10.3).

    reportlab's own writes characters above U+FFFF as one number, gives code 0 a meaning that PDF/A forbids,
    and puts more than a hundred lines into one block.
    """
    lines = [
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(subset)
        if character
    ]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def composed(text: str) -> str:
    """Return the text with letters and accents joined where Unicode has one character for both (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class Fonts:
    """The fonts of one export. Characters missing from the text family come from its fallback."""

    def __init__(self) -> None:
        names = [*(face.value for face in FontFace), *dict.fromkeys(_FALLBACK.values())]
        registered = set(pdfmetrics.getRegisteredFontNames())
        for name in names:
            if name not in registered:
                path = data_path("resources", "fonts", f"{name}.ttf")
                pdfmetrics.registerFont(MeasuredFont(name, str(path)))
        self._fonts = {name: pdfmetrics.getFont(name) for name in names}
        self._known = {name: self._fonts[name].face.charToGlyph for name in names}
        first = FontFace.REGULAR.value
        if pdfmetrics.getFont(first).face.name:
            pdfmetrics.registerFontFamily(
                first, normal=first, bold=FontFace.BOLD.value, italic=FontFace.ITALIC.value,
                boldItalic=FontFace.BOLD_ITALIC.value,
            )  # fmt: skip

    def runs(self, text: str, face: FontFace = FontFace.REGULAR) -> list[tuple[str, str]]:
        """Split a text into pieces with the font that has their characters."""
        own, fallback = face.value, _FALLBACK[face]
        known = self._known[own]
        if text.isascii() or all(ord(character) in known for character in text):
            return [(text, own)] if text else []
        found: list[tuple[str, str]] = []
        for character in text:
            name = own if ord(character) in known else fallback
            if found and found[-1][1] == name:
                found[-1] = (found[-1][0] + character, name)
            else:
                found.append((character, name))
        return found

    def width(self, text: str, name: str, size: float) -> float:
        """Return the width of a text that one font holds entirely."""
        return float(self._fonts[name].stringWidth(text, size))

    def problem(self, text: str) -> str | None:
        """Say in one sentence what of a text cannot be printed, or None."""
        if text.isascii() and (text.isprintable() or not _CONTROLS.search(text)):
            return None
        for character in composed(text):
            if unicodedata.category(character) in _UNPRINTABLE and character not in "\n\t":
                return f"the control or private character {_named(character)} cannot be printed; take it out"
            if unicodedata.bidirectional(character) in _RIGHT_TO_LEFT:
                return (
                    f"the right-to-left character {_named(character)} cannot be printed yet; "
                    "write this text from left to right"
                )
            if not all(self._has(character, face) for face in FontFace):
                return f"no font here has the character {_named(character)}; write it another way"
        return None

    def _has(self, character: str, face: FontFace) -> bool:
        if character in "\n\t":
            return True
        code = ord(character)
        return code in self._known[face.value] or code in self._known[_FALLBACK[face]]


def _named(character: str) -> str:
    name = unicodedata.name(character, "")
    code = f"U+{ord(character):04X}"
    return f"“{character}” ({code}, {name.lower()})" if name and character.isprintable() else code
