"""Reads amounts, times and counts out of sentences, exactly, and keeps the sentence. Judges nothing.

Left out are bounds (“below 1 mg/kg”), rounded figures (“about an hour”) and sentences on other studies: those
that name trials, authors, years or labels, or are written in the past tense. A protocol speaks of its own
plan
in the present.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from protocol_designer.quantities import Unit

WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_VALUES = {word: number for number, word in enumerate(WORDS) if number} | {"single": 1, "twenty": 20}
_MASS = {
    "mg": "mg", "milligram": "mg", "milligrams": "mg", "mcg": "mcg", "microgram": "mcg", "micrograms": "mcg",
    "ug": "mcg", "µg": "mcg", "μg": "mcg",
}  # fmt: skip
_TIME = {
    "s": Unit.SECOND, "sec": Unit.SECOND, "second": Unit.SECOND, "seconds": Unit.SECOND,
    "min": Unit.MINUTE, "mins": Unit.MINUTE, "minute": Unit.MINUTE, "minutes": Unit.MINUTE, "h": Unit.HOUR,
    "hr": Unit.HOUR, "hrs": Unit.HOUR, "hour": Unit.HOUR, "hours": Unit.HOUR, "day": Unit.DAY,
    "days": Unit.DAY, "week": Unit.WEEK, "weeks": Unit.WEEK,
}  # fmt: skip
_CLOCK = {"minute": "min", "hr": "h", "hour": "h"}
_NOUN = re.compile(
    "[ -](participant|patient|people|adult|person|volunteer|individual|infusion|injection|administration|"
    "session|arm|minute|hour|day|week)"
)
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_WORD = "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in _VALUES)
_PER = r"\s?(?:/|per)\s?"

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_PLAIN = re.compile(_NUMBER)
_UNIT_STARTS = frozenset("mµμushdw")
_UNIT = re.compile(
    rf"[ \u00a0-]?(?:(?P<mass>{'|'.join(sorted(_MASS, key=len, reverse=True))})\b"
    rf"(?P<kg>{_PER}(?:kg|kilogram)\b)?(?:{_PER}(?P<clock>min|minute|h|hr|hour|day)\b)?(?!/|\s?per\b|\s?mL)"
    rf"|(?P<time>{'|'.join(sorted(_TIME, key=len, reverse=True))})\b(?!/))"
)
_RANGE = re.compile(r"\s?(?:to|–|-|and)\s?")
_BEFORE_NOUN = re.compile(
    rf"(?<![\w.,/+-])(?P<number>{_NUMBER}|{_WORD})(?P<between>(?:[ -][A-Za-z-]+){{0,4}})[ -]$"
)
_BEFORE_UNIT = re.compile(rf"(?<![\w-])(?P<number>{_WORD})[ -]$")
_N_EQUALS = re.compile(rf"(?:\b[nN]\s?=\s?|\bsample size (?:of|is) )(?P<number>{_NUMBER})\b")
_ENDS = (". ", "; ", "? ", "! ", "\n")
_ABBREVIATIONS = frozenset(("al", ".g", ".e", "vs", "ox"))
"""The last two letters of et al., e.g., i.e., vs. and approx., whose point ends no sentence."""
_LETTERS = re.compile(r"[A-Za-z]+")
_ELSEWHERE_WORDS = frozenset({
    "was", "were", "had", "found", "gave", "used", "reported", "showed", "received", "repeat", "repeats",
    "repeated", "al", "pilot", "pilots", "literature", "review", "reviews", "reviewed", "label", "labelled",
    "precedent", "precedents", "guideline", "guidelines", "evidence", "assumed", "usual", "historical",
    "threshold", "example",
})  # fmt: skip
_ELSEWHERE = re.compile(
    r"(?:earlier|previous|prior|other|larger|blinded|published|randomised) (?:trials?|stud(?:y|ies))\b|"
    r"\btrials (?:of|in)\b"
)
_YEAR_OR_NUMBERED_SOURCE = re.compile(r"(?:19|20)[0-9]{2}(?![0-9])|\[[0-9]")
_BOUNDED = re.compile(
    r"(?:below|above|under|beyond|(?:less|more|fewer|greater|longer|shorter) than|exceed(?:s|ing)?|within|"
    r"at least|[<>≤≥~]|[Aa]bout|[Aa]pproximately|[Rr]oughly|around|almost|nearly|[Ee]very|by|limits? of)\s*$"
)
_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class Said:
    """One number in a text: the words, what they mean, and the sentence around them.

    ``value`` is in the base unit of ``unit``'s dimension, or a plain number where ``unit`` is None;
    ``number`` is
    how it was written, and ``places`` with how many decimals, so that a computed figure can be rounded alike.
    ``noun`` is what a count counts, with the words between; empty for “n = 120”.
    """

    start: int
    words: str
    number: str
    value: Fraction
    unit: Unit | None
    noun: str
    sentence: str
    at: int

    @property
    def end(self) -> int:
        """Where the words end in the text."""
        return self.start + len(self.words)

    @property
    def places(self) -> int:
        """The decimals that were written."""
        return len(self.number.partition(".")[2])

    @property
    def before(self) -> str:
        """The sentence up to the words."""
        return self.sentence[: self.at]

    @property
    def after(self) -> str:
        """The sentence behind the words."""
        return self.sentence[self.at + len(self.words) :]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    number: str
    unit: Unit | None = None
    noun: str = ""


@lru_cache(maxsize=2048)
def read(text: str) -> tuple[Said, ...]:
    """Return the amounts, spans of time and counts of a text in their order.

    Remembered, because a review after each keystroke finds all texts but one as they were.
    """
    found: dict[int, _Found] = {}
    for each in (*_with_units(text), *_counts(text)):
        found.setdefault(each.start, each)
    if not found:
        return ()
    sentences: dict[int, str] = {}
    said = []
    for start in sorted(found):
        begin = _begin(text, start)
        if begin not in sentences:
            sentence = text[begin : _end(text, found[start].end)]
            sentences[begin] = "" if _is_on_another_study(sentence) else sentence
        sentence, each = sentences[begin], found[start]
        at = start - begin
        if sentence and not _BOUNDED.search(sentence, max(0, at - 20), at):
            said.append(_said(text, each, sentence, at))
    return tuple(said)


def _said(text: str, found: _Found, sentence: str, at: int) -> Said:
    plain = found.number.replace(",", "").lower()
    value = Fraction(_VALUES[plain]) if plain in _VALUES else Fraction(plain)
    in_base = value if found.unit is None else value * found.unit.scale
    words = text[found.start : found.end]
    return Said(found.start, words, found.number, in_base, found.unit, found.noun, sentence, at)


def _is_on_another_study(sentence: str) -> bool:
    if not _ELSEWHERE_WORDS.isdisjoint(_LETTERS.findall(sentence.lower())):
        return True
    speaks_of_studies = "trial" in sentence or "stud" in sentence
    return bool(
        _YEAR_OR_NUMBERED_SOURCE.search(sentence) or (speaks_of_studies and _ELSEWHERE.search(sentence))
    )


def _begin(text: str, at: int) -> int:
    """Return where the sentence around a position begins."""
    while True:
        at = max(text.rfind(end, 0, at) for end in _ENDS)
        if at < 0:
            return 0
        if text[max(0, at - 2) : at] not in _ABBREVIATIONS:
            return at + 1


def _end(text: str, at: int) -> int:
    """Return where the sentence around a position ends."""
    while True:
        ends = [found for end in _ENDS if (found := text.find(end, at)) >= 0]
        if not ends:
            return len(text)
        at = min(ends)
        if text[max(0, at - 2) : at] not in _ABBREVIATIONS:
            return at + 1
        at += 1


def _with_units(text: str) -> Iterator[_Found]:
    low: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        start, end = token.span()
        joined = start > 0 and (text[start - 1].isalnum() or text[start - 1] in ".,/+_")
        is_high = low is not None and _RANGE.fullmatch(text, low.end(), start) is not None
        if joined or (start > 0 and text[start - 1] == "-" and not is_high) or not _PLAIN.fullmatch(token[0]):
            low = None
            continue
        first = text[end : end + 1]
        behind = text[end + 1 : end + 2] if first in (" ", "-", "\u00a0") else first
        match = _UNIT.match(text, end) if behind in _UNIT_STARTS else None
        unit = None if match is None else _TIME[match["time"]] if match["time"] else _unit(match)
        if match is not None and unit is not None:
            if low is not None and is_high:
                yield _Found(*low.span(), low[0], unit)
            yield _Found(start, match.end(), token[0], unit)
        low = token if unit is None else None


def _counts(text: str) -> Iterator[_Found]:
    for word in _NOUN.finditer(text):
        at, noun = word.start(1), word[1]
        end = word.end() + (text[word.end() : word.end() + 1] == "s")
        if noun in _TIME:
            before = _BEFORE_UNIT.search(text, max(0, at - 12), at)
            if before:
                yield _Found(before.start(), end, before["number"], _TIME[noun])
        elif not text[end : end + 1].isalpha():
            match = _BEFORE_NOUN.search(text, max(0, at - _LOOK_BACK), at)
            if match:
                counted = text[match.end("number") + 1 : end].lower()
                yield _Found(match.start(), end, match["number"], None, counted)
    for match in _N_EQUALS.finditer(text) if "=" in text or "sample size" in text else ():
        yield _Found(match.start("number"), match.end("number"), match["number"])


def _unit(match: re.Match[str]) -> Unit | None:
    name = _MASS[match["mass"]] + ("/kg" if match["kg"] else "")
    if match["clock"]:
        name += "/" + _CLOCK.get(match["clock"], match["clock"])
    return _UNITS.get(name)


_UNITS = {unit.value: unit for unit in Unit}
