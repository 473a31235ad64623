"""M11 section 14: the works cited and the sources of the safety review, numbered; open questions."""

from collections.abc import Sequence

from protocol_designer.domain.evidence import OpenQuestion
from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.records import Formulary
from protocol_designer.precedents.disputes import Standing, standing_of
from protocol_designer.precedents.nearest import Precedents
from protocol_designer.report.blocks import BulletList, Run, Runs
from protocol_designer.report.chapters.precedents import citation_key, studies_listed
from protocol_designer.report.material import Material
from protocol_designer.report.place_words import place_words
from protocol_designer.report.writer import Writer, columns, row
from protocol_designer.rules.findings import Report


def citations(
    trial: TrialProtocol, review: Report, formulary: Formulary, precedents: Sequence[Precedents] = ()
) -> tuple[str, ...]:
    """Return the keys of everything cited, in the order of their numbers.

    The protocol's own works come first, then the prior studies listed as precedents, then the sources of the
    safety review.
    """
    known = {source.key for source in formulary.sources}
    used = dict.fromkeys(
        source for finding in review.findings for source in finding.sources if source in known
    )
    own = [reference.id for reference in trial.references]
    studies = [citation_key(trial, study) for study in studies_listed(precedents)]
    return tuple(dict.fromkeys((*own, *studies, *used)))


def write_references(writer: Writer, material: Material) -> None:
    """Write the numbered list."""
    writer.section("14")
    own = {reference.id: reference for reference in material.trial.references}
    studies = {citation_key(material.trial, one): one.citation for one in studies_listed(material.precedents)}
    items: list[Runs] = []
    anchors: list[str] = []
    places: list[str] = []
    for number, key in enumerate(material.citations, start=1):
        anchors.append(f"ref-{number}")
        if key in own:
            reference = own[key]
            places.append(f"references[{key}]")
            items.append(_entry(reference.text, reference.doi, reference.url))
        elif key in studies:
            places.append("regimens")
            items.append(_entry(studies[key].text, studies[key].doi, None))
        else:
            source = material.formulary.source(key)
            places.append("identity")
            items.append(_entry(source.title, None, source.address))
    if items:
        writer.blocks.append(BulletList(tuple(items), True, 1, tuple(anchors), tuple(places)))
    else:
        writer.say("No work is cited.")


def _entry(text: str, doi: str | None, address: str | None) -> Runs:
    runs = [Run(text if text.endswith(".") else f"{text}.")]
    if doi:
        doi = doi.removeprefix("https://doi.org/").removeprefix("doi:")
        runs.extend((Run(" "), Run(f"doi:{doi}", link=f"https://doi.org/{doi}")))
    if doi and address and doi in address:
        return tuple(runs)
    if address and address.startswith(("https://", "http://")):
        runs.extend((Run(" "), Run(address, link=address)))
    elif address:
        runs.append(Run(f" {address}"))
    return tuple(runs)


def write_open_questions(writer: Writer, material: Material) -> None:
    """Write what a prior study left open and how it was settled; nothing when there is no question."""
    questions = material.trial.open_questions
    if not questions:
        return
    writer.chapter("Open questions", "open-questions")
    writer.say("Prior studies left these points open, or disagree. Each is for the investigators to settle.")
    rows = []
    for question in questions:
        place = f"open_questions[{question.id}]"
        where = place_words(material.trial, question.place) if question.place else "–"
        rows.append(
            row(where, question.question, question.known or "–", _answer(material, question), place=place)
        )
    header = ("Place", "Question", "What is known", "Answer")
    writer.table("Open questions", columns(0.18, 0.32, 0.28, 0.22), header, rows)


def _answer(material: Material, question: OpenQuestion) -> str | None:
    """Write the answer with its reason; None while it is open or chose a value that has changed since."""
    standing = standing_of(material.trial, question)
    if question.answer is None or standing is Standing.OUTDATED:
        return None
    return f"{question.answer} Reason: {question.reason}" if question.reason else question.answer
