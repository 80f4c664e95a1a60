"""Quantities in text: a figure with its scale («triệu»), its unit («đồng», «%», «hộ»), a range, a qualifier.

It does not judge whether two quantities agree, and asks nobody.
Read next: `knowledge/quantities.py`, the public face, which compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from knowledge.counting.digits import FIGURE, Figure, Notation, read_figure
from knowledge.counting.words import read_words
from knowledge.text import normalise, squeeze

MONEY: Final = "đồng"
PERCENT: Final = "%"

_SCALES: Final = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9}
_SCALE: Final = r"(?:nghìn|ngàn|triệu|tỷ|tỉ|tr)(?!\w)"
_TIGHT: Final = re.compile(r"(?P<whole>\d{1,6})(?P<scale>tr|tỷ|tỉ)(?P<part>\d{1,3})(?!\w)")
_NUMBER: Final = re.compile(FIGURE)
_AFTER_FIGURE: Final = re.compile(rf"\s?(?P<scale>{_SCALE})")
_HALF: Final = re.compile(r"\s?rưỡi(?!\w)")
_TO: Final = re.compile(r"\s?(?:-|–|đến|tới)\s?(?=\d)")
_UNIT: Final = re.compile(
    r"\s?(?:(?P<percent>%|phần trăm(?!\w))|(?P<money>(?:đồng|vnđ|vnd|đ)(?!\w))"
    r"|(?P<word>k?m[23](?!\w)|[^\W\d_]{1,12}[²³]?))",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(r"(?:trên|hơn|gần|khoảng|ước|tầm|dưới|khoảng gần|ước đạt|ước khoảng)\s$", re.IGNORECASE)
_LONGEST_ABOUT: Final = 12
_SQUARED: Final = str.maketrans("23", "²³")
_NO_UNIT: Final = frozenset(
    {"và", "đến", "hoặc", "trong", "so", "bằng", "tăng", "giảm", "là", "của", "tại", "cho", "từ"}
)
_MOST_STEPS: Final = 4
_STEP: Final = re.compile(rf"\s(?P<figure>\d{{1,3}})\s?(?P<scale>{_SCALE})")
_SPACED: Final = re.compile(r"\d{1,3}(?: \d{3}){1,5}(?!\d)")
_UNIT_WORDS: Final = re.compile(r"[^\W\d_]{0,12}(?: [^\W\d_]{1,12}){0,3}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as read. `value` is already scaled («46,5 triệu» is 46500000); `upper` ends a range.

    `unit` is «đồng», «%», the word that follows, or empty. `decimals` counts those written in the figure
    and `scale` is the power of ten behind it: the last digit written is worth 10**(scale - decimals).
    `about` is the word that makes it inexact («trên», «ước»), empty for an exact one.
    """

    value: Decimal
    unit: str
    decimals: int
    scale: int
    notation: Notation
    text: str
    start: int
    end: int
    upper: Decimal | None = None
    about: str = ""


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every quantity in a text in NFC, in order; days, document numbers and article numbers are left out."""
    place = 0
    while found := _NUMBER.search(text, place):
        quantity = _read_at(text, found.start())
        place = quantity.end if quantity else found.end()
        if quantity and not _belongs_to_a_name(text, quantity):
            yield quantity


def read_quantity(text: str) -> Quantity | None:
    """The one quantity that the whole text is, digits or words, None for anything else."""
    clean = squeeze(normalise(text)).lower().strip(" .;:")
    joined = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", ".", clean) if _SPACED.match(clean) else clean
    start = re.search(r"\d", joined)
    if start:
        return _whole(joined, _read_at(joined, start.start()))
    words = re.sub(r"\s?(?:đồng|phần trăm)(?: chẵn)?$", "", clean)
    value = read_words(words)
    unit = PERCENT if clean.endswith("phần trăm") else MONEY if words != clean else ""
    return None if value is None else Quantity(Decimal(value), unit, 0, 0, Notation.VIETNAMESE, text, 0, len(text))


def _whole(text: str, quantity: Quantity | None) -> Quantity | None:
    """The quantity if nothing else is said; words behind it («văn bản») are its unit."""
    if quantity is None:
        return None
    before, after = text[: quantity.start].strip(), text[quantity.end :].strip()
    if before not in ("", "từ", quantity.about) or not _UNIT_WORDS.fullmatch(after):
        return None
    return replace(quantity, unit=f"{quantity.unit} {after}".strip())


def _read_at(text: str, start: int) -> Quantity | None:
    """The quantity whose first digit stands at `start`."""
    amount = _amount(text, start)
    if amount is None:
        return None
    value, decimals, scale, notation, end = amount
    upper = None
    to = _TO.match(text, end)
    other = _amount(text, to.end()) if to else None
    if other and not _is_day(text, other[4]):
        upper, end = other[0], other[4]
        if not scale and other[2]:
            value, scale = value.scaleb(other[2]), other[2]
    unit, end = _unit(text, end)
    about = _ABOUT.search(text, max(0, start - _LONGEST_ABOUT), start)
    said = about[0].strip().lower() if about else ""
    return Quantity(value, unit, decimals, scale, notation, text[start:end], start, end, upper, said)


def _amount(text: str, start: int) -> tuple[Decimal, int, int, Notation, int] | None:
    """Value, decimals, scale, notation and end of a figure with the scale words behind it."""
    tight = _TIGHT.match(text, start)
    if tight:
        power = _SCALES[tight["scale"]]
        value = Decimal(f"{tight['whole']}.{tight['part']}").scaleb(power)
        return value, len(tight["part"]), power, Notation.VIETNAMESE, tight.end()
    found = _NUMBER.match(text, start)
    figure = read_figure(found[0]) if found else None
    if not found or figure is None:
        return None
    scaled = _AFTER_FIGURE.match(text, found.end())
    if not scaled:
        return figure.value, figure.decimals, 0, figure.notation, found.end()
    return _with_scales(text, figure, scaled)


def _with_scales(text: str, figure: Figure, scaled: re.Match[str]) -> tuple[Decimal, int, int, Notation, int]:
    """«2 tỷ 977 triệu 500 nghìn»: each step smaller than the one before; «rưỡi» is half a step."""
    power = _SCALES[scaled["scale"]]
    value, decimals, end = figure.value.scaleb(power), figure.decimals, scaled.end()
    for _ in range(_MOST_STEPS):
        half = _HALF.match(text, end)
        if half:
            return value + Decimal(5).scaleb(power - 1), 1, power, figure.notation, half.end()
        step = _STEP.match(text, end)
        if not step or _SCALES[step["scale"]] >= power:
            break
        power = _SCALES[step["scale"]]
        value, decimals, end = value + Decimal(step["figure"]).scaleb(power), 0, step.end()
    return value, decimals, power, figure.notation, end


def _unit(text: str, end: int) -> tuple[str, int]:
    found = _UNIT.match(text, end)
    if not found:
        return "", end
    if found["percent"]:
        return PERCENT, found.end()
    if found["money"]:
        return MONEY, found.end()
    word = found["word"].lower().translate(_SQUARED)
    return ("", end) if word in _NO_UNIT else (word, found.end())


def _is_day(text: str, end: int) -> bool:
    return text[end : end + 1] == "/"


_NAMED: Final = re.compile(
    r"(?:ngày|tháng|năm|quý|số|điều|khoản|điểm|mục|mẫu số|mẫu|khóa|lần thứ|thứ|giai đoạn|nhiệm kỳ|iso|tcvn)\s?:?\s?$",
    re.IGNORECASE,
)
_LONGEST_NAMED: Final = 14


def _belongs_to_a_name(text: str, quantity: Quantity) -> bool:
    """Whether the figure is part of a day, a year, a document number or a code."""
    before, after = text[max(0, quantity.start - 1) : quantity.start], text[quantity.end : quantity.end + 2]
    if before.isalpha() or (
        before in ("/", "-", "–") and text[max(0, quantity.start - 2) : quantity.start - 1].isalnum()
    ):
        return not _is_share(text, quantity.start - 1)
    if after[:1] in ("/", "-") and after[1:2].isalnum() and not quantity.unit:
        return not _is_share(text, quantity.end)
    return bool(_NAMED.search(text, max(0, quantity.start - _LONGEST_NAMED), quantity.start))


_SHARE: Final = re.compile(rf"(?<![\d/])({FIGURE})/({FIGURE})(?![\d/])")


def _is_share(text: str, slash: int) -> bool:
    """Whether the slash stands between a part and its whole («52/6.142 hộ»), not inside a day («01/7»)."""
    if text[slash : slash + 1] != "/":
        return False
    start = slash
    while start and (text[start - 1].isdigit() or text[start - 1] in ".,") and slash - start < 24:
        start -= 1
    found = _SHARE.match(text, start)
    if not found or _NAMED.search(text, max(0, start - _LONGEST_NAMED), start):
        return False
    return not re.search(r"(?:từ|đến|trước|sau|hết|dịp|lễ)\s$", text[max(0, start - 6) : start], re.IGNORECASE)
