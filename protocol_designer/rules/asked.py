"""What is asked or tested at which visit: topics, the activities that cover them, and fixes that add one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import Activity, ActivityGroup, CellTime, ScheduleCell
from protocol_designer.rules.findings import Change
from protocol_designer.rules.schedule_table import schedule_table
from protocol_designer.rules.view import TrialView


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that must be asked: by an instrument made for it, or by an activity that says it covers it.

    ``words`` is a pattern looked for in what an activity says it covers.
    """

    name: str
    instruments: tuple[Instrument, ...]
    words: str
    activity: str

    def is_covered_by(self, activity: Activity) -> bool:
        """Tell whether an activity asks for this."""
        return activity.instrument in self.instruments or any(
            _compiled(self.words).search(text) for text in activity.covers
        )


@lru_cache
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


MOOD = Topic("mood", (Instrument.DEPRESSION_SCALE,), r"\bmood\b|\bdepressi", "Mood")
SUICIDALITY = Topic("suicidality", (Instrument.CSSRS,), r"\bsuicid", "C-SSRS")
PSYCHOSIS = Topic("psychosis", (Instrument.BPRS,), r"\bpsychosis\b|\bpsychotic", "Psychosis")
BLADDER = Topic(
    "bladder",
    (Instrument.BLADDER_SYMPTOMS,),
    r"\bbladder\b|\burinary symptom|\bcystitis\b",
    "Bladder symptoms",
)
USE = Topic(
    "substance use",
    (Instrument.TIMELINE_FOLLOW_BACK, Instrument.URINE_TOXICOLOGY, Instrument.KETAMINE_MISUSE),
    r"\bsubstance use\b|\bdrug use\b|\bdrinking\b|\buse of\b",
    "Substance use",
)
LIVER = Topic("liver tests", (Instrument.LIVER_TESTS,), r"\bliver\b", "Liver tests")
KETAMINE_MISUSE = Topic(
    "use of ketamine outside the trial",
    (Instrument.KETAMINE_MISUSE,),
    r"\bketamine (mis)?use\b|\b(mis)?use of ketamine\b",
    "Use of ketamine outside the trial",
)
BENZODIAZEPINE_MISUSE = Topic(
    "use of benzodiazepines outside the trial",
    (Instrument.BENZODIAZEPINE_MISUSE,),
    r"\bbenzodiazepine (mis)?use\b|\b(mis)?use of benzodiazepines\b",
    "Use of benzodiazepines outside the trial",
)
PREGNANCY = Topic("pregnancy test", (Instrument.PREGNANCY_TEST,), r"\bpregnancy test", "Pregnancy test")


def cells_of(view: TrialView, topic: Topic) -> dict[str, list[ScheduleCell]]:
    """Return the cells in which a topic is covered, by visit."""

    def find() -> dict[str, list[ScheduleCell]]:
        schedule = view.trial.schedule
        table = schedule_table(view)
        found: dict[str, list[ScheduleCell]] = {}
        for activity in schedule.activities:
            for mark in table.of(activity.id) if topic.is_covered_by(activity) else ():
                found.setdefault(mark.cell.visit, []).append(mark.cell)
        return found

    return view.once(("cells of", topic.name), find)


def stands_before_dose(cell: ScheduleCell) -> bool | None:
    """Tell whether a cell of a dosing day is done before the dose; None when nothing says so.

    Clock times beside the dose decide over the word for the part of the day.
    """
    if cell.from_dose_start:
        return any(offset.minutes < 0 for offset in cell.from_dose_start)
    return CellTime.BEFORE_DOSE in cell.times if cell.times else None


def ask_at(view: TrialView, topic: Topic, visits: Sequence[str], before_dose: bool = False) -> list[Change]:
    """Return the changes that put a topic on some visits, with an activity of its own where there is none."""
    schedule = view.trial.schedule
    changes: list[Change] = []
    activity = next((a.id for a in schedule.activities if a.instrument in topic.instruments[:1]), None)
    if activity is None:
        activity = _fresh_activity(view, topic)
        entry = {
            "id": activity,
            "name": topic.activity,
            "instrument": topic.instruments[0].value,
            "group": ActivityGroup.SAFETY.value,
            "covers": [topic.name],
        }
        changes.append(Change("schedule.activities[+]", entry))
    times = [CellTime.BEFORE_DOSE.value] if before_dose else []
    standing = {(cell.activity, cell.visit): index for index, cell in enumerate(schedule.cells)}
    for visit in visits:
        index = standing.get((activity, visit))
        if index is None:
            entry = {"activity": activity, "visit": visit, "times": times}
            changes.append(Change("schedule.cells[+]", entry))
        elif before_dose:
            cell = schedule.cells[index]
            kept = [time.value for time in cell.times if time is not CellTime.BEFORE_DOSE]
            changes.append(Change(f"schedule.cells[{index}].times", [*times, *kept]))
            changes.append(Change(f"schedule.cells[{index}].from_dose_start", []))
    return changes


def _fresh_activity(view: TrialView, topic: Topic) -> str:
    taken = {activity.id for activity in view.trial.schedule.activities}
    base = f"activity-{topic.instruments[0].value.replace('_', '-')}"[:56]
    number, identity = 1, base
    while identity in taken:
        number += 1
        identity = f"{base}-{number}"
    return identity
