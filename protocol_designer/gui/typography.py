"""The shipped font family and the few sizes that the window uses; leaves paper to export/pdf."""

from PySide6.QtGui import QFont, QFontDatabase

from protocol_designer.resource_paths import data_path

FAMILY = "Noto Sans"
BASE, SECONDARY, SECTION, PAGE_TITLE, START_TITLE = 13, 11, 14, 16, 20
"""Font sizes in logical pixels."""

GRID, FIELD_GAP, GROUP_GAP, SECTION_GAP = 4, 8, 16, 24
"""Distances in logical pixels: inside a control group, between fields, between groups, between sections."""


def install_fonts() -> QFont:
    """Load the shipped family and return the base font of the application.

    Raises:
        FileNotFoundError: A font file is not part of this installation.
    """
    for style in ("Regular", "Bold", "Italic", "BoldItalic"):
        QFontDatabase.addApplicationFont(str(data_path("resources", "fonts", f"NotoSans-{style}.ttf")))
    return sized(QFont(FAMILY), BASE)


def sized(font: QFont, pixels: int, bold: bool = False) -> QFont:
    """Return a copy of a font in one of the sizes above."""
    copy = QFont(font)
    copy.setPixelSize(pixels)
    copy.setBold(bold)
    return copy
