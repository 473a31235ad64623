"""KET-004 to 006: how much ketamine one session gives IM, or by a route of uncertain exposure."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.domain.interventions import DrugRegimen, Route
from protocol_designer.domain.wording import word
from protocol_designer.rules.findings import Hit, Severity, beside
from protocol_designer.rules.fixes import lower_total
from protocol_designer.rules.ketamine_words import session_words
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import KETAMINE, given
from protocol_designer.rules.view import TrialView

_WEIGHTS = ("dose steps", "route", "lowest and highest eligible weight")
_OTHER_ROUTES = tuple(route for route in Route if route not in (Route.IV, Route.IM))


@rule(
    "KET-004",
    "IM dose above present practice",
    Severity.SOFT,
    over=given(*KETAMINE, routes=[Route.IM]),
    needs=_WEIGHTS,
    limits=("ketamine.im.session_total.soft", "ketamine.im.session_total.hard", "tier.t3.im"),
)
def im_dose_above_present_practice(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """An IM dose that only historical trials gave.

    Fires when: the IM total of a session is above the soft and not above the hard limit, whatever the form.
    Stays quiet when: it is at or below the soft limit, or KET-005 refuses it outright.
    Worst case: the eligible weight with the highest mg/kg (a fixed dose: the lightest participant).
    """
    total = view.exposure_per_kg(regimen)
    soft = view.limit("ketamine.im.session_total.soft")
    if soft.is_broken_by(total.value) and not view.limit("ketamine.im.session_total.hard").is_broken_by(
        total.value
    ):
        computed = beside(total.value, soft)
        border = view.limit("tier.t3.im").value.printed()
        yield Hit(
            Severity.SOFT,
            f"{regimen_place(regimen)}.steps",
            f"{view.arms_text(regimen)}: {computed} {session_words(view, regimen)} {total.who}; present "
            "trials "
            "give 0.5 to 0.75 mg/kg IM, and 2.0 to 3.0 mg/kg is historical. The bound is "
            f"{soft.value.printed()}; "
            f"from {border} IM the dose borders on anaesthesia. Lower the dose or justify it.",
            computed,
            soft,
            fixes=lower_total(view, regimen, soft.value),
        )


@rule(
    "KET-005",
    "IM dose above every precedent",
    Severity.HARD,
    over=given(*KETAMINE, routes=[Route.IM]),
    needs=_WEIGHTS,
    limits=("ketamine.im.session_total.hard", "ketamine.im.session_total.soft"),
)
def im_dose_above_every_precedent(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """An IM dose that no trial in substance use disorders gave and that approaches anaesthesia.

    Fires when: the IM total of a session is above the hard limit, in any setting.
    Stays quiet when: it is at or below the limit.
    Worst case: the eligible weight with the highest mg/kg (a fixed dose: the lightest participant).
    """
    total = view.exposure_per_kg(regimen)
    hard = view.limit("ketamine.im.session_total.hard")
    if hard.is_broken_by(total.value):
        computed = beside(total.value, hard)
        yield Hit(
            Severity.HARD,
            f"{regimen_place(regimen)}.steps",
            f"{view.arms_text(regimen)}: {computed} {session_words(view, regimen)} {total.who}; the "
            "highest IM dose "
            f"found in substance use disorders is {hard.value.printed()}, and IM anaesthesia is described "
            "from "
            "4 mg/kg. Lower the dose.",
            computed,
            hard,
            fixes=lower_total(view, regimen, view.limit("ketamine.im.session_total.soft").value),
        )


@rule(
    "KET-006",
    "Non-parenteral ketamine: uncertain exposure",
    Severity.HARD,
    over=given(*KETAMINE, routes=_OTHER_ROUTES),
    needs=(*_WEIGHTS, "assumed bioavailability with its reasoning"),
    limits=(
        "ketamine.other_route.equivalent.hard",
        "ketamine.intranasal.bioavailability_high",
        "ketamine.sublingual.bioavailability_high",
        "ketamine.oral.bioavailability_high",
        "ketamine.unstudied_route.bioavailability_high",
    ),
)
def non_parenteral_exposure(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """Ketamine by a route whose systemic exposure is uncertain.

    Fires when: the route is neither IV nor IM (always soft); hard when the dose times the highest
    bioavailability of the route is above the IV bound. Where no bioavailability is known all of the dose
    counts.
    Stays quiet when: the drug is intranasal esketamine, which KET-007 judges.
    Worst case: the eligible weight with the highest mg/kg, at the highest bioavailability, whatever was
    assumed.
    """
    if regimen.drug == "esketamine" and regimen.route is Route.INTRANASAL:
        return
    bound = view.limit("ketamine.other_route.equivalent.hard")
    share = view.limit(view.bioavailability_key(regimen)).value
    equivalent = view.exposure_per_kg(regimen)
    computed = beside(equivalent.value, bound)
    is_too_much = bound.is_broken_by(equivalent.value)
    reasoned = regimen.assumed_bioavailability is not None and regimen.bioavailability_rationale is not None
    cure = (
        "Justify the route."
        if reasoned
        else "State the bioavailability that is assumed and why, and justify it."
    )
    route = word(regimen.route) if regimen.route else "unknown"
    yield Hit(
        Severity.HARD if is_too_much else Severity.SOFT,
        f"{regimen_place(regimen)}.route",
        f"{view.arms_text(regimen)}: exposure to {view.drug_name(regimen.drug).lower()} by the {route} "
        "route is "
        f"uncertain; if {share.printed()} reaches the blood, a session is like {computed} IV "
        f"{equivalent.who}. The "
        f"bound is {bound.value.printed()}. " + ("Lower the dose." if is_too_much else cure),
        computed,
        bound,
    )


RULES = (
    im_dose_above_present_practice,
    im_dose_above_every_precedent,
    non_parenteral_exposure,
)
