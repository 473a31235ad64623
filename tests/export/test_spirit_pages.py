"""The pages that the SPIRIT table names really hold the item, read from the PDF by another library."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.export.pdf.export import pdf_bytes
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.checklist import load_checklist
from protocol_designer.rules.engine import review

HOLDS = {
    "1a": ("active-placebo-controlled phase 2 trial",),
    "1b": ("164 in all", "NCT00000000"),
    "2": ("Version 1.0", "2026-11-02"),
    "3a": ("Dr Clara Model", "Eva Placeholder"),
    "3b": ("1 Example Avenue",),
    "3c": ("had no influence on the choice of endpoints",),
    "3d": (
        "A steering group with two people in recovery",
        "an anaesthetist and a statistician, all independent",
    ),
    "4": ("ClinicalTrials.gov: NCT00000000",),
    "5": ("the plan before the database is locked",),
    "6": ("De-identified data, the analysis code and this protocol are shared",),
    "7a": ("fictional award EX-2026-014",),
    "7b": ("Employee of the sponsor",),
    "8": ("told to participants in plain language",),
    "9a": ("asks with an active placebo", "rarely laryngospasm or apnoea"),
    "9b": ("Saline would unblind at once",),
    "10": ("brings more participants through 90 days", "describe the harms of one infusion"),
    "11": ("asked for the escort home to be arranged by the trial",),
    "12": ("parallel-group superiority trial with two arms, allocated 1:1",),
    "13": ("The clinical research unit of Example University Hospital",),
    "14a": ("Able to give informed consent while sober", "Myasthenia gravis"),
    "14b": (
        "State licence as clinical psychologist",
        "ACLS, intensive monitoring",
        "licence for controlled drugs",
    ),
    "15a": ("0.055 mg/kg/min", "KET-AUD therapy manual, version 1.0, part A", "Calm, non-directive presence"),
    "15b": ("A stop threshold is crossed", "Hold before dose"),
    "15c": ("One supervised infusion needs no adherence measure",),
    "15d": ("Theophylline or aminophylline",),
    "16": ("Absence of any day with more than 4", "Kaplan-Meier estimate"),
    "17": ("SpO2 below 92 %, apnoea or airway manoeuvre",),
    "18": ("Visits with their windows", "Trial schema", "90 days after the start of dose 1"),
    "19": ("73 participants are needed in each arm",),
    "20": ("A coordinator calls back within two working days",),
    "21a": ("A statistician who has no contact with participants",),
    "21b": ("Sex at birth (female, male)",),
    "22": ("Nobody else can see the next assignment",),
    "23": ("only the unblinded pharmacist receives the assignment",),
    "24a": ("Raters sit in another building",),
    "24b": ("both colourless and clear",),
    "24c": ("reveals the assignment of this one participant at once",),
    "25a": ("Raters work by video with a fixed script", "Penn Alcohol Craving Scale"),
    "25b": ("A participant who misses a visit is called on three days",),
    "26": ("double entry of doses",),
    "27a": ("Risk difference with a 95 % confidence interval from a logistic model",),
    "27b": ("All dosed, by treatment received",),
    "27c": ("Missing urine ethyl glucuronide",),
    "27d": ("tipping-point analysis",),
    "28a": ("meets before the first dose, after 20 dosed participants",),
    "29": ("Risk-based: consent, eligibility, weight on the dosing day",),
    "30": ("has approved this protocol, the information sheet",),
    "31": ("Substantial changes need approval by the review board",),
    "32a": ("A study physician who is not the participant’s treating clinician",),
    "33": ("Coded data, key held by the site",),
    "34": ("a referral to an addiction clinic", "covers harm from taking part, and pays for its treatment"),
}
NOT_FOR_THIS_TRIAL = ("28b", "32b")


@pytest.fixture(scope="module")
def pages(sample_trial: TrialProtocol, formulary: Formulary) -> list[str]:
    content = pdf_bytes(sample_trial, review(sample_trial, formulary), formulary, "submission", "a4")
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


@pytest.fixture(scope="module")
def table(pages: list[str]) -> str:
    first = next(
        index for index, text in enumerate(pages) if "What the protocol says" in text and "1a" in text
    )
    return " ".join(pages[first:])


def numbered(table: str, wording: str) -> set[int]:
    """Return the pages that stand behind the wording of an item."""
    found = re.search(re.escape(wording) + r"\s+(\d+(?:–\d+)?(?:, \d+(?:–\d+)?)*)", table)
    assert found, wording
    numbers: set[int] = set()
    for piece in found[1].split(", "):
        first, _, last = piece.partition("–")
        numbers.update(range(int(first), int(last or first) + 1))
    return numbers


@pytest.mark.parametrize("number", HOLDS)
def test_the_numbered_pages_hold_the_item(number: str, pages: list[str], table: str) -> None:
    (item,) = [item for item in load_checklist("spirit_2025").items if item.number == number]
    numbers = numbered(table, item.wording)
    assert len(numbers) <= 8, "too many pages to look through"
    held = " ".join(pages[page - 1] for page in sorted(numbers))
    assert [text for text in HOLDS[number] if text not in held] == []


def test_every_other_item_gives_its_reason(table: str) -> None:
    items = load_checklist("spirit_2025").items
    assert {item.number for item in items} == {*HOLDS, *NOT_FOR_THIS_TRIAL}
    for item in items:
        if item.number in NOT_FOR_THIS_TRIAL:
            assert f"{item.wording} Not applicable because" in table


def test_the_source_of_the_checklist_is_named(table: str) -> None:
    assert "BMJ 2025;389:e081477" in table
    assert "CC BY 4.0" in table
    assert "was shortened and changed" in table
