"""Makes ICU's data small on Linux: keeps what Qt asks for and leaves out what only other programs use.

Qt carries its own names of languages, units, currencies and time zones. From ICU it takes letter properties
and collation. The data are one package inside a shared library; `objcopy`, `as` and `ld` (binutils, which
PyInstaller needs anyway) take it out and put the smaller one back under the same name.
"""

import re
import struct
import subprocess
from pathlib import Path

_MAGIC = b"\xda\x27"
_UNUSED = re.compile(r"^[^/]+/((brkitr|curr|lang|rbnf|region|translit|unit|zone)/|[^/]+\.(cnv|spp)$)")


class IcuDataError(Exception):
    """The library holds no ICU data package in the known form."""


def write_smaller_library(library: Path, folder: Path) -> Path:
    """Write a library of the same name with the needed data into a folder; return its path.

    Raises:
        IcuDataError: The form of the data is not the known one.
        subprocess.CalledProcessError: A tool of binutils failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole, small, code = (folder / name for name in ("whole.dat", "small.dat", "small.o"))
    subprocess.run(["objcopy", "-O", "binary", "--only-section=.rodata", library, whole], check=True)
    small.write_bytes(smaller_package(whole.read_bytes()))
    version = re.fullmatch(r"libicudata\.so\.(\d+)", library.name)
    if version is None:
        raise IcuDataError(f"{library.name} is not named as ICU's data are.")
    symbol = f"icudt{version[1]}_dat"
    size = small.stat().st_size
    source = (
        f".section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol}, %object\n.size {symbol}, {size}\n"
        f'{symbol}:\n.incbin "{small}"\n.section .note.GNU-stack,"",%progbits\n'
    )
    subprocess.run(["as", "-o", code, "-"], input=source, text=True, check=True)
    made = folder / library.name
    linking = [
        "ld",
        "-shared",
        "-z",
        "noexecstack",
        "--build-id=none",
        "-soname",
        library.name,
        "-o",
        made,
        code,
    ]
    subprocess.run(linking, check=True)
    return made


def smaller_package(package: bytes) -> bytes:
    """Return an ICU data package without the unused items.

    The form: a header whose length stands in its first two bytes; the number of items; for each the offsets
    of its name and of its content, counted from that number; the names; the contents, at multiples of 16.

    Raises:
        IcuDataError: The bytes are not a little-endian package.
    """
    if package[2:4] != _MAGIC or package[8] != 0 or package[12:16] != b"CmnD":
        raise IcuDataError("These bytes are not a little-endian package of ICU data.")
    (header,) = struct.unpack_from("<H", package)
    body = package[header:]
    items = _items(body)
    kept = [(name, content) for name, content in items if not _UNUSED.match(name)]
    if not any(name.endswith("/coll/ucadata.icu") for name, _ in kept):
        raise IcuDataError("The collation data are missing.")
    return package[:header] + _written(kept)


def _items(body: bytes) -> list[tuple[str, bytes]]:
    (count,) = struct.unpack_from("<I", body)
    table = [struct.unpack_from("<II", body, 4 + 8 * number) for number in range(count)]
    ends = [offset for _, offset in table[1:]] + [len(body)]
    return [
        (body[name : body.index(b"\0", name)].decode("ascii"), body[start:end])
        for (name, start), end in zip(table, ends, strict=True)
    ]


def _written(items: list[tuple[str, bytes]]) -> bytes:
    names = b"".join(name.encode("ascii") + b"\0" for name, _ in items)
    first_name = 4 + 8 * len(items)
    at = -(-(first_name + len(names)) // 16) * 16
    table, contents, name_at = [struct.pack("<I", len(items))], [], first_name
    start = at
    for name, content in items:
        padded = content + bytes(-len(content) % 16)
        table.append(struct.pack("<II", name_at, start))
        name_at += len(name) + 1
        start += len(padded)
        contents.append(padded)
    front = b"".join(table) + names
    return front + bytes(at - len(front)) + b"".join(contents)
