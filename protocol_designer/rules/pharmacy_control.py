"""PHARM-001 and 003: authority for controlled drugs, storage, accountability."""

import re
from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.identity import Jurisdiction
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.formulary.records import Drug
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.said import is_said, names
from protocol_designer.rules.subjects import all_regimens
from protocol_designer.rules.view import TrialView

_AUTHORITY, _STORAGE = "pharmacy.controlled_drug_authority", "pharmacy.storage"
_RECORDS = (
    ("has_two_person_preparation", "preparation by two people", "Prepare with two people"),
    ("has_witnessed_waste", "witnessed waste", "Have waste witnessed"),
    ("has_dose_reconciliation", "reconciliation of doses", "Reconcile doses"),
    (
        "bars_participant_held_supply",
        "a bar on supply held by participants",
        "Bar supply held by participants",
    ),
)


def _controlled(view: TrialView) -> dict[str, Drug]:
    found = ((r.drug, view.drug(r.drug)) for r in view.trial.regimens)
    return {drug_id: drug for drug_id, drug in found if drug_id and drug and drug.legal_schedule}


def _with_controlled_drugs(view: TrialView) -> Iterator[TrialView | Undecided]:
    """Ask once about everything, when a controlled drug is given for any use."""
    for regimen in all_regimens(view):
        if isinstance(regimen, Undecided):
            yield regimen
        elif regimen.drug is None:
            yield Undecided(f"{regimen_place(regimen)}.drug", f"the drug of {regimen.name}")
    if _controlled(view):
        yield view


@rule(
    "PHARM-001",
    "Controlled-drug authority and storage",
    Severity.HARD,
    over=_with_controlled_drugs,
    needs=("drugs of the trial", "jurisdictions", "controlled-drug authority", "storage"),
    sources=("dea-ketamine-1999", "uk-ketamine-rescheduling", "midazolam-us", "diazepam-us"),
)
def controlled_drug_authority(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Controlled drugs are held without the authority or the safe that the law asks for.

    Fires when: hard, in the US the statement names no DEA registration, or leaves out a controlled drug of
    the trial and its schedule; in the UK authority and storage name no controlled drugs register or no safe
    custody; soft, several sites and no word on each of them; advisory, a Schedule I licence is named, which
    ketamine does not need.
    Stays quiet when: the statements cover every controlled drug, rescue included. In other countries both
    statements are asked for and not read, as their law was not researched.
    Worst case: the most controlled drug of any arm.
    """
    pharmacy, jurisdictions = view.trial.pharmacy, view.trial.identity.jurisdictions
    if not jurisdictions:
        yield Undecided("identity.jurisdictions", "the jurisdictions of the trial")
    if not is_said(pharmacy.storage):
        yield Undecided(_STORAGE, "how controlled drugs are stored")
    authority = pharmacy.controlled_drug_authority
    if not is_said(authority):
        yield Undecided(_AUTHORITY, "the authority for controlled drugs")
        return
    faults: list[str] = []
    if Jurisdiction.US in jurisdictions:
        faults.extend(_us_faults(view, authority))
    if Jurisdiction.UK in jurisdictions and is_said(pharmacy.storage):
        faults.extend(_uk_faults(f"{authority} {pharmacy.storage}"))
    limit_text = "registration, register and safe custody for every controlled drug"
    if faults:
        told = "; ".join(faults)
        cure = "Add what is missing, for each site."
        yield Hit(Severity.HARD, _AUTHORITY, f"Whole trial: {told}. {cure}", told, limit_text=limit_text)
    elif view.trial.design.is_multisite and not names(
        authority, "each site", "every site", "all sites", "each centre", "every centre", "all centres"
    ):
        yield Hit(
            Severity.SOFT,
            _AUTHORITY,
            "Whole trial: several sites, and the controlled-drug authority does not speak of each site. "
            "Say that "
            "each site holds it, or justify it.",
            "not for each site",
            limit_text=limit_text,
        )
    elif names(authority, "schedule I", "schedule 1", "CI", "C-I"):
        yield Hit(
            Severity.ADVISORY,
            _AUTHORITY,
            "Whole trial: a Schedule I licence is named. Ketamine is in Schedule III and does not need one.",
            "Schedule I",
            limit_text=limit_text,
        )


def _us_faults(view: TrialView, authority: str | None) -> Iterator[str]:
    if not names(authority, "DEA", "Drug Enforcement Administration"):
        yield "no DEA registration is named for the US"
    uncovered = []
    for drug_id, drug in _controlled(view).items():
        schedule = re.search(r"US schedule ([IV]+)", drug.legal_schedule or "")
        known = (drug.name, drug_id, *drug.synonyms)
        number = (f"schedule {schedule[1]}", f"C{schedule[1]}", f"C-{schedule[1]}") if schedule else ()
        if schedule and not names(authority, *known, *number):
            uncovered.append(f"{drug.name.lower()} (Schedule {schedule[1]})")
    if uncovered:
        yield f"the US registration does not name {', '.join(uncovered)}"


def _uk_faults(text: str) -> Iterator[str]:
    if not names(text, "register", "registers"):
        yield "no controlled drugs register is named for the UK"
    if not names(text, "safe custody", "safe", "locked", "cabinet"):
        yield "no safe custody is named for the UK"


@rule(
    "PHARM-003",
    "Accountability and diversion",
    Severity.SOFT,
    over=_with_controlled_drugs,
    needs=("preparation, waste and reconciliation records", "bar on supply held by participants"),
    sources=("uk-ketamine-rescheduling", "dea-ketamine-1999", "thomas-chambers-2025"),
)
def accountability_and_diversion(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Controlled drugs can disappear, or reach people who misuse them, without being missed.

    Fires when: two people do not prepare, waste is not witnessed, doses are not reconciled, or participants
    may hold supply; also when supply is barred but a controlled drug is self-administered.
    Stays quiet when: all four are promised and nothing contradicts them.
    Worst case: any controlled drug of the trial, whatever it is given for.
    """
    for field, what, label in _RECORDS:
        place, value = f"pharmacy.{field}", getattr(view.trial.pharmacy, field)
        if value is None:
            yield Undecided(place, what)
        elif not value:
            yield Hit(
                Severity.SOFT,
                place,
                f"Whole trial: controlled drugs without {what}. Add it or justify it.",
                f"without {what}",
                limit_text=what,
                fixes=(Fix(label, (Change(place, True),), "no", "yes"),),
            )
    controlled = _controlled(view)
    for regimen in view.trial.regimens:
        if regimen.drug in controlled and regimen.is_self_administered:
            yield _self_administered(view, regimen)


def _self_administered(view: TrialView, regimen: DrugRegimen) -> Hit:
    place = f"{regimen_place(regimen)}.is_self_administered"
    fix = Fix(f"Have staff give {regimen.name}", (Change(place, False),), "by the participant", "by staff")
    return Hit(
        Severity.SOFT,
        place,
        f"{view.arms_text(regimen)}: participants take {regimen.name} themselves, so that a controlled "
        "drug can be "
        "diverted. Have staff give it or justify it.",
        "self-administered",
        limit_text="given by staff",
        fixes=(fix,),
    )


RULES = (controlled_drug_authority, accountability_and_diversion)
