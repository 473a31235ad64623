"""Gives back the protocol that an archive PDF of this program holds inside; leaves every other PDF alone."""

import re
import zlib
from pathlib import Path

from protocol_designer.storage.exchange import LARGEST
from protocol_designer.storage.problems import StorageProblem, shown

PDF_SUFFIX = ".pdf"
_MAGIC = b"%PDF-"
_EMBEDDED = b"/Type /EmbeddedFile"
_LONGEST_HEAD = 2000
_STREAM = re.compile(rb"[\s>]*stream\r?\n")
_LENGTH = re.compile(rb"/Length (\d{1,9})\b(?! \d+ R)")


def is_pdf(content: bytes) -> bool:
    """Tell a PDF by its first bytes."""
    return content.startswith(_MAGIC)


def protocol_text(path: Path, content: bytes) -> str:
    """Return the exchange form embedded in a PDF.

    Only the plain form that this program writes is read; what another program made of the file is refused, so
    that nothing in a strange PDF is ever followed or run.

    Raises:
        StorageProblem: There is no protocol inside, or it cannot be read.
    """
    found = [match.start() for match in re.finditer(re.escape(_EMBEDDED), content)]
    for at in found:
        text = _unpacked(content, at)
        if text is not None:
            return text
    what = (
        "holds a protocol that cannot be unpacked; it was probably saved by another program"
        if found
        else "holds no protocol; only a PDF exported in the archive profile can be opened"
    )
    raise StorageProblem(f"{shown(path)} {what}; open the protocol file itself.")


def _unpacked(content: bytes, at: int) -> str | None:
    start = content.rfind(b" obj", max(0, at - _LONGEST_HEAD), at)
    stream = _STREAM.match(content, at + len(_EMBEDDED))
    if start < 0 or stream is None:
        return None
    length = _LENGTH.search(content, start, at)
    if length is None or b"/FlateDecode" not in content[start:at]:
        return None
    packed = content[stream.end() : stream.end() + int(length[1])]
    try:
        reader = zlib.decompressobj()
        raw = reader.decompress(packed, LARGEST + 1)
        return raw.decode("utf-8") if reader.eof else None
    except (zlib.error, UnicodeDecodeError):
        return None
