"""What is known of scales and tests, each fact with its document; leaves their use to protocols."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from protocol_designer.domain.base import Line, Node, Part, Prose, Whole, YesNo
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.messages import sentence
from protocol_designer.domain.schedule import Activity, ActivityGroup
from protocol_designer.resource_paths import data_path


class UnusableLibrary(Exception):  # noqa: N818  # named like UnusableFormulary and UnusableTemplate, its siblings
    """A library of instruments that cannot be trusted; the message names the place and the fault."""


class InstrumentDomain(StrEnum):
    """What an instrument is about."""

    SUBSTANCE_USE = "substance_use"
    CRAVING = "craving"
    MOTIVATION = "motivation"
    WITHDRAWAL = "withdrawal"
    ACUTE_EXPERIENCE = "acute_experience"
    MOOD = "mood"
    FUNCTION = "function"
    SAFETY = "safety"
    BLINDING = "blinding"


class InstrumentForm(StrEnum):
    """Who answers or measures."""

    SELF_REPORT = "self_report"
    INTERVIEW = "interview"
    CLINICIAN = "clinician"
    TEST = "test"


class InstrumentSource(Node):
    """A document that the facts stand in."""

    text: Line
    doi: Line | None = None
    url: Line | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if self.doi is None and self.url is None:
            raise ValueError(f"“{self.text}” has neither a DOI nor an address; give one")
        return self


class KnownInstrument(Part):
    """A scale or test. What no document says is None: not known, never assumed.

    ``minutes_least`` and ``minutes_most`` are one time of it; ``alerts`` are answers that call for
    a reaction; ``variable`` and ``metric`` word an endpoint measured with it.
    """

    name: Line
    short: Line | None = None
    domain: InstrumentDomain
    instrument: Instrument
    form: InstrumentForm
    group: ActivityGroup
    measures: Line
    variable: Line
    metric: Line
    items: Whole | None = Field(default=None, ge=1, le=500)
    minutes_least: Whole | None = Field(default=None, ge=1, le=480)
    minutes_most: Whole | None = Field(default=None, ge=1, le=480)
    licence: Line | None = None
    alerts: tuple[Line, ...] = ()
    note: Prose | None = None
    is_self_report: YesNo | None = None
    sources: tuple[InstrumentSource, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _minutes_are_a_range(self) -> Self:
        least, most = self.minutes_least, self.minutes_most
        if (least is None) != (most is None) or (least is not None and most is not None and most < least):
            raise ValueError(
                f"{self.name}: the minutes are no range; give the least and the most, or neither"
            )
        return self

    @property
    def activity_name(self) -> str:
        """The name of its row in a schedule."""
        return f"{self.name} ({self.short})" if self.short else self.name


class InstrumentLibrary(Node):
    """All instruments that are known, in the order they are offered."""

    instruments: tuple[KnownInstrument, ...]

    @model_validator(mode="after")
    def _identities_differ(self) -> Self:
        seen: set[str] = set()
        for entry in self.instruments:
            if entry.id in seen:
                raise ValueError(f"two instruments have the identity {entry.id}; give one of them another")
            seen.add(entry.id)
        return self

    def activity_of(self, entry: KnownInstrument, activities: tuple[Activity, ...]) -> Activity | None:
        """Return the activity that is this very instrument, by name or by a code that only it has."""
        named = {entry.name.casefold(), entry.activity_name.casefold()}
        found = next((one for one in activities if one.name.casefold() in named), None)
        if found is not None or entry.instrument is Instrument.OTHER:
            return found
        if sum(one.instrument is entry.instrument for one in self.instruments) > 1:
            return None
        return next((one for one in activities if one.instrument is entry.instrument), None)


def load_instruments(path: Path | None = None) -> InstrumentLibrary:
    """Read the shipped library, or one laid out alike at ``path``.

    Raises:
        UnusableLibrary: The file is missing, malformed or inconsistent.
    """
    try:
        text = (path or data_path("resources", "instruments.json")).read_text(encoding="utf-8")
        return InstrumentLibrary.model_validate(json.loads(text))
    except ValidationError as error:
        raise UnusableLibrary(f"The library of instruments cannot be used: {sentence(error)}") from error
    except (OSError, ValueError) as error:
        raise UnusableLibrary(f"The library of instruments cannot be read: {error}") from error
