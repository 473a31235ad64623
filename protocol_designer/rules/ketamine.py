"""KET-001 to 003 and 008: how much ketamine one session gives IV, and whether it is capped."""

from collections.abc import Iterator

from protocol_designer.derived.doses import administration_at, has_per_kg_dose, regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.quantities import Quantity
from protocol_designer.rules.findings import Fix, Hit, Severity, beside
from protocol_designer.rules.fixes import cap_at, lower_total, rounded_down
from protocol_designer.rules.ketamine_words import session_words
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, given
from protocol_designer.rules.view import TrialView

_WEIGHTS = ("dose steps", "route", "lowest and highest eligible weight")


@rule(
    "KET-001",
    "IV session total above the sub-anaesthetic range",
    Severity.SOFT,
    over=given(*KETAMINE, routes=[Route.IV]),
    needs=_WEIGHTS,
    limits=("ketamine.iv.session_total.soft", "ketamine.iv.session_total.hard"),
)
def iv_session_total_above_sub_anaesthetic_range(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A session gives more ketamine than randomised trials in substance use disorders did.

    Fires when: the ketamine of an IV session is above the soft and not above the hard limit; above the hard
    limit too where KET-002 steps back for general anaesthesia; or regimens under different conditions would
    be above the hard limit if both conditions held. S-ketamine is held to the same limits: it is the stronger
    form, so what is too much of the racemate is too much of it. Ketamine by another route in the same session
    counts too.
    Stays quiet when: the total is at or below the soft limit, or KET-002 refuses it outright.
    Worst case: the eligible weight with the highest mg/kg (a fixed dose: the lightest participant).
    """
    total = view.exposure_per_kg(regimen)
    soft, hard = view.limit("ketamine.iv.session_total.soft"), view.limit("ketamine.iv.session_total.hard")
    place, head = f"{regimen_place(regimen)}.steps", view.arms_text(regimen)
    if soft.is_broken_by(total.value):
        if hard.is_broken_by(total.value) and not view.under_anaesthesia():
            return
        computed = beside(total.value, soft)
        yield Hit(
            Severity.SOFT,
            place,
            f"{head}: {computed} {session_words(view, regimen)} {total.who}. In controlled trials aimed at "
            "substance use or craving, infusions dosed by weight gave 0.41 to 0.8 mg/kg; one "
            "proof-of-concept "
            "study stepped non-responders up to 1.41 mg/kg over 92 min. The bound is "
            f"{soft.value.printed()}. Lower the dose or justify it.",
            computed,
            soft,
            fixes=lower_total(view, regimen, soft.value),
        )
        return
    together = view.exposure_if_all_conditions_hold(regimen)
    if together is not None and hard.is_broken_by(together.value):
        computed = beside(together.value, hard)
        yield Hit(
            Severity.SOFT,
            place,
            f"{head}: if the conditions of this session's regimens held for one participant, {computed} of "
            f"ketamine would be given {together.who}; the bound is {hard.value.printed()}. Write "
            "conditions that "
            "exclude one another and justify that here, or lower the doses.",
            computed,
            hard,
        )


@rule(
    "KET-002",
    "IV session total above every precedent",
    Severity.HARD,
    over=given(*KETAMINE, routes=[Route.IV]),
    needs=(*_WEIGHTS, "setting"),
    limits=("ketamine.iv.session_total.hard", "ketamine.iv.session_total.soft"),
)
def iv_session_total_above_every_precedent(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A session gives more IV ketamine than any session found in substance use disorders.

    Fires when: the ketamine of an IV session is above the hard limit, outside general anaesthesia. Ketamine
    by another route in the same session counts too.
    Stays quiet when: the setting is general anaesthesia (opioid detoxification), or the total is not above
    it.
    Worst case: the eligible weight with the highest mg/kg. An undecided setting is not anaesthesia.
    """
    total = view.exposure_per_kg(regimen)
    hard = view.limit("ketamine.iv.session_total.hard")
    if hard.is_broken_by(total.value) and not view.under_anaesthesia():
        computed = beside(total.value, hard)
        yield Hit(
            Severity.HARD,
            f"{regimen_place(regimen)}.steps",
            f"{view.arms_text(regimen)}: {computed} {session_words(view, regimen)} {total.who}; the bound is "
            f"{hard.value.printed()}, just above the highest session found in studies of substance use or "
            "craving "
            "(1.41 mg/kg over 92 min). Lower the dose.",
            computed,
            hard,
            fixes=lower_total(view, regimen, view.limit("ketamine.iv.session_total.soft").value),
        )


@rule(
    "KET-003",
    "Anaesthetic-induction pattern",
    Severity.HARD,
    over=given(*KETAMINE, routes=[Route.IV]),
    needs=(*_WEIGHTS, "duration of every step", "setting"),
    limits=("ketamine.iv.induction_dose", "esketamine.iv.induction_dose", "ketamine.iv.induction_window"),
)
def anaesthetic_induction_pattern(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """Enough ketamine within minutes to induce anaesthesia.

    Fires when: any sliding window delivers the labelled induction dose or more (S-ketamine: half of it),
    outside general anaesthesia.
    Stays quiet when: no window reaches it. A plasma target has no amount per minute; RATE-007 judges it.
    Worst case: the eligible weight with the highest mg/kg; regimens given together are taken to coincide.
    """
    window = view.limit("ketamine.iv.induction_window").value
    dose = view.limit(view.induction_key(regimen))
    most = view.most_within_session(regimen, window.in_base)
    if dose.is_broken_by(most.value) and not view.under_anaesthesia():
        computed = beside(most.value, dose)
        why = "the labelled range for induction of anaesthesia starts at 1 mg/kg" + (
            f", and S-ketamine is taken to be twice as strong ({dose.value.printed()})"
            if dose.key.startswith("esketamine")
            else ""
        )
        yield Hit(
            Severity.HARD,
            f"{regimen_place(regimen)}.steps",
            f"{view.arms_text(regimen)}: {computed} within {window.printed()} {most.who}; {why}. Lower "
            "the dose "
            "or spread it over more time.",
            computed,
            dose,
        )


@rule(
    "KET-008",
    "Worst-case milligrams and weight basis",
    Severity.SOFT,
    over=given(*KETAMINE),
    needs=("dose steps", "highest eligible weight", "highest eligible body mass index", "weight basis"),
    limits=("ketamine.cap_needed.weight", "ketamine.cap_needed.bmi"),
)
def worst_case_milligrams(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A per-kg dose without a cap in a population that may be heavy.

    Fires when: a per-kg dose has no cap in mg, and the heaviest weight is above the limit, or the highest
    body mass index reaches its limit while nothing says which weight counts.
    Stays quiet when: there is a cap, the dose is fixed, or both bounds hold.
    Worst case: the heaviest eligible participant.
    """
    if not has_per_kg_dose(regimen) or regimen.cap is not None:
        return
    largest = view.session_total(regimen)
    population, weight_bound = view.trial.population, view.limit("ketamine.cap_needed.weight")
    if population.weight_max is not None and weight_bound.is_broken_by(population.weight_max):
        weighs_more = population.weight_max.printed_beside(weight_bound.value)
        yield Hit(
            Severity.SOFT,
            f"{regimen_place(regimen)}.cap",
            f"{view.arms_text(regimen)}: {largest.value.printed_rounded()} {largest.who}, without a cap; "
            "participants "
            f"of up to {weighs_more} are eligible (limit {weight_bound.value.printed()}). State a cap in mg.",
            weighs_more,
            weight_bound,
            fixes=_cap_at_weight(view, regimen, weight_bound.value),
        )
        return
    bmi_bound = view.limit("ketamine.cap_needed.bmi")
    if population.bmi_max is None:
        if regimen.weight_basis is None:
            raise Undecided("population.bmi_max", "the highest eligible body mass index")
        return
    if regimen.weight_basis is None and bmi_bound.is_broken_by(population.bmi_max):
        yield Hit(
            Severity.SOFT,
            f"{regimen_place(regimen)}.weight_basis",
            f"{view.arms_text(regimen)}: a body mass index of up to {population.bmi_max.printed()} is "
            "eligible, and "
            f"nothing says whether actual, ideal or adjusted weight counts; the dose reaches "
            f"{largest.value.printed_rounded()} {largest.who}. Name the weight or state a cap in mg.",
            population.bmi_max.printed(),
            bmi_bound,
        )


def _cap_at_weight(view: TrialView, regimen: DrugRegimen, weight: Quantity) -> tuple[Fix, ...]:
    """Propose the dose of the heaviest participant for whom no cap is asked, unless that caps everyone."""
    dose = administration_at(regimen, weight).total_mg
    if dose is None or rounded_down(dose) < view.smallest_total(regimen).value.in_base:
        return ()
    return cap_at(regimen, dose)


RULES = (
    iv_session_total_above_sub_anaesthetic_range,
    iv_session_total_above_every_precedent,
    anaesthetic_induction_pattern,
    worst_case_milligrams,
)
