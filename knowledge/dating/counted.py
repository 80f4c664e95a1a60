"""Deadlines counted from something («trong thời hạn 10 ngày làm việc, kể từ ngày nhận đủ hồ sơ») or tied to an event.

It does not know when that something happens.
Read next: `knowledge/dating/resolving.py`, which counts once the day is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from knowledge.dating.atoms import time_at
from knowledge.dating.evidence import Candidate, Strength, any_of, has_task, is_deadline, words
from knowledge.dating.model import AtEvent, Deadline, Direction, Frequency, Op, Recurring, Relative, Unit
from knowledge.dating.numbers import NUMBER, number
from knowledge.dating.sheets import Phrase, Sheet
from knowledge.dating.weekdays import WEEKDAY, weekday
from knowledge.text import fold

_SPAN: Final = Phrase(
    rf"(?<![a-zà-ỹđ0-9.,/-])(?<!tháng )(?<!ngày )(?<!mùng )(?<!mồng )(?:(?P<n>{NUMBER})(?: ?\([^()]{{1,20}}\))?"
    r" (?P<unit>ngày làm việc|ngày|tuần|tháng|năm|giờ)(?P<working> làm việc)?"
    rf"|(?P<nth>ngày (?:làm việc )?thứ (?P<n2>{NUMBER}))"
    r"|(?P<next>ngày làm việc (?:tiếp theo|kế tiếp|liền kề|liền sau)))(?![a-zà-ỹđ0-9/])"
)
_LEAD: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:"
    r"(?P<over>(?:quá|hết|sau|qua)(?: thời hạn| thời gian| khoảng thời gian)?(?: là)?)"
    r"|(?P<by>(?:(?:chậm|muộn|trễ) nhất|không quá|tối đa|không (?:chậm|muộn) hơn)"
    r"(?: là| vào| trong| thời hạn| không quá| sau| vòng)*+)"
    r"|(?P<within>(?:(?:trong|với) )?(?:vòng|thời hạn|thời gian)(?: chậm nhất| tối đa| không quá| là|:)*+|trong)"
    r"|(?P<early>trước (?:ít nhất|tối thiểu)(?: là)?|ít nhất|tối thiểu|trước)"
    r") ?$"
)
_AFTER: Final = Phrase(r"[, ]{0,2}(?:(?:được )?(?:kể|tính)(?: kể)? (?:từ|sau)|sau|từ(?= (?:ngày|khi))|của(?= ngày)) ")
_BEFORE: Final = Phrase(
    r"[, ]{0,2}(?:(?:tính đến )?trước (?!ngày [0-9]|[0-9])|(?:so với|tính đến) (?=(?:ngày|khi|thời điểm) (?![0-9])))"
)
_LABEL: Final = Phrase(r"(?<![a-zà-ỹđ])(?:thời hạn|thời gian)(?P<of>(?: (?!là )[a-zà-ỹđ]+){1,8}+)(?: ?:| là) ?$")
_ANCHOR_END: Final = Phrase(r"[,;.:()\f]| (?:thì|mà|phải)(?![a-zà-ỹđ])")
_ANCHOR_FIRST: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:(?:ngay )?sau khi|(?:kể |tính )?từ|khi) (?P<anchor>[^,;.:()]{4,160}),(?: [^,;.:()]{1,60},)? ?$"
)
_EARLIER: Final = Phrase(
    r"(?<![a-zà-ỹđ])trước (?P<anchor>(?:ngày|khi|thời điểm) (?![0-9])[^,;.:()]{3,120}?)"
    r"(?: ít nhất| tối thiểu| chậm nhất| không quá| tối đa)?(?: là)? ?$"
)
_FAILS: Final = Phrase(r"[, ]{0,2}(?:mà|nếu|tính đến|gần|liền kề)(?![a-zà-ỹđ])")
_TOLD_BY_DATES: Final = Phrase(r"[ ,:]{0,2}\(?từ (?:ngày )?[0-9]")
_NO_DUTY: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:lưu trữ|lưu giữ|lưu lại|bảo quản|bảo hành|có giá trị|hiệu lực|sử dụng|hưởng(?! dẫn)"
    r"|(?<!đề )(?<!hội )(?<!kiến )nghỉ|cấm|đình chỉ"
    r"|tước|tạm giữ|không được|chưa|từ đủ|đã đóng|(?<!tham )đủ(?! kiến| thảo| án| toán)|kéo dài"
    r"|liên tục|gần nhất|gần đây|hành nghề|thành tích|công tác|giữ chức|miễn|trong khoảng|nếu|hàng hóa"
    r"|phạt(?! hành| động| huy| triển| sinh)|số giờ|vi phạm|không)(?![a-zà-ỹđ])"
)
_CLAUSE: Final = Phrase(r"[,:]| thì(?![a-zà-ỹđ])")
_WEEKLY: Final = Phrase(
    r"(?P<lead>(?:chậm nhất|muộn nhất|trước)(?: là| vào)? |vào |)"
    r"(?P<when>(?:[0-9]{1,2} ?(?:giờ|h)(?: ?[0-5][0-9])?(?: phút)?[ ,]{1,3})?(?:sáng |chiều |ngày )?)"
    rf"(?P<day>{WEEKDAY}),? (?:của )?(?:hằng|hàng|mỗi) tuần"
)
_SIDE: Final = 90
_UNITS: Final[dict[str, tuple[Unit, int]]] = {
    "ngày làm việc": ("working_day", 1), "ngày": ("day", 1), "tuần": ("day", 7), "tháng": ("month", 1),
    "năm": ("month", 12), "giờ": ("hour", 1),
}  # fmt: skip
_HOURS: Final = "gio"
_BY_DAYS: Final = ("ngay", "ngay lam viec")
_UNIT_OF: Final = {fold(word): value for word, value in _UNITS.items()}


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What days are counted from, and the range on the sheet that it makes the deadline take up."""

    anchor: str
    direction: Direction
    start: int
    end: int


def read_counted(sheet: Sheet) -> Iterator[Deadline]:
    """Every deadline counted from something, tied to an event, or set for a day of each week."""
    for match in _SPAN.of(sheet).finditer(sheet.view):
        yield from _relative(sheet, match)
    for match in _events().of(sheet).finditer(sheet.view):
        if is_deadline(sheet, Candidate(match.start(), match.end(), Strength.WEAK, within=True)):
            anchor = sheet.written(match.start("anchor"), match.end("anchor"))
            yield _deadline(sheet, match.start(), match.end(), Op.BEFORE, AtEvent(anchor))
    for match in _WEEKLY.of(sheet).finditer(sheet.view):
        yield from _weekly(sheet, match)


def _deadline(sheet: Sheet, start: int, end: int, op: Op, what: AtEvent | Relative | Recurring) -> Deadline:
    first, last = sheet.span(start, end)
    return Deadline(sheet.text[first:last], first, last, op, what)


def _relative(sheet: Sheet, span: re.Match[str]) -> Iterator[Deadline]:
    """The deadline of a number of days; nothing when the days are no deadline."""
    first, last = sheet.sentence(span.start(), span.end())
    lead = _LEAD.of(sheet).search(sheet.view, max(first, span.start() - _SIDE), span.start())
    if lead and lead["over"]:
        return
    labelled = lead is None and _is_labelled(sheet, first, span.start())
    found = _anchored(sheet, span, lead, first, last, labelled=labelled)
    if found is None or sheet.match(_FAILS, found.end):
        return
    n, unit = _amount(span)
    if not found.anchor and (unit in ("month", "hour") or sheet.match(_TOLD_BY_DATES, found.end)):
        return
    bound = labelled or lead is not None
    if not _is_duty(sheet, found, first, last, long=unit == "month" or not found.anchor, bound=bound):
        return
    op = Op.WITHIN if labelled or (lead and lead["within"]) else Op.BY
    yield _deadline(sheet, found.start, found.end, op, Relative(n, unit, found.direction, found.anchor))


def _is_labelled(sheet: Sheet, first: int, start: int) -> bool:
    """Whether «Thời hạn giải quyết: …» heads the days, and names what is to be done in them."""
    label = _LABEL.of(sheet).search(sheet.view, max(first, start - _SIDE), start)
    if label is None or _NO_DUTY.of(sheet).search(label["of"]):
        return False
    return has_task(sheet, label.start("of"), label.end("of"))


def _amount(span: re.Match[str]) -> tuple[int, Unit]:
    if span["next"]:
        return 1, "working_day"
    if span["nth"]:
        return number(span["n2"]), "working_day" if fold(span["nth"]).startswith("ngay lam viec") else "day"
    unit, times = _UNIT_OF[fold(span["unit"])]
    return number(span["n"]) * times, "working_day" if span["working"] and unit == "day" else unit


def _anchored(
    sheet: Sheet, span: re.Match[str], lead: re.Match[str] | None, first: int, last: int, *, labelled: bool
) -> _Anchored | None:
    """What the days are counted from: named behind them, directly before, or at the head of the sentence."""
    start = lead.start() if lead else span.start()
    behind = _anchored_behind(sheet, span, lead, last, labelled=labelled)
    if behind:
        return behind
    earlier = _EARLIER.of(sheet).search(sheet.view, max(first, span.start() - 2 * _SIDE), span.start())
    if earlier:
        return _Anchored(_written(sheet, earlier), "before", earlier.start(), span.end())
    if lead is None:
        return None
    if lead["early"]:
        return _Anchored("", "before", start, span.end()) if _is_ahead(lead) else None
    head = _ANCHOR_FIRST.of(sheet).search(sheet.view, first, start)
    anchor = _written(sheet, head) if head else ""
    return _Anchored(anchor, "after", start, span.end())


def _anchored_behind(
    sheet: Sheet, span: re.Match[str], lead: re.Match[str] | None, last: int, *, labelled: bool
) -> _Anchored | None:
    """«… kể từ ngày nhận đủ hồ sơ», «… trước ngày họp»; a bare number of days needs the latter."""
    after, before = sheet.match(_AFTER, span.end()), sheet.match(_BEFORE, span.end())
    link, unit = after or before, fold(span["unit"] or "")
    counts = labelled or lead is not None or span["nth"] is not None or span["next"] is not None
    if link is None or link.end() >= last or not (counts or (before and unit in _BY_DAYS)):
        return None
    if unit == _HOURS and "cua" in fold(link[0]):
        return None  # «16 giờ của ngày giao dịch» is a time of day.
    stop = sheet.within(_ANCHOR_END, link.end(), last)
    end = stop.start() if stop else last
    ahead = before is not None or (lead is not None and _is_ahead(lead))
    start = lead.start() if lead else span.start()
    return _Anchored(sheet.written(link.end(), end), "before" if ahead else "after", start, end)


def _is_ahead(lead: re.Match[str]) -> bool:
    """Whether «trước» stands before the number: «trước ít nhất 10 ngày»."""
    return lead["early"] is not None and fold(lead["early"]).startswith("truoc")


def _written(sheet: Sheet, match: re.Match[str]) -> str:
    return sheet.written(match.start("anchor"), match.end("anchor"))


def _is_duty(sheet: Sheet, found: _Anchored, first: int, last: int, *, long: bool, bound: bool) -> bool:
    """Whether something must be done in these days.

    Months, and days from nothing, need the task beside them; days with an anchor and with «trong thời hạn» or
    the like (`bound`) need none.
    """
    left = sheet.view[max(first, found.start - _SIDE) : found.start]
    clause = _CLAUSE.of(sheet).split(left)[-1]
    if _NO_DUTY.of(sheet).search(left if long and clause.strip() else clause):
        return False
    if bound and found.anchor and not clause.strip():
        return True
    if long:
        return has_task(sheet, max(first, found.start - _SIDE), found.start) or has_task(
            sheet, found.end, min(last, found.end + _SIDE)
        )
    return bound or has_task(sheet, first, found.start) or has_task(sheet, found.end, last)


def _weekly(sheet: Sheet, match: re.Match[str]) -> Iterator[Deadline]:
    """A day of each week («chậm nhất 16 giờ thứ Năm hằng tuần»)."""
    lead = fold(match["lead"])
    strength = Strength.STRONG if "nhat" in lead else Strength.MEDIUM if lead else Strength.LONE
    if not is_deadline(sheet, Candidate(match.start(), match.end(), strength, recurs=True)):
        return
    at = time_at(sheet, match.start("when"), match.end("when"))
    what = Recurring(Frequency.WEEKLY, weekday=weekday(match["day"]), time=at[0] if at else None)
    yield _deadline(sheet, match.start(), match.end(), Op.BEFORE if lead.startswith("truoc") else Op.BY, what)


@cache
def _events() -> Phrase:
    return Phrase(
        r"(?<![a-zà-ỹđ])(?:xong |vào |chậm nhất (?:là )?)?trước "
        r"(?:khi (?:diễn ra |tổ chức |khai mạc |bắt đầu )|dịp |thềm )?"
        rf"(?P<anchor>{any_of(words().events)}[^,;.:()\f]{{0,80}})"
    )
