"""Reads rows out of the pages of a damaged SQLite file, where SQLite itself gives up.

After the description of the file format by the SQLite project (https://www.sqlite.org/fileformat2.html):
leaf pages of tables hold the rows, and what does not fit on a page goes on through overflow pages.
"""

from collections.abc import Iterator

_LEAF_OF_TABLE = 0x0D
_HEADER_OF_FILE = 100
_SIZES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}
"""Bytes of a value by its serial type, as far as it is neither text nor bytes."""
_USUAL_PAGE = 4096

Row = tuple[object, ...]


def rows_in_pages(raw: bytes) -> Iterator[Row]:
    """Yield every row that is whole; texts and bytes are read, other values are given as None."""
    size = int.from_bytes(raw[16:18], "big")
    if size < 512 or size & (size - 1):
        size = _USUAL_PAGE
    for start in range(0, len(raw), size):
        page = raw[start : start + size]
        head = _HEADER_OF_FILE if start == 0 else 0
        if len(page) < size or page[head] != _LEAF_OF_TABLE:
            continue
        count = int.from_bytes(page[head + 3 : head + 5], "big")
        for cell in range(min(count, size // 4)):
            at = head + 8 + 2 * cell
            try:
                yield _row(_payload(raw, page, int.from_bytes(page[at : at + 2], "big")))
            except (IndexError, ValueError):
                continue


def _payload(raw: bytes, page: bytes, at: int) -> bytes:
    length, at = _number(page, at)
    _, at = _number(page, at)
    usable = len(page)
    most, least = usable - 35, (usable - 12) * 32 // 255 - 23
    if length <= most:
        return page[at : at + length]
    here = least + (length - least) % (usable - 4)
    here = here if here <= most else least
    if length > len(raw):
        raise ValueError("a row longer than the file")
    parts, missing = [page[at : at + here]], length - here
    following = int.from_bytes(page[at + here : at + here + 4], "big")
    while missing > 0:
        start = (following - 1) * usable
        if following < 2 or start + usable > len(raw):
            raise ValueError("a page that is not there")
        parts.append(raw[start + 4 : start + 4 + min(missing, usable - 4)])
        missing -= usable - 4
        following = int.from_bytes(raw[start : start + 4], "big")
    return b"".join(parts)


def _row(payload: bytes) -> Row:
    end, at = _number(payload, 0)
    kinds = []
    while at < end:
        kind, at = _number(payload, at)
        kinds.append(kind)
    values: list[object] = []
    at = end
    for kind in kinds:
        size = _SIZES[kind] if kind in _SIZES else (kind - 12) // 2
        value = payload[at : at + size]
        if size < 0 or len(value) < size:
            raise ValueError("a value beyond the end of its row")
        at += size
        values.append(None if kind < 12 else value.decode("utf-8") if kind % 2 else value)
    return tuple(values)


def _number(page: bytes, at: int) -> tuple[int, int]:
    """Read a number of one to nine bytes; returns it and where the next thing begins."""
    value = 0
    for count in range(9):
        byte = page[at + count]
        if count == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + count + 1
    raise ValueError("unreachable: the ninth byte ends a number")
