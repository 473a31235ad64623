"""Cells of the schedule as text: what is written is read back, what cannot be read is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_designer.domain.schedule import CellTime, ScheduleCell
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.quantities import TimeOffset
from protocol_designer.workspace.models.grid_changes import CellsDraft, Spot, pasted_text, text_of
from protocol_designer.workspace.models.grid_text import (
    Mark,
    UnreadableCells,
    read_mark,
    read_table,
    write_mark,
)

OFFSETS = st.lists(
    st.integers(-600, 2000).map(lambda minutes: f"{minutes} min"), min_size=1, max_size=6, unique=True
).map(lambda texts: tuple(sorted(TimeOffset.parse(text) for text in texts)))


@pytest.mark.parametrize("text", ["X", "x", "1", "●", " X "])
def test_marks_are_read(text: str) -> None:
    assert read_mark(text) == Mark()


def test_nothing_and_letters_are_read() -> None:
    assert read_mark("  ") is None
    assert read_mark("A B") == Mark(times=(CellTime.BEFORE_DOSE, CellTime.AFTER_DOSE))


@given(OFFSETS)
def test_times_are_read_back_as_they_were_written(offsets: tuple[TimeOffset, ...]) -> None:
    cell = ScheduleCell(activity="a", visit="v", from_dose_start=offsets)
    assert read_mark(write_mark(cell)) == Mark(offsets=offsets)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    try:
        mark = read_mark(text)
    except UnreadableCells as refusal:
        assert str(refusal).endswith(".")  # noqa: PT017  # a refusal is one of two right answers
        return
    assert mark is None or isinstance(mark, Mark)


@given(st.text(alphabet="X\t\r\n1", max_size=40))
def test_a_table_is_a_rectangle_or_refused(text: str) -> None:
    try:
        rows = read_table(text)
    except UnreadableCells:
        return
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize(
    "text", ["O", "0", "yes", "X X", "30", "-30", "30 min,40 min", "B C", "1e3 min", "2 mg"]
)
def test_what_could_be_misread_is_refused(text: str) -> None:
    with pytest.raises(UnreadableCells):
        read_mark(text)


def test_a_whole_schedule_survives_copy_and_paste_as_text(sample_trial: TrialProtocol) -> None:
    schedule = sample_trial.schedule
    block = [[Spot(activity, visit) for visit in schedule.visits] for activity in schedule.activities]
    table = read_table(text_of(sample_trial, block))
    after = pasted_text(sample_trial, block, table)(sample_trial)
    assert after == sample_trial


def test_a_cell_filled_into_an_ordinary_visit_leaves_its_times_behind(sample_trial: TrialProtocol) -> None:
    dosing = next(visit for visit in sample_trial.schedule.visits if visit.is_dosing)
    timed = next(c for c in sample_trial.schedule.cells if c.visit == dosing.id and c.footnote)
    activity = next(a for a in sample_trial.schedule.activities if a.id == timed.activity)
    draft, target = CellsDraft(sample_trial), Spot(activity, sample_trial.schedule.visits[-1])
    draft.put(target, timed)
    made = draft.at(target)
    assert made is not None
    assert (made.from_dose_start, made.times, made.footnote) == ((), (), timed.footnote)
