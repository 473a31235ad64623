"""M11 section 4: how participants are compared, why so, and what stops the trial."""

from protocol_designer.domain.conduct import StoppingRule, StoppingScope
from protocol_designer.domain.design import AllocationMethod, DesignModel
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.domain.wording import title_word, word
from protocol_designer.report.blocks import Run
from protocol_designer.report.figures.participant_flow import participant_flow
from protocol_designer.report.material import Material, listed
from protocol_designer.report.writer import Writer, columns, row

_FIGURE_WIDTH = 471.0
_NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}


def design_sentence(material: Material) -> str | None:
    """Describe the design in one sentence from the model; None while the model is not decided."""
    design = material.trial.design
    if design.model is None:
        return None
    arms = len(material.trial.arms)
    pieces = []
    if design.allocation.method is AllocationMethod.RANDOMISED:
        pieces.append("randomised")
    blinded = [word(entry.role) for entry in design.blinding.roles if entry.is_blinded]
    if blinded:
        pieces.append(f"blinded ({listed([f'{role}s' for role in blinded])})")
    model = {DesignModel.PARALLEL: "parallel-group"}.get(design.model, word(design.model))
    pieces.append(f"{model} {word(design.framework)} trial" if design.framework else f"{model} trial")
    noun = "condition" if design.model is DesignModel.CROSSOVER else "arm"
    count = f" with {_NUMBERS.get(arms, str(arms))} {noun}{'s' if arms != 1 else ''}" if arms else ""
    ratio = ":".join(str(share) for share in design.allocation.ratio)
    allocated = f", allocated {ratio}" if ratio else ""
    text = ", ".join(pieces)
    sites = {True: ", at several sites", False: ", at one site", None: ""}[design.is_multisite]
    return f"{text[0].upper()}{text[1:]}{count}{allocated}{sites}."


def write_design(writer: Writer, material: Material) -> None:
    """Write description, rationale, stopping rules, start and end."""
    trial = material.trial
    writer.section("4")
    writer.section("4.1")
    sentence = design_sentence(material)
    if sentence:
        writer.say(sentence, place="design.model")
    else:
        writer.gap("the design", "design.model")
    rows = []
    for arm in trial.arms:
        kind = title_word(arm.kind) if arm.kind else None
        comparator = title_word(arm.comparator) if arm.comparator else "–"
        n = str(arm.planned_n) if arm.planned_n is not None else None
        rows.append(row(arm.name, kind, comparator, n, arm.description or "–", place=f"arms[{arm.id}]"))
    if rows:
        header = ("Arm", "Type", "Comparator", "Planned", "Description")
        writer.table(
            "Arms", columns(0.21, 0.155, 0.155, 0.12, 0.36, numbers=(3,)), header, rows, place="arms"
        )
    else:
        writer.gap("the arms", "arms")
    _write_structure(writer, material)
    writer.labelled("Sites", trial.design.sites, "design.sites", "where the trial takes place")
    writer.labelled("Run-in", trial.design.run_in, "design.run_in")
    writer.labelled("Public and participant involvement", trial.design.public_involvement,
                    "design.public_involvement", "how the public and participants are involved")  # fmt: skip
    _write_flow(writer, trial)
    writer.section("4.2")
    writer.prose(trial.design.rationale, "design.rationale", "the rationale for the design")
    is_compared = trial.design.model is not DesignModel.SINGLE_GROUP
    writer.labelled("Choice of comparator", trial.design.comparator_rationale, "design.comparator_rationale",
                    "why this comparator" if is_compared else None)  # fmt: skip
    writer.section("4.3")
    rules = [rule for rule in trial.harms.stopping_rules if rule.scope is not StoppingScope.PARTICIPANT]
    write_stopping_rules(writer, rules, "Rules that stop the trial or an arm")
    if not rules:
        writer.gap("the rules that stop the trial or an arm", "harms.stopping_rules")
    writer.section("4.4")
    if trial.design.planned_duration:
        writer.say(
            f"Planned duration of participation: {trial.design.planned_duration}.",
            place="design.planned_duration",
        )
    writer.section("4.5")
    writer.prose(trial.oversight.post_trial_care, "oversight.post_trial_care")


def _write_flow(writer: Writer, trial: TrialProtocol) -> None:
    """Write the planned flow of participants; many paths take several figures."""
    if not trial.arms:
        return
    drawings = participant_flow(trial, _FIGURE_WIDTH)
    for number, drawing in enumerate(drawings, start=1):
        part = f", part {number} of {len(drawings)}" if len(drawings) > 1 else ""
        caption = (
            f"Planned flow of participants{part}. Visits carry the numbers of the schedule of activities."
        )
        writer.figure(drawing, caption, "arms")


def write_stopping_rules(writer: Writer, rules: list[StoppingRule], caption: str) -> None:
    """Write stopping rules as a table: condition, action, who decides."""
    rows = [
        row(word(rule.scope).capitalize(), rule.condition, rule.action, rule.decided_by,
            place=f"harms.stopping_rules[{rule.id}]")
        for rule in rules
    ]  # fmt: skip
    if rows:
        header = ("Stops", "Condition", "Action", "Decided by")
        writer.table(caption, columns(0.13, 0.36, 0.32, 0.19), header, rows)


def _write_structure(writer: Writer, material: Material) -> None:
    trial = material.trial
    names = {arm.id: arm.name for arm in trial.arms}
    if trial.design.sequences:
        writer.table(
            "Allowed sequences", columns(0.25, 0.75), ("Sequence", "Conditions in order"),
            [row(sequence.name, " → ".join(names[arm] for arm in sequence.arms),
                 place=f"design.sequences[{sequence.id}]") for sequence in trial.design.sequences],
        )  # fmt: skip
    if trial.design.washout:
        writer.say(f"Wash-out between periods: {trial.design.washout.printed()}.", place="design.washout")
    if trial.design.factors:
        levels = {
            (factor.id, level.id): level.name for factor in trial.design.factors for level in factor.levels
        }
        rows = []
        for arm in trial.arms:
            held = {one.factor: levels[one.factor, one.level] for one in arm.factor_levels}
            rows.append(row(arm.name, *(held.get(factor.id) for factor in trial.design.factors),
                            place=f"arms[{arm.id}].factor_levels"))  # fmt: skip
        share = 0.6 / len(trial.design.factors)
        header = ("Arm", *(factor.name for factor in trial.design.factors))
        writer.table("Factors", columns(0.4, *(share for _ in trial.design.factors)), header, rows)
        _write_levels(writer, material)
    for other in trial.other_interventions:
        if other.description:
            writer.say(
                Run(f"{other.name}. ", is_bold=True),
                other.description,
                place=f"other_interventions[{other.id}]",
            )


def _write_levels(writer: Writer, material: Material) -> None:
    """Write what an arm receives for each level that stands for something."""
    trial = material.trial
    names = {regimen.id: regimen.name for regimen in trial.regimens}
    names |= {course.id: course.name for course in trial.courses}
    names |= {other.id: other.name for other in trial.other_interventions}
    levels = [
        (factor, level, [*level.regimens, *level.courses, *level.other_interventions])
        for factor in trial.design.factors
        for level in factor.levels
    ]
    if any(held for _, _, held in levels):
        rows = [
            row(
                factor.name,
                level.name,
                listed([names[one] for one in held]) or "nothing",
                place=f"design.factors[{factor.id}].levels[{level.id}]",
            )
            for factor, level, held in levels
        ]
        header = ("Factor", "Level", "What an arm receives for it")
        writer.table("Levels of the factors", columns(0.2, 0.3, 0.5), header, rows)
