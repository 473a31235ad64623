"""Numbers in a text that say exactly what a field says, and could be taken from it instead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from protocol_designer.derived.linked_values import link_to, links_in
from protocol_designer.workspace.linkable_values import LinkableKind, LinkableValue

_BEFORE = r"(?<![\w.,/\-–−])"
_AFTER = r"(?![\w/]|[.,]\d|\s*[–−-]\s*\d)"
_BLANK = "[ \u00a0\u202f]"
_COUNT = re.compile(rf"{_BEFORE}(\d+)(?={_BLANK}([^\W\d_]+))")
_SHORTEST_WORD = 4
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class NumberInText:
    """A number from ``start`` to ``end`` of a text, with the fields that say the same, the nearest first."""

    start: int
    end: int
    context: str
    values: tuple[LinkableValue, ...]


def numbers_to_link(text: str, values: Iterable[LinkableValue]) -> tuple[NumberInText, ...]:
    """Return the numbers of a text that stand word for word in fields, in order; links are left alone.

    An amount has to have its unit. A bare count is only offered before a word that its field is named after,
    such as “40 participants”.
    """
    amounts: dict[str, list[LinkableValue]] = {}
    counts: dict[str, list[LinkableValue]] = {}
    for value in values:
        if value.is_decided and value.kind is LinkableKind.AMOUNT:
            amounts.setdefault(value.said, []).append(value)
        elif value.is_decided and value.kind is LinkableKind.COUNT:
            counts.setdefault(value.said, []).append(value)
    found = [*_amounts(text, amounts), *_counts(text, counts)]
    links = [(link.start, link.end) for link in links_in(text)]
    free = [one for one in found if not any(one[0] < end and start < one[1] for start, end in links)]
    return tuple(
        NumberInText(start, end, _context(text, start, end), tuple(same)) for start, end, same in sorted(free)
    )


def with_numbers_linked(text: str, chosen: Iterable[tuple[NumberInText, LinkableValue]]) -> str:
    """Return a text with each chosen number replaced by a link to its field."""
    for number, value in sorted(chosen, key=lambda pair: -pair[0].start):
        text = text[: number.start] + link_to(value.place) + text[number.end :]
    return text


_Found = tuple[int, int, list[LinkableValue]]


def _amounts(text: str, amounts: dict[str, list[LinkableValue]]) -> Iterator[_Found]:
    if not amounts:
        return
    longest_first = sorted(amounts, key=len, reverse=True)
    words = "|".join(re.escape(said).replace(r"\ ", _BLANK) for said in longest_first)
    for match in re.finditer(rf"{_BEFORE}(?:{words}){_AFTER}", text):
        said = re.sub(_BLANK, " ", match[0])
        yield match.start(), match.end(), amounts.get(said, [])


def _counts(text: str, counts: dict[str, list[LinkableValue]]) -> Iterator[_Found]:
    for match in _COUNT.finditer(text):
        noun = match[2].casefold().removesuffix("s")
        same = [value for value in counts.get(match[1], ()) if _is_named_after(value, noun)]
        if same:
            yield match.start(1), match.end(1), same


def _is_named_after(value: LinkableValue, noun: str) -> bool:
    field = value.name.rpartition(" › ")[2].casefold()
    return len(noun) >= _SHORTEST_WORD and any(
        word.removesuffix("s") == noun for word in re.findall(r"\w+", field)
    )


def _context(text: str, start: int, end: int) -> str:
    """Return the number with the words around it, on one line."""
    left, right = max(0, start - _CONTEXT), min(len(text), end + _CONTEXT)
    pieces: Sequence[str] = ("…" if left else "", text[left:right], "…" if right < len(text) else "")
    return "".join(pieces).replace("\n", " ")
