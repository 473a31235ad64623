"""Verbs on the title page: titles, number, version, phase, substance, people."""

from protocol_designer.domain.identity import Jurisdiction, Person, PersonRole, Substance, TrialPhase
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits._tree import next_id, with_inserted, with_value, without
from protocol_designer.edits.edit import Edit


def change_full_title(title: str | None) -> Edit:
    """Change the full title."""
    return Edit("Change the full title", lambda trial: with_value(trial, "identity.full_title", title))


def change_short_title(title: str | None) -> Edit:
    """Change the short title."""
    return Edit("Change the short title", lambda trial: with_value(trial, "identity.short_title", title))


def change_number(number: str | None) -> Edit:
    """Change the protocol number."""
    return Edit(
        "Change the protocol number", lambda trial: with_value(trial, "identity.protocol_number", number)
    )


def change_version(version: str | None) -> Edit:
    """Change the version that the title page names."""
    return Edit("Change the version", lambda trial: with_value(trial, "identity.version", version))


def change_phase(phase: TrialPhase | None) -> Edit:
    """Change the phase of development."""
    return Edit("Change the phase", lambda trial: with_value(trial, "identity.phase", phase))


def change_substance(substance: Substance | None) -> Edit:
    """Change the substance whose use disorder is treated."""
    return Edit("Change the substance", lambda trial: with_value(trial, "identity.substance", substance))


def change_indication(indication: str | None) -> Edit:
    """Change the indication."""
    return Edit("Change the indication", lambda trial: with_value(trial, "identity.indication", indication))


def change_sponsor(name: str | None) -> Edit:
    """Change who sponsors the trial."""
    return Edit("Change the sponsor", lambda trial: with_value(trial, "identity.sponsor_name", name))


def set_jurisdictions(jurisdictions: tuple[Jurisdiction, ...]) -> Edit:
    """Set the regions whose regulation applies."""
    return Edit(
        "Change the jurisdictions", lambda trial: with_value(trial, "identity.jurisdictions", jurisdictions)
    )


def add_person(name: str, role: PersonRole) -> Edit:
    """Add a contributor."""

    def change(trial: TrialProtocol) -> TrialProtocol:
        trial, person_id = next_id(trial, "person")
        return with_inserted(trial, "identity.people", {"id": person_id, "name": name, "role": role})

    return Edit(f"Add {name}", change)


def remove_person(person: Person) -> Edit:
    """Remove a contributor."""
    return Edit(f"Remove {person.name}", lambda trial: without(trial, f"identity.people[{person.id}]"))
