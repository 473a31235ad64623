"""Word changes hold both texts, whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_designer.revisions import words
from protocol_designer.revisions.words import Fate, Stretch, word_changes

texts = st.text("ab 1.,-\n\u2019ü\u200b", max_size=40) | st.text(max_size=20)


def _rebuilt(stretches: tuple[Stretch, ...], left_out: Fate) -> str:
    return "".join(stretch.text for stretch in stretches if stretch.fate is not left_out)


@given(before=texts, after=texts)
def test_both_texts_can_be_rebuilt(before: str, after: str) -> None:
    found = word_changes(before, after)
    assert _rebuilt(found, Fate.ADDED) == before
    assert _rebuilt(found, Fate.REMOVED) == after


def test_a_dose_changes_as_one_word() -> None:
    found = word_changes("Infuse 0.5 mg/kg over 40 min.", "Infuse 0.8 mg/kg over 40 min.")
    assert [stretch.text for stretch in found if stretch.fate is not Fate.KEPT] == ["0.5", "0.8"]


def test_very_long_texts_are_not_matched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_LONGEST", 6)
    found = word_changes("one two three", "one two four")
    assert [stretch.fate for stretch in found] == [Fate.REMOVED, Fate.ADDED]
    assert _rebuilt(found, Fate.ADDED) == "one two three"
