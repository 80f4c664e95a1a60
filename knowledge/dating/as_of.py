"""The date a question is about: «hồ sơ nộp tháng 5/2025», «năm 2024 quy định thế nào», «hồi năm ngoái».

It does not know which law held on that date. A year in a document's name, of a campaign or a report, a number of
years and a date in somebody's life are no such date.
Read next: `knowledge/validity.py`, which asks for the date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from knowledge.citations import parse_citations
from knowledge.dating.atoms import Atom, read_atoms
from knowledge.dating.calendar import add_months, last_of_month, last_of_quarter, quarter_of
from knowledge.dating.chat_days import ENDS, FREE
from knowledge.dating.sheets import Phrase, Sheet
from knowledge.dating.wording import Wording, say
from knowledge.text import fold


class Precision(IntEnum):
    """How exactly the question names its date; the greater, the more exactly. NOW is told by «hiện nay»."""

    NOW = 0
    YEAR = 1
    QUARTER = 2
    MONTH = 3
    DAY = 4


@dataclass(frozen=True, slots=True)
class AsOf:
    """The date a question is about, in the words from `start` to `end` of the text as given.

    `first` and `last` bound the interval meant; None where it is open («từ 1/7/2026» has no last day, «trước
    01/7/2025» no first). `day` stands for it: the day of the interval that is nearest to today, so the last of a
    past year, today in the current one, the first of a coming one. That is the law as it stood at the end of what
    was asked about, or as it stands now; where it changed inside the interval, the caller can tell.
    """

    text: str
    start: int
    end: int
    day: date
    first: date | None
    last: date | None
    precision: Precision
    reading: Wording


Interval = tuple[date, date, Precision]

_LEFT: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:(?P<before>trước)|(?P<until>(?:cho )?(?:đến|tới)(?: hết)?)|(?P<since>(?:kể )?từ)|(?P<after>sau)"
    r"|(?P<at>vào|trong|hồi|lúc|tại))(?: thời điểm| ngày| khoảng)? ?$"
)
_REPORTED: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:kế hoạch|báo cáo|tổng kết|sơ kết|chương trình|dự toán|phong trào|đợt thi đua|chủ đề"
    r"|nhiệm vụ|chỉ tiêu|quyết toán|thành tích|kết quả)(?: [a-zà-ỹđ-]+,?){0,9}+ ?$"
)
_NAMED: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:luật|nghị định|thông tư|nghị quyết|chỉ thị|giai đoạn|nhiệm kỳ|khóa|tết|nguyên đán|lễ"
    r"|dịp|đại hội|năm học|sinh|kết nạp|vào đảng|thành lập|nhập ngũ|tham gia|công tác|làm việc|giữ chức|bổ nhiệm"
    r"|tuyển dụng|nghỉ hưu|hoạt động|kháng chiến|hy sinh)(?: [a-zà-ỹđ]+)?"
    r" ?(?:vào |trong |từ |hồi |trước |sau |ngày )?$"
)
_SPAN_GOES_ON: Final = Phrase(r" ?(?:-|đến|tới) ?(?:hết )?(?:năm |tháng |ngày |quý )?[0-9]")
_SPAN_BEFORE: Final = Phrase(r"[0-9] ?(?:-|đến|tới) ?(?:hết )?$")
_EVERY: Final = Phrase(r",? ?(?:hằng|hàng|mỗi) (?:năm|tháng|quý)")
_WORDS: Final = Phrase(
    rf"{FREE}(?P<words>hiện nay|hiện tại|hiện giờ|bây giờ|lúc này|hiện hành|hôm nay|thời điểm này"
    r"|năm (?:ngoái|rồi|qua|trước|kia|nay|này|sau|tới)|tháng (?:trước|rồi|vừa rồi|qua|này|sau|tới)"
    rf"|quý (?:trước|rồi|này|sau|tới)){ENDS}"
)
_NOT_ALONE: Final = Phrase(r"(?:[0-9]|một|hai|ba|bốn|sáu|bảy|tám|chín|mười|nhiều|mấy|các|những|mỗi|cùng kỳ|của) ?$")
_LIEN_KE: Final = Phrase(r" (?:liền kề|kế tiếp|đó)")
_AWAY: Final = {
    "ngoai": -1, "roi": -1, "qua": -1, "truoc": -1, "kia": -2, "nay": 0, "sau": 1, "toi": 1,
}  # fmt: skip


def read_as_of(text: str, *, today: date) -> AsOf | None:
    """The date the question is about; None when it names none. The most exact one wins, the first among equals."""
    sheet = Sheet.of(text)
    found = [*_dated(sheet, today), *_worded(sheet, today)]
    return max(found, key=lambda as_of: (as_of.precision, -as_of.start), default=None)


def _dated(sheet: Sheet, today: date) -> Iterator[AsOf]:
    """Dates with their year, and months and quarters without one."""
    cited = [(sheet.place(found.start), sheet.place(found.end)) for found in parse_citations(sheet.text)]
    starts = [start for start, _ in cited]
    for atom in read_atoms(sheet):
        interval = _interval(atom, today)
        before = bisect_right(starts, atom.end - 1) - 1
        is_cited = before >= 0 and cited[before][1] > atom.start
        if interval is None or is_cited or not _is_asked_about(sheet, atom):
            continue
        left = sheet.before(_LEFT, atom.start, reach=40)
        yield _as_of(sheet, left.start() if left else atom.start, atom.end, interval, today, left and left.lastgroup)


def _is_asked_about(sheet: Sheet, atom: Atom) -> bool:
    """Whether the date is not that of a report, a name, a life or a span of years."""
    if sheet.match(_EVERY, atom.end) or sheet.before(_NAMED, atom.start, reach=60):
        return False
    if atom.day:
        return True
    spans = sheet.match(_SPAN_GOES_ON, atom.end) or sheet.before(_SPAN_BEFORE, atom.start, reach=12)
    return not spans and not sheet.before(_REPORTED, atom.start, reach=120)


def _interval(atom: Atom, today: date) -> Interval | None:
    if atom.date:
        return atom.date, atom.date, Precision.DAY
    if atom.day or atom.half or atom.first_day:
        return None
    if atom.month:
        year = atom.year or _nearest_year(today, atom.month)
        return date(year, atom.month, 1), last_of_month(year, atom.month), Precision.MONTH
    if atom.quarter:
        year = atom.year or _nearest_year(today, atom.quarter * 3 - 1)
        return date(year, atom.quarter * 3 - 2, 1), last_of_quarter(year, atom.quarter), Precision.QUARTER
    return (date(atom.year, 1, 1), date(atom.year, 12, 31), Precision.YEAR) if atom.year else None


def _nearest_year(today: date, month: int) -> int:
    """The year in which a month without one lies nearest to today; the past one when two are as near."""
    years = (today.year, today.year - 1, today.year + 1)
    return min(years, key=lambda year: abs((year - today.year) * 12 + month - today.month))


def _worded(sheet: Sheet, today: date) -> Iterator[AsOf]:
    """«hiện nay», «năm ngoái», «tháng trước»."""
    for match in _WORDS.of(sheet).finditer(sheet.view):
        if sheet.before(_NOT_ALONE, match.start(), reach=12) or sheet.match(_LIEN_KE, match.end()):
            continue
        yield _as_of(sheet, match.start(), match.end(), _interval_of_words(match["words"], today), today, None)


def _interval_of_words(written: str, today: date) -> Interval:
    unit, _, rest = written.partition(" ")
    away = _AWAY.get(fold(rest.split()[-1]))
    if away is None or fold(unit) not in ("nam", "thang", "quy"):
        return today, today, Precision.NOW
    if fold(unit) == "nam":
        return date(today.year + away, 1, 1), date(today.year + away, 12, 31), Precision.YEAR
    if fold(unit) == "thang":
        first = add_months(today.replace(day=1), away)
        return first, last_of_month(first.year, first.month), Precision.MONTH
    first = add_months(date(today.year, quarter_of(today) * 3 - 2, 1), 3 * away)
    return first, last_of_quarter(first.year, quarter_of(first)), Precision.QUARTER


def _as_of(sheet: Sheet, start: int, end: int, interval: Interval, today: date, side: str | None) -> AsOf:
    """The interval as the word before it narrows it: «trước», «từ», «sau», «đến»."""
    first, last, precision = interval
    begins: date | None = first
    ends: date | None = last
    if side == "before":
        begins, ends = None, first - timedelta(days=1)
    elif side == "until":
        begins, ends = None, last
    elif side == "since":
        begins, ends = first, None
    elif side == "after":
        begins, ends = last + timedelta(days=1), None
    day = begins if begins and begins > today else ends if ends and ends < today else today
    named = {Precision.NOW: "today", Precision.DAY: "day", Precision.MONTH: "month", Precision.QUARTER: "quarter"}
    key = side if side in ("before", "until", "since", "after") else named.get(precision, "year")
    begin, finish = sheet.span(start, end)
    reading = say(f"as_of_{key}", day=day, first=begins, last=ends)
    return AsOf(sheet.text[begin:finish], begin, finish, day, begins, ends, precision, reading)
