"""Our dose and rate among those of published trials, as strips; the table of studies is in its own panel."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from protocol_designer.domain.interventions import DrugRegimen, RegimenUse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.drawing_view import FIGURE_ZOOM, DrawingView
from protocol_designer.gui.pages.regimen_card import RegimenCard
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.theme import Theme
from protocol_designer.precedents.library import shipped_library
from protocol_designer.precedents.nearest import Precedents, all_reported, precedents_among
from protocol_designer.precedents.reported import ReportedRegimen
from protocol_designer.report.display_list import Drawing
from protocol_designer.report.figures.precedent_strip import precedent_strip
from protocol_designer.workspace.latest_wins import LatestWins
from protocol_designer.workspace.workspace import Workspace

_PAUSE_MS = 60


class PrecedentCard(RegimenCard):
    """Follows a study drug; the studies are read in another thread when the card is first seen."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        regimen: Callable[[], DrugRegimen | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, theme, regimen, parent)
        self.set_title(self.tr("This dose among published trials"))
        self._asked: tuple[TrialProtocol, DrugRegimen] | None = None
        self._reported: list[tuple[ReportedRegimen, ...]] = []
        self.found: Precedents | None = None
        self.finding = LatestWins(self._find, "Published doses", self)
        self.finding.came.connect(self._show)
        self.strip = DrawingView(self._draw, workspace, theme, self, zoom=FIGURE_ZOOM)
        self.strip.setAccessibleName(self.tr("This dose among published trials"))
        self.body.addWidget(self.strip)
        self.body.addWidget(
            small_print(self.tr("A dot is a regimen that a study reported; the Precedents panel names them."))
        )
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._ask)

    def show_strips(self) -> None:
        """Follow the document, or another regimen, once nothing was edited for a moment."""
        regimen = self._regimen()
        self.setVisible(regimen is not None and regimen.use is RegimenUse.INVESTIGATIONAL)
        self._later.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was not looked for while hidden."""
        super().showEvent(event)
        self._later.start()

    def _ask(self) -> None:
        regimen, workspace = self._regimen(), self._workspace
        if regimen is None or not self.isVisible():
            return
        trial, asked = workspace.trial, self._asked
        if asked is None or asked[0] is not trial or asked[1] is not regimen:
            self._asked = (trial, regimen)
            self.finding.ask((trial, regimen, workspace.formulary))

    def _find(self, order: tuple[TrialProtocol, DrugRegimen, Formulary]) -> Precedents:
        """Look for precedents; in the other thread, which alone touches what it remembers of the studies."""
        trial, regimen, formulary = order
        if not self._reported:
            self._reported.append(all_reported(shipped_library(), formulary))
        return precedents_among(trial, regimen, self._reported[0])

    def _show(self, found: Precedents) -> None:
        self.found = found
        self.strip.redraw()

    def _draw(self, width: float) -> Drawing:
        return Drawing(width, 1, (), "") if self.found is None else precedent_strip(self.found, width)
