"""The numbers that Word writes itself before a paragraph: «Điều 5.», «1.», «a)», «II.».

It must not know how text is collected; it answers for one numbered paragraph after another.
Read next: `index/reading/docx_text.py`, which asks it, and ISO/IEC 29500-1 §17.9 (Numbering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from index.reading.wordml import NUMBER_MISSING, W, attribute, number, value

_LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")
_LONGEST_LABEL: Final = 80
# Word repeats a letter at most thirty times and writes Roman numbers up to 3999.
_LAST_LETTER, _LAST_ROMAN = 780, 3999
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(slots=True)
class Level:
    """One level of a list: its format («decimal», «lowerLetter» …) and its pattern («Điều %1.»)."""

    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    style: str = ""
    font: str = ""
    gap: str = " "
    all_decimal: bool = False
    restarts_after: int = NUMBER_MISSING


@dataclass(slots=True)
class _List:
    levels: dict[int, Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    link: str = ""


@dataclass(slots=True)
class _Instance:
    shared: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._instances: dict[int, _Instance] = {}
        if root is not None:
            self._load(root)

    def level_of_style(self, instance: int, style: str) -> int | None:
        """The level that a paragraph style is tied to in this list, when it is tied to one."""
        held = self._instances.get(instance)
        if held is None or held.shared not in self._lists:
            return None
        levels = self._lists[held.shared].levels
        return next((index for index, level in levels.items() if level.style == style), None)

    def label(self, instance: int, index: int) -> tuple[str, str]:
        """The label of the next paragraph of this list and level, with its gap; and the font it is set in.

        Lists that share one definition count together, as in Word, until one of them starts over.
        An unknown list or level gives no label.
        """
        held = self._instances.get(instance)
        shared = self._lists.get(held.shared) if held else None
        level = self._level(held, shared, index)
        if held is None or shared is None or level is None:
            return "", ""
        self._count(held, shared, index, level)
        if level.form in ("none", "bullet"):
            shown = _bullet(level.pattern) if level.form == "bullet" else ""
        else:
            shown = _PLACE.sub(lambda place: self._shown(held, shared, int(place[1]) - 1, level), level.pattern)
        shown = shown[:_LONGEST_LABEL]
        return (shown + level.gap if shown else ""), level.font

    def _level(self, held: _Instance | None, shared: _List | None, index: int) -> Level | None:
        if held is None or shared is None:
            return None
        return held.levels.get(index) or shared.levels.get(index)

    def _count(self, held: _Instance, shared: _List, index: int, level: Level) -> None:
        if index in held.starts:
            shared.counts[index] = held.starts.pop(index)
        elif index in shared.counts:
            shared.counts[index] += 1
        else:
            shared.counts[index] = level.start
        for deeper in [d for d in shared.counts if d > index]:
            found = self._level(held, shared, deeper)
            after = found.restarts_after if found else NUMBER_MISSING
            if after == NUMBER_MISSING or index < after:
                del shared.counts[deeper]

    def _shown(self, held: _Instance, shared: _List, index: int, asking: Level) -> str:
        level = self._level(held, shared, index) or Level()
        count = shared.counts.get(index, level.start)
        return format_number(count, "decimal" if asking.all_decimal else level.form)

    def _load(self, root: etree._Element) -> None:
        for element in root.iterchildren(W + "abstractNum"):
            held = _List(link=value(element, "numStyleLink"))
            held.levels = dict(_read_level(child) for child in element.iterchildren(W + "lvl"))
            self._lists[attribute(element, "abstractNumId")] = held
        # A list may stand in for the list that a numbering style defines.
        by_style = {
            value(element, "styleLink"): attribute(element, "abstractNumId")
            for element in root.iterchildren(W + "abstractNum")
            if value(element, "styleLink")
        }
        for element in root.iterchildren(W + "num"):
            shared = value(element, "abstractNumId")
            link = self._lists[shared].link if shared in self._lists else ""
            instance = _Instance(by_style.get(link, shared))
            for override in element.iterchildren(W + "lvlOverride"):
                index = number(attribute(override, "ilvl"))
                own = override.find(W + "lvl")
                if own is not None:
                    instance.levels[index] = _read_level(own)[1]
                start = number(value(override, "startOverride"))
                if start != NUMBER_MISSING:
                    instance.starts[index] = start
            self._instances[number(attribute(element, "numId"))] = instance


def _read_level(element: etree._Element) -> tuple[int, Level]:
    start, fonts, legal = number(value(element, "start")), element.find(f"{W}rPr/{W}rFonts"), element.find(W + "isLgl")
    return number(attribute(element, "ilvl")), Level(
        start=1 if start == NUMBER_MISSING else start,
        form=value(element, "numFmt") or "decimal",
        pattern=value(element, "lvlText"),
        style=value(element, "pStyle"),
        font="" if fonts is None else attribute(fonts, "ascii"),
        gap="" if value(element, "suff") == "nothing" else " ",
        all_decimal=legal is not None and attribute(legal, "val") not in ("0", "false", "off"),
        restarts_after=number(value(element, "lvlRestart")),
    )


def _bullet(pattern: str) -> str:
    """The mark itself when it is plain («-», «+»); «-» for one drawn by a symbol font."""
    return pattern if pattern and all(" " <= letter < "\ue000" for letter in pattern) else "-"


def format_number(count: int, form: str) -> str:
    """A list number in decimal, letters or Roman numerals; other formats are written in decimal."""
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= _LAST_LETTER:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 1 <= count <= _LAST_ROMAN:
        numerals = ""
        for worth, sign in _ROMAN:
            numerals += sign * (count // worth)
            count %= worth
        return numerals if form == "lowerRoman" else numerals.upper()
    if form == "decimalZero" and 0 <= count < 10:
        return f"0{count}"
    return str(count)
