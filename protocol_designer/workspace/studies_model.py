"""The rows of the study browser: prior studies, or the user's own templates; updated by difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt

from protocol_designer.precedents.browsing import Facet, StudyEntry
from protocol_designer.storage.own_templates import OwnTemplateFile
from protocol_designer.workspace.row_table import NOWHERE, Index, RowTable

STUDY = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its StudyRow."""


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A row of two lines. ``mark`` is the word at the right, such as *evidence only*."""

    key: str
    title: str
    beneath: str
    mark: str = ""


class StudiesModel(RowTable[StudyRow]):
    """One column; a row is found again by its key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.key, parent)

    def row_of(self, key: str) -> int:
        """Return where a row stands; -1 when it is not listed."""
        return next((number for number, row in enumerate(self._rows) if row.key == key), -1)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == STUDY:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return ", ".join(filter(None, (row.title, row.beneath, row.mark)))
        return None


def study_rows(
    entries: Sequence[StudyEntry], search: str, chosen: Mapping[Facet, str]
) -> tuple[StudyRow, ...]:
    """Return the prior studies that fit, the latest first."""
    fitting = [entry for entry in entries if entry.fits(search, chosen)]
    fitting.sort(key=lambda entry: (-entry.template.year, entry.template.id))
    return tuple(_study_row(entry) for entry in fitting)


def own_rows(files: Sequence[OwnTemplateFile], search: str) -> tuple[StudyRow, ...]:
    """Return the own templates that hold every word of a search; those that cannot be used stand last."""
    words = search.casefold().split()
    rows = (_own_row(file) for file in files)
    return tuple(
        row for row in rows if all(part in f"{row.title} {row.beneath}".casefold() for part in words)
    )


def _study_row(entry: StudyEntry) -> StudyRow:
    template = entry.template
    n = template.design.n_total
    facts = [
        ", ".join(sorted(entry.values[Facet.SUBSTANCE])),
        *entry.values[Facet.DESIGN],
        f"n = {n}" if isinstance(n, int) else "",
    ]
    mark = "" if template.starts_protocol else "evidence only"
    return StudyRow(template.id, template.label, " · ".join(filter(None, facts)), mark)


def _own_row(file: OwnTemplateFile) -> StudyRow:
    if file.template is None:
        return StudyRow(str(file.path), file.path.name, file.problem, "cannot be used")
    template = file.template
    day = template.saved_on
    beneath = template.description or f"Saved on {day.day} {day:%B %Y}"
    return StudyRow(str(file.path), template.name, " ".join(beneath.split()))
