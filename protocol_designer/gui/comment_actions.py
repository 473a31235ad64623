"""Writing comments: asks for texts and files, and keeps what comes back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPlainTextEdit, QWidget

from protocol_designer.gui import file_dialogs
from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.docks import Docks, Panels
from protocol_designer.gui.texts import heading, text_label
from protocol_designer.gui.version_actions import VersionActions
from protocol_designer.report.place_words import place_words
from protocol_designer.storage.comments import Thread
from protocol_designer.storage.protocol_file import StorageProblem
from protocol_designer.workspace.comment_book import CommentBook
from protocol_designer.workspace.documents import document_title
from protocol_designer.workspace.settings import UserSettings
from protocol_designer.workspace.workspace import Workspace


class CommentDialog(ColumnDialog):
    """One text on one place; the first comment also asks for the name of who writes it."""

    def __init__(self, where: str, quoted: str, keep: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Comment"))
        self.setMinimumWidth(480)
        self.column.addWidget(heading(where, self))
        if quoted:
            self.column.addWidget(text_label(quoted, self, muted=True))
        self.text = QPlainTextEdit(self)
        self.text.setAccessibleName(self.tr("Comment"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * 5)
        label = QLabel(self.tr("&Comment"), self)
        label.setBuddy(self.text)
        self.column.addWidget(label)
        self.column.addWidget(self.text)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.keep = self.buttons.addButton(keep, QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep.setEnabled(False)
        self.keep.clicked.connect(self.accept)
        self.text.textChanged.connect(lambda: self.keep.setEnabled(bool(self.text.toPlainText().strip())))
        self.text.setFocus()


class CommentActions(QObject):
    """Acts on the comments of the open protocol.

    Signals:
        said: Something was done (one sentence).
        failed: It could not be done (one sentence).
    """

    said = Signal(str)
    failed = Signal(str)

    def __init__(
        self, docks: Docks, versions: VersionActions, settings: UserSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._docks = docks
        self._versions = versions
        self._settings = settings
        self._window = window
        self._workspace: Workspace | None = None

    def work_on(self, workspace: Workspace, panels: Panels) -> None:
        """Act on the comments of a protocol from now on."""
        self._workspace = workspace
        panel = panels.comments
        panel.comment_requested.connect(self.comment)
        panel.reply_requested.connect(self._reply)
        panel.settle_requested.connect(lambda thread: self._try(lambda: panel.book.settle(thread)))
        panel.export_requested.connect(self._export)
        panel.import_requested.connect(self._take_in)
        workspace.comments_came.connect(panel.book.reload)

    def show_comments(self) -> None:
        """Bring the comments to the front."""
        self._docks.bring_forward(self._docks.comments)

    def comment(self) -> None:
        """Comment on the selected place."""
        book, workspace = self._book(), self._workspace
        if book is None or workspace is None:
            return
        if workspace.file is None:
            self.failed.emit(
                self.tr("The protocol is in memory only; save it to a file, then comment on it.")
            )
            return
        if not self._settings.author:
            self._ask_name_first()
            return
        place = workspace.selection
        where = place_words(workspace.trial, place) if place else self.tr("The whole protocol")
        dialog = CommentDialog(where, "", self.tr("Keep comment"), self._window)
        dialog.accepted.connect(lambda: self._try(lambda: book.add(place, dialog.text.toPlainText())))
        dialog.accepted.connect(self.show_comments)
        dialog.open()

    def _ask_name_first(self) -> None:
        from protocol_designer.gui.name_dialog import NameDialog

        dialog = NameDialog("", self._window)
        dialog.accepted.connect(lambda: self._versions.use_name(dialog.name))
        dialog.accepted.connect(self.comment)
        dialog.open()

    def _reply(self, thread: Thread) -> None:
        book, workspace = self._book(), self._workspace
        if book is None or workspace is None:
            return
        where = place_words(workspace.trial, thread.place) if thread.place else self.tr("The whole protocol")
        dialog = CommentDialog(where, thread.comments[-1].text, self.tr("Keep reply"), self._window)
        dialog.accepted.connect(lambda: self._try(lambda: book.reply(thread, dialog.text.toPlainText())))
        dialog.open()

    def _export(self) -> None:
        book, workspace = self._book(), self._workspace
        if book is None or workspace is None:
            return
        path = file_dialogs.ask_path_for_review(self._window, f"{document_title(workspace)} comments")
        if path is not None:
            self._try(lambda: self._tell_export(book.export(path)))

    def _take_in(self) -> None:
        book = self._book()
        path = file_dialogs.ask_review_path(self._window) if book else None
        if book is not None and path is not None:
            self._try(lambda: self._tell_import(book.take_in(path)))

    def _tell_export(self, count: int) -> None:
        self.said.emit(self.tr("Comments in the review copy: {count}").format(count=count))

    def _tell_import(self, count: int) -> None:
        self.said.emit(self.tr("New comments taken in: {count}").format(count=count))

    def _try(self, do: Callable[[], None]) -> None:
        try:
            do()
        except StorageProblem as problem:
            self.failed.emit(str(problem))

    def _book(self) -> CommentBook | None:
        return self._docks.panels.comments.book if self._docks.panels else None
