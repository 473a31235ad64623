"""MON-005 to 007: who is with the participant on a dosing day, and what they can do."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Presence, Qualification, StaffRole
from protocol_designer.domain.dosing_day import StaffMember
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.dosing_days import (
    dosing_days,
    ketamine_days,
    known_to_reach,
    not_decided,
    reaches,
)
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.sessions import whole
from protocol_designer.rules.view import TIER_LIMITS, Tier, TrialView

STAFF = "dosing_day.staff"
_CLINICIANS = (StaffRole.ANAESTHETIST, StaffRole.PHYSICIAN, StaffRole.NURSE)
_NEAR = (Presence.IN_ROOM, Presence.IMMEDIATELY_AVAILABLE)


def _one_of(presence: Presence | None, wanted: Iterable[Presence]) -> bool | None:
    return None if presence is None else presence in tuple(wanted)


def _all(*answers: bool | None) -> bool | None:
    return False if False in answers else None if None in answers else True


def _best(
    staff: Iterable[StaffMember], suits: Callable[[StaffMember], bool | None]
) -> tuple[bool, StaffMember | None]:
    """Tell whether a member suits; else name one of whom it is not decided."""
    answers = [(member, suits(member)) for member in staff]
    if any(answer for _, answer in answers):
        return True, None
    return False, next((member for member, answer in answers if answer is None), None)


def _place(member: StaffMember, field: str) -> str:
    return f"{STAFF}[{member.id}].{field}"


@rule(
    "MON-005",
    "Clinician trained in advanced life support",
    Severity.HARD,
    over=dosing_days,
    needs=("staff: role, qualification in advanced life support, presence, until discharge",),
    sources=("apa-ketamine-2017", "midazolam-us"),
)
def life_support_on_site(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Nobody trained in advanced life support is at hand until the participant may leave.

    Fires when: no anaesthetist, physician or nurse with a current certificate in advanced cardiac life
    support (ACLS, or the national equivalent) is in the room or immediately available and stays until
    discharge. The stricter reading is kept: on site or on call is not enough.
    Stays quiet when: one person fulfils all of it.
    Worst case: the plan serves every arm and session. The consensus statement was read in summaries only.
    """
    staff = view.trial.dosing_day.staff
    if not staff:
        yield not_decided(STAFF, "who is there on a dosing day")
        return
    trained = [m for m in staff if m.role in _CLINICIANS and Qualification.ACLS in m.qualifications]
    suits, unknown = _best(trained, lambda m: _all(_one_of(m.presence, _NEAR), m.stays_until_discharge))
    if suits:
        return
    if unknown is not None:
        field = "presence" if unknown.presence is None else "stays_until_discharge"
        what = "where" if field == "presence" else "how long"
        yield Undecided(_place(unknown, field), f"{what} {unknown.name} is on a dosing day")
        return
    near = next((m for m in trained if m.presence in _NEAR), None)
    said = "leaves before discharge" if near else "too far away" if trained else "not on the team"
    yield Hit(
        Severity.HARD,
        _place(near, "stays_until_discharge") if near else STAFF,
        "Dosing day: no clinician with advanced life support (ACLS) is in the room or immediately available "
        "until discharge. Name one for every session.",
        f"ACLS {said}",
        limit_text="ACLS-trained clinician at hand until discharge",
        fixes=(_stays(near),) if near else (),
    )


def _stays(member: StaffMember) -> Fix:
    change = Change(_place(member, "stays_until_discharge"), True)
    return Fix(
        f"Have {member.name} stay until discharge", (change,), "leaves before", "stays until discharge"
    )


@rule(
    "MON-006",
    "Clinician skilled in airway management",
    Severity.HARD,
    over=ketamine_days,
    needs=("exposure tier", "staff: anaesthetist or airway skill, presence"),
    limits=TIER_LIMITS,
    sources=("ketalar-us", "ketalar-uk"),
)
def airway_skill(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """The dose asks for someone who can manage an airway nearer than the plan has them.

    Fires when: hard, an anaesthetist or someone skilled in airway management is not in the room at tier T3;
    soft, not at least immediately available at T2; advisory, not even within reach by call at T1.
    Stays quiet when: the tier is T0, or one is as near as the tier asks.
    Worst case: the highest tier of any arm. The grading by tiers is proposed (needs local sign-off).
    """
    staff = view.trial.dosing_day.staff
    skilled = [
        m for m in staff if m.role is StaffRole.ANAESTHETIST or Qualification.AIRWAY in m.qualifications
    ]
    for tier, severity, near, words in _AIRWAY:
        suits, unknown = _best(skilled, lambda m, near=near: _one_of(m.presence, near))  # type: ignore[misc]  # mypy cannot infer a default
        if suits or not reaches(view, tier):
            continue
        if not staff:
            yield not_decided(STAFF, "who is there on a dosing day")
        elif unknown is not None:
            yield Undecided(_place(unknown, "presence"), f"where {unknown.name} is during dosing")
        else:
            yield Hit(
                severity,
                STAFF,
                f"Dosing day: at tier {tier.name} someone skilled in airway management should be {words}. "
                + ("Name one." if severity is not Severity.SOFT else "Name one or justify it."),
                "further away" if skilled else "not on the team",
                limit_text=words,
            )
        return


_AIRWAY = (
    (Tier.T3, Severity.HARD, (Presence.IN_ROOM,), "in the room"),
    (Tier.T2, Severity.SOFT, _NEAR, "immediately available"),
    (Tier.T1, Severity.ADVISORY, tuple(Presence), "within reach"),
)


@rule(
    "MON-007",
    "Two people present",
    Severity.HARD,
    over=dosing_days,
    needs=("staff: qualification, presence, number, other duties", "exposure tier"),
    limits=("staff.present", *TIER_LIMITS),
    sources=("fda-psychedelic-draft-2023", "midazolam-us"),
)
def two_people_present(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """One person cannot both help a participant and call for help.

    Fires when: fewer people with a qualification than the limit are in the room, or at tier T2 or T3 no
    clinician in the room (anaesthetist, physician, nurse) is free of other duties to watch the vital signs.
    Stays quiet when: enough are in the room, and above T1 one of them only watches. A pharmacist who knows
    the allocation is not counted.
    Worst case: the highest tier of any arm. The limit stands at every tier; for a small IV dose with a nurse
    for one participant a site may judge otherwise, but the stricter reading is kept.
    """
    staff = [m for m in view.trial.dosing_day.staff if m.role is not StaffRole.UNBLINDED_PHARMACIST]
    if not view.trial.dosing_day.staff:
        yield not_decided(STAFF, "who is there on a dosing day")
        return
    limit = view.limit("staff.present")
    there = [m for m in staff if m.presence is Presence.IN_ROOM and m.qualifications]
    count = Quantity(Fraction(sum(m.count for m in there)), Unit.POINT)
    if limit.is_broken_by(count):
        unknown = next((m for m in staff if m.presence is None and m.qualifications), None)
        if unknown is not None:
            yield Undecided(_place(unknown, "presence"), f"where {unknown.name} is during dosing")
        else:
            number, least = int(count.value), whole(limit.value)
            yield Hit(
                Severity.HARD,
                STAFF,
                f"Dosing day: {number or 'none'} of the trained staff {'is' if number == 1 else 'are'} with "
                f"the participant during acute effects; {least} is the least. Plan one who watches "
                "participant and vital signs, and one more.",
                f"{number} in the room",
                limit,
                limit_text=f"{least} in the room",
            )
    watchers = [m for m in there if m.role in _CLINICIANS]
    free, unknown = _best(watchers, lambda m: None if m.has_other_duties is None else not m.has_other_duties)
    if free or not watchers or not reaches(view, Tier.T2):
        if not watchers and reaches(view, Tier.T2):
            yield _no_watcher(view, None)
        return
    if unknown is not None:
        yield Undecided(
            _place(unknown, "has_other_duties"), f"whether {unknown.name} has other duties during dosing"
        )
    else:
        yield _no_watcher(view, watchers[0])


def _no_watcher(view: TrialView, member: StaffMember | None) -> Hit:
    tier = Tier.T3 if known_to_reach(view, Tier.T3) else Tier.T2
    fixes: tuple[Fix, ...] = ()
    if member is not None:
        change = Change(_place(member, "has_other_duties"), False)
        label = f"Free {member.name} of other duties during dosing"
        fixes = (Fix(label, (change,), "has other duties", "no other duties during dosing"),)
    return Hit(
        Severity.HARD,
        _place(member, "has_other_duties") if member else f"{STAFF}",
        f"Dosing day: at tier {tier.name} a clinician in the room must watch the vital signs and have no "
        "other duty. Plan one.",
        "has other duties" if member else "no clinician in the room",
        limit_text="a clinician in the room without other duties",
        fixes=fixes,
    )


RULES = (life_support_on_site, airway_skill, two_people_present)
