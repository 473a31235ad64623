"""The user's own templates: one JSON file each in the data folder, read strictly, never at the start.

A file that cannot be used is reported with its reason and left as it is.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import platformdirs
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from protocol_designer.domain.messages import sentence
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.own_template import OwnTemplate, kept_for_reuse
from protocol_designer.storage.atomic_file import write_text
from protocol_designer.storage.exchange import LARGEST, look_through
from protocol_designer.storage.problems import StorageProblem, shown, told

_APPLICATION, _SUFFIX = "protocol-designer", ".json"
_LONGEST = 50


@dataclass(frozen=True, slots=True)
class OwnTemplateFile:
    """A file of the folder: the template in it, or why it cannot be used."""

    path: Path
    template: OwnTemplate | None
    problem: str = ""

    @property
    def name(self) -> str:
        """What it is listed as."""
        return self.template.name if self.template else self.path.name


def own_templates_folder() -> Path:
    """Return the folder of own templates; it may not exist yet."""
    return platformdirs.user_data_path(_APPLICATION, appauthor=False) / "templates"


def own_template_paths() -> tuple[Path, ...]:
    """Return the files of the folder, unread; none when there is no folder yet."""
    return tuple(sorted(own_templates_folder().glob(f"*{_SUFFIX}")))


def list_own_templates() -> tuple[OwnTemplateFile, ...]:
    """Read every file of the folder, ordered by name; those that cannot be used say why."""
    try:
        paths = own_template_paths()
    except OSError as error:
        return (
            OwnTemplateFile(own_templates_folder(), None, f"The folder cannot be read: {error.strerror}."),
        )
    found = []
    for path in paths:
        try:
            found.append(OwnTemplateFile(path, read_own_template(path)))
        except StorageProblem as problem:
            found.append(OwnTemplateFile(path, None, str(problem)))
    return tuple(sorted(found, key=lambda entry: (entry.template is None, entry.name.casefold())))


def read_own_template(path: Path) -> OwnTemplate:
    """Read one file; nothing is repaired.

    Raises:
        StorageProblem: It cannot be read, is no template, or a field does not fit; the message names it.
    """
    with told(path, "cannot be read"):
        if path.exists() and not path.is_file():
            raise StorageProblem(f"{path.name} is no file but a folder or device; move it away.")
        if path.stat().st_size > LARGEST:
            raise StorageProblem(
                f"{path.name} is larger than {LARGEST // 1_000_000} MB; this is no template."
            )
        content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StorageProblem(f"{path.name} is no text in UTF-8; check where it comes from.") from error
    try:
        document = look_through(text)
        template = OwnTemplate.model_validate_json(text, strict=True)
    except StorageProblem as problem:
        raise StorageProblem(f"{path.name}: {problem}") from problem
    except ValidationError as error:
        fault = sentence(error, document=document)
        raise StorageProblem(f"{path.name} is no template of this program: {fault}") from error
    if template.id != path.stem:
        raise StorageProblem(
            f"{path.name} is no template of this program: id: it says {template.id}, "
            "unlike the name of the file; make the two the same."
        )
    return template


def own_template_path(template_id: str) -> Path:
    """Return where a template with this identity is kept."""
    return own_templates_folder() / f"{template_id}{_SUFFIX}"


def find_own_template(template_id: str) -> OwnTemplate:
    """Return an own template by its identity.

    Raises:
        StorageProblem: There is none, or its file cannot be used; the message says which there are.
    """
    paths = {path.stem: path for path in own_template_paths()}
    if template_id not in paths:
        known = f"there are: {', '.join(paths)}" if paths else "there is none yet"
        raise StorageProblem(f"There is no template of your own “{template_id}”; {known}.")
    return read_own_template(paths[template_id])


def keep_own_template(trial: TrialProtocol, name: str, description: str, on: date) -> OwnTemplateFile:
    """Keep a protocol as a template under a name of its own.

    Raises:
        StorageProblem: The name is empty or taken, or the folder cannot be written.
    """
    name = " ".join(name.split())
    if not name:
        raise StorageProblem("A template needs a name; write one.")
    _refuse_taken(name)
    template_id, folder = _free_id(name), own_templates_folder()
    try:
        template = OwnTemplate(
            id=template_id,
            name=name,
            description=description.strip() or None,
            saved_on=on,
            protocol=kept_for_reuse(trial),
        )
    except ValidationError as error:
        raise StorageProblem(f"The template cannot be kept: {sentence(error)}") from error
    path = own_template_path(template_id)
    with told(folder, "cannot be made"):
        folder.mkdir(parents=True, exist_ok=True)
    _write(path, template, replace=False)
    return OwnTemplateFile(path, template)


def rename_own_template(entry: OwnTemplateFile, name: str) -> OwnTemplateFile:
    """Give a template another name; its file and identity stay.

    Raises:
        StorageProblem: The file cannot be used, or as for `keep_own_template`.
    """
    if entry.template is None:
        raise StorageProblem(entry.problem)
    name = " ".join(name.split())
    if not name:
        raise StorageProblem("A template needs a name; write one.")
    if name.casefold() != entry.template.name.casefold():
        _refuse_taken(name)
    try:
        renamed = OwnTemplate.model_validate({**dict(entry.template), "name": name})
    except ValidationError as error:
        raise StorageProblem(f"The template cannot be renamed: {sentence(error)}") from error
    _write(entry.path, renamed, replace=True)
    return OwnTemplateFile(entry.path, renamed)


def delete_own_template(entry: OwnTemplateFile) -> Path:
    """Take a file out of the list; returns where it waits to be brought back.

    Raises:
        StorageProblem: It cannot be moved.
    """
    bin_folder = own_templates_folder() / "deleted"
    with told(entry.path, "cannot be deleted"):
        bin_folder.mkdir(exist_ok=True)
        return entry.path.replace(bin_folder / entry.path.name)


def restore_own_template(path: Path) -> None:
    """Bring a deleted file back.

    Raises:
        StorageProblem: It cannot be moved, or another file has taken its place.
    """
    target = own_templates_folder() / path.name
    if target.exists():
        raise StorageProblem(
            f"{shown(target)} exists again; the deleted template stays in {shown(path.parent)}."
        )
    with told(path, "cannot be brought back"):
        path.replace(target)


def _write(path: Path, template: OwnTemplate, replace: bool) -> None:
    try:
        plain = template.model_dump(mode="json", exclude_none=True)
    except PydanticSerializationError as error:
        raise StorageProblem(
            f"A value of the protocol cannot be written exactly ({error}); give it as a finite decimal."
        ) from error
    text = json.dumps(plain, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    try:
        OwnTemplate.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise StorageProblem(
            f"The protocol cannot be kept as a template: {sentence(error, document=plain)}"
        ) from error
    with told(path, "cannot be written"):
        write_text(path, text, replace=replace)


def _refuse_taken(name: str) -> None:
    if any(entry.name.casefold() == name.casefold() for entry in list_own_templates()):
        raise StorageProblem(f"There is a template “{name}” already; choose another name.")


def _free_id(name: str) -> str:
    """Make an identity from a name: plain small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    stem = stem if stem[:1].isalpha() else f"template-{stem}".strip("-")
    number, found = 1, stem
    while own_template_path(found).exists():
        number += 1
        found = f"{stem}-{number}"
    return found
