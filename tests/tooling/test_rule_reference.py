"""The rule reference in docs/ says what the registry and the formulary say today."""

import runpy
from pathlib import Path

from protocol_designer.formulary.records import Formulary
from protocol_designer.rules.catalogue import RULES

ROOT = Path(__file__).resolve().parents[2]


def test_the_rule_reference_is_up_to_date(formulary: Formulary) -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "rule_reference.py"))
    written = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == tool["reference"](formulary), "run `make docs`"


def test_every_rule_has_its_section_and_every_source_its_line(formulary: Formulary) -> None:
    written = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"### {rule.id}: {rule.title}" in written
    for rule in RULES:
        for key in (*rule.sources, *(key for name in rule.limits for key in formulary.limit(name).sources)):
            assert f'<a id="{key.lower()}"></a>' in written
