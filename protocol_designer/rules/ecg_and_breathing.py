"""MON-003 and 004: the electrocardiogram, and breathing itself beside oxygen saturation."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConditionCode, Instrument, Parameter
from protocol_designer.domain.dosing_day import Monitoring
from protocol_designer.domain.schedule import Visit
from protocol_designer.domain.wording import word
from protocol_designer.rules.assessments import EARLIEST_CHECK, check_before_doses, without_earlier
from protocol_designer.rules.dosing_days import (
    dosing_days,
    ketamine_days,
    known_to_reach,
    not_decided,
    reaches,
    sedating,
)
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.opioids import opioids_possible
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import BENZODIAZEPINES, given
from protocol_designer.rules.view import TIER_LIMITS, Tier, TrialView
from protocol_designer.rules.watching import (
    MONITORING,
    WHAT_IS_WATCHED,
    holds,
    place_of,
    state,
    watch,
    watched,
)

_HEART = (
    ConditionCode.RECENT_MI_STROKE_HEAD_TRAUMA,
    ConditionCode.UNSTABLE_CORONARY_DISEASE,
    ConditionCode.DECOMPENSATED_HEART_FAILURE,
    ConditionCode.SIGNIFICANT_ARRHYTHMIA,
)
_CONTINUOUSLY = "continuously during dosing"
_CONTINUOUS = {"is_continuous": True}


@rule(
    "MON-003",
    "Electrocardiogram",
    Severity.HARD,
    over=ketamine_days,
    needs=("ECG monitoring", "exposure tier", "cardiac exclusions", "12-lead ECG in the schedule"),
    limits=("monitoring.ecg.interval", EARLIEST_CHECK, *TIER_LIMITS),
    sources=("ketalar-us", "apa-ketamine-2017", "benzodiazepine-exclusion-precedent"),
)
def electrocardiogram(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """The heart is not watched where the dose or the participants ask for it.

    Fires when: hard, there is no continuous electrocardiogram (ECG) at tier T3, or while recent infarction or
    stroke, unstable coronary disease, heart failure or arrhythmia is not excluded; soft, there is no ECG
    during dosing at tier T1 or T2, or no 12-lead ECG before each first dose.
    Stays quiet when: a continuous ECG is planned, or at T1 or T2 with those excluded one that is repeated at
    the limit or more often, and a 12-lead ECG stands before every dose: at an earlier visit or on the day.
    Worst case: the highest tier of any arm, and any eligible participant.
    """
    bare = list(without_earlier(view, Instrument.ECG_12_LEAD, or_before_dose=True))
    yield from (each for each in bare if isinstance(each, Undecided))
    visits = [each for each in bare if isinstance(each, Visit)]
    if visits:
        listed = ", ".join(visit.name for visit in visits)
        yield Hit(
            Severity.SOFT,
            "schedule.cells",
            f"Dosing day: no 12-lead ECG precedes {listed}. Record one at baseline or justify it.",
            f"no 12-lead ECG before {listed}",
            limit_text="12-lead ECG at baseline",
            fixes=check_before_doses(view, Instrument.ECG_12_LEAD, visits),
        )
    yield from _ecg_during_dosing(view)


def _ecg_during_dosing(view: TrialView) -> Iterator[Hit | Undecided]:
    add = watch(view, Parameter.ECG, _CONTINUOUSLY, is_measured_before=True, **_CONTINUOUS)
    if not view.trial.dosing_day.monitoring:
        yield not_decided(MONITORING, WHAT_IS_WATCHED, add)
        return
    entries = watched(view, Parameter.ECG)
    continuous, unknown = holds(entries, lambda entry: entry.is_continuous)
    if continuous:
        return
    exposed = [code for code in _HEART if not view.is_excluded(code)]
    must = bool(exposed) or reaches(view, Tier.T3)
    if not must and (not reaches(view, Tier.T1) or _repeated(view, entries)):
        return
    if unknown is not None:
        yield Undecided(f"{place_of(unknown)}.is_continuous", "whether the ECG is continuous")
        return
    why = "the dose comes near anaesthesia" if known_to_reach(view, Tier.T3) else "ketamine burdens the heart"
    if exposed:
        why = f"people with {', '.join(word(code) for code in exposed)} may take part"
    said = "not continuous" if entries else "not watched"
    yield Hit(
        Severity.HARD if must else Severity.SOFT,
        f"{place_of(entries[0])}.is_continuous" if entries else MONITORING,
        f"Dosing day: the ECG is {said}, and {why}. Watch it continuously"
        + ("." if must else " or justify it."),
        said,
        limit_text="continuous ECG" if must else "ECG during dosing",
        fixes=(state(entries[0], said, _CONTINUOUSLY, **_CONTINUOUS) if entries else add,),
    )


def _repeated(view: TrialView, entries: tuple[Monitoring, ...]) -> bool:
    limit = view.limit("monitoring.ecg.interval")
    return any(entry.interval_during and not limit.is_broken_by(entry.interval_during) for entry in entries)


@rule(
    "MON-004",
    "Ventilation monitoring",
    Severity.HARD,
    over=dosing_days,
    needs=("capnography", "counted breathing", "exposure tier", "benzodiazepines", "opioid policies"),
    limits=("monitoring.respiratory_rate.interval", *TIER_LIMITS),
    sources=("asa-basic-monitoring", "midazolam-us", "spravato-rems"),
)
def ventilation_monitoring(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Breathing can fail while saturation, above all with oxygen, still looks well.

    Fires when: hard, there is no continuous capnography at tier T3, or where a benzodiazepine is given for
    any use to people who may take opioids; soft, there is neither capnography nor breathing counted often
    enough at tier T2 or where a benzodiazepine is planned.
    Stays quiet when: capnography runs continuously; where it is only soft, also when breathing is counted at
    the limit or more often. Ketamine alone at tier T1 asks for neither.
    Worst case: the highest tier of any arm, and any participant who may take opioids.
    """
    day = view.trial.dosing_day
    capnography = watched(view, Parameter.CAPNOGRAPHY)
    continuous, unknown = holds(capnography, lambda entry: entry.is_continuous)
    if continuous:
        return
    planned = any(regimen.drug in BENZODIAZEPINES for regimen in sedating(view))
    given_at_all = any(not isinstance(each, Undecided) for each in given(*BENZODIAZEPINES)(view))
    must = known_to_reach(view, Tier.T3) or (given_at_all and opioids_possible(view))
    must = must or reaches(view, Tier.T3)
    if not must and not planned and not reaches(view, Tier.T2):
        return
    add = watch(view, Parameter.CAPNOGRAPHY, _CONTINUOUSLY, **_CONTINUOUS)
    if not day.monitoring:
        yield not_decided(MONITORING, WHAT_IS_WATCHED, add)
        return
    counted, open_count = holds(
        watched(view, Parameter.RESPIRATORY_RATE), lambda entry: _counted(view, entry)
    )
    if counted and not must:
        return
    if unknown is not None:
        yield Undecided(f"{place_of(unknown)}.is_continuous", "whether capnography is continuous")
        return
    if open_count is not None and not must:
        yield Undecided(
            f"{place_of(open_count)}.interval_during", "how often breathing is counted during dosing"
        )
        return
    who = "with a benzodiazepine" if given_at_all else "at this dose"
    yield Hit(
        Severity.HARD if must else Severity.SOFT,
        f"{place_of(capnography[0])}.is_continuous" if capnography else MONITORING,
        f"Dosing day: ventilation is not watched {who}, only saturation. "
        + ("Add continuous capnography." if must else "Add capnography, count breathing, or justify it."),
        "no continuous capnography",
        limit_text="continuous capnography" if must else "capnography or counted breathing",
        fixes=(
            state(capnography[0], "not continuous", _CONTINUOUSLY, **_CONTINUOUS) if capnography else add,
        ),
    )


def _counted(view: TrialView, entry: Monitoring) -> bool | None:
    if entry.interval_during is None:
        return True if entry.is_continuous else None
    return not view.limit("monitoring.respiratory_rate.interval").is_broken_by(entry.interval_during)


RULES = (electrocardiogram, ventilation_monitoring)
