"""Where each place stands in a laid-out document: its page and rectangle. Leaves showing it to others."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from protocol_designer.export.pdf.pages import PageIndex


class PrintedMark(NamedTuple):
    """A part of a page that speaks of a place.

    ``page`` counts from 1; the edges are in points, from the left and the top of the page.
    """

    page: int
    place: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """Its size in square points."""
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point of the page lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True)
class PageMap:
    """The pages of a document: sizes in points, marks in printing order, and what stands on which page."""

    sizes: tuple[tuple[float, float], ...]
    marks: tuple[PrintedMark, ...]
    numbers: PageIndex

    def at(self, page: int, x: float, y: float) -> PrintedMark | None:
        """Return the smallest mark at a point of a page, or None."""
        found = [mark for mark in self.marks if mark.page == page and mark.holds(x, y)]
        return min(found, key=lambda mark: mark.area) if found else None

    def of(self, place: str) -> tuple[PrintedMark, ...]:
        """Return where a place is printed: itself, else what is inside it, else the nearest part around it.

        The highest of a range stands with its lowest. Empty when none of them is printed.
        """
        if own := self._by_place.get(place):
            return tuple(own)
        if inside := tuple(mark for one in self._below(place) for mark in self._by_place[one]):
            return inside
        for whole in parts_around(place):
            if around := self._by_place.get(whole):
                return tuple(around)
            if near := self._below(whole):
                return tuple(self._by_place[near[0]])
        if twin := self._by_place.get(other_end(place)):
            return tuple(twin)
        while "." in (place := place.rpartition(".")[0]):
            if fields := self._by_place.get(place):
                return tuple(fields)
        return ()

    def _below(self, place: str) -> list[str]:
        """Return the printed places inside a place."""
        found: list[str] = []
        for mark in ".[":
            start = bisect_left(self._places, f"{place}{mark}")
            for one in self._places[start:]:
                if not one.startswith(f"{place}{mark}"):
                    break
                found.append(one)
        return found

    @cached_property
    def _by_place(self) -> dict[str, list[PrintedMark]]:
        found: dict[str, list[PrintedMark]] = {}
        for mark in self.marks:
            found.setdefault(mark.place, []).append(mark)
        return found

    @cached_property
    def _places(self) -> list[str]:
        return sorted(self._by_place)


class Printed(NamedTuple):
    """A document as a PDF, and the map of its pages."""

    content: bytes
    map: PageMap


def parts_around(place: str) -> Iterator[str]:
    """Yield the parts that a place belongs to, the nearest first; a whole chapter of fields is none."""
    while "[" in place:
        cut = max(place.rfind("."), place.rfind("["))
        place = place[:cut]
        if place.endswith("]"):
            yield place


def other_end(place: str) -> str:
    """Return the lowest value of the range whose highest a place is; any other place as it is."""
    return f"{place.removesuffix('max')}min" if place.endswith("_max") else place
