"""PROSE-004 to 006: numbers of people, of doses, sessions and arms, and intervals in sentences against
fields."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from protocol_designer.derived.paths import STUDY_USES, dosing_visits
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.therapy import SessionKind
from protocol_designer.quantities import Dimension, TimeOffset
from protocol_designer.rules.findings import Hit, Severity
from protocol_designer.rules.prose_findings import (
    Contradiction,
    SaidText,
    drug_of,
    judged,
    texts_with_numbers,
)
from protocol_designer.rules.prose_reading import WORDS, Said
from protocol_designer.rules.prose_texts import ProseText
from protocol_designer.rules.registry import rule
from protocol_designer.rules.view import TrialView

_PEOPLE = re.compile(r"(?:participant|patient|people|adult|person|volunteer|individual)s?$")
_ENROLLED = re.compile(
    r"randomi[sz]|enrol|recruit|allocat|assign|sample|take part|in all\b|in total|per arm|each arm|"
    r"trial (?:of|in|with)|needed|planned",
    re.IGNORECASE,
)
_PER_ARM = re.compile(r"^[^.;]{0,40}?\b(?:per|each|either|every) (?:arm|group)\b")
_OF_A_PART = re.compile(r"^ (?:(?:a|per|each|every) (?:year|month|week|site|centre)|who)\b")
_DOSES = re.compile(r"(?:infusion|injection|administration)s?$")
_DOSING_SESSION = re.compile(r"(?:dosing|ketamine|infusion|treatment|drug|medication) sessions?$")
_SKIPPED = re.compile(
    r"\b(?:previous|missed|further|additional|more|other|first|second|third|last|extra|booster|of|or|and|stop|group|"
    r"supervision|training|practice|to|in|is|are)\b"
)
_KINDS = {
    "preparation": SessionKind.PREPARATION,
    "preparatory": SessionKind.PREPARATION,
    "integration": SessionKind.INTEGRATION,
    "motivational": SessionKind.MOTIVATIONAL,
    "relapse-prevention": SessionKind.RELAPSE_PREVENTION,
    "education": SessionKind.EDUCATION,
    "counselling": SessionKind.COUNSELLING,
}
_APART = re.compile(r"^\s?apart\b|^[ -](?:intervals?|gaps?)\b", re.IGNORECASE)
_INTERVAL = re.compile(r"\b(?:interval|gap)s? (?:of|is|are|between \w+ (?:is|of))\s+$", re.IGNORECASE)
_WASHOUT = re.compile(r"wash-?out(?: period)? (?:of|is|lasts)\s+$", re.IGNORECASE)
_WASHOUT_BEHIND = re.compile(r"^[ -](?:long )?wash-?out\b", re.IGNORECASE)
_DOSING = re.compile(r"infus|inject|\bdos|ketamine", re.IGNORECASE)
_NEEDS = ("text of the protocol",)


@rule(
    "PROSE-004",
    "A number of participants in the text differs from the sample size",
    Severity.SOFT,
    over=texts_with_numbers,
    needs=(*_NEEDS, "sample size", "planned number of each arm"),
    sources=("spirit-2025",),
)
def participants_in_the_text(view: TrialView, entry: SaidText) -> Iterator[Hit | Undecided]:
    """A sentence lets another number of people take part than the sample size says.

    Fires when: a sentence says how many participants are enrolled, randomised or needed (also “n = 120”),
    and that is
    neither the sample size nor the number planned for an arm; or how many there are in each arm, and no arm
    has that
    number.
    Stays quiet when: it is one of them; the sentence tells of another study or of a bound; people are
    counted who are no
    participants (two people check the dose). The calculation of the sample size itself is not read.
    Worst case: none; whole numbers are compared. This rule is ours and not of the catalogue.
    """

    def judge(_: ProseText, said: Said) -> Contradiction | Undecided | None:
        if said.unit is not None or not _counts_participants(said):
            return None
        total = view.trial.statistics.sample_size.total
        planned = [arm.planned_n for arm in view.trial.arms if arm.planned_n is not None]
        per_arm = bool(_PER_ARM.match(said.after))
        known = planned if per_arm else [*([total] if total is not None else []), *planned]
        if not known or (total is None and not per_arm):
            place = "arms" if per_arm else "statistics.sample_size.total"
            return Undecided(place, f"how many participants take part (a text says {said.words})")
        if said.value in known:
            return None
        what = "are planned in an arm" if per_arm else "participants are planned"
        shown = " or ".join(dict.fromkeys(map(str, planned))) if per_arm else str(total)
        return Contradiction(said, f"{shown} {what}", _instead(said, known[0]))

    yield from judged(entry, judge)


def _counts_participants(said: Said) -> bool:
    if not said.noun:
        return True
    is_people = _PEOPLE.search(said.noun) is not None and not _SKIPPED.search(said.noun)
    return is_people and bool(_ENROLLED.search(said.sentence)) and not _OF_A_PART.match(said.after)


@rule(
    "PROSE-005",
    "A number of doses, sessions or arms in the text differs from the plan",
    Severity.SOFT,
    over=texts_with_numbers,
    needs=(*_NEEDS, "visits of the regimens", "sessions of the courses", "arms"),
    sources=("spirit-2025",),
)
def counts_in_the_text(view: TrialView, entry: SaidText) -> Iterator[Hit | Undecided]:
    """A sentence counts infusions, therapy sessions or arms differently from the plan.

    Fires when: the number of infusions or injections is that of no regimen of the named drug (of no study
    regimen where
    none is named) and of no participant's whole path; the number of sessions of a kind (three integration
    sessions) is
    that of no arm; the number of sessions without a kind is that of no course, no kind and no sum of them;
    or the
    number of arms is another.
    Stays quiet when: it agrees; the sentence tells of another study; the count is of further, missed or
    group sessions.
    Worst case: none; whole numbers are compared. This rule is ours and not of the catalogue.
    """

    def judge(text: ProseText, said: Said) -> Contradiction | Undecided | None:
        if said.unit is not None or not said.noun or _SKIPPED.search(said.noun) or not _is_in_number(said):
            return None
        if said.noun in ("arm", "arms"):
            return _arms(view, said)
        if _DOSES.search(said.noun) or _DOSING_SESSION.search(said.noun):
            return _doses(view, text, said)
        return _sessions(view, said) if said.noun.endswith(("session", "sessions")) else None

    yield from judged(entry, judge)


def _is_in_number(said: Said) -> bool:
    """Tell whether noun and number agree: “two-step infusion” counts steps, “one of the sessions” is no
    count."""
    is_plural = said.noun.endswith("s")
    if said.noun in ("arm", "arms"):
        return is_plural == (said.value > 1) or (said.value > 1 and "-arm" in said.words)
    return said.words[len(said.number)] == " " and is_plural == (said.value > 1)


def _arms(view: TrialView, said: Said) -> Contradiction | Undecided | None:
    number = len(view.trial.arms)
    if number == 0:
        return Undecided("arms", f"who is compared (a text says {said.words})")
    if said.value in (number, 1):
        return None
    return Contradiction(said, f"there are {number} arms", _instead(said, number))


def _doses(view: TrialView, text: ProseText, said: Said) -> Contradiction | Undecided | None:
    drug = drug_of(view, text, said)
    known: Counter[int] = Counter()
    for regimen in view.trial.regimens:
        if regimen.use not in STUDY_USES or (drug is not None and regimen.drug != drug):
            continue
        times = regimen.administrations_planned or len(regimen.visits)
        known[times] += 1
        known[len(regimen.visits)] += 1
    known.update(len(path.sessions) for path in view.paths)
    del known[0]
    if not known:
        return Undecided("regimens", f"how often the study drug is given (a text says {said.words})")
    if said.value in known:
        return None
    times = known.most_common(1)[0][0]
    return Contradiction(
        said,
        f"the plan gives it {times} times" if times > 1 else "the plan gives it once",
        _instead(said, times),
    )


def _sessions(view: TrialView, said: Said) -> Contradiction | Undecided | None:
    courses = view.trial.courses
    if not any(course.sessions or course.sessions_planned for course in courses):
        return Undecided("courses", f"the sessions (a text says {said.words})")
    kind = next((kind for word, kind in _KINDS.items() if word in said.noun), None)
    per_arm = view.once("sessions of arms", lambda: _kinds_of_arms(view))
    if kind is not None:
        known = {counts[kind] for counts in per_arm if counts[kind]}
        if not known or said.value in known:
            return None
        shown = " or ".join(map(str, sorted(known)))
        return Contradiction(
            said,
            f"the courses hold {shown} of that kind",
            _instead(said, min(known)) if len(known) == 1 else "",
        )
    sums: set[int] = set()
    for counts in per_arm:
        sums |= _sums(counts.values())
    for course in courses:
        sums |= {len(course.sessions), course.sessions_planned or 0}
    totals = {sum(counts.values()) for counts in per_arm}
    if said.value in sums:
        return None
    shown = " or ".join(map(str, sorted(totals)))
    return Contradiction(
        said, f"the courses hold {shown} sessions", _instead(said, max(totals)) if len(totals) == 1 else ""
    )


def _kinds_of_arms(view: TrialView) -> list[Counter[SessionKind | None]]:
    return [_kinds_of(view, arm.courses) for arm in view.trial.arms] or [_kinds_of(view, None)]


def _kinds_of(view: TrialView, wanted: tuple[str, ...] | None) -> Counter[SessionKind | None]:
    counts: Counter[SessionKind | None] = Counter()
    for course in view.trial.courses:
        if wanted is None or course.id in wanted:
            listed = Counter(session.kind for session in course.sessions)
            counts += listed or Counter({None: course.sessions_planned or 0})
    return counts


def _sums(numbers: Iterable[int]) -> set[int]:
    """Return the sums of every choice of some numbers."""
    sums = {0}
    for number in numbers:
        sums |= {each + number for each in sums}
    return sums


@rule(
    "PROSE-006",
    "An interval in the text differs from the schedule",
    Severity.SOFT,
    over=texts_with_numbers,
    needs=(*_NEEDS, "days of the dosing visits", "washout"),
    sources=("spirit-2025",),
)
def interval_in_the_text(view: TrialView, entry: SaidText) -> Iterator[Hit | Undecided]:
    """A sentence puts another time between doses, or gives another washout, than the fields do.

    Fires when: a sentence says how far apart doses are (infusions 7 days apart, an interval of 1 week), and
    no two dosing
    visits that follow one another in an arm are planned that far apart; or it says how long the washout
    lasts, and
    the design says otherwise.
    Stays quiet when: it agrees, in whatever unit; the sentence tells of another study or of a bound.
    Worst case: none; planned times are compared, not windows. This rule is ours and not of the catalogue.
    """

    def judge(_: ProseText, said: Said) -> Contradiction | Undecided | None:
        if said.unit is None or said.unit.dimension is not Dimension.TIME:
            return None
        if _WASHOUT.search(said.before) or _WASHOUT_BEHIND.match(said.after):
            return _washout(view, said)
        if (_APART.match(said.after) or _INTERVAL.search(said.before)) and _DOSING.search(said.sentence):
            return _between_doses(view, said)
        return None

    yield from judged(entry, judge)


def _washout(view: TrialView, said: Said) -> Contradiction | Undecided | None:
    planned = view.trial.design.washout
    if planned is None:
        return Undecided("design.washout", f"the washout (a text says {said.words})")
    if planned.in_base == said.value:
        return None
    return Contradiction(said, f"the washout of the design is {planned.printed()}", planned.printed())


def _between_doses(view: TrialView, said: Said) -> Contradiction | Undecided | None:
    try:
        known = view.once("planned between doses", lambda: _planned_between_doses(view))
    except Undecided as missing:
        return Undecided(missing.place, f"{missing.what} (a text says {said.words} between doses)")
    if not known:
        return Undecided("schedule.visits", f"the time between doses (a text says {said.words})")
    if said.value in known:
        return None
    shown = [TimeOffset.of_minutes(gap).printed() for gap in sorted(known)]
    return Contradiction(
        said, f"dosing visits are planned {' or '.join(shown[:3])} apart", shown[0] if len(shown) == 1 else ""
    )


def _planned_between_doses(view: TrialView) -> frozenset[Fraction]:
    return frozenset(
        abs(view.calendar(arm).gap(first, second).target)
        for arm in view.trial.arms
        for first, second in pairwise(dosing_visits(view.trial, arm))
    )


def _instead(said: Said, number: int) -> str:
    """Write another number of the same things, as a word where a word was written."""
    is_word = not said.number[0].isdigit()
    shown = WORDS[number] if is_word and 0 < number < len(WORDS) else f"{number:,}"
    rest = said.words[len(said.number) :]
    if not said.noun or rest == "-arm":
        return shown + rest
    return f"{shown}{rest.removesuffix('s')}{'' if number == 1 or rest.endswith('people') else 's'}"


RULES = (participants_in_the_text, counts_in_the_text, interval_in_the_text)
