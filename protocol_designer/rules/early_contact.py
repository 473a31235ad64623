"""FU-001: whether someone asks how the participant is in the days after each dose."""

from collections.abc import Iterator

from protocol_designer.derived.paths import DosingSession
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.schedule import Visit
from protocol_designer.quantities import Unit
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
from protocol_designer.rules.participants import Group, groups
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
        named = ", ".join(topic.name for topic in _TOPICS if topic.name in topics)
        yield Hit(
            Severity.HARD,
            f"schedule.visits[{visit.id}]",
            f"{' and '.join(labels)}: no contact that is bound to fall {low.value.printed()} to "
            f"{high.value.printed()} after the end of {visit.name} asks about {named}; emergence phenomena "
            "can come back up to 24 h. Add such a contact.",
            f"not asked: {named}",
            low,
            limit_text=f"{low.value.printed()} to {high.value.printed()} after the dose",
            fixes=_contact(view, *plans[visit.id]),
        )


def _missing_topics(
    view: TrialView, group: Group, session: DosingSession
) -> tuple[list[str], Undecided | None]:
    """Return the topics that no visit in the window covers, and what keeps a visit from being placed.

    A topic is missing for certain when no visit that cannot be placed asks about it; what keeps one from
    being placed is returned only where nothing is missing for certain.
    """
    low = view.limit("follow_up.contact.earliest").value.in_base
    high = view.limit("follow_up.contact.latest").value.in_base
    missing = {topic.name: topic for topic in _TOPICS}
    unplaced: dict[str, Undecided] = {}
    for visit in group.visits:
        asked = [name for name, topic in missing.items() if _is_asked(view, visit, topic.name)]
        if not asked or visit.id == session.visit.id:
            continue
        try:
            gap = group.after_end(session, visit)
        except Undecided as place:
            unplaced.update((name, place) for name in asked if name not in unplaced)
            continue
        if gap.earliest >= low and gap.latest <= high:
            for name in asked:
                del missing[name]
    certain = [name for name in missing if name not in unplaced]
    unknown = None if certain else next((unplaced[name] for name in missing), None)
    return certain or list(missing), unknown


def _is_asked(view: TrialView, visit: Visit, name: str) -> bool:
    topic = next(topic for topic in _TOPICS if topic.name == name)
    cells = cells_of(view, topic).get(visit.id, ())
    return any(not visit.is_dosing or stands_before_dose(cell) is not False for cell in cells)


def _contact(view: TrialView, group: Group, session: DosingSession) -> tuple[Fix, ...]:
    """Propose a telephone contact in the window, for all arms, where a dose has one number in all of them."""
    visit, number = session.visit, group.number(session)
    calendars = [view.calendar(arm) for arm in view.trial.arms]
    try:
        view.calendar().gap(visit, group.end_of(session))
    except Undecided:
        return ()
    if visit.arms or any(
        len(calendar.dosing_visits) < number or calendar.dosing_visits[number - 1].id != visit.id
        for calendar in calendars
    ):
        return ()
    low, high = view.limit("follow_up.contact.earliest").value, view.limit("follow_up.contact.latest").value
    taken = {each.id for each in view.trial.schedule.visits} | {a.id for a in view.trial.schedule.activities}
    visit_id, activity_id = _free("visit-contact", number, taken), _free("activity-contact", number, taken)
    middle = (low.in_base + high.in_base) / 2 / Unit.HOUR.scale
    contact = {
        "id": visit_id,
        "name": f"Safety contact after {visit.name}",
        "epoch": visit.epoch,
        "timing": {
            "anchor": {"kind": "dose_end", "number": number},
            "earliest": str(low),
            "target": f"{middle} h",
            "latest": str(high),
        },
        "mode": "telephone",
    }
    activity = {
        "id": activity_id,
        "name": f"Safety contact after {visit.name}",
        "instrument": Instrument.OTHER.value,
        "group": "safety",
        "covers": [topic.name for topic in _TOPICS],
    }
    changes = (
        Change("schedule.visits[+]", contact),
        Change("schedule.activities[+]", activity),
        Change("schedule.cells[+]", {"activity": activity_id, "visit": visit_id}),
    )
    after = f"a contact {low.printed()} to {high.printed()} after {visit.name}"
    return (Fix(f"Add a safety contact after {visit.name}", changes, "no contact asks all", after),)


def _free(base: str, number: int, taken: set[str]) -> str:
    identity = f"{base}-after-dose-{number}"
    while identity in taken:
        number += 100
        identity = f"{base}-after-dose-{number}"
    return identity


RULES = (early_safety_contact,)
