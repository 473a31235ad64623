"""Plasma concentrations at which effects were reported: ranges as published, never targets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportedRange:
    """A range in ng/mL with what was reported in it, and where."""

    low: float
    high: float
    effect: str
    source: str


REPORTED_RANGES = (
    ReportedRange(50, 200, "psychedelic effects rise", "Bowdle 1998"),
    ReportedRange(70, 160, "analgesia", "Zanos 2018, table 1"),
    ReportedRange(100, 250, "dissociation", "Zanos 2018, table 1"),
    ReportedRange(428, 856, "recovery from anaesthesia", "Idvall 1979"),
    ReportedRange(1200, 2400, "anaesthesia", "Zanos 2018, table 1"),
)

ANAESTHETIC_FROM = 640.0
"""ng/mL from which words call a prediction anaesthetic: the mean at recovery (Idvall 1979)."""

WORDING = (
    "Simulation from published population models, for planning. Nothing of it was measured in this trial, "
    "and it is no dosing instruction. Where blood is sampled, how the drug mixes in the first 5 minutes, and "
    "how the models differ matter more than the lines suggest."
)
