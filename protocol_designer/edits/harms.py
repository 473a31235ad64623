"""The verb that takes an event of interest over from what a study reports, with the study as its source."""

from protocol_designer.domain.conduct import AdverseEventOfInterest
from protocol_designer.domain.evidence import Provenance, ProvenanceStatus
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import next_id, with_inserted, with_value
from protocol_designer.edits.edit import Edit
from protocol_designer.precedents.exchange_text import exchange_text
from protocol_designer.precedents.reported_harms import ReportedHarm

EVENTS = "harms.events_of_interest"
_LONGEST_NAME = 200


def add_reported_event(harm: ReportedHarm) -> Edit:
    """Add an event of interest named as a study reports it, with the study as the source of its name."""
    name = _name_of(harm.finding)

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, identity = next_id(trial, "event")
        event = AdverseEventOfInterest(id=identity, name=name)
        trial = with_inserted(trial, EVENTS, event)
        entry = Provenance(
            place=f"{EVENTS}[{identity}].name",
            value=exchange_text(name),
            study=harm.study,
            status=ProvenanceStatus.INTERPRETED,
            source=harm.source,
            locator=harm.locator,
        )
        return with_value(trial, "provenance", (*trial.provenance, entry))

    return Edit(f"Add event as reported by {harm.study}", change)


def _name_of(finding: str) -> str:
    line = " ".join(finding.split())
    name = line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"
    return name[:1].upper() + name[1:]
