"""What the window asks of a page: to follow document, report and navigation."""

from typing import Protocol

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.rules.findings import Report


class Page(Protocol):
    """One page of the window: a QWidget made as ``XxxPage(workspace, theme, parent)``.

    A new page shows ``workspace.trial`` and ``workspace.report`` as they are. From then on only the window
    tells it of changes: a page does not connect to the workspace's document and report signals itself. A
    hidden page may be told later, with ``before`` the document it last showed. It changes the document
    through ``workspace.apply`` and tells of the field in hand through ``workspace.select(place)``.
    """

    def show_document(self, before: TrialProtocol, after: TrialProtocol) -> None:
        """Follow a change by difference: what is the same object in both has not changed."""

    def show_report(self, report: Report) -> None:
        """Show the findings beside the fields they speak of."""

    def reveal(self, place: str) -> bool:
        """Scroll to and focus the field of a place, or of the part holding it; False when it is not here."""
