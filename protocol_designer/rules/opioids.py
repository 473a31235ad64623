"""COAD-008: whether participants may take opioids, and a benzodiazepine beside them."""

from collections.abc import Iterator

from protocol_designer.derived.doses import regimen_place
from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import (
    ConcomitantPolicy,
    DrugClass,
    KitItem,
    Parameter,
    Presence,
    Qualification,
)
from protocol_designer.domain.identity import Substance
from protocol_designer.domain.interventions import DrugRegimen
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import BENZODIAZEPINES, given
from protocol_designer.rules.view import TrialView

_OPIOID_SUBSTANCES = (Substance.OPIOID, Substance.SEVERAL)
AGONISTS = ("buprenorphine", "methadone")
OPIOID_CLASSES = (DrugClass.OPIOID_AGONIST, DrugClass.OPIOID_AGONIST_TREATMENT)


def opioids_possible(view: TrialView) -> bool:
    """Tell whether a participant may take opioids; people treated for opioid use may, whatever is excluded.

    Raises:
        Undecided: Nothing says so, and a class of opioids is not spoken of.
    """
    if view.trial.identity.substance in _OPIOID_SUBSTANCES or any(
        r.drug in AGONISTS for r in view.trial.regimens
    ):
        return True
    return opioids_allowed(view)


def opioids_allowed(view: TrialView) -> bool:
    """Tell whether the protocol lets participants take opioids or opioid agonist treatment.

    Raises:
        Undecided: No class is allowed, and one is not spoken of.
    """
    missing: Undecided | None = None
    for drug_class in OPIOID_CLASSES:
        try:
            if any(e.policy is not ConcomitantPolicy.EXCLUDED for e in view.concomitant(drug_class)):
                return True
        except Undecided as unsaid:
            missing = missing or unsaid
    if missing is not None:
        raise missing
    return False


@rule(
    "COAD-008",
    "Benzodiazepine with opioids",
    Severity.HARD,
    over=given(*BENZODIAZEPINES),
    needs=("opioid policies", "substance", "monitoring", "staff", "kit"),
    sources=("midazolam-us", "diazepam-us", "buprenorphine-us"),
)
def benzodiazepine_with_opioids(view: TrialView, regimen: DrugRegimen) -> Iterator[Hit]:
    """A benzodiazepine for people who may take opioids: profound sedation and death.

    Fires when: a benzodiazepine is given for any use and participants may take opioids: hard unless oxygen
    saturation is watched continuously, capnography or an observer with no other duty watches breathing,
    someone who can manage an airway is at hand and naloxone is there; soft when all of that is planned.
    Stays quiet when: opioids and opioid agonist treatment are excluded and the trial does not treat opioid
    use.
    Worst case: any eligible participant.
    """
    if not opioids_possible(view):
        return
    lacking = _safeguards_lacking(view)
    name = view.drug_name(regimen.drug).lower()
    yield Hit(
        Severity.HARD if lacking else Severity.SOFT,
        f"{regimen_place(regimen)}.drug",
        f"{view.arms_text(regimen)}: {name} for people who may take opioids can cause profound sedation and "
        "death. " + (f"Add {', '.join(lacking)}, or change the drug." if lacking else "Justify the choice."),
        f"{len(lacking)} safeguard{'s' if len(lacking) > 1 else ''} missing"
        if lacking
        else "all safeguards planned",
        limit_text="opioids excluded",
        fixes=_add_naloxone(view),
    )


def _safeguards_lacking(view: TrialView) -> list[str]:
    day = view.trial.dosing_day
    watched = {entry.parameter: entry for entry in day.monitoring}
    saturation = watched.get(Parameter.SPO2)
    alone = any(
        member.presence is Presence.IN_ROOM and member.has_other_duties is False for member in day.staff
    )
    breathing = Parameter.CAPNOGRAPHY in watched or (Parameter.RESPIRATORY_RATE in watched and alone)
    near = (Presence.IN_ROOM, Presence.IMMEDIATELY_AVAILABLE)
    airway = any(Qualification.AIRWAY in m.qualifications and m.presence in near for m in day.staff)
    naloxone = KitItem.NALOXONE in day.kit or any(r.drug == "naloxone" for r in view.trial.regimens)
    needed = (
        (saturation is not None and bool(saturation.is_continuous), "continuous oxygen saturation"),
        (breathing, "capnography or an observer of breathing with no other duty"),
        (airway, "someone who can manage an airway"),
        (naloxone, "naloxone"),
    )
    return [text for is_there, text in needed if not is_there]


def _add_naloxone(view: TrialView) -> tuple[Fix, ...]:
    if _safeguards_lacking(view) != ["naloxone"]:
        return ()
    change = Change("dosing_day.kit[+]", KitItem.NALOXONE.value)
    return (Fix("Put naloxone in the kit", (change,), "no naloxone", "naloxone in the kit"),)


RULES = (benzodiazepine_with_opioids,)
