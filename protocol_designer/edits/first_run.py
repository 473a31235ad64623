"""The one change that makes the complete sample an exercise: a problem to find and to mend."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_fields, with_value
from protocol_designer.edits.edit import Edit
from protocol_designer.quantities import Quantity

_HEAVIEST = Quantity.parse("110 kg")
_COMPARATOR = "regimen-2"
"""The midazolam of the sample, 0.025 mg/kg: without its cap it exceeds 2.5 mg above 100 kg."""


def plant_problem() -> Edit:
    """Let heavier participants in and take the cap off midazolam, so that the review has something to say.

    For the complete sample only; refused for a protocol without its comparator.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial = with_fields(trial, "population", weight_max=_HEAVIEST)
        return with_value(trial, f"regimens[{_COMPARATOR}].cap", None)

    return Edit("Plant a problem: 110 kg and midazolam without a cap", change)
