"""What the rules on prose share: the numbers of all texts, the drug a number speaks of, and one finding a
text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from protocol_designer.derived.undecided import Undecided
from protocol_designer.domain.interventions import Enantiomer
from protocol_designer.rules.findings import Change, Fix, Hit, Severity
from protocol_designer.rules.prose_reading import Said, read
from protocol_designer.rules.prose_texts import ProseText, prose_texts
from protocol_designer.rules.view import TrialView

_MOST_SHOWN = 4
_OF = re.compile(r"\s*(?:of\s+)?")


@dataclass(frozen=True, slots=True)
class SaidText:
    """A text with the numbers that it says."""

    text: ProseText
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A number that its field contradicts. ``instead`` are the words that would agree; empty when unclear."""

    said: Said
    field_says: str
    instead: str = ""


Judge = Callable[[ProseText, Said], Contradiction | Undecided | None]


def texts_with_numbers(view: TrialView) -> Iterable[SaidText]:
    """Return the texts of the protocol that say a number; read once in a review."""
    return view.once("said texts", lambda: tuple(_read_all(view)))


def _read_all(view: TrialView) -> Iterator[SaidText]:
    known: dict[str, tuple[Said, ...]] = {}
    for text in prose_texts(view.trial):
        if text.text not in known:
            known[text.text] = read(text.text)
        said = known[text.text]
        if said:
            yield SaidText(text, said)


def judged(entry: SaidText, judge: Judge) -> Iterator[Hit | Undecided]:
    """Yield one finding for all that a text contradicts, with one fix that mends what can be mended."""
    wrong: list[Contradiction] = []
    for said in entry.said:
        verdict = judge(entry.text, said)
        if isinstance(verdict, Undecided):
            yield verdict
        elif verdict is not None:
            wrong.append(verdict)
    if wrong:
        shown = "; ".join(f"“{each.said.words}”, but {each.field_says}" for each in wrong[:_MOST_SHOWN])
        yield Hit(
            Severity.SOFT,
            entry.text.place,
            f"The text says {shown}. Mend the text or the field; readers follow either of them.",
            "; ".join(dict.fromkeys(each.said.words for each in wrong)),
            limit_text="; ".join(dict.fromkeys(each.field_says for each in wrong)),
            fixes=_rewritten(entry.text, wrong),
        )


def _rewritten(text: ProseText, wrong: list[Contradiction]) -> tuple[Fix, ...]:
    mended = sorted((each for each in wrong if each.instead), key=lambda each: each.said.start)
    if not mended or len(mended) < len(wrong) or text.is_linked:
        return ()
    changed, end = "", 0
    for each in mended:
        changed += text.text[end : each.said.start] + each.instead
        end = each.said.end
    before = ", ".join(each.said.words for each in mended)
    after = ", ".join(each.instead for each in mended)
    change = Change(text.place, changed + text.text[end:])
    return (Fix(f"Write {after} in the text", (change,), before, after),)


def drug_of(view: TrialView, text: ProseText, said: Said) -> str | None:
    """Return the drug that a number speaks of: the one it is “of”, else the nearest before it, else the next.

    A text beside a regimen speaks of that regimen's drug when it names none.
    """
    pattern, ids = view.once("drug names", lambda: _names(view))
    named = [(start, ids[name]) for start, name in _named(pattern, said.sentence)]
    behind = _OF.match(said.after)
    next_at = said.at + len(said.words) + (behind.end() if behind else 0)
    for start, drug in named:
        if start == next_at and said.after.lstrip().startswith("of "):
            return drug
    before = [drug for start, drug in named if start < said.at]
    if before:
        return before[-1]
    if named:
        return named[0][1]
    return text.regimen.drug if text.regimen else None


@lru_cache(maxsize=2048)
def _named(pattern: re.Pattern[str], sentence: str) -> tuple[tuple[int, str], ...]:
    return tuple((match.start(), match[0].lower()) for match in pattern.finditer(sentence))


def _names(view: TrialView) -> tuple[re.Pattern[str], Mapping[str, str]]:
    ids: dict[str, str] = {}
    for drug in view.formulary.drugs:
        for name in (drug.name, drug.id.replace("_", " "), *drug.synonyms):
            ids.setdefault(name.lower(), drug.id)
        if drug.enantiomer is Enantiomer.S:
            ids["s-ketamine"] = drug.id
    names = sorted(map(re.escape, ids), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE), ids
