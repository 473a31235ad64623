"""The predicted plasma concentration of a regimen, with the same numbers as a table and what they are not."""

from protocol_designer import __version__
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.kinetics.models import CLEARANCE_EXPONENT, COMPARED
from protocol_designer.kinetics.over_weights import OverWeights, predict_over_weights
from protocol_designer.kinetics.prediction import KETAMINES, SPREAD_CV, CannotPredict
from protocol_designer.kinetics.reported_ranges import WORDING
from protocol_designer.report.concentration_table import depth_told, header, ranges_told, rows
from protocol_designer.report.figures.concentration import concentration
from protocol_designer.report.material import Material, listed
from protocol_designer.report.writer import Writer, columns, row

_WIDTH, _HEIGHT = 471.0, 160.0


def write_concentration(writer: Writer, material: Material, regimen: DrugRegimen) -> None:
    """Write figure and table for the lightest, middle and heaviest weight; says so where none can be made."""
    if regimen.drug not in KETAMINES:
        return
    place = f"regimens[{regimen.id}]"
    try:
        made = predict_over_weights(regimen, material.trial.population)
    except CannotPredict as reason:
        writer.say(f"No predicted concentration is drawn. {reason}", place=place)
        return
    except Undecided as missing:
        writer.gap(f"the predicted concentration of {regimen.name} needs {missing.what}", missing.place)
        return
    caption = f"Predicted plasma concentration after one administration of {regimen.name}. {WORDING}"
    writer.figure(concentration(made, _WIDTH, _HEIGHT, place), caption, place)
    _write_table(writer, regimen, made, place)
    writer.say(_basis(made), place=place)
    writer.say(ranges_told(), place=place)
    writer.say(depth_told(made), place=place)


def _basis(made: OverWeights) -> str:
    shown = made.shown
    exponent = f"clearances grow with weight to the power {CLEARANCE_EXPONENT:g}"
    others = listed([model.name for model in COMPARED[1:]])
    sources = "; ".join(dict.fromkeys((shown.model.source, *(model.source for model in COMPARED))))
    return (
        f"Line: {shown.model.name} ({shown.model.population}; {shown.model.sampling}; {exponent}). "
        f"People: coefficient of variation of {SPREAD_CV * 100:.0f}% on central volume and clearance, an "
        f"assumption. Other models: {others}. {' '.join(shown.notes)} Protocol Designer {__version__}. "
        f"Sources: {sources}.".replace("  ", " ")
    )


def _write_table(writer: Writer, regimen: DrugRegimen, made: OverWeights, place: str) -> None:
    titles = header(made)
    numbers = len(titles) - 1
    shares = columns(0.25, *(0.75 / numbers,) * numbers, numbers=range(1, numbers + 1))
    caption = f"Predicted plasma concentration of {regimen.name}, in ng/mL from the start"
    writer.table(caption, shares, titles, [row(*one, place=place) for one in rows(made)], place=place)
