"""ETH-004 and 005: independent monitoring, stopping rules and reporting clocks."""

from collections.abc import Iterator
from fractions import Fraction

from protocol_designer.derived.paths import study_regimens
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.conduct import SafetyOversight, StoppingScope
from protocol_designer.domain.identity import PersonRole, TrialPhase
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.masking import is_blinded
from protocol_designer.rules.registry import rule
from protocol_designer.rules.said import is_said
from protocol_designer.rules.subjects import whole_trial
from protocol_designer.rules.view import TrialView

_LATE_PHASES = (TrialPhase.PHASE_2_3, TrialPhase.PHASE_3)


@rule(
    "ETH-004",
    "Independent safety monitoring",
    Severity.HARD,
    over=whole_trial,
    needs=("safety oversight", "phase", "sites", "blinding", "dosing sessions", "people"),
    sources=("nih-dsmb", "spirit-2025"),
)
def independent_safety_monitoring(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Nobody independent watches the harms while they add up.

    Fires when: hard, there is no independent board although the trial is of phase 3, has several sites, or
    doses blinded participants more than once; soft, only the investigator watches, or the medical monitor is
    an investigator of the trial.
    Stays quiet when: there is an independent board, or nothing asks for one and a named medical monitor is
    independent.
    Worst case: the arm or sequence with most dosing sessions.
    """
    place, oversight = "oversight.safety_oversight", view.trial.oversight.safety_oversight
    if oversight is None:
        yield Undecided(place, "who watches the safety data")
        return
    if oversight is SafetyOversight.INDEPENDENT_BOARD:
        return
    reasons, missing = _reasons_for_a_board(view)
    if reasons:
        told = ", ".join(reasons)
        yield Hit(
            Severity.HARD,
            place,
            f"Whole trial: {told}, without an independent data and safety monitoring board. Appoint one.",
            told,
            limit_text="independent board",
            fixes=(_appoint(SafetyOversight.INDEPENDENT_BOARD, oversight),),
        )
        return
    yield from missing
    if oversight is SafetyOversight.INVESTIGATOR_ONLY:
        yield Hit(
            Severity.SOFT,
            place,
            "Whole trial: only the investigator watches the safety data. Appoint an independent board or "
            "medical "
            "monitor, or justify it.",
            word(oversight),
            limit_text="independent board or monitor",
            fixes=(_appoint(SafetyOversight.INDEPENDENT_BOARD, oversight),),
        )
    else:
        yield from _monitor(view)


def _appoint(wanted: SafetyOversight, now: SafetyOversight) -> Fix:
    change = Change("oversight.safety_oversight", wanted.value)
    return Fix("Appoint an independent board", (change,), word(now), word(wanted))


def _reasons_for_a_board(view: TrialView) -> tuple[list[str], list[Undecided]]:
    trial, reasons, missing = view.trial, [], []
    if trial.identity.phase is None:
        missing.append(Undecided("identity.phase", "the phase"))
    elif trial.identity.phase in _LATE_PHASES:
        reasons.append(word(trial.identity.phase))
    if trial.design.is_multisite is None:
        missing.append(Undecided("design.is_multisite", "whether there are several sites"))
    elif trial.design.is_multisite:
        reasons.append("several sites")
    try:
        if _is_repeated(view) and is_blinded(view):
            reasons.append("blinded repeated dosing")
    except Undecided as open_value:
        missing.append(open_value)
    return reasons, missing


def _is_repeated(view: TrialView) -> bool:
    trial = view.trial
    planned = [r for arm in trial.arms for r in study_regimens(trial, arm)]
    if any(len(path.sessions) > 1 for path in view.paths) or any(
        (regimen.administrations_planned or 1) > 1 or len(regimen.visits) > 1 for regimen in planned
    ):
        return True
    if not any(path.sessions for path in view.paths):
        raise Undecided("schedule.visits", "how many dosing sessions there are")
    return False


def _monitor(view: TrialView) -> Iterator[Hit | Undecided]:
    people = view.trial.identity.people
    investigators = {
        person.name.casefold().strip()
        for person in people
        if person.role in (PersonRole.PRINCIPAL_INVESTIGATOR, PersonRole.INVESTIGATOR)
    }
    monitors = [person for person in people if person.role is PersonRole.MEDICAL_MONITOR]
    if not monitors:
        yield Undecided("identity.people", "who the independent medical monitor is")
    for person in monitors:
        if person.name.casefold().strip() in investigators:
            yield Hit(
                Severity.SOFT,
                f"identity.people[{person.id}].role",
                f"Whole trial: {person.name} is medical monitor and investigator. Name someone "
                "independent or "
                "justify it.",
                "also investigator",
                limit_text="independent of the investigators",
            )


@rule(
    "ETH-005",
    "Stopping rules and reporting clocks",
    Severity.HARD,
    over=whole_trial,
    needs=("stopping rules with their scope", "days to report serious and fatal events"),
    limits=("reporting.serious_unexpected", "reporting.fatal"),
    sources=("spirit-2025",),
)
def stopping_rules_and_clocks(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Nothing ends treatment or the trial when harm shows, or the authorities learn of it too late.

    Fires when: stopping rules are written for participants only or for the trial only, or a reporting clock
    is longer than its limit. The clocks are those of a US IND; they are asked of every trial, as the stricter
    reading.
    Stays quiet when: there is a rule for the participant and one for the trial, and both clocks hold. Such
    rules name, for example, apnoea, hypertensive crisis, psychosis beyond 24 h, a ketamine use disorder.
    Worst case: none; the clocks hold for every event.
    """
    harms = view.trial.harms
    if not harms.stopping_rules:
        yield Undecided("harms.stopping_rules", "when a participant and when the trial is stopped")
    else:
        scopes = {entry.scope for entry in harms.stopping_rules if is_said(entry.condition)}
        wanted = (StoppingScope.PARTICIPANT, StoppingScope.TRIAL)
        if missing := [word(scope) for scope in wanted if scope not in scopes]:
            listed = " and ".join(f"the {scope}" for scope in missing)
            yield Hit(
                Severity.HARD,
                "harms.stopping_rules",
                f"Whole trial: no stopping rule for {listed}. Write when to stop, and who decides.",
                f"no rule for {listed}",
                limit_text="rules for the participant and the trial",
            )
    yield from _clock(
        view, "serious_unexpected_report_days", "reporting.serious_unexpected", "serious unexpected"
    )
    yield from _clock(view, "fatal_report_days", "reporting.fatal", "fatal or life-threatening")


def _clock(view: TrialView, field: str, key: str, kind: str) -> Iterator[Hit | Undecided]:
    limit, place, days = view.limit(key), f"harms.{field}", getattr(view.trial.harms, field)
    if days is None:
        yield Undecided(place, f"within how many days {kind} events are reported")
        return
    clock = Quantity(Fraction(days), Unit.DAY)
    if limit.is_broken_by(clock):
        computed, allowed = beside(clock, limit), limit.value
        change = Change(place, int(allowed.value))
        yield Hit(
            Severity.HARD,
            place,
            f"Whole trial: {kind} events are reported within {computed}; the limit is "
            f"{allowed.printed()}. Shorten "
            "the clock.",
            computed,
            limit,
            fixes=(Fix(f"Report within {allowed.printed()}", (change,), clock.printed(), allowed.printed()),),
        )


RULES = (independent_safety_monitoring, stopping_rules_and_clocks)
