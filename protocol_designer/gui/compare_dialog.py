"""Two states side by side: now, a version, a saved state, another file or a prior study."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QWidget,
)

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui import file_dialogs
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.notice_bar import NoticeBar
from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GROUP_GAP
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.gui.widgets.changes_list import ChangesList, change_page
from protocol_designer.report.change_lists import changes_as_csv, changes_as_text
from protocol_designer.report.changes import Change, changes_between
from protocol_designer.report.changes_document import changes_document
from protocol_designer.storage.protocol_file import StorageProblem
from protocol_designer.workspace.compare_sources import NOW, Source, file_source
from protocol_designer.workspace.extract_job import ExtractJob

_SIZE = QSize(1120, 700)


class CompareDialog(ColumnDialog):
    """Lists what differs and shows one difference in full.

    Signals:
        place_chosen: The field of a change is wanted (place); the dialog has closed.
    """

    place_chosen = Signal(str)

    def __init__(
        self, sources: Sequence[Source], theme: Theme, before: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Compare"))
        self._theme = theme
        self._sources = list(sources)
        self._changes: tuple[Change, ...] = ()
        self._title = ""
        self._after: TrialProtocol | None = None
        self._job: ExtractJob | None = None
        self.before = self._choice(self.tr("Compare from"))
        self.after = self._choice(self.tr("Compare to"))
        self.notice = NoticeBar(theme, self)
        self.safety_only = QCheckBox(self.tr("&Safety only"), self)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Filter by text"))
        self.search.setAccessibleName(self.tr("Filter the changes by text"))
        self.search.setClearButtonEnabled(True)
        self.list = ChangesList(self)
        self.page = QScrollArea(self)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setWidgetResizable(True)
        self.page.setAccessibleName(self.tr("The change in hand"))
        self.found = small_print("", self)
        self.found.setAccessibleName(self.tr("How many changes there are"))
        self._lay_out()
        self._add_buttons()
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))
        chosen = [at for at, source in enumerate(self._sources) if source.key == before]
        self.before.setCurrentIndex(chosen[0] if chosen else min(1, len(self._sources) - 1))
        self.after.setCurrentIndex(0)
        for combo in (self.before, self.after):
            combo.currentIndexChanged.connect(self._compare)
        self.safety_only.toggled.connect(self._narrow)
        self.search.textChanged.connect(self._narrow)
        self.list.chosen.connect(self._show_change)
        self.list.opened.connect(self._go)
        self._compare()
        self.list.setFocus()

    def done(self, result: int) -> None:
        if self._job is not None:
            self._job.wait()  # half a second at most, and the file is whole
        super().done(result)

    def _choice(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for source in self._sources:
            combo.addItem(source.label)
        return combo

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(FIELD_GAP)
        for text, combo in ((self.tr("&From"), self.before), (self.tr("&To"), self.after)):
            label = QLabel(text, self)
            label.setBuddy(combo)
            row.addWidget(label)
            row.addWidget(combo, 1)
            row.addSpacing(GROUP_GAP - FIELD_GAP)
        row.addWidget(ActionButton(self.tr("Another file…"), "open", self._theme, self._add_file))
        filters = QHBoxLayout()
        filters.setSpacing(GROUP_GAP)
        filters.addWidget(self.found, 1)
        filters.addWidget(self.safety_only)
        self.search.setMaximumWidth(260)
        filters.addWidget(self.search)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self.page)
        split.setSizes([700, 380])
        self.column.addLayout(row)
        self.column.addWidget(self.notice)
        self.column.addLayout(filters)
        self.column.addWidget(split, 1)

    def _add_buttons(self) -> None:
        roles = QDialogButtonBox.ButtonRole
        copy = self.buttons.addButton(self.tr("Copy as text"), roles.ActionRole)
        copy.clicked.connect(self._copy_text)
        table = self.buttons.addButton(self.tr("Copy for a spreadsheet"), roles.ActionRole)
        table.clicked.connect(self._copy_table)
        self.print_button: QPushButton = self.buttons.addButton(self.tr("Export PDF…"), roles.ActionRole)
        self.print_button.clicked.connect(self._print)
        self.go = self.buttons.addButton(self.tr("Go to the field"), roles.ActionRole)
        self.go.clicked.connect(self._go)
        self.add_close_button()
        self.leave_enter_alone()

    def _add_file(self) -> None:
        path = file_dialogs.ask_open_path(self)
        if path is None:
            return
        source = file_source(path)
        self._sources.append(source)
        for combo in (self.before, self.after):
            combo.addItem(source.label)
        self.before.setCurrentIndex(len(self._sources) - 1)

    def _compare(self) -> None:
        one, other = (self._sources[combo.currentIndex()] for combo in (self.before, self.after))
        self.notice.hide()
        try:
            self._after = other.load()
            self._changes = changes_between(one.load(), self._after)
        except StorageProblem as problem:
            self._changes, self._after = (), None
            self.notice.say(str(problem))
        self._title = self.tr("Changes from {one} to {other}").format(one=one.label, other=other.label)
        self._narrow()

    @property
    def listed(self) -> tuple[Change, ...]:
        """The changes that the filters let through."""
        words = self.search.text().casefold().split()
        return tuple(
            change
            for change in self._changes
            if (change.touches_safety or not self.safety_only.isChecked())
            and all(word in _searched(change) for word in words)
        )

    def _narrow(self) -> None:
        listed, safety = self.listed, sum(change.touches_safety for change in self._changes)
        self.list.show_changes(listed)
        told = self.tr("{count} of {all} changes listed; {safety} touch safety")
        text = told.format(count=len(listed), all=len(self._changes), safety=safety)
        self.found.setText(text if self._changes else self.tr("The two do not differ."))
        self._allow_printing()

    def _show_change(self, change: Change | None) -> None:
        if change is None:
            self.page.setWidget(text_label(self.tr("Choose a change to see it in full."), muted=True))
        else:
            self.page.setWidget(change_page(change, self._theme))
        to = self._sources[self.after.currentIndex()]
        self.go.setEnabled(change is not None and to.key == NOW)

    def _go(self) -> None:
        change = self.list.current
        if change is not None and self.go.isEnabled():
            self.accept()
            self.place_chosen.emit(change.place)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(changes_as_text(self.listed, self._title))
        self.found.setText(self.tr("The listed changes are on the clipboard as text."))

    def _copy_table(self) -> None:
        QGuiApplication.clipboard().setText(changes_as_csv(self.listed))
        self.found.setText(self.tr("The listed changes are on the clipboard as comma-separated values."))

    def _print(self) -> None:
        if self._after is None:
            return
        one, other = (self._sources[combo.currentIndex()] for combo in (self.before, self.after))
        document = changes_document(self.listed, self._after, (one.label, other.label), len(self._changes))
        path = file_dialogs.ask_pdf_path(self, Path.home() / f"{file_dialogs.file_name(document.title)}.pdf")
        if path is None:
            return
        self._job = ExtractJob(document, path, self)
        self._job.written.connect(
            lambda written: self.found.setText(self.tr("Written: {path}").format(path=written))
        )
        self._job.failed.connect(self.notice.say)
        self._job.finished.connect(self._allow_printing)
        self.print_button.setEnabled(False)
        self._job.start()

    def _allow_printing(self) -> None:
        is_busy = self._job is not None and self._job.isRunning()
        is_whole = self._after is not None and (bool(self.listed) or not self._changes)
        self.print_button.setEnabled(is_whole and not is_busy)


def _searched(change: Change) -> str:
    return " ".join((change.what, change.before or "", change.after or "")).casefold()
