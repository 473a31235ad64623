"""The table of the pages: their titles, their classes, and the parts of a protocol that each is the home of.

A page is imported when it is first seen, so that the window does not wait for pages nobody looks at.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from protocol_designer.gui.pages.base_page import BasePage
from protocol_designer.gui.theme import Theme
from protocol_designer.workspace.page_states import Chapter, owner_of
from protocol_designer.workspace.workspace import Workspace

_PAGES = "protocol_designer.gui.pages"


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page. ``source`` is its module and class; ``homes`` are the places it is the home of."""

    title: str
    source: str
    homes: tuple[str, ...]

    def shown_title(self) -> str:
        """Return the title in the user's language."""
        return QCoreApplication.translate("pages", self.title)

    def make(self, workspace: Workspace, theme: Theme, parent: QWidget | None) -> BasePage:
        """Import the page and make it.

        Raises:
            ImportError, AttributeError: The table names a class that does not exist.
        """
        module, _, name = self.source.rpartition(".")
        return cast(BasePage, getattr(import_module(f"{_PAGES}.{module}"), name)(workspace, theme, parent))


PAGES: tuple[PageRow, ...] = (
    PageRow("Design", "design_page.DesignPage", ("design", "identity", "amendment")),
    PageRow(
        "Arms", "arms_page.ArmsPage", ("arms", "other_interventions", "design.factors", "design.sequences")
    ),
    PageRow("Dosing", "dosing_page.DosingPage", ("regimens",)),
    PageRow("Therapy", "therapy_page.TherapyPage", ("courses",)),
    PageRow("Schedule", "schedule_page.SchedulePage", ("schedule",)),
    PageRow("Population", "population_page.PopulationPage", ("population", "concomitant", "design.sites")),
    PageRow("Objectives", "objectives_page.ObjectivesPage", ("objectives", "endpoints")),
    PageRow("Dosing day", "dosing_day_page.DosingDayPage", ("dosing_day", "pharmacy")),
    PageRow("Harms", "harms_page.HarmsPage", ("harms",)),
    PageRow("Statistics", "statistics_page.StatisticsPage", ("statistics",)),
    PageRow("Oversight", "oversight_page.OversightPage", ("oversight",)),
    PageRow("Narrative", "narrative_page.NarrativePage", ("narrative", "references")),
)
"""The pages in the order of the tabs; the first nine have the keys Ctrl+1 to Ctrl+9."""


def chapters() -> tuple[Chapter, ...]:
    """Return the pages as the outline names them, in the user's language."""
    return tuple(Chapter(page.shown_title(), page.homes) for page in PAGES)


def home_of(place: str) -> int | None:
    """Return the number of the page that is the home of a place; None when none is.

    The longest home that holds the place decides: ``design.factors`` before ``design``.
    """
    return owner_of(place, [page.homes for page in PAGES])
