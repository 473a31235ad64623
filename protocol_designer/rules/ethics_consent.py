"""ETH-001, 002 and 006: consent, what it must explain, and confidentiality."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConsentTopic, Instrument
from protocol_designer.domain.design import DesignModel
from protocol_designer.domain.identity import Jurisdiction
from protocol_designer.domain.schedule import CellTime
from protocol_designer.domain.therapy import SessionKind
from protocol_designer.domain.wording import word
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.said import is_said, is_waived, names
from protocol_designer.rules.subjects import KETAMINE, trial_giving, whole_trial
from protocol_designer.rules.view import TrialView

_CONSENT = "oversight.consent"
_REQUIRED = (
    ConsentTopic.MISUSE_DEPENDENCE,
    ConsentTopic.BLADDER_LIVER,
    ConsentTopic.DISSOCIATION_PSYCHOSIS_SUICIDALITY,
    ConsentTopic.DRIVING,
    ConsentTopic.PLACEBO_UNBLINDING,
    ConsentTopic.OFF_LABEL,
)


@rule(
    "ETH-001",
    "Consent and capacity",
    Severity.HARD,
    over=whole_trial,
    needs=("ethics approval", "how consent is taken", "capacity check at each dosing visit"),
    sources=("21-cfr-312-2", "NCT02649231", "NCT05661669"),
)
def consent_and_capacity(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Consent of people who may be intoxicated, sedated or in withdrawal must be worth its name.

    Fires when: consent may be taken while not sober, or after preparation has begun; capacity is not checked
    on the dosing day, or its check is missing before the dose at a dosing visit.
    Stays quiet when: an ethics board approves first, consent is taken sober and before preparation, capacity
    is checked before each dose, and withdrawal on the dosing day is described.
    Worst case: any participant on any dosing day.
    """
    oversight = view.trial.oversight
    if not is_said(oversight.ethics_approval) or is_waived(oversight.ethics_approval):
        yield Undecided("oversight.ethics_approval", "the approval by an ethics board")
    if not is_said(oversight.consent.withdrawal_on_dosing_day):
        yield Undecided(f"{_CONSENT}.withdrawal_on_dosing_day", "how consent is withdrawn on the dosing day")
    yield from _must(
        view,
        "is_taken_sober",
        "consent may be taken while intoxicated or in withdrawal",
        "Take consent sober",
    )
    if _has_preparation(view):
        yield from _must(
            view,
            "is_taken_before_preparation",
            "consent is taken after preparation has begun",
            "Take consent before preparation",
        )
    yield from _must(
        view,
        "capacity_is_checked_on_dosing_day",
        "capacity is not checked on the dosing day",
        "Check capacity on each dosing day",
    )
    if oversight.consent.capacity_is_checked_on_dosing_day:
        yield from _capacity_checks(view)


def _has_preparation(view: TrialView) -> bool:
    """Tell whether anything is done to prepare; a session of unknown kind may be."""
    return any(
        session.kind in (None, SessionKind.PREPARATION)
        for course in view.trial.courses
        for session in course.sessions
    )


def _must(view: TrialView, field: str, fault: str, label: str) -> Iterator[Hit | Undecided]:
    place, value = f"{_CONSENT}.{field}", getattr(view.trial.oversight.consent, field)
    if value is None:
        yield Undecided(place, f"whether {fault}")
    elif not value:
        yield Hit(
            Severity.HARD,
            place,
            f"Whole trial: {fault}. Consent is given sober, with capacity checked, before anything is done.",
            fault,
            limit_text="sober, with capacity, before preparation",
            fixes=(Fix(label, (Change(place, True),), "no", "yes"),),
        )


def _capacity_checks(view: TrialView) -> Iterator[Hit | Undecided]:
    schedule = view.trial.schedule
    dosing = [visit for visit in schedule.visits if visit.is_dosing]
    if not dosing or not schedule.cells:
        yield Undecided("schedule.cells", "the capacity check before each dose")
        return
    checks = {a.id for a in schedule.activities if a.instrument is Instrument.CAPACITY_CHECK}
    checked = {
        cell.visit
        for cell in schedule.cells
        if cell.activity in checks and (not cell.times or CellTime.BEFORE_DOSE in cell.times)
    }
    missing = [visit.name for visit in dosing if visit.id not in checked]
    if missing:
        yield Hit(
            Severity.HARD,
            "schedule.cells",
            f"Whole trial: no capacity check is scheduled before the dose at {', '.join(missing)}. "
            "Schedule it.",
            f"{len(missing)} dosing visit{'s' if len(missing) > 1 else ''} without a check",
            limit_text="capacity check before every dose",
        )


@rule(
    "ETH-002",
    "Consent content: misuse, blinding, risks",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("topics of the information sheet", "drugs of the trial"),
    sources=("fda-compounded-ketamine", "ketamine-sud-review", "ketamine-cystitis-review"),
)
def consent_content(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """The information sheet leaves out something that participants must know before ketamine.

    Fires when: it does not explain misuse and dependence, bladder and liver, dissociation, psychosis and
    suicidality, driving, placebo and unblinding, or off-label use.
    Stays quiet when: all are explained; placebo and unblinding are not asked for in a trial of a single
    group.
    Worst case: none; the sheet is the same for everyone.
    """
    place, topics = f"{_CONSENT}.information_topics", view.trial.oversight.consent.information_topics
    trial = view.trial
    is_single = trial.design.model is DesignModel.SINGLE_GROUP and len(trial.arms) <= 1
    missing = [
        topic
        for topic in _REQUIRED
        if topic not in topics and not (is_single and topic is ConsentTopic.PLACEBO_UNBLINDING)
    ]
    if not missing:
        return
    listed = ", ".join(word(topic) for topic in missing)
    changed = [topic.value for topic in (*topics, *missing)]
    fix = Fix("Explain what is missing", (Change(place, changed),), f"without {listed}", f"with {listed}")
    if not topics:
        told = "Not assessed: what the information sheet explains is not decided."
        yield Hit(Severity.NOT_ASSESSED, place, told, fixes=(fix,))
        return
    yield Hit(
        Severity.HARD,
        place,
        f"Whole trial: the information sheet does not explain {listed}. Add it to the sheet.",
        f"{len(missing)} missing: {listed}",
        limit_text="explained",
        fixes=(fix,),
    )


@rule(
    "ETH-006",
    "Confidentiality",
    Severity.SOFT,
    over=whole_trial,
    needs=("jurisdictions", "certificate or statement of confidentiality", "its limits in the consent"),
    sources=("42-cfr-2a",),
)
def confidentiality(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Data on substance use can be demanded by courts, and participants do not know the limits of secrecy.

    Fires when: a trial in the US has neither a certificate of confidentiality nor a written statement on
    42 CFR part 2; or, anywhere, the consent does not name the limits, such as mandatory reports.
    Stays quiet when: both are there.
    Worst case: none; it holds for every participant.
    """
    oversight, jurisdictions = view.trial.oversight, view.trial.identity.jurisdictions
    if not jurisdictions:
        yield Undecided("identity.jurisdictions", "the jurisdictions of the trial")
    place, has = "oversight.has_certificate_of_confidentiality", oversight.has_certificate_of_confidentiality
    if Jurisdiction.US in jurisdictions and not has and not names(oversight.confidentiality, "part 2"):
        if has is None:
            yield Undecided(place, "whether a certificate of confidentiality covers the trial")
        else:
            yield Hit(
                Severity.SOFT,
                place,
                "Whole trial: data on substance use in the US without a certificate of confidentiality "
                "or a statement "
                "on 42 CFR part 2. Apply for the certificate, write the statement, or justify it.",
                "no certificate",
                limit_text="certificate or statement",
                fixes=(Fix("Cover the trial by a certificate", (Change(place, True),), "no", "yes"),),
            )
    yield from _limits_named(view)


def _limits_named(view: TrialView) -> Iterator[Hit | Undecided]:
    consent = view.trial.oversight.consent
    place = "oversight.limits_of_confidentiality_in_consent"
    named, topics = view.trial.oversight.limits_of_confidentiality_in_consent, consent.information_topics
    in_sheet = ConsentTopic.MANDATORY_REPORTING in topics
    if named is None:
        yield Undecided(place, "whether the consent names the limits of confidentiality")
    elif not named or (topics and not in_sheet):
        changes = [] if named else [Change(place, True)]
        if topics and not in_sheet:
            changed = [topic.value for topic in (*topics, ConsentTopic.MANDATORY_REPORTING)]
            changes.append(Change(f"{_CONSENT}.information_topics", changed))
        told = "not named" if not named else "named, but mandatory reporting is not a topic of the sheet"
        yield Hit(
            Severity.SOFT,
            place,
            f"Whole trial: the limits of confidentiality in the consent are {told}. Name them or justify it.",
            told,
            limit_text="named in the consent",
            fixes=(Fix("Name the limits in the consent", tuple(changes), told, "named"),),
        )


RULES = (consent_and_capacity, consent_content, confidentiality)
