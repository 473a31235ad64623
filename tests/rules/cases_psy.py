"""PSY: each rule fires, stops at its exact boundary, stays quiet, and says what is missing."""

from collections.abc import Sequence
from typing import Any

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Record,
    edge,
    fires,
    ketamine,
    missing,
    protocol,
    quiet,
    regimen,
    step,
    timing,
    visit,
    visits,
)

COURSES = "arms[arm-1].courses"
BEFORE: Record = {"kind": "dose_start", "number": 1}
AFTER: Record = {"kind": "dose_end", "number": 1}


def session(
    number: int, kind: str | None, when: Record | None, length: str | None = "60 min", **more: Any
) -> Record:
    """A therapy session that depends on memory."""
    return {
        "id": f"session-{number}",
        "name": f"Session {number}",
        "kind": kind,
        "timing": when,
        "duration": length,
        "depends_on_memory": True,
        **more,
    }


def before(number: int, day: str, first: str | None = None, last: str | None = None, **more: Any) -> Record:
    """A preparation session some time before the first dose."""
    return session(number, "preparation", timing(day, first, last, **BEFORE), **more)


def after(number: int, hours: str, first: str | None = None, last: str | None = None, **more: Any) -> Record:
    """An integration session some time after the end of a dose."""
    anchor = {**AFTER, "number": more.pop("dose", 1)}
    return session(number, "integration", timing(hours, first, last, **anchor), **more)


def course(*sessions: Record, name: str = "course", **more: Any) -> Record:
    return {
        "id": name,
        "name": name.capitalize(),
        "sessions": list(sessions),
        "manual": "Manual, version 1",
        "fidelity": "Recorded and rated.",
        "conduct_policy": "Written.",
        "provider": {
            "licence": "State licence",
            "training": "Two days",
            "supervision": "Weekly",
            "is_alone_with_participant_during_dosing": False,
        },
        **more,
    }


def therapy(
    *sessions: Record,
    drug: Record | None = None,
    days: Sequence[Record] | None = None,
    assisted: bool | None = True,
    **more: Any,
) -> TrialProtocol:
    """One arm on ketamine, or on something else, with one course."""
    given = drug or ketamine()
    return protocol(
        given,
        days=days if days is not None else visits("20 day"),
        courses=[course(*sessions, **more)],
        arms=[{"id": "arm-1", "name": "Arm", "regimens": [given["id"]], "courses": ["course"]}],
        design={"is_assisted_therapy": assisted},
    )


def beside(drug: str, *sessions: Record, use: str = "comparator") -> TrialProtocol:
    """Ketamine in one arm, another drug and the same therapy in the other."""
    return protocol(
        ketamine(),
        regimen(drug, step("2 mg", "40 min"), use=use),
        days=visits("20 day"),
        courses=[course(*sessions)],
        arms=[
            {"id": "arm-1", "name": "Ketamine", "regimens": ["ketamine"], "courses": ["course"]},
            {"id": "arm-2", "name": "Other", "regimens": [drug], "courses": ["course"]},
        ],
        design={"is_assisted_therapy": True, "model": "parallel"},
    )


TWO_DOSES: Record = {"drug": ketamine(visits=["visit-1", "visit-2"]), "days": visits("20 day", "27 day")}
PREPARED = (before(1, "-7 day"), before(2, "-2 day"))


def provided(**more: Any) -> TrialProtocol:
    """A course whose provider, manual and so on are changed."""
    provider = {
        "licence": "State licence",
        "training": "Two days",
        "supervision": "Weekly",
        "is_alone_with_participant_during_dosing": False,
    }
    changed = {key: more.pop(key) for key in list(more) if key in provider}
    return therapy(
        session(1, "in_session", timing("0 min", **BEFORE)), provider={**provider, **changed}, **more
    )


def arms(
    *told: tuple[str, list[str], list[str], dict[str, str]],
    courses: Sequence[Record],
    method: str | None = "randomised",
    **more: Any,
) -> TrialProtocol:
    """Arms given as name, regimens, courses and factor levels."""
    factors = sorted({factor for *_rest, levels in told for factor in levels})
    values = {f: sorted({levels[f] for *_rest, levels in told if f in levels}) for f in factors}
    return protocol(
        ketamine(),
        regimen("midazolam", step("2 mg", "40 min")),
        days=more.pop("days", visits("20 day")),
        courses=list(courses),
        arms=[
            {
                "id": name,
                "name": name.capitalize(),
                "regimens": regimens,
                "courses": held,
                "factor_levels": [{"factor": f, "level": level} for f, level in levels.items()],
            }
            for name, regimens, held, levels in told
        ],
        design={
            "allocation": {"method": method},
            "factors": [
                {"id": f, "name": f, "levels": [{"id": v, "name": v} for v in values[f]]} for f in factors
            ],
            **more,
        },
    )


K, M = ["ketamine"], ["midazolam"]
LONG = course(before(1, "-7 day"), before(2, "-2 day"), name="long")
ALIKE = course(before(1, "-7 day"), before(2, "-2 day"), name="alike")
SHORT = course(before(1, "-7 day"), name="short")
LATER = course(before(1, "-7 day"), before(2, "-1 day"), name="later")
BRIEF = course(before(1, "-7 day"), before(2, "-2 day", length="30 min"), name="brief")
UNTIMED = course(session(1, "preparation", None), name="untimed")
UNMEASURED = course(before(1, "-2 day", length=None), name="unmeasured")
UNWRITTEN = course(name="unwritten")
HALF_WRITTEN = course(before(1, "-7 day"), name="half", sessions_planned=2)


def pair(first: Record, second: Record, **more: Any) -> TrialProtocol:
    """Ketamine with one course against midazolam with another."""
    return arms(
        ("one", K, [first["id"]], {}),
        ("two", M, [second["id"]], {}),
        courses=[first] if first is second else [first, second],
        **more,
    )


def cells(first: Record, second: Record, third: Record, fourth: Record) -> TrialProtocol:
    """A two by two factorial: ketamine and midazolam, each with two kinds of therapy."""
    held = {each["id"]: each for each in (first, second, third, fourth)}
    return arms(
        ("kt", K, [first["id"]], {"drug": "k", "therapy": "t"}),
        ("mt", M, [second["id"]], {"drug": "m", "therapy": "t"}),
        ("ke", K, [third["id"]], {"drug": "k", "therapy": "e"}),
        ("me", M, [fourth["id"]], {"drug": "m", "therapy": "e"}),
        courses=list(held.values()),
        model="factorial",
    )


RESTRICTED = arms(
    ("one", K, ["visited"], {}),
    ("two", M, ["visited"], {}),
    courses=[course(session(1, "integration", None, visit="extra"), name="visited")],
    days=[*visits("20 day"), {"id": "extra", "name": "Extra", "timing": timing("22 day"), "arms": ["one"]}],
)

CASES = [
    fires("PSY-001", "no preparation", therapy(after(1, "48 h")), "hard", COURSES),
    fires("PSY-001", "one session", therapy(before(1, "-2 day")), "soft", COURSES),
    fires(
        "PSY-001", "none within 14 days", therapy(before(1, "-20 day"), before(2, "-15 day")), "soft", COURSES
    ),
    fires(
        "PSY-001",
        "14 days and a minute",
        therapy(before(1, "-30 day"), before(2, "-20161 min")),
        "soft",
        COURSES,
    ),
    fires(
        "PSY-001",
        "windows reach beyond the dose",
        therapy(before(1, "-1 day", "-3 day", "1 day"), before(2, "-1 day", "-3 day", "0 day")),
        "hard",
        COURSES,
    ),
    fires(
        "PSY-001",
        "still running at the dose",
        therapy(before(1, "-7 day"), before(2, "-59 min")),
        "soft",
        COURSES,
    ),
    fires(
        "PSY-001",
        "a course of ketamine-assisted therapy",
        therapy(assisted=False, approach="ketamine_assisted", sessions_planned=0),
        "hard",
        COURSES,
    ),
    fires(
        "PSY-001",
        "only one arm is prepared",
        arms(("one", K, ["long"], {}), ("two", M, [], {}), courses=[LONG], is_assisted_therapy=True),
        "hard",
        "arms[two].courses",
    ),
    edge("PSY-001", "exactly 14 days and 60 min", therapy(before(1, "-14 day"), before(2, "-14 day"))),
    edge("PSY-001", "over as the dose starts", therapy(before(1, "-7 day"), before(2, "-60 min"))),
    quiet("PSY-001", "two sessions", therapy(*PREPARED)),
    quiet("PSY-001", "no assisted therapy", therapy(assisted=False)),
    missing(
        "PSY-001",
        "whether therapy is assisted",
        therapy(*PREPARED, assisted=None),
        "design.is_assisted_therapy",
    ),
    missing(
        "PSY-001",
        "time",
        therapy(session(1, "preparation", None)),
        "courses[course].sessions[session-1].timing",
    ),
    missing(
        "PSY-001",
        "kind",
        therapy(session(1, None, timing("-2 day", **BEFORE))),
        "courses[course].sessions[session-1].kind",
    ),
    missing("PSY-001", "sessions", therapy(), "courses[course].sessions"),
    missing(
        "PSY-001",
        "day of the dose",
        therapy(session(1, "preparation", timing("1 day")), days=[visit(1, None)]),
        "schedule.visits[visit-1].timing",
    ),
    fires("PSY-002", "no integration", therapy(*PREPARED), "soft", COURSES),
    fires("PSY-002", "a minute too early", therapy(after(1, "30 h", "1439 min")), "soft", COURSES),
    fires("PSY-002", "a minute too late", therapy(after(1, "48 h", "24 h", "4321 min")), "soft", COURSES),
    fires("PSY-002", "after the first dose only", therapy(after(1, "48 h"), **TWO_DOSES), "soft", COURSES),
    fires(
        "PSY-002",
        "counted from the start",
        therapy(session(1, "integration", timing("24 h", **BEFORE))),
        "soft",
        COURSES,
    ),
    edge("PSY-002", "exactly 24 to 72 h", therapy(after(1, "48 h", "24 h", "72 h"))),
    edge("PSY-002", "after each of two", therapy(after(1, "24 h"), after(2, "72 h", dose=2), **TWO_DOSES)),
    quiet("PSY-002", "next day", therapy(after(1, "30 h"))),
    quiet("PSY-002", "no assisted therapy", therapy(assisted=False)),
    missing(
        "PSY-002",
        "time",
        therapy(session(1, "integration", None)),
        "courses[course].sessions[session-1].timing",
    ),
    missing(
        "PSY-002",
        "length of the dose",
        therapy(after(1, "48 h"), drug=ketamine(step("0.5 mg/kg", None))),
        "regimens[ketamine].steps",
    ),
    fires(
        "PSY-003",
        "1.9 h after ketamine",
        therapy(after(1, "119 min")),
        "soft",
        "courses[course].sessions[session-1].timing",
    ),
    fires(
        "PSY-003",
        "5.9 h after midazolam",
        beside("midazolam", after(1, "359 min")),
        "soft",
        "courses[course].sessions[session-1].timing",
    ),
    fires(
        "PSY-003",
        "23.9 h after lorazepam",
        beside("lorazepam", after(1, "1439 min")),
        "soft",
        "courses[course].sessions[session-1].timing",
    ),
    fires(
        "PSY-003",
        "23.9 h after diazepam",
        beside("diazepam", after(1, "1439 min")),
        "soft",
        "courses[course].sessions[session-1].timing",
    ),
    fires(
        "PSY-003",
        "after esketamine",
        therapy(after(1, "119 min"), drug=regimen("esketamine", step("56 mg", "15 min"), route="intranasal")),
        "soft",
        "courses[course].sessions[session-1].timing",
    ),
    fires(
        "PSY-003",
        "running when the dose starts",
        therapy(before(1, "-59 min")),
        "soft",
        "courses[course].sessions[session-1].timing",
    ),
    fires(
        "PSY-003",
        "the window starts too early",
        therapy(after(1, "24 h", "1 h", "30 h")),
        "soft",
        "courses[course].sessions[session-1].timing",
    ),
    edge("PSY-003", "exactly 2 h after ketamine", therapy(after(1, "2 h"))),
    edge("PSY-003", "exactly 6 h after midazolam", beside("midazolam", after(1, "6 h"))),
    edge("PSY-003", "exactly 24 h after lorazepam", beside("lorazepam", after(1, "24 h"))),
    quiet(
        "PSY-003",
        "support without memory",
        therapy(session(1, "in_session", timing("0 min", **BEFORE), depends_on_memory=False)),
    ),
    quiet("PSY-003", "no therapy", protocol(ketamine())),
    missing(
        "PSY-003",
        "memory",
        therapy(after(1, "1 h", depends_on_memory=None)),
        "courses[course].sessions[session-1].depends_on_memory",
    ),
    missing(
        "PSY-003",
        "time",
        therapy(session(1, "integration", None)),
        "courses[course].sessions[session-1].timing",
    ),
    missing(
        "PSY-003",
        "a visit and a time that cannot both hold",
        therapy(
            after(1, "48 h", visit="visit-2"), days=[*visits("20 day"), visit(2, "40 day", is_dosing=False)]
        ),
        "courses[course].sessions[session-1].timing",
    ),
    fires(
        "PSY-004",
        "alone during dosing",
        provided(is_alone_with_participant_during_dosing=True),
        "hard",
        "courses[course].provider.is_alone_with_participant_during_dosing",
    ),
    fires("PSY-004", "no manual", provided(manual=None), "soft", "courses[course].manual"),
    fires("PSY-004", "no fidelity", provided(fidelity=None), "soft", "courses[course].fidelity"),
    edge("PSY-004", "everything but attendance, which no session needs", therapy(before(1, "-2 day"))),
    quiet("PSY-004", "all stated", provided()),
    quiet(
        "PSY-004",
        "usual care away from the doses",
        therapy(session(1, "counselling", None), approach="usual_care", provider={}, manual=None),
    ),
    *(
        missing("PSY-004", field, provided(**{field: None}), f"courses[course].provider.{field}")
        for field in ("licence", "training", "supervision", "is_alone_with_participant_during_dosing")
    ),
    missing("PSY-004", "conduct", provided(conduct_policy=None), "courses[course].conduct_policy"),
    missing("PSY-004", "course", protocol(ketamine(), design={"is_assisted_therapy": True}), "courses"),
    fires("PSY-005", "fewer sessions", pair(LONG, SHORT), "hard", "arms[two].courses"),
    fires("PSY-005", "shorter sessions", pair(LONG, BRIEF), "hard", "arms[two].courses"),
    fires("PSY-005", "other times", pair(LONG, LATER), "hard", "arms[two].courses"),
    fires(
        "PSY-005",
        "no therapy beside midazolam",
        arms(("one", K, ["long"], {}), ("two", M, [], {}), courses=[LONG]),
        "hard",
        "arms[two].courses",
    ),
    fires(
        "PSY-005",
        "nothing at all in the other arm",
        arms(("one", K, ["long"], {}), ("two", [], [], {}), courses=[LONG]),
        "hard",
        "arms[two].courses",
    ),
    fires(
        "PSY-005",
        "an arm without its like",
        arms(("one", K, ["long"], {}), ("two", M, ["long"], {}), ("three", K, [], {}), courses=[LONG]),
        "soft",
        "arms[three].courses",
    ),
    fires("PSY-005", "a visit that one arm does not have", RESTRICTED, "hard", "arms[two].courses"),
    fires(
        "PSY-005",
        "crossover, fewer sessions",
        pair(LONG, SHORT, model="crossover"),
        "hard",
        "arms[two].courses",
    ),
    fires(
        "PSY-005",
        "factorial cells on different drugs",
        cells(LONG, SHORT, ALIKE, ALIKE),
        "hard",
        "arms[mt].courses",
    ),
    fires(
        "PSY-005",
        "factorial cells of unequal time",
        cells(LONG, LONG, SHORT, SHORT),
        "soft",
        "arms[kt].courses",
    ),
    edge("PSY-005", "two courses alike", pair(LONG, ALIKE)),
    edge("PSY-005", "factorial, equal time at other times", cells(LONG, LONG, LATER, LATER)),
    edge("PSY-005", "crossover, other times", pair(LONG, LATER, model="crossover")),
    quiet("PSY-005", "one course", pair(LONG, LONG)),
    quiet("PSY-005", "not randomised", pair(LONG, SHORT, method="participant_choice")),
    quiet(
        "PSY-005",
        "one drug, two kinds of therapy",
        arms(("one", K, ["long"], {}), ("two", K, ["short"], {}), courses=[LONG, SHORT]),
    ),
    missing("PSY-005", "allocation", pair(LONG, SHORT, method=None), "design.allocation.method"),
    missing("PSY-005", "length", pair(LONG, UNMEASURED), "courses[unmeasured].sessions[session-1].duration"),
    missing("PSY-005", "time", pair(LONG, UNTIMED), "courses[untimed].sessions[session-1].timing"),
    missing("PSY-005", "sessions", pair(LONG, UNWRITTEN), "courses[unwritten].sessions"),
    missing("PSY-005", "one of two sessions", pair(LONG, HALF_WRITTEN), "courses[half].sessions"),
    missing(
        "PSY-005",
        "levels",
        arms(("one", K, ["long"], {"drug": "k"}), ("two", M, ["short"], {}), courses=[LONG, SHORT]),
        "arms[two].factor_levels",
    ),
    missing("PSY-005", "arms", protocol(ketamine(), arms=[]), "arms"),
]
