"""The printed review names the formulary in force and lists what a site changed."""

from pathlib import Path

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.formulary.merging import without_site
from protocol_designer.formulary.records import Formulary
from protocol_designer.report.blocks import texts_of
from protocol_designer.report.document import compose
from protocol_designer.rules.engine import review
from tests.formulary.site_files import LOOSER_THAN_LABEL, STRICTER, in_force, site
from tests.formulary.test_site import OWN_DRUG, OWN_LIMIT, OWN_PRODUCT


def printed(trial: TrialProtocol, formulary: Formulary) -> str:
    document = compose(trial, review(trial, formulary), formulary)
    return "\n".join(text for block in document.blocks for text, _ in texts_of(block))


def test_the_shipped_formulary_is_named_and_nothing_is_said_of_changes(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    said = printed(sample_trial, formulary)
    assert formulary.name in said
    assert "Not signed off by a site" in said
    assert "Limits changed by the site" not in said


def test_every_change_is_listed_with_the_shipped_value_the_reason_and_the_signature(
    sample_trial: TrialProtocol, tmp_path: Path
) -> None:
    said = printed(sample_trial, in_force(tmp_path, site(changes=[STRICTER, LOOSER_THAN_LABEL])))
    for part in (
        "St Example formulary",
        "St Example Hospital, pharmacy",
        "Dr A. Example, consultant anaesthetist, 2 October 2026",
        "Limits changed by the site",
        "1 limit is looser than the label",
        "looser than label",
        "0.5 mg/kg/min; label",
        "0.6 mg/kg/min",
        str(STRICTER["reason"]),
    ):
        assert part in said, part


def test_what_the_site_added_is_printed_with_what_does_not_judge_it(
    sample_trial: TrialProtocol, tmp_path: Path
) -> None:
    record = site(changes=[], drugs=[OWN_DRUG], limits=[OWN_LIMIT], products=[OWN_PRODUCT])
    said = printed(sample_trial, in_force(tmp_path, record))
    assert "Every shipped limit is in force as it was shipped." in said
    assert "Dexmedetomidine; no rule judges its dose; Ketamine 25 mg/mL, prefilled syringe" in said
    assert "1 mcg/kg; it informs only" in said


NOTICE = "The site formulary x.json cannot be used: it cannot be read."


def test_a_formulary_that_is_not_in_force_is_printed(
    sample_trial: TrialProtocol, formulary: Formulary
) -> None:
    said = printed(sample_trial, without_site(formulary, NOTICE))
    assert "Not in force. " in said
    assert NOTICE in said
