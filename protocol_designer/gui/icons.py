"""Draws the shipped line icons in the colour of the theme; leaves severity marks to severity_mark."""

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
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
    return QIcon(_LineIcon(source, theme.colour(Ink.TEXT), theme.colour(Chrome.BORDER)))


def application_icon() -> QIcon:
    """Return the icon of the program; it has colours of its own."""
    return QIcon(str(data_path("resources", "icons", "application.svg")))


class _LineIcon(QIconEngine):
    """Draws a drawing of one colour at whatever size is asked for, only when it is."""

    def __init__(self, source: bytes, colour: QColor, disabled: QColor) -> None:
        super().__init__()
        self._source = source
        self._colour = colour
        self._disabled = disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon into a rectangle."""
        colour = self._disabled if mode is QIcon.Mode.Disabled else self._colour
        tinted = self._source.replace(b"currentColor", colour.name().encode())
        QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draw the icon on a transparent ground."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Return another engine for the same icon."""
        return _LineIcon(self._source, self._colour, self._disabled)
