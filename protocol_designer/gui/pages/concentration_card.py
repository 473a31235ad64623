"""The predicted plasma concentration of the regimen in hand: curves, their table, and what they are not.

Nothing is computed while the card is out of sight, and nothing in the thread that keys and clicks wait for.
"""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QCheckBox, QGraphicsOpacityEffect, QPushButton, QWidget

from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.gui.drawing_view import FIGURE_ZOOM, DrawingView
from protocol_designer.gui.pages.regimen_card import RegimenCard
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.gui.widgets.choice import Choice
from protocol_designer.gui.widgets.table import RowsView
from protocol_designer.kinetics.over_weights import Banded, OverWeights
from protocol_designer.kinetics.prediction import KETAMINES
from protocol_designer.kinetics.reported_ranges import WORDING
from protocol_designer.report.concentration_table import as_text, depth_told, header, ranges_told, rows
from protocol_designer.report.display_list import Drawing
from protocol_designer.report.figures.concentration import concentration
from protocol_designer.workspace.latest_wins import LatestWins
from protocol_designer.workspace.models.rows import Column, RowsModel
from protocol_designer.workspace.predicting import PredictionOrder, PredictionOutcome, carry_out
from protocol_designer.workspace.workspace import Workspace

_HEIGHT = 170
_PATIENCE_MS = 150
"""A curve that takes longer is dimmed until the new one is there; a shorter wait would only flicker."""
_DIMMED = 0.4

Line = tuple[str, ...]


class ConcentrationCard(RegimenCard):
    """Follows the regimen and the eligible weights; shown for ketamine and esketamine."""

    def __init__(
        self,
        workspace: Workspace,
        theme: Theme,
        regimen: Callable[[], DrugRegimen | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, theme, regimen, parent)
        self.set_title(self.tr("Predicted plasma concentration"))
        self._asked: tuple[object, ...] = ()
        self._shown_id = ""
        self._titles: tuple[str, ...] = ()
        self.made: OverWeights | None = None
        self.feed = LatestWins(carry_out, "Predicted concentration", self)
        self.feed.came.connect(self._show)
        self.feed.lost.connect(self._show_loss)
        self.banded = Choice(
            (
                (Banded.MEDIAN, self.tr("Bands: middle weight")),
                (Banded.LIGHTEST, self.tr("Bands: lightest")),
            ),
            none_text=self.tr("Bands: heaviest"),
        )
        self.norketamine = QCheckBox(self.tr("Norketamine"), self)
        self.as_table = QPushButton(self.tr("Table"), self)
        self.copying = ActionButton(self.tr("Copy as text"), "copy", theme, self.copy)
        self._build_header()
        self.refusal = text_label("", self, muted=True)
        self.plot = DrawingView(self._draw, workspace, theme, self, zoom=FIGURE_ZOOM)
        self.plot.setAccessibleName(self.tr("Predicted plasma concentration"))
        self._veil = QGraphicsOpacityEffect(self.plot)
        self._veil.setOpacity(_DIMMED)
        self._veil.setEnabled(False)
        self.plot.setGraphicsEffect(self._veil)
        self.model: RowsModel[Line] = RowsModel((), lambda row: row[0])
        self.table = RowsView(self.model, theme, self.tr("Predicted concentrations, ng/mL"), 9, is_wide=True)
        self.foot = small_print("", self)
        for part in (self.refusal, self.plot, self.table, self.foot):
            self.body.addWidget(part)
        for part in (self.refusal, self.table, self.foot):  # a screen reader has no name for an empty one
            part.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self._veil.setEnabled(self.is_stale))

    @property
    def is_stale(self) -> bool:
        """Whether what is shown belongs to an earlier protocol and the new curves are under way."""
        return not self.feed.is_settled

    @property
    def is_dimmed(self) -> bool:
        """Whether the curves are veiled, because newer ones take their time."""
        return self._veil.isEnabled()

    def show_curves(self) -> None:
        """Follow the document, or another regimen."""
        regimen = self._regimen()
        self.setVisible(regimen is not None and regimen.drug in KETAMINES)
        if regimen is None or not self.isVisible():
            return
        self.norketamine.setEnabled(regimen.route is Route.IV)
        wanted = (
            regimen,
            self._workspace.trial.population.weight_min,
            self._workspace.trial.population.weight_max,
            self.banded.value,
            self.norketamine.isChecked(),
        )
        if wanted == self._asked:
            return
        if self._asked and regimen.id != self._shown_id:
            self._clear()
        self._asked = wanted
        self._shown_id = regimen.id
        self._patience.start()
        self.feed.ask(
            PredictionOrder(
                regimen,
                self._workspace.trial.population,
                Banded(str(self.banded.value or Banded.HEAVIEST.value)),
                self.norketamine.isChecked(),
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was not computed while hidden."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self.show_curves)

    def copy(self) -> None:
        """Put the table on the clipboard."""
        regimen = self._regimen()
        if self.made is not None and regimen is not None:
            QGuiApplication.clipboard().setText(as_text(self.made, regimen.name))

    def _build_header(self) -> None:
        self.banded.setAccessibleName(self.tr("Participant whose bands are drawn"))
        self.banded.setMinimumWidth(160)
        self.banded.committed.connect(self._other_bands)
        self.norketamine.setToolTip(
            self.tr("The metabolite, by Fanta 2015 with Otto 2021 (S-ketamine), for intravenous doses.")
        )
        self.norketamine.toggled.connect(self.show_curves)
        self.as_table.setCheckable(True)
        self.as_table.setToolTip(self.tr("Show the numbers of the curves in a table"))
        self.as_table.toggled.connect(self._show_parts)
        for part in (self.banded, self.norketamine, self.as_table, self.copying):
            self.header.addWidget(part)

    def _other_bands(self, value: object) -> None:
        self.banded.show_value(value)
        self.show_curves()

    def _clear(self) -> None:
        """Show nothing of another regimen."""
        self.made = None
        self.refusal.setText("")
        self._show_parts()

    def _show(self, outcome: PredictionOutcome) -> None:
        self._patience.stop()
        self._veil.setEnabled(False)
        self.made = outcome.made
        self.refusal.setText(outcome.refusal)
        self._show_parts()
        if self.made is None:
            return
        self._show_table(self.made)
        self.plot.redraw()
        told = (*self.made.shown.notes, depth_told(self.made), WORDING, ranges_told())
        self.foot.setText(" ".join(one for one in told if one))

    def _show_loss(self) -> None:
        """Show no curve rather than one of an earlier dose."""
        self._clear()
        self._asked = ()
        self._veil.setEnabled(False)
        self.refusal.setText(
            self.tr("No concentration is drawn. The prediction broke off; change the dose to try again.")
        )
        self._show_parts()

    def _show_parts(self) -> None:
        is_made = self.made is not None
        self.refusal.setVisible(bool(self.refusal.text()))
        self.plot.setVisible(is_made)
        self.table.setVisible(is_made and self.as_table.isChecked())
        self.foot.setVisible(is_made)
        for part in (self.banded, self.as_table, self.copying):
            part.setEnabled(is_made)

    def _show_table(self, made: OverWeights) -> None:
        titles = header(made)
        if titles != self._titles:
            self._titles = titles
            self.model.set_columns([_column(title, at) for at, title in enumerate(titles)])
            self.table.size_columns(160, 92, *(66 for _ in titles[2:-1]))
        self.model.show(rows(made))

    def _draw(self, width: float) -> Drawing:
        if self.made is None:
            return Drawing(width, _HEIGHT, (), "")
        return concentration(self.made, width, _HEIGHT, f"regimens[{self._shown_id}]")


def _column(title: str, at: int) -> Column[Line]:
    return Column(title, lambda row: row[at], is_number=at > 0)
