"""The start page: recent protocols, unnamed drafts, the complete sample, the prior studies to start from."""

from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.gui.icons import icon
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID, GROUP_GAP, SECTION_GAP, START_TITLE
from protocol_designer.gui.widgets.card import ActionButton, icon_button
from protocol_designer.precedents.library import TemplateLibrary
from protocol_designer.storage.own_templates import own_template_paths
from protocol_designer.workspace.drafts import draft_title

_WIDEST = 1080
_MOST_DRAFTS = 5
_FEATURED = ("grabski_2022", "dakwar_2020_alcohol", "dakwar_2019_cocaine", "krupitsky_2007")
"""The prior studies that stand on the page itself: controlled trials of different designs and substances."""


class StartLink(QCommandLinkButton):
    """A way into a protocol; Enter opens it, the arrows go to the next or previous one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter as on Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


class StartPage(QScrollArea):
    """Lists the ways into a protocol.

    Signals:
        open_requested: A protocol file or draft was chosen (path).
        template_requested: A new protocol from a prior study was asked for (template id).
        sample_requested: The complete sample was asked for.
        blank_requested: An empty protocol was asked for.
        browse_requested: A file is to be chosen.
        delete_requested: A draft is to be deleted (path).
        studies_requested: The browser of prior studies is wanted.
        own_templates_requested: The browser is wanted with the user's own templates.
        restore_requested: The draft deleted last is wanted back.
    """

    open_requested = Signal(object)
    template_requested = Signal(str)
    sample_requested = Signal()
    blank_requested = Signal()
    browse_requested = Signal()
    delete_requested = Signal(object)
    restore_requested = Signal()
    studies_requested = Signal()
    own_templates_requested = Signal()

    def __init__(self, library: TemplateLibrary, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._theme = theme
        self._recent: tuple[Path, ...] = ()
        self._drafts: tuple[Path, ...] = ()
        self._open: Path | None = None
        self._deleted: Path | None = None
        self._first: QWidget | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Start page"))
        theme.changed.connect(self._rebuild_shown)

    def show_files(
        self,
        recent: tuple[Path, ...],
        drafts: tuple[Path, ...],
        opened: Path | None = None,
        deleted: Path | None = None,
    ) -> None:
        """List the named protocols opened last and the unnamed drafts.

        ``opened`` is the file that is open, which cannot be deleted; ``deleted`` is offered to come back.
        """
        self._recent, self._drafts, self._open, self._deleted = recent, drafts, opened, deleted
        self._rebuild_shown()

    def showEvent(self, event: QShowEvent) -> None:
        """Read the studies and lay the page out only once it is seen."""
        super().showEvent(event)
        if self.widget() is None:
            self._rebuild()
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keys on the first way into a protocol."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rebuild_shown(self) -> None:
        if self.isVisible():
            self._rebuild()
        elif (old := self.takeWidget()) is not None:
            old.deleteLater()

    def _rebuild(self) -> None:
        self._first = None
        body = QWidget()
        body.setMaximumWidth(_WIDEST)
        grid = QGridLayout(body)
        grid.setContentsMargins(SECTION_GAP * 2, SECTION_GAP, SECTION_GAP * 2, SECTION_GAP)
        grid.setHorizontalSpacing(SECTION_GAP * 2)
        grid.setVerticalSpacing(FIELD_GAP)
        grid.addWidget(text_label(self.tr("Protocol Designer"), size=START_TITLE, bold=True), 0, 0, 1, 2)
        purpose = self.tr(
            "Compose a trial protocol from a prior study, have every dose and visit reviewed as you write, "
            "and export the PDF that the ethics board decides on."
        )
        grid.addWidget(text_label(purpose, muted=True), 1, 0, 1, 2)
        grid.addLayout(self._files_column(), 2, 0)
        grid.addLayout(self._templates_column(), 2, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setRowStretch(2, 1)
        if (old := self.takeWidget()) is not None:
            old.deleteLater()
        self.setWidget(body)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    def _files_column(self) -> QVBoxLayout:
        column = self._column(self.tr("Continue"))
        if not self._recent and not self._drafts:
            column.addWidget(small_print(self.tr("Protocols that you worked on will stand here.")))
        if self._deleted is not None:
            column.addLayout(self._way_back(self._deleted))
        for path in self._drafts[:_MOST_DRAFTS]:
            column.addLayout(self._draft(path))
        for path in self._recent:
            where = _when(path) if path.exists() else self.tr("no longer there")
            link = self._link(path.stem, f"{path.parent}, {where}", "document")
            link.setEnabled(path.exists())
            link.clicked.connect(lambda _=False, path=path: self.open_requested.emit(path))
            column.addWidget(link)
        browse = self._link(
            self.tr("Open a file…"), self.tr("A protocol of this program, or its exchange form"), "open"
        )
        browse.clicked.connect(self.browse_requested)
        column.addWidget(browse)
        column.addSpacing(GROUP_GAP)
        column.addWidget(heading(self.tr("Begin with")))
        sample = self._link(
            self.tr("Complete sample"),
            self.tr("A finished example, every field decided: two-step ketamine against midazolam"),
            "sample",
        )
        sample.clicked.connect(self.sample_requested)
        column.addWidget(sample)
        blank = self._link(self.tr("Blank protocol"), self.tr("Everything is still to be decided"), "new")
        blank.clicked.connect(self.blank_requested)
        column.addWidget(blank)
        column.addStretch()
        return column

    def _draft(self, path: Path) -> QHBoxLayout:
        title, when = draft_title(path), _when(path)
        told = self.tr("Draft without a name, {when}").format(when=when)
        link = self._link(title, told, "draft")
        link.clicked.connect(lambda: self.open_requested.emit(path))
        row = QHBoxLayout()
        row.addWidget(link, 1)
        if path != self._open:
            name = self.tr("Delete the draft {title}, {when}").format(title=title, when=when)
            row.addWidget(icon_button(name, "delete", self._theme, lambda: self.delete_requested.emit(path)))
        return row

    def _way_back(self, path: Path) -> QHBoxLayout:
        row = QHBoxLayout()
        told = self.tr("The draft “{title}” is deleted.").format(title=draft_title(path))
        row.addWidget(text_label(told, muted=True), 1)
        row.addWidget(
            ActionButton(self.tr("Bring it back"), "undo", self._theme, self.restore_requested.emit)
        )
        return row

    def _templates_column(self) -> QVBoxLayout:
        column = self._column(self.tr("Start from a prior study"))
        from protocol_designer.gui.template_facts import key_facts

        found = {template.id: template for template in self._library.all}
        for template in (found[key] for key in _FEATURED if key in found):
            link = self._link(template.label, key_facts(template), "template")
            link.setToolTip(template.citation.text)
            link.clicked.connect(lambda _=False, key=template.id: self.template_requested.emit(key))
            column.addWidget(link)
        browse = self._link(
            self.tr("All {count} prior studies…").format(count=len(found)),
            self.tr("Search and filter them, see results and harms, start from one"),
            "template",
        )
        browse.clicked.connect(self.studies_requested)
        column.addWidget(browse)
        if count := len(own_template_paths()):
            own = self._link(
                self.tr("Your templates ({count})").format(count=count),
                self.tr("Protocols that you kept to start from"),
                "document",
            )
            own.clicked.connect(self.own_templates_requested)
            column.addWidget(own)
        column.addStretch()
        return column

    def _column(self, title: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addSpacing(FIELD_GAP)
        column.addWidget(heading(title))
        return column

    def _link(self, title: str, description: str, icon_name: str) -> StartLink:
        link = StartLink(title.replace("&", "&&"), description.replace("&", "&&"))
        link.setIcon(icon(icon_name, self._theme))
        link.setIconSize(QSize(20, 20))
        link.setAccessibleName(title)
        link.setAccessibleDescription(description)
        self._first = self._first or link
        return link


def _when(path: Path) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(path.stat().st_mtime))
    return QLocale().toString(moment, "d MMMM yyyy, HH:mm")
