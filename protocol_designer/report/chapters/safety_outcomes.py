"""The review in full: what could not be judged, how firm the limits are, every rule and its outcome."""

from itertools import groupby

from protocol_designer.formulary.records import EvidenceGrade
from protocol_designer.report.blocks import Cell, Column, ParagraphKind, Row, RowKind, Run, Table
from protocol_designer.report.material import Material
from protocol_designer.report.place_words import place_words
from protocol_designer.report.writer import Writer, columns, plain, row
from protocol_designer.rules.catalogue import RULES
from protocol_designer.rules.families import family_name
from protocol_designer.rules.findings import RuleOutcome, Severity

_MEANINGS = {
    EvidenceGrade.LABEL: "The product information of a medicine says so.",
    EvidenceGrade.GUIDELINE: "A guideline of a professional body or an authority says so.",
    EvidenceGrade.TRIAL_PRECEDENT: "Published trials gave so much and no more; the bound is what they did.",
    EvidenceGrade.PROPOSED: "Chosen by those who made the library, for want of a firmer source.",
    EvidenceGrade.SITE: "Set by the site, no looser than the shipped library.",
    EvidenceGrade.SITE_LOOSER: "Set by the site, and accepted there by name.",
}


def write_not_assessed(writer: Writer, material: Material) -> None:
    """Write what is missing, each value once with the rules that wait for it."""
    found = material.review.of(Severity.NOT_ASSESSED)
    writer.part("Not assessed", level=2, anchor="review-not-assessed")
    if not found:
        writer.say("Nothing: every rule had what it needs.")
        return
    writer.say("These rules could not judge because a value is not decided. Each counts like its rule.")
    waiting: dict[tuple[str, str], dict[Severity, list[str]]] = {}
    for finding in found:
        missing = finding.message.removeprefix("Not assessed: ")
        rules = waiting.setdefault((finding.place, missing), {})
        rules.setdefault(finding.rule_severity, []).append(finding.rule)
    rows = []
    for (place, missing), by_severity in waiting.items():
        counted = [
            f"{severity.printed}: {', '.join(dict.fromkeys(by_severity[severity]))}"
            for severity in Severity
            if severity in by_severity
        ]
        text = "; ".join(counted)
        said = missing[:1].upper() + missing[1:]
        rows.append(
            row(
                place_words(material.trial, place), said, text[:1].upper() + text[1:],
                place=place,
            )
        )  # fmt: skip
    header = ("Place", "What is missing", "Rules that wait for it, by what they count as")
    writer.table("Not assessed", columns(0.25, 0.36, 0.39), header, rows)


def write_evidence(writer: Writer, material: Material) -> None:
    """Write how firm the ground of the limits in force is."""
    limits = material.formulary.limits
    writer.part("Evidence of the limits", level=2, anchor="review-evidence")
    counts = {grade: sum(limit.grade is grade for limit in limits) for grade in EvidenceGrade}
    rows = [
        row(grade.printed[:1].upper() + grade.printed[1:], _MEANINGS[grade], str(count))
        for grade, count in counts.items()
        if count
    ]
    shares = columns(0.33, 0.55, 0.12, numbers=(2,))
    writer.table("Evidence grades in the library", shares, ("Grade", "Meaning", "Limits"), rows)


def write_rules(writer: Writer, material: Material) -> None:
    """Write every rule with its outcome, family by family."""
    writer.part("Every rule and its outcome", level=2, anchor="review-rules")
    grades = _grades(material)
    rows: list[Row] = []
    for family, own in groupby(material.review.outcomes, key=lambda outcome: outcome.rule.partition("-")[0]):
        outcomes = list(own)
        passed = sum(outcome.passed for outcome in outcomes)
        title = f"{family_name(family)}: {passed} of {len(outcomes)} passed"
        rows.append(Row((Cell(plain(title, is_bold=True), span=4),), RowKind.GROUP))
        for one in outcomes:
            outcome = (Run(_outcome(one), is_bold=not one.passed),)
            rows.append(row(one.rule, one.title, outcome, grades.get(one.rule, "–")))
    if rows:
        header = Row(tuple(Cell(plain(text)) for text in ("Rule", "Title", "Outcome", "Its limits rest on")))
        shares = (Column(0.14, is_row_header=True), Column(0.41), Column(0.17), Column(0.28))
        writer.raw_table(Table("Rules evaluated", shares, (header,), tuple(rows)))
    writer.say(
        "“Passed” means that the rule judged everything it asks about and found nothing. A dash stands where "
        "a rule judges by logic alone.",
        kind=ParagraphKind.SMALL,
    )


def _outcome(outcome: RuleOutcome) -> str:
    if outcome.passed:
        return "Passed"
    counted = {severity: outcome.found.count(severity) for severity in Severity}
    text = ", ".join(
        f"{severity.printed}{f' × {count}' if count > 1 else ''}"
        for severity, count in counted.items()
        if count
    )
    return text[:1].upper() + text[1:]


def _grades(material: Material) -> dict[str, str]:
    """Return the evidence that the limits of each rule rest on, the firmest first."""
    known = {limit.key: limit.grade for limit in material.formulary.limits}
    made = {}
    for one in RULES:
        used = {known[key] for key in one.limits if key in known}
        words = [grade.printed.partition(" (")[0] for grade in EvidenceGrade if grade in used]
        if words:
            made[one.id] = ", ".join(words)
    return made
