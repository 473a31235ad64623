"""The example in the documentation is a site formulary that the program takes as it stands."""

import json
import re
from pathlib import Path

from protocol_designer.formulary.records import Effect
from protocol_designer.rules.engine import check_declarations
from tests.formulary.site_files import in_force

PAGE = Path(__file__).resolve().parents[2] / "docs" / "site-formulary.md"


def test_the_documented_example_is_taken(tmp_path: Path) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found = in_force(tmp_path, example)
    effects = {change.shipped.key: change.effect for change in found.changes}
    assert effects == {
        "ketamine.iv.session_total.soft": Effect.STRICTER,
        "ondansetron.iv.single": Effect.STRICTER,
        "ketamine.iv.sustained_rate.soft": Effect.LOOSER,
        "labetalol.iv.first_dose": Effect.LOOSER_THAN_LABEL,
    }
    assert found.limit("ondansetron.iv.single").sources == ("site-formulary", "st-example-antiemetics")
    check_declarations(found)


def test_every_field_of_the_example_is_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    table = text.partition("```\n\n| Field")[2]
    for field in json.loads(example):
        assert f"`{field}`" in table, field
