"""Finds out whose files are in the program, and writes the list of parts with their licences and the SBOM.

Every file has an owner: this program, Python, an installed Python package, or a package of the Linux system.
A file without one, or an owner without a licence text, stops the build.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import asdict, replace
from importlib.metadata import Distribution, distributions
from pathlib import Path

from bundle.sbom import bill_of_materials
from protocol_designer.third_party import (
    MissingLicenceError,
    Part,
    in_order,
    part_of,
    python_part,
    shipped_parts,
)


def write_inventory(sources: Iterable[str], made_by_build: Path, folder: Path) -> list[Part]:
    """Write ``parts.json``, its texts and ``sbom.cdx.json`` into a folder; return the parts.

    Args:
        sources: Where the files of the program come from.
        made_by_build: What lies in this folder or in the repository is the program's own.

    Raises:
        MissingLicenceError: A file has no owner, or an owner no licence text.
    """
    own = (made_by_build.resolve(), Path(__file__).resolve().parents[2])
    packages, system_files = _owners(sources, own)
    parts = [*shipped_parts(), python_part(), *map(part_of, packages), *_system_parts(system_files)]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    listed = [_with_text_beside(part, folder) for part in in_order(parts)]
    rows = [{**asdict(part), "texts": [path.name for path in part.texts]} for part in listed]
    _write_json(folder / "parts.json", rows)
    _write_json(folder / "sbom.cdx.json", bill_of_materials(listed))
    return listed


def _owners(sources: Iterable[str], own: tuple[Path, ...]) -> tuple[list[Distribution], list[Path]]:
    owner_of = {
        str(Path(str(package.locate_file(file))).resolve()): package
        for package in distributions()
        for file in package.files or ()
    }
    libraries = Path(sysconfig.get_path("purelib")).resolve()
    of_python = [Path(place).resolve() for place in (sysconfig.get_path("stdlib"), sys.base_prefix)]
    if Path("/usr") in of_python:
        of_python.remove(Path("/usr"))
    packages: dict[str, Distribution] = {}
    system: list[Path] = []
    for source in {source for source in sources if source and source != "-"}:
        path = Path(source)
        package = owner_of.get(str(path.resolve()))
        if package is not None:
            packages[package.metadata["Name"]] = package
        elif libraries in path.resolve().parents:
            raise MissingLicenceError(f"The file {path.name} belongs to no installed package.")
        elif any(place in path.resolve().parents for place in (*own, *of_python)):
            continue
        elif sys.platform.startswith("linux"):
            system.append(path)
    return list(packages.values()), system


def _system_parts(files: list[Path]) -> list[Part]:
    """Return the Debian packages that bundled system libraries come from; Python's own files are Python."""
    parts = {}
    for file in files:
        names = (
            str(file),
            str(file.resolve()),
            str(file).removeprefix("/usr"),
            str(file.resolve()).removeprefix("/usr"),
        )
        found = [_output("dpkg-query", "-S", name) for name in names]
        package = next((line.split(": ")[0].split(",")[0] for line in found if line), "")
        if not package:
            raise MissingLicenceError(f"The library {file.name} belongs to no package of this system.")
        name = package.split(":")[0]
        if name.startswith(("libpython3", "python3")):
            continue
        version = _output("dpkg-query", "-W", "-f", "${Version}", package)
        copyright_file = Path("/usr/share/doc", name, "copyright")
        if not copyright_file.is_file():
            raise MissingLicenceError(f"The package {name} has no copyright file on this system.")
        url = f"pkg:deb/debian/{name}@{version}"
        parts[name] = Part(name, version, "see the text", "system library", (copyright_file,), url)
    return list(parts.values())


def _with_text_beside(part: Part, folder: Path) -> Part:
    text = part.text().strip()
    if not text:
        raise MissingLicenceError(f"The licence text of {part.name} is empty.")
    target = folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.txt"
    target.write_text(text + "\n", encoding="utf-8")
    return replace(part, texts=(target,))


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
