"""Writes resources/rule_examples.json: for each rule, a case of its tests on which it fires.

Run it with ``make docs`` after a rule or its cases changed; a test fails while a rule has no example.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "resources" / "rule_examples.json"


def examples() -> Iterable[dict[str, Any]]:
    """Take for each rule the first case that shows its gravest severity."""
    sys.path.insert(0, str(ROOT))
    from protocol_designer.rules.catalogue import RULES
    from tests.rules.build import Kind
    from tests.rules.test_cases import CASES

    for rule in RULES:
        firing = [case for case in CASES if case.rule == rule.id and case.kind is Kind.FIRES]
        shown = next((case for case in firing if case.severity is rule.severity), None)
        if shown is None:
            print(f"{rule.id} has no case that fires with its own severity.", file=sys.stderr)
            continue
        protocol = shown.trial.model_dump(mode="json", exclude_defaults=True)
        yield {"rule": rule.id, "case": shown.name, "protocol": protocol}


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in examples())
    EXAMPLES.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{EXAMPLES.name}: {lines.count(chr(10)) + 1} examples")
