"""Light and dark are followed at once by everything that is painted, on every page and panel."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from protocol_designer.gui.main_window import MainWindow
from protocol_designer.gui.page_table import PAGES
from protocol_designer.gui.theme import Chrome, Theme, ThemeMode
from protocol_designer.report.display_list import Ink

_LEAST_SHARE = 0.0004
"""A colour with fewer pixels than this share of a screen may come from the smoothing of edges."""


def colours_of(widget: QWidget) -> Counter[str]:
    """Count the colours that fill at least a little of a widget."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(image.constBits()).cast("I")
    counts = Counter(pixels)
    least = _LEAST_SHARE * len(pixels)
    return Counter({QColor(pixel).name(): count for pixel, count in counts.items() if count > least})


def own_colours(mode: ThemeMode) -> set[str]:
    """Return the colours that only one of the two themes has: those of the other would be stale."""
    theme = Theme(mode)
    return {theme.colour(role).name() for role in (*Ink, *Chrome)}


@pytest.fixture
def stale() -> dict[ThemeMode, set[str]]:
    """The colours that must not be seen in a theme, for they belong to the other."""
    light, dark = own_colours(ThemeMode.LIGHT), own_colours(ThemeMode.DARK)
    return {ThemeMode.LIGHT: dark - light, ThemeMode.DARK: light - dark}


def test_every_page_that_is_open_keeps_no_colour_of_the_other_theme(
    window: MainWindow, stale: dict[ThemeMode, set[str]]
) -> None:
    window.set_theme("light")
    window.files.open_sample()
    kept: dict[str, set[str]] = {}
    for number, page in enumerate(PAGES):
        window.show_page(number)
        QTest.qWait(60)
        window.grab()
        for mode in (ThemeMode.DARK, ThemeMode.LIGHT):
            window.set_theme(mode.value)
            QApplication.processEvents()
            seen, theme = set(colours_of(window)), Theme(mode)
            assert {theme.colour(role).name() for role in (Chrome.CANVAS, Ink.SURFACE)} <= seen
            if wrong := seen & stale[mode]:
                kept[f"{page.title}, {mode}"] = wrong
    assert kept == {}


def test_the_start_page_keeps_no_colour_of_the_other_theme(
    window: MainWindow, stale: dict[ThemeMode, set[str]]
) -> None:
    window.set_theme("light")
    window.grab()
    window.set_theme("dark")
    QApplication.processEvents()
    assert set(colours_of(window)) & stale[ThemeMode.DARK] == set()
    window.set_theme("light")


def test_the_system_is_followed_while_a_protocol_is_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The screen of the tests has no scheme of its own, so what the system wants is told by the test."""
    window.files.open_sample()
    window.set_theme("system")
    hints = QGuiApplication.styleHints()
    for scheme, is_dark in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
        monkeypatch.setattr(Theme, "_wants_dark", lambda _theme, is_dark=is_dark: is_dark)
        hints.colorSchemeChanged.emit(scheme)
        QApplication.processEvents()
        assert (window.palette().window().color().lightness() < 128) is is_dark
