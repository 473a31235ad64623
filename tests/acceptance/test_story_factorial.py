"""A new 2x2 factorial study, from an empty protocol to the PDF for the board, by keyboard and mouse."""

import re
from fractions import Fraction
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.gui import file_dialogs
from protocol_designer.gui.preview.renderer import PDFIUM
from protocol_designer.quantities import Quantity, Unit
from protocol_designer.rules.findings import Severity
from tests.acceptance.hands import Hands

MOST_STEPS = 200
LINKED = "6.5"
VERTICAL = Qt.Orientation.Vertical

LIGHTEST, HEAVIEST = 50, 110
DRUG, CONTROL = "Ketamine in two steps", "Midazolam"
SUPPORT = "Preparation, support and integration"
ARMS = ("Ketamine + Mindfulness", "Ketamine + Education", "Midazolam + Mindfulness", "Midazolam + Education")
MINDFULNESS, EDUCATION = "Mindfulness-based relapse prevention", "Alcohol education"

VISITS = ("Screening", "Baseline", "Dosing", "Day 1", "Week 1", "Week 2", "Week 4", "Week 12", "Week 26")
SPREADSHEET = {
    "Consent": "X||-116 min||||||",
    "Capacity check": "X||-115 min||||||",
    "Eligibility review": "X|X|-60 min||||||",
    "Medical history": "X||||||||",
    "Weight": "X||-105 min||||||",
    "Vital signs": "X|X|-75 min; -5 min; 10 min; 20 min; 35 min; 50 min; 67 min; 82 min; 172 min|X|||||",
    "12-lead ECG": "X||-80 min||||||",
    "Liver tests": "X|X|||||X|X|",
    "Pregnancy test": "X|X|-100 min||||X||",
    "Urine toxicology": "X|X|-100 min||X|X|X|X|X",
    "Breath alcohol": "X|X|-118 min|X|X|X|X|X|X",
    "Intoxication check": "X|X|-118 min||||||",
    "Fasting check": "||-90 min||||||",
    "C-SSRS (suicide severity)": "X|X|-70 min; 168 min|X|X|X|X|X|X",
    "CADSS (dissociation)": "||-45 min; 40 min; 160 min||||||",
    "Sedation scale": "||-30 min; 10 min; 20 min; 35 min; 50 min; 82 min; 172 min||||||",
    "BPRS (psychosis)": "X||-55 min; 45 min; 150 min|X|||||",
    "CIWA-Ar (alcohol withdrawal)": "X|X|-95 min|X|||||",
    "Timeline follow-back": "X|X|||X|X|X|X|X",
    "Urine ethyl glucuronide": "|X|||X|X|X|X|X",
    "Craving scale": "|X||X|X|X|X|X|X",
    "Depression scale": "|X|||||X|X|",
    "Expectancy": "|X|||||||",
    "Allocation guess, participant": "||185 min||X||||",
    "Allocation guess, rater": "||||X|||X|",
    "Bladder symptoms": "X|||X|X|X|X|X|X",
    "Ketamine misuse": "X|||X|X|X|X|X|X",
    "Benzodiazepine misuse": "X|||X|X|X|X|X|X",
    "Adverse events": "||52 min; 172 min|X|X|X|X|X|X",
    "Concomitant medication": "X|X|-65 min|X|X|X|X|X|X",
    "Fidelity rating": "|||X|X||X||",
    "Randomisation": "||-50 min||||||",
    "Dosing": "||0 min||||||",
    "Therapy": "|X|0 min|X|X|X|X||",
}
"""One line of the spreadsheet for each activity, a column for each visit."""

OPEN_SECTIONS = {
    "2.2": "The dose is far below that of anaesthesia and an anaesthetist attends.",
    "4.4": "",
    LINKED: "An overdose is treated as in anaesthesia. Nobody weighs more than ",
    **dict.fromkeys(
        ("7.2", "7.3", "8.1", "8.5", "8.6", "8.7", "8.8", "9.3", "9.4", "10.1", "10.3", "10.6"), ""
    ),
    **dict.fromkeys(("10.8", "11.4", "11.6", "11.9", "11.10", "11.11", "12.1", "12.2", "12.3"), ""),
}
"""The sections of ICH M11 that no field fills; an empty text stands for: not applicable."""


def writes_the_title_page(hands: Hands) -> None:
    hands.look_at("Title page")
    hands.write(
        "Full title",
        "A randomised, double-blind, 2x2 factorial trial of ketamine and mindfulness-based relapse "
        "prevention in adults with alcohol use disorder",
    )
    hands.write("Short title", "Ketamine and mindfulness for alcohol use disorder")
    hands.write("Indication", "Alcohol use disorder")
    hands.write("Protocol number", "KMB-01")
    hands.write("Version", "1.0")
    hands.choose("Phase", "Phase 2")
    hands.choose("Substance", "Alcohol")
    hands.look_at("Version, sponsor and registration")
    hands.write("Date of version", "2026-11-21")
    hands.choose("First version", "Yes")
    hands.choose("Jurisdictions", "US")
    hands.write("Sponsor", "University hospital")
    hands.write("Funding", "National institute")
    hands.write("Registry", "ClinicalTrials.gov")


def decides_the_design(hands: Hands) -> None:
    hands.look_at("Comparison and allocation")
    hands.choose("Design model", "Factorial")
    hands.choose("Framework", "Superiority")
    hands.choose("Allocation", "Randomised")
    hands.choose("More than one site", "No")
    hands.write("Concealment", "The pharmacy alone holds the list and hands out coded syringes.")
    hands.write("Why this comparator", "Midazolam sedates for as short a time as ketamine acts.")
    hands.look_at("Blinding")
    hands.write("How the arms are made alike", "The same syringes, volumes and rates.")
    for role in ("Participant", "Care provider", "Investigator", "Outcome assessor", "Analyst"):
        hands.choose(role, "Yes")
    hands.choose("Therapist", "No")
    hands.look_at("Reasons and assignment")
    hands.choose("Drug assists the therapy", "Yes")
    hands.write("Why this design", "Two questions are answered by one trial.")
    hands.write("Patients and public in the design", "Two people in recovery read each draft.")


def says_who_takes_part(hands: Hands) -> None:
    hands.go("Population", "Eligible participants")
    hands.write("Lowest weight", "50 kg")
    hands.write("Highest weight", "110 kg")
    hands.write("Youngest", "21 years")
    hands.write("Oldest", "60 years")
    hands.write("Participants in a sentence", "Adults who want to drink less.")
    hands.look_at("Recruitment and conduct")
    hands.write("Sites", "One university hospital.")
    hands.write("Recruitment", "From clinics and by notices.")
    hands.write("Screening again", "Once, after four weeks.")
    hands.write("Lifestyle during the trial", "No driving on the dosing day.")
    hands.look_at("Eligibility criteria")
    hands.press("Add inclusion")
    hands.write("Criterion", "Alcohol use disorder, moderate or severe (DSM-5)")


def plans_the_visits(hands: Hands) -> None:
    hands.go("Schedule", "Epochs")
    for epoch in ("Screening", "Preparation", "Treatment", "Follow-up"):
        hands.choose("Add an epoch", epoch)
    hands.look_at("Visits")
    for name, epoch, earliest, target, latest in (
        ("Screening", "Screening", "-28 days", "-21 days", "-14 days"),
        ("Baseline", "Preparation", "-5 days", "-3 days", "-2 days"),
        ("Dosing", "Treatment", "0 days", "0 days", "0 days"),
        ("Day 1", "Treatment", "24 h", "28 h", "48 h"),
        ("Week 1", "Treatment", "6 days", "7 days", "8 days"),
        ("Week 2", "Treatment", "13 days", "14 days", "15 days"),
        ("Week 4", "Treatment", "27 days", "28 days", "30 days"),
        ("Week 12", "Follow-up", "84 days", "84 days", "91 days"),
        ("Week 26", "Follow-up", "182 days", "182 days", "196 days"),
    ):
        hands.press("Add visit")
        hands.write("Name", name)
        hands.choose("Epoch", epoch)
        hands.choose("Mode", "On site")
        anchor = "Randomisation" if target in ("-21 days", "-3 days", "0 days") else "End of dose"
        hands.choose("Counted from", anchor)
        hands.write("Earliest", earliest)
        hands.write("Target", target)
        hands.write("Latest", latest)
    hands.take_row("Visits", "Dosing")
    hands.choose("Dosing day", "Yes")
    hands.write("Begins at", "09:00")
    hands.write("Takes", "6 h")


def doses_the_study_drug(hands: Hands) -> None:
    hands.go("Dosing", "Drugs")
    hands.press("Add the first drug")
    hands.look_at("Drug 1")
    hands.write("Name", DRUG)
    hands.look_at(DRUG)
    hands.choose("Use", "Investigational")
    hands.choose("Drug", "Ketamine")
    hands.choose("Route", "IV")
    hands.choose("Weight basis", "Actual")
    hands.choose("Given at", "Dosing")
    for name, text in (
        ("Cap", "71 mg"),
        ("Vial strength", "10 mg/mL"),
        ("Final concentration", "1.2 mg/mL"),
        ("Final volume", "60 mL"),
        ("Smallest pump step", "0.1 mL/h"),
        ("Product", "Ketamine hydrochloride injection"),
        ("Repeats", "1"),
        ("Interval", "Single dose"),
        ("Most over the trial", "71 mg"),
    ):
        hands.write(name, text)
    hands.press("Add the first step")
    hands.choose("Kind, step 1", "Bolus")
    hands.choose("Basis, step 1", "Per kg")
    hands.write("Amount, step 1", "0.11 mg/kg")
    hands.write("Over, step 1", "2 min")
    hands.press("Add step")
    hands.choose("Kind, step 2", "Infusion")
    hands.choose("Basis, step 2", "Per kg")
    hands.write("Amount, step 2", "0.6 mg/kg")
    hands.write("Over, step 2", "50 min")
    says_how_it_is_given(hands)


def says_how_it_is_given(hands: Hands) -> None:
    hands.look_at("How it is given")
    hands.choose("Strength counts", "Base")
    hands.choose("Given undiluted", "No")
    hands.choose("Diluent", "Sodium chloride 0.9 %")
    hands.choose("IV line of its own", "Yes")
    hands.choose("Marketed product", "No")
    hands.choose("Taken without staff", "No")
    hands.write("Appearance", "Clear, colourless; coded syringes")
    hands.write("Why this dose", "As given in the pilot.")
    hands.write("When the dose is changed", "Never; it is stopped at a stop threshold.")


def adds_the_comparator_by_one_click(hands: Hands) -> None:
    hands.go("Arms", "Arms")
    hands.press("Add the first arm")
    hands.write("Name", "Ketamine")
    hands.choose("Type", "Experimental")
    hands.look_at("What each arm receives")
    hands.click_cell("What each arm receives", 0, 0)
    hands.look_at("Comparators")
    hands.press("Midazolam arm")
    hands.press("Open its dose")
    hands.look_at(CONTROL)
    for name, text in (
        ("Cap", "2.5 mg"),
        ("Vial strength", "1 mg/mL"),
        ("Final concentration", "0.05 mg/mL"),
        ("Smallest pump step", "0.1 mL/h"),
        ("Product", "Midazolam injection"),
        ("Most over the trial", "2.5 mg"),
    ):
        hands.write(name, text)
    says_how_it_is_given(hands)


def plans_three_courses_with_series_of_sessions(hands: Hands) -> None:
    hands.go("Therapy")
    plan_course(hands, SUPPORT, "Ketamine-assisted", "Safety, and sense made of what was felt.")
    for kind, name, earliest, target, latest in (
        ("Preparation", "Preparation 1", "-12 days", "-10 days", "-8 days"),
        ("Preparation", "Preparation 2", "-5 days", "-3 days", "-2 days"),
        ("During dosing", "Support during the infusion", "0 min", "0 min", "0 min"),
        ("Integration", "Integration", "26 h", "28 h", "70 h"),
    ):
        hands.press("Add session")
        hands.write("Session name", name)
        hands.choose("Kind", kind)
        hands.choose("Counted from", "Start of dose")
        hands.write("Earliest", earliest)
        hands.write("Target", target)
        hands.write("Latest", latest)
        hands.write("Length", "60 min")
        hands.choose("Needs memory", "No" if kind == "During dosing" else "Yes")
    for name, approach, purpose in (
        (MINDFULNESS, "Mindfulness-based relapse prevention", "To meet craving without acting on it."),
        (EDUCATION, "Education", "To know what alcohol does, in the same time."),
    ):
        plan_course(hands, name, approach, purpose)
        hands.press("Plan a series of sessions")
        hands.write("Number of sessions", "8")
        hands.write("One every", "7 days")
        hands.write("Length of each", "60 min")
        hands.choose("Kind of each", "Relapse prevention" if name == MINDFULNESS else "Education")
        hands.write("Called, before the number", "Week")
        hands.choose("Counted from", "Start of dose")
        hands.write("Earliest", "5 days")
        hands.write("Target", "7 days")
        hands.write("Latest", "9 days")
        hands.press("Add these sessions")


def plan_course(hands: Hands, name: str, approach: str, purpose: str) -> None:
    hands.look_at("Courses of therapy")
    hands.press("Add course")
    hands.write("Course name", name)
    hands.choose("Approach", approach)
    hands.write("Purpose", purpose)
    hands.look_at("Provider, manual and conduct")
    for field, text in (
        ("Provider", "Therapist"),
        ("Licence", "Licensed psychologist or physician"),
        ("Manual", "Manual of the trial"),
        ("Training", "Two days and two supervised cases."),
        ("Supervision", "Weekly, by the therapy lead."),
        ("Fidelity", "One recording in five is rated."),
        ("Mode of delivery", "One to one"),
        ("Location", "Research unit"),
        ("Tailoring", "Examples may change, content may not."),
        ("Conduct: touch and boundaries", "No touch without consent given before dosing."),
    ):
        hands.write(field, text)
    hands.choose("Alone with the participant during dosing", "No")
    hands.look_at(f"Sessions of {name}")


def makes_four_arms_from_two_factors(hands: Hands) -> None:
    hands.go("Arms", "Factors")
    for factor, levels in (
        ("Drug", (("Ketamine", DRUG), ("Midazolam", CONTROL))),
        ("Therapy", (("Mindfulness", MINDFULNESS), ("Education", EDUCATION))),
    ):
        hands.press("Add factor")
        hands.write("Name of the factor", factor)
        for level, part in levels:
            hands.press("Add level")
            hands.write("Name of the level", level)
            hands.choose("An arm receives for it", part)
    hands.press("Make 4 arms")
    hands.look_at("Arms")
    for arm in ("Ketamine", "Midazolam"):
        hands.take_row("Arms", arm)
        hands.press("Remove the arm")
    hands.write("Allocation ratio", "1:1:1:1")
    for arm in ARMS:
        hands.take_row("Arms", arm)
        if arm.startswith("Ketamine"):
            hands.choose("Type", "Experimental")
        else:
            hands.choose("Type", "Active comparator")
            hands.choose("Kind of control", "Active placebo")
            hands.choose("Described as inactive", "No")
        hands.write("Planned participants", "40")
    hands.go("Therapy", "Courses of therapy")
    hands.take_row("Courses of therapy", SUPPORT)
    for arm in ARMS:
        hands.choose("Arms that receive it", arm)


def pastes_the_schedule_from_a_spreadsheet(hands: Hands) -> None:
    hands.go("Schedule", "Activities at each visit")
    for activity in SPREADSHEET:
        hands.choose("Add an activity", activity)
    grid = hands.named("Activities at each visit")
    names = [grid.model().headerData(row, VERTICAL) for row in range(grid.model().rowCount())]
    lines = [SPREADSHEET[name].replace("|", "\t") for name in names if name in SPREADSHEET]
    QGuiApplication.clipboard().setText("\n".join(lines))
    hands.click_cell("Activities at each visit", 1, 0)
    hands.press_keys("Ctrl+V")


def asks_the_questions(hands: Hands) -> None:
    hands.go("Objectives", "Objectives")
    hands.press("Add the first objective")
    hands.write(
        "Objective", "To learn whether ketamine brings more people through 12 weeks without heavy drinking."
    )
    hands.choose("Level", "Primary")
    hands.choose("About", "Benefit")
    hands.look_at("Endpoints")
    hands.press("From the library")
    hands.look_at("Library of instruments")
    hands.take_row("Instruments", "Timeline Follow-Back (TLFB)")
    hands.choose_nth("Objective that the endpoint answers", 1)
    hands.press("Add endpoint and activity")
    hands.look_at("Endpoints")
    hands.write("Variable", "No heavy drinking day")
    hands.write("Aggregation", "Proportion of participants")
    hands.choose("Counted from", "End of dose")
    hands.write("Earliest", "84 days")
    hands.write("Target", "84 days")
    hands.write("Latest", "91 days")
    hands.write("Time frame in words", "Days 1 to 84 after dosing")
    hands.write("Metric", "No day with more than 4 (men) or more than 3 (women) standard drinks")
    hands.choose("Self-report only", "No")
    hands.choose("Verified by", "Urine ethyl glucuronide")
    for level in ("Secondary", "Exploratory"):
        hands.look_at("Objectives")
        hands.press("Add objective")
        hands.write("Objective", f"To learn whether mindfulness adds to education ({level.lower()}).")
        hands.choose("Level", level)
        hands.choose("About", "Benefit")
        hands.choose("Endpoints that answer it", "No heavy drinking day")
        hands.look_at("Estimand")
        hands.choose("Estimand of this objective", "Not applicable, because:")
    hands.look_at("Objectives")
    hands.click_cell("Objectives", 0, 0)
    hands.look_at("Estimand")
    hands.choose("Estimand of this objective", "Described by its five attributes")
    hands.write("Treatment", "Ketamine against midazolam, each with either therapy.")
    hands.write("Population", "All randomised adults.")
    hands.choose("Endpoint", "No heavy drinking day")
    hands.write("Population-level summary", "Risk difference")
    hands.look_at("Intercurrent events")
    hands.press("Add intercurrent event")
    hands.write("Event", "Infusion stopped early")
    hands.write("Reason for the strategy", "The question is about offering the treatment.")


def plans_the_dosing_day(hands: Hands) -> None:
    hands.go("Dosing day", "Setting and hours")
    hands.choose("Setting", "Research unit")
    hands.choose("Dosing is directly observed", "Yes")
    hands.write("Observation after the dose", "2 h")
    hands.write("Unit is staffed from", "08:00")
    hands.write("Staffed for", "10 h")
    hands.write("No clear fluids before dosing for", "2 h")
    hands.write("No light meal before dosing for", "6 h")
    hands.write("Set and setting", "A quiet room, eyeshades and music.")
    for card in (
        "Monitoring",
        "Staff and roles",
        "Emergency plans",
        "Thresholds that hold, stop, treat or call",
    ):
        hands.look_at(card)
        hands.press_first("the review ")
    for measure, relation, value in (("SpO2", "Below", "92 %"), ("Heart rate", "Above", "130 /min")):
        hands.look_at("Thresholds that hold, stop, treat or call")
        hands.press("Add threshold")
        hands.choose("New threshold leads to", "Stop during dose")
        hands.choose("Measure of the new threshold", measure)
        hands.choose("Relation of the new threshold", relation)
        hands.write("Value of the new threshold", value)
    hands.look_at("Staff and roles")
    for row in range(3):
        hands.click_cell("Staff and roles", row, 0)
        hands.choose("Rates outcomes", "No")
    hands.look_at("Emergency plans")
    for row in range(7):
        hands.click_cell("Emergency plans", row, 0)
        hands.write(
            "Actions, in order", "Stop the infusion. Call the physician. Treat by the unit's protocol."
        )
    hands.look_at("Written rules of the day")
    hands.write("Severe agitation, or no response", "Stop the infusion and call the physician.")
    hands.write("Positive toxicology", "No dose is given; a new day is agreed.")
    hands.write("Suicide risk", "No dose is given; the psychiatrist on call sees the participant.")
    hands.look_at("Pharmacy and controlled drugs")
    hands.write(
        "Controlled-drug authority",
        "DEA registration for Schedule III (ketamine) and Schedule IV (midazolam).",
    )
    hands.write("Storage", "Locked safe, counted daily.")
    for question in (
        "Two people prepare each dose",
        "Waste is witnessed",
        "Doses are reconciled",
        "Participants hold no supply",
    ):
        hands.choose(question, "Yes")
    hands.choose("Two strengths of one drug are kept", "No")


def says_what_is_harm_and_what_stops(hands: Hands) -> None:
    hands.go("Harms", "What counts as harm")
    hands.write("How harms are defined", "Any untoward event after consent.")
    hands.write("How harms are found", "Asked at each visit with a list.")
    hands.look_at("Stopping rules")
    hands.press_first("the review ")
    for row, (when, action) in enumerate(
        (
            ("A stop threshold is crossed twice.", "The participant gets no further dose."),
            ("One death or two serious reactions to the drug.", "Enrolment stops until the board has met."),
        )
    ):
        hands.click_cell("Stopping rules", row, 0)
        hands.write("When", when)
        hands.write("Action", action)
        hands.write("Decided by", "Safety board")
    hands.look_at("Reporting")
    hands.write("Serious and unexpected, within days", "15")
    hands.write("Fatal or life-threatening, within days", "7")
    hands.write("Who reports harms to whom", "The investigator reports to sponsor and board.")


def works_out_how_many(hands: Hands) -> None:
    hands.go("Statistics", "Work out the number of participants")
    hands.choose("Design of the calculation", "Two proportions")
    for field, text in (
        ("Proportion in one group", "20 %"),
        ("Proportion in the other", "40 %"),
        ("Two-sided level", "5 %"),
        ("Power wanted", "80 %"),
        ("Attrition expected", "10 %"),
        ("Source of the assumptions", "Pilot of the same dose in alcohol use disorder"),
    ):
        hands.write(field, text)
    hands.press("Take over")
    hands.look_at("Analyses")
    hands.write("Analysis sets", "All randomised; all dosed for harms.")
    hands.write("Multiplicity", "The drug is tested first, the therapy second.")
    hands.write("Primary analysis", "Risk difference from a logistic model with both factors.")
    hands.write("Secondary analyses", "Days abstinent by linear regression with baseline.")
    hands.write("Missing data", "A day that is not known counts as a heavy drinking day.")
    hands.write("Sensitivity analyses", "Multiple imputation under other assumptions.")
    hands.write("Analysis of harms", "Numbers and percentages with 95 % confidence intervals by arm.")
    hands.tick("Not applicable, because:")
    hands.write("Interim analyses, text or reason", "Each participant is dosed once and the harms are known.")


def asks_for_consent_and_oversight(hands: Hands) -> None:
    hands.go("Oversight", "Approval and independent watching")
    hands.write("Ethics approval", "Approved before the first participant is enrolled.")
    hands.write("Authorisation", "IND 123456")
    hands.choose("Who watches the safety data", "Independent board")
    hands.write("How it is watched", "Three people from outside meet each half year.")
    hands.write("Monitoring of the trial", "A monitor visits each quarter.")
    hands.write("Amendments", "Each amendment goes to the ethics board.")
    hands.look_at("Consent")
    hands.write("Who takes consent", "A physician of the trial")
    for question in (
        "Taken while sober",
        "Taken before preparation sessions",
        "Capacity checked on each dosing day",
    ):
        hands.choose(question, "Yes")
    hands.write("Withdrawal on the dosing day", "A word ends the session; the infusion stops at once.")
    hands.tick("Not applicable, because:")
    hands.write("Later use of data and specimens, text or reason", "No specimens are kept for later use.")
    hands.write("Payment of participants", "40 dollars a visit.")
    hands.look_at("Confidentiality and data")
    hands.choose("Certificate of confidentiality", "Yes")
    hands.choose("Its limits stand in the consent form", "Yes")
    hands.write("Confidentiality", "Names are kept apart from data.")
    hands.write("Data management", "Entered twice, kept for 15 years.")
    hands.write("Data sharing", "De-identified data on request.")
    hands.write("Access to protocol and plan of analysis", "Both stand in the registry.")
    hands.look_at("Results, insurance and care after the trial")
    hands.write("Dissemination", "Published whatever the result.")
    hands.write("Insurance", "Clinical trial insurance of the hospital.")
    hands.write("Care after the trial", "The outpatient clinic goes on with care.")


def keeps_roles_apart(hands: Hands) -> None:
    hands.go("Design", "Separation of roles and emergency unblinding")
    hands.choose("Raters attend dosing", "No")
    hands.choose("Raters do not know which visit it is", "Yes")
    hands.choose("Who prepares doses does nothing else", "Yes")
    hands.choose("Integration therapist attends dosing", "No")
    hands.choose("At any hour", "Yes")
    hands.write("Who may ask for the code", "The physician in charge")
    hands.write("How the code is given", "A sealed list at the pharmacy")


def keeps_out_who_must_be(hands: Hands) -> None:
    hands.go("Population", "Pregnancy and lactation")
    hands.choose("May enrol people who can become pregnant", "Yes")
    hands.choose("Tested on each dosing day", "Yes")
    hands.write("Days from test to first dose, at most", "1")
    hands.write("Weeks of contraception after the last dose", "4")
    hands.choose("Lactation keeps out", "Yes")
    hands.look_at("Medicines beside the study treatment")
    for medicine in ("Opioid agonist", "Opioid antagonist", "Opioid agonist treatment"):
        hands.choose("Add a class of medicines", medicine)
        hands.choose("Policy", "Excluded")


def works_through_the_problems(hands: Hands) -> None:
    """Step with F8; take the first fix of each finding, and stand by what is soft and has none."""
    hands.go("Design")
    panels = hands.window.docks.panels
    workspace = hands.window.workspace
    assert panels is not None
    assert workspace is not None
    for _ in range(MOST_STEPS):
        findings = [found for found in workspace.report.findings if found.fixes]
        if not findings and not workspace.report.blocking:
            return
        hands.press_keys("F8")
        finding = panels.problems.current
        assert finding is not None
        if finding.fixes:
            hands.take_first_of_menu("Alt+Return")
        elif finding.severity is Severity.SOFT and not finding.justified:
            hands.press_keys("Ctrl+J")
            hands.write("Why the trial needs this", "The pilot was done so.")
            hands.write("What keeps participants safe", "An anaesthetist attends.")
            hands.write("Name of the author", "Dr A")
            hands.press("Keep justification")
    raise AssertionError(f"still standing: {[found.message for found in workspace.report.blocking]}")


def writes_the_sections_that_stay_open(hands: Hands) -> None:
    """Say of each section what the export asks for; one text names the highest weight as a linked value."""
    hands.go("Narrative")
    for number, text in OPEN_SECTIONS.items():
        hands.take_list_entry("Sections of ICH M11", number)
        if not text:
            hands.tick("Not applicable, because:")
        hands.write(f"Section {number}, text or reason", text or "Nothing of the kind is part of this trial.")
        if number == LINKED:
            hands.press("Insert a value…")
            hands.type_keys("highest weight")
            hands.press_keys("Return")


def exports_for_the_board(hands: Hands, target: Path) -> str:
    """Return the text of the PDF, read by another library, its blanks as single spaces."""
    hands.press_keys("Ctrl+Shift+E")
    hands.choose("Profile of the export", "Submission to an ethics board")
    hands.write("File to write", str(target))
    hands.press("Export")
    hands.wait(target.exists)
    hands.wait(lambda: not hands.named_or_none("Progress of the export"))
    hands.press("Close")
    with PDFIUM, pypdfium2.PdfDocument(target) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def pump_row(per_kg: Fraction, weight: int, cap: str) -> re.Pattern[str]:
    """Describe the line of a dose table: the weight, the steps, and the dose worked out here with its cap."""
    dose = min(Quantity(per_kg * weight, Unit.MILLIGRAM), Quantity.parse(cap))
    in_mg = dose.printed().split()[0]
    return re.compile(rf"(?<![\d.]){weight} (?:[\d.,]+ ){{4,8}}{re.escape(in_mg)} ")


def opens_again(hands: Hands, path: Path, monkeypatch: pytest.MonkeyPatch) -> TrialProtocol:
    """Start another protocol, then open the file with the dialog of the File menu."""
    hands.from_menu("File", "New blank protocol")
    monkeypatch.setattr(file_dialogs, "ask_open_path", lambda *_: path)
    hands.from_menu("File", "Open…")
    return trial_of(hands)


def undoes_everything(hands: Hands) -> None:
    hands.go("Statistics")
    undo = hands.window.actions_by_id["undo"]
    while undo.isEnabled():
        hands.press_keys("Ctrl+Z")


def trial_of(hands: Hands) -> TrialProtocol:
    workspace = hands.window.workspace
    assert workspace is not None
    return workspace.trial


STEPS = (
    writes_the_title_page,
    decides_the_design,
    keeps_roles_apart,
    says_who_takes_part,
    plans_the_visits,
    doses_the_study_drug,
    adds_the_comparator_by_one_click,
    plans_three_courses_with_series_of_sessions,
    makes_four_arms_from_two_factors,
    pastes_the_schedule_from_a_spreadsheet,
    asks_the_questions,
    keeps_out_who_must_be,
    plans_the_dosing_day,
    says_what_is_harm_and_what_stops,
    works_out_how_many,
    asks_for_consent_and_oversight,
    works_through_the_problems,
    writes_the_sections_that_stay_open,
)


def test_a_factorial_study_is_composed_from_nothing_to_the_pdf(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blank_trial: TrialProtocol
) -> None:
    hands.from_menu("File", "New blank protocol")
    assert trial_of(hands) == blank_trial
    for step in STEPS:
        step(hands)

    text = exports_for_the_board(hands, tmp_path / "factorial.pdf")
    for arm in ARMS:
        assert arm in text
    for per_kg, cap in ((Fraction(11, 100) + Fraction(6, 10), "71 mg"), (Fraction(1, 40), "2.5 mg")):
        for weight in (LIGHTEST, HEAVIEST):
            assert pump_row(per_kg, weight, cap).search(text)
    assert f"Nobody weighs more than {HEAVIEST} kg" in text

    composed, workspace = trial_of(hands), hands.window.workspace
    assert workspace is not None
    assert workspace.file is not None
    assert opens_again(hands, workspace.file.path, monkeypatch) == composed
    undoes_everything(hands)
    assert trial_of(hands) == blank_trial
