"""The verbs of coverage: say why an item of a checklist or a section does not apply, and take it back."""

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.coverage import CoverageNote
from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.narrative import NarrativeSection
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, with_inserted, with_value, without
from protocol_designer.edits.edit import Edit, EditRefused


def bar_item(checklist: str, item: str, because: str, field: str | None = None) -> Edit:
    """Say why an item does not apply; replaces an earlier reason.

    Args:
        field: The place of the field that says it itself; None keeps the reason beside the checklist. Refused
            where the field holds a value.
    """

    def change(trial: TrialProtocol) -> TrialProtocol:
        reason = _reason(because, f"Item {item}")
        if field is None:
            note = CoverageNote(checklist=checklist, item=item, because=reason)
            return with_value(trial, "coverage_notes", (*_others(trial, checklist, item), note))
        value = current(trial, field)
        if value is not None and not isinstance(value, NotApplicable):
            raise EditRefused(f"Item {item} is answered; clear its field before giving a reason against it")
        return with_value(trial, field, NotApplicable(because=reason))

    return Edit(f"Say why item {item} does not apply", change)


def withdraw_item_reason(checklist: str, item: str, field: str | None = None) -> Edit:
    """Take back why an item does not apply; nothing happens when no reason is given."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        others = _others(trial, checklist, item)
        if len(others) != len(trial.coverage_notes):
            trial = with_value(trial, "coverage_notes", others)
        if field is not None and isinstance(current(trial, field), NotApplicable):
            trial = with_value(trial, field, None)
        return trial

    return Edit(f"Take back why item {item} does not apply", change)


def bar_section(number: str, because: str) -> Edit:
    """Say why a section of ICH M11 does not apply; refused where it has a text of its own."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        reason = NotApplicable(because=_reason(because, f"Section {number}"))
        at = _position(trial, number)
        if at is None:
            section = NarrativeSection(number=number, text=reason)
            order = list(M11_HEADINGS)
            before = [one for one in trial.narrative if order.index(one.number) < order.index(number)]
            return with_inserted(trial, "narrative", section, len(before))
        if not isinstance(trial.narrative[at].text, NotApplicable):
            raise EditRefused(f"Section {number} has a text; remove it before giving a reason against it")
        return with_value(trial, f"narrative[{at}].text", reason)

    return Edit(f"Say why section {number} does not apply", change)


def withdraw_section_reason(number: str) -> Edit:
    """Take back why a section does not apply; nothing happens when no reason is given."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        at = _position(trial, number)
        if at is None or not isinstance(trial.narrative[at].text, NotApplicable):
            return trial
        return without(trial, f"narrative[{at}]")

    return Edit(f"Take back why section {number} does not apply", change)


def _others(trial: TrialProtocol, checklist: str, item: str) -> tuple[CoverageNote, ...]:
    return tuple(note for note in trial.coverage_notes if (note.checklist, note.item) != (checklist, item))


def _position(trial: TrialProtocol, number: str) -> int | None:
    return next((at for at, section in enumerate(trial.narrative) if section.number == number), None)


def _reason(text: str, what: str) -> str:
    if not text.strip():
        raise EditRefused(f"{what}: write why it does not apply")
    return text.strip()
