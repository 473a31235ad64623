"""Moments of a file in words: local time, and a tampered one shown as it is rather than a crash."""

import pytest

from protocol_designer.workspace.moments import day_words, short_day


def test_a_moment_is_written_with_day_month_and_time() -> None:
    assert "November 2026" in day_words("2026-11-21T12:00:00.000+00:00")
    assert "Nov 2026" in short_day("2026-11-21T12:00:00.000+00:00")


@pytest.mark.parametrize("tampered", ["", "yesterday", "2026-13-45", "9999-99-99T00:00"])
def test_what_is_no_moment_stays_as_it_is(tampered: str) -> None:
    assert day_words(tampered) == tampered
