"""The closed vocabularies that rules read: conditions, measures, drug classes, kit and so on."""

from enum import StrEnum


class Relation(StrEnum):
    """How a measured value compares with a bound."""

    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"


class Measure(StrEnum):
    """A quantity that criteria and thresholds speak of."""

    SYSTOLIC_BP = "systolic_bp"
    DIASTOLIC_BP = "diastolic_bp"
    HEART_RATE = "heart_rate"
    SPO2 = "spo2"
    RESPIRATORY_RATE = "respiratory_rate"
    BREATH_ALCOHOL = "breath_alcohol"
    CIWA_AR = "ciwa_ar"
    COWS = "cows"
    ALT = "alt"
    AST = "ast"
    BILIRUBIN = "bilirubin"
    ALKALINE_PHOSPHATASE = "alkaline_phosphatase"
    SEDATION_SCORE = "sedation_score"
    CADSS = "cadss"
    PADSS = "padss"
    QTC = "qtc"
    OTHER = "other"


class ConditionCode(StrEnum):
    """A condition that a criterion addresses."""

    SCHIZOPHRENIA_SPECTRUM = "schizophrenia_spectrum"
    CURRENT_PSYCHOSIS = "current_psychosis"
    PSYCHOSIS_IN_FIRST_DEGREE_RELATIVE = "psychosis_in_first_degree_relative"
    SUBSTANCE_INDUCED_PSYCHOSIS = "substance_induced_psychosis"
    CURRENT_MANIA = "current_mania"
    BIPOLAR_HISTORY = "bipolar_history"
    DISSOCIATIVE_DISORDER = "dissociative_disorder"
    UNCONTROLLED_HYPERTENSION = "uncontrolled_hypertension"
    ANEURYSMAL_DISEASE = "aneurysmal_disease"
    ARTERIOVENOUS_MALFORMATION = "arteriovenous_malformation"
    INTRACRANIAL_BLEED = "intracranial_bleed"
    RECENT_MI_STROKE_HEAD_TRAUMA = "recent_mi_stroke_head_trauma"
    UNSTABLE_CORONARY_DISEASE = "unstable_coronary_disease"
    DECOMPENSATED_HEART_FAILURE = "decompensated_heart_failure"
    SIGNIFICANT_ARRHYTHMIA = "significant_arrhythmia"
    TACHYARRHYTHMIA = "tachyarrhythmia"
    PREGNANCY = "pregnancy"
    LACTATION = "lactation"
    SEVERE_HEPATIC_IMPAIRMENT = "severe_hepatic_impairment"
    LIVER_TESTS_RAISED = "liver_tests_raised"
    KETAMINE_OR_PCP_USE_DISORDER = "ketamine_or_pcp_use_disorder"
    RECREATIONAL_KETAMINE_HISTORY = "recreational_ketamine_history"
    CYSTITIS_OR_LUTS = "cystitis_or_luts"
    KETAMINE_ALLERGY = "ketamine_allergy"
    BENZODIAZEPINE_ALLERGY = "benzodiazepine_allergy"
    PROPYLENE_GLYCOL_ALLERGY = "propylene_glycol_allergy"
    SLEEP_APNOEA = "sleep_apnoea"
    SEVERE_RESPIRATORY_INSUFFICIENCY = "severe_respiratory_insufficiency"
    NARROW_ANGLE_GLAUCOMA = "narrow_angle_glaucoma"
    MYASTHENIA_GRAVIS = "myasthenia_gravis"
    SEDATIVE_USE_DISORDER = "sedative_use_disorder"
    BENZODIAZEPINE_DEPENDENCE = "benzodiazepine_dependence"
    URINARY_RETENTION = "urinary_retention"
    GASTROINTESTINAL_OBSTRUCTION = "gastrointestinal_obstruction"
    ASTHMA = "asthma"
    SEVERE_COPD = "severe_copd"
    SEIZURE_DISORDER = "seizure_disorder"
    WITHDRAWAL_SEIZURE_HISTORY = "withdrawal_seizure_history"
    RAISED_INTRACRANIAL_PRESSURE = "raised_intracranial_pressure"
    RAISED_INTRAOCULAR_PRESSURE = "raised_intraocular_pressure"
    THYROTOXICOSIS = "thyrotoxicosis"
    PORPHYRIA = "porphyria"
    NEUROCOGNITIVE_DISORDER = "neurocognitive_disorder"
    SUICIDAL_INTENT_OR_PLAN = "suicidal_intent_or_plan"
    RECENT_SUICIDE_ATTEMPT = "recent_suicide_attempt"
    ACUTE_INTOXICATION = "acute_intoxication"
    CURRENT_WITHDRAWAL = "current_withdrawal"
    LACKS_CAPACITY = "lacks_capacity"
    SUBSTANCE_USE_DISORDER = "substance_use_disorder"
    OPIOID_DEPENDENCE = "opioid_dependence"


class DrugClass(StrEnum):
    """A class of medicines that participants may or may not take beside the study drug."""

    BENZODIAZEPINE = "benzodiazepine"
    OTHER_SEDATIVE = "other_sedative"
    OPIOID_AGONIST = "opioid_agonist"
    OPIOID_AGONIST_TREATMENT = "opioid_agonist_treatment"
    OPIOID_ANTAGONIST = "opioid_antagonist"
    MAOI = "maoi"
    THEOPHYLLINE_AMINOPHYLLINE = "theophylline_aminophylline"
    PSYCHOSTIMULANT = "psychostimulant"
    SYMPATHOMIMETIC = "sympathomimetic"
    VASOPRESSIN_ERGOT = "vasopressin_ergot"
    LEVOTHYROXINE = "levothyroxine"
    STRONG_CYP_INHIBITOR = "strong_cyp_inhibitor"
    STRONG_CYP_INDUCER = "strong_cyp_inducer"
    CYP3A4_INHIBITOR = "cyp3a4_inhibitor"
    MEMANTINE = "memantine"
    LAMOTRIGINE = "lamotrigine"
    ACAMPROSATE = "acamprosate"
    RILUZOLE = "riluzole"
    LITHIUM = "lithium"
    ANTIHYPERTENSIVE = "antihypertensive"
    ANTIDEPRESSANT = "antidepressant"
    BARBITURATE = "barbiturate"


class ConcomitantPolicy(StrEnum):
    """What the protocol says of a class of medicines."""

    EXCLUDED = "excluded"
    HELD_BEFORE_DOSING = "held_before_dosing"
    STRATIFIED = "stratified"
    ALLOWED = "allowed"


class Setting(StrEnum):
    """Where dosing takes place."""

    OUTPATIENT_CLINIC = "outpatient_clinic"
    RESEARCH_UNIT = "research_unit"
    INPATIENT_WARD = "inpatient_ward"
    EMERGENCY_DEPARTMENT = "emergency_department"
    INTENSIVE_CARE = "intensive_care"
    GENERAL_ANAESTHESIA = "general_anaesthesia"
    LABORATORY = "laboratory"
    HOME = "home"
    TELEHEALTH = "telehealth"


class Parameter(StrEnum):
    """What is watched on a dosing day."""

    SPO2 = "spo2"
    BLOOD_PRESSURE = "blood_pressure"
    HEART_RATE = "heart_rate"
    ECG = "ecg"
    CAPNOGRAPHY = "capnography"
    RESPIRATORY_RATE = "respiratory_rate"
    SEDATION = "sedation"
    DISSOCIATION = "dissociation"
    PSYCHOSIS = "psychosis"
    TEMPERATURE = "temperature"


class StaffRole(StrEnum):
    """What a member of the dosing team does."""

    ANAESTHETIST = "anaesthetist"
    PHYSICIAN = "physician"
    NURSE = "nurse"
    SECOND_OBSERVER = "second_observer"
    THERAPIST = "therapist"
    UNBLINDED_PHARMACIST = "unblinded_pharmacist"


class Qualification(StrEnum):
    """A qualification that a rule asks for."""

    ACLS = "acls"
    AIRWAY = "airway"
    INTENSIVE_MONITORING = "intensive_monitoring"
    LICENSED_THERAPIST = "licensed_therapist"
    STUDY_TRAINING = "study_training"


class Presence(StrEnum):
    """How near a member of staff is during dosing."""

    IN_ROOM = "in_room"
    IMMEDIATELY_AVAILABLE = "immediately_available"
    ON_SITE = "on_site"
    ON_CALL = "on_call"


class KitItem(StrEnum):
    """Equipment and drugs within reach."""

    OXYGEN = "oxygen"
    SUCTION = "suction"
    BAG_MASK = "bag_mask"
    AIRWAY_ADJUNCTS = "airway_adjuncts"
    DEFIBRILLATOR = "defibrillator"
    ACLS_DRUGS = "acls_drugs"
    FLUMAZENIL = "flumazenil"
    NALOXONE = "naloxone"
    ANTISIALAGOGUE = "antisialagogue"


class RescueScenario(StrEnum):
    """An emergency that needs a written plan."""

    HYPERSALIVATION_LARYNGOSPASM = "hypersalivation_laryngospasm"
    APNOEA = "apnoea"
    HYPERTENSIVE_CRISIS = "hypertensive_crisis"
    AGITATION_PSYCHOSIS = "agitation_psychosis"
    VOMITING = "vomiting"
    SUICIDALITY = "suicidality"
    SEIZURE = "seizure"
    BRADYCARDIA = "bradycardia"
    ALLERGIC_REACTION = "allergic_reaction"


class DischargeCriterion(StrEnum):
    """Something that must be true before a participant leaves."""

    ORIENTED = "oriented"
    STEADY_GAIT = "steady_gait"
    DISSOCIATION_NEAR_BASELINE = "dissociation_near_baseline"
    BP_NEAR_BASELINE = "bp_near_baseline"
    SEDATION_RESOLVED = "sedation_resolved"
    SUICIDE_RISK_CHECKED = "suicide_risk_checked"
    TOLERATES_FLUIDS = "tolerates_fluids"


class ConsentTopic(StrEnum):
    """What the information sheet must explain."""

    MISUSE_DEPENDENCE = "misuse_dependence"
    BLADDER_LIVER = "bladder_liver"
    DISSOCIATION_PSYCHOSIS_SUICIDALITY = "dissociation_psychosis_suicidality"
    DRIVING = "driving"
    PLACEBO_UNBLINDING = "placebo_unblinding"
    OFF_LABEL = "off_label"
    MANDATORY_REPORTING = "mandatory_reporting"


class Instrument(StrEnum):
    """A scale, test or record that a rule or an endpoint speaks of."""

    CONSENT = "consent"
    CAPACITY_CHECK = "capacity_check"
    ELIGIBILITY_REVIEW = "eligibility_review"
    MEDICAL_HISTORY = "medical_history"
    PHYSICAL_EXAMINATION = "physical_examination"
    DEMOGRAPHICS = "demographics"
    WEIGHT = "weight"
    VITAL_SIGNS = "vital_signs"
    ECG_12_LEAD = "ecg_12_lead"
    LIVER_TESTS = "liver_tests"
    PREGNANCY_TEST = "pregnancy_test"
    URINE_TOXICOLOGY = "urine_toxicology"
    BREATH_ALCOHOL = "breath_alcohol"
    INTOXICATION_CHECK = "intoxication_check"
    FASTING_CHECK = "fasting_check"
    CSSRS = "cssrs"
    CADSS = "cadss"
    SEDATION_SCALE = "sedation_scale"
    BPRS = "bprs"
    CIWA_AR = "ciwa_ar"
    COWS = "cows"
    TIMELINE_FOLLOW_BACK = "timeline_follow_back"
    URINE_ETHYL_GLUCURONIDE = "urine_ethyl_glucuronide"
    CRAVING_SCALE = "craving_scale"
    URICA = "urica"
    DEPRESSION_SCALE = "depression_scale"
    ANXIETY_SCALE = "anxiety_scale"
    MYSTICAL_EXPERIENCE_SCALE = "mystical_experience_scale"
    HALLUCINOGEN_RATING_SCALE = "hallucinogen_rating_scale"
    EXPECTANCY = "expectancy"
    GUESS_PARTICIPANT = "guess_participant"
    GUESS_RATER = "guess_rater"
    BLADDER_SYMPTOMS = "bladder_symptoms"
    KETAMINE_MISUSE = "ketamine_misuse"
    BENZODIAZEPINE_MISUSE = "benzodiazepine_misuse"
    ADVERSE_EVENTS = "adverse_events"
    CONCOMITANT_MEDICATION = "concomitant_medication"
    COLLATERAL_REPORT = "collateral_report"
    DRUG_LEVEL = "drug_level"
    FIDELITY_RATING = "fidelity_rating"
    RANDOMISATION = "randomisation"
    DOSING = "dosing"
    THERAPY = "therapy"
    OTHER = "other"
