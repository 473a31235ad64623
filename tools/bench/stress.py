"""Makes a protocol far larger than any real one: the complete sample, many times over."""

import re
from collections.abc import Callable
from typing import Any

from protocol_designer.domain.trial import TrialProtocol

COPIES = 10

Content = dict[str, Any]


def stress_protocol(sample: TrialProtocol, copies: int = COPIES) -> TrialProtocol:
    """Return a valid protocol with ``copies`` times the arms, regimens, courses and visits of the sample.

    Each copy refers to its own visits, regimens and courses, so that no judgement is a repetition; epochs and
    activities are shared, as they would be.
    """
    content = sample.model_dump(mode="json")
    own = [
        *(part["id"] for key in ("arms", "regimens", "courses") for part in content[key]),
        *(visit["id"] for visit in content["schedule"]["visits"]),
    ]
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, own))})(?![\w-])")
    for key in ("arms", "regimens", "courses", "justifications"):
        content[key] = _multiplied(content[key], copies, pattern)
    for key in ("visits", "cells"):
        content["schedule"][key] = _multiplied(content["schedule"][key], copies, pattern)
    content["design"]["allocation"]["ratio"] = [1] * len(content["arms"])
    return TrialProtocol.model_validate(content)


def _multiplied(parts: list[Content], copies: int, own: re.Pattern[str]) -> list[Content]:
    return [
        _renamed(part, lambda text, number=number: own.sub(rf"\1-copy{number}", text)) if number else part
        for number in range(copies)
        for part in parts
    ]


def _renamed(value: Any, rename: Callable[[str], str]) -> Any:
    """Rewrite every text that is an identity or a place; prose holds no identities."""
    if isinstance(value, dict):
        return {key: _renamed(item, rename) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, rename) for item in value]
    return rename(value) if isinstance(value, str) and " " not in value else value
