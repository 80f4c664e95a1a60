"""Numbers in a draft: every figure with its value, how exactly it is given, its unit, and its place.

It must not judge anything; dates, document numbers and numbers of headings are no figures.
Read next: `knowledge/checks/sums.py`, `knowledge/checks/shares.py`, which judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from knowledge.text import fold

_PLAIN: Final = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?|\d{1,12}(?:,\d{1,4})?"
_UNITS: Final = (
    "tỷ đồng|triệu đồng|nghìn đồng|ngàn đồng|đồng|tỷ|triệu|tạ/ha|tấn/ha|tạ|tấn|kg|ha|km²|km2|m²|m2|km|%|"
    "tập thể|cá nhân|hộ gia đình|hộ|người|nhân khẩu|khẩu|lao động|học sinh|đảng viên|cán bộ|công chức|viên chức|"
    "hội viên|đoàn viên|doanh nghiệp|hợp tác xã|văn bản|cuộc|buổi|lượt người|lượt|trường hợp|công trình|con|căn nhà|"
    "căn|nhà|thôn|tổ dân phố|đơn vị|hồ sơ|sáng kiến|mô hình|chỉ tiêu|tiêu chí|thành viên|đồng chí|vụ|bằng khen|"
    "giấy khen|phong trào|nhiệm vụ|km đường|suất quà|suất|phần quà"
)
_FIGURE: Final = re.compile(
    rf"(?<![\d.,/\w\-–])(?P<number>{_PLAIN})(?![\d/\-–]|[.,]\d|[^\W\d_]{{4}})(?: ?(?P<unit>{_UNITS})(?![^\W\d_]))?",
    re.IGNORECASE,
)
_SCALES: Final = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
_NOT_BEFORE: Final = re.compile(
    r"(?:số|ngày|tháng|năm|điều|khoản|điểm|quý|thứ|lần thứ|hạng|quốc lộ|khóa|kỳ|giờ|mục|phần|bão số|tuần"
    r"|nghị định|quyết định|thông tư)[ :]{1,2}$",
    re.IGNORECASE,
)
_DIGITS: Final = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TENS: Final = {
    "mươi": 10,
    "mười": 10,
    "trăm": 100,
    "nghìn": 1000,
    "ngàn": 1000,
    "triệu": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` is in single units («1,5 tỷ đồng» is 1500000000), `step` what its last digit stands for.

    `unit` is folded and without a scale («dong», «ha», "%"), "" where none follows; `end` lies behind it.
    """

    value: Decimal
    step: Decimal
    unit: str
    start: int
    end: int
    written: str

    def is_near(self, other: Decimal) -> bool:
        """Whether the value rounds, or is cut, to what is written."""
        return abs(self.value - other) < self.step


def read_figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """The figures of text[start:end] in order."""
    return list(_figures(text, start, len(text) if end is None else end))


def _figures(text: str, start: int, end: int) -> Iterator[Figure]:
    for found in _FIGURE.finditer(text, start, end):
        before = text[max(start, found.start() - 14) : found.start()]
        unit = (found["unit"] or "").lower()
        if not unit and _NOT_BEFORE.search(before):
            continue
        value, step = number(found["number"]), _step(found["number"])
        scale, _, rest = unit.partition(" ")
        if scale in _SCALES:
            value, step, unit = value * _SCALES[scale], step * _SCALES[scale], rest or "đồng"
        yield Figure(value, step, unit_key(unit), found.start(), found.end(), found[0])


def number(written: str) -> Decimal:
    """The value of a number written the Vietnamese way: «1.234,5» is 1234.5."""
    return Decimal(written.replace(".", "").replace(",", "."))


def _step(written: str) -> Decimal:
    decimals = len(written.partition(",")[2])
    return Decimal(1).scaleb(-decimals)


@cache
def unit_key(unit: str) -> str:
    """A unit as it is compared."""
    return {"km2": "km²", "m2": "m²"}.get(unit, fold(unit))


def written(value: Decimal, decimals: int = 2) -> str:
    """The value as officers write it: thousands dots, a decimal comma, no idle zeros."""
    rounded = round(value, decimals)
    whole, _, rest = f"{rounded:,f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def spoken_number(words: str) -> int | None:
    """The number that the words say («hai mươi lăm», «một trăm linh ba»); None for anything else."""
    total = group = 0
    last: int | None = None
    for word in words.lower().split():
        if word in _DIGITS:
            if last is not None:
                return None
            last = _DIGITS[word]
        elif word in ("linh", "lẻ"):
            if last is not None:
                return None
        elif word == "mươi" or word == "trăm":
            if last is None:
                return None
            group, last = group + last * _TENS[word], None
        elif word == "mười":
            if last is not None:
                return None
            group += 10
        elif word in _TENS:
            total, group, last = total + (group + (last or 0)) * _TENS[word], 0, None
        else:
            return None
    found = total + group + (last or 0)
    return found if words.strip() else None
