"""Finds entries by words, also by their beginnings and with a letter wrong."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from protocol_designer.workspace.search_entries import SearchEntry, Sought

MOST = 80
_WORD = re.compile(r"[\w.-]+")
_ORDER = {kind: number for number, kind in enumerate(Sought)}
_CLOSE = 0.72
_SHORTEST_GUESS = 4
"""A word shorter than this is not guessed at: too many others differ from it by one letter."""


_SAME = {
    "heaviest": "highest",
    "lightest": "lowest",
    "oldest": "highest",
    "youngest": "lowest",
    "maximum": "highest",
    "minimum": "lowest",
    "patient": "participant",
    "patients": "participant",
    "subject": "participant",
    "subjects": "participant",
    "masking": "blinding",
    "masked": "blinded",
    "psychotherapy": "therapy",
    "outcome": "endpoint",
    "outcomes": "endpoint",
    "placebo": "comparator",
    "safety": "harm",
}
"""Words that people look for, and the words that stand in the program for them."""


class SearchIndex:
    """Entries with their words at hand; made once for a search, not kept up to date."""

    def __init__(self, entries: Iterable[SearchEntry]) -> None:
        self._entries = tuple(entries)
        self._titles = [_plain(entry.title) for entry in self._entries]
        self._details = [_plain(entry.detail) for entry in self._entries]
        self._words: tuple[str, ...] | None = None

    def find(self, query: str) -> tuple[SearchEntry, ...]:
        """Return the best entries that hold every word of a query; where none does, those that nearly do."""
        tokens = [_SAME.get(token, token) for token in _WORD.findall(_plain(query))]
        if not tokens:
            return ()
        return self._holding(tokens) or self._holding([self._guess(token) for token in tokens])

    def _holding(self, tokens: Sequence[str]) -> tuple[SearchEntry, ...]:
        scored = []
        for number, entry in enumerate(self._entries):
            score = 0
            for token in tokens:
                worth = _worth(token, self._titles[number], self._details[number])
                if not worth:
                    break
                score += worth
            else:
                scored.append((-score, _ORDER[entry.kind], len(entry.title), number))
        return tuple(self._entries[best[-1]] for best in sorted(scored)[:MOST])

    def _guess(self, token: str) -> str:
        if len(token) < _SHORTEST_GUESS:
            return token
        if self._words is None:
            texts = (*self._titles, *self._details)
            self._words = tuple({word for text in texts for word in _WORD.findall(text)})
        close = get_close_matches(token, self._words, 1, _CLOSE)
        return close[0] if close else token


def _plain(text: str) -> str:
    return text.casefold().replace("-", "")


def _worth(token: str, title: str, detail: str) -> int:
    """Weigh where a word stands: at the start of a word of the title, inside one, or in the detail only."""
    at = title.find(token)
    if at >= 0:
        while at >= 0:
            if at == 0 or not title[at - 1].isalnum():
                return 4
            at = title.find(token, at + 1)
        return 2
    return 1 if token in detail else 0
