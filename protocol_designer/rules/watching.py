"""How rules read and mend the monitoring plan of a dosing day: entries by parameter, facts they share."""

from collections.abc import Callable, Iterable

from protocol_designer.domain.codes import Parameter
from protocol_designer.domain.dosing_day import Monitoring
from protocol_designer.domain.wording import word
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.fixes import fresh_id
from protocol_designer.rules.view import TrialView

MONITORING = "dosing_day.monitoring"
WHAT_IS_WATCHED = "what is watched on a dosing day"


def watched(view: TrialView, parameter: Parameter) -> tuple[Monitoring, ...]:
    """Return the entries for a parameter; readings of several add up."""
    return tuple(entry for entry in view.trial.dosing_day.monitoring if entry.parameter is parameter)


def place_of(entry: Monitoring) -> str:
    """Return the place of an entry."""
    return f"{MONITORING}[{entry.id}]"


def holds(
    entries: Iterable[Monitoring], fact: Callable[[Monitoring], bool | None]
) -> tuple[bool | None, Monitoring | None]:
    """Tell whether a fact holds for one of the entries, and of which it is not decided.

    True wins over an undecided fact, and that over False, so that no gap passes as an answer.
    """
    open_entry = None
    for entry in entries:
        answer = fact(entry)
        if answer:
            return True, None
        if answer is None and open_entry is None:
            open_entry = entry
    return (None, open_entry) if open_entry is not None else (False, None)


def watch(view: TrialView, parameter: Parameter, how: str, **facts: object) -> Fix:
    """Propose one entry more; ``how`` says in words what the facts say."""
    identity = fresh_id({e.id for e in view.trial.dosing_day.monitoring}, "monitoring", parameter.value)
    entry = {"id": identity, "parameter": parameter.value, **facts}
    name = word(parameter)
    return Fix(f"Watch {name} {how}", (Change(f"{MONITORING}[+]", entry),), f"{name} not watched", how)


def state(entry: Monitoring, before: str, after: str, **facts: object) -> Fix:
    """Propose other facts of an entry."""
    changes = tuple(Change(f"{place_of(entry)}.{field}", value) for field, value in facts.items())
    return Fix(f"Watch {word(entry.parameter)} {after}", changes, before, after)


def not_watched(what: str, how: str, cure: str, *fixes: Fix) -> Hit:
    """Say that a parameter has no entry, as a hard finding."""
    return Hit(
        Severity.HARD,
        MONITORING,
        f"Dosing day: {what} is not watched. {cure}.",
        "not watched",
        limit_text=how,
        fixes=fixes,
    )
