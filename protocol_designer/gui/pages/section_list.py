"""The outline of the narrative: the headings of ICH M11 with the mark of what each section holds."""

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from protocol_designer.gui.section_mark import paint_section_mark
from protocol_designer.gui.severity_mark import paint_severity
from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.gui.typography import BASE, sized
from protocol_designer.report.display_list import Ink
from protocol_designer.workspace.narrative_outline import ROW, Holds, NarrativeOutline, OutlineRow
from protocol_designer.workspace.row_table import Index

_ROW_HEIGHT = 25
_MARK, _GAP, _INDENT = 12, 6, 6


class SectionList(QListView):
    """One section is in hand.

    Signals:
        taken: Another section was taken in hand (number).
        entered: Enter was pressed on a section: its text is to take the keys.
    """

    taken = Signal(str)
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.outline = NarrativeOutline(self)
        self.setModel(self.outline)
        self.setItemDelegate(_SectionDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Sections of ICH M11"))
        theme.changed.connect(self.viewport().update)

    @property
    def number(self) -> str:
        """The number of the section in hand; empty before the first."""
        row = self.currentIndex().data(ROW)
        return row.number if isinstance(row, OutlineRow) else ""

    def take(self, number: str) -> None:
        """Take a section in hand."""
        at = self.outline.row_of(number)
        if at >= 0 and number != self.number:
            self.setCurrentIndex(self.outline.index(at, 0))

    def step(self, by: int) -> None:
        """Take the next section in hand that holds a text, or the one before; the ends stay."""
        at = self.currentIndex().row() + by
        while 0 <= at < self.outline.rowCount():
            row = self.outline.index(at, 0).data(ROW)
            if row.holds is not Holds.HEADING:
                self.take(row.number)
                return
            at += by

    def currentChanged(self, current: QModelIndex | Index, previous: QModelIndex | Index) -> None:
        super().currentChanged(current, previous)
        if number := self.number:
            self.scrollTo(current)
            self.taken.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(250, 400)


class _SectionDelegate(QStyledItemDelegate):
    """A mark, the number and the title; headings in bold without a mark, findings at the right."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        style = shown.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, shown, painter, shown.widget)
        whole = QRectF(option.rect)
        left = whole.left() + _INDENT
        if row.holds is not Holds.HEADING:
            box = QRectF(left, whole.center().y() - _MARK / 2, _MARK, _MARK)
            paint_section_mark(painter, box, row.holds, self._theme)
            left = box.right() + _GAP
        right = whole.right() - _GAP
        if row.gravest is not None:
            right -= _MARK + _GAP
            box = QRectF(right + _GAP, whole.center().y() - _MARK / 2, _MARK, _MARK)
            paint_severity(painter, box, row.gravest, self._theme)
        painter.save()
        painter.setFont(sized(shown.font, BASE, row.is_chapter))
        painter.setPen(self._theme.colour(Ink.MUTED if row.holds is Holds.HEADING else Ink.TEXT))
        text = painter.fontMetrics().elidedText(shown.text, Qt.TextElideMode.ElideRight, int(right - left))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRectF(left, whole.top(), right - left, whole.height()), middle, text)
        painter.restore()
        if shown.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(self._theme.colour(Chrome.FOCUS))
            painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, _ROW_HEIGHT)
