"""COAD-005: when an antisialagogue is given, and how long it lasts."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.domain.timing import AnchorKind
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity, TimeOffset, Unit
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import ANTIMUSCARINICS, KETAMINE, given
from protocol_designer.rules.view import TrialView


@rule(
    "COAD-005",
    "Antisialagogue timing and cover",
    Severity.SOFT,
    over=given(*ANTIMUSCARINICS, uses=[RegimenUse.PREMEDICATION]),
    needs=("route", "minutes from the study drug", "length of the ketamine session"),
    limits=(
        "atropine.iv.earliest",
        "atropine.iv.cover",
        "antimuscarinic.im.earliest",
        "antimuscarinic.im.latest",
    ),
)
def antisialagogue_timing(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """An antisialagogue that has worn off, or has not begun to act, when ketamine runs.

    Fires when: IV atropine is given too early, or alone for a session that outlasts it; an IM dose is given
    outside its time before the study drug; any can be given only after the study drug has begun.
    Stays quiet when: the times hold; IV glycopyrrolate lasts 2 to 4 h.
    Worst case: both ends of the time window; the longest ketamine session of the arms that receive it.
    """
    if regimen.route is None:
        yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
    elif regimen.route is Route.IM:
        yield from _im_timing(view, regimen)
    elif regimen.drug != "atropine" or regimen.route is not Route.IV:
        if _can_follow(regimen):
            yield _after_hit(view, regimen)
    else:
        yield from _iv_cover(view, regimen)
        earliest, _ = _minutes_before(regimen)
        limit = view.limit("atropine.iv.earliest")
        if _can_follow(regimen):
            yield _after_hit(view, regimen)
        elif limit.is_broken_by(earliest):
            yield _timing_hit(view, regimen, earliest, limit, "IV atropine lasts about 5 to 30 min")


def _im_timing(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    earliest, latest = _minutes_before(regimen)
    first, last = view.limit("antimuscarinic.im.earliest"), view.limit("antimuscarinic.im.latest")
    usual = f"an IM dose is given {last.value.printed()} to {first.value.printed()} before"
    if first.is_broken_by(earliest):
        yield _timing_hit(view, regimen, earliest, first, usual)
    elif last.is_broken_by(latest):
        yield _timing_hit(view, regimen, latest, last, usual)


def _timing_hit(view: TrialView, regimen: DrugRegimen, before: Quantity, limit: Limit, why: str) -> Hit:
    computed = beside(before, limit)
    fixes: tuple[Fix, ...] = ()
    place = f"{regimen_place(regimen)}.minutes_from_study_drug"
    if regimen.minutes_from_study_drug is not None:
        text = str(TimeOffset(-limit.value.value, limit.value.unit))
        label = f"Give it {limit.value.printed()} before the study drug"
        fixes = (Fix(label, (Change(place, text),), f"{computed} before", f"{limit.value.printed()} before"),)
    return Hit(
        Severity.SOFT,
        place,
        f"{view.arms_text(regimen)}: {regimen.name} can be given {computed} before the study drug; {why}. "
        "Move it or "
        "justify it.",
        f"{computed} before",
        limit,
        fixes=fixes,
    )


def _after_hit(view: TrialView, regimen: DrugRegimen) -> Hit:
    return Hit(
        Severity.SOFT,
        f"{regimen_place(regimen)}.minutes_from_study_drug",
        f"{view.arms_text(regimen)}: {regimen.name} can be given after the study drug has begun, too late "
        "to keep "
        "the mouth dry. Give it before or justify it.",
        "after the study drug",
        limit_text="before the study drug",
    )


def _iv_cover(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    sessions: list[DrugRegimen] = []
    for arm in view.arms_with(regimen):
        present = view.regimens_of(arm)
        if not any(_outlasts(other) for other in present):
            sessions.extend(other for other in present if other.drug in KETAMINE)
    if not sessions:
        return
    limit = view.limit("atropine.iv.cover")
    longest = max(Quantity(view.minutes(other), Unit.MINUTE) for other in sessions)
    if limit.is_broken_by(longest):
        runs = beside(longest, limit)
        yield Hit(
            Severity.SOFT,
            f"{regimen_place(regimen)}.drug",
            f"{view.arms_text(regimen)}: IV atropine lasts about 5 to 30 min, ketamine runs for {runs}. "
            "Glycopyrrolate "
            "or an IM dose covers it; change it or justify it.",
            runs,
            limit,
        )


def _outlasts(other: DrugRegimen) -> bool:
    """Tell whether everyone in the arm also gets an antisialagogue that lasts longer than IV atropine."""
    is_long = other.drug == "glycopyrrolate" or (other.drug == "atropine" and other.route is Route.IM)
    return is_long and other.use is RegimenUse.PREMEDICATION and other.condition is None


def _can_follow(regimen: DrugRegimen) -> bool:
    """Tell whether a premedication can be given after the study drug has begun."""
    if regimen.minutes_from_study_drug is not None:
        return regimen.minutes_from_study_drug.minutes > 0
    timing = regimen.timing
    return timing is not None and timing.anchor.kind is AnchorKind.DOSE_START and timing.latest.minutes > 0


def _minutes_before(regimen: DrugRegimen) -> tuple[Quantity, Quantity]:
    """Return the earliest and latest time before the study drug; a time after it counts as none before.

    Raises:
        Undecided: Neither an offset nor a time from the start of a dose is written.
    """
    offset, timing = regimen.minutes_from_study_drug, regimen.timing
    if offset is not None:
        first, last = offset.minutes, offset.minutes
    elif timing is not None and timing.anchor.kind is AnchorKind.DOSE_START:
        first, last = timing.earliest.minutes, timing.latest.minutes
    else:
        raise Undecided(
            f"{regimen_place(regimen)}.minutes_from_study_drug",
            f"how long before the study drug {regimen.name} is given",
        )
    return Quantity(max(-first, first * 0), Unit.MINUTE), Quantity(max(-last, last * 0), Unit.MINUTE)


RULES = (antisialagogue_timing,)
