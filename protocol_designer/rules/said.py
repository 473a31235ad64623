"""Whether a text that a rule asks for says anything, and whether it names what it must name."""

import re


def is_said(text: str | None) -> bool:
    """Tell whether a field holds more than blanks."""
    return text is not None and bool(text.strip())


def names(text: str | None, *words: str) -> bool:
    """Tell whether a text holds one of some words or phrases, as whole words in any case."""
    found = text or ""
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", found, re.IGNORECASE) for word in words)
