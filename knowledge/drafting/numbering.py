"""The numbers of headings: «I.», «1.», «1.1.», «a)», without gaps, whatever was left out.

It knows no section; it sees levels only.
Read next: `knowledge/drafting/rendering.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from knowledge.drafting.blocks import Block, Heading, Paragraph

STYLES: Final[Mapping[str, tuple[str, ...]]] = {
    "roman": ("roman", "number", "dotted", "letter"),
    "letter": ("letter_capital", "roman", "number", "dotted", "letter"),
    "part": ("part", "roman", "number", "dotted", "letter"),
    "number": ("number", "dotted", "letter"),
}
"""How each level is numbered, by the style of a report (Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II, khoản 6)."""

_CAPITALS: Final = "ABCDEGHK"
_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def numbered(blocks: Iterable[Block], style: str) -> Iterator[Block]:
    """The blocks with their headings numbered; a heading too deep or too late for a number becomes a point."""
    styles = STYLES[style]
    counts = [0] * (len(styles) + 1)
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
            continue
        level = min(block.level, len(styles))
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        label = _label(styles[level], counts, level) if level < len(styles) else ""
        if label:
            yield replace(block, level=level, label=label, style=styles[level])
        else:
            yield Paragraph(f"{block.text}:", item=True)


def _label(style: str, counts: list[int], level: int) -> str:
    number = counts[level]
    if style == "part":
        return f"Phần {roman(number)}"
    if style == "roman":
        return f"{roman(number)}."
    if style == "number":
        return f"{number}."
    if style == "dotted":
        return f"{counts[level - 1]}.{number}."
    letters = _CAPITALS if style == "letter_capital" else _LETTERS
    if number > len(letters):
        return ""
    return f"{letters[number - 1]}." if style == "letter_capital" else f"{letters[number - 1]})"


def roman(number: int) -> str:
    """A small number in Roman digits."""
    written = ""
    for value, digits in _ROMAN:
        while number >= value:
            written, number = written + digits, number - value
    return written
