"""Random edits of a protocol for property tests: values, parts that come, go and move, texts."""

from hypothesis import strategies as st

from protocol_designer.domain.population import Criterion, CriterionKind
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import next_id, with_inserted, with_moved, with_value, without
from protocol_designer.edits.edit import EditRefused

texts = st.text("ab ü.", min_size=1, max_size=8).map(lambda text: f"Text {text}.")
lists = st.sampled_from(("population.criteria", "arms", "objectives", "references", "schedule.visits"))
edits = st.lists(
    st.one_of(
        st.tuples(st.just("title"), texts),
        st.tuples(st.just("weight"), st.integers(90, 120)),
        st.tuples(st.just("rationale"), texts),
        st.tuples(st.just("add"), texts, st.integers(0, 20)),
        st.tuples(st.just("criterion"), st.integers(0, 20), texts),
        st.tuples(st.just("arm"), st.integers(0, 5), texts),
        st.tuples(st.just("remove"), lists, st.integers(0, 20)),
        st.tuples(st.just("move"), lists, st.integers(0, 20), st.integers(0, 20)),
        st.tuples(st.just("narrative"), st.integers(0, 20), texts),
        st.tuples(st.just("narrative away"), st.integers(0, 20)),
    ),
    max_size=6,
)


def edited(trial: TrialProtocol, wanted: list[tuple[object, ...]]) -> TrialProtocol:
    """Carry edits out one after the other; one that is refused is left out."""
    for edit in wanted:
        try:
            trial = _edited(trial, *edit)
        except EditRefused:
            continue
    return trial


def _edited(trial: TrialProtocol, what: object, *how: object) -> TrialProtocol:
    if what == "title":
        return with_value(trial, "identity.short_title", how[0])
    if what == "weight":
        return with_value(trial, "population.weight_max", f"{how[0]} kg")
    if what == "rationale":
        return with_value(trial, "design.rationale", how[0])
    if what == "add":
        trial, identity = next_id(trial, "criterion")
        fresh = Criterion(id=identity, kind=CriterionKind.INCLUSION, text=str(how[0]))
        return with_inserted(
            trial, "population.criteria", fresh, _index(trial.population.criteria, how[1], 1)
        )
    if what in ("criterion", "arm"):
        place, parts, field = (
            ("population.criteria", trial.population.criteria, "text") if what == "criterion"
            else ("arms", trial.arms, "name")
        )  # fmt: skip
        part = parts[_index(parts, how[0])]
        return with_value(trial, f"{place}[{part.id}].{field}", how[1])
    if what == "narrative":
        return with_value(trial, f"narrative[{_index(trial.narrative, how[0])}].text", how[1])
    if what == "narrative away":
        return without(trial, f"narrative[{_index(trial.narrative, how[0])}]")
    place = str(how[0])
    parts = (
        trial.schedule.visits
        if place == "schedule.visits"
        else getattr(trial, place, trial.population.criteria)
    )
    entry = f"{place}[{parts[_index(parts, how[1])].id}]"
    return without(trial, entry) if what == "remove" else with_moved(trial, entry, _index(parts, how[2]))


def _index(parts: tuple[object, ...], number: object, beyond: int = 0) -> int:
    if not parts and not beyond:
        raise EditRefused("there is none")
    assert isinstance(number, int)
    return number % (len(parts) + beyond)
