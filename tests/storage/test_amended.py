"""The version that an amendment changes comes from the file that froze it."""

from pathlib import Path

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.edits.amendments import begin_amendment
from protocol_designer.storage.amended import amended_version, read_with_amended
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
    trial, earlier = read_with_amended(path)
    assert (trial, earlier) == (after, sample_trial)


@pytest.mark.parametrize("name", ["trial.ketprotocol", "trial.json"])
def test_a_version_that_is_not_there_is_none(sample_trial: TrialProtocol, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    amended = begin_amendment("2.0")(sample_trial)
    write_new(path, amended)
    assert read_with_amended(path) == (amended, None)
    assert to_json(amended) != to_json(sample_trial)
