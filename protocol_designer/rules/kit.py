"""MON-008: what stands within reach for an emergency."""

from collections.abc import Iterator

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.codes import KitItem
from protocol_designer.domain.interventions import RegimenUse
from protocol_designer.domain.wording import word
from protocol_designer.rules.dosing_days import dosing_days
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.opioids import opioids_possible
from protocol_designer.rules.registry import rule
from protocol_designer.rules.subjects import BENZODIAZEPINES
from protocol_designer.rules.view import TrialView

_KIT = "dosing_day.kit"
_NEEDED = (
    KitItem.OXYGEN,
    KitItem.SUCTION,
    KitItem.BAG_MASK,
    KitItem.AIRWAY_ADJUNCTS,
    KitItem.DEFIBRILLATOR,
    KitItem.ACLS_DRUGS,
)


@rule(
    "MON-008",
    "Resuscitation equipment and drugs",
    Severity.HARD,
    over=dosing_days,
    needs=("kit", "benzodiazepines", "opioid policies"),
    sources=("ketalar-us", "midazolam-us", "ketalar-uk", "apa-ketamine-2017", "flumazenil-us"),
)
def resuscitation_kit(view: TrialView, _: TrialView) -> Iterator[Hit | Undecided]:
    """Something that an emergency needs is not within reach.

    Fires when: hard, oxygen, suction, bag and mask, airway adjuncts, defibrillator or the drugs of advanced
    life support are missing; soft, flumazenil is where a benzodiazepine is given for any use, or naloxone
    where participants may take opioids. That antidotes belong to the kit is general practice, not a label's
    demand.
    Stays quiet when: all are listed. A regimen for rescue counts as the antidote in the kit.
    Worst case: the kit serves every arm; any participant who may take opioids.
    """
    kit = view.trial.dosing_day.kit
    missing = [item for item in _NEEDED if item not in kit]
    antidotes: list[KitItem] = []
    given = {regimen.drug for regimen in view.trial.regimens}
    if given.intersection(BENZODIAZEPINES) and not _there(view, KitItem.FLUMAZENIL):
        antidotes.append(KitItem.FLUMAZENIL)
    unknown: Undecided | None = None
    if not _there(view, KitItem.NALOXONE):
        try:
            if opioids_possible(view):
                antidotes.append(KitItem.NALOXONE)
        except Undecided as unsaid:
            unknown = unsaid
    lacking = (*missing, *antidotes)
    listed = ", ".join(word(item) for item in lacking)
    if not kit:
        yield Hit(
            Severity.NOT_ASSESSED,
            _KIT,
            "Not assessed: what is within reach on a dosing day is not decided.",
            fixes=(_add(listed, lacking),),
        )
    elif lacking:
        yield Hit(
            Severity.HARD if missing else Severity.SOFT,
            _KIT,
            f"Dosing day: not within reach: {listed}. Put "
            f"{'it' if len(lacking) == 1 else 'them'} in the kit" + ("." if missing else " or justify it."),
            f"missing: {listed}",
            limit_text="within reach",
            fixes=(_add(listed, lacking),),
        )
    if unknown is not None:
        yield unknown


def _there(view: TrialView, item: KitItem) -> bool:
    rescue = (regimen.drug for regimen in view.trial.regimens if regimen.use is RegimenUse.RESCUE)
    return item in view.trial.dosing_day.kit or item.value in rescue


def _add(listed: str, items: tuple[KitItem, ...]) -> Fix:
    changes = tuple(Change(f"{_KIT}[+]", item.value) for item in items)
    return Fix(f"Put {listed} in the kit", changes, "not in the kit", f"in the kit: {listed}")


RULES = (resuscitation_kit,)
