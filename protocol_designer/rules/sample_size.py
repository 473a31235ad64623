"""STAT-003: whether the number of participants is reasoned, adds up and allows for those who leave."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.design import DesignModel
from protocol_designer.rules.findings import Change, Fix, Hit, Severity, beside
from protocol_designer.rules.registry import rule
from protocol_designer.rules.said import is_said
from protocol_designer.rules.sessions import count, whole
from protocol_designer.rules.subjects import whole_trial
from protocol_designer.rules.view import TrialView

_SIZE = "statistics.sample_size"


@rule(
    "STAT-003",
    "Sample size and missing data",
    Severity.SOFT,
    over=whole_trial,
    needs=("number of participants", "reasoning", "attrition", "power", "rule for missing data"),
    limits=(
        "sample_size.power.lowest",
        "sample_size.significance.highest",
        "sample_size.precedent.fewest",
        "sample_size.precedent.most",
    ),
    sources=("spirit-2025",),
)
def sample_size_and_missing_data(view: TrialView, trial_view: TrialView) -> Iterator[Hit | Undecided]:
    """A number of participants that nobody can follow.

    Fires when: a number is given without its reasoning, without an assumption about those who leave, or
    without a
    rule for missing data (missing urine tests); the numbers of the arms do not add up to it; the power is
    below,
    or the significance level above, what the statistical guideline takes; or it is smaller than in any
    controlled
    trial of ketamine in substance use disorders. More than the catalogue asks: it names only the first three.
    Stays quiet when: all of them are stated and hold; exactly 80 % power and exactly 5 % pass. A pilot that
    estimates precision states no power.
    Worst case: none; nothing depends on weight or windows.
    """
    size, statistics = view.trial.statistics.sample_size, view.trial.statistics
    if size.total is None:
        yield Undecided(f"{_SIZE}.total", "how many participants are needed")
        if statistics.missing_data is None:
            yield Undecided("statistics.missing_data", "what is done about missing data")
        return
    fewest, most = view.limit("sample_size.precedent.fewest"), view.limit("sample_size.precedent.most")
    precedent = f"controlled trials of ketamine enrolled {whole(fewest.value)} to {whole(most.value)}"
    for place, value, lacking, cure in (
        (f"{_SIZE}.reasoning", size.reasoning, "no reasoning", "Write the calculation with its assumptions"),
        (
            f"{_SIZE}.attrition",
            size.attrition,
            "no attrition assumed",
            "State how many are expected to leave",
        ),
        ("statistics.missing_data", statistics.missing_data, "no rule for missing data", "Write the rule"),
    ):
        if value is None or (isinstance(value, str) and not is_said(value)):
            yield Hit(
                Severity.SOFT,
                place,
                f"{size.total} participants, but {lacking} ({precedent}). {cure}, or justify it.",
                lacking,
                limit_text="stated",
            )
    if fewest.is_broken_by(count(size.total)):
        yield Hit(
            Severity.SOFT,
            f"{_SIZE}.total",
            f"{size.total} participants; {precedent}. Enrol more or justify it.",
            str(size.total),
            fewest,
            limit_text=whole(fewest.value),
        )
    yield from _sum_of_arms(view, size.total)
    yield from _error_rates(view)


def _sum_of_arms(view: TrialView, total: int) -> Iterator[Hit | Undecided]:
    arms, sequences = view.trial.arms, view.trial.design.sequences
    planned = [arm.planned_n for arm in arms if arm.planned_n is not None]
    if not arms or len(planned) < len(arms):
        return
    # In a crossover everybody passes through the conditions, so that their numbers do not add up.
    is_crossover = bool(sequences) or view.trial.design.model is DesignModel.CROSSOVER
    everyone = max(planned) if is_crossover else sum(planned)
    if everyone != total:
        text = f"{everyone} in the largest condition" if is_crossover else f"{everyone} in the arms together"
        yield Hit(
            Severity.SOFT,
            "arms",
            f"The sample size is {total}, but there are {text}. Mend one of the two.",
            str(everyone),
            limit_text=str(total),
            fixes=(
                Fix(
                    f"Plan {everyone} participants",
                    (Change(f"{_SIZE}.total", everyone),),
                    str(total),
                    str(everyone),
                ),
            ),
        )


def _error_rates(view: TrialView) -> Iterator[Hit]:
    size = view.trial.statistics.sample_size
    for field, value, key, what in (
        ("power", size.power, "sample_size.power.lowest", "a power"),
        (
            "significance_level",
            size.significance_level,
            "sample_size.significance.highest",
            "a significance level",
        ),
    ):
        limit = view.limit(key)
        if value is not None and limit.is_broken_by(value):
            computed = beside(value, limit)
            yield Hit(
                Severity.SOFT,
                f"{_SIZE}.{field}",
                f"The sample size rests on {what} of {computed}; the guideline takes "
                f"{limit.value.printed()}. Change "
                "it, call the trial a pilot that estimates precision, or justify it.",
                computed,
                limit,
            )


RULES = (sample_size_and_missing_data,)
