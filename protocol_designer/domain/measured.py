"""Which unit a measured value must have, so that a rule can compare it. What is measured: domain/codes.py."""

from protocol_designer.domain.codes import Measure
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Dimension, Quantity

_DIMENSIONS = {
    Measure.SYSTOLIC_BP: Dimension.PRESSURE,
    Measure.DIASTOLIC_BP: Dimension.PRESSURE,
    Measure.HEART_RATE: Dimension.FREQUENCY,
    Measure.RESPIRATORY_RATE: Dimension.FREQUENCY,
    Measure.SPO2: Dimension.FRACTION,
    Measure.BREATH_ALCOHOL: Dimension.BREATH_ALCOHOL,
    Measure.CIWA_AR: Dimension.SCORE,
    Measure.COWS: Dimension.SCORE,
    Measure.SEDATION_SCORE: Dimension.SCORE,
    Measure.CADSS: Dimension.SCORE,
    Measure.PADSS: Dimension.SCORE,
    Measure.ALT: Dimension.MULTIPLE_OF_NORMAL,
    Measure.AST: Dimension.MULTIPLE_OF_NORMAL,
    Measure.BILIRUBIN: Dimension.MULTIPLE_OF_NORMAL,
    Measure.ALKALINE_PHOSPHATASE: Dimension.MULTIPLE_OF_NORMAL,
    Measure.QTC: Dimension.TIME,
}


def check_unit(measure: Measure, value: Quantity) -> None:
    """Check that a value has the unit in which its measure is compared; *other* takes any unit.

    Raises:
        ValueError: The unit measures something else.
    """
    wanted = _DIMENSIONS.get(measure)
    if wanted is not None and value.dimension is not wanted:
        raise ValueError(
            f"“{value}” does not fit {word(measure)}, which is compared as {wanted.value}; change the unit"
        )


_EXAMPLES = {
    Dimension.PRESSURE: "100 mmHg",
    Dimension.FREQUENCY: "60 /min",
    Dimension.FRACTION: "95 %",
    Dimension.BREATH_ALCOHOL: "0.01 g/dL",
    Dimension.SCORE: "10 points",
    Dimension.MULTIPLE_OF_NORMAL: "2 x ULN",
    Dimension.TIME: "0.45 s",
}


def example_of(measure: Measure) -> str:
    """Return how a value of a measure is written, to show its unit; empty where any unit fits."""
    wanted = _DIMENSIONS.get(measure)
    return _EXAMPLES[wanted] if wanted is not None else ""
