"""The predicted plasma concentration of a regimen, with the same numbers as a table and what they are not."""

from protocol_designer import __version__
from protocol_designer.derived.doses import deciding_weights
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.kinetics.models import CLEARANCE_EXPONENT, COMPARED
from protocol_designer.kinetics.prediction import KETAMINES, SPREAD_CV, CannotPredict, Prediction, predict
from protocol_designer.kinetics.reported_ranges import ANAESTHETIC_FROM, REPORTED_RANGES, WORDING
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.figures.concentration import concentration
from protocol_designer.report.material import Material, listed
from protocol_designer.report.writer import Writer, columns, row

_WIDTH, _HEIGHT = 471.0, 160.0
_AFTER_START = (5, 30, 60, 120, 240)


def write_concentration(writer: Writer, material: Material, regimen: DrugRegimen) -> None:
    """Write figure and table for the lightest, middle and heaviest weight; says so where none can be made."""
    if regimen.drug not in KETAMINES:
        return
    place = f"regimens[{regimen.id}]"
    try:
        made = predictions(regimen, material)
    except CannotPredict as reason:
        writer.say(f"No predicted concentration is drawn. {reason}", place=place)
        return
    except Undecided as missing:
        writer.gap(f"the predicted concentration of {regimen.name} needs {missing.what}", missing.place)
        return
    caption = f"Predicted plasma concentration after one administration of {regimen.name}. {WORDING}"
    writer.figure(concentration(made, _WIDTH, _HEIGHT, place), caption, place)
    _write_table(writer, regimen, made, place)
    heaviest = made[-1]
    exponent = f"clearances grow with weight to the power {CLEARANCE_EXPONENT:g}"
    others = listed([model.name for model in COMPARED[1:]])
    sources = "; ".join(dict.fromkeys((heaviest.model.source, *(model.source for model in COMPARED))))
    writer.say(
        f"Line: {heaviest.model.name} ({heaviest.model.population}; {heaviest.model.sampling}; {exponent}). "
        f"People: coefficient of variation of {SPREAD_CV * 100:.0f}% on central volume and clearance, an "
        f"assumption. Other models: {others}. {' '.join(heaviest.notes)} Protocol Designer {__version__}. "
        f"Sources: {sources}.".replace("  ", " "),
        place=place,
    )
    ranges = "; ".join(
        f"{one.low:g} to {one.high:g} ng/mL {one.effect} ({one.source})" for one in REPORTED_RANGES
    )
    writer.say(f"Ranges in which effects were reported, none of them a target: {ranges}.", place=place)
    peak = max(one.line.peak for one in made)
    if peak >= ANAESTHETIC_FROM:
        writer.say(
            f"The predicted peak of {peak:.0f} ng/mL lies where recovery from anaesthesia was measured "
            f"({ANAESTHETIC_FROM:.0f} ng/mL on average): plan for an anaesthetic depth.",
            place=place,
        )


def predictions(regimen: DrugRegimen, material: Material) -> tuple[Prediction, ...]:
    """Predict for the lightest, middle and heaviest eligible weight; bands for the heaviest only.

    Raises:
        Undecided: The weights, dose or route are not decided.
        CannotPredict: No model serves the regimen.
    """
    weights = deciding_weights(regimen, material.trial.population)
    low, high = weights[0], weights[-1]
    middle = Quantity((low.in_base + high.in_base) / 2, Unit.KILOGRAM)
    chosen = dict.fromkeys((low.in_base, middle.in_base, high.in_base))
    return tuple(
        predict(regimen, Quantity(weight, Unit.KILOGRAM), with_bands=weight == high.in_base)
        for weight in chosen
    )


def _write_table(writer: Writer, regimen: DrugRegimen, made: tuple[Prediction, ...], place: str) -> None:
    header = ("Weight", "Peak, ng/mL", "At, min", *(f"{minute} min" for minute in _AFTER_START))
    rows = [
        row(
            one.weight.printed(),
            f"{one.line.peak:.0f}",
            f"{one.peak_minute:.0f}",
            *(f"{one.at(minute):.0f}" for minute in _AFTER_START),
            place=place,
        )
        for one in made
    ]
    shares = columns(0.16, 0.14, 0.1, *(0.12,) * len(_AFTER_START), numbers=range(1, 3 + len(_AFTER_START)))
    caption = f"Predicted plasma concentration of {regimen.name}, in ng/mL from the start"
    writer.table(caption, shares, header, rows, place=place)
