"""The history of the protocol: versions, saved states, attachments, and who did what and when."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from protocol_designer.gui import file_dialogs
from protocol_designer.gui.notice_bar import NoticeBar
from protocol_designer.gui.reference_dialog import ReferenceDialog, page_column
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, PAGE_TITLE
from protocol_designer.gui.widgets.card import ActionButton
from protocol_designer.report.place_words import place_words
from protocol_designer.storage.attachments import Attachment, attach, attachments, detach, save_attachment
from protocol_designer.storage.journal import EntryKind, JournalEntry
from protocol_designer.storage.protocol_file import ProtocolFile, SavedState, StorageProblem
from protocol_designer.storage.verification import NO_SIGNATURE
from protocol_designer.workspace.compare_sources import state_key
from protocol_designer.workspace.moments import day_words, short_day
from protocol_designer.workspace.versions import is_frozen, standing_words, state_title
from protocol_designer.workspace.workspace import Workspace

_ENTRY, _ATTACHMENT = "entry:", "attachment:"
_MOST_CHANGES = 40
_LONGEST_VALUE = 400


def _tr(text: str) -> str:
    return QCoreApplication.translate("history_dialog", text)


class HistoryDialog(ReferenceDialog):
    """Shows what the file keeps, and leads to what can be done with a state.

    Signals:
        view_requested: A state is to be opened to be read (SavedState); the dialog has closed.
        compare_requested: A state is to be compared with now (key); the dialog has closed.
        restore_requested: A state is to be the document again (SavedState); the dialog has closed.
        export_requested: The PDF of a state is wanted (SavedState); the dialog has closed.
        freeze_requested: The document is to be frozen; the dialog has closed.
    """

    view_requested = Signal(object)
    compare_requested = Signal(str)
    restore_requested = Signal(object)
    export_requested = Signal(object)
    freeze_requested = Signal()

    def __init__(
        self, workspace: Workspace, file: ProtocolFile, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("", ["", "", ""], parent)
        self.setWindowTitle(self.tr("History"))
        self._workspace = workspace
        self._file = file
        self._theme = theme
        self._entries: dict[str, JournalEntry] = {}
        self._attachments: dict[str, Attachment] = {}
        self.notice = NoticeBar(theme, self)
        self.column.insertWidget(0, self.notice)
        self.column.insertWidget(0, small_print(self._standing(), self))
        self.search.setPlaceholderText(self.tr("Search who, when and what"))
        self.search.setAccessibleName(self.tr("Search the history"))
        self.list.setAccessibleName(self.tr("Versions, states, attachments and edits"))
        self.list.setHeaderLabels([self.tr("What"), self.tr("When"), self.tr("Who")])
        self.page.setAccessibleName(self.tr("The entry in hand"))
        self.size_columns(136, 150)
        self.split.setSizes([660, 380])
        roles = QDialogButtonBox.ButtonRole
        self.freeze = self.buttons.addButton(self.tr("Freeze as a version…"), roles.ActionRole)
        self.freeze.clicked.connect(lambda: self._leave(self.freeze_requested))
        self.freeze.setEnabled(not workspace.read_only)
        add = self.buttons.addButton(self.tr("Attach a file…"), roles.ActionRole)
        add.clicked.connect(self._attach)
        add.setEnabled(not workspace.read_only)
        self.add_close_button()
        self.leave_enter_alone()
        self._fill()

    def make_page(self, key: str) -> QWidget:
        if key in self._attachments:
            return self._attachment_page(self._attachments[key])
        if key in self._entries:
            return self._entry_page(self._entries[key])
        state = next(state for state in self._workspace.states if state_key(state) == key)
        return self._state_page(state)

    def _standing(self) -> str:
        standing = standing_words(self._workspace)
        where = self.tr("Kept in {path}").format(path=self._file.path)
        return f"{standing[:1].upper()}{standing[1:]}. {where}." if standing else f"{where}."

    def _fill(self, in_hand: str = "") -> None:
        self.notice.hide()
        self.list.clear()
        try:
            found = attachments(self._file)
            journal = self._file.journal()
        except StorageProblem as problem:
            found, journal = (), ()
            self.notice.say(str(problem))
        self._attachments = {f"{_ATTACHMENT}{one.id}": one for one in found}
        self._entries = {f"{_ENTRY}{entry.seq}": entry for entry in journal}
        versions = [state for state in self._workspace.states if state.version]
        others = [state for state in self._workspace.states if not state.version]
        for title, states in ((self.tr("Versions"), versions), (self.tr("Saved states"), others)):
            if states:
                group = self.add_group(title)
                for state in reversed(states):
                    name = f"{state.version} – {state.name}" if state.version else state.name
                    texts = [name, short_day(state.at), state.author or "–"]
                    self.add_entry(group, texts, state_key(state), f"{state.note} {state.sha256}")
        if self._attachments:
            group = self.add_group(self.tr("Attachments"))
            for key, one in self._attachments.items():
                self.add_entry(group, [one.name, short_day(one.at), one.author or "–"], key, one.sha256)
        group = self.add_group(self.tr("Journal"))
        for entry in reversed(journal):
            texts = [entry.label, short_day(entry.at), entry.author or "–"]
            self.add_entry(group, texts, f"{_ENTRY}{entry.seq}", str(entry.seq))
        self.narrow()
        if in_hand:
            self.choose(in_hand)

    def count_words(self, count: int) -> str:
        total = len(self._entries) + len(self._attachments) + len(self._workspace.states)
        return self.tr("{count} of {all} entries").format(count=count, all=total)

    def _state_page(self, state: SavedState) -> QWidget:
        body, column = page_column()
        column.addWidget(heading(state_title(state), size=PAGE_TITLE))
        if state.version:
            column.addWidget(text_label(state.name))
        who = state.author or _tr("no name given")
        column.addWidget(small_print(f"{day_words(state.at)} · {who}"))
        if state.note:
            column.addSpacing(FIELD_GAP)
            column.addWidget(text_label(state.note))
        column.addSpacing(FIELD_GAP)
        column.addWidget(heading(_tr("Content hash (SHA-256)")))
        column.addWidget(text_label(_in_groups(state.sha256)))
        if state.version:
            column.addWidget(small_print(_tr("The same hash stands on the title page of this version.")))
        column.addSpacing(FIELD_GAP)
        for text, icon, do, is_possible in (
            (_tr("Open to read"), "open", lambda: self._leave(self.view_requested, state), True),
            (_tr("Compare with now"), "copy", lambda: self._leave(self.compare_requested, state_key(state)),
             True),
            (_tr("Restore as an edit"), "undo", lambda: self._leave(self.restore_requested, state),
             not self._workspace.read_only),
            (_tr("Export its PDF…"), "export", lambda: self._leave(self.export_requested, state), True),
        ):  # fmt: skip
            button = ActionButton(text, icon, self._theme, do)
            button.setEnabled(is_possible)
            column.addWidget(button)
        if is_frozen(self._workspace) and state == self._workspace.states[-1]:
            column.addWidget(small_print(_tr("The protocol now is exactly this version.")))
        column.addStretch()
        return body

    def _entry_page(self, entry: JournalEntry) -> QWidget:
        body, column = page_column()
        column.addWidget(heading(entry.label, size=PAGE_TITLE))
        who = entry.author or _tr("no name given")
        column.addWidget(small_print(f"{day_words(entry.at)} · {who} · {_kind_words(entry.kind)}"))
        for change in entry.changes[:_MOST_CHANGES]:
            column.addSpacing(FIELD_GAP)
            column.addWidget(heading(place_words(self._workspace.trial, str(change.get("place", "")))))
            self._add_value(column, _tr("From: {value}"), change.get("was"))
            self._add_value(column, _tr("To: {value}"), change.get("is"))
        if (more := len(entry.changes) - _MOST_CHANGES) > 0:
            column.addWidget(small_print(_tr("and {count} more changes").format(count=more)))
        column.addSpacing(FIELD_GAP)
        column.addWidget(heading(_tr("Entry {number} of the chain").format(number=entry.seq)))
        column.addWidget(small_print(_in_groups(entry.chain)))
        column.addWidget(small_print(NO_SIGNATURE))
        column.addStretch()
        return body

    def _add_value(self, column: QVBoxLayout, words: str, value: object) -> None:
        text = _tr("nothing") if value in (None, [], "") else _plain(value)
        column.addWidget(text_label(words.format(value=text[:_LONGEST_VALUE])))

    def _attachment_page(self, one: Attachment) -> QWidget:
        body, column = page_column()
        column.addWidget(heading(one.name, size=PAGE_TITLE))
        column.addWidget(small_print(f"{one.media_type} · {_size(one.size)}"))
        column.addWidget(small_print(f"{day_words(one.at)} · {one.author or _tr('no name given')}"))
        column.addSpacing(FIELD_GAP)
        column.addWidget(heading(_tr("Content hash (SHA-256)")))
        column.addWidget(text_label(_in_groups(one.sha256)))
        column.addSpacing(FIELD_GAP)
        column.addWidget(
            ActionButton(_tr("Save to disk…"), "save", self._theme, lambda: self._save_attachment(one))
        )
        remove = ActionButton(_tr("Remove from the file"), "delete", self._theme, lambda: self._detach(one))
        remove.setEnabled(not self._workspace.read_only)
        column.addWidget(remove)
        column.addStretch()
        return body

    def _attach(self) -> None:
        path = file_dialogs.ask_attachment_path(self)
        if path is None:
            return
        try:
            added = attach(self._file, path)
        except StorageProblem as problem:
            self.notice.say(str(problem))
            return
        self._fill(f"{_ATTACHMENT}{added.id}")

    def _detach(self, one: Attachment) -> None:
        try:
            detach(self._file, one)
        except StorageProblem as problem:
            self.notice.say(str(problem))
            return
        self._fill()

    def _save_attachment(self, one: Attachment) -> None:
        path = file_dialogs.ask_path_for_attachment(self, one.name)
        if path is None:
            return
        try:
            save_attachment(self._file, one, path, replace=True)
        except StorageProblem as problem:
            self.notice.say(str(problem))

    def _leave(self, signal: object, *arguments: object) -> None:
        self.accept()
        signal.emit(*arguments)  # type: ignore[attr-defined]  # a bound signal


def _kind_words(kind: EntryKind) -> str:
    return {
        EntryKind.CREATED: _tr("start of the file"),
        EntryKind.EDIT: _tr("edit"),
        EntryKind.CONTINUED: _tr("continued edit"),
        EntryKind.UNDO: _tr("undo"),
        EntryKind.REDO: _tr("redo"),
        EntryKind.CATCH_UP: _tr("edits kept later"),
        EntryKind.SAVED_STATE: _tr("saved state"),
    }[kind]


def _plain(value: object) -> str:
    """Write a value of the exchange form on few lines."""
    if isinstance(value, dict):
        return "; ".join(f"{name.replace('_', ' ')}: {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(inner) for inner in value)
    if isinstance(value, bool):
        return _tr("yes") if value else _tr("no")
    return str(value)


def _in_groups(digest: str) -> str:
    """Write a hash in groups that can be read aloud and that lines can break between."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _size(count: int) -> str:
    return f"{count:,} bytes" if count < 10_000 else f"{count // 1000:,} kB"
