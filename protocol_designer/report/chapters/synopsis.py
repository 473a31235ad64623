"""M11 section 1: synopsis and trial schema (the schedule of activities has a module of its own)."""

from protocol_designer.derived.paths import study_regimens
from protocol_designer.domain.objectives import ObjectiveLevel
from protocol_designer.domain.wording import title_word, word
from protocol_designer.report.blocks import Run, Runs
from protocol_designer.report.chapters.at_a_glance import write_at_a_glance
from protocol_designer.report.chapters.design import design_sentence
from protocol_designer.report.dose_words import dose_in_words
from protocol_designer.report.figures.trial_schema import trial_schema
from protocol_designer.report.material import Material, listed, span
from protocol_designer.report.writer import Writer, columns, gap_run, row

SCHEMA_WIDTH = 471.0


def write_synopsis(writer: Writer, material: Material) -> None:
    """Write the synopsis: objectives and endpoints, design, people, interventions, duration."""
    trial = material.trial
    writer.section("1")
    writer.section("1.1")
    sample = trial.statistics.sample_size.total
    population = trial.population.description
    writer.facts(
        "Synopsis",
        [
            ("Title", trial.identity.full_title, "identity.full_title"),
            ("Phase", title_word(trial.identity.phase) if trial.identity.phase else None, "identity.phase"),
            ("Design", design_sentence(material), "design"),
            ("Population", population, "population.description"),
            ("Age and weight", _bounds(material), "population.weight_min"),
            ("Participants", _participants(material, sample), "statistics.sample_size.total"),
            ("Arms", _arms(material), "arms"),
            ("Duration of participation", trial.design.planned_duration, "design.planned_duration"),
            ("Safety oversight", _oversight(material), "oversight.safety_oversight"),
        ],
    )
    write_at_a_glance(writer, material)
    rows = []
    for objective in trial.objectives:
        endpoints = [endpoint for endpoint in trial.endpoints if endpoint.id in objective.endpoints]
        names = "; ".join(endpoint.variable for endpoint in endpoints) or None
        place = f"objectives[{objective.id}]"
        rows.append(row(title_word(objective.level), objective.text, names, place=place))
    if rows:
        writer.table(
            "Objectives and endpoints", columns(0.16, 0.48, 0.36), ("Level", "Objective", "Endpoints"), rows
        )
    if not any(objective.level is ObjectiveLevel.PRIMARY for objective in trial.objectives):
        writer.gap("the primary objective", "objectives")


def write_schema(writer: Writer, material: Material) -> None:
    """Write the drawn schema."""
    writer.section("1.2")
    drawing = trial_schema(material.trial, SCHEMA_WIDTH, has_key=True)
    caption = (
        "Trial schema. Time runs from left to right, not to scale; dosing days are opened into hours. "
        "Visits carry the numbers of the schedule of activities."
    )
    writer.figure(drawing, caption, "schedule")


def _bounds(material: Material) -> str | None:
    population = material.trial.population
    age, weight = (
        span(population.age_min, population.age_max),
        span(population.weight_min, population.weight_max),
    )
    parts = [
        text for text in (f"Age {age}" if age else "", f"body weight {weight}" if weight else "") if text
    ]
    return "; ".join(parts) or None


def _participants(material: Material, total: int | None) -> str | None:
    arms = [f"{arm.name}: {arm.planned_n}" for arm in material.trial.arms if arm.planned_n is not None]
    if total is None and not arms:
        return None
    each = f" ({'; '.join(arms)})" if arms else ""
    return f"{total} in all{each}" if total is not None else "; ".join(arms)


def _arms(material: Material) -> Runs | None:
    trial = material.trial
    runs: list[Run] = []
    is_alike = len(trial.arms) > 1 and len({arm.courses for arm in trial.arms}) == 1
    shared = trial.arms[0].courses if is_alike else ()
    for arm in trial.arms:
        given = [f"{regimen.name}, {dose_in_words(regimen)}" for regimen in study_regimens(trial, arm)]
        courses = [] if shared else [trial.course(course).name for course in arm.courses]
        if runs:
            runs.append(Run("\n"))
        runs.append(Run(f"{arm.name}: ", is_bold=True))
        runs.append(
            Run("; ".join((*given, *courses)) + ".") if given or courses else gap_run("what it receives")
        )
    if shared:
        names = "; ".join(trial.course(course).name for course in shared)
        runs.extend((Run("\nEvery arm: ", is_bold=True), Run(f"{names}.")))
    return tuple(runs) or None


def _oversight(material: Material) -> str | None:
    chosen = material.trial.oversight.safety_oversight
    return listed([word(chosen).capitalize()]) if chosen else None
