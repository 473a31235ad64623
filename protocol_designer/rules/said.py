"""Whether a text that a rule asks for says anything, and whether it names what it must name."""

import re

_NOTHING = frozenset((
    "", "no", "none", "nil", "na", "n a", "not applicable", "not yet", "not decided", "unknown", "pending",
    "tbd", "tbc", "tba", "to be decided", "to be determined", "to be confirmed", "to be added", "todo",
    "to do", "to follow",
))  # fmt: skip
"""What stands in a field in place of an answer, without its punctuation."""

_WAIVED = re.compile(
    r"\b(?:no|not|without)\b[^.;]{0,40}\b(?:needed|required|necessary|sought|planned|applicable)\b",
    re.IGNORECASE,
)


def is_said(text: str | None) -> bool:
    """Tell whether a field holds an answer: more than blanks, signs and words that stand for nothing."""
    return text is not None and " ".join(re.findall(r"\w+", text.lower())) not in _NOTHING


def is_waived(text: str | None) -> bool:
    """Tell whether a text says that something is not needed, instead of how it is done."""
    return text is not None and _WAIVED.search(text) is not None


def names(text: str | None, *words: str) -> bool:
    """Tell whether a text holds one of some words or phrases, as whole words in any case."""
    found = text or ""
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", found, re.IGNORECASE) for word in words)
