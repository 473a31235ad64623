"""The real window with the sample open, and a net for what Qt would swallow."""

import sys
import traceback
from collections.abc import Iterator

import pytest

from tests.gui.pages.conftest import real_window

__all__ = ["real_window"]


@pytest.fixture(autouse=True)
def no_traceback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail the test when anything was raised where only the hook of the interpreter sees it."""
    raised: list[str] = []
    monkeypatch.setattr(
        sys, "excepthook", lambda *what: raised.append("".join(traceback.format_exception(*what)))
    )
    yield
    assert not raised, raised[0]
