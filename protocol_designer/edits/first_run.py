"""The one change that makes the complete sample an exercise: a problem to find and to mend."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_value
from protocol_designer.edits.edit import Edit
from protocol_designer.quantities import Quantity

_STEP = "regimens[regimen-7].steps[0].duration"
"""The rescue midazolam of the sample, 1 mg over 2 min, which is the fastest that its label allows."""
_TOO_FAST = Quantity.parse("20 s")


def plant_problem() -> Edit:
    """Let the rescue midazolam be pushed too fast, so that the review has something to say and to mend.

    For the complete sample only; refused for a protocol without that rescue drug.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        return with_value(trial, _STEP, _TOO_FAST)

    return Edit("Plant a problem: rescue midazolam in 20 s", change)
