"""The precedents of a study drug: where it stands, its place among prior doses and rates, the nearest ones.

Nothing is computed while the panel is out of sight, and nothing before the program is idle after an edit.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.gui.drawing_view import DrawingView
from protocol_designer.gui.panels.delegates import RowDelegate
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.gui.widgets.entered_list import EnteredList
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.report.display_list import Drawing
from protocol_designer.workspace.precedents_model import PRECEDENT, PrecedentRow, PrecedentsModel
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.precedents.nearest import Precedents
    from protocol_designer.precedents.reported import ReportedRegimen

_PAUSE_MS = 60
_BESIDE_STRIP = 40
"""Margins and scroll bar, in logical pixels."""

_COLUMNS = (130, 140, 60, 90)


class PrecedentsPanel(QWidget):
    """Shows one study drug at a time and follows the dose.

    Signals:
        study_requested: The page of a prior study is wanted (template id).
        comparison_requested: The protocol is to be compared with a study (template id, or an empty text).
        copy_requested, print_requested: The precedents of all study drugs as text, or as a PDF.
    """

    study_requested = Signal(str)
    comparison_requested = Signal(str)
    copy_requested = Signal()
    print_requested = Signal()

    def __init__(
        self, workspace: Workspace, theme: Theme, library: TemplateLibrary, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._library = library
        self._reported: tuple[ReportedRegimen, ...] | None = None
        self._found: Precedents | None = None
        self.model = PrecedentsModel(self)
        self.regimen = QComboBox(self)
        self.standing = text_label("", self)
        self.strip = DrawingView(self._draw, workspace, theme, self)
        self.view = EnteredList(self)
        self.detail = text_label("", self)
        self.study = self._button(self.tr("Open the study…"), lambda: self._ask(self.study_requested.emit))
        self.compare = self._button(
            self.tr("Compare with this study…"), lambda: self._ask(self.comparison_requested.emit)
        )
        self.copy = self._button(self.tr("Copy as text"), self.copy_requested.emit)
        self.print = self._button(self.tr("Export PDF…"), self.print_requested.emit)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._catch_up)
        self._build()
        workspace.report_changed.connect(self.catch_up_soon)
        self.regimen.activated.connect(self.bring_up_to_date)
        self.view.selectionModel().currentChanged.connect(self._show_detail)
        self.view.entered_row.connect(lambda: self._ask(self.study_requested.emit))
        self.view.doubleClicked.connect(lambda: self._ask(self.study_requested.emit))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.catch_up_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._later.stop()

    def catch_up_soon(self) -> None:
        """Bring the panel up to date when the program is idle, if it is seen then."""
        self._later.start()

    def precedents_of_all(self) -> "tuple[Precedents, ...]":
        """Return the precedents of every study drug, as the protocol is now."""
        from protocol_designer.precedents.nearest import precedents_among
        from protocol_designer.precedents.profile import study_drugs

        trial = self._workspace.trial
        return tuple(precedents_among(trial, one, self._all()) for one in study_drugs(trial))

    def bring_up_to_date(self) -> None:
        """Show the study drug that is chosen as the protocol has it now."""
        from protocol_designer.precedents.nearest import precedents_among
        from protocol_designer.precedents.profile import study_drugs

        regimens = study_drugs(self._workspace.trial)
        regimen = self._list_regimens(regimens)
        self._found = (
            precedents_among(self._workspace.trial, regimen, self._all()) if regimen is not None else None
        )
        self.standing.setText(self._told())
        self.standing.show()
        self.strip.setVisible(self._found is not None and bool(self._found.by_same_route))
        self.strip.redraw()
        in_hand = self._row()
        self.model.show(self._found)
        row = self.model.row_of(in_hand)
        if self.view.currentIndex().row() != row:
            self.view.setCurrentIndex(self.model.index(row, 0))
        self._show_detail()
        self.print.setEnabled(regimen is not None)
        self.copy.setEnabled(regimen is not None)

    def _all(self) -> "tuple[ReportedRegimen, ...]":
        from protocol_designer.precedents.nearest import all_reported

        if self._reported is None:
            self._reported = all_reported(self._library, self._workspace.formulary)
        return self._reported

    def _catch_up(self) -> None:
        # A dock that stands behind others is visible to Qt; only what it paints tells that it is seen.
        if not self.visibleRegion().isEmpty():
            self.bring_up_to_date()

    def _list_regimens(self, regimens: tuple[DrugRegimen, ...]) -> DrugRegimen | None:
        """Bring the choice up to date and return the regimen that is chosen."""
        wanted = [(one.name, one.id) for one in regimens]
        shown = [(self.regimen.itemText(at), self.regimen.itemData(at)) for at in range(self.regimen.count())]
        if shown != wanted:
            chosen = self.regimen.currentData()
            self.regimen.clear()
            for name, key in wanted:
                self.regimen.addItem(name, key)
            self.regimen.setCurrentIndex(max(self.regimen.findData(chosen), 0))
        self.regimen.setEnabled(len(wanted) > 1)
        return regimens[self.regimen.currentIndex()] if regimens else None

    def _told(self) -> str:
        from protocol_designer.report.precedent_standing import compared_with, standing

        if self._found is None:
            return self.tr("This protocol has no investigational medicine to hold against prior studies yet.")
        drug = self._workspace.formulary.drug(self._found.regimen.drug or "")
        name = drug.name.lower() if drug else (self._found.regimen.drug or "").replace("_", " ")
        return " ".join(
            (compared_with(self._found.regimen, self._found.profile), *standing(self._found, name))
        )

    def _draw(self, width: float) -> Drawing:
        if self._found is None:
            return Drawing(width, 1, (), "")
        from protocol_designer.report.figures.precedent_strip import precedent_strip

        return precedent_strip(self._found, width)

    def _row(self) -> PrecedentRow | None:
        row = self.view.currentIndex().data(PRECEDENT)
        return row if isinstance(row, PrecedentRow) else None

    def _show_detail(self, _current: QModelIndex | None = None) -> None:
        row = self._row()
        self.detail.setText(row.outcome if row else "")
        self.detail.setVisible(row is not None)
        self.study.setEnabled(row is not None)
        self.compare.setEnabled(row is not None)

    def _ask(self, emit: Callable[[str], None]) -> None:
        if row := self._row():
            emit(row.study_id)

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(lambda: do())  # noqa: PLW0108  # drops the checked state
        return button

    def _build(self) -> None:
        self.regimen.setAccessibleName(self.tr("Study drug whose precedents are shown"))
        self.strip.setAccessibleName(self.tr("Dose and rate among those of prior studies"))
        self.view.setAccessibleName(self.tr("Nearest prior regimens"))
        for label in (self.standing, self.detail):  # a screen reader has no name for an empty one
            label.hide()
        self.view.setModel(self.model)
        self.view.setItemDelegate(RowDelegate(self.view))
        header = self.view.header()
        header.setStretchLastSection(True)
        for column, width in enumerate(_COLUMNS):
            header.resizeSection(column, width)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.regimen.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        bar = QHBoxLayout()
        bar.setContentsMargins(FIELD_GAP, GRID, FIELD_GAP, 0)
        bar.setSpacing(FIELD_GAP)
        bar.addWidget(self.regimen)
        bar.addStretch()
        for button in (self.study, self.compare, self.copy, self.print):
            bar.addWidget(button)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        beside = self.tr("Where the study drug stands among prior studies")
        standing_area = _scrolled(beside, self.standing, self.strip)
        standing_area.setMinimumWidth(self.strip.minimumWidth() + _BESIDE_STRIP)
        told = self.tr("Result and harms as reported")
        split.addWidget(standing_area)
        split.addWidget(self.view)
        split.addWidget(_scrolled(told, heading(told, self), self.detail, self._note()))
        split.setSizes([370, 620, 260])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(bar)
        layout.addWidget(split, 1)

    def _note(self) -> QWidget:
        return small_print(
            self.tr("The study’s page holds every result with its source; what was not reported stays open."),
            self,
        )


def _scrolled(name: str, *widgets: QWidget) -> QScrollArea:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(FIELD_GAP, GRID, FIELD_GAP, GRID)
    column.setSpacing(FIELD_GAP)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch()
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(body)
    area.setAccessibleName(name)
    return area
