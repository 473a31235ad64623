"""How a rule is declared: identity, title, gravest severity, limits, sources and subjects."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from protocol_designer.derived.undecided import Undecided
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.view import TrialView

Subject = TypeVar("Subject")
Check = Callable[[TrialView, Subject], Iterator[Hit | Undecided]]
Subjects = Callable[[TrialView], Iterable[Subject | Undecided]]


@dataclass(frozen=True)
class Rule:
    """One safety rule. ``subjects`` lists what it judges one by one; each is assessed on its own.

    A check raises `Undecided` when it cannot go on, and yields it when there is more to judge.
    """

    id: str
    title: str
    severity: Severity
    limits: tuple[str, ...]
    sources: tuple[str, ...]
    needs: tuple[str, ...]
    subjects: Callable[[TrialView], Iterable[object]]
    check: Callable[[TrialView, object], Iterator[Hit | Undecided]]
    explanation: str

    @property
    def family(self) -> str:
        """The family code, such as KET."""
        return self.id.partition("-")[0]


class UnusableRule(Exception):  # noqa: N818  # it is the rule that is unusable
    """A rule whose declaration cannot be trusted; the message names it. The program must stop."""


def rule(
    rule_id: str,
    title: str,
    severity: Severity,
    *,
    over: Subjects[Subject],
    needs: tuple[str, ...],
    limits: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
) -> Callable[[Check[Subject]], Rule]:
    """Declare a rule. The function's docstring is the user's explanation of it.

    Args:
        severity: The gravest severity the rule can give; a rule with soft and hard bounds names hard.
        over: Yields the subjects, and `Undecided` for those that cannot be chosen yet.
        needs: The inputs in words, for the rule reference.
        limits: Keys of every formulary limit the rule reads.
        sources: Keys of sources beyond those of the limits.
    """

    def declare(check: Check[Subject]) -> Rule:
        explanation = (check.__doc__ or "").strip()
        if not explanation:
            raise UnusableRule(f"The rule {rule_id} has no explanation.")
        if not limits and not sources:
            raise UnusableRule(f"The rule {rule_id} cites nothing.")
        return Rule(rule_id, title, severity, limits, sources, needs, over, check, explanation)  # type: ignore[arg-type]  # subjects and check agree on Subject; Rule forgets which

    return declare
