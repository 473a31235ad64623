"""COAD-014 to 016: pressor, enzyme-changing and glutamate-active medicines of the participants."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import ConcomitantPolicy, DrugClass
from protocol_designer.domain.conduct import ConcomitantMedication
from protocol_designer.domain.interventions import RegimenUse, Route
from protocol_designer.domain.wording import word
from protocol_designer.rules.coadministration import KEPT_AWAY, said
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.fixes import exclude_medicine
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, trial_giving
from protocol_designer.rules.view import TrialView


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

    Fires when: a psychostimulant, sympathomimetic, vasopressin or ergot derivative may be taken on the dosing
    day, or levothyroxine without a check that thyroid function is normal.
    Stays quiet when: each is excluded or held before dosing; levothyroxine also with the check.
    Worst case: taken on the dosing day.
    """
    classes = (DrugClass.PSYCHOSTIMULANT, DrugClass.SYMPATHOMIMETIC, DrugClass.VASOPRESSIN_ERGOT)
    for entry in said(view, *classes, DrugClass.LEVOTHYROXINE):
        if isinstance(entry, Hit):
            yield entry
            continue
        is_thyroid = entry.drug_class is DrugClass.LEVOTHYROXINE
        if entry.policy in KEPT_AWAY or (is_thyroid and entry.requires_euthyroid_check):
            continue
        if is_thyroid and entry.requires_euthyroid_check is None:
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

    Fires when: one may be taken on dosing days: soft when ketamine is swallowed, held under the tongue or
    sprayed, or when midazolam is the comparator (inhibitors); advisory when ketamine is only IV or IM.
    Stays quiet when: each is excluded or held before dosing.
    Worst case: the route with the largest change. Oral S-ketamine rose 2.6-fold with clarithromycin and
    2.4-fold with ticlopidine, fell by 86 % with rifampicin and 58 % with St John's wort; IV it fell by 14 %
    with rifampicin.
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
    for entry in said(view, *classes):
        if isinstance(entry, Hit):
            yield entry
            continue
        if entry.policy in KEPT_AWAY:
            continue
        inhibits_midazolam = compared and entry.drug_class is not DrugClass.STRONG_CYP_INDUCER
        if by_mouth or inhibits_midazolam:
            why = _by_mouth_why(entry) if by_mouth else "raises exposure to midazolam, the comparator"
            yield _allowed(view, entry, why, "Exclude it", "excluded or held")
        else:
            yield Hit(
                Severity.ADVISORY,
                f"concomitant[{entry.id}].policy",
                f"Whole trial: a {word(entry.drug_class)} may be taken; such a medicine hardly changes "
                "exposure to IV or "
                "IM ketamine "
                "(rifampicin 14 % less). Record it.",
                word(entry.policy),
                limit_text="excluded or held",
            )


def _by_mouth_why(entry: ConcomitantMedication) -> str:
    if entry.drug_class is DrugClass.STRONG_CYP_INDUCER:
        return "can lower exposure to swallowed ketamine (oral S-ketamine fell by 58 to 86 % in volunteers)"
    return "can raise exposure to swallowed ketamine (oral S-ketamine rose 2.4- to 2.6-fold in volunteers)"


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

    Fires when: lamotrigine, acamprosate, riluzole or lithium may be taken and is neither held nor stratified;
    or memantine, which blocks the same receptor, is anything but excluded.
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
    for entry in said(view, *classes):
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


RULES = (pressor_co_medication, cyp_inhibitors_and_inducers, glutamate_active_drugs)
