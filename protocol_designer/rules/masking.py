"""Who is blinded, and which arms have to look alike for that; what blinding asks for stays with its rules."""

from collections.abc import Iterable, Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import Arm, ArmKind, BlindedRole, ComparatorKind, DesignModel
from protocol_designer.domain.wording import word
from protocol_designer.rules.view import TrialView

COUNTED = (
    BlindedRole.PARTICIPANT,
    BlindedRole.CARE_PROVIDER,
    BlindedRole.INVESTIGATOR,
    BlindedRole.OUTCOME_ASSESSOR,
)
"""The roles that registries count when they call a trial single, double or triple blind."""

_ROLES = "design.blinding.roles"


def is_blinded(view: TrialView) -> bool:
    """Tell whether anyone is blinded.

    Raises:
        Undecided: Nobody is yet, and it is open for some role.
    """
    return _at_least(view, 1)


def is_double_blind(view: TrialView) -> bool:
    """Tell whether at least two roles are blinded, whichever they are.

    Raises:
        Undecided: Fewer are blinded, and it is open for roles that would make two.
    """
    return _at_least(view, 2)


def _at_least(view: TrialView, wanted: int) -> bool:
    trial = view.trial
    entries = {entry.role: entry.is_blinded for entry in trial.design.blinding.roles}
    blinded = sum(entries.values())
    if blinded >= wanted:
        return True
    if trial.design.model is DesignModel.SINGLE_GROUP and len(trial.arms) == 1 and not blinded:
        return False
    open_roles = [role for role in COUNTED if role not in entries]
    if blinded + len(open_roles) < wanted:
        return False
    listed = ", ".join(word(role) for role in open_roles)
    raise Undecided(_ROLES, f"who is blinded ({listed})")


def double_blind(view: TrialView) -> Iterable[TrialView]:
    """Ask once about everything, when the trial is at least double blind."""
    if is_double_blind(view):
        yield view


def blinded_arms(view: TrialView) -> Iterator[Arm | Undecided]:
    """Yield the arms of a trial that is at least double blind."""
    if is_double_blind(view):
        if not view.trial.arms:
            yield Undecided("arms", "which arms are compared")
        yield from view.trial.arms


def is_open(view: TrialView, arm: Arm) -> bool:
    """Tell whether an arm is openly untreated: it receives no drug, and its kind says so."""
    return not arm.regimens and (
        arm.kind is ArmKind.NO_INTERVENTION or arm.comparator is ComparatorKind.USUAL_CARE
    )


def arms_alike(view: TrialView) -> tuple[Arm, ...]:
    """Return the arms that must look alike: all but those that are openly untreated."""
    return tuple(arm for arm in view.trial.arms if not is_open(view, arm))
