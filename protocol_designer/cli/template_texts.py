"""What the command line says of templates: one prior study in words, and the user's own."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.precedents.own_template import OWN, OwnTemplate
from protocol_designer.precedents.template import Template
from protocol_designer.report.own_sheet import own_headline, own_sheet
from protocol_designer.report.study_sheet import (
    SheetSection,
    citation_lines,
    headline,
    questions_left,
    study_sheet,
)
from protocol_designer.storage.own_templates import OwnTemplateFile

_WIDTH = 100


def study_text(template: Template, library: TemplateLibrary) -> str:
    """Write a prior study in full."""
    if template.protocol is None:
        told = f"Evidence only, starts no protocol: {template.why_not}"
    else:
        told = f"Starts a protocol (new {template.id} FILE). {questions_left(template)}"
    lines = [f"{template.id}  {template.label}", headline(template), told, *citation_lines(template)]
    return "\n".join([*_folded(lines), *_sections(study_sheet(template, library))])


def own_text(template: OwnTemplate, library: TemplateLibrary) -> str:
    """Write an own template in full."""
    lines = [f"{OWN}{template.id}  {template.name}", own_headline(template), template.description or ""]
    return "\n".join([*_folded(filter(None, lines)), *_sections(own_sheet(template, library))])


def own_lines(files: Sequence[OwnTemplateFile]) -> Iterator[str]:
    """Write the list of own templates; nothing when there is none."""
    if files:
        yield ""
        yield "Your templates"
    for file in files:
        if file.template is not None:
            yield f"* {OWN}{file.template.id}  {file.template.name}"
        else:
            yield from textwrap.wrap(f"  {file.path.name}  cannot be used: {file.problem}", _WIDTH,
                                     subsequent_indent="    ")  # fmt: skip


def own_record(file: OwnTemplateFile) -> dict[str, Any]:
    """Return an own template as JSON values, with the fields that the prior studies are told apart by."""
    if file.template is None:
        return {
            "id": f"{OWN}{file.path.stem}",
            "label": file.name,
            "evidence_class": "own",
            "starts_protocol": False,
            "why_not": file.problem,
        }
    record: dict[str, Any] = file.template.model_dump(mode="json", exclude_none=True)
    return {
        **record,
        "id": f"{OWN}{file.template.id}",
        "label": file.template.name,
        "evidence_class": "own",
        "starts_protocol": True,
    }


def _sections(sections: Sequence[SheetSection]) -> Iterator[str]:
    for section in sections:
        yield ""
        yield section.title
        for line in section.lines:
            head = f"{line.head}: " if line.head else ""
            yield from _folded((f"{head}{line.text}",), "  ", "    ")
            if line.note:
                yield from _folded((line.note,), "    ", "    ")


def _folded(texts: Iterable[str], first: str = "", later: str = "  ") -> Iterator[str]:
    for text in texts:
        for number, part in enumerate(text.splitlines()):
            yield from textwrap.wrap(
                part,
                _WIDTH,
                initial_indent=later if number else first,
                subsequent_indent=later,
                break_long_words=False,
                break_on_hyphens=False,
            )
