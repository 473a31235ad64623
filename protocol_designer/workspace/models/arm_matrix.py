"""Who receives what as a grid: a row per intervention, a column per arm, a tick where they meet."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from protocol_designer.domain.design import Arm
from protocol_designer.domain.interventions import DrugRegimen, OtherIntervention
from protocol_designer.domain.therapy import TherapyCourse
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word
from protocol_designer.report.dose_words import dose_in_words

Index = QModelIndex | QPersistentModelIndex
Intervention = DrugRegimen | TherapyCourse | OtherIntervention


class ArmMatrix(QAbstractTableModel):
    """Follows the document; a tick changes one cell, another part or arm the frame."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[Intervention, ...] = ()
        self._arms: tuple[Arm, ...] = ()

    def show(self, trial: TrialProtocol) -> None:
        """Show another state with the smallest change."""
        parts: tuple[Intervention, ...] = (*trial.regimens, *trial.courses, *trial.other_interventions)
        is_same_frame = [part.id for part in parts] == [part.id for part in self._parts] and [
            arm.id for arm in trial.arms
        ] == [arm.id for arm in self._arms]
        if not is_same_frame:
            self.beginResetModel()
        self._parts, self._arms = parts, trial.arms
        if not is_same_frame:
            self.endResetModel()
        elif parts and trial.arms:
            self.dataChanged.emit(self.index(0, 0), self.index(len(parts) - 1, len(trial.arms) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(parts) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(trial.arms) - 1)

    def part(self, row: int) -> Intervention:
        """Return the intervention of a row."""
        return self._parts[row]

    def arm(self, column: int) -> Arm:
        """Return the arm of a column."""
        return self._arms[column]

    def is_ticked(self, row: int, column: int) -> bool:
        """Tell whether an arm receives an intervention."""
        part, arm = self._parts[row], self._arms[column]
        return part.id in (*arm.regimens, *arm.courses, *arm.other_interventions)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the interventions."""
        return 0 if parent.isValid() else len(self._parts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Count the arms."""
        return 0 if parent.isValid() else len(self._arms)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that a cell can be ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the tick of a cell, and its words for the tooltip and for screen readers."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.CheckStateRole:
            ticked = self.is_ticked(index.row(), index.column())
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            part, arm = self._parts[index.row()], self._arms[index.column()]
            ticked = self.is_ticked(index.row(), index.column())
            state = _tr("received") if ticked else _tr("not received")
            return f"{arm.name}, {part.name}: {state}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Name the intervention or the arm; the tooltip says the dose, the sessions or the kind."""
        if orientation is Qt.Orientation.Horizontal:
            wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return self._arms[section].name if role in wanted else None
        part = self._parts[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return part.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{part.name}\n{described(part)}"
        return None


def described(part: Intervention) -> str:
    """Say in a few words what an intervention is."""
    if isinstance(part, DrugRegimen):
        return f"{title_word(part.use)}, {dose_in_words(part)}" if part.use else dose_in_words(part)
    if isinstance(part, TherapyCourse):
        count = len(part.sessions)
        return _tr("Therapy, 1 session") if count == 1 else _tr("Therapy, {n} sessions").format(n=count)
    return title_word(part.kind) if part.kind else _tr("Other intervention")


def _tr(text: str) -> str:
    return QCoreApplication.translate("arms", text)
