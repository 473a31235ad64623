"""The headings of the ICH M11 template (Step 4, November 2025), levels 1 and 2, in their fixed order."""

from typing import Annotated

from pydantic import AfterValidator

M11_HEADINGS: dict[str, str] = {
    "1": "Protocol Summary",
    "1.1": "Protocol Synopsis",
    "1.2": "Trial Schema",
    "1.3": "Schedule of Activities",
    "2": "Introduction",
    "2.1": "Purpose of Trial",
    "2.2": "Assessment of Risks and Benefits",
    "3": "Trial Objectives and Associated Estimands",
    "3.1": "Primary Objectives",
    "3.2": "Secondary Objectives",
    "3.3": "Exploratory Objectives",
    "4": "Trial Design",
    "4.1": "Description of Trial Design",
    "4.2": "Rationale for Trial Design",
    "4.3": "Trial Stopping Rules",
    "4.4": "Start of Trial and End of Trial",
    "4.5": "Access to Trial Intervention After End of Trial",
    "5": "Trial Population",
    "5.1": "Description of Trial Population and Rationale",
    "5.2": "Inclusion Criteria",
    "5.3": "Exclusion Criteria",
    "5.4": "Contraception",
    "5.5": "Lifestyle Restrictions",
    "5.6": "Screen Failure and Rescreening",
    "6": "Trial Intervention and Concomitant Therapy",
    "6.1": "Description of Trial Intervention",
    "6.2": "Rationale for Trial Intervention Dose and Regimen",
    "6.3": "Administration of Trial Intervention",
    "6.4": "Trial Intervention Dose Modification",
    "6.5": "Management of Trial Intervention Overdose",
    "6.6": "Preparation, Storage, Handling and Accountability",
    "6.7": "Participant Assignment, Randomisation and Blinding",
    "6.8": "Adherence to Trial Intervention",
    "6.9": "Description of Non-investigational Intervention",
    "6.10": "Concomitant Therapy",
    "7": "Participant Discontinuation of Trial Intervention and Withdrawal from Trial",
    "7.1": "Discontinuation of Trial Intervention",
    "7.2": "Discontinuation or Withdrawal from the Trial",
    "7.3": "Loss to Follow-up",
    "8": "Trial Assessments and Procedures",
    "8.1": "Trial Assessments and Procedures Considerations",
    "8.2": "Screening and Baseline Assessments and Procedures",
    "8.3": "Efficacy Assessments and Procedures",
    "8.4": "Safety Assessments and Procedures",
    "8.5": "Pharmacokinetics",
    "8.6": "Biomarkers",
    "8.7": "Immunogenicity Assessments",
    "8.8": "Medical Resource Utilisation and Health Economics",
    "9": (
        "Adverse Events, Serious Adverse Events, Product Complaints, Pregnancy and Special Safety Situations"
    ),
    "9.1": "Definitions",
    "9.2": "Timing and Procedures for Collection and Reporting",
    "9.3": "Pregnancy and Postpartum Information",
    "9.4": "Special Safety Situations",
    "10": "Statistical Considerations",
    "10.1": "General Considerations",
    "10.2": "Analysis Sets",
    "10.3": "Analyses of Demographics and Other Baseline Variables",
    "10.4": "Analyses Associated with the Primary Objectives",
    "10.5": "Analyses Associated with the Secondary Objectives",
    "10.6": "Analyses Associated with the Exploratory Objectives",
    "10.7": "Safety Analyses",
    "10.8": "Other Analyses",
    "10.9": "Interim Analyses",
    "10.10": "Multiplicity Adjustments",
    "10.11": "Sample Size Determination",
    "11": "Trial Oversight and Other General Considerations",
    "11.1": "Regulatory and Ethical Considerations",
    "11.2": "Trial Oversight",
    "11.3": "Informed Consent Process",
    "11.4": "Committees",
    "11.5": "Insurance and Indemnity",
    "11.6": "Risk-Based Quality Management",
    "11.7": "Data Governance",
    "11.8": "Data Protection",
    "11.9": "Source Records",
    "11.10": "Protocol Deviations",
    "11.11": "Early Site Closure",
    "11.12": "Data Dissemination",
    "12": "Appendix: Supporting Details",
    "12.1": "Clinical Laboratory Tests",
    "12.2": "Country/Region-Specific Differences",
    "12.3": "Prior Protocol Amendments",
    "13": "Appendix: Glossary of Terms and Abbreviations",
    "14": "Appendix: References",
}


def _is_a_section(number: str) -> str:
    if number not in M11_HEADINGS:
        raise ValueError(f"“{number[:20]}” is not a section of ICH M11; use a number such as 6.1")
    return number


SectionNumber = Annotated[str, AfterValidator(_is_a_section)]
"""The number of one of the headings above."""
