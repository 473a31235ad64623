"""The verb of the narrative: give a section of ICH M11 a text of its own, or the reason why it has none."""

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.narrative import NarrativeSection
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import with_inserted, with_value, without
from protocol_designer.edits.edit import Edit


def section_position(trial: TrialProtocol, number: str) -> int | None:
    """Return where the text of a section stands in the list; None when it has none."""
    return next((at for at, section in enumerate(trial.narrative) if section.number == number), None)


def write_section(number: str, said: str | NotApplicable | None) -> Edit:
    """Write the text of a section, or why it does not apply; None takes either back.

    A section that had no text is added at the end: the list is addressed by position, and printed in the
    order of M11 whatever its own order is.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        at = section_position(trial, number)
        if at is None:
            if said is None:
                return trial
            return with_inserted(trial, "narrative", NarrativeSection(number=number, text=said))
        if said is None:
            return without(trial, f"narrative[{at}]")
        return with_value(trial, f"narrative[{at}].text", said)

    if isinstance(said, NotApplicable):
        return Edit(f"Say why section {number} does not apply", change)
    return Edit(f"Write section {number}" if said else f"Clear section {number}", change)
