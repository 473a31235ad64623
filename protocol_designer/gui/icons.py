"""Draws the shipped line icons in the colour of the theme; leaves severity marks to severity_mark."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.report.display_list import Ink
from protocol_designer.resource_paths import data_path

_SIZES = (16, 20, 24, 32, 48, 64)


def icon(name: str, theme: Theme) -> QIcon:
    """Return a shipped icon in the text colour; make it anew when the theme changes.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    source = data_path("resources", "icons", f"{name}.svg").read_bytes()
    drawn = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, theme.colour(Ink.TEXT)),
        (QIcon.Mode.Disabled, theme.colour(Chrome.BORDER)),
    ):
        for size in _SIZES:
            drawn.addPixmap(_drawn(source, colour, size), mode)
    return drawn


def application_icon() -> QIcon:
    """Return the icon of the program; it has colours of its own."""
    return QIcon(str(data_path("resources", "icons", "application.svg")))


def _drawn(source: bytes, colour: QColor, size: int) -> QPixmap:
    tinted = source.replace(b"currentColor", colour.name().encode())
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
