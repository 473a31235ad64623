"""The one shape of every change: a label for the undo menu and a pure function on the protocol."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import ValidationError

from protocol_designer.domain.messages import place_and_fault
from protocol_designer.domain.places import UnknownPlace
from protocol_designer.domain.trial import TrialProtocol


class EditRefused(ValueError):  # noqa: N818  # the window shows the reason under the field and goes on
    """A change that would leave the protocol broken; the message is one sentence with place and cure.

    Attributes:
        reason: The sentence without its place.
        place: Where the fault lies; empty when the reason says it itself.
    """

    def __init__(self, reason: str, place: str = "") -> None:
        self.reason = reason if reason.endswith(".") else f"{reason}."
        self.place = place
        super().__init__(f"{place}: {self.reason}" if place else self.reason)

    @classmethod
    def because(cls, error: ValidationError, within: str = "") -> "EditRefused":
        """Refuse with the first fault of a validation of the node at ``within``."""
        place, fault = place_and_fault(error, within)
        return cls(fault, place)


@dataclass(frozen=True, slots=True)
class Edit:
    """A named change. Edits with the same ``merge_key`` in a row become one undo step (typing).

    ``change`` returns the very same object when there is nothing to change, and raises `EditRefused` when the
    result would not be a protocol.
    """

    label: str
    change: Callable[[TrialProtocol], TrialProtocol]
    merge_key: str | None = None

    def __call__(self, trial: TrialProtocol) -> TrialProtocol:
        """Apply the change.

        Raises:
            EditRefused: The result would not be a protocol, or a part that the change speaks of is gone.
        """
        try:
            return self.change(trial)
        except ValidationError as error:
            raise EditRefused.because(error) from error
        except UnknownPlace as error:
            raise EditRefused(str(error)) from error


def in_one(label: str, *edits: Edit) -> Edit:
    """Join edits into one undo step; refused as a whole when one is refused."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        for edit in edits:
            trial = edit(trial)
        return trial

    return Edit(label, change)
