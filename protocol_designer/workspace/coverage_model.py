"""How a protocol covers its standards, as rows: SPIRIT 2025 item by item, or ICH M11 section by section."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QObject, Qt

from protocol_designer.domain.m11_sections import M11_HEADINGS
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.page_map import Printed
from protocol_designer.export.pdf.pages import ranges
from protocol_designer.report.checklist import (
    Answer,
    Checklist,
    answers,
    field_of_reason,
    load_checklist,
    place_of,
)
from protocol_designer.report.place_words import place_words
from protocol_designer.report.section_states import Coverage, SectionState
from protocol_designer.workspace.row_table import NOWHERE, Index, RowTable

ROW = Qt.ItemDataRole.UserRole + 1
"""The role under which a row gives its CoverageRow."""

SPIRIT = "spirit_2025"
ITEM, TITLE, STATE, PAGE, TOLD = range(5)


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One item or section.

    Attributes:
        told: What is missing, or why it does not apply.
        place: The field that a click leads to.
        pages: The numbers of the pages on which it is printed; empty while they are not known.
        takes_reason: Whether a reason why it does not apply can be written, or is written.
        reason_field: The field that holds the reason itself.
    """

    number: str
    title: str
    wording: str
    group: str
    state: Coverage
    told: str
    place: str
    pages: str
    takes_reason: bool
    reason_field: str | None = None

    @property
    def reason(self) -> str | None:
        """The reason that is written and can be taken back, or None."""
        return self.told if self.state is Coverage.NOT_APPLICABLE and self.takes_reason else None


class CoverageModel(RowTable[CoverageRow]):
    """The rows of the standard that is chosen; ``is_open_only`` leaves out what is settled."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(lambda row: row.number, parent)
        self._all: list[CoverageRow] = []
        self._is_open_only = False

    def show_rows(self, rows: Sequence[CoverageRow]) -> None:
        """Bring the rows to a new state with the fewest changes."""
        self._all = list(rows)
        self._filter()

    def show_open_only(self, is_open_only: bool) -> None:
        """List only what still asks for something, or everything."""
        self._is_open_only = is_open_only
        self._filter()

    def counts(self) -> Counter[Coverage]:
        """Return how many rows there are of each state, whatever is listed."""
        return Counter(row.state for row in self._all)

    def row_of(self, number: str) -> int:
        """Return the row of an item that is listed, or -1."""
        return next((at for at, row in enumerate(self._rows) if row.number == number), -1)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else TOLD + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            heads = (self.tr("Item"), self.tr("Topic"), self.tr("State"), self.tr("Page"))
            return (*heads, self.tr("What is missing, or why it does not apply"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        texts = (row.number, row.title, self.word(row.state), row.pages, row.told.replace("\n", " "))
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.group}. {row.wording or row.told}".strip()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            printed = self.tr("page {pages}").format(pages=row.pages) if row.pages else ""
            return ", ".join(filter(None, (row.number, row.title, texts[STATE], printed, row.told)))
        return None

    def word(self, state: Coverage) -> str:
        """Name a state."""
        return {
            Coverage.ADDRESSED: self.tr("Addressed"),
            Coverage.PARTLY: self.tr("Partly"),
            Coverage.OPEN: self.tr("Open"),
            Coverage.NOT_APPLICABLE: self.tr("Not applicable"),
        }[state]

    def _filter(self) -> None:
        wanted = (Coverage.OPEN, Coverage.PARTLY)
        self.bring([row for row in self._all if row.state in wanted or not self._is_open_only])


def spirit_rows(trial: TrialProtocol, printed: Printed | None) -> list[CoverageRow]:
    """Hold a protocol against SPIRIT 2025; pages are those of the layout that was made last."""
    return [_spirit_row(answer, trial, printed) for answer in answers(_checklist(), trial)]


def section_rows(sections: Sequence[SectionState], printed: Printed | None) -> list[CoverageRow]:
    """Return the sections of ICH M11 as they stood when the document was composed last."""
    return [
        CoverageRow(
            number=one.number,
            title=M11_HEADINGS[one.number],
            wording="",
            group=M11_HEADINGS[one.number.partition(".")[0]],
            state=one.state,
            told=one.told,
            place=one.place,
            pages=_numbers(printed, (f"s-{one.number}",)),
            takes_reason=one.takes_reason,
        )
        for one in sections
    ]


@cache
def _checklist() -> Checklist:
    return load_checklist(SPIRIT)


def _spirit_row(answer: Answer, trial: TrialProtocol, printed: Printed | None) -> CoverageRow:
    item = answer.item
    if answer.because is not None:
        state, told = Coverage.NOT_APPLICABLE, answer.because
    elif answer.missing:
        state = Coverage.PARTLY if answer.keys else Coverage.OPEN
        told = "; ".join(_need(trial, need) for need in answer.missing)
    else:
        state, told = Coverage.ADDRESSED, ""
    leads_to = (*answer.missing, *(key for key in answer.keys if not key.startswith("s-")))
    return CoverageRow(
        number=item.number,
        title=item.topic,
        wording=item.wording,
        group=item.group,
        state=state,
        told=told,
        place=place_of((*leads_to, item.needs[0][0])[0], trial),
        pages=_numbers(printed, answer.keys),
        takes_reason=answer.is_own_reason or bool(answer.missing),
        reason_field=field_of_reason(item, trial),
    )


def _need(trial: TrialProtocol, need: str) -> str:
    if need.startswith("section "):
        return need
    words = place_words(trial, need)
    return words[:1].lower() + words[1:]


def _numbers(printed: Printed | None, keys: Sequence[str]) -> str:
    if printed is None or not keys:
        return ""
    spans = ranges(printed.map.numbers.of(keys))
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)
