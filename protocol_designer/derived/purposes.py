"""What an activity is for: the endpoint, the event of interest or the safety question that needs it.

An activity that nothing needs asks participants for time without an answer to any question of the trial.
"""

from protocol_designer.domain.codes import Instrument
from protocol_designer.domain.objectives import Endpoint
from protocol_designer.domain.schedule import Activity, ActivityGroup
from protocol_designer.domain.trial import TrialProtocol

OF_CONDUCT = frozenset(
    {
        Instrument.CONSENT,
        Instrument.CAPACITY_CHECK,
        Instrument.ELIGIBILITY_REVIEW,
        Instrument.MEDICAL_HISTORY,
        Instrument.PHYSICAL_EXAMINATION,
        Instrument.DEMOGRAPHICS,
        Instrument.WEIGHT,
        Instrument.RANDOMISATION,
        Instrument.DOSING,
        Instrument.THERAPY,
        Instrument.FIDELITY_RATING,
        Instrument.CONCOMITANT_MEDICATION,
        Instrument.EXPECTANCY,
        Instrument.GUESS_PARTICIPANT,
        Instrument.GUESS_RATER,
    }
)
"""What a trial is run by: consent, allocation, treatment, and whether blinding and therapy held."""

OF_SAFETY = frozenset(
    {
        Instrument.ADVERSE_EVENTS,
        Instrument.VITAL_SIGNS,
        Instrument.ECG_12_LEAD,
        Instrument.LIVER_TESTS,
        Instrument.PREGNANCY_TEST,
        Instrument.URINE_TOXICOLOGY,
        Instrument.BREATH_ALCOHOL,
        Instrument.INTOXICATION_CHECK,
        Instrument.FASTING_CHECK,
        Instrument.CSSRS,
        Instrument.CADSS,
        Instrument.SEDATION_SCALE,
        Instrument.BPRS,
        Instrument.CIWA_AR,
        Instrument.COWS,
        Instrument.TIMELINE_FOLLOW_BACK,
        Instrument.DEPRESSION_SCALE,
        Instrument.BLADDER_SYMPTOMS,
        Instrument.KETAMINE_MISUSE,
        Instrument.BENZODIAZEPINE_MISUSE,
    }
)
"""What safety rules ask for; an endpoint may use it as well."""

_GROUPS_OF_CONDUCT = (
    ActivityGroup.ENROLMENT,
    ActivityGroup.INTERVENTION,
    ActivityGroup.SAFETY,
    ActivityGroup.BLINDING,
)


def group_of(instrument: Instrument) -> ActivityGroup:
    """Return the group of rows in which an activity with an instrument usually stands."""
    if instrument in (Instrument.DOSING, Instrument.THERAPY, Instrument.FIDELITY_RATING):
        return ActivityGroup.INTERVENTION
    if instrument in (Instrument.EXPECTANCY, Instrument.GUESS_PARTICIPANT, Instrument.GUESS_RATER):
        return ActivityGroup.BLINDING
    if instrument is Instrument.TIMELINE_FOLLOW_BACK:
        return ActivityGroup.EFFICACY
    if instrument is Instrument.OTHER:
        return ActivityGroup.OTHER
    if instrument in OF_SAFETY or instrument is Instrument.CONCOMITANT_MEDICATION:
        return ActivityGroup.SAFETY
    return ActivityGroup.ENROLMENT if instrument in OF_CONDUCT else ActivityGroup.EFFICACY


def orphans(trial: TrialProtocol) -> tuple[Activity, ...]:
    """Return the activities that serve no endpoint, no event of interest, no safety question, no conduct."""
    needed = {
        *(key for endpoint in trial.endpoints for key in (*endpoint.activities, *endpoint.verified_by)),
        *(key for event in trial.harms.events_of_interest for key in event.activities),
    }
    return tuple(
        activity
        for activity in trial.schedule.activities
        if activity.id not in needed
        and activity.instrument not in OF_CONDUCT
        and activity.instrument not in OF_SAFETY
        and activity.group not in _GROUPS_OF_CONDUCT
    )


def unmeasured(trial: TrialProtocol) -> tuple[tuple[Endpoint, Activity], ...]:
    """Return the endpoints with an activity that measures or verifies them and stands at no visit."""
    marked = {cell.activity for cell in trial.schedule.cells}
    activities = {activity.id: activity for activity in trial.schedule.activities}
    return tuple(
        (endpoint, activities[key])
        for endpoint in trial.endpoints
        for key in dict.fromkeys((*endpoint.activities, *endpoint.verified_by))
        if key not in marked
    )
