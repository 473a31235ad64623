"""How wide a text is, and how to make it fit: measured without a screen or a PDF library.

Advance widths are those of Noto Sans in thousandths of the size. A painter with another face may be a little
wider, so every answer holds a margin.
"""

_REGULAR = (
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, 572, 572, 572,
    572, 572, 572, 572, 572, 572, 572, 268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 730, 556,
    519, 728, 741, 339, 273, 619, 524, 907, 760, 781, 605, 781, 622, 549, 556, 731, 600, 930, 586,
    566, 572, 329, 372, 329, 572, 444, 281, 561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 534,
    258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380, 551, 380, 572,
)  # fmt: skip
_BOLD = (
    260, 286, 472, 646, 572, 901, 750, 266, 339, 339, 545, 572, 285, 322, 285, 413, 572, 572, 572,
    572, 572, 572, 572, 572, 572, 572, 285, 285, 572, 572, 572, 477, 897, 690, 672, 637, 740, 560,
    549, 724, 765, 389, 331, 664, 565, 943, 813, 796, 628, 796, 660, 551, 579, 756, 650, 967, 667,
    624, 579, 331, 413, 331, 572, 411, 362, 604, 633, 514, 633, 591, 387, 633, 657, 305, 305, 620,
    305, 982, 657, 619, 633, 633, 454, 497, 434, 657, 569, 856, 578, 569, 488, 394, 551, 394, 572,
)  # fmt: skip
_OTHER = 650
_WIDE = 1000
_MARGIN = 1.04
_ELLIPSIS = "…"


def text_width(text: str, size: float, is_bold: bool = False) -> float:
    """Return the width of a text in points."""
    table = _BOLD if is_bold else _REGULAR
    total = 0
    for character in text:
        code = ord(character) - 32
        if 0 <= code < len(table):
            total += table[code]
        else:
            total += _WIDE if ord(character) >= 0x2E80 else _OTHER
    return total * size / 1000 * _MARGIN


def shortened(text: str, width: float, size: float, is_bold: bool = False) -> str:
    """Cut a text with an ellipsis so that it fits; empty when not even three letters do."""
    if text_width(text, size, is_bold) <= width:
        return text
    kept = text
    while kept and text_width(kept.rstrip() + _ELLIPSIS, size, is_bold) > width:
        kept = kept[:-1]
    kept = kept.rstrip()
    return kept + _ELLIPSIS if len(kept) >= 3 else ""


def wrapped(text: str, width: float, size: float, lines: int, is_bold: bool = False) -> tuple[str, ...]:
    """Break a text at blanks into at most ``lines`` lines that fit; the last is shortened."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and text_width(f"{line} {words[0]}", size, is_bold) <= width:
            line = f"{line} {words.pop(0)}"
        found.append(shortened(line, width, size, is_bold) or line[:1])
    if words:
        found.append(shortened(" ".join(words), width, size, is_bold))
    return tuple(line for line in found if line)
