"""The browser of prior studies and of the user's own templates: search, filters, list, preview, start."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QPushButton,
    QSplitter,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.formulary.records import Formulary
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.notice_bar import NoticeBar
from protocol_designer.gui.study_content import nothing_content, own_content, study_content
from protocol_designer.gui.study_delegate import StudyDelegate
from protocol_designer.gui.study_filters import StudyFilters
from protocol_designer.gui.study_preview import StudyPreview
from protocol_designer.gui.texts import small_print
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GROUP_GAP
from protocol_designer.gui.widgets.found_list import FoundList, SearchLine
from protocol_designer.precedents.browsing import study_entry
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.storage.own_templates import OwnTemplateFile, list_own_templates, own_template_paths
from protocol_designer.workspace.studies_model import STUDY, StudiesModel, StudyRow, own_rows, study_rows

_SIZE = QSize(1200, 740)
_STUDIES, _OWN = 0, 1


class StudyBrowser(ColumnDialog):
    """Lists every record; the one in hand is described beside the list and can be started from.

    Signals:
        start_requested: A new protocol from a prior study was asked for (template id).
        own_start_requested: A new protocol from an own template was asked for (OwnTemplate).
        rename_requested, delete_requested: An own template is to be renamed or deleted (OwnTemplateFile).
        restore_requested: The template deleted last is wanted back.
    """

    start_requested = Signal(str)
    own_start_requested = Signal(object)
    rename_requested = Signal(object)
    delete_requested = Signal(object)
    restore_requested = Signal()

    def __init__(
        self, library: TemplateLibrary, formulary: Formulary, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Prior studies and templates"))
        self._library = library
        self._entries = tuple(study_entry(template, formulary) for template in library.all)
        self._own: tuple[OwnTemplateFile, ...] | None = None
        self._can_restore = False
        self._kept = {_STUDIES: "", _OWN: ""}
        self.notice = NoticeBar(theme, self)
        self.search = SearchLine(self)
        self.filters = StudyFilters(self._entries, self)
        self.tabs = QTabBar(self)
        self.model = StudiesModel(self)
        self.list = FoundList(self)
        self.found = small_print("", self)
        self.preview = StudyPreview(theme, self)
        self.start = self._button(self.tr("Start from this study"), self._start)
        self.rename = self._button(self.tr("Rename…"), lambda: self._pass_on(self.rename_requested))
        self.delete = self._button(self.tr("Delete"), lambda: self._pass_on(self.delete_requested))
        self.restore = self._button(self.tr("Bring back the deleted one"), self.restore_requested.emit)
        self._build(theme)
        self._connect()
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.95))
        self.narrow()
        self.search.setFocus()

    @property
    def shows_own(self) -> bool:
        """Whether the user's own templates are listed rather than the prior studies."""
        return self.tabs.currentIndex() == _OWN

    @property
    def current_key(self) -> str:
        """What is in hand: a template id, or the path of an own template; empty when nothing is listed."""
        row = self.list.currentIndex().data(STUDY)
        return row.key if isinstance(row, StudyRow) else ""

    def show_own(self, path: str = "", deleted: bool = False) -> None:
        """List the own templates as the folder holds them now, and take one in hand."""
        self._own = None
        self._kept[_OWN] = path or self._kept[_OWN]
        self._can_restore = deleted
        if self.shows_own:
            self.narrow()
        else:
            self.tabs.setCurrentIndex(_OWN)

    def narrow(self) -> None:
        """List what fits the search and the filters, and keep what is in hand where it still fits."""
        search = self.search.text()
        if self.shows_own:
            if self._own is None:
                self._own = list_own_templates()
            rows, total = own_rows(self._own, search), len(self._own)
            told = self.tr("{count} of {total} templates")
        else:
            rows, total = study_rows(self._entries, search, self.filters.chosen), len(self._entries)
            told = self.tr("{count} of {total} records")
        wanted = self.current_key or self._kept[self.tabs.currentIndex()]
        self.model.bring(rows)
        self.found.setText(told.format(count=len(rows), total=total))
        self.tabs.setTabText(_OWN, self._own_title())
        row = self.model.row_of(wanted)
        self.list.setCurrentIndex(self.model.index(max(row, 0), 0))
        self.list.scrollTo(self.list.currentIndex())
        self._show()

    def choose(self, template_id: str) -> None:
        """Take a prior study in hand, whatever narrows the list now."""
        self._kept[_STUDIES] = template_id
        if self.shows_own:
            self.tabs.setCurrentIndex(_STUDIES)
        if self.model.row_of(template_id) < 0:
            self.search.clear()
            self.filters.clear()
        self.list.setCurrentIndex(self.model.index(self.model.row_of(template_id), 0))

    def _build(self, theme: Theme) -> None:
        self.search.setPlaceholderText(
            self.tr("Search in titles, drugs, participants, therapies, instruments and results")
        )
        self.search.setAccessibleName(self.tr("Search the studies"))
        self.tabs.addTab(self.tr("Prior studies"))
        self.tabs.addTab(self._own_title())
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Which records are listed"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(StudyDelegate(theme, self.list))
        self.list.setAccessibleName(self.tr("Studies found"))
        self.found.setAccessibleName(self.tr("How many records are listed"))
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, FIELD_GAP, 0)
        column.setSpacing(FIELD_GAP)
        column.addWidget(self.tabs)
        column.addWidget(self.list, 1)
        column.addWidget(self.found)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setSizes([390, 760])
        split.setStretchFactor(1, 1)
        for widget in (self.notice, self.search, self.filters):
            self.column.addWidget(widget)
        self.column.addSpacing(GROUP_GAP - 2 * FIELD_GAP)
        self.column.addWidget(split, 1)
        self.buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        self.start.setDefault(True)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.narrow)
        self.search.down_pressed.connect(self.list.setFocus)
        self.filters.changed.connect(self.narrow)
        self.tabs.currentChanged.connect(self._change_tab)
        self.list.selectionModel().currentChanged.connect(self._show)
        self.list.doubleClicked.connect(self._start)
        self.list.return_pressed.connect(self._start)
        self.preview.study_requested.connect(self.choose)

    def _button(self, text: str, do: Callable[[], object]) -> QPushButton:
        button = self.buttons.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: do())  # noqa: PLW0108  # drops the checked state
        return button

    def _own_title(self) -> str:
        count = len(own_template_paths())
        return self.tr("Your templates ({count})").format(count=count)

    def _change_tab(self, number: int) -> None:
        other = _STUDIES if number == _OWN else _OWN
        self._kept[other] = self.current_key
        self.filters.setEnabled(number == _STUDIES)
        self.model.bring(())
        self.narrow()

    def _own_file(self) -> OwnTemplateFile | None:
        key = self.current_key
        return next((file for file in self._own or () if str(file.path) == key), None)

    def _show(self, _current: QModelIndex | None = None) -> None:
        """Describe what is in hand, and offer what can be done with it."""
        is_own, key = self.shows_own, self.current_key
        file = self._own_file() if is_own else None
        can_start = False
        if not key:
            self.preview.show_content(nothing_content(is_own, has_any=bool(self._own) or not is_own))
        elif is_own and file is not None:
            self.preview.show_content(own_content(file, self._library))
            can_start = file.template is not None
        else:
            template = self._library.get(key)
            self.preview.show_content(study_content(template, self._library))
            can_start = template.starts_protocol
        self.start.setText(
            self.tr("Start from this template") if is_own else self.tr("Start from this study")
        )
        self.start.setEnabled(can_start)
        cannot = self.tr("This record starts no protocol; the page says why")
        self.start.setToolTip("" if can_start or not key else cannot)
        self.rename.setVisible(is_own)
        self.rename.setEnabled(file is not None and file.template is not None)
        self.delete.setVisible(is_own)
        self.delete.setEnabled(file is not None)
        self.restore.setVisible(is_own and self._can_restore)

    def _start(self) -> None:
        if not self.start.isEnabled():
            return
        file = self._own_file() if self.shows_own else None
        if file is not None:
            self.own_start_requested.emit(file.template)
        else:
            self.start_requested.emit(self.current_key)

    def _pass_on(self, signal: SignalInstance) -> None:
        if file := self._own_file():
            signal.emit(file)
