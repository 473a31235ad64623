"""The things rules are asked about: the whole trial, or regimens of a drug, route and use."""

from collections.abc import Callable, Iterable, Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import DrugRegimen, RegimenUse, Route
from protocol_designer.rules.amounts import KETAMINE
from protocol_designer.rules.view import TrialView

__all__ = [
    "ANTIMUSCARINICS",
    "BENZODIAZEPINES",
    "KETAMINE",
    "Regimens",
    "all_regimens",
    "given",
    "trial_giving",
    "whole_trial",
]

BENZODIAZEPINES = ("midazolam", "lorazepam", "diazepam")
ANTIMUSCARINICS = ("atropine", "glycopyrrolate")

Regimens = Callable[[TrialView], Iterator[DrugRegimen | Undecided]]


def whole_trial(view: TrialView) -> Iterable[TrialView]:
    """Ask once, about everything."""
    return (view,)


def trial_giving(
    *drugs: str, uses: Iterable[RegimenUse] | None = None
) -> Callable[[TrialView], Iterator[TrialView | Undecided]]:
    """Ask once about everything, when some drug is given for some use; what is unclear is not assessed."""
    choose_regimens = given(*drugs, uses=uses)

    def choose(view: TrialView) -> Iterator[TrialView | Undecided]:
        found = list(choose_regimens(view))
        yield from (regimen for regimen in found if isinstance(regimen, Undecided))
        if any(isinstance(regimen, DrugRegimen) for regimen in found):
            yield view

    return choose


def all_regimens(view: TrialView) -> Iterator[DrugRegimen | Undecided]:
    """Every regimen; a protocol without any cannot be judged."""
    if not view.trial.regimens:
        yield Undecided("regimens", "what is given")
    yield from view.trial.regimens


def given(
    *drugs: str, routes: Iterable[Route] | None = None, uses: Iterable[RegimenUse] | None = None
) -> Regimens:
    """Choose the regimens of some drugs, by some routes, for some uses.

    A regimen whose drug, route or use is undecided, and which could therefore be one of these, is not
    assessed.
    """
    wanted_routes = None if routes is None else tuple(routes)
    wanted_uses = None if uses is None else tuple(uses)

    def choose(view: TrialView) -> Iterator[DrugRegimen | Undecided]:
        for regimen in all_regimens(view):
            if isinstance(regimen, Undecided):
                yield regimen
                continue
            if regimen.drug is not None and regimen.drug not in drugs:
                continue
            place = regimen_place(regimen)
            if regimen.drug is None:
                yield Undecided(f"{place}.drug", f"the drug of {regimen.name}")
            elif wanted_routes is not None and regimen.route is None:
                yield Undecided(f"{place}.route", f"the route of {regimen.name}")
            elif wanted_routes is not None and regimen.route not in wanted_routes:
                continue
            elif wanted_uses is not None and regimen.use is None:
                yield Undecided(f"{place}.use", f"what {regimen.name} is given for")
            elif wanted_uses is None or regimen.use in wanted_uses:
                yield regimen

    return choose
