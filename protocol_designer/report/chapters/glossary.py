"""M11 section 13: the abbreviations that the document uses, and only those."""

import re
from collections.abc import Iterator

from protocol_designer.report.blocks import texts_of
from protocol_designer.report.material import Material
from protocol_designer.report.writer import Writer, columns, row

_ABBREVIATIONS = {
    "ACLS": "advanced cardiac life support",
    "ALT": "alanine aminotransferase",
    "AST": "aspartate aminotransferase",
    "AUD": "alcohol use disorder",
    "BPRS": "Brief Psychiatric Rating Scale",
    "CADSS": "Clinician-Administered Dissociative States Scale",
    "CIWA-Ar": "Clinical Institute Withdrawal Assessment for Alcohol, revised",
    "CFR": "Code of Federal Regulations (United States)",
    "CI": "confidence interval",
    "COPD": "chronic obstructive pulmonary disease",
    "COWS": "Clinical Opiate Withdrawal Scale",
    "C-SSRS": "Columbia-Suicide Severity Rating Scale",
    "CYP": "cytochrome P450",
    "CYP2B6": "cytochrome P450 2B6",
    "CYP3A4": "cytochrome P450 3A4",
    "DEA": "Drug Enforcement Administration (United States)",
    "DSM-5-TR": "Diagnostic and Statistical Manual of Mental Disorders, fifth edition, text revision",
    "DSMB": "data and safety monitoring board",
    "ECG": "electrocardiogram",
    "FDA": "Food and Drug Administration (United States)",
    "HAM-D": "Hamilton Depression Rating Scale",
    "ICH": "International Council for Harmonisation",
    "IM": "intramuscular",
    "IMP": "investigational medicinal product",
    "IND": "investigational new drug application",
    "IV": "intravenous",
    "MADRS": "Montgomery-Åsberg Depression Rating Scale",
    "MAO": "monoamine oxidase",
    "MBRP": "mindfulness-based relapse prevention",
    "MOAA/S": "Modified Observer’s Assessment of Alertness and Sedation",
    "NIMP": "non-investigational medicinal product",
    "OCDS": "Obsessive Compulsive Drinking Scale",
    "PADSS": "Post-Anaesthetic Discharge Scoring System",
    "PCP": "phencyclidine",
    "QTc": "QT interval corrected for heart rate",
    "SD": "standard deviation",
    "SHA-256": "secure hash algorithm with 256 bits",
    "SPIRIT": "Standard Protocol Items: Recommendations for Interventional Trials",
    "SpO2": "oxygen saturation by pulse oximetry",
    "TIDieR": "Template for Intervention Description and Replication",
    "TLFB": "timeline follow-back",
    "ULN": "upper limit of normal",
    "US": "United States",
    "URICA": "University of Rhode Island Change Assessment",
}
_TOKEN = re.compile(r"[A-Za-z0-9-]+(?:/[A-Z])?")


def write_glossary(writer: Writer, material: Material) -> None:
    """Write the abbreviations of the text so far and of the safety review, which follows."""
    writer.close()
    used = {
        token
        for text in _texts(writer, material)
        for token in _TOKEN.findall(text)
        if token in _ABBREVIATIONS
    }
    writer.section("13")
    rows = [row(short, _ABBREVIATIONS[short]) for short in sorted(used, key=str.lower)]
    if rows:
        writer.table("Abbreviations", columns(0.2, 0.8), ("Abbreviation", "Meaning"), rows)


def _texts(writer: Writer, material: Material) -> Iterator[str]:
    """Yield what stands in the document so far, and what the appendices behind the glossary will say."""
    for block in writer.blocks:
        yield from (text for text, _ in texts_of(block))
    for finding in material.review.findings:
        yield from (finding.message, finding.limit or "", finding.computed or "")
    yield from (outcome.title for outcome in material.review.outcomes)
    yield "SPIRIT"
