"""Lists what others made, with its licence and the licence's text. Leaves showing it to the window.

A frozen program carries the list that its build wrote, with exactly what is inside. An installation from a
wheel or a source tree asks the records of the installed packages.
"""

import json
import platform
import re
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from protocol_designer import __version__
from protocol_designer.resource_paths import data_path

THIS_PROGRAM = "this program"
_LICENCE_FILE = re.compile(r"(LICEN[CS]E|COPYING|NOTICE)", re.IGNORECASE)
_REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?P<rest>.*)$")


class MissingLicenceError(Exception):
    """A part has no licence text; the message names it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Something others made. ``texts`` are the files with its terms; ``url`` names it for machines (purl)."""

    name: str
    version: str
    licence: str
    kind: str
    texts: tuple[Path, ...]
    url: str = ""

    def text(self) -> str:
        """Return the terms.

        Raises:
            OSError: A file of the installation is gone.
        """
        return "\n\n".join(path.read_text(encoding="utf-8", errors="replace").strip() for path in self.texts)


def third_party() -> tuple[Part, ...]:
    """Return this program and what others made of it, in the order of their names.

    Raises:
        MissingLicenceError: A part has no licence text.
        FileNotFoundError: The installation is incomplete.
    """
    try:
        index = data_path("third_party", "parts.json")
    except FileNotFoundError:
        parts = [*shipped_parts(), python_part(), *map(part_of, _installed_requirements())]
    else:
        parts = [
            Part(**{**row, "texts": tuple(index.parent / name for name in row["texts"])})
            for row in json.loads(index.read_text(encoding="utf-8"))
        ]
    return in_order(parts)


def in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return this program first, then the others by name."""
    return tuple(sorted(parts, key=lambda part: (part.kind != THIS_PROGRAM, part.name.casefold())))


def shipped_parts() -> Iterator[Part]:
    """Return this program and the fonts, profiles and texts that lie in its resources."""
    for row in _declared()["shipped"]:
        texts = tuple(data_path("resources", "licences", name) for name in row["files"])
        version = __version__ if row["kind"] == THIS_PROGRAM else row.get("version", "")
        yield Part(row["name"], version, row["licence"], row["kind"], texts)


def python_part() -> Part:
    """Return the Python that runs.

    Raises:
        MissingLicenceError: Its licence is not beside it.
    """
    places = (
        sysconfig.get_path("stdlib"),
        sysconfig.get_config_var("installed_base"),
        "/usr/share/doc/python3",
    )
    candidates = [Path(place, name) for place in places if place for name in ("LICENSE.txt", "copyright")]
    for candidate in candidates:
        if candidate.is_file():
            version = platform.python_version()
            return Part(
                "Python", version, "PSF-2.0", "library", (candidate,), f"pkg:generic/python@{version}"
            )
    raise MissingLicenceError("The licence of Python was not found beside it.")


def part_of(package: Distribution) -> Part:
    """Return an installed package as a part.

    Raises:
        MissingLicenceError: The package brings no licence text and none is declared for it.
    """
    identifier = plain_name(package.metadata["Name"])
    declared: dict[str, Any] = _declared()["packages"].get(identifier, {})
    texts = [data_path("resources", "licences", name) for name in declared.get("files", ())]
    for file in package.files or ():
        if ".dist-info" in file.parts[0] and _LICENCE_FILE.search("/".join(file.parts[1:])):
            texts.append(Path(str(package.locate_file(file))))
    stated = [
        package.metadata[name] for name in ("License-Expression", "License") if name in package.metadata
    ]
    licence = declared.get("licence") or next((line for text in stated for line in text.splitlines()), "")
    if not texts or not licence:
        raise MissingLicenceError(
            f"The package {identifier} brings no licence text; declare it in resources/licences/parts.json."
        )
    name = declared.get("name", package.metadata["Name"])
    url = f"pkg:pypi/{identifier}@{package.version}"
    return Part(name, package.version, licence, "Python package", tuple(texts), url)


def plain_name(name: str) -> str:
    """Write the name of a package in the one form that all spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed_requirements() -> Iterator[Distribution]:
    """Return what this program needs, and what that needs, as far as it is installed here."""
    seen, waiting = {"protocol-designer"}, ["protocol-designer"]
    while waiting:
        try:
            package = distribution(waiting.pop())
        except PackageNotFoundError:  # wanted on another system only, or this program runs uninstalled
            continue
        if plain_name(package.metadata["Name"]) != "protocol-designer":
            yield package
        for requirement in package.requires or ():
            found = _REQUIREMENT.match(requirement)
            if found is None or re.search(r";.*\bextra\s*==", found["rest"]):
                continue
            name = plain_name(found["name"])
            if name not in seen:
                seen.add(name)
                waiting.append(name)


def _declared() -> dict[str, Any]:
    text = data_path("resources", "licences", "parts.json").read_text(encoding="utf-8")
    declared: dict[str, Any] = json.loads(text)
    return declared
