"""How each page of a protocol stands, from empty to complete; leaves the pages themselves to the gui."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from protocol_designer.domain.base import Node
from protocol_designer.domain.places import value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.rules.findings import Finding, Report, Severity

_BLANK = TrialProtocol()


class PageState(StrEnum):
    """How a page stands."""

    EMPTY = "empty"
    STARTED = "started"
    COMPLETE = "complete"
    ACCEPTED = "accepted"
    PROBLEM = "problem"

    @property
    def told(self) -> str:
        """The state in words of the user's language."""
        return {
            PageState.EMPTY: _tr("empty"),
            PageState.STARTED: _tr("started, not everything can be assessed yet"),
            PageState.COMPLETE: _tr("nothing open in the review"),
            PageState.ACCEPTED: _tr("nothing open, with accepted findings"),
            PageState.PROBLEM: _tr("has problems"),
        }[self]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page as the outline names it. ``homes`` are the places that it is the home of."""

    title: str
    homes: tuple[str, ...]


def owner_of(place: str, homes: Sequence[tuple[str, ...]]) -> int | None:
    """Return which of several sets of homes holds a place; None when none does.

    The longest home that holds the place decides: ``design.factors`` before ``design``.
    """
    fitting = [
        (len(home), number)
        for number, own in enumerate(homes)
        for home in own
        if place == home or place.startswith((f"{home}.", f"{home}["))
    ]
    return max(fitting)[1] if fitting else None


def page_states(trial: TrialProtocol, report: Report, chapters: Sequence[Chapter]) -> tuple[PageState, ...]:
    """Return the state of every page.

    A page is complete when it is not as a blank protocol has it, each check could be made, no hard or soft
    limit is open and no question left by a prior study waits for an answer.
    """
    homes = [chapter.homes for chapter in chapters]
    found: list[list[Finding]] = [[] for _ in chapters]
    for finding in report.findings:
        number = owner_of(finding.place, homes)
        if number is not None:
            found[number].append(finding)
    asked = {
        owner_of(question.place, homes)
        for question in trial.open_questions
        if question.place and question.answer is None
    }
    every_home = {home for own in homes for home in own}
    return tuple(
        _state(_is_blank(trial, own, every_home), findings, number in asked)
        for number, (own, findings) in enumerate(zip(homes, found, strict=True))
    )


def _state(is_blank: bool, findings: list[Finding], is_asked: bool) -> PageState:
    severities = {finding.severity for finding in findings if not finding.justified}
    if severities & {Severity.HARD, Severity.SOFT}:
        return PageState.PROBLEM
    if is_blank:
        return PageState.EMPTY
    if is_asked or Severity.NOT_ASSESSED in severities:
        return PageState.STARTED
    return PageState.ACCEPTED if any(finding.justified for finding in findings) else PageState.COMPLETE


def _is_blank(trial: TrialProtocol, homes: tuple[str, ...], every_home: set[str]) -> bool:
    return all(_is_as_in_blank(trial, home, every_home) for home in homes)


def _is_as_in_blank(trial: TrialProtocol, home: str, every_home: set[str]) -> bool:
    """Compare a part with that of a blank protocol, without what another home inside it holds."""
    value, blank = value_at(trial, home), value_at(_BLANK, home)
    if isinstance(value, Node) and isinstance(blank, Node):
        fields = (name for name in type(value).model_fields if f"{home}.{name}" not in every_home)
        return all(bool(getattr(value, name) == getattr(blank, name, None)) for name in fields)
    return bool(value == blank)


def _tr(text: str) -> str:
    return QCoreApplication.translate("page_states", text)
