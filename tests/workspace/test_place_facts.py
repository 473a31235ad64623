"""What the inspector says of a list of identities: the names of the parts."""

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.engine import review
from protocol_designer.workspace.place_facts import facts_at


def test_what_an_arm_receives_is_told_by_name(sample_trial: TrialProtocol, formulary: Formulary) -> None:
    arm = sample_trial.arms[0]
    facts = facts_at(sample_trial, review(sample_trial, formulary), f"arms[{arm.id}].courses")
    assert facts is not None
    assert facts.value == ", ".join(sample_trial.course(course).name for course in arm.courses)
