"""How pages stand under each other at a zoom: their rectangles, the way from points to pages and back."""

from bisect import bisect_right
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize

from protocol_designer.export.pdf.page_map import PrintedMark

GAP = 12
"""Logical pixels between pages and around them."""
_FULL_SIZE = 96 / 72
LEAST, MOST = 0.25 * _FULL_SIZE, 4.0 * _FULL_SIZE
"""The zoom, in logical pixels per point."""


class Fit(StrEnum):
    """What the zoom follows."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class PagePoint(NamedTuple):
    """A point of a page, counted from 1, in points from its left and top."""

    page: int
    x: float
    y: float


def zoom_of(percent: float) -> float:
    """Return logical pixels per point; at 100 per cent an inch has 96 pixels."""
    return percent / 100 * _FULL_SIZE


def percent_of(zoom: float) -> int:
    """Return the zoom in per cent."""
    return round(zoom / _FULL_SIZE * 100)


class PageLayout:
    """Pages at one zoom and width of the view. Coordinates are logical pixels of the whole column.

    With ``is_narrowed`` a page that is wider than the view, such as one turned sideways, is made smaller.
    """

    def __init__(
        self,
        sizes: tuple[tuple[float, float], ...],
        zoom: float,
        view_width: int,
        is_narrowed: bool = False,
    ) -> None:
        self.zoom = zoom
        room = max(view_width - 2 * GAP, 1)
        self._zooms = [min(zoom, room / width) if is_narrowed else zoom for width, _ in sizes]
        widest = max((width * own for (width, _), own in zip(sizes, self._zooms, strict=True)), default=0.0)
        self.width = max(round(widest) + 2 * GAP, view_width)
        self._areas: list[QRectF] = []
        top = float(GAP)
        for (width, height), own in zip(sizes, self._zooms, strict=True):
            left = round((self.width - width * own) / 2)
            self._areas.append(QRectF(left, top, round(width * own), round(height * own)))
            top += round(height * own) + GAP
        self.height = round(top)
        self._tops = [area.top() for area in self._areas]

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._areas)

    def area(self, page: int) -> QRectF:
        """Return the rectangle of a page, counted from 1."""
        return self._areas[page - 1]

    def zoom_of(self, page: int) -> float:
        """Return logical pixels per point of a page, counted from 1."""
        return self._zooms[page - 1]

    def seen(self, top: float, height: float) -> range:
        """Return the pages, counted from 1, of which something stands in a stretch of the column."""
        if not self._areas:
            return range(0)
        first = max(bisect_right(self._tops, top) - 1, 0)
        if self._areas[first].bottom() < top and first + 1 < self.count:
            first += 1
        behind = bisect_right(self._tops, top + height)
        return range(first + 1, max(behind, first + 1) + 1)

    def point(self, x: float, y: float) -> PagePoint | None:
        """Return the point of a page at a point of the column; None beside the pages."""
        at = bisect_right(self._tops, y) - 1
        if at < 0 or not self._areas[at].contains(QPointF(x, y)):
            return None
        area, zoom = self._areas[at], self._zooms[at]
        return PagePoint(at + 1, (x - area.left()) / zoom, (y - area.top()) / zoom)

    def rect(self, mark: PrintedMark) -> QRectF:
        """Return where a mark stands in the column."""
        area, zoom = self.area(mark.page), self.zoom_of(mark.page)
        return QRectF(
            area.left() + mark.left * zoom,
            area.top() + mark.top * zoom,
            (mark.right - mark.left) * zoom,
            (mark.bottom - mark.top) * zoom,
        )


def fitting_zoom(
    fit: Fit, sizes: tuple[tuple[float, float], ...], page: int, view: QSize, free: float
) -> float:
    """Return the zoom for a view; to fit the width is to fit the upright pages, as most are.

    Args:
        page: The page in view, counted from 1, which is the one to fit as a whole.
        view: Its size in logical pixels.
        free: The zoom that the user chose.
    """
    if fit is Fit.FREE or not sizes:
        return min(max(free, LEAST), MOST)
    if fit is Fit.WIDTH:
        return min(max((view.width() - 2 * GAP) / min(own for own, _ in sizes), LEAST), MOST)
    own_width, own_height = sizes[min(page, len(sizes)) - 1]
    whole = min((view.width() - 2 * GAP) / own_width, (view.height() - 2 * GAP) / own_height)
    return min(max(whole, LEAST), MOST)
