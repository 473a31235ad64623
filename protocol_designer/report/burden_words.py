"""The burden of the schedule in words: hours, questionnaires, blood, and what has no length yet."""

from collections.abc import Sequence
from fractions import Fraction

from protocol_designer.derived.burden import Burden, Burdens
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.report.material import listed


def hours(minutes: int | Fraction) -> str:
    """Write minutes as hours to one decimal; below an hour as minutes."""
    if minutes < 60:
        return Quantity(Fraction(minutes), Unit.MINUTE).printed()
    return Quantity(Fraction(round(Fraction(minutes, 6)), 10), Unit.HOUR).printed()


def spread(values: Sequence[Fraction | int]) -> str:
    """Write whole numbers that differ between arms as a range, rounded up: “120 to 180”."""
    low, high = -(-min(values) // 1), -(-max(values) // 1)
    return f"{low}" if low == high else f"{low} to {high}"


def blood(burden: Burden) -> str:
    """Write the blood samples with the volume given for them, and for how many none is."""
    count = burden.blood_samples
    text = "1 blood sample" if count == 1 else f"{count} blood samples"
    if not count or burden.samples_without_volume == count:
        return text
    volume = Quantity(Fraction(burden.blood_ml), Unit.MILLILITRE).printed()
    missing = burden.samples_without_volume
    return f"{text} ({volume}{f', {missing} without a volume' if missing else ''})"


def without_minutes(burden: Burden) -> str:
    """Say how many activities have no minutes and are left out of the sum; empty when none."""
    count = len(burden.without_minutes)
    if not count:
        return ""
    return f"{'1 activity' if count == 1 else f'{count} activities'} without minutes"


def burden_sentences(trial: TrialProtocol, burdens: Burdens) -> str:
    """Write what the schedule asks of one participant, arm by arm where arms differ."""
    by_arm = [(arm.name, burdens.of(arm)) for arm in trial.arms] or [("", burdens.of(None))]
    first = by_arm[0][1]
    if all(burden == first for _, burden in by_arm):
        told = f"Asked of each participant: {_whole(first)}."
    else:
        told = " ".join(f"Asked of each participant in {name}: {_whole(burden)}." for name, burden in by_arm)
    whole = sum((burden for _, burden in by_arm), Burden())
    if whole.without_minutes:
        told += f" {without_minutes(whole)}, not in the hours: {listed(whole.without_minutes)}."
    return f"{told} What is done side by side is counted each time."


def _whole(burden: Burden) -> str:
    asked = burden.questionnaires
    return listed(
        (
            hours(burden.minutes),
            "1 questionnaire or interview" if asked == 1 else f"{asked} questionnaires and interviews",
            blood(burden),
        )
    )
