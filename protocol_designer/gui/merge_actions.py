"""Merging in the File menu: finds the copy, shows the conflicts, carries the merge out as one edit."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from protocol_designer.gui import file_dialogs
from protocol_designer.gui.theme import Theme
from protocol_designer.revisions.merge import MergeRefused
from protocol_designer.storage.protocol_file import StorageProblem
from protocol_designer.workspace.compare_sources import NOW, own_sources
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from protocol_designer.gui.merge_dialog import MergeDialog
    from protocol_designer.workspace.merging import MergeSession


class MergeActions(QObject):
    """Merges copies into the open protocol; ``editable`` gives it, or tells why it cannot be changed.

    Signals:
        said: Something was done (one sentence).
        failed: It could not be done (one sentence).
    """

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, editable: Callable[[], Workspace | None], theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._editable = editable
        self._theme = theme
        self._window = window

    def merge(self) -> None:
        """Ask for a colleague's copy and merge it."""
        workspace = self._editable()
        if workspace is None:
            return
        path = file_dialogs.ask_copy_path(self._window)
        if path is not None:
            self.merge_file(path)

    def merge_file(self, path: Path) -> None:
        """Merge a copy; without a common state the user says which one it was made from."""
        from protocol_designer.gui.merge_dialog import BaseDialog
        from protocol_designer.workspace.merging import begin_merge

        workspace = self._editable()
        if workspace is None:
            return
        try:
            session = begin_merge(workspace, path)
        except StorageProblem as problem:
            self.failed.emit(str(problem))
            return
        if session.base is not None:
            self._show_merge(workspace, session)
            return
        sources = [source for source in own_sources(workspace) if source.key != NOW]
        if not sources:
            self.failed.emit(
                self.tr(
                    "{name} has no journal, and this protocol has no saved state that it could have been "
                    "made from; compare the two instead."
                ).format(name=path.name)
            )
            return
        dialog = BaseDialog(session, sources, self._theme, self._window)
        dialog.accepted.connect(lambda: self._show_merge(workspace, session))
        dialog.open()

    def _show_merge(self, workspace: Workspace, session: "MergeSession") -> None:
        from protocol_designer.gui.merge_dialog import MergeDialog

        dialog = MergeDialog(session, self._theme, self._window)
        dialog.merge_requested.connect(lambda: self._carry_out(workspace, session, dialog))
        dialog.open()

    def _carry_out(self, workspace: Workspace, session: "MergeSession", dialog: "MergeDialog") -> None:
        from protocol_designer.workspace.merging import carry_out

        before = workspace.trial
        try:
            came = carry_out(workspace, session)
        except MergeRefused as problem:
            dialog.say(str(problem))
            return
        except StorageProblem as problem:
            dialog.accept()
            workspace.forget_comments()
            told = self.tr("The protocol is merged, but its comments or attachments are not all here: {why}")
            self.failed.emit(told.format(why=problem))
            return
        dialog.accept()
        workspace.forget_comments()
        told = self.tr("{name} is merged; undo takes it back")
        if workspace.trial is before:
            told = self.tr("{name} changes nothing in this protocol")
        parts = [told.format(name=session.path.name)]
        if came.comments:
            parts.append(self.tr("new comments: {count}").format(count=came.comments))
        if came.attachments:
            parts.append(self.tr("new attachments: {count}").format(count=came.attachments))
        if came.left:
            parts.append(self.tr("only in the copy: {states}").format(states=", ".join(came.left)))
        self.said.emit("; ".join(parts))
