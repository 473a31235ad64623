"""The moments of a file in words for people, in local time."""

from datetime import datetime


def day_words(at: str) -> str:
    """Write a moment of the file for people, in local time; what is no moment stays as it is."""
    return _moment_words(at, "%B")


def short_day(at: str) -> str:
    """Write a moment of the file for a column of a list, in local time."""
    return _moment_words(at, "%b")


def _moment_words(at: str, month: str) -> str:
    try:
        moment = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError):
        return at
    return f"{moment.day} {moment:{month} %Y, %H:%M}"
