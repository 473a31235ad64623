"""What an arm receives for each level of a factor stands beside the factors."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits import design
from protocol_designer.edits.factorial import set_stands_for
from protocol_designer.formulary.records import Formulary
from tests.report.test_document import cells, composed, tables


def test_what_levels_stand_for_is_printed_with_their_names(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    trial = design.add_factor("Drug")(sample_trial)
    for name in ("Ketamine", "Waiting"):
        trial = design.add_level(trial.design.factors[0], name)(trial)
    caption = "Levels of the factors"
    assert tables(composed(trial, formulary), caption) == []
    factor = trial.design.factors[0]
    parts = (trial.regimens[0].id, trial.courses[1].id)
    trial = set_stands_for(factor, factor.levels[0], parts)(trial)
    (table,) = tables(composed(trial, formulary), caption)
    assert cells(table) == [
        ["Drug", "Ketamine", "Ketamine, two steps and Motivational enhancement"],
        ["Drug", "Waiting", "nothing"],
    ]
