"""Which findings the problems panel lists: by severity, by text, by the page in view."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel

from protocol_designer.rules.findings import Finding, Severity
from protocol_designer.workspace.problems_model import FINDING

_EVERYWHERE: Callable[[str], bool] = lambda _place: True  # noqa: E731  # a named default reads best here


class ProblemsFilter(QSortFilterProxyModel):
    """Hides rows; never reorders them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._severities = frozenset(Severity)
        self._text = ""
        self._is_here = _EVERYWHERE

    def show_severities(self, severities: frozenset[Severity]) -> None:
        """List only some severities."""
        self._severities = severities
        self.invalidate()

    def show_text(self, text: str) -> None:
        """List only findings whose message, place, rule or title holds a text."""
        self._text = text.strip().casefold()
        self.invalidate()

    def show_places(self, is_here: Callable[[str], bool] | None) -> None:
        """List only findings at some places; None lists all."""
        self._is_here = is_here or _EVERYWHERE
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        model = self.sourceModel()
        finding = model.data(model.index(row, 0, parent), FINDING)
        if not isinstance(finding, Finding):
            return False
        texts = (finding.message, finding.rule, finding.title, finding.place)
        return (
            finding.severity in self._severities
            and self._is_here(finding.place)
            and any(self._text in text.casefold() for text in texts)
        )
