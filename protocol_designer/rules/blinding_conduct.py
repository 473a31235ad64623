"""COMP-007 and 008: who may see what, and how the code is broken in an emergency."""

from collections.abc import Iterable, Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.codes import Presence, StaffRole
from protocol_designer.domain.design import BlindedRole
from protocol_designer.domain.objectives import ObjectiveLevel
from protocol_designer.domain.therapy import SessionKind
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.masking import double_blind, is_blinded
from protocol_designer.rules.registry import rule
from protocol_designer.rules.said import is_said
from protocol_designer.rules.view import TrialView

_SEPARATION = "design.blinding.separation"
_APART = "separate people"


@rule(
    "COMP-007",
    "Role separation",
    Severity.HARD,
    over=double_blind,
    needs=(
        "blinded roles",
        "separation of roles",
        "staff of the dosing day",
        "raters of the primary endpoint",
    ),
    sources=("spirit-2025", "karma-dep-2"),
)
def role_separation(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Somebody who sees the acute effects, or knows the code, also rates outcomes or leads later therapy.

    Fires when: at least two roles are blinded and, hard, raters attend dosing, a member of the dosing team
    rates outcomes or is named as rater of the primary endpoint, whoever prepares the dose is not independent,
    an unblinded pharmacist is in the dosing room, or the integration therapist attends dosing without a
    written justification; soft, the outcome assessor is not blinded.
    Stays quiet when: all of these are kept apart. Therapists only matter where there is integration.
    Worst case: any session; one member of staff is enough.
    """
    separation = view.trial.design.blinding.separation
    yield from _must_be(
        view, "raters_attend_dosing", False, "raters attend dosing", "Keep raters out of dosing"
    )
    yield from _must_be(
        view,
        "dose_preparer_is_independent",
        True,
        "whoever prepares the dose has another role in the trial",
        "Have the dose prepared independently",
    )
    if any(
        s.kind in (None, SessionKind.INTEGRATION) for c in view.trial.courses for s in c.sessions
    ) and not (separation.integration_therapist_attends_dosing and is_said(separation.justification)):
        yield from _must_be(
            view,
            "integration_therapist_attends_dosing",
            False,
            "the integration therapist attends dosing, without a written justification",
            "Keep the integration therapist out of dosing",
        )
    yield from _dosing_team(view)
    yield from _assessor(view)


def _must_be(view: TrialView, field: str, wanted: bool, fault: str, label: str) -> Iterator[Hit | Undecided]:
    place, value = f"{_SEPARATION}.{field}", getattr(view.trial.design.blinding.separation, field)
    if value is None:
        yield Undecided(place, f"whether {fault.partition(',')[0]}")
    elif value is not wanted:
        yield Hit(
            Severity.HARD,
            place,
            f"Whole trial: {fault}, and the acute effects or the code reveal the allocation. Separate the "
            "unblinded pharmacist, the dosing team and the raters.",
            fault,
            limit_text=_APART,
            fixes=(
                Fix(label, (Change(place, wanted),), "yes" if value else "no", "yes" if wanted else "no"),
            ),
        )


def _dosing_team(view: TrialView) -> Iterator[Hit | Undecided]:
    raters = _primary_raters(view)
    for member in view.trial.dosing_day.staff:
        place, sees = f"dosing_day.staff[{member.id}]", member.presence in (None, Presence.IN_ROOM)
        if member.rates_outcomes:
            yield Hit(
                Severity.HARD,
                f"{place}.rates_outcomes",
                f"Whole trial: {member.name} belongs to the dosing team and rates outcomes. Name another "
                "rater.",
                "rates outcomes",
                limit_text=_APART,
                fixes=(
                    Fix(
                        f"{member.name} rates no outcome",
                        (Change(f"{place}.rates_outcomes", False),),
                        "rates outcomes",
                        "rates none",
                    ),
                ),
            )
        elif member.rates_outcomes is None:
            yield Undecided(f"{place}.rates_outcomes", f"whether {member.name} rates outcomes")
        elif sees and member.name.casefold().strip() in raters:
            yield Hit(
                Severity.HARD,
                f"{place}.name",
                f"Whole trial: {member.name} is in the dosing room and is named as rater of the primary "
                "endpoint. "
                "Name another rater.",
                "rates the primary endpoint",
                limit_text=_APART,
            )
        if member.role is StaffRole.UNBLINDED_PHARMACIST and member.presence is Presence.IN_ROOM:
            yield Hit(
                Severity.HARD,
                f"{place}.presence",
                f"Whole trial: {member.name} knows the allocation and is in the dosing room. Keep the "
                "pharmacist "
                "outside.",
                "in the dosing room",
                limit_text=_APART,
                fixes=(
                    Fix(
                        f"Keep {member.name} outside the dosing room",
                        (Change(f"{place}.presence", Presence.ON_SITE.value),),
                        "in the room",
                        "on site",
                    ),
                ),
            )


def _primary_raters(view: TrialView) -> frozenset[str]:
    trial = view.trial
    wanted = {e for o in trial.objectives if o.level is ObjectiveLevel.PRIMARY for e in o.endpoints}
    activities = {a for endpoint in trial.endpoints if endpoint.id in wanted for a in endpoint.activities}
    return frozenset(
        activity.rater.casefold().strip()
        for activity in trial.schedule.activities
        if activity.id in activities and activity.rater is not None
    )


def _assessor(view: TrialView) -> Iterator[Hit]:
    entries = {entry.role: (i, entry) for i, entry in enumerate(view.trial.design.blinding.roles)}
    found = entries.get(BlindedRole.OUTCOME_ASSESSOR)
    if found is None:
        record = {"role": BlindedRole.OUTCOME_ASSESSOR.value, "is_blinded": True}
        yield Hit(
            Severity.NOT_ASSESSED,
            "design.blinding.roles",
            "Not assessed: whether the outcome assessor is blinded is not decided.",
            fixes=(
                Fix(
                    "Blind the outcome assessor",
                    (Change("design.blinding.roles[+]", record),),
                    "not decided",
                    "blinded",
                ),
            ),
        )
    elif not found[1].is_blinded:
        place = f"design.blinding.roles[{found[0]}].is_blinded"
        yield Hit(
            Severity.SOFT,
            place,
            "Whole trial: the outcome assessor knows the allocation in a blinded trial. Blind the "
            "assessor or "
            "justify it.",
            "not blinded",
            limit_text="blinded",
            fixes=(Fix("Blind the outcome assessor", (Change(place, True),), "not blinded", "blinded"),),
        )


def _blinded(view: TrialView) -> Iterable[TrialView]:
    if is_blinded(view):
        yield view


@rule(
    "COMP-008",
    "Emergency unblinding",
    Severity.HARD,
    over=_blinded,
    needs=("blinded roles", "emergency unblinding: who, how, at what hours"),
    sources=("spirit-2025", "flumazenil-us"),
)
def emergency_unblinding(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """In an emergency nobody can find out which drug was given, although each needs its own rescue.

    Fires when: somebody is blinded, and emergency unblinding is declared not applicable, not available day
    and night, or does not say who does it and how.
    Stays quiet when: nobody is blinded, or a procedure for 24 h names both.
    Worst case: an emergency at night, after the dosing team went home.
    """
    place, plan = "design.blinding.emergency_unblinding", view.trial.design.blinding.emergency_unblinding
    if plan is None:
        yield Undecided(place, "how the allocation is revealed in an emergency")
        return
    if isinstance(plan, NotApplicable):
        faults = ["it is declared not applicable"]
    else:
        faults = [] if plan.is_available_24h else ["it is not available for 24 h a day"]
        faults += [] if is_said(plan.who) else ["nobody is named"]
        faults += [] if is_said(plan.how) else ["the way is not written"]
    if faults:
        told = "; ".join(faults)
        is_hours = faults == ["it is not available for 24 h a day"]
        change = (Change(f"{place}.is_available_24h", True),)
        yield Hit(
            Severity.HARD,
            place,
            f"Whole trial: emergency unblinding is not assured: {told}. Name who reveals the allocation "
            "and how, "
            "day and night; a benzodiazepine and ketamine need different rescue.",
            told,
            limit_text="available for 24 h, by whom and how",
            fixes=(Fix("Make unblinding available for 24 h", change, "not for 24 h", "for 24 h"),)
            if is_hours
            else (),
        )


RULES = (role_separation, emergency_unblinding)
