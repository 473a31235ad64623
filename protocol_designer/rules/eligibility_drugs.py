"""ELIG-008 and 009: allergies and contraindications of what is given, and the age of those who get it."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConditionCode
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.quantities import Quantity
from protocol_designer.rules.exclusions import conditions_left_in
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import BENZODIAZEPINES, KETAMINE, given, trial_giving
from protocol_designer.rules.view import TrialView

_PLANNED = tuple(use for use in RegimenUse if use is not RegimenUse.RESCUE)
_OF_EACH_BENZODIAZEPINE = (ConditionCode.BENZODIAZEPINE_ALLERGY, ConditionCode.SEDATIVE_USE_DISORDER)
_OF_DRUG = {
    "lorazepam": (
        ConditionCode.SLEEP_APNOEA,
        ConditionCode.SEVERE_RESPIRATORY_INSUFFICIENCY,
        ConditionCode.NARROW_ANGLE_GLAUCOMA,
        ConditionCode.PROPYLENE_GLYCOL_ALLERGY,
    ),
    "midazolam": (ConditionCode.NARROW_ANGLE_GLAUCOMA, ConditionCode.MYASTHENIA_GRAVIS),
    "diazepam": (ConditionCode.NARROW_ANGLE_GLAUCOMA,),
}


@rule(
    "ELIG-008",
    "Allergies and contraindications of the drugs not excluded",
    Severity.HARD,
    over=trial_giving(*KETAMINE, *BENZODIAZEPINES, uses=_PLANNED),
    needs=("drug and use of every regimen", "exclusion criteria with their conditions"),
    sources=("ketalar-us", "lorazepam-us", "midazolam-au", "NCT06943859", "dakwar-2014"),
)
def contraindications_of_the_drugs(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """What the labels of the study drugs forbid must be kept out by the criteria.

    Fires when: an exclusion criterion is missing for allergy to ketamine; with any benzodiazepine, for
    allergy to it and sedative use disorder; with lorazepam, also for sleep apnoea, severe respiratory
    insufficiency, narrow-angle glaucoma and propylene glycol allergy; with midazolam, also for narrow-angle
    glaucoma and myasthenia gravis; with diazepam, also for narrow-angle glaucoma; or an inclusion criterion
    names one of them.
    Stays quiet when: all that apply are excluded. Medicines kept for rescue are judged where they are given.
    Worst case: any eligible participant; a participant cannot know which arm they come into.
    """
    drugs = {regimen.drug for regimen in view.trial.regimens if regimen.use is not RegimenUse.RESCUE}
    wanted = [ConditionCode.KETAMINE_ALLERGY] if drugs & set(KETAMINE) else []
    for drug in BENZODIAZEPINES:
        if drug in drugs:
            wanted += [*_OF_EACH_BENZODIAZEPINE, *_OF_DRUG[drug]]
    yield from conditions_left_in(
        view, tuple(dict.fromkeys(wanted)), (), "The labels of the study drugs, or their abuse, forbid it."
    )


@rule(
    "ELIG-009",
    "Age",
    Severity.HARD,
    over=trial_giving(*KETAMINE, *BENZODIAZEPINES, uses=_PLANNED),
    needs=("lowest and highest eligible age", "drug, use and dose of every regimen"),
    limits=(
        "eligibility.age.youngest",
        "eligibility.age.oldest",
        "midazolam.older_age",
        "midazolam.session.older",
        "eligibility.age.lorazepam",
    ),
    sources=("ketamine-bp-741",),
)
def age(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Children, and people too old for the drug or dose.

    Fires when: hard, the lowest age is below its limit; soft, the highest age is above its limit, above that
    for midazolam while an eligible participant can get more midazolam than the lower dose for that age, or at
    or above that for lorazepam. A change of dose in words is not counted: write it in the justification.
    Stays quiet when: both ages are decided and within the limits of what is given.
    Worst case: the highest age, at the weight with the most midazolam.
    """
    population = view.trial.population
    youngest, oldest = view.limit("eligibility.age.youngest"), view.limit("eligibility.age.oldest")
    if population.age_min is None:
        yield Undecided("population.age_min", "the lowest eligible age")
    elif youngest.is_broken_by(population.age_min):
        computed = beside(population.age_min, youngest)
        yield Hit(
            Severity.HARD,
            "population.age_min",
            f"Whole trial: people of {computed} may take part; the bound is {youngest.value.printed()}. "
            "Raise the lowest age.",
            computed,
            youngest,
        )
    if population.age_max is None:
        yield Undecided("population.age_max", "the highest eligible age")
        return
    top = population.age_max
    broken = [(oldest, "the trials found ended there, and blood pressure rises more with age")]
    broken = [entry for entry in broken if entry[0].is_broken_by(top)]
    for drug, key, reason in (
        ("lorazepam", "eligibility.age.lorazepam", "the label of lorazepam asks for caution from there"),
        ("midazolam", "midazolam.older_age", "the label of midazolam lowers its dose above it"),
    ):
        limit = view.limit(key)
        for regimen in given(drug, uses=_PLANNED)(view):
            if isinstance(regimen, Undecided) or not limit.is_broken_by(top):
                continue
            try:
                applies = drug == "lorazepam" or _exceeds_dose_for_age(view, regimen)
            except Undecided as missing:
                yield missing
                continue
            if applies and (limit, reason) not in broken:
                broken.append((limit, reason))
    if broken:
        computed = beside(top, broken[0][0])
        bounds = "; ".join(f"{limit.value.printed()}: {reason}" for limit, reason in broken)
        yield Hit(
            Severity.SOFT,
            "population.age_max",
            f"Whole trial: people of up to {computed} may take part. Bounds passed: {bounds}. Lower the "
            "highest age or the dose, or justify it.",
            computed,
            broken[0][0],
            limit_text=", ".join(limit.value.printed() for limit, _reason in broken),
        )


def _exceeds_dose_for_age(view: TrialView, regimen: DrugRegimen) -> bool:
    if not regimen.steps:
        raise Undecided(f"{regimen_place(regimen)}.steps", f"the dose of {regimen.name}")
    most: Quantity = view.session_total(regimen).value
    return view.limit("midazolam.session.older").is_broken_by(most)


RULES = (contraindications_of_the_drugs, age)
