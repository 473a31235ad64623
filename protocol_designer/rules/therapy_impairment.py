"""PSY-003: sessions that depend on memory, held while the drug still takes it away."""

from collections.abc import Iterator

from protocol_designer.derived.paths import DosingSession
from protocol_designer.derived.undecided import Undecided
from protocol_designer.formulary.records import Limit
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.participants import Group, drugs_at
from protocol_designer.rules.registry import rule
from protocol_designer.rules.therapy_times import (
    Meeting,
    groups_in_therapy,
    hangs_from_end,
    hours,
    meetings,
    narrowed,
    split,
)
from protocol_designer.rules.view import TrialView

_IMPAIRING = ("ketamine", "esketamine", "midazolam", "lorazepam", "diazepam")


@rule(
    "PSY-003",
    "Therapy while impaired",
    Severity.SOFT,
    over=groups_in_therapy,
    needs=(
        "therapy sessions with kind and time",
        "visits with their windows",
        "length of each dose",
        "whether each session depends on memory",
        "drugs of each dosing day",
    ),
    limits=tuple(f"therapy.impairment.{drug}" for drug in _IMPAIRING),
    sources=("thomas-chambers-2025",),
)
def therapy_while_impaired(view: TrialView, group: Group) -> Iterator[Hit | Undecided]:
    """What is learnt under a drug that takes away memory is lost, and consent to it is doubtful.

    Fires when: a session that depends on memory can start within the drug's time after the end of a dose, or
    still run when a dose starts. A drug that is only kept for rescue is not counted.
    Stays quiet when: the session is over before the dose or starts late enough; exactly the time passes. A
    session that does not depend on memory may be held at any time.
    Worst case: the drug that impairs longest; the earliest allowed start after the latest end of dosing.
    """
    known, missing = split(meetings(view, group))
    yield from missing
    for session in group.sessions:
        limits = [view.limit(f"therapy.impairment.{d}") for d in drugs_at(view, session) if d in _IMPAIRING]
        if not limits:
            continue
        limit = max(limits, key=lambda each: each.value.in_base)
        for meeting in known:
            if meeting.session.depends_on_memory is not False:
                yield from _impaired(group, session, meeting, limit)


def _impaired(
    group: Group, session: DosingSession, meeting: Meeting, limit: Limit
) -> Iterator[Hit | Undecided]:
    try:
        # The least time to the dose is what is left before the session's latest start.
        before = -group.after_start(session, meeting.when).latest
        if before >= meeting.minutes and before > 0:
            return
        after = hours(group.after_end(session, meeting.when).earliest)
    except Undecided as unknown:
        yield unknown
        return
    if not limit.is_broken_by(after):
        return
    name = meeting.session.name
    if meeting.session.depends_on_memory is None:
        yield Undecided(f"{meeting.place}.depends_on_memory", f"whether {name} depends on memory")
        return
    computed = beside(after, limit) if after.value > 0 else "0 h"
    fixes = narrowed(meeting, limit.value, None) if hangs_from_end(group, session, meeting) else ()
    yield Hit(
        Severity.SOFT,
        f"{meeting.place}.timing",
        f"{group.label}: {name} depends on memory and can start {computed} after the end of "
        f"{session.visit.name}; {limit.drug or 'the drug'} impairs for {limit.value.printed()}. Hold it "
        "later, or justify it.",
        computed,
        limit,
        fixes=fixes,
    )


RULES = (therapy_while_impaired,)
