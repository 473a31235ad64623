"""FU-001: whether someone asks how the participant is in the days after each dose."""

from collections.abc import Iterator

from protocol_designer.derived.paths import DosingSession
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import ActivityGroup, Visit
from protocol_designer.quantities import TimeOffset
from protocol_designer.rules.asked import (
    BLADDER,
    MOOD,
    PSYCHOSIS,
    SUICIDALITY,
    USE,
    cells_of,
    stands_before_dose,
)
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.participants import Group, falls_within, groups
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView

_TOPICS = (MOOD, SUICIDALITY, PSYCHOSIS, BLADDER, USE)


def _once(view: TrialView) -> Iterator[TrialView | Undecided]:
    found = groups(view)
    yield from (group for group in found if isinstance(group, Undecided))
    if any(isinstance(group, Group) for group in found):
        yield view


@rule(
    "FU-001",
    "Early safety contact",
    Severity.HARD,
    over=_once,
    needs=("visits with their windows", "what is asked at each visit", "length of each dose"),
    limits=("follow_up.contact.earliest", "follow_up.contact.latest"),
)
def early_safety_contact(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Emergence phenomena can come back for a day, and mood can fall when the effect ends.

    Fires when: after some dose of some arm, the visits that are bound to fall within the window after the end
    of dosing do not between them ask about mood, suicidality, psychosis, bladder and substance use.
    Stays quiet when: they do; exactly both ends of the window pass. A dosing visit counts with what is asked
    before its dose.
    Worst case: the earliest and the latest allowed time of the visit, counted from the end of the dose, in
    every arm, also on a comparator.
    """
    uncovered: dict[str, tuple[Visit, list[str], dict[str, None]]] = {}
    plans: dict[str, tuple[Group, DosingSession]] = {}
    for group in groups(view):
        if isinstance(group, Undecided):
            continue
        for session in group.sessions:
            missing, unknown = _missing_topics(view, group, session)
            if not missing:
                continue
            if unknown is not None:
                yield unknown
                continue
            _visit, labels, topics = uncovered.setdefault(session.visit.id, (session.visit, [], {}))
            labels.append(group.label)
            topics.update(dict.fromkeys(missing))
            plans[session.visit.id] = (group, session)
    low, high = view.limit("follow_up.contact.earliest"), view.limit("follow_up.contact.latest")
    for visit, labels, topics in uncovered.values():
        wanted = [topic.name for topic in _TOPICS if topic.name in topics]
        named = ", ".join(wanted)
        yield Hit(
            Severity.HARD,
            f"schedule.visits[{visit.id}]",
            f"{' and '.join(labels)}: no contact that is bound to fall {low.value.printed()} to "
            f"{high.value.printed()} after the end of {visit.name} asks about {named}; emergence phenomena "
            "can come back up to 24 h. Add such a contact.",
            f"not asked: {named}",
            low,
            limit_text=f"{low.value.printed()} to {high.value.printed()} after the dose",
            fixes=_contact(view, *plans[visit.id], wanted),
        )


def _missing_topics(
    view: TrialView, group: Group, session: DosingSession
) -> tuple[list[str], Undecided | None]:
    """Return the topics that no visit in the window covers, and what keeps a visit from being placed.

    A topic is missing for certain when no visit that cannot be placed asks about it; what keeps one from
    being placed is returned only where nothing is missing for certain.
    """
    low, high = view.limit("follow_up.contact.earliest"), view.limit("follow_up.contact.latest")
    missing = {topic.name: topic for topic in _TOPICS}
    asked_at = view.once("early contact", lambda: _asking_visits(view))
    unplaced: dict[str, Undecided] = {}
    for visit in group.visits:
        asked = [name for name in missing if visit.id in asked_at[name]]
        if not asked or visit.id == session.visit.id:
            continue
        try:
            gap = group.after_end(session, visit)
        except Undecided as place:
            unplaced.update((name, place) for name in asked if name not in unplaced)
            continue
        if falls_within(gap, low, high):
            for name in asked:
                del missing[name]
    is_certain = any(name not in unplaced for name in missing)
    return list(missing), None if is_certain else next((unplaced[name] for name in missing), None)


def _asking_visits(view: TrialView) -> dict[str, frozenset[str]]:
    """Return the visits that ask about each topic; on a dosing day only what may precede the dose counts."""
    dosing = {visit.id for visit in view.trial.schedule.visits if visit.is_dosing}
    return {
        topic.name: frozenset(
            visit_id
            for visit_id, cells in cells_of(view, topic).items()
            if visit_id not in dosing or any(stands_before_dose(cell) is not False for cell in cells)
        )
        for topic in _TOPICS
    }


def _contact(view: TrialView, group: Group, session: DosingSession, topics: list[str]) -> tuple[Fix, ...]:
    """Propose to ask at a visit that lies in the window, or a telephone contact where none is near it."""
    visit, number = session.visit, group.number(session)
    low, high = view.limit("follow_up.contact.earliest").value, view.limit("follow_up.contact.latest").value
    is_free = True
    for other in group.visits:
        try:
            gap = group.after_end(session, other)
        except Undecided:
            return ()
        if gap.earliest >= low.in_base and gap.latest <= high.in_base and not (other.is_dosing or other.arms):
            return (_asked_at(view, other, number, topics),)
        is_free = is_free and (gap.latest < low.in_base or gap.earliest > high.in_base)
    calendars = [view.calendar(arm) for arm in view.trial.arms]
    if not is_free or any(
        len(calendar.dosing_visits) < number or calendar.dosing_visits[number - 1].id != visit.id
        for calendar in calendars
    ):
        return ()
    name = f"Safety contact after {visit.name}"
    identity = _free("visit-contact", number, {each.id for each in view.trial.schedule.visits})
    contact = {
        "id": identity,
        "name": name,
        "epoch": visit.epoch,
        "timing": {
            "anchor": {"kind": "dose_end", "number": number},
            "earliest": str(low),
            "target": str(TimeOffset.of_minutes((low.in_base + high.in_base) / 2)),
            "latest": str(high),
        },
        "mode": "telephone",
    }
    asked = _asking(view, number, identity, name, [topic.name for topic in _TOPICS])
    after = f"a contact {low.printed()} to {high.printed()} after {visit.name}"
    changes = (Change("schedule.visits[+]", contact), *asked)
    return (Fix(f"Add a safety contact after {visit.name}", changes, "no contact asks all", after),)


def _asked_at(view: TrialView, visit: Visit, number: int, topics: list[str]) -> Fix:
    named = ", ".join(topics)
    changes = _asking(view, number, visit.id, f"Safety questions ({named})", topics)
    return Fix(f"Ask about {named} at {visit.name}", changes, "not asked", f"asked at {visit.name}")


def _asking(view: TrialView, number: int, visit: str, name: str, topics: list[str]) -> tuple[Change, ...]:
    activity = _free("activity-contact", number, {each.id for each in view.trial.schedule.activities})
    entry = {
        "id": activity,
        "name": name,
        "instrument": Instrument.OTHER.value,
        "group": ActivityGroup.SAFETY.value,
        "covers": topics,
    }
    cell = {"activity": activity, "visit": visit}
    return Change("schedule.activities[+]", entry), Change("schedule.cells[+]", cell)


def _free(base: str, number: int, taken: set[str]) -> str:
    identity = f"{base}-after-dose-{number}"
    while identity in taken:
        number += 100
        identity = f"{base}-after-dose-{number}"
    return identity


RULES = (early_safety_contact,)
