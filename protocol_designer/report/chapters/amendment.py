"""The amendment block and the summary of changes; prior amendments for M11 section 12.3."""

from collections.abc import Iterable, Sequence

from protocol_designer.domain.amendment import Amendment
from protocol_designer.domain.wording import title_word, word
from protocol_designer.report.blocks import Heading, ParagraphKind, Row, Runs
from protocol_designer.report.changes import Change, changes_between
from protocol_designer.report.changes_table import MARKS, changes_table
from protocol_designer.report.material import Material, listed
from protocol_designer.report.writer import Writer, columns, row


def write_amendment(writer: Writer, material: Material) -> None:
    """Write what the amendment says of itself and what it changes; nothing for an original protocol."""
    amendment = material.trial.amendment
    if amendment is None:
        if material.trial.identity.is_original is False:
            writer.gap("which version this amendment changes, and why", "amendment")
        return
    writer.page_break()
    writer.blocks.append(Heading(1, "Amendment", "", "amendment", "amendment"))
    writer.facts("This amendment", _facts(material, amendment))
    writer.blocks.append(Heading(2, "Summary of changes", "", "changes"))
    if material.earlier is None:
        writer.say(
            f"The changes against version {amendment.amends} are not listed here, because that version was "
            "not at hand when this document was made.",
            kind=ParagraphKind.NOTICE,
            place="amendment",
        )
        return
    _write_changes(writer, changes_between(material.earlier, material.trial), amendment)


def _facts(material: Material, amendment: Amendment) -> list[tuple[str, str | Runs | None, str]]:
    dated = f", {amendment.amends_dated}" if amendment.amends_dated else ""
    scope = title_word(amendment.scope) if amendment.scope else None
    if scope and amendment.scope_detail:
        scope = f"{scope}: {amendment.scope_detail}"
    others = listed([word(one) for one in amendment.secondary_reasons])
    rows: list[tuple[str, str | Runs | None, str]] = [
        ("Amendment", amendment.identifier, "amendment.identifier"),
        ("Changes version", f"{amendment.amends}{dated}", "amendment.amends"),
        ("Holds", scope, "amendment.scope"),
        (
            "Main reason",
            title_word(amendment.primary_reason) if amendment.primary_reason else None,
            "amendment.primary_reason",
        ),
        ("Further reasons", others[:1].upper() + others[1:] or "None", "amendment.secondary_reasons"),
        ("Why", amendment.reason_detail, "amendment.reason_detail"),
        ("What changes", amendment.summary, "amendment.summary"),
        (
            "Substantial effect on safety or rights of participants",
            _effect(amendment.affects_safety_or_rights, amendment.safety_effect),
            "amendment.affects_safety_or_rights",
        ),
        (
            "Substantial effect on reliability of data",
            _effect(amendment.affects_data_reliability, amendment.data_effect),
            "amendment.affects_data_reliability",
        ),
        (
            "Consent is asked for anew",
            _effect(amendment.needs_new_consent, amendment.consent_effect),
            "amendment.needs_new_consent",
        ),
        ("Enrolled so far", _enrolled(material, amendment), "amendment.enrolled_so_far"),
    ]
    return rows


def _effect(is_so: bool | None, text: str | None) -> str | None:
    if is_so is None:
        return text
    return f"{'Yes' if is_so else 'No'}. {text}" if text else "Yes" if is_so else "No"


def _enrolled(material: Material, amendment: Amendment) -> str | None:
    if amendment.enrolled_so_far is None:
        return None
    total = material.trial.statistics.sample_size.total
    of = f" of {total} planned" if total is not None else ""
    return f"{amendment.enrolled_so_far}{of}"


def _write_changes(writer: Writer, changes: Sequence[Change], amendment: Amendment) -> None:
    if not changes:
        writer.say(f"Nothing differs from version {amendment.amends} but this block.", place="amendment")
        return
    why = amendment.reason_detail or (word(amendment.primary_reason) if amendment.primary_reason else None)
    writer.say(f"Every difference from version {amendment.amends}, computed from the two versions. {MARKS}")
    if why is not None:
        writer.labelled("Why", why, "amendment.reason_detail")
    writer.raw_table(changes_table(changes, f"Changes from version {amendment.amends}"))


def write_prior_amendments(writer: Writer, material: Material) -> None:
    """Write M11 section 12.3: the amendments before this version, or that there were none."""
    trial = material.trial
    writer.section("12.3")
    if trial.prior_amendments:
        header = ("Amendment", "Changed version", "Main reason", "What it changed")
        shares = columns(0.2, 0.2, 0.22, 0.38)
        rows = _prior_rows(trial.prior_amendments)
        writer.table("Prior amendments", shares, header, rows, place="prior_amendments")
    elif trial.amendment is not None:
        writer.say(
            f"This is the first amendment; version {trial.amendment.amends}, which it changes, is the "
            "original protocol.",
            place="prior_amendments",
        )


def _prior_rows(prior: Iterable[Amendment]) -> list[Row]:
    return [
        row(
            one.identifier,
            f"{one.amends}, {one.amends_dated}" if one.amends_dated else one.amends,
            title_word(one.primary_reason) if one.primary_reason else None,
            one.summary or one.reason_detail,
            place=f"prior_amendments[{index}]",
        )
        for index, one in enumerate(prior)
    ]
