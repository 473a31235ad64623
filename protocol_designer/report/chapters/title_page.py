"""The title page: what the protocol is, whose it is, which version."""

from protocol_designer.domain.base import NotApplicable
from protocol_designer.domain.identity import Identity, PersonRole
from protocol_designer.domain.wording import title_word
from protocol_designer.report.blocks import Contents, Heading, Listed, Paragraph, ParagraphKind, Run, Runs
from protocol_designer.report.chapters.amendment import write_amendment
from protocol_designer.report.material import Material, listed
from protocol_designer.report.writer import Writer, continued, gap_run
from protocol_designer.storage.exchange import sha256_of, written


def write_title_page(writer: Writer, material: Material) -> None:
    """Write title, key facts and signatures, then the list of contents on its own page."""
    identity = material.trial.identity
    head = "Clinical trial protocol" + (", draft" if material.is_draft else "")
    writer.say(head, kind=ParagraphKind.SUBTITLE)
    title = Run(identity.full_title) if identity.full_title else gap_run("full title")
    writer.blocks.append(Paragraph((title,), ParagraphKind.TITLE, "identity.full_title"))
    writer.facts("Protocol identity", [*_rows(identity), ("Content (SHA-256)", _content(material), "")])
    if identity.confidentiality_statement:
        writer.labelled(
            "Confidentiality", identity.confidentiality_statement, "identity.confidentiality_statement"
        )
    if material.is_draft:
        _draft_notice(writer, material)
    write_amendment(writer, material)
    writer.page_break()
    writer.blocks.append(Heading(1, "Contents", "", "contents"))
    writer.blocks.append(Contents())
    for listed_blocks in (Listed.TABLES, Listed.FIGURES):
        name = listed_blocks.value
        writer.blocks.append(Heading(2, name.capitalize(), "", f"contents-{name}"))
        writer.blocks.append(Contents(listed_blocks))
    writer.page_break()


def _rows(identity: Identity) -> list[tuple[str, str | Runs | None, str]]:
    original = {True: "Yes", False: "No, an amendment", None: None}[identity.is_original]
    substance = title_word(identity.substance) if identity.substance else None
    regions = listed([title_word(code) for code in identity.jurisdictions]) or None
    rows: list[tuple[str, str | Runs | None, str]] = [
        ("Short title", identity.short_title, "identity.short_title"),
        ("Protocol number", identity.protocol_number, "identity.protocol_number"),
        ("Version", identity.version, "identity.version"),
        (
            "Date of version",
            str(identity.version_date) if identity.version_date else None,
            "identity.version_date",
        ),
        ("Original protocol", original, "identity.is_original"),
        ("Phase", title_word(identity.phase) if identity.phase else None, "identity.phase"),
        ("Substance", substance, "identity.substance"),
        ("Indication", identity.indication, "identity.indication"),
        ("Sponsor", _sponsor(identity), "identity.sponsor_name"),
        ("Registration", _registration(identity), "identity.registration"),
        ("Regulation", regions, "identity.jurisdictions"),
    ]
    if identity.acronym:
        rows.insert(1, ("Acronym", identity.acronym, "identity.acronym"))
    leads = (PersonRole.PRINCIPAL_INVESTIGATOR, PersonRole.SPONSOR_SIGNATORY, PersonRole.MEDICAL_EXPERT)
    for person in identity.people:
        if person.role in leads:
            text = ", ".join(part for part in (person.name, person.affiliation, person.contact) if part)
            rows.append((title_word(person.role), text, f"identity.people[{person.id}]"))
    if not any(person.role is PersonRole.PRINCIPAL_INVESTIGATOR for person in identity.people):
        rows.append(("Principal investigator", None, "identity.people"))
    return rows


def _content(material: Material) -> str:
    """Return the hash that the file keeps of this very content, in groups that lines break between."""
    digest = sha256_of(written(material.trial).text)
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _sponsor(identity: Identity) -> str | None:
    return ", ".join(part for part in (identity.sponsor_name, identity.sponsor_address) if part) or None


def _registration(identity: Identity) -> str | None:
    entry = identity.registration
    if entry is None:
        return None
    if isinstance(entry, NotApplicable):
        return f"Not applicable because {continued(entry.because)}"
    registered = f", registered on {entry.registered_on}" if entry.registered_on else ""
    return (
        f"{entry.registry}: {entry.identifier}{registered}"
        if entry.identifier
        else f"{entry.registry} (intended)"
    )


def _draft_notice(writer: Writer, material: Material) -> None:
    standing = len(material.review.blocking)
    text = (
        "This is a draft. It is not for submission: "
        + (
            f"{standing} finding{'s' if standing != 1 else ''} of the safety review must be settled first "
            "(see the safety review). "
            if standing
            else "no finding of the safety review stands against a submission. "
        )
        + "Whatever is not decided is printed as such; where it is required, a submission waits for it."
    )
    writer.say(text, kind=ParagraphKind.NOTICE)
