"""ELIG-001, 002 and 007: psychosis, mania, dissociation, and earlier use of ketamine."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConditionCode
from protocol_designer.domain.identity import Substance
from protocol_designer.rules.exclusions import conditions_left_in
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, trial_giving
from protocol_designer.rules.view import TrialView

_PSYCHOTOGENIC = (Substance.METHAMPHETAMINE, Substance.SEVERAL)
"""Substances whose users often had a psychosis induced by them."""


@rule(
    "ELIG-001",
    "Psychosis not excluded",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("exclusion criteria with their conditions", "substance"),
    sources=(
        "asra-ketamine-2018",
        "NCT02649231",
        "NCT05661669",
        "dakwar-2014",
        "ketamine-sud-review",
    ),
)
def psychosis(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Ketamine can bring on or worsen psychosis.

    Fires when: hard, the schizophrenia spectrum or current psychosis is not excluded; soft, psychosis in a
    first-degree relative is not, or, in methamphetamine use or several substances, psychosis induced by a
    substance; or an inclusion criterion names one of these.
    Stays quiet when: exclusion criteria name all of them.
    Worst case: any eligible participant.
    """
    soft = [ConditionCode.PSYCHOSIS_IN_FIRST_DEGREE_RELATIVE]
    substance = view.trial.identity.substance
    if substance in _PSYCHOTOGENIC:
        soft.append(ConditionCode.SUBSTANCE_INDUCED_PSYCHOSIS)
    elif substance is None and not view.is_excluded(ConditionCode.SUBSTANCE_INDUCED_PSYCHOSIS):
        yield Undecided("identity.substance", "which substance the trial addresses")
    yield from conditions_left_in(
        view,
        (ConditionCode.SCHIZOPHRENIA_SPECTRUM, ConditionCode.CURRENT_PSYCHOSIS),
        soft,
        "Ketamine can bring on or worsen psychosis.",
    )


@rule(
    "ELIG-002",
    "Mania, bipolar or dissociative disorder not excluded",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("exclusion criteria with their conditions",),
    sources=("dakwar-2014", "NCT06795659", "NCT05661669", "benzodiazepine-exclusion-precedent"),
)
def mania_and_dissociation(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """Ketamine can set off mania and deepen a dissociative disorder.

    Fires when: hard, current mania is not excluded; soft, a history of bipolar disorder or a dissociative
    disorder is not; or an inclusion criterion names one of these.
    Stays quiet when: exclusion criteria name all three.
    Worst case: any eligible participant.
    """
    yield from conditions_left_in(
        view,
        (ConditionCode.CURRENT_MANIA,),
        (ConditionCode.BIPOLAR_HISTORY, ConditionCode.DISSOCIATIVE_DISORDER),
        "Ketamine can set off mania and deepen dissociation.",
    )


@rule(
    "ELIG-007",
    "Ketamine misuse or bladder disease not excluded",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("exclusion criteria with their conditions",),
    sources=(
        "thomas-chambers-2025",
        "NCT05661669",
        "dakwar-2014",
        "NCT06795659",
        "ketamine-cystitis-review",
    ),
)
def ketamine_misuse_and_bladder(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """People who misuse ketamine, or whose bladder is already ill, are harmed by more of it.

    Fires when: hard, ketamine or phencyclidine use disorder is not excluded; soft, recreational use of
    ketamine, or cystitis and lower urinary tract symptoms, are not; or an inclusion criterion names one of
    these. In a trial in alcohol use disorder, six participants who had used ketamine before took it again.
    Stays quiet when: exclusion criteria name all three.
    Worst case: any eligible participant.
    """
    yield from conditions_left_in(
        view,
        (ConditionCode.KETAMINE_OR_PCP_USE_DISORDER,),
        (ConditionCode.RECREATIONAL_KETAMINE_HISTORY, ConditionCode.CYSTITIS_OR_LUTS),
        "In one trial six participants with earlier use took illicit ketamine again; repeated use harms the "
        "bladder.",
    )


RULES = (psychosis, mania_and_dissociation, ketamine_misuse_and_bladder)
