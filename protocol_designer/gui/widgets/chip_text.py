"""A plain-text document in which links stand as chips: from text to document and back, without loss.

A chip is one object character. What Qt would change on the way (control characters, its own separators) is
an object of its own, so that it is kept, seen and can be removed. Leaves painting to `chip_object`.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from protocol_designer.derived.linked_values import link_to, links_in

CHIP = QTextFormat.ObjectTypes.UserObject.value + 1
_PLACE, SAID, STANDING, _CODE = (QTextFormat.Property.UserProperty.value + number for number in range(1, 5))
_OBJECT = "\ufffc"
_MISREAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2029\ufdd0\ufdd1\ud800-\udfff]")
"""What a text document drops or takes for the end of a paragraph, and what could not be seen in it."""


class Chip(NamedTuple):
    """A chip in a document: the position of its character and the place it takes its value from."""

    position: int
    place: str


Saying = Callable[[str], tuple[str, str]]
"""Gives the words of a chip and its standing for a place."""


def source_of(document: QTextDocument) -> str:
    """Return the text with links, exactly as it is to be kept."""
    return "\n".join(_source_of_block(block) for block in _blocks(document))


def source_of_selection(cursor: QTextCursor) -> str:
    """Return the selected text with links."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    lines = []
    for block in _blocks(cursor.document()):
        if block.position() <= end and start < block.position() + block.length():
            lines.append(_source_of_block(block, start, end))
    return "\n".join(lines)


def offset_of(document: QTextDocument, position: int) -> int:
    """Return how much of the kept text stands before a position of the document."""
    cursor = QTextCursor(document)
    cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
    return len(source_of_selection(cursor))


def position_of(document: QTextDocument, offset: int) -> int:
    """Return the position before which that much of the kept text stands; in a chip, the one before it."""
    passed = 0
    for block in _blocks(document):
        for start, _, text, format_ in _pieces(block):
            position = start
            is_object = format_.objectType() == CHIP
            for character in text:
                length = len(_source_of_object(format_)) if is_object else 1
                if passed + length > offset:
                    return position
                passed += length
                position += len(character.encode("utf-16-le", "surrogatepass")) // 2
        if passed + 1 > offset:
            return block.position() + block.length() - 1
        passed += 1
    return document.characterCount() - 1


def insert_source(cursor: QTextCursor, text: str, saying: Saying) -> None:
    """Insert a text at a cursor, over its selection, with its links as chips."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    end = 0
    for link in links_in(text):
        _insert_plain(cursor, text[end : link.start])
        cursor.insertText(_OBJECT, chip_format(link.place, saying))
        end = link.end
    _insert_plain(cursor, text[end:])
    cursor.endEditBlock()


def chip_format(place: str, saying: Saying) -> QTextCharFormat:
    """Return the format of a chip."""
    made = QTextCharFormat()
    made.setObjectType(CHIP)
    made.setProperty(_PLACE, place)
    said, standing = saying(place)
    made.setProperty(SAID, said)
    made.setProperty(STANDING, standing)
    return made


def chips_of(document: QTextDocument) -> Iterator[Chip]:
    """Yield the chips of a document in order."""
    for block in _blocks(document):
        for position, length, _, format_ in _pieces(block):
            if format_.objectType() == CHIP and format_.hasProperty(_PLACE):
                place = str(format_.property(_PLACE))
                yield from (Chip(position + number, place) for number in range(length))


def chip_at(document: QTextDocument, position: int) -> Chip | None:
    """Return the chip whose character stands at a position."""
    if document.characterAt(position) != _OBJECT:
        return None
    cursor = QTextCursor(document)
    cursor.setPosition(position + 1)
    format_ = cursor.charFormat()
    is_chip = format_.objectType() == CHIP and format_.hasProperty(_PLACE)
    return Chip(position, str(format_.property(_PLACE))) if is_chip else None


def renew_chips(document: QTextDocument, saying: Saying) -> bool:
    """Let every chip say what its field says now; returns whether one says something else."""
    is_changed = False
    for chip in list(chips_of(document)):
        cursor = QTextCursor(document)
        cursor.setPosition(chip.position)
        cursor.setPosition(chip.position + 1, QTextCursor.MoveMode.KeepAnchor)
        shown = cursor.charFormat()
        if (shown.property(SAID), shown.property(STANDING)) != saying(chip.place):
            cursor.setCharFormat(chip_format(chip.place, saying))
            is_changed = True
    return is_changed


def _insert_plain(cursor: QTextCursor, text: str) -> None:
    end = 0
    for found in _MISREAD.finditer(text):
        cursor.insertText(text[end : found.start()], QTextCharFormat())
        cursor.insertText(_OBJECT, _sign_format(found[0]))
        end = found.end()
    cursor.insertText(text[end:], QTextCharFormat())


def _sign_format(character: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setObjectType(CHIP)
    made.setProperty(_CODE, ord(character))
    made.setProperty(SAID, f"U+{ord(character):04X}")
    made.setProperty(STANDING, "sign")
    return made


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _pieces(block: QTextBlock) -> Iterator[tuple[int, int, str, QTextCharFormat]]:
    """Yield the stretches of a block: position and length in Qt's units, text, format."""
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        yield piece.position(), piece.length(), piece.text(), piece.charFormat()
        pieces += 1


def _source_of_block(block: QTextBlock, start: int = 0, end: int | None = None) -> str:
    parts = []
    for position, length, text, format_ in _pieces(block):
        first = max(start - position, 0)
        last = length if end is None else min(end - position, length)
        if first >= last:
            continue
        if format_.objectType() == CHIP:
            parts.append(_source_of_object(format_) * (last - first))
        elif (first, last) == (0, length):
            parts.append(text)
        else:
            parts.append(text.encode("utf-16-le")[2 * first : 2 * last].decode("utf-16-le", "replace"))
    return "".join(parts)


def _source_of_object(format_: QTextCharFormat) -> str:
    if format_.hasProperty(_CODE):
        return chr(int(format_.property(_CODE)))
    return link_to(str(format_.property(_PLACE)))
