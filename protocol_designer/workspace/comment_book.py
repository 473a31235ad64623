"""The comments on the open protocol: in its file, or beside it while the file can only be read."""

import hashlib
from collections import Counter
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal

from protocol_designer.storage import comments as stored
from protocol_designer.storage.comments import REVIEW_SUFFIX, Comment, CommentKind, Thread
from protocol_designer.storage.problems import told
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem
from protocol_designer.workspace.workspace import Workspace

_APPLICATION = "protocol-designer"


class CommentBook(QObject):
    """Reads and adds comments; every one is on the disk when the method returns.

    A file that can only be read keeps its comments in a review copy in the user's data folder, one for each
    study, which `export` hands on.

    Signals:
        changed: A comment came in.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.problem = ""
        self.threads: tuple[Thread, ...] = ()
        self.reload()

    @property
    def is_apart(self) -> bool:
        """Whether comments are kept beside the file, because it can only be read."""
        return bool(self._workspace.read_only) and self._workspace.earlier is None

    @property
    def open_threads(self) -> tuple[Thread, ...]:
        """The threads that are not resolved, oldest first."""
        return tuple(thread for thread in self.threads if not thread.is_resolved)

    def reload(self) -> None:
        """Read the comments anew; ``problem`` says why they cannot be read."""
        self.problem = ""
        file = self._workspace.file
        try:
            self.threads = stored.in_threads(self._all(file)) if file else ()
        except StorageProblem as problem:
            self.threads, self.problem = (), str(problem)
        self._workspace.show_comments(Counter(thread.place for thread in self.open_threads))
        self.changed.emit()

    def add(self, place: str, text: str) -> None:
        """Open a thread on a place; an empty place is the whole protocol.

        Raises:
            StorageProblem: The text is empty, or the disk does not take it.
        """
        self._keep(stored.new_comment(text, self._file().author, place=place))

    def reply(self, thread: Thread, text: str) -> None:
        """Add to a thread.

        Raises:
            StorageProblem: The text is empty, or the disk does not take it.
        """
        self._keep(stored.new_comment(text, self._file().author, thread=thread, kind=CommentKind.REPLY))

    def settle(self, thread: Thread) -> None:
        """Resolve an open thread, reopen a resolved one.

        Raises:
            StorageProblem: The disk does not take it.
        """
        kind = CommentKind.REOPENED if thread.is_resolved else CommentKind.RESOLVED
        self._keep(stored.new_comment("", self._file().author, thread=thread, kind=kind))

    def export(self, path: Path) -> int:
        """Write all comments as a review copy; returns how many.

        Raises:
            StorageProblem: Folder or disk do not take it.
        """
        file = self._file()
        return stored.write_review_copy(file, path, replace=True, extra=self._apart(file))

    def take_in(self, path: Path) -> int:
        """Take in the comments of a review copy; returns how many were new.

        Raises:
            StorageProblem: It is no review copy of this study, or the file cannot be written.
        """
        file = self._file()
        if self.is_apart:
            raise StorageProblem(
                f"{file.path.name} can only be read; take comments in where the file can be written."
            )
        count = stored.take_in_review_copy(file, path)
        self.reload()
        return count

    def _keep(self, comment: Comment) -> None:
        file = self._file()
        if self.is_apart:
            path = _path_apart(file)
            with told(path, "cannot be written"):
                path.parent.mkdir(parents=True, exist_ok=True)
            stored.write_review_copy(file, path, replace=True, extra=(*self._apart(file), comment))
        else:
            stored.take_in(file, (comment,))
        self.reload()

    def _file(self) -> ProtocolFile:
        if self._workspace.file is None:
            raise StorageProblem("The protocol is in memory only; save it to a file, then comment on it.")
        return self._workspace.file

    def _all(self, file: ProtocolFile) -> tuple[Comment, ...]:
        return (*stored.comments_of(file), *self._apart(file))

    def _apart(self, file: ProtocolFile) -> tuple[Comment, ...]:
        """Return the comments beside the file that are not in it."""
        path = _path_apart(file)
        if not self.is_apart or not path.exists():
            return ()
        here = {comment.id for comment in stored.comments_of(file)}
        return tuple(comment for comment in stored.read_review_copy(file, path) if comment.id not in here)


def _path_apart(file: ProtocolFile) -> Path:
    study = hashlib.sha256(file.study_id.encode()).hexdigest()[:32]
    folder = platformdirs.user_data_path(_APPLICATION, appauthor=False) / "reviews"
    return folder / f"{study}{REVIEW_SUFFIX}"
