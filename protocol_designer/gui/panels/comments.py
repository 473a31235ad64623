"""The comments panel: threads on places at the left, the conversation in hand at the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.gui.texts import small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.report.place_words import place_words
from protocol_designer.storage.comments import Comment, CommentKind, Thread
from protocol_designer.workspace.comment_book import CommentBook
from protocol_designer.workspace.moments import day_words
from protocol_designer.workspace.workspace import Workspace

_THREAD = Qt.ItemDataRole.UserRole


class CommentsPanel(QWidget):
    """Lists the threads and shows one; asking for texts and files is left to `gui.comment_actions`.

    Signals:
        comment_requested: A thread is to be opened on the selected place.
        reply_requested: A thread is to be answered (Thread).
        settle_requested: A thread is to be resolved or reopened (Thread).
        export_requested: A review copy is to be written.
        import_requested: A review copy is to be taken in.
    """

    comment_requested = Signal()
    reply_requested = Signal(object)
    settle_requested = Signal(object)
    export_requested = Signal()
    import_requested = Signal()

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self.book = CommentBook(workspace, self)
        self.view = self._make_view()
        self.add = ActionButton(self.tr("Comment…"), "add", theme, self.comment_requested.emit)
        self.resolved = QCheckBox(self.tr("Resolved too"), self)
        self.told = small_print("", self)
        self.told.setWordWrap(False)
        self._talk = QScrollArea(self)
        self._talk.setFrameShape(QFrame.Shape.NoFrame)
        self._talk.setWidgetResizable(True)
        self._talk.setAccessibleName(self.tr("The conversation in hand"))
        self.reply = ActionButton(self.tr("Reply…"), "justify", theme, self._reply)
        self.settle = ActionButton(self.tr("Resolve"), "fix", theme, self._settle)
        self.go = ActionButton(self.tr("Go to the place"), "go_to", theme, self._go)
        self._lay_out()
        self.view.currentItemChanged.connect(self._show_thread)
        self.view.itemActivated.connect(self._go)
        self.resolved.toggled.connect(self._fill)
        self.book.changed.connect(self._fill)
        workspace.report_changed.connect(self._fill)
        workspace.selection_changed.connect(self._name_place)
        self._fill()
        self._name_place(workspace.selection)

    @property
    def current(self) -> Thread | None:
        """The thread in hand, or None."""
        item = self.view.currentItem()
        thread = item.data(0, _THREAD) if item else None
        return thread if isinstance(thread, Thread) else None

    def _make_view(self) -> QTreeWidget:
        view = QTreeWidget(self)
        view.setAccessibleName(self.tr("Comments on the protocol"))
        view.setHeaderLabels([self.tr("State"), self.tr("Comment"), self.tr("Where"), self.tr("Who")])
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 72), (2, 180), (3, 110)):
            header.resizeSection(column, width)
        return view

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(FIELD_GAP, GRID, FIELD_GAP, 0)
        bar.setSpacing(FIELD_GAP)
        bar.addWidget(self.add)
        bar.addWidget(self.told, 1)
        bar.addWidget(self.resolved)
        for text, icon, signal in (
            (self.tr("Export a review copy…"), "export", self.export_requested),
            (self.tr("Take in a review copy…"), "open", self.import_requested),
        ):
            bar.addWidget(ActionButton(text, icon, self._theme, signal.emit))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(FIELD_GAP, 0, FIELD_GAP, GRID)
        for button in (self.reply, self.settle, self.go):
            buttons.addWidget(button)
        buttons.addStretch()
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._talk, 1)
        column.addLayout(buttons)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(right)
        split.setSizes([700, 500])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(bar)
        layout.addWidget(split, 1)

    def _fill(self) -> None:
        in_hand = self.current.id if self.current else ""
        self.view.clear()
        wanted = self.book.threads if self.resolved.isChecked() else self.book.open_threads
        for thread in wanted:
            first = thread.comments[0]
            state = self.tr("resolved") if thread.is_resolved else self.tr("open")
            where = self._where(thread)
            item = QTreeWidgetItem([state, first.text.replace("\n", " "), where, first.author or "–"])
            item.setData(0, _THREAD, thread)
            for number, text in enumerate((state, first.text, where, first.author)):
                item.setToolTip(number, text)
            self.view.addTopLevelItem(item)
            if thread.id == in_hand or self.view.currentItem() is None:
                self.view.setCurrentItem(item)
        self._show_thread()

    def _where(self, thread: Thread) -> str:
        if not thread.place:
            return self.tr("Whole protocol")
        words = place_words(self._workspace.trial, thread.place)
        return self.tr("A part that is gone") if words == thread.place else words

    def _show_thread(self) -> None:
        thread = self.current
        for button in (self.reply, self.settle):
            button.setEnabled(thread is not None)
        self.go.setEnabled(thread is not None and bool(thread.place))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(FIELD_GAP, 0, FIELD_GAP, 0)
        column.setSpacing(2)
        if thread is None:
            told = self.book.problem or self.tr(
                "No open comment. Select a field and comment on it; a review copy takes comments to others."
            )
            column.addWidget(text_label(told, muted=True))
        else:
            self.settle.setText(self.tr("Reopen") if thread.is_resolved else self.tr("Resolve"))
            for comment in thread.comments:
                self._show_comment(column, comment)
        column.addStretch()
        self._talk.setWidget(body)
        bar = self._talk.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _show_comment(self, column: QVBoxLayout, comment: Comment) -> None:
        done = {
            CommentKind.RESOLVED: self.tr("resolved this"),
            CommentKind.REOPENED: self.tr("reopened this"),
        }.get(comment.kind, "")
        who = comment.author or self.tr("Somebody")
        column.addWidget(small_print(f"{who} {done}".strip() + f" · {day_words(comment.at)}"))
        if comment.text:
            column.addWidget(text_label(comment.text))

    def _name_place(self, place: str) -> None:
        where = place_words(self._workspace.trial, place) if place else self.tr("the whole protocol")
        self.add.setToolTip(self.tr("Comment on {place}").format(place=where))
        self.add.setAccessibleName(self.tr("Comment on {place}").format(place=where))
        told = self.tr("on {place}").format(place=where)
        if self.book.is_apart:
            told += self.tr(" · kept beside the file, which can only be read; export a review copy")
        self.told.setText(told)

    def _reply(self) -> None:
        if (thread := self.current) is not None:
            self.reply_requested.emit(thread)

    def _settle(self) -> None:
        if (thread := self.current) is not None:
            self.settle_requested.emit(thread)

    def _go(self) -> None:
        if (thread := self.current) is not None and thread.place:
            self._workspace.go_to(thread.place)
