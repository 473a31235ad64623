"""The pages of a PDF under each other: scrolling, zoom, sharp images. Leaves marks and keys to page_view."""

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from protocol_designer.export.pdf.page_map import PageMap, Printed, PrintedMark
from protocol_designer.export.pdf.pages import PageIndex
from protocol_designer.gui.preview.page_layout import Fit, PageLayout, fitting_zoom
from protocol_designer.gui.preview.page_painter import PagePainter
from protocol_designer.gui.preview.renderer import PageRenderer, Wanted
from protocol_designer.gui.theme import Theme

STEP = 48
"""Logical pixels that an arrow key scrolls by."""
_MOST_IMAGES = 10
_FROM_TOP = 0.12
"""How far below the top a place is brought, as a share of the view."""

Anchor = tuple[str, int, int, float]
"""What stands at the top of the view: a place, which of its marks, the page, and points below the top."""


class PageCanvas(QAbstractScrollArea):
    """Shows one document after the other; the last one stays until the next is there.

    Signals:
        page_changed: Another page is in view (counted from 1), or other pages came.
        zoom_changed: The zoom is another one.
    """

    page_changed = Signal(int)
    zoom_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map = PageMap((), (), PageIndex())
        self.pages = PageLayout((), 1.0, 100)
        self.painter = PagePainter(theme)
        self.selected = ""
        self.notice = ""
        self.fit = Fit.WIDTH
        self.page = 1
        self._free = 1.0
        self._images: dict[int, tuple[Wanted, QImage]] = {}
        self._stale: set[int] = set()
        self._number = 0
        self.renderer = PageRenderer(self)
        self.renderer.rendered.connect(self._take)
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._ask)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        theme.changed.connect(self.viewport().update)

    @property
    def top(self) -> int:
        """How far the column is scrolled down, in logical pixels."""
        return int(self.verticalScrollBar().value())

    @property
    def left(self) -> int:
        """How far the column is scrolled to the right, in logical pixels."""
        return int(self.horizontalScrollBar().value())

    def show_pages(self, printed: Printed) -> None:
        """Show other pages where those before stood; their images stay until the new ones are there."""
        anchor = self._anchor()
        self.map = printed.map
        self._number = self.renderer.open(printed.content)
        self._stale = set(self._images)
        self._lay_out(anchor)

    def say(self, notice: str) -> None:
        """Show a word over the pages; an empty text takes it away."""
        if notice != self.notice:
            self.notice = notice
            self.viewport().update()

    def show_page(self, page: int) -> None:
        """Bring the top of a page into view, counted from 1."""
        if 1 <= page <= self.pages.count:
            self.verticalScrollBar().setValue(round(self.pages.area(page).top()) - 4)

    def fit_to(self, fit: Fit, zoom: float | None = None) -> None:
        """Choose what the zoom follows, or a zoom of one's own in logical pixels per point."""
        anchor = self._anchor()
        self.fit = fit
        self._free = self.pages.zoom if zoom is None else zoom
        self._lay_out(anchor)
        self.zoom_changed.emit()

    def zoom_by(self, factor: float) -> None:
        """Enlarge or shrink the pages."""
        self.fit_to(Fit.FREE, self.pages.zoom * factor)

    def seen(self) -> range:
        """Return the pages in view, counted from 1."""
        return self.pages.seen(self.top, self.viewport().height())

    def is_seen(self, mark: PrintedMark) -> bool:
        """Tell whether something of a mark is in view."""
        area = self.pages.rect(mark)
        return area.bottom() > self.top and area.top() < self.top + self.viewport().height() - 8

    def scroll_to(self, mark: PrintedMark) -> None:
        """Bring a mark near the top of the view."""
        room = self.viewport().height() * _FROM_TOP
        self.verticalScrollBar().setValue(round(self.pages.rect(mark).top() - room))

    def is_sharp(self) -> bool:
        """Tell whether every page in view is shown as it is now, at its own size."""
        return bool(self.map.sizes) and not any(self._is_missing(page) for page in self.seen())

    def paint_over(self, painter: QPainter) -> None:
        """Paint what stands above the pages, in the coordinates of the column."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.translate(-self.left, -self.top)
        ratio = self.devicePixelRatioF()
        for page in self.seen():
            known = self._images.get(page)
            self.painter.page(painter, self.pages.area(page), known[1] if known else None, ratio)
        self.paint_over(painter)
        painter.resetTransform()
        whole = QRectF(self.viewport().rect())
        if self.notice and self.map.sizes:
            self.painter.notice(painter, whole, self.notice)
        elif self.notice:
            self.painter.empty(painter, whole, self.notice)
        if self.hasFocus():
            self.painter.focus(painter, whole)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self._anchor())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()
        self._follow_scroll()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._asking.start()

    def _lay_out(self, anchor: Anchor | None) -> None:
        """Place the pages anew and bring back into view what was there."""
        size, before = self.viewport().size(), self.pages.zoom
        zoom = fitting_zoom(self.fit, self.map.sizes, self.page, size, self._free)
        self.pages = PageLayout(self.map.sizes, zoom, size.width(), self.fit is not Fit.FREE)
        for bar, whole, part in (
            (self.verticalScrollBar(), self.pages.height, size.height()),
            (self.horizontalScrollBar(), self.pages.width, size.width()),
        ):
            bar.setRange(0, max(0, whole - part))
            bar.setPageStep(max(part - STEP, 1))
            bar.setSingleStep(STEP)
        self._return_to(anchor)
        self._follow_scroll(is_other=True)
        if zoom != before:
            self.zoom_changed.emit()

    def _anchor(self) -> Anchor | None:
        seen = [mark for mark in self.map.marks if self.is_seen(mark)]
        if not seen:
            return None
        held = [mark for mark in seen if mark.place == self.selected]
        mark = held[0] if held else min(seen, key=lambda one: abs(self.pages.rect(one).top() - self.top))
        nth = [one for one in self.map.marks if one.place == mark.place].index(mark)
        below = (self.pages.rect(mark).top() - self.top) / self.pages.zoom_of(mark.page)
        return mark.place, nth, mark.page, below

    def _return_to(self, anchor: Anchor | None) -> None:
        if anchor is None:
            return
        place, nth, page, below = anchor
        marks = [mark for mark in self.map.marks if mark.place == place]
        if not marks:
            self.show_page(min(page, self.pages.count))
            return
        mark = marks[min(nth, len(marks) - 1)]
        distance = below * self.pages.zoom_of(mark.page)
        self.verticalScrollBar().setValue(round(self.pages.rect(mark).top() - distance))

    def _follow_scroll(self, is_other: bool = False) -> None:
        line, seen = self.top + self.viewport().height() / 3, self.seen()
        last = seen[-1] if seen else 1
        page = next((one for one in seen if self.pages.area(one).bottom() >= line), last)
        if page != self.page or is_other:
            self.page = page
            self.page_changed.emit(page)
        self._asking.start()

    def _wanted(self, page: int) -> Wanted:
        return Wanted(page - 1, round(self.pages.zoom_of(page) * self.devicePixelRatioF(), 4))

    def _is_missing(self, page: int) -> bool:
        known = self._images.get(page)
        return page in self._stale or known is None or known[0] != self._wanted(page)

    def _ask(self) -> None:
        """Ask for the pages in view that are not shown as they should be, and forget those far away."""
        if len(self._images) > _MOST_IMAGES:
            near = sorted(self._images, key=lambda page: abs(page - self.page))[:_MOST_IMAGES]
            self._images = {page: self._images[page] for page in near}
        self.renderer.want([self._wanted(page) for page in self.seen() if self._is_missing(page)])

    def _take(self, number: int, wanted: Wanted, image: QImage) -> None:
        if number == self._number:
            page = wanted.page + 1
            self._images[page] = wanted, image
            self._stale.discard(page)
            self.viewport().update()
