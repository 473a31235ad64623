"""The families of the catalogue in words, in the order in which they are listed."""

FAMILIES = {
    "KET": "Ketamine and esketamine dose",
    "RATE": "Infusion and injection rate",
    "COAD": "Co-administration",
    "COMP": "Comparator and blinding",
    "MON": "Monitoring, staff, setting, discharge",
    "ELIG": "Eligibility",
    "PSY": "Psychotherapy schedule",
    "FU": "Follow-up",
    "WD": "Intoxication, withdrawal, rescue",
    "ETH": "Ethics, oversight, regulation",
    "STAT": "Endpoints and statistics",
    "SCHED": "Schedule consistency",
    "PHARM": "Pharmacy and controlled drugs",
    "PROSE": "Prose against structure",
}


def family_name(code: str) -> str:
    """Name a family for people; one without words of its own keeps its code."""
    return FAMILIES.get(code, code)
