"""MON-012: that nobody doses alone or at home, and nobody on a full stomach."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Setting
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.domain.schedule import ContactMode
from protocol_designer.domain.wording import word
from protocol_designer.formulary.records import Limit
from protocol_designer.quantities import Quantity
from protocol_designer.rules.dosing_days import dosing_days, known_to_reach, not_decided, reaches, sedating
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TIER_LIMITS, Tier, TrialView

_ALONE = (Setting.HOME, Setting.TELEHEALTH)
_BY_STAFF = (Route.IV, Route.IM, Route.GASTRIC_TUBE, Route.SUBCUTANEOUS, Route.DEPOT_IM, Route.DEPOT_SC)


@rule(
    "MON-012",
    "Setting and fasting",
    Severity.HARD,
    over=dosing_days,
    needs=("setting", "direct observation", "mode of dosing visits", "participant-held supply", "fasting"),
    limits=("fasting.clear_fluids", "fasting.light_meal", *TIER_LIMITS),
    sources=("fda-compounded-ketamine", "spravato-rems", "ketalar-us", "asa-fasting"),
)
def setting_and_fasting(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A dose may be taken where nobody can help, or on a full stomach.

    Fires when: hard, the setting is the home or telehealth, dosing is not directly observed, a visit at which
    ketamine or a benzodiazepine is given takes place at home, by telephone or by video, or participants may
    hold their own supply; hard at tier T2 or T3, soft at T1, fasting is shorter than its limits.
    Stays quiet when: every dose is given on site under direct observation, and fasting reaches its limits or
    the tier is T0. That a participant presses the spray himself is no fault while he is observed.
    Worst case: the highest tier of any arm. Whether participants may hold a supply is asked only for forms
    that they could take themselves.
    """
    day = view.trial.dosing_day
    if day.setting is None:
        yield Undecided("dosing_day.setting", "where dosing takes place")
    elif day.setting in _ALONE:
        yield _alone("dosing_day.setting", f"the setting is {word(day.setting)}", word(day.setting))
    observed = Fix(
        "Have every dose directly observed",
        (Change("dosing_day.is_directly_observed", True),),
        "not observed",
        "directly observed",
    )
    if day.is_directly_observed is None:
        yield not_decided("dosing_day.is_directly_observed", "whether dosing is directly observed", observed)
    elif not day.is_directly_observed:
        yield _alone("dosing_day.is_directly_observed", "dosing is not observed", "not observed", observed)
    yield from _visits_away(view)
    yield from _held_supply(view)
    yield from _fasting(view)


def _alone(place: str, fault: str, computed: str, *fixes: Fix) -> Hit:
    return Hit(
        Severity.HARD,
        place,
        f"Dosing day: {fault}. Give every dose on site and under direct observation.",
        computed,
        limit_text="on site, directly observed",
        fixes=fixes,
    )


def _visits_away(view: TrialView) -> Iterator[Hit]:
    given = {visit for regimen in sedating(view) for visit in regimen.visits}
    for visit in view.trial.schedule.visits:
        if visit.id in given and visit.mode not in (None, ContactMode.ON_SITE):
            place, mode = f"schedule.visits[{visit.id}].mode", word(visit.mode)
            on_site = ContactMode.ON_SITE.value
            fix = Fix(
                f"Hold {visit.name} on site", (Change(place, on_site),), mode, word(ContactMode.ON_SITE)
            )
            yield _alone(place, f"{visit.name} takes place {_by(visit.mode)}", mode, fix)


def _by(mode: ContactMode) -> str:
    return word(mode) if mode is ContactMode.HOME else f"by {word(mode)}"


def _held_supply(view: TrialView) -> Iterator[Hit]:
    place, bars = "pharmacy.bars_participant_held_supply", view.trial.pharmacy.bars_participant_held_supply
    fix = Fix("Bar participants from holding a supply", (Change(place, True),), "not barred", "barred")
    if bars is False:
        yield _alone(place, "participants may hold a supply", "not barred", fix)
    elif bars is None and any(_could_be_taken_home(regimen) for regimen in sedating(view)):
        yield not_decided(place, "whether participants may hold a supply", fix)


def _could_be_taken_home(regimen: DrugRegimen) -> bool:
    return regimen.route not in _BY_STAFF or bool(regimen.is_self_administered)


def _fasting(view: TrialView) -> Iterator[Hit | Undecided]:
    fasting = view.trial.dosing_day.fasting
    for field, what, limit, held in (
        ("clear_fluids", "clear fluids", view.limit("fasting.clear_fluids"), fasting.clear_fluids),
        ("light_meal", "a light meal", view.limit("fasting.light_meal"), fasting.light_meal),
    ):
        if (held is None or limit.is_broken_by(held)) and reaches(view, Tier.T1):
            must = known_to_reach(view, Tier.T2) or reaches(view, Tier.T2)
            yield _too_full(f"dosing_day.fasting.{field}", what, limit, held, must)


def _too_full(place: str, what: str, limit: Limit, held: Quantity | None, must: bool) -> Hit:
    least = limit.value.printed()
    before = held.printed() if held is not None else "not decided"
    fix = Fix(f"Stop {what} {least} before dosing", (Change(place, str(limit.value)),), before, least)
    if held is None and must:
        return not_decided(place, f"how long participants go without {what} before dosing", fix)
    said = "without a rule" if held is None else beside(held, limit)
    return Hit(
        Severity.HARD if must else Severity.SOFT,
        place,
        f"Dosing day: {what} may be taken "
        + ("up to the dose" if held is None else f"until {said} before the dose")
        + f"; {least} is the shortest time. Fast longer"
        + ("." if must else " or justify it."),
        said,
        limit,
        fixes=(fix,),
    )


RULES = (setting_and_fasting,)
