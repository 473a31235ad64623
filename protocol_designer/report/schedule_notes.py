"""The lettered notes of the schedule of activities: the same letters on paper and in the window."""

from dataclasses import dataclass
from string import ascii_lowercase

from protocol_designer.domain.schedule import Activity, ActivityGroup, ScheduleCell
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.report.timing_words import offsets_in_words

GROUP_NAMES = {
    ActivityGroup.ENROLMENT: "Enrolment",
    ActivityGroup.INTERVENTION: "Interventions",
    ActivityGroup.SAFETY: "Safety assessments",
    ActivityGroup.EFFICACY: "Efficacy assessments",
    ActivityGroup.BLINDING: "Blinding",
    ActivityGroup.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class ScheduleNotes:
    """The letter of each cell that has a note, by activity and visit, and the texts by letter in order."""

    letters: dict[tuple[str, str], str]
    texts: dict[str, str]


def schedule_notes(trial: TrialProtocol) -> ScheduleNotes:
    """Letter the notes of all cells, row by row as they are printed; equal notes share a letter."""
    cells = {(cell.activity, cell.visit): cell for cell in trial.schedule.cells}
    letters: dict[tuple[str, str], str] = {}
    by_text: dict[str, str] = {}
    for activity in grouped_activities(trial):
        for visit in trial.schedule.visits:
            key = (activity.id, visit.id)
            if key in cells and (text := note_of(cells[key])):
                letters[key] = by_text.setdefault(text, note_letter(len(by_text)))
    return ScheduleNotes(letters, {mark: text for text, mark in by_text.items()})


def grouped_activities(trial: TrialProtocol) -> tuple[Activity, ...]:
    """Return the activities in the order of their groups, as they are printed."""
    return tuple(
        activity
        for group in ActivityGroup
        for activity in trial.schedule.activities
        if activity.group is group
    )


def note_of(cell: ScheduleCell) -> str:
    """Return the note of a cell: its times from the start of the dose, then its footnote; empty without."""
    details = []
    if cell.from_dose_start:
        details.append(f"at {offsets_in_words(cell.from_dose_start)}")
    if cell.footnote:
        details.append(cell.footnote)
    note = ". ".join(details)
    note = note[:1].upper() + note[1:]
    return note if not note or note.endswith(".") else f"{note}."


def note_letter(index: int) -> str:
    """Name a note: a to z, then aa, ab and so on, each once."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(ascii_lowercase))
        text = ascii_lowercase[rest] + text
    return text
