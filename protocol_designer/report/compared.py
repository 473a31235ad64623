"""What whole studies are compared by, field by field, and how one side of such a field is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Aspect(StrEnum):
    """A field of a whole-study comparison, in the order in which it is shown; the value is its label."""

    RECORD = "Record"
    PUBLICATION = "Publication"
    SUBSTANCE = "Substance"
    STRUCTURE = "Design"
    ALLOCATION = "Allocation"
    BLINDING = "Blinding"
    PARTICIPANTS = "Participants"
    POPULATION = "Population"
    SETTING = "Setting"
    ARMS = "Arms"
    DRUGS = "Study drugs and comparators"
    PREMEDICATION = "Premedication"
    THERAPY = "Therapy"
    OTHER = "Other interventions"
    FOLLOW_UP = "Follow-up"
    INSTRUMENTS = "Instruments"
    PRIMARY = "Primary outcome"
    RESULTS = "Results as reported"
    ABSTRACT = "The study’s own abstract"
    HARMS = "Harms as reported"
    OTHERS = "From other documents"
    CONFLICTS = "Where sources disagree"
    DIFFERENCES = "This protocol beside it"


GROUPS: Mapping[str, tuple[Aspect, ...]] = {
    "The study": (Aspect.RECORD, Aspect.PUBLICATION, Aspect.SUBSTANCE),
    "Design and participants": (
        Aspect.STRUCTURE, Aspect.ALLOCATION, Aspect.BLINDING, Aspect.PARTICIPANTS, Aspect.POPULATION,
        Aspect.SETTING,
    ),
    "What is given": (
        Aspect.ARMS, Aspect.DRUGS, Aspect.DIFFERENCES, Aspect.PREMEDICATION, Aspect.THERAPY, Aspect.OTHER,
    ),
    "Follow-up and outcomes": (
        Aspect.FOLLOW_UP, Aspect.INSTRUMENTS, Aspect.PRIMARY, Aspect.RESULTS, Aspect.ABSTRACT,
        Aspect.HARMS, Aspect.OTHERS, Aspect.CONFLICTS,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """A document with the spot in it; ``address`` where it is a primary one, ``note`` what to know of it."""

    title: str
    locator: str | None = None
    address: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one side says of a field: lines of text and where they were read. Nothing at all is no line."""

    lines: tuple[str, ...] = ()
    cited: tuple[Citation, ...] = ()

    @property
    def text(self) -> str:
        """All lines as one text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Side:
    """One protocol or study in a comparison.

    ``missing`` is what stands where nothing is told: not decided for a protocol, not reported for a study.
    ``place`` is the place of each field in the open protocol; a study has none.
    """

    id: str
    name: str
    missing: str
    told: Mapping[Aspect, Told]
    places: Mapping[Aspect, str]

    @property
    def is_protocol(self) -> bool:
        """Whether this side is a protocol and no study."""
        return bool(self.places)
