"""The version that an amendment changes comes from the file that froze it."""

from pathlib import Path

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.amendments import begin_amendment
from protocol_designer.edits.fields import set_field
from protocol_designer.storage.amended import amended_version, read_for_export, reused_number
from protocol_designer.storage.exchange import to_json
from protocol_designer.storage.opening import write_new
from protocol_designer.storage.protocol_file import ProtocolFile


def test_the_frozen_version_is_found(sample_trial: TrialProtocol, tmp_path: Path) -> None:
    path = tmp_path / "trial.ketprotocol"
    begun = begin_amendment("2.0", "Amendment 1")
    with ProtocolFile.create(path, sample_trial) as file:
        file.save_state("First", version="1.0")
        after = begun(sample_trial)
        file.record(begun.label, sample_trial, after)
        assert amended_version(file, after) == sample_trial
        assert amended_version(file, sample_trial) is None
    assert read_for_export(path) == (after, sample_trial, "")


@pytest.mark.parametrize("name", ["trial.ketprotocol", "trial.json"])
def test_a_version_that_is_not_there_is_none(sample_trial: TrialProtocol, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    amended = begin_amendment("2.0")(sample_trial)
    write_new(path, amended)
    assert read_for_export(path) == (amended, None, "")
    assert to_json(amended) != to_json(sample_trial)


def test_a_number_frozen_with_other_content_is_told(sample_trial: TrialProtocol, tmp_path: Path) -> None:
    path = tmp_path / "trial.ketprotocol"
    number = sample_trial.identity.version
    assert number
    changed = set_field("identity.short_title", "Another", "Title")(sample_trial)
    with ProtocolFile.create(path, sample_trial) as file:
        assert reused_number(file, changed) == ""
        file.save_state("Submitted", version=number)
        assert reused_number(file, sample_trial) == ""
        assert f"says version {number}" in reused_number(file, changed)
        file.record("Title", sample_trial, changed)
        assert "changed since that version was frozen" in reused_number(file, changed)
        assert read_for_export(path).reused == reused_number(file, changed)
        file.record("Amend", changed, begin_amendment("9.9")(changed))
        assert read_for_export(path).reused == ""
