"""Draws the shipped line icons in the colour of the theme; leaves severity marks to severity_mark."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from protocol_designer.gui.theme import Chrome, Theme
from protocol_designer.report.display_list import Ink
from protocol_designer.resource_paths import data_path


def icon(name: str, theme: Theme) -> QIcon:
    """Return a shipped icon in the text colour; make it anew when the theme changes.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    source = data_path("resources", "icons", f"{name}.svg").read_bytes()
    colours = {False: theme.colour(Ink.TEXT), True: theme.colour(Chrome.BORDER)}

    def paint(painter: QPainter, rect: QRect, mode: QIcon.Mode) -> None:
        colour = colours[mode is QIcon.Mode.Disabled].name().encode()
        QSvgRenderer(QByteArray(source.replace(b"currentColor", colour))).render(painter, QRectF(rect))

    return QIcon(PaintedIcon(paint))


def application_icon() -> QIcon:
    """Return the icon of the program; it has colours of its own."""
    return QIcon(str(data_path("resources", "icons", "application.svg")))


class PaintedIcon(QIconEngine):
    """Paints an icon at whatever size is asked for, only when it is."""

    def __init__(self, draw: Callable[[QPainter, QRect, QIcon.Mode], None]) -> None:
        super().__init__()
        self._draw = draw

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon into a rectangle."""
        self._draw(painter, rect, mode)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Paint the icon on a transparent ground."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self._draw(painter, pixmap.rect(), mode)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Return another engine for the same icon."""
        return PaintedIcon(self._draw)
