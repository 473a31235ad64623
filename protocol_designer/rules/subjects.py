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
    """Ask once about everything, when some drug is given for some use; what is unclear is not assessed.

    Where one is given, a comparator of which nothing is decided cannot change that the rule applies.
    """
    choose_regimens = given(*drugs, uses=uses)

    def choose(view: TrialView) -> Iterator[TrialView | Undecided]:
        found = list(choose_regimens(view))
        is_given = any(isinstance(regimen, DrugRegimen) for regimen in found)
        blank = {f"{regimen_place(each)}.drug" for each in view.trial.regimens if _is_blank(each)}
        for each in found:
            if isinstance(each, Undecided) and not (is_given and each.place in blank):
                yield each
        if is_given:
            yield view

    return choose


def all_regimens(view: TrialView) -> Iterator[DrugRegimen | Undecided]:
    """Every regimen; a protocol without any cannot be judged."""
    if not view.trial.regimens:
        yield Undecided("regimens", "what is given")
    yield from view.trial.regimens


def is_open_question(view: TrialView, regimen: DrugRegimen, drugs: Iterable[str]) -> bool:
    """Tell whether rules on some drugs must ask for a regimen's drug.

    Not on a comparator that has no dose either, where ketamine is decided elsewhere in the trial: whether it
    is ketamine cannot be judged before it has a dose, and the rules on comparators, on benzodiazepines and on
    what stands for ketamine in the schedule ask for its drug, so that no final export passes it by.
    """
    is_ketamine_decided = any(each.drug in KETAMINE for each in view.trial.regimens)
    return not _is_blank(regimen) or any(drug not in KETAMINE for drug in drugs) or not is_ketamine_decided


def _is_blank(regimen: DrugRegimen) -> bool:
    return regimen.use is RegimenUse.COMPARATOR and not regimen.steps and regimen.cap is None


def given(
    *drugs: str, routes: Iterable[Route] | None = None, uses: Iterable[RegimenUse] | None = None
) -> Regimens:
    """Choose the regimens of some drugs, by some routes, for some uses.

    A regimen whose drug, route or use is undecided, and which could therefore be one of these, is not
    assessed; a comparator of which nothing is decided only where `is_open_question` says so.
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
                is_other_use = wanted_uses is not None and regimen.use not in (None, *wanted_uses)
                is_other_route = wanted_routes is not None and regimen.route not in (None, *wanted_routes)
                if not (is_other_use or is_other_route) and is_open_question(view, regimen, drugs):
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
