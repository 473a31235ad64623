"""MON-001: pulse oximetry on a dosing day."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Parameter
from protocol_designer.domain.dosing_day import Monitoring
from protocol_designer.rules.dosing_days import (
    dosing_days,
    not_decided,
)
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView
from protocol_designer.rules.watching import (
    MONITORING,
    WHAT_IS_WATCHED,
    not_watched,
    place_of,
    state,
    watch,
    watched,
)

_WHOLE = "continuously from before the dose until discharge"
_WHOLE_FACTS = {"is_measured_before": True, "is_continuous": True, "continues_until_discharge": True}
_LACKS = {
    "is_measured_before": "not before the dose",
    "is_continuous": "not continuously",
    "continues_until_discharge": "not until discharge",
}


@rule(
    "MON-001",
    "Continuous pulse oximetry",
    Severity.HARD,
    over=dosing_days,
    needs=("monitoring of oxygen saturation: before, continuous, until discharge",),
    sources=("ketalar-us", "midazolam-us", "spravato-hcp"),
)
def continuous_pulse_oximetry(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Oxygen saturation is not watched from before the dose until the participant may leave.

    Fires when: ketamine is given or a benzodiazepine planned, and no single entry of the monitoring plan
    watches oxygen saturation continuously, from before the dose, until discharge.
    Stays quiet when: one entry does all three. Three entries that each do one of them leave gaps and do not
    count.
    Worst case: the plan serves every arm and session, so that one entry decides for all.
    """
    add = watch(view, Parameter.SPO2, _WHOLE, **_WHOLE_FACTS)
    entries = watched(view, Parameter.SPO2)
    if not view.trial.dosing_day.monitoring:
        yield not_decided(MONITORING, WHAT_IS_WATCHED, add)
        return
    if not entries:
        yield not_watched("oxygen saturation", _WHOLE, add.label, add)
        return
    best = min(entries, key=lambda entry: (len(_false(entry)), len(_open(entry))))
    if faults := _false(best):
        said = ", ".join(_LACKS[field] for field in faults)
        yield Hit(
            Severity.HARD,
            place_of(best),
            f"Dosing day: oxygen saturation is watched, but {said}. Watch it {_WHOLE}.",
            said,
            limit_text=_WHOLE,
            fixes=(state(best, said, _WHOLE, **_WHOLE_FACTS),),
        )
    for field in _open(best):
        about = _LACKS[field].removeprefix("not ")
        yield Undecided(f"{place_of(best)}.{field}", f"whether oxygen saturation is watched {about}")


def _false(entry: Monitoring) -> list[str]:
    return [field for field in _LACKS if getattr(entry, field) is False]


def _open(entry: Monitoring) -> list[str]:
    return [field for field in _LACKS if getattr(entry, field) is None]


RULES = (continuous_pulse_oximetry,)
