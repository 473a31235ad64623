"""Has the pages of the open protocol laid out in another process, after a pause in the editing and on demand.

Nothing runs while nobody looks. A thread would share the interpreter with the window and hold up every
keystroke, so that the work is done by `export.pdf.preview_worker` in a process of its own.
"""

import logging
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.page_map import Printed
from protocol_designer.report.section_states import SectionState
from protocol_designer.storage.amended import amended_version
from protocol_designer.storage.problems import StorageProblem
from protocol_designer.workspace.workspace import Workspace

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_log = logging.getLogger(__name__)

PAUSE_MS = 300
"""How long nothing must be edited before the pages are laid out anew, in milliseconds."""
_LISTEN_MS = 20
_IDLE_MS = 20_000
"""How long the process is kept when nobody looks any more, in milliseconds."""
_END_S = 2.0


class _Worker(StrEnum):
    """What the process is doing."""

    ABSENT = "absent"
    STARTING = "starting"
    IDLE = "idle"
    BUSY = "busy"


class PreviewJob(QObject):
    """The pages of one workspace.

    Signals:
        started: Pages are being laid out; those told before are of an earlier state.
        sections_told: How the sections stand (tuple of SectionState); comes before the pages.
        printed: The pages are there (Printed).
        failed: They cannot be made (one sentence with the cure).
    """

    started = Signal()
    sections_told = Signal(object)
    printed = Signal(object)
    failed = Signal(str)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._viewers: set[object] = set()
        self._form = ("draft", "a4")
        self._worker = _Worker.ABSENT
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._asked: tuple[TrialProtocol, tuple[str, str]] | None = None
        """What was laid out last, or is being laid out."""
        self._is_due = False
        self.pages: Printed | None = None
        self.sections: tuple[SectionState, ...] = ()
        self.problem = ""
        self._pause = self._timer(PAUSE_MS, self._order)
        self._idle = self._timer(_IDLE_MS, self.close)
        self._ear = QTimer(self)
        self._ear.setInterval(_LISTEN_MS)
        self._ear.timeout.connect(self._listen)
        workspace.document_changed.connect(self._wait_for_pause)

    @property
    def is_current(self) -> bool:
        """Whether the pages are those of the document as it is now."""
        return self.pages is not None and not self.is_working and self._asked == self._wanted

    @property
    def is_working(self) -> bool:
        """Whether pages are being laid out, or will be after a pause."""
        return self._is_due or self._worker is _Worker.BUSY or self._pause.isActive()

    def want(self, viewer: object, is_looking: bool) -> None:
        """Note that somebody looks at the pages, or no longer does; nothing is laid out for nobody."""
        before = bool(self._viewers)
        (self._viewers.add if is_looking else self._viewers.discard)(viewer)
        if self._viewers and not before:
            self._idle.stop()
            self._order()
        elif before and not self._viewers:
            self._pause.stop()
            self._is_due = False
            self._give_up()
            self._idle.start()

    def lay_out_as(self, profile: str, paper: str) -> None:
        """Choose profile and paper of an export."""
        self._form = profile, paper
        if self._viewers:
            self._order()

    def try_again(self) -> None:
        """Lay the pages out once more, whatever became of the last try."""
        self._asked = None
        self._order()

    def close(self) -> None:
        """End the process."""
        for timer in (self._pause, self._idle, self._ear):
            timer.stop()
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.terminate()
            self._process.join(_END_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._process.close()
            self._process = None
        if self._worker is _Worker.BUSY:
            self._asked = None
        self._worker = _Worker.ABSENT

    @property
    def _wanted(self) -> tuple[TrialProtocol, tuple[str, str]]:
        return self._workspace.trial, self._form

    def _timer(self, interval: int, do: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(do)
        return timer

    def _wait_for_pause(self) -> None:
        if self._viewers:
            self._pause.start()

    def _order(self) -> None:
        """Have the document as it is now laid out, as soon as the process can take the order."""
        trial, form = self._wanted
        if self._asked is not None and self._asked[0] is trial and self._asked[1] == form:
            return
        self._is_due = True
        self.started.emit()
        if self._worker is _Worker.ABSENT:
            self._start()
        elif self._worker is _Worker.BUSY:
            self._give_up()
        elif self._worker is _Worker.IDLE:
            self._send()

    def _start(self) -> None:
        import multiprocessing

        from protocol_designer.export.pdf.preview_worker import serve

        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), name="Pages", daemon=True)
        self._process.start()
        theirs.close()
        self._worker = _Worker.STARTING
        self._ear.start()

    def _give_up(self) -> None:
        """Let the process leave what it is doing; it says when it has."""
        from protocol_designer.export.pdf.preview_worker import STOP

        if self._worker is _Worker.BUSY and self._pipe is not None:
            self._asked = None
            try:
                self._pipe.send(STOP)
            except OSError:
                self._lose()

    def _send(self) -> None:
        from protocol_designer.export.pdf.preview_worker import PageOrder

        if self._pipe is None:
            return
        self._is_due = False
        self._asked = self._wanted
        trial, (profile, paper) = self._asked
        try:
            file = self._workspace.file
            earlier = amended_version(file, trial) if file is not None else None
            self._pipe.send(PageOrder(trial, profile, paper, earlier))
        except StorageProblem as problem:
            self._tell_problem(str(problem))
            return
        except OSError:
            self._lose()
            return
        self._worker = _Worker.BUSY
        self._ear.start()

    def _listen(self) -> None:
        """Take in what the process has said."""
        try:
            while self._pipe is not None and self._pipe.poll():
                self._hear(self._pipe.recv())
        except (EOFError, OSError):
            self._lose()

    def _hear(self, answer: object) -> None:
        from protocol_designer.export.pdf.preview_worker import READY, Refused, Standing

        if answer == READY:
            self._be_ready()
        elif self._is_due or self._asked is None:
            return  # it crossed with a later order
        elif isinstance(answer, Standing):
            self.sections = answer.sections
            self.sections_told.emit(answer.sections)
        elif isinstance(answer, Printed):
            self.pages, self.problem = answer, ""
            self.printed.emit(answer)
        elif isinstance(answer, Refused):
            self._tell_problem(answer.sentence)

    def _be_ready(self) -> None:
        if self._worker is _Worker.STARTING and self._pipe is not None:
            self._worker = _Worker.BUSY
            self._pipe.send(self._workspace.formulary)
            return
        self._worker = _Worker.IDLE
        self._ear.stop()
        if self._is_due:
            self._send()

    def _tell_problem(self, sentence: str) -> None:
        self.problem = sentence
        self.failed.emit(sentence)

    def _lose(self) -> None:
        """Say that the process ended by itself."""
        _log.info("The process that lays out the pages ended unexpectedly")
        self.close()
        self._is_due = False
        self._asked = None
        self._tell_problem(
            self.tr("The pages could not be laid out, for the work ended unexpectedly. Choose “Try again”.")
        )
