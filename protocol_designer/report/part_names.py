"""What a part of a protocol calls itself in lists and tables."""

_LONGEST_NAME = 60


def part_name(part: object) -> str | None:
    """Return what a part calls itself, shortened to one line; None when it has no name."""
    for field in ("name", "full_title", "text", "question", "title"):
        text = getattr(part, field, None)
        if isinstance(text, str) and text:
            line = text.splitlines()[0]
            return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"
    return None
