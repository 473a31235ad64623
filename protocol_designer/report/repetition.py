"""Keeps a text from being printed twice: equal entries share a paragraph, what is said is left out."""

import re
from collections.abc import Iterable, Sequence

from protocol_designer.report.blocks import Block, texts_of

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
_BETWEEN_WORDS = re.compile(r"[^\w%<>=≤≥±−+/.-]+|\.(?=\s|$)")


def by_text(entries: Iterable[tuple[str, str, str]]) -> list[tuple[list[str], str, str]]:
    """Gather (name, text, place) by text, in the order of their first: (names, text, place of the first)."""
    found: dict[str, tuple[list[str], str, str]] = {}
    for name, text, place in entries:
        found.setdefault(text.strip(), ([], text, place))[0].append(name)
    return list(found.values())


def unsaid(text: str, blocks: Sequence[Block]) -> str:
    """Return a text without the sentences that ``blocks`` hold word for word; paragraphs stay apart.

    Only case, blanks and punctuation between words may differ: numbers and signs are compared as they are.
    """
    said = " | ".join(_words(piece) for block in blocks for piece, _ in texts_of(block))
    said = f" {said} "
    kept = []
    for paragraph in text.split("\n\n"):
        sentences = _SENTENCE_END.split(paragraph)
        fresh = [one for one in sentences if not _words(one) or f" {_words(one)} " not in said]
        if len(fresh) == len(sentences):
            kept.append(paragraph)
        elif fresh:
            kept.append(" ".join(fresh))
    return "\n\n".join(kept)


def _words(text: str) -> str:
    return " ".join(_BETWEEN_WORDS.sub(" ", text.lower()).split())
