"""The strip under the schedule grid: what each visit asks of a participant, column by column."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QTableView, QWidget

from protocol_designer.derived.burden import Burden, Burdens
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui.theme import Theme
from protocol_designer.gui.typography import SECONDARY, sized
from protocol_designer.gui.widgets.grid_view import COLUMN, GridView
from protocol_designer.gui.widgets.name_header import NAMES
from protocol_designer.report.burden_words import blood, spread, without_minutes
from protocol_designer.report.display_list import Ink
from protocol_designer.workspace.models.grid_frame import GridColumn

Index = QModelIndex | QPersistentModelIndex
_ROW = 22


class BurdenModel(QAbstractTableModel):
    """Minutes, questionnaires and blood samples of each column of the grid; minute columns are empty."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: list[GridColumn] = []
        self._found: dict[str, tuple[Burden, ...]] = {}
        self._rows: tuple[tuple[str, Callable[[tuple[Burden, ...]], str]], ...] = (
            (self.tr("Minutes"), _minutes),
            (self.tr("Questionnaires and interviews"), lambda b: spread([x.questionnaires for x in b])),
            (self.tr("Blood samples"), lambda b: spread([x.blood_samples for x in b])),
        )

    def show(self, trial: TrialProtocol, columns: list[GridColumn], burdens: Burdens) -> None:
        """Show the burden of the visits of some columns."""
        found = {visit.id: burdens.spread(visit) for visit in trial.schedule.visits}
        if [column.key for column in columns] != [column.key for column in self._columns]:
            self.beginResetModel()
            self._columns, self._found = list(columns), found
            self.endResetModel()
            return
        had, self._columns, self._found = self._found, list(columns), found
        for at, column in enumerate(columns):
            if had.get(column.visit.id) != found[column.visit.id]:
                self.dataChanged.emit(self.index(0, at), self.index(len(self._rows) - 1, at))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a number, or what it counts in words."""
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if column.time is not None:
            return None
        name, text = self._rows[index.row()]
        found = self._found[column.visit.id]
        if role == Qt.ItemDataRole.DisplayRole:
            return text(found)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {column.visit.name}: {self._words(index.row(), found)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.visit.name}: {self._words(index.row(), found)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name the row."""
        if orientation is Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
            return self._rows[section][0]
        return None

    def _words(self, row: int, found: tuple[Burden, ...]) -> str:
        if row == 0:
            told = self.tr("{minutes} min").format(minutes=spread([burden.minutes for burden in found]))
            whole = sum(found, Burden())
            missing = whole.without_minutes
            return f"{told}; {without_minutes(whole)}: {', '.join(missing)}" if missing else told
        if row == 1:
            return spread([burden.questionnaires for burden in found])
        return "; ".join(dict.fromkeys(blood(burden) for burden in found))


class _FlatNames(QHeaderView):
    """Names of rows as quiet as the names in the grid above."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._theme = theme
        self.setFont(sized(self.font(), SECONDARY))
        theme.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's name
        """Paint a name over a hairline."""
        painter.save()
        painter.setPen(self._theme.colour(Ink.MUTED))
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Vertical))
        painter.drawText(rect.adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(self._theme.colour(Ink.HAIRLINE))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()


class BurdenStrip(QTableView):
    """Stands under a grid in its own ``row``, scrolls with it, and shows its columns in the same width."""

    def __init__(self, grid: GridView, name: str, theme: Theme) -> None:
        super().__init__()
        self.setVerticalHeader(_FlatNames(theme, self))
        self._grid = grid
        self.rows = BurdenModel(self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setFont(sized(self.font(), SECONDARY))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for side in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            side(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setDefaultSectionSize(COLUMN)
        names = self.verticalHeader()
        names.setFixedWidth(NAMES + 1)
        names.setDefaultSectionSize(_ROW)
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setSectionsClickable(False)
        self.setFixedHeight(_ROW * self.rows.rowCount() + 2)
        ours, theirs = self.horizontalScrollBar(), grid.horizontalScrollBar()
        self.row = QHBoxLayout()
        self.row.addWidget(self)
        self._follow_range()
        grid.verticalScrollBar().rangeChanged.connect(self._follow_range)
        self.rows.modelReset.connect(self._take_widths)
        theirs.valueChanged.connect(ours.setValue)
        ours.valueChanged.connect(theirs.setValue)

    def _take_widths(self) -> None:
        for at in range(self.rows.columnCount()):
            self.horizontalHeader().resizeSection(at, self._grid.columnWidth(at))

    def _follow_range(self) -> None:
        """Leave the room of the vertical bar of the grid free, so that both scroll equally far."""
        bar = self._grid.verticalScrollBar()
        width = bar.sizeHint().width() if bar.maximum() > 0 else 0
        self.row.setContentsMargins(0, 0, width + self._grid.frameWidth(), 0)


def _minutes(found: tuple[Burden, ...]) -> str:
    is_more = any(burden.without_minutes for burden in found)
    text = spread([burden.minutes for burden in found])
    return f"{text} + ?" if is_more else text
