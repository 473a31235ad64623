"""Reads the shipped templates and the complete sample; a file that cannot be trusted stops the program."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from protocol_designer.domain.messages import sentence
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.resource_paths import data_path

if TYPE_CHECKING:
    from protocol_designer.precedents.template import Template

SAMPLE_FILE = "sample_protocol.json"

Model = TypeVar("Model", bound=BaseModel)


class UnusableTemplate(Exception):  # noqa: N818  # it is the template that is unusable
    """A template file that cannot be trusted; the message names file and field."""


class UnknownTemplate(LookupError):  # noqa: N818  # a state of the library, not a fault
    """No template has this id; the message lists those there are."""


class TemplateLibrary:
    """All prior studies, oldest first, read when they are first asked for."""

    def __init__(self, read: "tuple[Template, ...] | Callable[[], tuple[Template, ...]]") -> None:
        self._read = read

    @property
    def all(self) -> "tuple[Template, ...]":
        """The studies.

        Raises:
            UnusableTemplate: They are read now, and one cannot be trusted.
        """
        if not isinstance(self._read, tuple):
            self._read = self._read()
        return self._read

    def get(self, template_id: str) -> "Template":
        """Return a template by id.

        Raises:
            UnknownTemplate: There is none.
        """
        for template in self.all:
            if template.id == template_id:
                return template
        known = ", ".join(template.id for template in self.all)
        raise UnknownTemplate(f"There is no template “{template_id}”; there are: {known}.")

    @property
    def starting(self) -> "tuple[Template, ...]":
        """The templates that can start a protocol."""
        return tuple(template for template in self.all if template.starts_protocol)


def shipped_library() -> TemplateLibrary:
    """Return the studies of the program without reading them yet."""
    return TemplateLibrary(lambda: load_templates().all)


def load_templates(folder: Path | None = None) -> TemplateLibrary:
    """Read every template of the shipped folder, or of ``folder``.

    Raises:
        UnusableTemplate: A file cannot be read, is malformed, or is named after another study.
    """
    folder = folder or data_path("templates")
    paths = sorted(path for path in folder.glob("*.json") if path.name != SAMPLE_FILE)
    if not paths:
        raise UnusableTemplate(f"The folder {folder.name} holds no templates; install the program again.")
    templates = [read_template(path) for path in paths]
    return TemplateLibrary(tuple(sorted(templates, key=lambda template: (template.year, template.id))))


def shipped_template(template_id: str) -> "Template":
    """Read one shipped template, and none of the others.

    Raises:
        UnknownTemplate: There is none.
        UnusableTemplate: As for `load_templates`.
    """
    for path in data_path("templates").glob("*.json"):
        if path.stem == template_id and path.name != SAMPLE_FILE:
            return read_template(path)
    raise UnknownTemplate(f"There is no template “{template_id}”.")


def read_template(path: Path) -> "Template":
    """Read one template file.

    Raises:
        UnusableTemplate: As for `load_templates`.
    """
    from protocol_designer.precedents.template import Template

    template = _read(path, Template)
    if template.id != path.stem:
        fault = f"id: it says {template.id}, unlike the name of the file"
        raise UnusableTemplate(f"The template {path.name} cannot be used: {fault}.")
    return template


def load_sample(folder: Path | None = None) -> TrialProtocol:
    """Read the complete sample protocol.

    Raises:
        UnusableTemplate: The file cannot be read or is malformed.
    """
    return _read((folder or data_path("templates")) / SAMPLE_FILE, TrialProtocol)


def _read(path: Path, model: type[Model]) -> Model:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableTemplate(f"The template {path.name} cannot be read: {error}.") from error
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise UnusableTemplate(f"The template {path.name} cannot be used: {sentence(error)}") from error
