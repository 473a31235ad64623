"""The words of the planned participant flow: who is counted, what each path receives, when it is followed."""

from dataclasses import dataclass

from protocol_designer.derived.paths import Path, paths
from protocol_designer.domain.design import AllocationMethod, Arm, DesignModel
from protocol_designer.domain.schedule import EpochKind, Visit
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import word
from protocol_designer.report.dose_words import dose_in_words

_COUNTED = "n counted in the trial"
_MOST_VISITS = 2
"""Visits that are named; more are listed by number."""


@dataclass(frozen=True, slots=True)
class FlowStep:
    """A box that all participants pass, with what leads aside from it."""

    stage: str
    head: str
    lines: tuple[str, ...]
    place: str
    aside: str = ""
    aside_lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowPath:
    """What one group of participants passes from allocation to analysis."""

    name: str
    place: str
    allocated: tuple[str, ...]
    received: tuple[str, ...]
    followed: tuple[str, ...]
    analysed: tuple[str, ...]


def planned(number: int | None) -> str:
    """Write a planned number of participants."""
    return f"n = {number}" if number is not None else "n not decided"


def head_boxes(trial: TrialProtocol) -> tuple[FlowStep, ...]:
    """Return what comes before the paths part."""
    reasons = ("does not meet the criteria (5.2, 5.3)", "declines", "other reason", _COUNTED)
    steps = [
        FlowStep(
            "Enrolment", "Assessed for eligibility", (_COUNTED,), "population.criteria", "Excluded", reasons
        )
    ]
    if trial.design.has_run_in:
        away = ("during the run-in, with the reason", _COUNTED)
        steps.append(FlowStep("Run-in", "Run-in", (_COUNTED,), "design.run_in", "Leaves", away))
    total = planned(trial.statistics.sample_size.total)
    steps.append(FlowStep("", _allocation(trial), (total,), "design.allocation"))
    return tuple(steps)


def flow_paths(trial: TrialProtocol) -> tuple[FlowPath, ...]:
    """Return the paths: arms, or the sequences of a crossover, each with what happens on it."""
    is_crossover = trial.design.model is DesignModel.CROSSOVER and bool(trial.design.sequences)
    found = []
    for path in paths(trial):
        arm = path.arms[0]
        number = None if is_crossover else arm.planned_n
        found.append(
            FlowPath(
                path.label,
                "design.sequences" if is_crossover else f"arms[{arm.id}]",
                (planned(number), *_cell_of(trial, arm)),
                _periods(trial, path) if is_crossover else _received(trial, path, arm),
                _followed(trial, arm),
                _analysed(trial, number),
            )
        )
    return tuple(found)


def _allocation(trial: TrialProtocol) -> str:
    design = trial.design
    method = design.allocation.method
    ratio = ":".join(str(share) for share in design.allocation.ratio)
    if method is None:
        return "Allocated (how is not decided)"
    if method is AllocationMethod.RANDOMISED:
        return f"Randomised {ratio}".strip()
    if method is AllocationMethod.NOT_ALLOCATED:
        return "Enrolled"
    return f"Allocated by {word(method)}"


def _cell_of(trial: TrialProtocol, arm: Arm) -> tuple[str, ...]:
    """Name the levels of the factors that an arm holds."""
    held = {one.factor: one.level for one in arm.factor_levels}
    return tuple(
        f"{factor.name}: {level.name}"
        for factor in trial.design.factors
        for level in factor.levels
        if held.get(factor.id) == level.id
    )


def _received(trial: TrialProtocol, path: Path, arm: Arm) -> tuple[str, ...]:
    doses: dict[str, list[Visit]] = {}
    words: dict[str, str] = {}
    for session in path.sessions:
        for regimen in session.regimens:
            doses.setdefault(regimen.id, []).append(session.visit)
            words[regimen.id] = f"{regimen.name}: {dose_in_words(regimen)}"
    lines = [f"{words[one]}, at {_named(trial, visits)}" for one, visits in doses.items()]
    lines.extend(_therapy(trial, arm))
    lines.extend(one.name for one in trial.other_interventions if one.id in arm.other_interventions)
    return tuple(lines) or ("not decided yet",)


def _periods(trial: TrialProtocol, path: Path) -> tuple[str, ...]:
    """Write the conditions of a sequence in order, with the wash-out between them."""
    lines = [f"Period {number}: {arm.name}" for number, arm in enumerate(path.arms, start=1)]
    wait = trial.design.washout
    between = f"wash-out of {wait.printed()}" if wait is not None else "wash-out not decided"
    woven = [line for pair in zip(lines, [between] * len(lines), strict=True) for line in pair]
    return tuple(woven[:-1])


def _therapy(trial: TrialProtocol, arm: Arm) -> list[str]:
    lines = []
    for course in (trial.course(course_id) for course_id in arm.courses):
        count = (
            course.sessions_planned if course.sessions_planned is not None else len(course.sessions) or None
        )
        number = "sessions not decided" if count is None else f"{count} session{'s' if count != 1 else ''}"
        lines.append(f"{course.name}: {number}")
    return lines


def _followed(trial: TrialProtocol, arm: Arm) -> tuple[str, ...]:
    """Name the follow-up visits: those of follow-up epochs, else those after the last dosing visit."""
    own = [visit for visit in trial.schedule.visits if not visit.arms or arm.id in visit.arms]
    late = {epoch.id for epoch in trial.schedule.epochs if epoch.kind is EpochKind.FOLLOW_UP}
    dosed = [index for index, visit in enumerate(own) if visit.is_dosing]
    after = [visit for visit in own if visit.epoch in late] or (own[dosed[-1] + 1 :] if dosed else [])
    if not after:
        return ("visits not decided",)
    return (f"at {_named(trial, after)}", "Lost or withdrawn: counted, with the reason")


def _analysed(trial: TrialProtocol, number: int | None) -> tuple[str, ...]:
    loss = trial.statistics.sample_size.attrition
    allowed = (f"{loss.printed()} attrition allowed for",) if loss is not None else ()
    return (planned(number), *allowed, "sets: section 10.2")


def _named(trial: TrialProtocol, visits: list[Visit]) -> str:
    numbers = {visit.id: number for number, visit in enumerate(trial.schedule.visits, start=1)}
    if len(visits) > _MOST_VISITS:
        return f"visits {', '.join(str(numbers[visit.id]) for visit in visits)}"
    return "; ".join(f"{visit.name} (visit {numbers[visit.id]})" for visit in visits)
