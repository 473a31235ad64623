"""Every code of every vocabulary reads as words of the field, never as a code."""

import inspect
from enum import StrEnum
from types import ModuleType

import pytest

from protocol_designer.domain import (
    codes,
    conduct,
    design,
    identity,
    interventions,
    schedule,
    therapy,
    timing,
    wording,
)
from protocol_designer.domain.wording import title_word, word


def _vocabularies(*modules: ModuleType) -> list[type[StrEnum]]:
    return [
        member
        for module in modules
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, StrEnum) and member is not StrEnum
    ]


@pytest.mark.parametrize(
    "vocabulary",
    _vocabularies(codes, conduct, design, identity, interventions, schedule, therapy, timing),
    ids=lambda vocabulary: vocabulary.__name__,
)
def test_every_code_reads_as_words_and_is_told_apart(vocabulary: type[StrEnum]) -> None:
    words = [word(code) for code in vocabulary]
    assert not any("_" in text for text in words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (interventions.StepKind.TARGET_CONTROLLED, "target-controlled"),
        (interventions.Route.IV, "IV"),
        (interventions.Route.DEPOT_IM, "IM depot"),
        (codes.Parameter.SPO2, "SpO2"),
        (codes.Parameter.ECG, "ECG"),
        (identity.TrialPhase.PHASE_2_3, "phase 2/3"),
        (identity.Jurisdiction.US, "US"),
        (timing.AnchorKind.VISIT, "visit"),
    ],
)
def test_acronyms_and_joined_words_are_right(code: StrEnum, expected: str) -> None:
    assert word(code) == expected


def test_codes_that_are_equal_as_text_keep_their_own_words() -> None:
    # Both are the text "home"; a place of dosing is not a mode of contact.
    assert word(codes.Setting.HOME) == "home"
    assert word(schedule.ContactMode.HOME) == "at home"


def test_a_word_alone_starts_with_a_capital_and_keeps_its_acronyms() -> None:
    assert title_word(interventions.StepKind.BOLUS) == "Bolus"
    assert title_word(interventions.Route.IV) == "IV"
    assert title_word(codes.Parameter.SPO2) == "SpO2"


def test_no_exception_repeats_what_the_code_says_already() -> None:
    plain = [code for code, text in wording._EXCEPTIONS if text == code.value.replace("_", " ")]
    assert plain == []
