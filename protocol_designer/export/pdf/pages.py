"""On which pages things stand: what one pass finds out and the next one prints."""

from collections.abc import Iterable

UNKNOWN = "00"
"""What is printed for a page number while no pass has been made: as wide as most numbers are."""


def page_anchor(number: int) -> str:
    """Name the target of links that lead to a page as a whole."""
    return f"pdf-page-{number}"


class PageIndex:
    """The pages of anchors and places."""

    def __init__(self) -> None:
        self._pages: dict[str, list[int]] = {}
        self.total = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PageIndex) and (self._pages, self.total) == (other._pages, other.total)

    __hash__ = None  # type: ignore[assignment]  # it grows

    @property
    def is_known(self) -> bool:
        """Whether a pass has been made."""
        return self.total > 0

    def note(self, keys: Iterable[str], page: int) -> None:
        """Note that anchors or places stand on a page; pages come in order."""
        for key in keys:
            pages = self._pages.setdefault(key, [])
            if not pages or pages[-1] != page:
                pages.append(page)

    def first(self, anchor: str) -> int | None:
        """Return the page on which an anchor stands, or None."""
        pages = self._pages.get(anchor)
        return pages[0] if pages else None

    def of(self, keys: Iterable[str]) -> list[int]:
        """Return the pages of anchors and places, and of the places below them, in order."""
        wanted = tuple(keys)
        below = tuple(f"{key}{mark}" for key in wanted for mark in ".[")
        return sorted(
            {
                page
                for key, pages in self._pages.items()
                if key in wanted or key.startswith(below)
                for page in pages
            }
        )


def ranges(pages: list[int]) -> list[tuple[int, int]]:
    """Join pages that follow each other: 3, 4, 5, 9 become 3 to 5 and 9."""
    found: list[tuple[int, int]] = []
    for page in pages:
        if found and found[-1][1] == page - 1:
            found[-1] = (found[-1][0], page)
        else:
            found.append((page, page))
    return found
