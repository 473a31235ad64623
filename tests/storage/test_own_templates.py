"""Own templates: kept, read strictly, renamed, deleted; what cannot be used is listed with its fault."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from protocol_designer.domain.trial import TrialProtocol
from protocol_designer.precedents.own_template import start_from_own
from protocol_designer.storage.own_templates import (
    delete_own_template,
    find_own_template,
    keep_own_template,
    list_own_templates,
    own_templates_folder,
    rename_own_template,
    restore_own_template,
)
from protocol_designer.storage.problems import StorageProblem

TODAY = date(2026, 11, 21)
From = Callable[[str], TrialProtocol]


def test_a_kept_protocol_can_be_started_from_without_what_belongs_to_its_trial(
    sample_trial: TrialProtocol,
) -> None:
    assert sample_trial.identity.people
    assert sample_trial.justifications or sample_trial.identity.protocol_number
    kept = keep_own_template(sample_trial, "  Our   design ", "Two steps", TODAY)
    assert kept.template is not None
    assert (kept.template.id, kept.name) == ("our-design", "Our design")
    assert [file.template for file in list_own_templates()] == [kept.template]
    trial = start_from_own(find_own_template("our-design"))
    assert trial.regimens == sample_trial.regimens
    assert trial.schedule == sample_trial.schedule
    assert trial.justifications == ()
    assert trial.identity.people == ()
    assert trial.identity.protocol_number is None
    assert trial.identity.indication == sample_trial.identity.indication


def test_names_are_told_apart_and_files_too(blank_trial: TrialProtocol) -> None:
    keep_own_template(blank_trial, "Erste Studie", "", TODAY)
    keep_own_template(blank_trial, "Érste-Studie", "", TODAY)
    assert sorted(path.stem for path in own_templates_folder().iterdir()) == [
        "erste-studie",
        "erste-studie-2",
    ]
    with pytest.raises(StorageProblem, match="already"):
        keep_own_template(blank_trial, "erste studie", "", TODAY)
    with pytest.raises(StorageProblem, match="needs a name"):
        keep_own_template(blank_trial, "  ", "", TODAY)
    number = keep_own_template(blank_trial, "2 × 2", "", TODAY)
    assert number.template is not None
    assert number.template.id.startswith("template-2")


def test_a_template_is_renamed_deleted_and_brought_back(blank_trial: TrialProtocol) -> None:
    kept = keep_own_template(blank_trial, "First", "", TODAY)
    renamed = rename_own_template(kept, "Second")
    assert [file.name for file in list_own_templates()] == ["Second"]
    gone = delete_own_template(renamed)
    assert list_own_templates() == ()
    restore_own_template(gone)
    assert list_own_templates() == (renamed,)


def _document(trial: TrialProtocol) -> dict[str, object]:
    path = keep_own_template(trial, "Good", "", TODAY).path
    document: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    return document


def _spoilt(trial: TrialProtocol, **changes: object) -> str:
    return json.dumps({**_document(trial), "id": "bad", **changes})


FAULTS: dict[str, tuple[Callable[[TrialProtocol], str | bytes], str]] = {
    "no JSON": (lambda _: "{", "not JSON"),
    "empty": (lambda _: "", "not JSON"),
    "no object": (lambda _: "[]", "object in braces"),
    "no text": (lambda _: b"\xff\xfe\x00", "UTF-8"),
    "field missing": (lambda trial: _spoilt(trial, name=None), "name"),
    "unknown field": (lambda trial: _spoilt(trial, colour="red"), "colour: this field is not known"),
    "newer form": (lambda trial: _spoilt(trial, template_format=2), "template_format"),
    "other identity": (lambda trial: _spoilt(trial, id="other"), "id: it says other"),
    "bad dose": (
        lambda trial: _spoilt(
            trial, protocol={"regimens": [{"id": "reg-1", "name": "K", "steps": [{"amount": "0,5 mg"}]}]}
        ),
        r"protocol\.regimens\[reg-1\]\.steps\[0\]",
    ),
    "a prior study": (
        lambda _: Path("templates/das_2019.json").read_text(encoding="utf-8"),
        "is no template",
    ),
    "nested too deeply": (lambda _: "[" * 100_000, "nested"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_used_is_listed_with_its_fault_and_left_alone(
    fault: str, blank_trial: TrialProtocol
) -> None:
    make, said = FAULTS[fault]
    content = make(blank_trial)
    own_templates_folder().mkdir(parents=True, exist_ok=True)
    path = own_templates_folder() / "bad.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = path.read_bytes()
    good = keep_own_template(blank_trial, "Good", "", TODAY)
    listed = list_own_templates()
    assert [file.template for file in listed] == [good.template, None]
    with pytest.raises(StorageProblem, match=said):
        find_own_template("bad")
    assert listed[1].problem.startswith("bad.json")
    assert "\n" not in listed[1].problem
    assert path.read_bytes() == before
    with pytest.raises(StorageProblem):
        rename_own_template(listed[1], "New name")


def test_what_is_no_file_is_listed_as_unusable_and_never_waited_for() -> None:
    (own_templates_folder() / "folder.json").mkdir(parents=True)
    (own_templates_folder() / "gone.json").symlink_to(own_templates_folder() / "nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(own_templates_folder() / "pipe.json")
    for file in list_own_templates():
        assert file.template is None
        assert "no file" in file.problem or "does not exist" in file.problem
