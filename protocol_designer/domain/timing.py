"""When something happens: an anchor, an offset from it, and the earliest and latest allowed time."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from protocol_designer.domain.base import Node, PartId, Whole
from protocol_designer.quantities import TimeOffset


class AnchorKind(StrEnum):
    """What an offset counts from."""

    ENROLMENT = "enrolment"
    RANDOMISATION = "randomisation"
    DOSE_START = "dose_start"
    DOSE_END = "dose_end"
    PERIOD_START = "period_start"
    VISIT = "visit"
    DISCHARGE = "discharge"


class Anchor(Node):
    """A fixed point: the start of dose 2, the start of period 1, randomisation, another visit."""

    kind: AnchorKind
    number: Whole | None = Field(default=None, ge=1, le=999)
    visit: PartId | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        numbered = self.kind in (AnchorKind.DOSE_START, AnchorKind.DOSE_END, AnchorKind.PERIOD_START)
        if numbered != (self.number is not None):
            raise ValueError("the start or end of a dose or period needs its number, other anchors have none")
        if (self.kind is AnchorKind.VISIT) != (self.visit is not None):
            raise ValueError("an anchor at a visit names that visit, other anchors name none")
        return self


class Timing(Node):
    """A target time with the window around it, all counted from one anchor."""

    anchor: Anchor
    earliest: TimeOffset
    target: TimeOffset
    latest: TimeOffset

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.latest < self.earliest:
            raise ValueError(
                f"the window ends ({self.latest.printed()}) before it starts ({self.earliest.printed()}); "
                "give the earliest time first"
            )
        if self.target < self.earliest or self.latest < self.target:
            raise ValueError(
                f"the target {self.target.printed()} lies outside its window "
                f"{self.earliest.printed()} to {self.latest.printed()}"
            )
        return self
