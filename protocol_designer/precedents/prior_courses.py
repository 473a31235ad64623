"""The courses of therapy that prior studies describe, each with the documents that describe it."""

from dataclasses import dataclass

from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.therapy import TherapyCourse
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.precedents.template import Template


@dataclass(frozen=True, slots=True)
class PriorCourse:
    """One course of one study. ``sources`` are documents with their spots, each once."""

    template: Template
    course: TherapyCourse
    sources: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Tell one from another."""
        return self.template.id, self.course.id


def prior_courses(library: TemplateLibrary) -> tuple[PriorCourse, ...]:
    """Return what can be taken over, the latest study first.

    Raises:
        UnusableTemplate: The studies are read now, and one cannot be trusted.
    """
    found = []
    for template in sorted(library.all, key=lambda one: -one.year):
        study = template.protocol
        for course in study.courses if study else ():
            start = f"courses[{course.id}]."
            cited = [entry for entry in study.provenance if entry.place.startswith(start)] if study else []
            sources = tuple(dict.fromkeys(_spot(entry) for entry in cited))
            found.append(PriorCourse(template, course, sources or (template.citation.text,)))
    return tuple(found)


def _spot(entry: Provenance) -> str:
    return f"{entry.source}, {entry.locator}" if entry.locator else entry.source
