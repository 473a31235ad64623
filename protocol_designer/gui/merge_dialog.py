"""Merging a colleague's copy: conflicts side by side, decided one by one; the rest is listed too."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from protocol_designer.gui.dialogs import ColumnDialog
from protocol_designer.gui.notice_bar import NoticeBar
from protocol_designer.gui.reference_dialog import ReferenceDialog, page_column
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GROUP_GAP, PAGE_TITLE
from protocol_designer.gui.widgets.changes_list import change_page, marked_label, words_between
from protocol_designer.report.changes import Change
from protocol_designer.revisions.merge import Conflict, MergeRefused, Side
from protocol_designer.storage.protocol_file import StorageProblem
from protocol_designer.workspace.compare_sources import Source
from protocol_designer.workspace.merging import MergeSession

_CONFLICT, _TAKEN = "conflict:", "taken:"


class MergeDialog(ReferenceDialog):
    """Shows one conflict after the other; ours stands left, theirs right.

    Signals:
        merge_requested: Everything is decided and shall be carried out.
    """

    merge_requested = Signal()

    def __init__(self, session: MergeSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", ["", ""], parent)
        self.setWindowTitle(self.tr("Merge {name}").format(name=session.path.name))
        self._session = session
        self._theme = theme
        self._conflicts: dict[str, Conflict] = {}
        self._taken: dict[str, Change] = {}
        self.notice = NoticeBar(theme, self)
        self.told = text_label("", self)
        self.told.setAccessibleName(self.tr("How far the merge is decided"))
        self.column.insertWidget(0, self.notice)
        self.column.insertWidget(0, self.told)
        self.search.setPlaceholderText(self.tr("Filter by text"))
        self.search.setAccessibleName(self.tr("Filter what is merged"))
        self.list.setAccessibleName(self.tr("Conflicts and what is taken over"))
        self.list.setHeaderLabels([self.tr("What"), self.tr("Decided")])
        self.page.setAccessibleName(self.tr("The conflict in hand"))
        self.size_columns(120)
        self.split.setSizes([430, 620])
        roles = QDialogButtonBox.ButtonRole
        self.buttons.addButton(self.tr("Cancel"), roles.RejectRole)
        self.finish = self.buttons.addButton(self.tr("Merge"), roles.AcceptRole)
        self.finish.clicked.connect(self.merge_requested)
        self.leave_enter_alone()
        for keys, side in (("Alt+1", Side.OURS), ("Alt+2", Side.THEIRS)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda side=side: self._decide(side))
        self._fill()
        self.list.setFocus()

    def make_page(self, key: str) -> QWidget:
        if key in self._taken:
            return change_page(self._taken[key], self._theme)
        return self._conflict_page(self._conflicts[key])

    def count_words(self, count: int) -> str:
        return self.tr("{count} of {all} listed").format(
            count=count, all=len(self._conflicts) + len(self._taken)
        )

    def say(self, sentence: str) -> None:
        """Say why the merge could not be carried out."""
        self.notice.say(sentence)

    def _fill(self, in_hand: str = "") -> None:
        self.list.clear()
        merge = self._session.merge
        conflicts = sorted(merge.conflicts, key=lambda one: not self._session.words(one).touches_safety)
        self._conflicts = {f"{_CONFLICT}{one.place}": one for one in conflicts}
        self._taken = {f"{_TAKEN}{at}": change for at, change in enumerate(self._session.taken_over())}
        if self._conflicts:
            group = self.add_group(self.tr("Changed on both sides"))
            for key, conflict in self._conflicts.items():
                words = self._session.words(conflict)
                self.add_entry(group, [words.what, self._choice_words(conflict)], key, words.section)
        if self._taken:
            group = self.add_group(self.tr("Taken over from the copy"))
            for key, change in self._taken.items():
                self.add_entry(group, [change.what, self.tr("automatic")], key, change.section)
        self.narrow()
        if in_hand:
            self.choose(in_hand)
        self._show_state()

    def _show_state(self) -> None:
        merge = self._session.merge
        left = len(merge.open)
        one, many = self.tr("1 conflict is to be decided"), self.tr("{count} conflicts are to be decided")
        told = self.tr("Everything is decided") if not left else one if left == 1 else many.format(count=left)
        taken = self.tr("1 change of the copy is taken over by itself")
        if len(self._taken) != 1:
            taken = self.tr("{count} changes of the copy are taken over by themselves")
        taken = taken.format(count=len(self._taken))
        also = self.tr("; its comments come along") if self._session.comments else ""
        if not self._taken and not merge.conflicts:
            told, taken = (
                self.tr("Nothing is to be decided"),
                self.tr("the copy has no change that is not here"),
            )
        self.told.setText(f"{told}; {taken}{also}.")
        problem = ""
        if not left:
            try:
                merge.trial()
            except MergeRefused as refusal:
                problem = str(refusal)
        if problem:
            self.notice.say(problem)
        else:
            self.notice.hide()
        self.finish.setEnabled(not left and not problem)

    def _choice_words(self, conflict: Conflict) -> str:
        side = self._session.choice(conflict)
        if side is None:
            return self.tr("to decide")
        return self.tr("ours") if side is Side.OURS else self.tr("theirs")

    def _conflict_page(self, conflict: Conflict) -> QWidget:
        words = self._session.words(conflict)
        body, column = page_column()
        column.addWidget(heading(words.what, size=PAGE_TITLE))
        safety = self.tr(" · touches safety") if words.touches_safety else ""
        column.addWidget(small_print(f"{words.section}{safety}"))
        column.addSpacing(FIELD_GAP)
        column.addWidget(heading(self.tr("Before, in both")))
        column.addWidget(text_label(words.base))
        column.addSpacing(FIELD_GAP)
        sides = QHBoxLayout()
        sides.setSpacing(GROUP_GAP)
        for side, title, text, action in (
            (Side.OURS, self.tr("Ours"), words.ours, self.tr("Keep ours (Alt+1)")),
            (Side.THEIRS, self.tr("Theirs"), words.theirs, self.tr("Take theirs (Alt+2)")),
        ):
            is_chosen = self._session.choice(conflict) is side
            sides.addWidget(self._side(side, title, (words.base, text), action, is_chosen), 1)
        column.addLayout(sides)
        column.addStretch()
        return body

    def _side(self, side: Side, title: str, texts: tuple[str, str], action: str, is_chosen: bool) -> QFrame:
        frame = QFrame()
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        inner = QVBoxLayout(frame)
        inner.setSpacing(FIELD_GAP)
        chosen = self.tr("{side} – chosen").format(side=title) if is_chosen else title
        inner.addWidget(heading(chosen))
        marks = words_between(*texts)
        inner.addWidget(marked_label(marks, self._theme) if marks else text_label(texts[1]))
        inner.addStretch()
        button = QPushButton(action)
        button.setAccessibleName(action)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._decide(side))
        inner.addWidget(button)
        return frame

    def _decide(self, side: Side) -> None:
        conflict = self._conflicts.get(self.current_key())
        if conflict is None:
            return
        self._session.decide(conflict, side)
        still_open = [key for key, one in self._conflicts.items() if self._session.choice(one) is None]
        keys = list(self._conflicts)
        at = keys.index(f"{_CONFLICT}{conflict.place}")
        after = [key for key in still_open if keys.index(key) > at]
        self._fill((after or still_open or [keys[at]])[0])
        self.list.setFocus()


class BaseDialog(ColumnDialog):
    """Asks from which state a copy started that does not say so itself."""

    def __init__(
        self, session: MergeSession, sources: Sequence[Source], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Merge {name}").format(name=session.path.name))
        self.setMinimumSize(QSize(520, 0))
        self._session = session
        self._sources = list(sources)
        self.notice = NoticeBar(theme, self)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self.tr("The state that the copy was made from"))
        for source in self._sources:
            self.choice.addItem(source.label)
        self.column.addWidget(self.notice)
        self.column.addWidget(
            text_label(
                self.tr(
                    "This copy carries no journal that leads back to this protocol. Choose the version or "
                    "saved state that it was made from; what differs from it counts as changed by your "
                    "colleague."
                ),
                self,
            )
        )
        label = QLabel(self.tr("&Made from"), self)
        label.setBuddy(self.choice)
        self.column.addWidget(label)
        self.column.addWidget(self.choice)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        go_on = self.buttons.addButton(self.tr("Go on"), QDialogButtonBox.ButtonRole.ActionRole)
        go_on.setDefault(True)
        go_on.clicked.connect(self._choose)

    def _choose(self) -> None:
        try:
            self._session.start_from(self._sources[self.choice.currentIndex()].load())
        except StorageProblem as problem:
            self.notice.say(str(problem))
            return
        self.accept()
