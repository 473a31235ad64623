"""Writes the parts of the program as a CycloneDX 1.6 bill of materials, the same bytes for the same parts."""

import json
import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from protocol_designer.third_party import THIS_PROGRAM, Part

_NAMESPACE = uuid.UUID("6f1d7c1e-3b0a-4b56-9d5e-6f3f1e0f7a11")
_SPDX = frozenset({
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "Bitstream-Vera", "CC-BY-4.0", "CC0-1.0"),
    *("LGPL-3.0-only", "MIT", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib"),
})  # fmt: skip


def bill_of_materials(parts: Iterable[Part]) -> dict[str, Any]:
    """Return the bill as JSON values; this program is what it is the bill of."""
    listed = list(parts)
    program = next(part for part in listed if part.kind == THIS_PROGRAM)
    components = [_component(part) for part in listed if part is not program]
    content = json.dumps([_component(program), components], sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, content)}",
        "version": 1,
        "metadata": {"component": {**_component(program), "type": "application"}},
        "components": components,
        "dependencies": [
            {
                "ref": _reference(program),
                "dependsOn": sorted({component["bom-ref"] for component in components}),
            }
        ],
    }


def _component(part: Part) -> dict[str, Any]:
    kinds = {"font": "data", "colour profile": "data", "checklist": "data"}
    component: dict[str, Any] = {
        "type": kinds.get(part.kind, "library"),
        "bom-ref": _reference(part),
        "name": part.name,
        "licenses": [_licence(part.licence)],
        "properties": [{"name": "protocol-designer:kind", "value": part.kind}],
    }
    if part.version:
        component["version"] = part.version
    if part.url:
        component["purl"] = _package_url(part.url)
    return component


def _reference(part: Part) -> str:
    return part.url or f"{part.name}@{part.version}"


def _package_url(url: str) -> str:
    path, _, version = url.rpartition("@")
    return f"{path}@{quote(version, safe='.-_~')}"


def _licence(licence: str) -> dict[str, Any]:
    if licence in _SPDX:
        return {"license": {"id": licence}}
    if " AND " in licence or " OR " in licence or " WITH " in licence:
        return {"expression": licence}
    return {"license": {"name": licence}}
