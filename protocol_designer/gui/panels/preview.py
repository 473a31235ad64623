"""The preview: the pages of the PDF as an export would write them, a little behind the editing, never far."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.export.pdf.page_map import Printed
from protocol_designer.gui.preview.page_layout import Fit, percent_of, zoom_of
from protocol_designer.gui.preview.page_view import PageView
from protocol_designer.gui.severity_mark import severity_icon
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.report.place_words import place_words
from protocol_designer.workspace.preview_job import PreviewJob
from protocol_designer.workspace.preview_pins import Pin, pins_of
from protocol_designer.workspace.severity_words import message_beside
from protocol_designer.workspace.workspace import Workspace

_PERCENTS = (50, 75, 100, 125, 150, 200, 300)
_PLACE = Qt.ItemDataRole.UserRole
_PIN_ROWS = 3


class PreviewPanel(QWidget):
    """Follows the document while it is looked at.

    Signals:
        place_chosen: A part of a page was chosen; its field is to be shown (place).
        place_entered: The field of a part is to be shown and focused (place).
    """

    place_chosen = Signal(str)
    place_entered = Signal(str)

    def __init__(
        self, workspace: Workspace, job: PreviewJob, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._job = job
        self._theme = theme
        self._is_looking = False
        self.view = PageView(self._describe, theme, self)
        self.page = QSpinBox(self)
        self.total = QLabel(self)
        self.zoom = QComboBox(self)
        self.form = QComboBox(self)
        self._notice = QWidget(self)
        self.problem = text_label("", self)
        self.again = QPushButton(self.tr("Try again"), self)
        self.standing = small_print("", self)
        self.pins = QListWidget(self)
        self.setFocusProxy(self.view)
        self._build()
        self._connect()

    def sizeHint(self) -> QSize:
        return QSize(460, 600)

    def look(self, is_looking: bool) -> None:
        """Note whether anybody sees the preview; nothing is laid out while nobody does."""
        if is_looking == self._is_looking:
            return
        self._is_looking = is_looking
        if is_looking:
            if self._job.pages is not None and self._job.pages.map is not self.view.map:
                self._show_pages(self._job.pages)
            self._tell_work()
        self._job.want(self, is_looking)

    def show_place(self, place: str) -> None:
        """Bring a place into view and outline it, or say that it is not printed."""
        is_printed = self.view.show_place(place)
        self._tell_place(place, is_printed)

    def _connect(self) -> None:
        self._job.started.connect(self._tell_work)
        self._job.printed.connect(self._show_pages)
        self._job.failed.connect(self._show_problem)
        self._workspace.selection_changed.connect(self._follow_selection)
        self._workspace.report_changed.connect(self._show_pins)
        self._theme.changed.connect(self._list_pins)
        self.view.page_changed.connect(self._show_page_number)
        self.view.zoom_changed.connect(self._show_zoom)
        self.view.place_chosen.connect(self.place_chosen)
        self.view.place_entered.connect(self.place_entered)
        self.view.pin_chosen.connect(self._enter_pin)
        self.page.valueChanged.connect(self.view.show_page)
        self.zoom.activated.connect(self._choose_zoom)
        self.form.activated.connect(self._choose_form)
        self.again.clicked.connect(self._job.try_again)
        self.pins.itemActivated.connect(self._enter_listed)
        self.pins.itemClicked.connect(self._enter_listed)

    def _follow_selection(self, place: str) -> None:
        if self._is_looking:
            self.show_place(place)

    def _show_pages(self, printed: Printed) -> None:
        if not self._is_looking:
            return
        self._notice.hide()
        is_first = not self.view.map.sizes
        self.view.show_pages(printed)
        total = len(printed.map.sizes)
        self.page.setMaximum(max(total, 1))
        self.total.setText(self.tr("of {total}").format(total=total))
        self.view.say("")
        self._show_pins()
        place = self._workspace.selection
        if is_first:
            self.show_place(place)
            return
        self.view.selected = place
        self._tell_place(place, bool(place and printed.map.of(place)))

    def _show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self._notice.show()
        self.view.say(self.tr("These pages are of an earlier state") if self.view.map.sizes else "")

    def _tell_work(self) -> None:
        if self._job.problem and not self._job.is_working:
            self._show_problem(self._job.problem)
        elif not self._job.is_current:
            self.view.say(
                self.tr("Updating…") if self.view.map.sizes else self.tr("The pages are being laid out…")
            )

    def _show_pins(self) -> None:
        if self._is_looking and self.view.map.sizes:
            self.view.show_pins(pins_of(self._workspace.report, self.view.map))
            self._list_pins()

    def _list_pins(self) -> None:
        """List the findings of the page in view, for those who use no mouse."""
        findings = [one for pin in self.view.pins_in_view() for one in pin.findings]
        self.pins.clear()
        for finding in {one.key: one for one in findings}.values():
            word = finding.severity.printed.capitalize()
            text = f"{word}: {message_beside(finding)}"
            item = QListWidgetItem(severity_icon(finding.severity, self._theme), text, self.pins)
            item.setData(_PLACE, finding.place)
            item.setToolTip(text)
        name = self.tr("Findings on page {page}: {count}")
        self.pins.setAccessibleName(name.format(page=self.view.page, count=self.pins.count()))
        if not findings and self.view.map.sizes:
            nothing = QListWidgetItem(self.tr("Nothing was found on this page."), self.pins)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)

    def _enter_pin(self, pin: Pin) -> None:
        self.place_entered.emit(pin.findings[0].place)

    def _enter_listed(self, item: QListWidgetItem) -> None:
        place = item.data(_PLACE)
        if isinstance(place, str):
            self.place_entered.emit(place)

    def _show_page_number(self, page: int) -> None:
        self.page.blockSignals(True)
        self.page.setValue(page)
        self.page.blockSignals(False)
        self.view.setAccessibleDescription(
            self.tr("Page {page} of {total}").format(page=page, total=len(self.view.map.sizes))
        )
        self._list_pins()

    def _show_zoom(self) -> None:
        fixed = {Fit.WIDTH: 0, Fit.PAGE: 1}
        percent = percent_of(self.view.pages.zoom)
        if self.view.fit in fixed:
            self.zoom.setCurrentIndex(fixed[self.view.fit])
        elif percent in _PERCENTS:
            self.zoom.setCurrentIndex(2 + _PERCENTS.index(percent))
        else:
            self.zoom.setCurrentIndex(-1)
        self.zoom.setPlaceholderText(f"{percent} %")

    def _choose_zoom(self, index: int) -> None:
        chosen = self.zoom.itemData(index)
        if isinstance(chosen, int):
            self.view.fit_to(Fit.FREE, zoom_of(chosen))
        else:
            self.view.fit_to(Fit(chosen))

    def _choose_form(self, index: int) -> None:
        profile, paper = self.form.itemData(index)
        self._job.lay_out_as(profile, paper)

    def _describe(self, place: str) -> str:
        where = place_words(self._workspace.trial, place)
        return self.tr("{place}\nA click shows the field, a double click goes to it.").format(place=where)

    def _tell_place(self, place: str, is_printed: bool) -> None:
        if not place or not self.view.map.sizes:
            self.standing.setText(self.tr("Select a field to see where it is printed."))
            return
        where = place_words(self._workspace.trial, place)
        if not is_printed:
            self.standing.setText(
                self.tr("“{place}” has no place of its own on the pages.").format(place=where)
            )
            return
        pages = [str(page) for page in dict.fromkeys(mark.page for mark in self.view.map.of(place))]
        told = self.tr("{place}: page {pages}") if len(pages) == 1 else self.tr("{place}: pages {pages}")
        self.standing.setText(told.format(place=where, pages=", ".join(pages)))

    def _build(self) -> None:
        self.page.setRange(1, 1)
        self.page.setKeyboardTracking(False)
        self.page.setAccessibleName(self.tr("Page in view"))
        self.zoom.setAccessibleName(self.tr("Zoom of the pages"))
        self.zoom.addItem(self.tr("Fit width"), Fit.WIDTH.value)
        self.zoom.addItem(self.tr("Fit page"), Fit.PAGE.value)
        for percent in _PERCENTS:
            self.zoom.addItem(f"{percent} %", percent)
        self.form.setAccessibleName(self.tr("Kind of PDF that is shown"))
        for text, profile, paper in (
            (self.tr("Draft, A4"), "draft", "a4"),
            (self.tr("Final, A4"), "submission", "a4"),
            (self.tr("Draft, Letter"), "draft", "letter"),
            (self.tr("Final, Letter"), "submission", "letter"),
        ):
            self.form.addItem(text, (profile, paper))
        self.standing.setWordWrap(False)
        self.standing.setContentsMargins(FIELD_GAP, 0, FIELD_GAP, 0)
        self.standing.setAccessibleName(self.tr("Where the selected field is printed"))
        self.standing.setMinimumWidth(1)
        self.pins.setFrameShape(QListWidget.Shape.NoFrame)
        self.pins.setIconSize(QSize(16, 16))
        self.pins.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pins.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.pins.setFixedHeight(self.fontMetrics().height() * _PIN_ROWS + 6 * _PIN_ROWS)
        self.pins.setAccessibleName(self.tr("Findings on the page in view"))
        bar = QHBoxLayout()
        bar.setContentsMargins(FIELD_GAP, GRID, FIELD_GAP, 0)
        bar.setSpacing(GRID)
        for widget in (QLabel(self.tr("Page"), self), self.page, self.total):
            bar.addWidget(widget)
        bar.addStretch()
        bar.addWidget(self.zoom)
        bar.addWidget(self.form)
        row = QHBoxLayout(self._notice)
        row.setContentsMargins(FIELD_GAP, 0, FIELD_GAP, 0)
        row.addWidget(self.problem, 1)
        row.addWidget(self.again)
        self._notice.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(bar)
        layout.addWidget(self._notice)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.standing)
        layout.addWidget(self.pins)
