"""Makes a protocol far larger than any real one: several copies of the complete sample, side by side."""

import re
from collections.abc import Callable
from typing import Any

from protocol_designer.domain.trial import TrialProtocol

ARMS, VISITS, ACTIVITIES, REGIMENS = 12, 60, 200, 40

Content = dict[str, Any]


def stress_protocol(sample: TrialProtocol) -> TrialProtocol:
    """Return a valid protocol of 12 arms, 60 visits, 200 activities and 40 regimens.

    Each copy of the sample's arms refers to its own visits, activities, regimens and courses, so that no
    judgement is a repetition; what is left over shares those of the copy before.
    """
    content = sample.model_dump(mode="json")
    schedule = content["schedule"]
    of_arms = _renaming(content["arms"], content["courses"])
    of_regimens = _renaming(content["regimens"])
    of_visits = _renaming(schedule["visits"], schedule["activities"])
    copies = ARMS // len(content["arms"])
    groups = VISITS // len(schedule["visits"])

    def rename(number: int) -> Callable[[str], str]:
        group = min(number, groups - 1)
        return lambda text: of_visits(of_regimens(of_arms(text, number), number), group)

    for key in ("arms", "regimens", "courses", "justifications"):
        content[key] = _multiplied(content[key], copies, rename)
    for key in ("visits", "activities", "cells"):
        schedule[key] = _multiplied(schedule[key], groups, rename)
    schedule["activities"] = schedule["activities"][:ACTIVITIES]
    content["regimens"] = content["regimens"][:REGIMENS]
    kept = {part["id"] for part in (*schedule["activities"], *content["regimens"])}
    schedule["cells"] = [cell for cell in schedule["cells"] if cell["activity"] in kept]
    for arm in content["arms"]:
        arm["regimens"] = [regimen_id for regimen_id in arm["regimens"] if regimen_id in kept]
    content["design"]["allocation"]["ratio"] = [1] * len(content["arms"])
    return TrialProtocol.model_validate(content)


def _renaming(*parts: list[Content]) -> Callable[[str, int], str]:
    own = "|".join(re.escape(part["id"]) for group in parts for part in group)
    pattern = re.compile(rf"(?<![\w-])({own})(?![\w-])")
    return lambda text, number: pattern.sub(rf"\1-copy{number}", text) if number else text


def _multiplied(
    parts: list[Content], copies: int, rename: Callable[[int], Callable[[str], str]]
) -> list[Content]:
    return [_renamed(part, rename(number)) for number in range(copies) for part in parts]


def _renamed(value: Any, rename: Callable[[str], str]) -> Any:
    """Rewrite every text that is an identity or a place; prose holds no identities."""
    if isinstance(value, dict):
        return {key: _renamed(item, rename) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, rename) for item in value]
    return rename(value) if isinstance(value, str) and " " not in value else value
