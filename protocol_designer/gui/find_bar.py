"""A slim line under the page that finds words on it: labels, values, rows of tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from protocol_designer.gui.texts import small_print
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import FIELD_GAP, GRID
from protocol_designer.gui.widgets.card import icon_button
from protocol_designer.gui.widgets.field import Field
from protocol_designer.gui.widgets.prose_edit import ProseEdit


@dataclass(frozen=True, slots=True)
class _Hit:
    """A widget that holds the words, and the row of it when it is a table."""

    widget: QWidget
    index: QPersistentModelIndex | None = None


class FindBar(QFrame):
    """Hidden until it is opened; Enter goes on, Shift+Enter goes back, Escape closes it."""

    def __init__(self, page: Callable[[], QWidget], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._hits: tuple[_Hit, ...] = ()
        self._at = -1
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find on this page"))
        self.search.setAccessibleName(self.tr("Find on this page"))
        self.search.setClearButtonEnabled(True)
        self.told = small_print("", self)
        self.told.setAccessibleName(self.tr("How much was found"))
        row = QHBoxLayout(self)
        row.setContentsMargins(FIELD_GAP, GRID, FIELD_GAP, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.search, 1)
        row.addWidget(icon_button(self.tr("Find the one before"), "previous", theme, lambda: self._step(-1)))
        row.addWidget(icon_button(self.tr("Find the next one"), "next", theme, lambda: self._step(1)))
        row.addWidget(self.told, 1)
        row.addWidget(icon_button(self.tr("Close the search"), "close", theme, self.close_bar))
        self.search.textChanged.connect(self._find)
        self.hide()

    def open(self) -> None:
        """Show the line and take the keys."""
        self.show()
        self._find(self.search.text())
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def close_bar(self) -> None:
        """Hide the line and give the keys to what was found last, or to the page."""
        self.hide()
        if 0 <= self._at < len(self._hits):
            self._reveal(self._hits[self._at])
        else:
            self._page().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, go back, or close."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        else:
            super().keyPressEvent(event)

    def _find(self, text: str) -> None:
        wanted = text.strip().casefold()
        self._hits = tuple(self._holding(wanted)) if wanted else ()
        self._at = -1
        if not wanted:
            self.told.setText("")
        elif not self._hits:
            self.told.setText(self.tr("Not on this page; Ctrl+Shift+F searches everything"))
        else:
            told = self.tr("1 place") if len(self._hits) == 1 else self.tr("{count} places")
            self.told.setText(told.format(count=len(self._hits)))

    def _holding(self, wanted: str) -> Iterator[_Hit]:
        page = self._page()
        fields = [one for one in page.findChildren(Field) if one.isVisibleTo(page)]
        views = page.findChildren(QAbstractItemView)
        tables = [one for one in views if one.isVisibleTo(page) and not isinstance(one, QHeaderView)]
        for field in fields:
            if wanted in f"{field.label} {_said(field.editor)}".casefold():
                yield _Hit(field.editor)
        for table in tables:
            model = table.model()
            if model is not None:
                for index in _rows(model):
                    if wanted in _row_text(model, index).casefold():
                        yield _Hit(table, QPersistentModelIndex(index))

    def _step(self, by: int) -> None:
        self._find_again()
        if not self._hits:
            return
        self._at = (self._at + by) % len(self._hits) if self._at >= 0 or by > 0 else len(self._hits) - 1
        self.told.setText(self.tr("{number} of {count}").format(number=self._at + 1, count=len(self._hits)))
        self._reveal(self._hits[self._at])
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find_again(self) -> None:
        """Follow the page: what is on it may have changed since the words were typed."""
        at = self._at
        self._find(self.search.text())
        self._at = min(at, len(self._hits) - 1)

    @staticmethod
    def _reveal(hit: _Hit) -> None:
        hit.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(hit.widget, QAbstractItemView) and hit.index is not None:
            hit.widget.setCurrentIndex(hit.index)
            hit.widget.scrollTo(hit.index)
        parent = hit.widget.parentWidget()
        while parent is not None:
            if hasattr(parent, "ensureWidgetVisible"):
                parent.ensureWidgetVisible(hit.widget, 24, 48)
            parent = parent.parentWidget()


def _said(editor: QWidget) -> str:
    """Return what an editor shows, and what the editors inside it show."""
    if isinstance(editor, QLineEdit):
        return editor.text()
    if isinstance(editor, QComboBox):
        return editor.currentText()
    if isinstance(editor, QPushButton):
        return editor.text()
    if isinstance(editor, ProseEdit):
        return editor.as_read()
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    return " ".join(_said(inner) for inner in editor.findChildren(QWidget) if inner.isVisibleTo(editor))


def _rows(model: QAbstractItemModel) -> Iterator[QModelIndex]:
    for row in range(model.rowCount()):
        yield model.index(row, 0)


def _row_text(model: QAbstractItemModel, index: QModelIndex) -> str:
    return " ".join(
        str(model.index(index.row(), column).data() or "") for column in range(model.columnCount())
    )
