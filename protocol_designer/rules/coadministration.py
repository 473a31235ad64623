"""COAD-006, 007 and 012 to 016: what participants take besides, and what must not share a syringe with ketamine."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConcomitantPolicy, DrugClass
from protocol_designer.domain.conduct import ConcomitantMedication
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.domain.wording import word
from protocol_designer.quantities import Quantity
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import exclude_medicine
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, given, trial_giving
from protocol_designer.rules.view import TrialView

_KEPT_AWAY = (ConcomitantPolicy.EXCLUDED, ConcomitantPolicy.HELD_BEFORE_DOSING)


def _said(
    view: TrialView, *classes: DrugClass, free: Quantity | None = None
) -> Iterator[ConcomitantMedication | Hit]:
    """Yield what the protocol says of each class, and one unanswered question for all that it does not speak of."""
    unsaid = []
    for drug_class in classes:
        try:
            yield view.concomitant(drug_class)
        except Undecided:
            unsaid.append(drug_class)
    if unsaid:
        listed = ", ".join(word(drug_class) for drug_class in unsaid)
        fixes = [exclude_medicine(view, drug_class, free) for drug_class in unsaid]
        changes = tuple(change for fix in fixes for change in fix.changes)
        yield Hit(
            Severity.NOT_ASSESSED,
            "concomitant",
            f"Not assessed: the policy on {listed} is not decided.",
            fixes=(Fix(f"Exclude {listed}", changes, "not decided", "excluded"),),
        )


@rule(
    "COAD-006",
    "Background benzodiazepine",
    Severity.SOFT,
    over=trial_giving(*KETAMINE),
    needs=("policy on benzodiazepines", "daily ceiling", "free interval", "stable dose"),
    limits=("benzodiazepine.daily.soft", "benzodiazepine.free.soft"),
    sources=("ketamine-interactions-review-jcp",),
)
def background_benzodiazepine(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Participants may take a benzodiazepine that lengthens recovery and may blunt ketamine.

    Fires when: benzodiazepines are not excluded, and the daily ceiling is above its limit or missing, they may be
    taken within the free interval, or no stable dose is asked for.
    Stays quiet when: they are excluded, or ceiling, interval and stability all hold.
    Worst case: the highest allowed daily dose, taken as late as allowed.
    """
    for entry in _said(view, DrugClass.BENZODIAZEPINE):
        if isinstance(entry, Hit):
            yield entry
            continue
        if entry.policy is ConcomitantPolicy.EXCLUDED:
            continue
        place = f"concomitant[{entry.id}]"
        daily, free = view.limit("benzodiazepine.daily.soft"), view.limit("benzodiazepine.free.soft")
        if entry.policy is ConcomitantPolicy.HELD_BEFORE_DOSING and entry.free_before_dosing is None:
            yield Undecided(f"{place}.free_before_dosing", "how long before dosing benzodiazepines are held")
            continue
        faults = []
        if entry.diazepam_equivalent_max is None:
            faults.append(f"without a daily ceiling (limit {daily.value.printed()} as diazepam)")
        elif daily.is_broken_by(entry.diazepam_equivalent_max):
            reached = beside(entry.diazepam_equivalent_max, daily)
            faults.append(f"up to {reached} as diazepam (limit {daily.value.printed()})")
        if entry.free_before_dosing is None:
            faults.append(f"up to dosing (limit {free.value.printed()} before)")
        elif free.is_broken_by(entry.free_before_dosing):
            taken_until = beside(entry.free_before_dosing, free)
            faults.append(f"until {taken_until} before dosing (limit {free.value.printed()})")
        if entry.stable_for is None:
            faults.append("without a stable dose")
        if faults:
            yield Hit(
                Severity.SOFT,
                place,
                f"Whole trial: benzodiazepines may be taken {', '.join(faults)}; they lengthen recovery and may blunt "
                "ketamine. Exclude or bound them, or justify it.",
                ", ".join(faults),
                daily,
                limit_text=f"{daily.value.printed()}, {free.value.printed()} free, stable dose",
                fixes=(exclude_medicine(view, DrugClass.BENZODIAZEPINE),),
            )


@rule(
    "COAD-007",
    "Incompatible mixture",
    Severity.HARD,
    over=given(*KETAMINE),
    needs=("what ketamine is mixed with", "own line", "other IV drugs of the arm"),
    sources=("ketalar-us", "ketamine-us-earlier", "ketamax-ph"),
)
def incompatible_mixture(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit | Undecided]:
    """Ketamine meets a drug with which it precipitates.

    Fires when: ketamine shares a syringe or bag with diazepam or a barbiturate, or an IV line with one that the same
    arm, or a rescue plan, gives.
    Stays quiet when: it is mixed with none of them, and has a line of its own where one of them is given IV.
    Worst case: any administration; rescue drugs count for every arm.
    """
    known = view.drug(regimen.drug)
    bad = known.incompatible_with if known else ()
    place, mixed = f"{regimen_place(regimen)}.preparation", regimen.preparation.mixed_with
    if together := [drug for drug in mixed if drug in bad]:
        yield _precipitates(view, regimen, f"{place}.mixed_with", together, "shares a syringe or bag with")
    for other in view.trial.regimens:
        if other.drug in bad and regimen.drug in other.preparation.mixed_with:
            at = f"{regimen_place(other)}.preparation.mixed_with"
            hit = _precipitates(view, regimen, at, [other.drug], "shares a syringe or bag with")
            yield Hit(hit.severity, at, hit.message, hit.computed, limit_text=hit.limit_text)
    if regimen.route is not Route.IV:
        return
    rescue = [r for r in view.trial.regimens if r.use is RegimenUse.RESCUE and r.id != regimen.id]
    beside_it = {
        r.id: r for r in (*view.companions(regimen), *rescue) if r.drug in bad and r.route in (Route.IV, None)
    }
    if not beside_it or all(other.preparation.has_own_line for other in beside_it.values()):
        return
    if regimen.preparation.has_own_line is None:
        yield Undecided(f"{place}.has_own_line", f"whether {regimen.name} has an IV line of its own")
    elif not regimen.preparation.has_own_line:
        drugs = [other.drug for other in beside_it.values() if other.drug]
        yield _precipitates(view, regimen, f"{place}.has_own_line", drugs, "can share an IV line with")


def _precipitates(view: TrialView, regimen: DrugRegimen, place: str, drugs: list[str], how: str) -> Hit:
    named = " and ".join(dict.fromkeys(view.drug_name(drug).lower() for drug in drugs))
    if place.endswith("has_own_line"):
        fix = Fix("Give ketamine a line of its own", (Change(place, True),), "shared line", "own line")
    else:
        kept = [drug for drug in regimen.preparation.mixed_with if drug not in drugs]
        fix = Fix(
            f"Take {named} out of the mixture", (Change(place, kept),), f"with {named}", f"without {named}"
        )
    return Hit(
        Severity.HARD,
        place,
        f"{view.arms_text(regimen)}: {regimen.name} {how} {named}, with which it precipitates. Separate syringe and "
        "line.",
        named,
        limit_text="separate syringe and line",
        fixes=(fix,),
    )


@rule(
    "COAD-012",
    "MAO inhibitor within 14 days",
    Severity.SOFT,
    over=trial_giving(*KETAMINE),
    needs=("policy on MAO inhibitors", "free interval", "blood pressure plan"),
    limits=("maoi.free",),
    sources=("spravato-us",),
)
def maoi_within_14_days(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A monoamine oxidase inhibitor may still act when ketamine raises blood pressure.

    Fires when: it may be taken within the free interval, and no blood pressure plan is written for those who do.
    Stays quiet when: it is excluded or held for at least the interval, or there is a plan.
    Worst case: taken as late as allowed.
    """
    limit = view.limit("maoi.free")
    for entry in _said(view, DrugClass.MAOI, free=limit.value):
        if isinstance(entry, Hit):
            yield entry
            continue
        if entry.blood_pressure_plan is not None:
            continue
        place, free = f"concomitant[{entry.id}].free_before_dosing", entry.free_before_dosing
        if entry.policy in _KEPT_AWAY and free is None:
            yield Undecided(place, "how long before dosing MAO inhibitors are stopped")
        elif entry.policy not in _KEPT_AWAY or free is None or limit.is_broken_by(free):
            taken = f"until {beside(free, limit)} before dosing" if free is not None else "up to dosing"
            least = limit.value.printed()
            yield Hit(
                Severity.SOFT,
                place,
                f"Whole trial: an MAO inhibitor may be taken {taken}, without a blood pressure plan; the interval is "
                f"{least}. Exclude it, plan for blood pressure, or justify it.",
                taken,
                limit,
                fixes=(exclude_medicine(view, DrugClass.MAOI, limit.value),),
            )


@rule(
    "COAD-013",
    "Theophylline or aminophylline",
    Severity.HARD,
    over=trial_giving(*KETAMINE),
    needs=("policy on theophylline and aminophylline",),
    sources=("ketamax-ph", "ketalar-us", "NCT05661669", "NCT04154150"),
)
def theophylline_or_aminophylline(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """Theophylline lowers the seizure threshold together with ketamine.

    Fires when: the protocol lets participants take theophylline or aminophylline in any way.
    Stays quiet when: it excludes them.
    Worst case: any eligible participant.
    """
    for entry in _said(view, DrugClass.THEOPHYLLINE_AMINOPHYLLINE):
        if isinstance(entry, Hit):
            yield entry
        elif entry.policy is not ConcomitantPolicy.EXCLUDED:
            yield Hit(
                Severity.HARD,
                f"concomitant[{entry.id}].policy",
                "Whole trial: theophylline or aminophylline with ketamine lowers the seizure threshold, and the protocol "
                f"has it {word(entry.policy)}. Exclude it.",
                word(entry.policy),
                limit_text="excluded",
                fixes=(exclude_medicine(view, entry.drug_class),),
            )


@rule(
    "COAD-014",
    "Pressor, thyroid and stimulant co-medication",
    Severity.SOFT,
    over=trial_giving(*KETAMINE),
    needs=("policies on stimulants, sympathomimetics, vasopressin or ergot, levothyroxine",),
    sources=("ketamax-ph", "ketalar-us", "spravato-us", "cocaine-antidepressant-toxicity"),
)
def pressor_co_medication(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A medicine that adds to the rise of blood pressure under ketamine.

    Fires when: a psychostimulant, sympathomimetic, vasopressin or ergot derivative may be taken on the dosing day, or
    levothyroxine without a check that thyroid function is normal.
    Stays quiet when: each is excluded or held before dosing; levothyroxine also with the check.
    Worst case: taken on the dosing day.
    """
    classes = (DrugClass.PSYCHOSTIMULANT, DrugClass.SYMPATHOMIMETIC, DrugClass.VASOPRESSIN_ERGOT)
    for entry in _said(view, *classes, DrugClass.LEVOTHYROXINE):
        if isinstance(entry, Hit):
            yield entry
        elif entry.policy in _KEPT_AWAY or entry.requires_euthyroid_check:
            continue
        elif entry.drug_class is DrugClass.LEVOTHYROXINE and entry.requires_euthyroid_check is None:
            yield Undecided(
                f"concomitant[{entry.id}].requires_euthyroid_check",
                "whether thyroid function is checked in those who take levothyroxine",
            )
        else:
            yield _allowed(
                view,
                entry,
                "adds to ketamine's rise of blood pressure",
                "Hold it on dosing days",
                "held or excluded",
            )


@rule(
    "COAD-015",
    "CYP2B6 and CYP3A4 inhibitors and inducers, by route",
    Severity.SOFT,
    over=trial_giving(*KETAMINE),
    needs=("policies on CYP inhibitors and inducers", "routes of ketamine", "comparator"),
    sources=(
        "clarithromycin-interaction",
        "ticlopidine-interaction",
        "rifampicin-interaction",
        "st-johns-wort-interaction",
        "ketamine-interactions-review-jcp",
    ),
)
def cyp_inhibitors_and_inducers(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """A strong enzyme inhibitor or inducer that changes exposure, much by mouth and hardly by vein.

    Fires when: one may be taken on dosing days: soft when ketamine is swallowed, held under the tongue or sprayed, or
    when midazolam is the comparator (inhibitors); advisory when ketamine is only IV or IM.
    Stays quiet when: each is excluded or held before dosing.
    Worst case: the route with the largest change. Oral S-ketamine rose 2.6-fold with clarithromycin and 2.4-fold with
    ticlopidine, fell by 86 % with rifampicin and 58 % with St John's wort; IV it fell by 14 % with rifampicin.
    """
    regimens = [regimen for regimen in view.trial.regimens if regimen.drug in KETAMINE]
    for regimen in regimens:
        if regimen.route is None:
            yield Undecided(f"{regimen_place(regimen)}.route", f"the route of {regimen.name}")
    by_mouth = any(regimen.route not in (None, Route.IV, Route.IM) for regimen in regimens)
    midazolam = [r for r in view.trial.regimens if r.drug == "midazolam"]
    for regimen in midazolam:
        if regimen.use is None:
            yield Undecided(f"{regimen_place(regimen)}.use", f"what {regimen.name} is given for")
    compared = any(regimen.use is RegimenUse.COMPARATOR for regimen in midazolam)
    classes = [DrugClass.STRONG_CYP_INHIBITOR, DrugClass.STRONG_CYP_INDUCER]
    if compared:
        classes.append(DrugClass.CYP3A4_INHIBITOR)
    for entry in _said(view, *classes):
        if isinstance(entry, Hit):
            yield entry
            continue
        if entry.policy in _KEPT_AWAY:
            continue
        inhibits_midazolam = compared and entry.drug_class is not DrugClass.STRONG_CYP_INDUCER
        if by_mouth or inhibits_midazolam:
            why = (
                "changes exposure to ketamine by this route several-fold"
                if by_mouth
                else "raises exposure to midazolam, the comparator"
            )
            yield _allowed(view, entry, why, "Exclude it", "excluded or held")
        else:
            yield Hit(
                Severity.ADVISORY,
                f"concomitant[{entry.id}].policy",
                f"Whole trial: a {word(entry.drug_class)} may be taken; it hardly changes exposure to IV or IM ketamine "
                "(rifampicin 14 % less). Record it.",
                word(entry.policy),
                limit_text="excluded or held",
            )


@rule(
    "COAD-016",
    "Glutamate-active concurrent drugs",
    Severity.SOFT,
    over=trial_giving(*KETAMINE),
    needs=("policies on memantine, lamotrigine, acamprosate, riluzole and lithium",),
    sources=("NCT05803551", "NCT02649231", "ketamine-interactions-review-jcp"),
)
def glutamate_active_drugs(view: TrialView, _: TrialView) -> Iterator[Hit]:
    """A medicine that acts on the same system as ketamine.

    Fires when: lamotrigine, acamprosate, riluzole or lithium may be taken and is neither held nor stratified; or
    memantine, which blocks the same receptor, is anything but excluded.
    Stays quiet when: each is excluded, held or stratified, memantine excluded.
    Worst case: taken on the dosing day.
    """
    classes = (
        DrugClass.MEMANTINE,
        DrugClass.LAMOTRIGINE,
        DrugClass.ACAMPROSATE,
        DrugClass.RILUZOLE,
        DrugClass.LITHIUM,
    )
    for entry in _said(view, *classes):
        if isinstance(entry, Hit):
            yield entry
            continue
        is_memantine = entry.drug_class is DrugClass.MEMANTINE
        if entry.policy is ConcomitantPolicy.ALLOWED or (
            is_memantine and entry.policy is not ConcomitantPolicy.EXCLUDED
        ):
            cure = "Exclude it" if is_memantine else "Exclude, hold or stratify it"
            bound = "excluded" if is_memantine else "excluded, held or stratified"
            yield _allowed(view, entry, "acts on the same system as ketamine", cure, bound)


def _allowed(view: TrialView, entry: ConcomitantMedication, why: str, cure: str, bound: str) -> Hit:
    name = word(entry.drug_class)
    return Hit(
        Severity.SOFT,
        f"concomitant[{entry.id}].policy",
        f"Whole trial: {name} is {word(entry.policy)} and {why}. {cure}, or justify it.",
        word(entry.policy),
        limit_text=bound,
        fixes=(exclude_medicine(view, entry.drug_class),),
    )


RULES = (
    background_benzodiazepine,
    incompatible_mixture,
    maoi_within_14_days,
    theophylline_or_aminophylline,
    pressor_co_medication,
    cyp_inhibitors_and_inducers,
    glutamate_active_drugs,
)
