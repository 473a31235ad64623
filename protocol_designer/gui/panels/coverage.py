"""The coverage: each item of SPIRIT 2025 or section of ICH M11, where it is printed, or why it is not.

Nothing is computed while the panel is out of sight, and nothing before the program is idle after an edit.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.edits.coverage import (
    bar_item,
    bar_section,
    withdraw_item_reason,
    withdraw_section_reason,
)
from protocol_designer.edits.edit import Edit
from protocol_designer.gui.coverage_mark import CoverageDelegate
from protocol_designer.gui.panels.coverage_switch import CoverageSwitch
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.gui.widgets.entered_list import EnteredList
from protocol_designer.gui.widgets.prose_edit import ProseEdit
from protocol_designer.report.section_states import NARRATIVE, Coverage
from protocol_designer.workspace.coverage_model import (
    ROW,
    SPIRIT,
    CoverageModel,
    CoverageRow,
    section_rows,
    spirit_rows,
)
from protocol_designer.workspace.narrative_outline import section_place
from protocol_designer.workspace.preview_job import PreviewJob
from protocol_designer.workspace.workspace import Workspace

_PAUSE_MS = 60
_COLUMNS = (48, 196, 118, 68)


class CoveragePanel(QWidget):
    """Follows the document while it is seen.

    Signals:
        place_entered: The field of a row is to be shown and focused (place).
        pages_requested: The pages of a row are to be shown (place).
    """

    place_entered = Signal(str)
    pages_requested = Signal(str)

    def __init__(
        self, workspace: Workspace, pages: PreviewJob, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._pages = pages
        self.model = CoverageModel(self)
        self.switch = CoverageSwitch(self)
        self.counts = text_label("", self)
        self.open_only = QCheckBox(self.tr("What is open only"), self)
        self.view = EnteredList(self)
        self.wording = text_label("", self)
        self.told = small_print("", self)
        self.reason = ProseEdit(3, self)
        self.reason.setAccessibleName(self.tr("Why the item does not apply"))
        self.field = QPushButton(self.tr("Go to the field"), self)
        self.show_page = QPushButton(self.tr("Show in preview"), self)
        self.take_back = QPushButton(self.tr("Take the reason back"), self)
        self._reason_head = small_print(self.tr("Not applicable because"), self)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._catch_up)
        self._build(theme)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._later.start()

    def look(self, is_seen: bool) -> None:
        """Note whether the panel is in view; pages are numbered for it only then."""
        self._pages.want(self, is_seen)
        if is_seen:
            self._later.start()

    def bring_up_to_date(self) -> None:
        """Show the standard that is chosen as the protocol has it now."""
        in_hand = self._row()
        printed = self._pages.pages
        if self.switch.standard == SPIRIT:
            rows = spirit_rows(self._workspace.trial, printed)
        else:
            rows = section_rows(self._pages.sections, printed)
        self.model.show_rows(rows)
        at = self.model.row_of(in_hand.number) if in_hand else -1
        if at < 0 and self.model.rowCount():
            at = 0
        if self.view.currentIndex().row() != at:
            self.view.setCurrentIndex(self.model.index(at, 0))
        self._show_counts(len(rows))
        self._show_detail()

    def _connect(self) -> None:
        self._workspace.report_changed.connect(self._soon)
        self._pages.sections_told.connect(self._soon)
        self._pages.printed.connect(self._soon)
        self.switch.switched.connect(self.bring_up_to_date)
        self.open_only.toggled.connect(self._filter)
        self.view.selectionModel().currentChanged.connect(self._show_detail)
        self.view.entered_row.connect(self._go)
        self.view.doubleClicked.connect(self._go)
        self.field.clicked.connect(self._go)
        self.show_page.clicked.connect(self._show_on_page)
        self.take_back.clicked.connect(lambda: self._say(None))
        self.reason.committed.connect(self._say)
        self._workspace.edit_refused.connect(self._tell_refusal)

    def _soon(self) -> None:
        self._later.start()

    def _catch_up(self) -> None:
        # A dock that stands behind others is visible to Qt; only what it paints tells that it is seen.
        if not self.visibleRegion().isEmpty():
            self.bring_up_to_date()

    def _filter(self, is_open_only: bool) -> None:
        self.model.show_open_only(is_open_only)
        self.bring_up_to_date()

    def _row(self) -> CoverageRow | None:
        row = self.view.currentIndex().data(ROW)
        return row if isinstance(row, CoverageRow) else None

    def _go(self) -> None:
        if row := self._row():
            is_text = row.place == NARRATIVE
            place = section_place(self._workspace.trial, row.number) if is_text else row.place
            self.place_entered.emit(place)

    def _show_on_page(self) -> None:
        if row := self._row():
            self.pages_requested.emit(row.place)

    def _say(self, text: object) -> None:
        """Write the reason against the row in hand, or take it back."""
        row = self._row()
        if row is None or (text is None and row.reason is None):
            self._show_detail()
            return
        self._workspace.apply(self._edit(row, str(text) if text else None))

    def _edit(self, row: CoverageRow, because: str | None) -> Edit:
        if self.switch.standard == SPIRIT:
            if because is None:
                return withdraw_item_reason(SPIRIT, row.number, row.reason_field)
            return bar_item(SPIRIT, row.number, because, row.reason_field)
        return withdraw_section_reason(row.number) if because is None else bar_section(row.number, because)

    def _tell_refusal(self, sentence: str) -> None:
        if self.reason.hasFocus():
            self.reason.show_problem(sentence)

    def _show_counts(self, total: int) -> None:
        counts = self.model.counts()
        text = self.tr(
            "{addressed} of {total} addressed, {partly} partly, {open} open, {barred} not applicable"
        )
        self.counts.setText(
            text.format(
                addressed=counts[Coverage.ADDRESSED],
                total=total,
                partly=counts[Coverage.PARTLY],
                open=counts[Coverage.OPEN],
                barred=counts[Coverage.NOT_APPLICABLE],
            )
            if total
            else self.tr("The sections are being composed…")
        )

    def _show_detail(self) -> None:
        row = self._row()
        for button in (self.field, self.show_page):
            button.setEnabled(row is not None)
        takes_reason = row is not None and row.takes_reason
        for widget in (self._reason_head, self.reason, self.take_back):
            widget.setVisible(takes_reason)
        self.wording.setVisible(row is not None)
        self.told.setVisible(row is not None and bool(row.told) and row.reason is None)
        if row is None:
            return
        self.wording.setText(f"{row.number}  {row.title}. {row.wording}".rstrip(". ") + ".")
        missing = row.state in (Coverage.OPEN, Coverage.PARTLY)
        self.told.setText((self.tr("Missing: {told}") if missing else "{told}").format(told=row.told))
        self.reason.setAccessibleName(self.tr("Why {item} does not apply").format(item=row.number))
        self.reason.show_value(row.reason)
        self.take_back.setEnabled(row.reason is not None)

    def _build(self, theme: Theme) -> None:
        self.view.setAccessibleName(self.tr("Items and how the protocol answers them"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(CoverageDelegate(theme, self.view))
        theme.changed.connect(self.view.viewport().update)
        header = self.view.header()
        for number, width in enumerate(_COLUMNS):
            header.resizeSection(number, width)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        bar = QHBoxLayout()
        bar.setContentsMargins(FIELD_GAP, GRID, FIELD_GAP, 0)
        bar.setSpacing(FIELD_GAP)
        bar.addWidget(self.switch)
        bar.addWidget(self.counts, 1)
        bar.addWidget(self.open_only)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(FIELD_GAP, GRID, FIELD_GAP, GRID)
        column.setSpacing(GRID)
        leads = QHBoxLayout()
        leads.addWidget(self.field)
        leads.addWidget(self.show_page)
        leads.addStretch()
        column.addWidget(self.wording)
        column.addWidget(self.told)
        column.addLayout(leads)
        column.addWidget(self._reason_head)
        column.addWidget(self.reason)
        column.addWidget(self.take_back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        detail = QScrollArea()
        detail.setFrameShape(QFrame.Shape.NoFrame)
        detail.setWidgetResizable(True)
        detail.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        detail.setAccessibleName(self.tr("The item in hand"))
        detail.setWidget(body)
        bar_width = detail.verticalScrollBar().sizeHint().width()
        detail.setMinimumWidth(body.minimumSizeHint().width() + bar_width)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(bar)
        layout.addWidget(split, 1)
