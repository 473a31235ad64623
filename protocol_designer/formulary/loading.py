"""Reads the formulary that is shipped: files of sources, one a drug, and one of limits a rule family."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from protocol_designer.domain.messages import sentence
from protocol_designer.formulary.records import Formulary
from protocol_designer.resource_paths import data_path


class UnusableFormulary(Exception):  # noqa: N818  # it is the formulary that is unusable
    """A formulary that cannot be trusted; the message names file, place and fault."""


def load_formulary(folder: Path | None = None) -> Formulary:
    """Read the shipped formulary, or one laid out alike in ``folder``.

    Raises:
        UnusableFormulary: A file is missing, malformed or inconsistent. The program must stop.
    """
    folder = folder or data_path("resources", "formulary")
    record = _read(folder / "formulary.json")
    record["sources"], record["drugs"], record["limits"] = [], [], []
    for path in sorted(folder.glob("sources*.json")):
        record["sources"].extend(_read(path)["sources"])
    for path in sorted(folder.glob("drug_*.json")):
        content = _read(path)
        record["drugs"].append(content["drug"])
        record["limits"].extend(content["limits"])
    for path in sorted(folder.glob("limits*.json")):
        record["limits"].extend(_read(path)["limits"])
    try:
        return Formulary.model_validate(record)
    except ValidationError as error:
        raise UnusableFormulary(
            f"The formulary in {folder.name} cannot be used: {sentence(error)}"
        ) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnusableFormulary(f"The formulary file {path.name} cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise UnusableFormulary(f"The formulary file {path.name} is not a JSON object.")
    return content
