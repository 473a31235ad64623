"""The words that people read for the codes of the closed vocabularies."""

from enum import StrEnum

from protocol_designer.domain import (
    amendment,
    codes,
    design,
    identity,
    interventions,
    schedule,
    therapy,
    timing,
)

_ACRONYMS = {
    "iv": "IV", "im": "IM", "sc": "SC", "bp": "BP", "ecg": "ECG", "spo2": "SpO2", "qtc": "QTc", "alt": "ALT",
    "ast": "AST", "cadss": "CADSS", "padss": "PADSS", "ciwa": "CIWA", "cows": "COWS", "cssrs": "C-SSRS",
    "bprs": "BPRS", "urica": "URICA", "acls": "ACLS", "maoi": "MAOI", "cyp": "CYP", "cyp3a4": "CYP3A4",
    "copd": "COPD", "luts": "LUTS", "pcp": "PCP", "mi": "MI", "us": "US", "uk": "UK", "eu": "EU",
}  # fmt: skip

_EXCEPTIONS: tuple[tuple[StrEnum, str], ...] = (
    (codes.Measure.SYSTOLIC_BP, "systolic blood pressure"),
    (codes.Measure.DIASTOLIC_BP, "diastolic blood pressure"),
    (codes.Measure.CIWA_AR, "CIWA-Ar"),
    (codes.ConditionCode.PSYCHOSIS_IN_FIRST_DEGREE_RELATIVE, "psychosis in a first-degree relative"),
    (codes.ConditionCode.SUBSTANCE_INDUCED_PSYCHOSIS, "substance-induced psychosis"),
    (codes.ConditionCode.RECENT_MI_STROKE_HEAD_TRAUMA, "recent myocardial infarction, stroke or head trauma"),
    (codes.ConditionCode.CYSTITIS_OR_LUTS, "cystitis or lower urinary tract symptoms"),
    (codes.ConditionCode.NARROW_ANGLE_GLAUCOMA, "narrow-angle glaucoma"),
    (codes.ConditionCode.WITHDRAWAL_SEIZURE_HISTORY, "history of withdrawal seizures"),
    (codes.ConditionCode.BIPOLAR_HISTORY, "history of bipolar disorder"),
    (codes.ConditionCode.RECREATIONAL_KETAMINE_HISTORY, "history of recreational ketamine use"),
    (codes.ConditionCode.LACKS_CAPACITY, "lack of capacity to consent"),
    (codes.DrugClass.MAOI, "MAO inhibitor"),
    (codes.DrugClass.THEOPHYLLINE_AMINOPHYLLINE, "theophylline or aminophylline"),
    (codes.DrugClass.VASOPRESSIN_ERGOT, "vasopressin or ergot derivative"),
    (codes.Instrument.CSSRS, "C-SSRS (suicide severity)"),
    (codes.Instrument.CADSS, "CADSS (dissociation)"),
    (codes.Instrument.BPRS, "BPRS (psychosis)"),
    (codes.Instrument.CIWA_AR, "CIWA-Ar (alcohol withdrawal)"),
    (codes.Instrument.COWS, "COWS (opioid withdrawal)"),
    (codes.Instrument.URICA, "URICA (readiness to change)"),
    (codes.Instrument.ECG_12_LEAD, "12-lead ECG"),
    (codes.Instrument.TIMELINE_FOLLOW_BACK, "timeline follow-back"),
    (codes.Instrument.GUESS_PARTICIPANT, "allocation guess, participant"),
    (codes.Instrument.GUESS_RATER, "allocation guess, rater"),
    (codes.RescueScenario.HYPERSALIVATION_LARYNGOSPASM, "hypersalivation or laryngospasm"),
    (codes.RescueScenario.AGITATION_PSYCHOSIS, "agitation or psychosis"),
    (codes.KitItem.BAG_MASK, "bag and mask"),
    (codes.DischargeCriterion.BP_NEAR_BASELINE, "blood pressure near baseline"),
    (codes.ConsentTopic.MISUSE_DEPENDENCE, "misuse and dependence"),
    (codes.ConsentTopic.BLADDER_LIVER, "bladder and liver harm"),
    (codes.ConsentTopic.DISSOCIATION_PSYCHOSIS_SUICIDALITY, "dissociation, psychosis and suicidality"),
    (codes.ConsentTopic.OFF_LABEL, "off-label use"),
    (amendment.AmendmentReason.REGULATORY_REQUEST, "request of a regulatory agency"),
    (amendment.AmendmentReason.ETHICS_FEEDBACK, "feedback of the ethics committee"),
    (amendment.AmendmentReason.PRODUCT_ADDITION, "addition of an investigational product"),
    (amendment.AmendmentReason.NEW_DATA, "new data other than safety data"),
    (amendment.AmendmentReason.SITE_FEEDBACK, "feedback of investigators or sites"),
    (amendment.AmendmentReason.ERROR_IN_PROTOCOL, "inconsistency or error in the protocol"),
    (amendment.AmendmentReason.DESIGN_ERROR, "error in the design"),
    (design.AllocationMethod.BEFORE_AFTER, "before and after"),
    (design.AllocationMethod.PARTICIPANT_CHOICE, "participant's choice"),
    (design.Framework.NON_INFERIORITY, "non-inferiority"),
    (identity.TrialPhase.PHASE_1_2, "phase 1/2"),
    (identity.TrialPhase.PHASE_2_3, "phase 2/3"),
    (identity.Jurisdiction.CANADA, "Canada"),
    (identity.Jurisdiction.AUSTRALIA, "Australia"),
    (interventions.Route.DEPOT_IM, "IM depot"),
    (interventions.Route.DEPOT_SC, "SC depot"),
    (interventions.Enantiomer.S, "S-enantiomer"),
    (interventions.Enantiomer.R, "R-enantiomer"),
    (interventions.StepKind.TARGET_CONTROLLED, "target-controlled"),
    (interventions.DoseBasis.RATE_FIXED, "fixed rate"),
    (interventions.DoseBasis.VOLUME_MATCHED, "volume-matched"),
    (schedule.EpochKind.RUN_IN, "run-in"),
    (schedule.EpochKind.WASHOUT, "wash-out"),
    (schedule.EpochKind.FOLLOW_UP, "follow-up"),
    (schedule.ContactMode.HOME, "at home"),
    (therapy.TherapyApproach.MINDFULNESS_BASED_RELAPSE_PREVENTION, "mindfulness-based relapse prevention"),
    (therapy.TherapyApproach.KETAMINE_ASSISTED, "ketamine-assisted"),
    (therapy.SessionKind.IN_SESSION, "during dosing"),
    (timing.AnchorKind.DOSE_START, "start of dose"),
    (timing.AnchorKind.DOSE_END, "end of dose"),
    (timing.AnchorKind.PERIOD_START, "start of period"),
)

# Codes of different vocabularies may be equal as text, so the vocabulary is part of the key.
_EXACT = {(type(code), code.value): text for code, text in _EXCEPTIONS}


def word(code: StrEnum) -> str:
    """Return the word for a code as it stands inside a sentence: "target-controlled", "IV", "phase 2/3"."""
    if (exact := _EXACT.get((type(code), code.value))) is not None:
        return exact
    return " ".join(_ACRONYMS.get(piece, piece) for piece in code.value.split("_"))


def title_word(code: StrEnum) -> str:
    """Return the word for a code as it stands alone or first, with a capital: "Target-controlled"."""
    text = word(code)
    return text[:1].upper() + text[1:]
