"""COAD-006, 007 and 012 to 016: fires, the nearest case that does not, quiet, and the input missing."""

from protocol_designer.domain.trial import TrialProtocol
from tests.rules.build import (
    Record,
    bolus,
    edge,
    fires,
    ketamine,
    medicine,
    missing,
    protocol,
    quiet,
    regimen,
    step,
)

PRESSORS = ("psychostimulant", "sympathomimetic", "vasopressin_ergot", "levothyroxine")
GLUTAMATE = ("memantine", "lamotrigine", "acamprosate", "riluzole", "lithium")
CYP = ("strong_cyp_inhibitor", "strong_cyp_inducer", "cyp3a4_inhibitor")


def said(*medicines: Record, given: Record | None = None, also: tuple[Record, ...] = ()) -> TrialProtocol:
    return protocol(given or ketamine(), *also, concomitant=medicines)


def benzodiazepine(policy: str = "allowed", **more: object) -> TrialProtocol:
    bounds = {"diazepam_equivalent_max": "8 mg/day", "free_before_dosing": "24 h", "stable_for": "4 weeks"}
    return said(medicine("benzodiazepine", policy, **{**bounds, **more}))


def all_but(
    classes: tuple[str, ...],
    name: str,
    policy: str,
    given: Record | None = None,
    also: tuple[Record, ...] = (),
    **more: object,
) -> TrialProtocol:
    others = [medicine(each, "excluded") for each in classes if each != name]
    return said(*others, medicine(name, policy, **more), given=given, also=also)


def mixed(*drugs: str, **more: object) -> Record:
    return ketamine(preparation={"mixed_with": list(drugs), **more})


SPRAY = ketamine(step("50 mg", None, "device"), route="intranasal")
DIAZEPAM = regimen("diazepam", bolus("5 mg", "1 min"), use="rescue")
MIDAZOLAM = regimen("midazolam", step("2 mg", "40 min"))
BENZO = "concomitant[benzodiazepine]"
LINE = "regimens[ketamine].preparation.has_own_line"

CASES = [
    fires(
        "COAD-006", "above 8 mg a day", benzodiazepine(diazepam_equivalent_max="8.1 mg/day"), "soft", BENZO
    ),
    fires("COAD-006", "within 24 h", benzodiazepine(free_before_dosing="23 h"), "soft", BENZO),
    fires("COAD-006", "no stable dose", benzodiazepine(stable_for=None), "soft", BENZO),
    fires("COAD-006", "no ceiling", benzodiazepine(diazepam_equivalent_max=None), "soft", BENZO),
    edge("COAD-006", "exactly 8 mg a day and 24 h", benzodiazepine()),
    quiet("COAD-006", "excluded", benzodiazepine("excluded", stable_for=None)),
    missing("COAD-006", "policy", said(), "concomitant"),
    missing(
        "COAD-006",
        "how long it is held",
        benzodiazepine("held_before_dosing", free_before_dosing=None),
        f"{BENZO}.free_before_dosing",
    ),
    fires(
        "COAD-007",
        "one bag with diazepam",
        said(given=mixed("diazepam")),
        "hard",
        "regimens[ketamine].preparation.mixed_with",
    ),
    fires(
        "COAD-007",
        "one syringe with a barbiturate",
        said(given=mixed("thiopental")),
        "hard",
        "regimens[ketamine].preparation.mixed_with",
    ),
    fires(
        "COAD-007",
        "written at diazepam",
        said(
            also=(
                regimen(
                    "diazepam", step("5 mg", "10 min"), preparation={"mixed_with": ["ketamine"]}, route="im"
                ),
            )
        ),
        "hard",
        "regimens[diazepam].preparation.mixed_with",
    ),
    fires(
        "COAD-007",
        "one line with rescue diazepam",
        said(given=mixed(has_own_line=False), also=(DIAZEPAM,)),
        "hard",
        LINE,
    ),
    edge("COAD-007", "a line of its own", said(given=mixed(has_own_line=True), also=(DIAZEPAM,))),
    quiet("COAD-007", "one bag with saline", said(given=mixed("sodium_chloride", has_own_line=False))),
    missing("COAD-007", "line", said(also=(DIAZEPAM,)), LINE),
    fires(
        "COAD-012",
        "free for 13 days",
        said(medicine("maoi", "excluded", free_before_dosing="13 days")),
        "soft",
        "concomitant[maoi].free_before_dosing",
    ),
    fires(
        "COAD-012",
        "allowed",
        said(medicine("maoi", "allowed")),
        "soft",
        "concomitant[maoi].free_before_dosing",
    ),
    edge("COAD-012", "exactly 14 days", said(medicine("maoi", "excluded", free_before_dosing="14 days"))),
    edge(
        "COAD-012",
        "2 weeks are 14 days",
        said(medicine("maoi", "held_before_dosing", free_before_dosing="2 weeks")),
    ),
    quiet(
        "COAD-012",
        "a blood pressure plan",
        said(medicine("maoi", "allowed", blood_pressure_plan="Every 5 min.")),
    ),
    missing("COAD-012", "policy", said(), "concomitant"),
    missing(
        "COAD-012", "interval", said(medicine("maoi", "excluded")), "concomitant[maoi].free_before_dosing"
    ),
    fires(
        "COAD-013",
        "allowed",
        said(medicine("theophylline_aminophylline", "allowed")),
        "hard",
        "concomitant[theophylline-aminophylline].policy",
    ),
    fires(
        "COAD-013",
        "held",
        said(medicine("theophylline_aminophylline", "held_before_dosing")),
        "hard",
        "concomitant[theophylline-aminophylline].policy",
    ),
    edge("COAD-013", "excluded", said(medicine("theophylline_aminophylline", "excluded"))),
    quiet(
        "COAD-013", "no ketamine", said(medicine("theophylline_aminophylline", "allowed"), given=MIDAZOLAM)
    ),
    missing("COAD-013", "policy", said(), "concomitant"),
    *[
        fires(
            "COAD-014",
            f"{name} allowed",
            all_but(PRESSORS, name, "allowed", requires_euthyroid_check=False),
            "soft",
            f"concomitant[{name.replace('_', '-')}].policy",
        )
        for name in PRESSORS
    ],
    edge("COAD-014", "stimulants held", all_but(PRESSORS, "psychostimulant", "held_before_dosing")),
    quiet(
        "COAD-014",
        "levothyroxine with a check",
        all_but(PRESSORS, "levothyroxine", "allowed", requires_euthyroid_check=True),
    ),
    missing(
        "COAD-014", "a class", said(*(medicine(name, "excluded") for name in PRESSORS[1:])), "concomitant"
    ),
    missing(
        "COAD-014",
        "thyroid check",
        all_but(PRESSORS, "levothyroxine", "allowed"),
        "concomitant[levothyroxine].requires_euthyroid_check",
    ),
    fires(
        "COAD-015",
        "IV",
        all_but(CYP, "strong_cyp_inducer", "allowed"),
        "advisory",
        "concomitant[strong-cyp-inducer].policy",
    ),
    fires(
        "COAD-015",
        "intranasal",
        all_but(CYP, "strong_cyp_inhibitor", "allowed", given=SPRAY),
        "soft",
        "concomitant[strong-cyp-inhibitor].policy",
    ),
    fires(
        "COAD-015",
        "midazolam comparator",
        all_but(CYP, "cyp3a4_inhibitor", "allowed", also=(MIDAZOLAM,)),
        "soft",
        "concomitant[cyp3a4-inhibitor].policy",
    ),
    edge("COAD-015", "held", all_but(CYP, "strong_cyp_inhibitor", "held_before_dosing", given=SPRAY)),
    quiet("COAD-015", "CYP3A4 inhibitors without midazolam", all_but(CYP, "cyp3a4_inhibitor", "allowed")),
    missing("COAD-015", "policies", said(), "concomitant"),
    missing(
        "COAD-015",
        "route",
        all_but(CYP, "strong_cyp_inhibitor", "excluded", given=ketamine(route=None)),
        "regimens[ketamine].route",
    ),
    *[
        fires(
            "COAD-016",
            f"{name} allowed",
            all_but(GLUTAMATE, name, "allowed"),
            "soft",
            f"concomitant[{name}].policy",
        )
        for name in GLUTAMATE
    ],
    fires(
        "COAD-016",
        "memantine stratified",
        all_but(GLUTAMATE, "memantine", "stratified"),
        "soft",
        "concomitant[memantine].policy",
    ),
    edge("COAD-016", "acamprosate stratified", all_but(GLUTAMATE, "acamprosate", "stratified")),
    quiet("COAD-016", "all excluded", all_but(GLUTAMATE, "lithium", "excluded")),
    missing(
        "COAD-016", "a class", said(*(medicine(name, "excluded") for name in GLUTAMATE[1:])), "concomitant"
    ),
]
