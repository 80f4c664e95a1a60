"""What stands at the head of a report: its title, the unit that reports, the period it reports on.

It knows nothing of sections.
Read next: `knowledge/reports.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.layout.letterheads import left_column
from knowledge.layout.lines import CAPITAL, SMALL, Line
from knowledge.text import normalise, squeeze

_TITLE_WITHIN: Final = 40
_LONGEST_TITLE: Final = 8
_WIDEST_TITLE: Final = 200
_OPENING: Final = re.compile(
    r"(?:thuc hien|can cu|kinh gui|theo|phan |[ivx]{1,4}[.)/-]|[a-e][.)/]|\d{1,2}[.)/]|ngay |trong (?:nam|6)"
    r"|tren co so|so:)"
)
_NO_TITLE: Final = re.compile(
    r"cong hoa xa hoi|doc lap\s?-|so\s?:"
    r"|(?:uy ban nhan dan|ubnd|hoi dong|dang uy|phong |so |xa |phuong |dac khu |tinh |thanh pho )"
)
_YEAR: Final = r"(?:19|20)\d\d"
_YEARS: Final = rf"{_YEAR}\s{{0,2}}[-–]\s{{0,2}}{_YEAR}"
_PERIODS: Final = re.compile(
    rf"(?:giai đoạn|nhiệm kỳ|thời kỳ|năm học|các năm)\s{{1,3}}{_YEARS}"
    rf"|(?:từ\s)?năm {_YEAR}\s{{1,2}}đến\s{{1,2}}năm {_YEAR}"
    rf"|0?[369]\s{{1,3}}tháng(?:\s{{1,3}}(?:đầu|cuối))?(?:\s{{1,3}}năm)?\s{{1,3}}{_YEAR}"
    rf"|quý\s{{1,3}}(?:IV|I{{1,3}}|[1-4])(?:\s{{0,2}}/\s{{0,2}}|\s{{1,3}}(?:năm\s{{1,3}})?){_YEAR}"
    rf"|tuần\s{{1,3}}\d{{1,2}}\s{{1,3}}tháng\s{{1,3}}\d{{1,2}}\s{{1,3}}năm\s{{1,3}}{_YEAR}"
    rf"|tháng\s{{1,3}}\d{{1,2}}(?:\s{{1,3}}năm\s{{1,3}}|\s{{0,2}}/\s{{0,2}}){_YEAR}"
    rf"|năm\s{{1,3}}{_YEAR}",
    re.IGNORECASE,
)
_PERIOD_WITHIN: Final = 6000
_CLOSING_SENTENCE: Final = re.compile(r"trên đây là báo cáo.{0,400}", re.IGNORECASE | re.DOTALL)

_WORD: Final = rf"[{CAPITAL}][{SMALL}'’]+"
_NAME: Final = rf"(?!Hội\b)(?:A )?{_WORD}(?: {_WORD}){{0,4}}|\d{{1,2}}\b"
_UNIT: Final = re.compile(rf"\b(?i:(phường|xã|thị trấn|đặc khu)) ({_NAME})")
_UNIT_IN_CAPITALS: Final = re.compile(
    r"(?:(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG NHÂN DÂN|HĐND|HỘI ĐỒNG THI ĐUA.{0,20}|ĐẢNG ỦY|ĐẢNG BỘ) )?"
    r"(PHƯỜNG|XÃ|THỊ TRẤN|ĐẶC KHU) ((?!HỘI\b)[^\W\d_]+(?: [^\W\d_]+){0,4}|\d{1,2})"
)
_SEVERAL: Final = re.compile(r"\b(?:các|những|của các|nhiều) $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Front:
    """The title, the period, its last year, and how many lines the front takes; empty where not said."""

    title: str
    period: str
    year: str
    lines: int


def read_front(lines: Sequence[Line]) -> Front:
    """The front of a report. A text that begins with its first heading has an empty one."""
    at = next((place for place, line in enumerate(lines[:_TITLE_WITHIN]) if _announces_report(line)), None)
    title, taken = _title_from(lines, at) if at is not None else _title_in_capitals(lines)
    body = normalise("\n".join(line.raw for line in lines))
    closing = _CLOSING_SENTENCE.search(body)
    period = _period(title) or _period(closing[0] if closing else "") or _period(body[:_PERIOD_WITHIN])
    years = re.findall(_YEAR, period)
    return Front(title, period, years[-1] if years else "", taken)


def unit_of(text: str, lines: Sequence[Line]) -> str | None:
    """The commune-level unit that the text speaks of most («phường Hoành Sơn»); the one in capitals of the
    letterhead goes before it."""
    words = normalise(text)
    if not _UNIT.search(words):
        words = squeeze(words)
    named: Counter[str] = Counter()
    for found in _UNIT.finditer(words):
        several = _SEVERAL.search(words[max(0, found.start() - 10) : found.start()])
        if not several and not found[0].isupper():
            named[f"{found[1].lower()} {_proper(found[2])}"] += 1
    for line in lines[:_TITLE_WITHIN]:
        left = squeeze(left_column(line))
        head = _UNIT_IN_CAPITALS.fullmatch(left)
        if head and left.isupper():
            return f"{head[1].lower()} {_proper(head[2].title())}"
    return max(named, key=lambda name: named[name]) if named else None


def _proper(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def _announces_report(line: Line) -> bool:
    return line.folded == "bao cao" or (line.folded.startswith("bao cao ") and line.text.startswith("BÁO CÁO"))


def _title_from(lines: Sequence[Line], at: int) -> tuple[str, int]:
    parts = [lines[at].text]
    for line in lines[at + 1 : at + _LONGEST_TITLE]:
        ends = line.blank_before and len(parts) > 1 and parts[-1][-1] not in ",;"
        if ends or len(line.text) > _WIDEST_TITLE or _OPENING.match(line.folded):
            break
        parts.append(line.text)
    return squeeze(" ".join(parts)), at + len(parts)


def _title_in_capitals(lines: Sequence[Line]) -> tuple[str, int]:
    """The capitals before the first heading, for a report whose letterhead was cut off."""
    parts: list[str] = []
    taken = 0
    for place, line in enumerate(lines[:_TITLE_WITHIN]):
        if not line.is_capitals or _OPENING.match(line.folded) or len(parts) >= _LONGEST_TITLE:
            break
        taken = place + 1
        if not _NO_TITLE.match(line.folded):
            parts.append(line.text)
    return squeeze(" ".join(parts)), taken


def _period(words: str) -> str:
    """The first period named, written plainly: «giai đoạn 2020-2025»."""
    found = _PERIODS.search(squeeze(words))
    if not found:
        return ""
    plain = re.sub(r"\s?[-–]\s?", "-", squeeze(found[0]).lower())
    return re.sub(r"\b(i{1,3}|iv)\b", lambda quarter: quarter[0].upper(), plain)
