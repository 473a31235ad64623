"""The printed comparison: safety first, words marked, and what was filtered out is said."""

from io import BytesIO

from pypdf import PdfReader

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.fields import set_field
from protocol_designer.export.pdf.extract import extract_bytes
from protocol_designer.report.blocks import Document
from protocol_designer.report.changes import changes_between
from protocol_designer.report.changes_document import changes_document

NAMES = ("Version 1.0", "The protocol now")


def _changed(trial: TrialProtocol) -> TrialProtocol:
    lighter = set_field("population.weight_max", "90 kg", "Weight")(trial)
    return set_field("identity.indication", "Severe alcohol use disorder", "Indication")(lighter)


def _printed(document: Document) -> str:
    pages = PdfReader(BytesIO(extract_bytes(document))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_every_change_is_printed_safety_first(sample_trial: TrialProtocol) -> None:
    after = _changed(sample_trial)
    changes = changes_between(sample_trial, after)
    text = _printed(changes_document(changes, after, NAMES, len(changes)))
    assert "Changes from Version 1.0 to The protocol now" in text
    assert "Changes listed: 2 of 2. Touching the safety of participants: 1." in text
    assert "Population › highest weight 5.1 100 kg 90 kg" in text
    assert text.index("highest weight") < text.index("Title page › indication")
    assert "Severe alcohol use disorder" in text


def test_a_filtered_list_says_so(sample_trial: TrialProtocol) -> None:
    after = _changed(sample_trial)
    changes = changes_between(sample_trial, after)
    safety = [change for change in changes if change.touches_safety]
    text = _printed(changes_document(safety, after, NAMES, len(changes)))
    assert "Changes listed: 1 of 2 (the others were filtered out)." in text
    assert "Severe alcohol use disorder" not in text


def test_two_that_do_not_differ(sample_trial: TrialProtocol) -> None:
    assert "The two do not differ." in _printed(changes_document((), sample_trial, NAMES, 0))
