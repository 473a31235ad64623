"""Which activities serve nothing, and which endpoints nobody measures."""

import re
from pathlib import Path

from protocol_designer import rules
from protocol_designer.derived.dose_moments import dose_minutes, moments
from protocol_designer.derived.purposes import OF_CONDUCT, OF_SAFETY, orphans, unmeasured
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import CellTime
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import TimeOffset

OF_ENDPOINTS_ONLY = {
    Instrument.URINE_ETHYL_GLUCURONIDE,
    Instrument.DRUG_LEVEL,
    Instrument.COLLATERAL_REPORT,
    Instrument.OTHER,
}
"""What rules name without asking for it."""


def test_every_instrument_that_a_rule_asks_for_serves_something() -> None:
    folder = Path(rules.__file__).parent
    named = {
        Instrument[name]
        for path in folder.glob("*.py")
        for name in re.findall(r"Instrument\.([A-Z0-9_]+)", path.read_text(encoding="utf-8"))
    }
    assert named - OF_ENDPOINTS_ONLY <= OF_CONDUCT | OF_SAFETY
    assert not OF_CONDUCT & OF_SAFETY


def test_an_activity_without_endpoint_or_safety_question_is_an_orphan(sample_trial: TrialProtocol) -> None:
    assert [a.instrument for a in orphans(sample_trial)] == [Instrument.URICA, Instrument.ANXIETY_SCALE]
    endpoint = sample_trial.endpoints[0]
    more = endpoint.model_copy(update={"verified_by": tuple(a.id for a in orphans(sample_trial))})
    assert orphans(sample_trial.model_copy(update={"endpoints": (more, *sample_trial.endpoints[1:])})) == ()


def test_an_endpoint_whose_activity_stands_nowhere_is_unmeasured(sample_trial: TrialProtocol) -> None:
    assert unmeasured(sample_trial) == ()
    endpoint = sample_trial.endpoints[0]
    gone = endpoint.activities[0]
    schedule = sample_trial.schedule
    rest = tuple(cell for cell in schedule.cells if cell.activity != gone)
    without = sample_trial.model_copy(update={"schedule": schedule.model_copy(update={"cells": rest})})
    assert (endpoint.id, gone) in [(e.id, a.id) for e, a in unmeasured(without)]


def test_times_say_before_during_and_after(sample_trial: TrialProtocol) -> None:
    dosing = next(visit for visit in sample_trial.schedule.visits if visit.is_dosing)
    length = dose_minutes(sample_trial, dosing)
    assert length == 52
    at = [TimeOffset.parse(text) for text in ("-1 min", "52 min", "53 min")]
    assert moments(length, at) == (CellTime.BEFORE_DOSE, CellTime.DURING_DOSE, CellTime.AFTER_DOSE)
    assert moments(None, at) == (CellTime.BEFORE_DOSE,)
    assert dose_minutes(sample_trial, sample_trial.schedule.visits[0]) is None
