"""What stands around a date: «chậm nhất là 17 giờ» before it, «hằng năm» or «của năm sau» behind it.

It does not judge whether the date is a deadline.
Read next: `knowledge/dating/deadlines.py`, which puts dates and markers together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from knowledge.dating.atoms import Atom, time_at
from knowledge.dating.evidence import Strength
from knowledge.dating.model import FIRST_OF_NEXT_PERIOD, FIRST_OF_PERIOD, LAST_OF_PERIOD, Frequency, MonthOf, Op
from knowledge.dating.sheets import Phrase, Sheet
from knowledge.dating.weekdays import WEEKDAY
from knowledge.text import fold

CLOCK: Final = (
    r"[0-9]{1,2} ?(?:(?:giờ|h|g)(?: ?(?:rưỡi|[0-5][0-9](?![0-9])(?: ?phút)?))?|:[0-5][0-9](?![0-9]))"
    r"(?: ?(?:sáng|trưa|chiều|tối))?"
)
_NEXT: Final = r"(?:sau|kế tiếp|tiếp theo|tiếp sau|kế sau|liền kề|liền sau|kế)(?![a-zà-ỹđ])"
_GOES_ON: Final = r"(?:như|và|hoặc|để|thì|phải|gửi|các|đối|theo|cho|về|có|không|được|trong|tại|báo)(?![a-zà-ỹđ])"
_LEFT: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:"
    r"(?P<by>(?:chậm|muộn|trễ) nhất|không (?:được )?(?:muộn|chậm|trễ) hơn|không quá"
    r"|(?:thời )?hạn (?:cuối(?: cùng)?|chót"
    r"|(?:nộp|gửi|trả lời|báo cáo|hoàn thành|đăng ký)(?: (?:hồ sơ|báo cáo|bài|danh sách|phiếu|ý kiến))?)"
    r"|trước (?:hoặc|và) (?:trong|vào|đúng))"
    r"|(?P<end>(?:đến|tới|cho đến) (?:hết|cuối)|hết|cuối)"
    r"|(?P<before>(?:xong |vào |đến )?trước(?: thời điểm| thời hạn| mốc)?"
    # but not «năm trước đến ngày …»
    r"(?:(?! đến| tới)|(?<!tháng trước)(?<!năm trước)(?<!tuần trước)(?<!quý trước)(?<!kỳ trước)))"
    r"|(?P<within>(?:ngay )?trong|nội trong)"
    r"|(?P<until>đến|tới)|(?P<at>vào|ngày)"
    r")(?P<glue>(?>,| là| vào| đến| tới| trong| cùng|:| thời điểm| thời hạn| mốc| ngày){0,3})(?P<part> ?(?:hết|cuối))?"
    rf"(?:[ ,:]{{1,3}}{CLOCK})?(?:[ ,]{{0,3}}(?:sáng|trưa|chiều|tối))?"
    rf"(?:[ ,]{{1,3}}(?:(?:ngày|hôm) )?(?:mai|kia|nay)(?= ?\())?"
    rf"(?:[ ,(]{{0,3}}(?:ngày )?{WEEKDAY})?[ ,():]{{0,3}}$"
)
_NO_MORE: Final = Phrase("không quá")
_FROM: Final = Phrase(r"(?<![a-zà-ỹđ])(?:bắt đầu |trong thời gian |thời gian )?(?P<since>kể )?từ(?: ngày)?[ :]{0,2}$")
_SINCE: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:(?:kể |tính )?(?<!thứ )từ|(?<!thứ )sau|tính đến|kể từ thời điểm|lấy)(?: hết)?"
    rf"(?: {CLOCK},?)?(?: ngày)?[ :]{{1,2}}$"
)
_ALONE: Final = Phrase(rf"(?:{CLOCK}[ ,]{{1,3}})?(?:{WEEKDAY}[ ,(]{{1,3}})?$")
_TIME_BEHIND: Final = Phrase(
    rf"(?:[ ,]{{1,2}}\(?(?:trước|lúc|vào lúc|chậm nhất(?: là)?|hồi)| ?\() ?(?P<clock>{CLOCK})(?: ?phút)?\)?"
)
_BEHIND: Final = Phrase(
    r"(?:,? ?\(?)(?: dương lịch)?(?:"
    r"(?P<yearly> ?(?:hằng|hàng|mỗi) năm| của năm(?= ?(?:[.,;)]|$)))"
    r"|(?P<monthly> (?:của )?(?:hằng|hàng|mỗi) tháng| của tháng(?! (?:đầu|cuối|thứ|sau|kế|tiếp|liền|[0-9])))"
    r"|(?P<last> (?:của )?tháng (?:cuối(?: cùng)?|thứ ba)(?: của| trong)?(?: mỗi| hằng| hàng| từng)?"
    r" (?P<of>quý|kỳ(?: báo cáo)?))"
    r"|(?P<first> (?:của )?tháng (?:đầu(?: tiên)?|thứ nhất)(?: của| trong)?(?: mỗi| hằng| hàng)?"
    r" (?P<of2>quý|kỳ(?: báo cáo)?)"
    rf"(?P<nextof>(?: {_NEXT})*))"
    rf"|(?P<following> (?:của )?tháng (?:liền )?{_NEXT})"
    r"|(?P<previous> (?:của )?năm (?:trước|liền trước|liền kề trước))"
    rf"|(?P<next> (?:của |vào |trong )?(?:các )?năm (?:liền )?{_NEXT}(?: liền kề)?"
    r"(?: năm [a-zà-ỹđ]{1,9}(?: [a-zà-ỹđ]{1,9})?)?)"
    r"|(?P<period> (?:của |trong )?(?:mỗi )?kỳ báo cáo(?! [0-9])| mỗi kỳ)"
    r"|(?P<ofyear> (?:của |trong )(?:các )?năm (?!nay|học|này)[a-zà-ỹđ]{1,9}"
    rf"| (?:trong |cùng )?năm (?!nay|này|học|một|ngày|gửi|để)[a-zà-ỹđ]{{2,9}})(?: (?!{_GOES_ON})[a-zà-ỹđ]{{1,9}})?"
    r"|(?P<quarterly> (?:của )?(?:hằng|hàng|mỗi) quý| (?:của )?quý)"
    r")"
)
_OFTEN: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:(?P<yearly>(?:hằng|hàng|mỗi) năm|định kỳ (?:0?6 tháng|năm))|(?P<monthly>(?:hằng|hàng|mỗi) tháng)"
    r"|(?P<quarterly>(?:hằng|hàng|mỗi) quý|cuối quý)|(?P<weekly>(?:hằng|hàng|mỗi) tuần))(?![a-zà-ỹđ])"
)
_REPORT_BEFORE: Final = Phrase(
    r"(?<![a-zà-ỹđ])báo cáo (?:(?:định kỳ|tổng kết|sơ kết|thống kê):? )?(?:0?6 tháng|sáu tháng|năm|quý)"
    r"(?! (?:(?:đầu |cuối )?(?:năm )?(?:19|20)[0-9]{2}|[iv1-4]))"
)
_REPORT: Final = Phrase(
    r"[ ,(]{0,3}đối với (?:các )?(?:loại )?(?:báo cáo|hồ sơ|trường hợp báo cáo)"
    r"(?: định kỳ| tổng kết| sơ kết| thống kê)? (?:0?6 tháng|sáu tháng|năm|quý|cả năm|hằng năm|hàng năm|tổng kết)"
    r"(?! (?:đầu |cuối )?(?:năm )?(?:19|20)[0-9]{2})"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands directly before a date; `start` is its place, `to_end` tells «hết» and «cuối»."""

    start: int
    op: Op
    strength: Strength
    time: time | None = None
    to_end: bool = False


@dataclass(frozen=True, slots=True)
class Suffix:
    """What stands directly behind a date and says how it comes back; `end` is where it ends."""

    end: int
    freq: Frequency
    month: MonthOf | None = None
    year_offset: int = 0


def read_marker(sheet: Sheet, atom: Atom) -> Marker | None:
    """The words that bind the date from before; None when there are none."""
    match = sheet.before(_LEFT, atom.start)
    if match is None:
        return None
    found = time_at(sheet, match.start(), atom.start)
    at = found[0] if found else None
    to_end = bool(match["part"]) or match["end"] is not None
    start = match.start()
    if match["by"]:
        is_share = atom.bare and _NO_MORE.of(sheet).match(match["by"])  # «không quá 1/2»
        return Marker(start, Op.BY, Strength.LONE if is_share else Strength.STRONG, at, to_end)
    if match["before"]:
        ends = fold(match["before"]).startswith("xong")  # «xong trước» says by itself that something is to be finished.
        return Marker(start, Op.BEFORE, Strength.STRONG if ends else Strength.MEDIUM, at, to_end)
    if match["end"] or to_end:
        return Marker(start, Op.END_OF, Strength.MEDIUM, at, True)
    op = Op.WITHIN if match["within"] else Op.BY
    return Marker(start, op, Strength.LONE if match["at"] else Strength.WEAK, at)


def read_lone(sheet: Sheet, atom: Atom) -> Marker:
    """The date without any word before it, but for a time of day and a weekday."""
    match = sheet.before(_ALONE, atom.start, reach=40)
    start = match.start() if match else atom.start
    found = time_at(sheet, start, atom.start)
    return Marker(start, Op.BY, Strength.LONE, found[0] if found else None)


def read_from(sheet: Sheet, atom: Atom) -> tuple[int, bool]:
    """Where «từ» stands before the date that opens a window, and whether it is «kể từ»."""
    match = sheet.before(_FROM, atom.start, reach=40)
    return (match.start(), match["since"] is not None) if match else (atom.start, False)


def time_behind(sheet: Sheet, end: int) -> tuple[time, int] | None:
    """A time of day behind the date («ngày 15/12/2025, trước 17 giờ») and where it ends."""
    match = sheet.match(_TIME_BEHIND, end)
    found = time_at(sheet, match.start("clock"), match.end("clock")) if match else None
    return (found[0], match.end()) if match and found else None


def read_suffix(sheet: Sheet, atom: Atom) -> Suffix | None:
    """How the date comes back, from the words behind it; None when they do not say."""
    match = sheet.match(_BEHIND, atom.end)
    if match is None or atom.year is not None:
        return None
    return _suffix(match, atom)


def _suffix(match: re.Match[str], atom: Atom) -> Suffix | None:
    name = match.lastgroup if match.lastgroup not in ("of", "of2", "nextof") else ("last" if match["of"] else "first")
    end = match.end()
    whole_date = atom.month is not None or atom.quarter is not None
    match name:
        case "yearly" | "ofyear" if whole_date:
            return Suffix(end, Frequency.YEARLY)
        case "next" if whole_date:
            return Suffix(end, Frequency.YEARLY, year_offset=1)
        case "previous" if whole_date:
            return Suffix(end, Frequency.YEARLY, year_offset=-1)
        case "period" if whole_date:
            return Suffix(end, Frequency.YEARLY)
        case "period":
            return Suffix(end, Frequency.PER_REPORTING_PERIOD, LAST_OF_PERIOD)
        case "monthly" if not whole_date:
            return Suffix(end, Frequency.MONTHLY)
        case "following" if not whole_date:
            return Suffix(end, Frequency.MONTHLY, FIRST_OF_NEXT_PERIOD)
        case "last" | "first" if not whole_date:
            unit = match["of"] or match["of2"]
            freq = Frequency.QUARTERLY if unit.startswith("qu") else Frequency.PER_REPORTING_PERIOD
            if name == "last":
                return Suffix(end, freq, LAST_OF_PERIOD)
            return Suffix(end, freq, FIRST_OF_NEXT_PERIOD if match["nextof"] else FIRST_OF_PERIOD)
        case "quarterly" if not whole_date:
            return Suffix(end, Frequency.QUARTERLY, LAST_OF_PERIOD)
    return None


def read_often(sheet: Sheet, first: int, start: int) -> Frequency | None:
    """How often, from the words before the date in its sentence («Hằng năm, trước ngày …»); the last one counts."""
    found = [match.lastgroup for match in _OFTEN.of(sheet).finditer(sheet.view, first, start)]
    return Frequency(found[-1]) if found and found[-1] else None


def is_since(sheet: Sheet, atom: Atom) -> bool:
    """Whether something goes on from the date («kể từ ngày», «sau ngày»), or was counted up to it."""
    return sheet.before(_SINCE, atom.start, reach=40) is not None


def reports_on_any_year(sheet: Sheet, first: int, start: int, end: int) -> bool:
    """Whether a report of no year in particular is due («báo cáo năm …», «… đối với báo cáo năm»): it comes back."""
    return sheet.match(_REPORT, end) is not None or sheet.within(_REPORT_BEFORE, first, start) is not None
