"""Merging a colleague's copy: the common state, conflicts decided one by one, one edit at the end."""

from pathlib import Path
from typing import NamedTuple

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.edit import Edit
from protocol_designer.edits.identities import without_clashes
from protocol_designer.edits.states import take_over_merge
from protocol_designer.report.changes import Change, changes_between
from protocol_designer.report.conflict_words import ConflictWords, conflict_words
from protocol_designer.revisions.merge import Conflict, Merge, MergeRefused, Side, merge
from protocol_designer.storage.ancestry import common_state
from protocol_designer.storage.attachments import copy_attachments
from protocol_designer.storage.comments import Comment, comments_of, take_in
from protocol_designer.storage.opening import is_kept_file, read_protocol
from protocol_designer.storage.protocol_file import ProtocolFile, StorageProblem
from protocol_designer.workspace.versions import state_title
from protocol_designer.workspace.workspace import Workspace


class CameAlong(NamedTuple):
    """What came from a copy besides the protocol, and the versions and saved states that stay in it alone."""

    comments: int = 0
    attachments: int = 0
    left: tuple[str, ...] = ()


class MergeSession:
    """A merge in the making; the protocol changes only when `edit` is applied."""

    def __init__(self, workspace: Workspace, path: Path, theirs: TrialProtocol) -> None:
        self.path = path
        self.ours = workspace.trial
        self.theirs = theirs
        self.base: TrialProtocol | None = None
        self.comments: tuple[Comment, ...] = ()
        self._choices: dict[str, Side] = {}
        self._merge: Merge | None = None

    @property
    def merge(self) -> Merge:
        """The merge with the choices made so far.

        Raises:
            ValueError: No common state is chosen yet.
        """
        if self.base is None:
            raise ValueError("a merge needs the state from which both copies started")
        if self._merge is None:
            self._merge = merge(self.base, self.ours, self.theirs, self._choices)
        return self._merge

    def start_from(self, base: TrialProtocol) -> None:
        """Take a state as the one from which both copies started; choices made so far lapse."""
        self.base, self._merge, self._choices = base, None, {}
        self.theirs = without_clashes(base, self.ours, self.theirs)

    def choice(self, conflict: Conflict) -> Side | None:
        """Return whose value was chosen, or None."""
        return self._choices.get(conflict.place)

    def decide(self, conflict: Conflict, side: Side) -> None:
        """Choose whose value holds."""
        self._choices[conflict.place] = side
        self._merge = None

    def words(self, conflict: Conflict) -> ConflictWords:
        """Write a conflict for people."""
        return conflict_words(conflict, self.base or self.ours, self.ours, self.theirs)

    def taken_over(self) -> tuple[Change, ...]:
        """Return the changes of the copy that nobody has to decide, because only the copy made them."""
        contested = [self.words(conflict).what for conflict in self.merge.conflicts]
        mine = {change.what for change in changes_between(self.base or self.ours, self.ours)}
        found = changes_between(self.base or self.ours, self.theirs)
        return tuple(change for change in found if change.what not in mine and change.what not in contested)

    def edit(self) -> Edit:
        """Return the one edit that carries the merge out.

        Raises:
            MergeRefused: A conflict is open, or the choices do not fit together.
        """
        return take_over_merge(self.ours, self.merge.trial(), self.path.name)


def begin_merge(workspace: Workspace, path: Path) -> MergeSession:
    """Read a copy and find the state that both have in common; without one ``base`` is None.

    Raises:
        StorageProblem: The copy cannot be read, or is of another study.
    """
    if not is_kept_file(path):
        return MergeSession(workspace, path, read_protocol(path))
    ours = workspace.file
    if ours is None:
        raise StorageProblem("The protocol is in memory only; save it to a file, then merge the copy.")
    with ProtocolFile.open(path) as theirs:
        if theirs.study_id != ours.study_id:
            raise StorageProblem(
                f"{path.name} is another study, so the two cannot be merged; compare them instead."
            )
        session = MergeSession(workspace, path, theirs.trial)
        session.comments = comments_of(theirs)
        if (base := common_state(ours, theirs)) is not None:
            session.start_from(base)
        return session


def carry_out(workspace: Workspace, session: MergeSession) -> CameAlong:
    """Apply a merge and take in the comments and attachments of the copy that are not here yet.

    Raises:
        MergeRefused: A conflict is open, or the choices do not fit together.
        StorageProblem: Comments or attachments cannot be read or kept; the protocol itself is merged.
    """
    edit = session.edit()
    if session.ours is not workspace.trial:
        raise MergeRefused("The protocol was changed since the merge began; merge the copy again.")
    workspace.apply(edit)
    ours = workspace.file
    if ours is None or not is_kept_file(session.path):
        return CameAlong()
    comments = take_in(ours, session.comments)
    with ProtocolFile.open(session.path) as theirs:
        here = ours.saved_states()
        left = tuple(state_title(state) for state in theirs.saved_states() if state not in here)
        return CameAlong(comments, copy_attachments(theirs, ours), left)
