"""KET-007: intranasal S-ketamine and the schedule of the esketamine product."""

from collections.abc import Iterator

from protocol_designer.derived.doses import End, regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.identity import Jurisdiction
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.quantities import Unit
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.fixes import lower_fixed
from protocol_designer.rules.registry import rule
from protocol_designer.rules.sessions import count, courses_with, most_in, whole
from protocol_designer.rules.subjects import KETAMINE, given
from protocol_designer.rules.view import TrialView


@rule(
    "KET-007",
    "Esketamine outside the product schedule",
    Severity.HARD,
    over=given(*KETAMINE, routes=[Route.INTRANASAL]),
    needs=("dose steps", "visits with their windows", "jurisdiction", "use of the marketed product"),
    limits=(
        "esketamine.intranasal.low_dose",
        "esketamine.intranasal.high_dose",
        "esketamine.intranasal.sessions_per_week",
        "esketamine.intranasal.sessions_per_week.window",
    ),
    sources=("spravato-rems",),
)
def esketamine_outside_product_schedule(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """Intranasal S-ketamine in another way than the esketamine label gives it.

    Fires when: hard, a session gives more than the highest labelled dose; soft, a session gives another dose
    than the two labelled ones, there are more sessions in a week than labelled, or a trial in the United
    States uses the marketed product outside its risk programme.
    Stays quiet when: dose, frequency and programme are those of the label, or the ketamine is racemic.
    Worst case: every eligible weight, both ends of a dose range, the windows that bring sessions closest.
    """
    if not view.is_s_form(regimen):
        return
    yield from _dose(view, regimen)
    yield from _frequency(view, regimen)
    yield from _programme(view, regimen)


def _dose(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    low, high = view.limit("esketamine.intranasal.low_dose"), view.limit("esketamine.intranasal.high_dose")
    place = f"{regimen_place(regimen)}.steps"
    try:
        largest = view.session_total(regimen)
        totals = {dose.total_mg for end in End for dose in view.doses(regimen, end, Unit.MILLIGRAM)}
    except Undecided as missing:
        yield missing
        return
    labelled = f"{low.value.printed()} or {high.value.printed()}"
    computed = beside(largest.value, high)
    if high.is_broken_by(largest.value):
        yield Hit(
            Severity.HARD,
            place,
            f"{view.arms_text(regimen)}: esketamine {computed} in one session {largest.who}; the highest "
            "labelled "
            f"dose is {high.value.printed()}. Lower the dose.",
            computed,
            high,
            fixes=lower_fixed(regimen, high.value.in_base),
        )
    elif totals - {low.value.in_base, high.value.in_base} or largest.value.in_base not in totals:
        yield Hit(
            Severity.SOFT,
            place,
            f"{view.arms_text(regimen)}: esketamine {computed} in one session {largest.who}; the labelled "
            "doses are "
            f"{labelled}. Give one of them or justify the dose.",
            computed,
            low,
            limit_text=labelled,
        )


def _frequency(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    most = view.limit("esketamine.intranasal.sessions_per_week")
    window = view.limit("esketamine.intranasal.sessions_per_week.window").value
    for course in courses_with(*KETAMINE)(view):
        if isinstance(course, Undecided):
            yield course
            continue
        if all(regimen.id not in {each.id for each in session.regimens} for session in course.sessions):
            continue
        number = most_in(course.with_drugs(*KETAMINE), window)
        if most.is_broken_by(count(number)):
            yield Hit(
                Severity.SOFT,
                f"{regimen_place(regimen)}.visits",
                f"{course.label}: {number} esketamine sessions can fall within {window.printed()}; the label "
                "gives at "
                f"most {whole(most.value)}. Move sessions apart or justify the frequency.",
                f"{number} sessions",
                most,
                limit_text=f"{whole(most.value)} sessions in {window.printed()}",
            )


def _programme(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    jurisdictions = view.trial.identity.jurisdictions
    place = regimen_place(regimen)
    if not jurisdictions:
        yield Undecided("identity.jurisdictions", "whether the trial takes place in the United States")
    elif Jurisdiction.US in jurisdictions:
        if regimen.is_marketed_product_use is None:
            yield Undecided(f"{place}.is_marketed_product_use", "whether the marketed product is used")
        elif regimen.is_marketed_product_use and regimen.follows_product_programme is None:
            yield Undecided(f"{place}.follows_product_programme", "whether the risk programme is followed")
        elif regimen.is_marketed_product_use and not regimen.follows_product_programme:
            yield Hit(
                Severity.SOFT,
                f"{place}.follows_product_programme",
                f"{view.arms_text(regimen)}: the marketed product is used in the United States outside its "
                "risk "
                "programme (certified site, enrolment, observation for at least 2 h, monitoring form within "
                "7 days). "
                "Follow the programme or justify the exception.",
                limit_text="risk programme followed",
            )


RULES = (esketamine_outside_product_schedule,)
