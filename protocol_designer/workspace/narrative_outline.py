"""The sections of ICH M11 as rows: what each holds, own text, fields, a reason against it, or nothing."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel
from PySide6.QtCore import QObject, Qt

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.places import UnknownPlace, value_at
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.narrative import section_position
from protocol_designer.quantities import Quantity, TimeOffset
from protocol_designer.report.section_guide import section_guides
from protocol_designer.rules.findings import Report, Severity, worst
from protocol_designer.workspace.row_table import NOWHERE, Index, RowTable
from protocol_designer.workspace.severity_words import counted

_NARRATIVE = "narrative"
ROW = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its OutlineRow."""


class Holds(StrEnum):
    """What a section holds. A heading holds nothing itself."""

    HEADING = "heading"
    BOTH = "both"
    OWN_TEXT = "own_text"
    FIELDS = "fields"
    REASON = "reason"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One section, with the gravest severity that is open in its text."""

    number: str
    title: str
    holds: Holds
    gravest: Severity | None = None

    @property
    def is_chapter(self) -> bool:
        """Whether it is a heading of the first level."""
        return "." not in self.number


def outline_rows(trial: TrialProtocol, report: Report) -> list[OutlineRow]:
    """Return the headings in their order with what stands below them."""
    own = {str(section.number): (at, section.text) for at, section in enumerate(trial.narrative)}
    rows = []
    for number, title in M11_HEADINGS.items():
        at, text = own.get(number, (None, None))
        found = report.at(f"narrative[{at}]") if at is not None else ()
        gravest = worst([finding.severity for finding in found if not finding.justified])
        rows.append(OutlineRow(number, title, _holds(trial, number, text), gravest))
    return rows


def section_place(trial: TrialProtocol, number: str) -> str:
    """Return where the text of a section stands; while there is none, a way that the page knows."""
    at = section_position(trial, number)
    return f"{_NARRATIVE}.{number}" if at is None else f"{_NARRATIVE}[{at}].text"


def section_at(trial: TrialProtocol, place: str) -> str | None:
    """Return the number of the section that a place speaks of; None where it speaks of none."""
    if place.startswith("references"):
        return "14"
    number = place.removeprefix(f"{_NARRATIVE}.")
    if number in section_guides():
        return number
    key = place.removeprefix(f"{_NARRATIVE}[").partition("]")[0]
    if place.startswith(f"{_NARRATIVE}[") and key.isdecimal() and int(key) < len(trial.narrative):
        return str(trial.narrative[int(key)].number)
    return None


class NarrativeOutline(RowTable[OutlineRow]):
    """The rows of one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.number, parent)

    def row_of(self, number: str) -> int:
        """Return the row of a section, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.number == number), -1)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Pass over the headings that hold nothing themselves."""
        flags = super().flags(index)
        is_heading = index.isValid() and self._rows[index.row()].holds is Holds.HEADING
        return Qt.ItemFlag.NoItemFlags if is_heading else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.number}  {row.title}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (f"{row.number} {row.title}", self.word(row.holds))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = counted(row.gravest, 1) if row.gravest else ""
            return ", ".join(filter(None, (f"{row.number} {row.title}", self.word(row.holds), told)))
        return None

    def word(self, holds: Holds) -> str:
        """Say what a section holds."""
        return {
            Holds.HEADING: "",
            Holds.BOTH: self.tr("Own text, and values from fields"),
            Holds.OWN_TEXT: self.tr("Own text"),
            Holds.FIELDS: self.tr("Printed from fields, no text of its own"),
            Holds.REASON: self.tr("Not applicable"),
            Holds.NOTHING: self.tr("Empty"),
        }[holds]


def _holds(trial: TrialProtocol, number: str, text: str | NotApplicable | None) -> Holds:
    guide = section_guides().get(number)
    if guide is None:
        return Holds.HEADING
    if isinstance(text, NotApplicable):
        return Holds.REASON
    is_printed = bool(guide.prints) and (
        not guide.places or any(_is_decided(_at(trial, place)) for place in guide.places)
    )
    if text is not None:
        return Holds.BOTH if is_printed else Holds.OWN_TEXT
    return Holds.FIELDS if is_printed else Holds.NOTHING


def _at(trial: TrialProtocol, place: str) -> object:
    try:
        return value_at(trial, place)
    except UnknownPlace:
        return None


def _is_decided(value: object) -> bool:
    if isinstance(value, BaseModel) and not isinstance(value, Quantity | TimeOffset):
        return any(_is_decided(getattr(value, name)) for name in type(value).model_fields if name != "id")
    return value not in (None, ())
