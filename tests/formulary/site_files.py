"""Site formularies as a site would write them, and a way to spoil them."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

from protocol_designer.formulary.loading import load_formulary
from protocol_designer.formulary.merging import load_site_formulary
from protocol_designer.formulary.records import Formulary

TODAY = date(2026, 11, 21)
SIGNED = {"name": "Dr A. Example", "role": "consultant anaesthetist", "signed_on": "2026-10-02"}

SITE: dict[str, Any] = {
    "format": "protocol-designer site formulary 1",
    "name": "St Example formulary",
    "version": "2026.1",
    "owner": "St Example Hospital, pharmacy",
    "issued_on": "2026-10-01",
    "sign_off": SIGNED,
    "changes": [
        {
            "limit": "ketamine.iv.session_total.soft",
            "shipped": "1 mg/kg",
            "value": "0.6 mg/kg",
            "reason": "Nothing above this was given here.",
        }
    ],
}

STRICTER = SITE["changes"][0]
LOOSER_THAN_LABEL = {
    "limit": "ketamine.iv.rate.fastest",
    "shipped": "0.5 mg/kg/min",
    "value": "0.6 mg/kg/min",
    "reason": "Given under the eyes of an anaesthetist.",
    "accepted_by": SIGNED,
}


def site(**own: Any) -> dict[str, Any]:
    """The site formulary with other top-level fields."""
    return {**copy.deepcopy(SITE), **own}


def written(folder: Path, record: object, name: str = "site.json") -> Path:
    """Write a record, or a text as it stands, and return the file."""
    path = folder / name
    path.write_text(record if isinstance(record, str) else json.dumps(record), encoding="utf-8")
    return path


def in_force(folder: Path, record: object) -> Formulary:
    """Put what a file says over the shipped formulary."""
    return load_site_formulary(written(folder, record), load_formulary(), TODAY)
