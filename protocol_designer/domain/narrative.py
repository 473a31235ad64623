"""The investigator's own prose, section by section in the order of ICH M11, and the literature it cites."""

from protocol_designer.domain.base import Line, Node, NotApplicable, Part, Prose
from protocol_designer.domain.m11_sections import SectionNumber


class NarrativeSection(Node):
    """The prose of one M11 section, or the reason why there is none."""

    number: SectionNumber
    text: Prose | NotApplicable


class Reference(Part):
    """A work that the protocol cites."""

    text: Prose
    doi: Line | None = None
    url: Line | None = None
