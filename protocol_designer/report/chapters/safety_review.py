"""The safety review: what was judged by which drug library, what was found, what was accepted and why."""

from collections.abc import Sequence

from protocol_designer.domain.evidence import Justification
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import ParagraphKind, Run, Runs
from protocol_designer.report.chapters.safety_outcomes import write_evidence, write_not_assessed, write_rules
from protocol_designer.report.material import Material, listed
from protocol_designer.report.place_words import place_words
from protocol_designer.report.writer import Writer, columns, row
from protocol_designer.rules.findings import Finding, Report, Severity

_INTROS = {
    Severity.HARD: "A hard limit stands against any final export until the protocol is changed.",
    Severity.SOFT: "A soft limit may be exceeded for a written reason; each reason follows the table.",
    Severity.ADVISORY: "An advisory is information for the investigators; it blocks nothing.",
}


def write_safety_review(writer: Writer, material: Material) -> None:
    """Write the whole review as an appendix of its own."""
    writer.page_break()
    writer.chapter("Safety review", "safety-review")
    writer.say(
        "This review was computed by the program from the protocol and the drug library named below. "
        "It supports clinical judgement and does not replace it: what no rule asks about was not reviewed, "
        "and each limit holds only as far as its source does.",
        kind=ParagraphKind.NOTICE,
    )
    formulary = material.formulary
    writer.facts(
        "Drug library in force",
        [
            ("Name", formulary.name, "identity"),
            ("Version", formulary.version, "identity"),
            ("Owner", formulary.owner, "identity"),
            ("Issued on", str(formulary.issued_on), "identity"),
            ("Signed off by", formulary.sign_off or "Not signed off by a site", "identity"),
            *([("Lies over", formulary.base, "identity")] if formulary.base else []),
        ],
    )
    if formulary.notice:
        writer.say(Run("Not in force. ", is_bold=True), formulary.notice, kind=ParagraphKind.NOTICE)
    review = material.review
    writer.say(Run("Outcome. ", is_bold=True), _outcome(review))
    _write_site_changes(writer, formulary)
    for severity, intro in _INTROS.items():
        _write_findings(writer, material, severity, intro)
    _write_justifications(writer, material)
    write_not_assessed(writer, material)
    write_evidence(writer, material)
    write_rules(writer, material)


def _write_site_changes(writer: Writer, formulary: Formulary) -> None:
    """Write what a site's own formulary changed; nothing where the shipped one is in force."""
    if formulary.base is None:
        return
    writer.part("Limits changed by the site", level=2, anchor="review-site-formulary")
    beyond = sum(change.effect.is_beyond_label for change in formulary.changes)
    if beyond:
        count = "1 limit is" if beyond == 1 else f"{beyond} limits are"
        writer.say(
            f"{count} looser than the label or than a hard limit of the shipped library. Each names who "
            "accepted it.",
            kind=ParagraphKind.NOTICE,
        )
    if not formulary.changes:
        writer.say("Every shipped limit is in force as it was shipped.")
    rows = []
    for change in formulary.changes:
        accepted = change.accepted_by.printed if change.accepted_by else "with the formulary"
        rows.append(
            row(
                change.shipped.what,
                f"{change.shipped.value.printed()}; {change.shipped.grade.printed}",
                formulary.limit(change.shipped.key).value.printed(),
                (Run(change.effect.printed, is_bold=change.effect.is_beyond_label),),
                f"{change.reason}\nAccepted: {accepted}",
                place="identity",
            )
        )
    if rows:
        header = ("Limit", "As shipped", "In force", "Effect", "Reason, who accepted it")
        writer.table("Limits changed by the site", columns(0.26, 0.17, 0.15, 0.14, 0.28), header, rows)
    added = [
        *(f"{name}; no rule judges its dose" for name in _names_of(formulary)),
        *formulary.added_products,
        *(f"{formulary.limit(key).what}: {formulary.limit(key).value.printed()}; it informs only"
          for key in formulary.added_limits),
    ]  # fmt: skip
    if added:
        writer.say("The site added: " + "; ".join(added) + ".")


def _names_of(formulary: Formulary) -> list[str]:
    return [drug.name for drug in formulary.drugs if drug.id in formulary.added_drugs]


def _outcome(review: Report) -> str:
    """Count the findings in a sentence; a severity without findings has no table and is named here."""
    nouns = {
        Severity.HARD: ("hard limit", "hard limits"),
        Severity.SOFT: ("soft limit", "soft limits"),
        Severity.ADVISORY: ("advisory", "advisories"),
    }
    parts = []
    for severity, (one, many) in nouns.items():
        count = review.count(severity)
        parts.append(f"{count or 'no'} {one if count == 1 else many}")
    missing = review.count(Severity.NOT_ASSESSED)
    parts.append(f"{missing or 'nothing'} not assessed")
    standing = len(review.blocking)
    stand = f"{standing} {'stands' if standing == 1 else 'stand'}" if standing else "nothing stands"
    return (
        f"{len(review.outcomes)} rules were evaluated: {listed(parts)}. "
        f"{stand[0].upper()}{stand[1:]} against a final export."
    )


def _write_findings(writer: Writer, material: Material, severity: Severity, intro: str) -> None:
    found = material.review.of(severity)
    if not found:
        return
    name = {Severity.HARD: "Hard limits", Severity.SOFT: "Soft limits", Severity.ADVISORY: "Advisories"}[
        severity
    ]
    writer.part(name, level=2, anchor=f"review-{severity.value}")
    writer.say(intro)
    rows = []
    for finding in found:
        state = ""
        if severity is Severity.SOFT:
            state = "justified" if finding.justified else "not justified"
        rows.append(
            row(
                (
                    Run(finding.rule, is_bold=True),
                    Run(f", {state}" if state else ""),
                    Run(f"\n{place_words(material.trial, finding.place)}"),
                ),
                finding.message,
                _compared(material, finding),
                place=finding.place,
            )
        )
    header = ("Rule and place", "Finding", "Computed and limit")
    writer.table(name, columns(0.25, 0.42, 0.33), header, rows)


def _compared(material: Material, finding: Finding) -> Runs:
    """Write what was computed and the limit that it was held against."""
    if finding.computed is None:
        return _limit(material, finding)
    return (Run("Computed: "), Run(f"{finding.computed}\n"), Run("Limit: "), *_limit(material, finding))


def _limit(material: Material, finding: Finding) -> Runs:
    pieces = [text for text in (finding.limit, finding.grade) if text]
    runs = [Run("; ".join(pieces))] if pieces else []
    numbers = [material.citation_number(source) for source in finding.sources]
    for number in sorted(number for number in numbers if number is not None):
        runs.append(Run(" "))
        runs.append(Run(f"[{number}]", link=f"#ref-{number}"))
    return tuple(runs) or (Run("–"),)


def _write_justifications(writer: Writer, material: Material) -> None:
    entries = material.trial.justifications
    writer.part("Justifications", level=2, anchor="review-justifications")
    if not entries:
        writer.say("No finding was justified.")
        return
    writer.say("A justification lapses when the value or the limit that it was written for changes.")
    for index, entry in enumerate(entries):
        finding = _finding_of(material.review.findings, entry)
        where = place_words(material.trial, entry.place)
        facts = [
            (
                "Finding",
                finding.message if finding else "lapsed: the finding it was written for no longer stands",
            ),
            ("Computed and limit", "; ".join(text for text in (entry.computed, entry.limit) if text) or "–"),
            ("Reason", entry.reason),
            ("Mitigation", entry.mitigation),
            ("Accepted by", f"{entry.author}, on {entry.written_on}"),
        ]
        place = f"justifications[{index}]"
        writer.facts(f"Justification: {entry.rule}, {where}", [(name, text, place) for name, text in facts])


def _finding_of(findings: Sequence[Finding], entry: Justification) -> Finding | None:
    for finding in findings:
        if finding.key == (entry.rule, entry.place) and finding.justified:
            return finding
    return None
