"""The changes between two states as a list by section, and the page of one change with its words marked."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from protocol_designer.gui.reference_dialog import page_column
from protocol_designer.gui.texts import heading, small_print, text_label
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GROUP_GAP
from protocol_designer.report.change_lists import from_words, group_words, to_words
from protocol_designer.report.changes import Change, section_words
from protocol_designer.report.display_list import Ink
from protocol_designer.revisions.words import Fate, Stretch, word_changes


def _tr(text: str) -> str:
    return QCoreApplication.translate("changes_list", text)


_CHANGE = Qt.ItemDataRole.UserRole


class ChangesList(QTreeWidget):
    """Lists changes in groups, those that touch safety first.

    Signals:
        chosen: Another change is in hand (Change or None).
        opened: Enter or a double click asks for the field of the change in hand.
    """

    chosen = Signal(object)
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderLabels([self.tr("What"), self.tr("From"), self.tr("To")])
        self.setAccessibleName(self.tr("Changes by section"))
        self.setUniformRowHeights(True)
        self.setIndentation(GROUP_GAP)
        self.setAllColumnsShowFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.header().setStretchLastSection(True)
        self.currentItemChanged.connect(lambda: self.chosen.emit(self.current))
        self.itemDoubleClicked.connect(self._open)

    @property
    def current(self) -> Change | None:
        """The change in hand, or None."""
        item = self.currentItem()
        change = item.data(0, _CHANGE) if item else None
        return change if isinstance(change, Change) else None

    def show_changes(self, changes: Sequence[Change]) -> None:
        """List changes; the first one is in hand."""
        self.clear()
        first: QTreeWidgetItem | None = None
        groups: dict[str, QTreeWidgetItem] = {}
        for change in changes:
            words = group_words(change)
            if words not in groups:
                groups[words] = self._group(words)
            texts = [change.what, from_words(change), to_words(change)]
            item = QTreeWidgetItem(groups[words], [text.replace("\n", " ") for text in texts])
            item.setData(0, _CHANGE, change)
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
            first = first or item
        if first is not None:
            self.setCurrentItem(first)
        self.chosen.emit(self.current)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give what changed the most room, and both values the same."""
        super().resizeEvent(event)
        width = self.viewport().width()
        for column, share in ((0, 0.42), (1, 0.29)):
            self.header().resizeSection(column, int(width * share))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter as on a double click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit()

    def _group(self, words: str) -> QTreeWidgetItem:
        group = QTreeWidgetItem([words])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        group.setExpanded(True)
        return group


def change_page(change: Change, theme: Theme) -> QWidget:
    """Return one change in full, with the words that went and came marked."""
    body, column = page_column()
    column.addWidget(heading(change.what))
    safety = _tr(" · touches safety") if change.touches_safety else ""
    column.addWidget(small_print(f"{section_words(change.section)}{safety}"))
    add_from_to(column, from_words(change), to_words(change), theme, change.words)
    column.addStretch()
    return body


def add_from_to(
    column: QVBoxLayout, before: str, after: str, theme: Theme, words: Sequence[Stretch] = ()
) -> None:
    """Add what was and what is, and for texts both in one with the changed words marked."""
    for title, text in ((_tr("From"), before), (_tr("To"), after)):
        column.addSpacing(FIELD_GAP)
        column.addWidget(heading(title))
        column.addWidget(text_label(text))
    if words:
        column.addSpacing(FIELD_GAP)
        column.addWidget(heading(_tr("Word by word")))
        column.addWidget(marked_label(words, theme))


def marked_label(words: Sequence[Stretch], theme: Theme) -> QLabel:
    """Return a text in which removed words are struck out and added ones underlined."""
    label = text_label("")
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setText("".join(_marked(stretch, theme) for stretch in words))
    spoken = " ".join(
        f"{stretch.fate.value}: {stretch.text}." for stretch in words if stretch.fate is not Fate.KEPT
    )
    label.setAccessibleName(spoken)
    return label


def words_between(before: str, after: str) -> tuple[Stretch, ...]:
    """Return the changed words of two texts that are long enough to need them marked."""
    is_text = min(len(before), len(after)) > 0 and max(len(before), len(after)) > 60
    return word_changes(before, after) if is_text else ()


def _marked(stretch: Stretch, theme: Theme) -> str:
    text = escape(stretch.text).replace("\n", "<br>")
    if stretch.fate is Fate.REMOVED:
        return f'<s style="color:{theme.colour(Ink.HARD).name()}">{text}</s>'
    if stretch.fate is Fate.ADDED:
        return f'<u style="color:{theme.colour(Ink.THERAPY).name()}">{text}</u>'
    return text
