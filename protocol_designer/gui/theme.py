"""The colours of the window, light and dark, by role; leaves shapes to widgets and paper to export/pdf."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from protocol_designer.report.display_list import Ink
from protocol_designer.report.light_colours import LIGHT_COLOURS
from protocol_designer.rules.findings import Severity


class ThemeMode(StrEnum):
    """What the user chose in the View menu."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Chrome(StrEnum):
    """Colour roles of the window itself, beside those of drawings."""

    CANVAS = "canvas"
    PANEL = "panel"
    BORDER = "border"
    FOCUS = "focus"
    SELECTED = "selected"
    ON_ACCENT = "on_accent"


_LIGHT: dict[StrEnum, str] = {
    **dict[StrEnum, str](LIGHT_COLOURS.items()),
    Chrome.CANVAS: "#F4F5F7",
    Chrome.PANEL: "#FBFBFC",
    Chrome.BORDER: "#808A99",
    Chrome.FOCUS: "#1F5FBF",
    Chrome.SELECTED: "#DCE8F8",
    Chrome.ON_ACCENT: "#FFFFFF",
}

_DARK: dict[StrEnum, str] = {
    Ink.TEXT: "#E8EBF0",
    Ink.MUTED: "#A4ADBA",
    Ink.HAIRLINE: "#3A414D",
    Ink.BAND: "#282D36",
    Ink.SURFACE: "#1E2127",
    Ink.ACCENT: "#8AB8FF",
    Ink.HARD: "#FF8A80",
    Ink.SOFT: "#F2B84B",
    Ink.ADVISORY: "#8AB8FF",
    Ink.NOT_ASSESSED: "#A4ADBA",
    Ink.STUDY_DRUG: "#5AB4E8",
    Ink.COMPARATOR: "#F0A35A",
    Ink.THERAPY: "#4CC9A0",
    Ink.ASSESSMENT: "#A4ADBA",
    Ink.FOLLOW_UP: "#D79CC8",
    Chrome.CANVAS: "#16181D",
    Chrome.PANEL: "#23272E",
    Chrome.BORDER: "#6C7686",
    Chrome.FOCUS: "#8AB8FF",
    Chrome.SELECTED: "#2F405C",
    Chrome.ON_ACCENT: "#10141B",
}

_INK_OF_SEVERITY = {
    Severity.HARD: Ink.HARD,
    Severity.SOFT: Ink.SOFT,
    Severity.ADVISORY: Ink.ADVISORY,
    Severity.NOT_ASSESSED: Ink.NOT_ASSESSED,
}


class Theme(QObject):
    """Answers every question about colour. Painted widgets repaint on ``changed``.

    Signals:
        changed: Light became dark or the reverse; the palette of the application is already set.
    """

    changed = Signal()

    def __init__(self, mode: ThemeMode = ThemeMode.SYSTEM, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mode = mode
        self._is_dark = self._wants_dark()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def mode(self) -> ThemeMode:
        """What the user chose."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self._is_dark

    def colour(self, role: Ink | Chrome) -> QColor:
        """Return the colour of a role as it is now."""
        return QColor((_DARK if self._is_dark else _LIGHT)[role])

    def severity_colour(self, severity: Severity) -> QColor:
        """Return the colour of a severity; a shape and a word always stand beside it."""
        return self.colour(_INK_OF_SEVERITY[severity])

    def set_mode(self, mode: ThemeMode) -> None:
        """Follow the system, or stay light or dark."""
        self._mode = mode
        self._show()

    def palette(self) -> QPalette:
        """Return the palette of the whole application."""
        palette = QPalette()
        colours = {
            QPalette.ColorRole.Window: self.colour(Chrome.CANVAS),
            QPalette.ColorRole.WindowText: self.colour(Ink.TEXT),
            QPalette.ColorRole.Base: self.colour(Ink.SURFACE),
            QPalette.ColorRole.AlternateBase: self.colour(Ink.BAND),
            QPalette.ColorRole.Text: self.colour(Ink.TEXT),
            QPalette.ColorRole.Button: self.colour(Chrome.PANEL),
            QPalette.ColorRole.ButtonText: self.colour(Ink.TEXT),
            QPalette.ColorRole.BrightText: self.colour(Ink.HARD),
            QPalette.ColorRole.Highlight: self.colour(Chrome.SELECTED),
            QPalette.ColorRole.HighlightedText: self.colour(Ink.TEXT),
            QPalette.ColorRole.Accent: self.colour(Ink.ACCENT),
            QPalette.ColorRole.Link: self.colour(Ink.ACCENT),
            QPalette.ColorRole.LinkVisited: self.colour(Ink.FOLLOW_UP),
            QPalette.ColorRole.ToolTipBase: self.colour(Chrome.PANEL),
            QPalette.ColorRole.ToolTipText: self.colour(Ink.TEXT),
            QPalette.ColorRole.PlaceholderText: self.colour(Ink.MUTED),
            QPalette.ColorRole.Light: self.colour(Ink.SURFACE),
            QPalette.ColorRole.Midlight: self.colour(Chrome.PANEL),
            QPalette.ColorRole.Mid: self.colour(Ink.HAIRLINE),
            QPalette.ColorRole.Dark: self.colour(Chrome.BORDER),
            QPalette.ColorRole.Shadow: self.colour(Ink.HAIRLINE),
        }
        for role, colour in colours.items():
            palette.setColor(role, colour)
        for role in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
            QPalette.ColorRole.HighlightedText,
        ):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour(Chrome.BORDER))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, self.colour(Ink.BAND))
        return palette

    def _wants_dark(self) -> bool:
        if self._mode is ThemeMode.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._mode is ThemeMode.DARK

    def _follow_system(self) -> None:
        if self._mode is ThemeMode.SYSTEM:
            self._show()

    def _show(self) -> None:
        self._is_dark = self._wants_dark()
        QGuiApplication.setPalette(self.palette())
        self.changed.emit()
