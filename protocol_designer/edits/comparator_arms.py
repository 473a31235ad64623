"""The verbs that make a whole comparator arm: matched to the study drug, with everything else the same."""

from dataclasses import dataclass
from enum import StrEnum

from protocol_designer.derived.doses import INERT_LIQUIDS
from protocol_designer.domain.design import Arm, ArmKind, ComparatorKind
from protocol_designer.domain.evidence import Provenance
from protocol_designer.domain.interventions import (
    DoseBasis,
    DoseStep,
    DrugRegimen,
    Enantiomer,
    RegimenUse,
    basis_of,
)
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import current, next_id, with_fields, with_inserted, with_value
from protocol_designer.edits.comparators import FILLER, match_comparator
from protocol_designer.edits.edit import Edit, EditRefused
from protocol_designer.precedents.comparator_doses import ReportedDose
from protocol_designer.precedents.exchange_text import exchange_text


class Comparator(StrEnum):
    """What a comparator arm can be made with in one step."""

    MIDAZOLAM = "midazolam"
    LORAZEPAM = "lorazepam"
    SALINE = "saline"
    LOW_DOSE = "low_dose"
    ACTIVE_TREATMENT = "active_treatment"
    ATTENTION_CONTROL = "attention_control"


@dataclass(frozen=True, slots=True)
class ComparatorPlan:
    """What is known beforehand of a comparator: its drug (None: open), kinds, and how the names begin."""

    drug: str | None
    enantiomer: Enantiomer | None
    kind: ArmKind
    comparator: ComparatorKind
    name: str


def comparator_plan(comparator: Comparator, study: DrugRegimen | None) -> ComparatorPlan:
    """Return what an arm of a kind of comparator is."""
    plain = Enantiomer.NOT_CHIRAL
    if comparator is Comparator.MIDAZOLAM:
        return ComparatorPlan(
            "midazolam", plain, ArmKind.ACTIVE_COMPARATOR, ComparatorKind.ACTIVE_PLACEBO, "Midazolam"
        )
    if comparator is Comparator.LORAZEPAM:
        return ComparatorPlan(
            "lorazepam", plain, ArmKind.ACTIVE_COMPARATOR, ComparatorKind.ACTIVE_PLACEBO, "Lorazepam"
        )
    if comparator is Comparator.SALINE:
        return ComparatorPlan(
            FILLER, plain, ArmKind.PLACEBO_COMPARATOR, ComparatorKind.INERT_PLACEBO, "Saline"
        )
    if comparator is Comparator.LOW_DOSE:
        drug = study.drug if study else None
        name = f"Low-dose {(drug or 'study drug').replace('_', ' ')}"
        form = study.enantiomer if study else None
        return ComparatorPlan(drug, form, ArmKind.ACTIVE_COMPARATOR, ComparatorKind.LOW_DOSE, name)
    if comparator is Comparator.ACTIVE_TREATMENT:
        kinds = ArmKind.ACTIVE_COMPARATOR, ComparatorKind.ACTIVE_TREATMENT
        return ComparatorPlan(None, None, *kinds, "Active treatment")
    kinds = ArmKind.CONTROL, ComparatorKind.ATTENTION_CONTROL
    return ComparatorPlan(None, None, *kinds, "Attention control")


def add_comparator_arm(
    comparator: Comparator, beside: Arm, study: DrugRegimen, dose: ReportedDose | None
) -> Edit:
    """Add an arm that differs from ``beside`` in its study drug only, or in what its therapy holds only.

    A comparator drug is matched to ``study`` in route, steps, volume and visits; its dose is the reported
    one, with its source, or stays open. An active treatment keeps a route and times of its own, so only its
    visits are those of the study drug. An attention control has the drugs of ``beside`` and one session for
    each of its therapy sessions, of the same length and at the same time.
    """
    plan = comparator_plan(comparator, study)

    def change(trial: TrialProtocol) -> TrialProtocol:
        model: Arm = current(trial, f"arms[{beside.id}]")
        trial, arm_id = next_id(trial, "arm")
        name = _free_name(trial, plan.name)
        arm = Arm(id=arm_id, name=name, kind=plan.kind, comparator=plan.comparator)
        if comparator is Comparator.ATTENTION_CONTROL:
            trial, courses = _with_control_course(trial, model)
            held = {"regimens": model.regimens, "courses": courses}
        else:
            trial, regimen_id = _with_regimen(trial, comparator, study, dose)
            others = _not_imitated(trial, model)
            held = {"regimens": (regimen_id, *others), "courses": model.courses}
        held["other_interventions"] = model.other_interventions
        return with_inserted(trial, "arms", arm.model_copy(update=held))

    return Edit(f"Add a comparator arm: {plan.name}", change)


def take_reported_dose(regimen: DrugRegimen, dose: ReportedDose) -> Edit:
    """Give the active step of a regimen the amount that a study reported, and keep the source with it."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        own: DrugRegimen = current(trial, f"regimens[{regimen.id}]")
        if own.drug != dose.drug:
            raise EditRefused(f"{own.name} is not {dose.drug.replace('_', ' ')}; the dose is not for it.")
        return _with_dose(trial, own, dose)

    return Edit(f"Give {regimen.name} {dose.amount.printed()} as in {dose.source.study}", change)


def active_step(regimen: DrugRegimen) -> int | None:
    """Return the step that carries the dose: the longest that is not filled up with another liquid."""
    steps = [
        (at, step) for at, step in enumerate(regimen.steps) if step.basis is not DoseBasis.VOLUME_MATCHED
    ]
    if not steps or regimen.drug in INERT_LIQUIDS:
        return None
    return max(steps, key=lambda entry: entry[1].duration.in_base if entry[1].duration else 0)[0]


def _with_regimen(
    trial: TrialProtocol, comparator: Comparator, study: DrugRegimen, dose: ReportedDose | None
) -> tuple[TrialProtocol, str]:
    theirs: DrugRegimen = current(trial, f"regimens[{study.id}]")
    plan = comparator_plan(comparator, theirs)
    trial, regimen_id = next_id(trial, "reg")
    taken = {regimen.name for regimen in trial.regimens}
    name = plan.name if plan.name not in taken else f"{plan.name} ({len(trial.regimens) + 1})"
    own = DrugRegimen(
        id=regimen_id, name=name, use=RegimenUse.COMPARATOR, drug=plan.drug, enantiomer=plan.enantiomer
    )
    if comparator is Comparator.ACTIVE_TREATMENT:
        own = own.model_copy(update={"visits": theirs.visits})
        return with_inserted(trial, "regimens", own), regimen_id
    own = own.model_copy(
        update={"steps": _own_steps(comparator, theirs), "weight_basis": theirs.weight_basis}
    )
    trial = match_comparator(own, theirs)(with_inserted(trial, "regimens", own))
    if dose is not None:
        trial = _with_dose(trial, current(trial, f"regimens[{regimen_id}]"), dose)
    return trial, regimen_id


def _own_steps(comparator: Comparator, study: DrugRegimen) -> tuple[DoseStep, ...]:
    """Return a step for each of the study drug's: its longest carries the drug, the others are filled up."""
    if comparator is Comparator.SALINE:
        return ()
    if comparator is Comparator.LOW_DOSE:
        return tuple(DoseStep(basis=step.basis) for step in study.steps)
    main = max(
        range(len(study.steps)),
        key=lambda at: length.in_base if (length := study.steps[at].duration) else 0,
        default=0,
    )
    filled = DoseStep(basis=DoseBasis.VOLUME_MATCHED, drug=FILLER)
    return tuple(DoseStep() if at == main else filled for at in range(len(study.steps)))


def _with_dose(trial: TrialProtocol, own: DrugRegimen, dose: ReportedDose) -> TrialProtocol:
    at = active_step(own)
    if at is None:
        raise EditRefused(f"{own.name} has no step for a dose; add one first.")
    place = f"regimens[{own.id}].steps[{at}]"
    trial = with_fields(trial, place, basis=basis_of(dose.amount), amount=dose.amount, amount_high=None)
    amount = f"{place}.amount"
    entry = Provenance(
        place=amount,
        value=exchange_text(dose.amount),
        study=dose.source.study,
        status=dose.source.status,
        source=dose.source.source,
        locator=dose.source.locator,
    )
    rest = tuple(other for other in trial.provenance if other.place != amount)
    return trial if entry in trial.provenance else with_value(trial, "provenance", (*rest, entry))


def _not_imitated(trial: TrialProtocol, model: Arm) -> tuple[str, ...]:
    """Return what the model receives beside its study drugs."""
    study = (RegimenUse.INVESTIGATIONAL, RegimenUse.COMPARATOR)
    return tuple(regimen.id for regimen in trial.regimens_of(model) if regimen.use not in study)


def _with_control_course(trial: TrialProtocol, model: Arm) -> tuple[TrialProtocol, tuple[str, ...]]:
    sessions = [session for course_id in model.courses for session in trial.course(course_id).sessions]
    if not sessions:
        raise EditRefused(
            f"{model.name} has no therapy session whose time could be matched; plan its therapy first."
        )
    trial, course_id = next_id(trial, "course")
    copies = []
    for number, session in enumerate(sessions, start=1):
        trial, session_id = next_id(trial, "ses")
        kept = ("timing", "visit", "duration", "dose_number")
        copies.append(
            {"id": session_id, "name": f"Control session {number}"}
            | {field: getattr(session, field) for field in kept}
        )
    course = {"id": course_id, "name": "Attention control", "sessions": copies}
    return with_inserted(trial, "courses", course), (course_id,)


def _free_name(trial: TrialProtocol, wanted: str) -> str:
    taken = {arm.name for arm in trial.arms}
    number = 2
    name = wanted
    while name in taken:
        name, number = f"{wanted} {number}", number + 1
    return name
