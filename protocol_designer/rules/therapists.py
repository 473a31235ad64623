"""PSY-004: who gives the therapy, how they are trained, checked and held to a code of conduct."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.therapy import SessionKind, TherapyApproach, TherapyCourse
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, trial_giving
from protocol_designer.rules.therapy_times import courses_given, is_assisted
from protocol_designer.rules.view import TrialView

_AROUND_A_DOSE = (SessionKind.PREPARATION, SessionKind.IN_SESSION, SessionKind.INTEGRATION)


def _courses(view: TrialView) -> Iterator[TherapyCourse | Undecided]:
    """Choose the courses of a trial that gives ketamine; usual care away from the doses is left out."""
    for found in trial_giving(*KETAMINE)(view):
        if isinstance(found, Undecided):
            yield found
            continue
        courses = courses_given(view)
        if not courses and is_assisted(view):
            yield Undecided("courses", "which therapy is given")
        for course in courses:
            is_near = any(session.kind in _AROUND_A_DOSE for session in course.sessions)
            if course.approach is not TherapyApproach.USUAL_CARE or is_near:
                yield course


@rule(
    "PSY-004",
    "Therapist, manual, supervision and conduct",
    Severity.HARD,
    over=_courses,
    needs=("licence, training and supervision of the provider", "conduct policy", "manual", "fidelity"),
    sources=("fda-psychedelic-draft-2023", "NCT06538285"),
)
def therapist_and_conduct(view: TrialView, course: TherapyCourse) -> Iterator[Hit | Undecided]:
    """People under ketamine are suggestible and cannot protect themselves; who is with them must be bound.

    Fires when: hard, a therapist is alone with the participant during dosing; soft, the course has no manual,
    or neither a plan nor a visit for rating fidelity. Licence, training, supervision and a written policy on
    conduct and touch must be stated for every course that an arm receives, or the rule is not assessed and
    blocks.
    Stays quiet when: all is stated and no one is alone with a participant during dosing.
    Worst case: the course with the least stated; usual care away from the doses is left out.
    """
    place, provider = f"courses[{course.id}]", course.provider
    for field, value, what in (
        ("provider.licence", provider.licence, "which licence the provider holds"),
        ("provider.training", provider.training, "which training for this study the provider has"),
        ("provider.supervision", provider.supervision, "how the provider is supervised"),
        ("conduct_policy", course.conduct_policy, "the policy on conduct and touch"),
    ):
        if value is None:
            yield Undecided(f"{place}.{field}", f"{what} ({course.name})")
    alone = f"{place}.provider.is_alone_with_participant_during_dosing"
    if provider.is_alone_with_participant_during_dosing:
        yield Hit(
            Severity.HARD,
            alone,
            f"{course.name}: a therapist is alone with the participant during dosing. Have a second person "
            "attend.",
            "alone",
            limit_text="two people",
        )
    elif provider.is_alone_with_participant_during_dosing is None and _attends_dosing(course):
        yield Undecided(
            alone, f"whether a therapist is alone with the participant during dosing ({course.name})"
        )
    if course.manual is None:
        yield _soft(f"{place}.manual", course, "no manual is named", "manual")
    rated = {a.id for a in view.trial.schedule.activities if a.instrument is Instrument.FIDELITY_RATING}
    if course.fidelity is None and not any(cell.activity in rated for cell in view.trial.schedule.cells):
        yield _soft(f"{place}.fidelity", course, "no rating of fidelity is planned", "fidelity rating")


def _attends_dosing(course: TherapyCourse) -> bool:
    return course.approach is TherapyApproach.KETAMINE_ASSISTED or any(
        session.kind in (None, SessionKind.IN_SESSION) for session in course.sessions
    )


def _soft(place: str, course: TherapyCourse, fault: str, wanted: str) -> Hit:
    return Hit(
        Severity.SOFT, place, f"{course.name}: {fault}. Add it or justify it.", fault, limit_text=wanted
    )


RULES = (therapist_and_conduct,)
