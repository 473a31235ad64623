"""Verbs on the statistics: a sample size taken over from a calculation, as one step."""

from protocol_designer.edits._tree import with_fields
from protocol_designer.edits.edit import Edit
from protocol_designer.quantities import Quantity


def take_over_size(
    total: int, reasoning: str, *, power: Quantity, significance_level: Quantity, attrition: Quantity
) -> Edit:
    """Set the number of participants with everything that it follows from; the shares are percentages."""
    return Edit(
        f"Take over a sample size of {total}",
        lambda trial: with_fields(
            trial,
            "statistics.sample_size",
            total=total,
            reasoning=reasoning,
            power=power,
            significance_level=significance_level,
            attrition=attrition,
        ),
    )
