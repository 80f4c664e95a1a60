"""Days as people name them in a chat, seen from today: «mai», «thứ sáu tuần sau», «cuối quý IV», «25/11».

It does not read the time of day. Where the words leave a choice, every day meant comes back, the likeliest first.
Read next: `knowledge/dating/chat_lunar.py` for «30 Tết», `knowledge/dating/chat.py` for the time of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from knowledge.dating.atoms import DAY, MONTH, QUARTER, QUARTERS, YEAR, is_day, read_atoms
from knowledge.dating.calendar import (
    MONTHS,
    add_months,
    clamped,
    last_of_month,
    last_of_quarter,
    monday_of,
    quarter_of,
)
from knowledge.dating.numbers import NUMBER, number
from knowledge.dating.sheets import Phrase, Sheet
from knowledge.dating.weekdays import WEEKDAY, weekday
from knowledge.dating.wording import Wording, say
from knowledge.text import fold
from knowledge.workdays import add_working_days

FREE: Final = r"(?<![a-zà-ỹđ0-9])"
ENDS: Final = r"(?![a-zà-ỹđ0-9])"
_NEXT: Final = r"(?:sau|tới|tiếp theo|kế tiếp)"
_THIS: Final = r"(?:này|nay)"
_JUST_PAST: Final = timedelta(days=31)
_MOST_DAYS: Final = 3660
_WEEK: Final = 7

_WEEKDAY: Final = Phrase(
    rf"{FREE}(?P<day>{WEEKDAY})(?:,? (?:(?P<week>tuần (?:(?P<this>{_THIS})|(?P<next>{_NEXT})|(?P<last>trước|rồi)))"
    rf"|(?P<here>{_THIS})|(?P<coming>{_NEXT})){ENDS})?"
)
_OF_MONTH: Final = Phrase(rf"{FREE}(?:ngày )?(?P<day>{DAY}) tháng (?:(?P<this>{_THIS})|(?P<next>{_NEXT})){ENDS}")
_COUNTED: Final = Phrase(
    rf"{FREE}(?:(?:sau|trong|trong vòng|thêm) (?P<n>{NUMBER}|nửa) (?P<unit>ngày làm việc|ngày|hôm|bữa|tuần|tháng|năm)"
    rf"(?: nữa| tới)?|(?P<n2>{NUMBER}|nửa) (?P<unit2>ngày làm việc|ngày|hôm|bữa|tuần|tháng|năm) (?:nữa|tới)){ENDS}"
)
_PART: Final = Phrase(
    rf"{FREE}(?P<part>đầu|giữa|cuối|hết) (?:tháng (?P<month>{MONTH})(?![0-9])(?:(?:/| năm )(?P<y1>{YEAR}))?"
    rf"|quý (?P<quarter>{QUARTER}){ENDS}(?:(?:/| năm )(?P<y2>{YEAR}))?|năm (?P<y3>{YEAR})"
    rf"|(?P<unit>tuần|tháng|quý|năm)(?: (?:(?P<this>{_THIS})|(?P<next>{_NEXT})))?{ENDS})"
)
_WORD: Final = Phrase(
    rf"{FREE}(?:(?P<today>(?:ngày )?hôm nay|bữa nay|(?:sáng|trưa|chiều|tối|đêm) nay)|(?P<yesterday>(?:ngày )?hôm qua)"
    r"|(?P<tomorrow>(?:(?<!chị )(?<!cô )(?<!em )(?<!bà )(?<!bạn )(?<!anh )(?:ngày |hôm )?mai))"
    rf"|(?P<second>(?:ngày|hôm|sáng|trưa|chiều|tối) (?:kia|mốt)|mốt(?= |$|[.,!?]))|(?P<third>ngày kìa)){ENDS}"
)
_SPAN: Final = Phrase(
    rf"(?:^|(?<![a-zà-ỹđ])(?:trong|vào) )(?:tháng (?P<month>{MONTH})(?![0-9])(?:(?:/| năm )(?P<y1>{YEAR}))?"
    rf"|quý (?P<quarter>{QUARTER}){ENDS}(?:(?:/| năm )(?P<y2>{YEAR}))?)(?![/.-]?[0-9])"
)
_PERIOD: Final = Phrase(
    rf"{FREE}(?:(?P<unit>tuần|tháng|quý|năm) {_NEXT}|(?P<this>(?:trong )?(?:tuần|tháng) này)){ENDS}"
)

Day = tuple[date, Wording]


@dataclass(frozen=True, slots=True)
class Found:
    """Days that a range of the sheet may mean, the likeliest first."""

    start: int
    end: int
    days: tuple[Day, ...]


def find_days(sheet: Sheet, today: date) -> Found | None:
    """The days that the text names in the solar calendar, None when it names none; the most telling words win."""
    dated, named = _dated(sheet, today), _weekday(sheet, today)
    if dated and named:
        return _both(dated, named)
    if dated or named:
        return dated or named
    for read in (_counted, _part_of_period, _word, _period, _month_or_quarter):
        found = read(sheet, today)
        if found:
            return found
    return None


def _both(dated: Found, named: Found) -> Found:
    """A date and a weekday: one day when they agree, else both, for the asker to choose."""
    start, end = min(dated.start, named.start), max(dated.end, named.end)
    day, wanted = dated.days[0][0], named.days[0][0].weekday()
    if day.weekday() == wanted:
        return Found(start, end, dated.days[:1])
    other = day + timedelta(days=(wanted - day.weekday() + 3) % _WEEK - 3)
    return Found(start, end, (*dated.days[:1], (other, say("when_weekday_instead", day=other, named=day))))


def _dated(sheet: Sheet, today: date) -> Found | None:
    """«25/11», «ngày 25 tháng 11 năm 2026», «ngày 25», «25 tháng sau»."""
    of_month = sheet.within(_OF_MONTH, 0, len(sheet.view))
    if of_month:
        base = add_months(today.replace(day=1), 1 if of_month["next"] else 0)
        day = clamped(base.year, base.month, int(of_month["day"]))
        return Found(of_month.start(), of_month.end(), ((day, say("when_day", day=day)),))
    for atom in read_atoms(sheet):
        if atom.date:
            return Found(atom.start, atom.end, ((atom.date, say("when_day", day=atom.date)),))
        if atom.day and atom.month:
            return Found(atom.start, atom.end, tuple(_day_and_month(atom.month, atom.day, today)))
        if atom.day:
            return Found(atom.start, atom.end, tuple(_day_of_month(atom.day, today)))
    return None


def _day_and_month(month: int, day: int, today: date) -> Iterator[Day]:
    """The next such day; behind it, the one that has just passed. 29/02 is also that of the next leap year."""
    if not is_day(today.year + (clamped(today.year, month, day) < today), month, day):
        yield from _leap_day(month, day, today)
        return
    here = clamped(today.year, month, day)
    if here >= today:
        yield here, say("when_day", day=here)
        return
    following = clamped(today.year + 1, month, day)
    yield following, say("when_next_year", day=following)
    if today - here <= _JUST_PAST:
        yield here, say("when_past", day=here)


def _leap_day(month: int, day: int, today: date) -> Iterator[Day]:
    last = clamped(today.year, month, day)
    last = last if last >= today else clamped(today.year + 1, month, day)
    yield last, say("when_last_of_month", day=last, named=day)
    years = (year for year in range(today.year, today.year + 9) if is_day(year, month, day))
    found = next((date(year, month, day) for year in years if date(year, month, day) >= today), None)
    if found:
        yield found, say("when_day", day=found)


def _day_of_month(day: int, today: date) -> Iterator[Day]:
    """The next such day of a month; in a month too short for it, its last day or that day of the month after."""
    base = today if day >= today.day else add_months(today.replace(day=1), 1)
    if is_day(base.year, base.month, day):
        found = date(base.year, base.month, day)
        yield found, say("when_day", day=found)
        return
    last = last_of_month(base.year, base.month)
    yield last, say("when_last_of_month", day=last, named=day)
    following = clamped(base.year, base.month + 1, day)
    yield following, say("when_day", day=following)


def _weekday(sheet: Sheet, today: date) -> Found | None:
    match = sheet.within(_WEEKDAY, 0, len(sheet.view))
    if match is None:
        return None
    wanted = weekday(match["day"])
    this_week = monday_of(today) + timedelta(days=wanted)
    coming = today + timedelta(days=(wanted - today.weekday()) % _WEEK)
    if match["week"]:
        weeks = 1 if match["next"] else -1 if match["last"] else 0
        days = [this_week + timedelta(weeks=weeks)]
        if match["this"] and this_week < today:
            days.append(coming)
    elif match["coming"]:
        coming = coming if coming > today else coming + timedelta(weeks=1)
        same_week = monday_of(coming) == monday_of(today)
        days = [coming, coming + timedelta(weeks=1)] if same_week else [coming]
    elif match["here"] or coming > today:
        days = [coming]
    else:
        days = [today, today + timedelta(weeks=1)]
    return Found(match.start(), match.end(), tuple((day, say("when_weekday", day=day)) for day in days))


def _counted(sheet: Sheet, today: date) -> Found | None:
    match = sheet.within(_COUNTED, 0, len(sheet.view))
    if match is None:
        return None
    written, unit = match["n"] or match["n2"], fold(match["unit"] or match["unit2"])
    half = fold(written) == "nua"
    n = 0 if half else number(written)
    if half and unit not in ("thang", "nam"):
        return None
    if n > _MOST_DAYS:
        return None
    if unit == "ngay lam viec":
        day = add_working_days(today, n)
    elif unit == "tuan":
        day = today + timedelta(weeks=n)
    elif unit == "thang":
        day = today + timedelta(days=15) if half else add_months(today, n)
    elif unit == "nam":
        day = add_months(today, 6 if half else n * MONTHS)
    else:
        day = today + timedelta(days=n)
    return Found(match.start(), match.end(), ((day, say("when_counted", day=day, today=today)),))


def _part_of_period(sheet: Sheet, today: date) -> Found | None:
    """The beginning, middle or end of a week, month, quarter or year (khoản 3 Điều 146 Bộ luật Dân sự 2015)."""
    match = sheet.within(_PART, 0, len(sheet.view))
    if match is None:
        return None
    part, unit = fold(match["part"]), fold(match["unit"] or "")
    later = 1 if match["next"] else 0
    if unit == "tuan":
        days = _part_of_week(part, later, today, told=bool(match["this"] or match["next"]))
    elif unit == "thang" or match["month"]:
        days = [_part_of_month(part, match, later, today)]
    elif unit == "quy" or match["quarter"]:
        days = [_part_of_quarter(part, match, later, today)]
    else:
        days = [_part_of_year(part, int(match["y3"]) if match["y3"] else today.year + later)]
    key = {"dau": "when_beginning", "giua": "when_middle"}.get(part, "when_end")
    return Found(match.start(), match.end(), tuple((day, say(key, day=day)) for day in days))


def _part_of_week(part: str, later: int, today: date, *, told: bool) -> list[date]:
    """Monday, Wednesday, or for the end Friday and Sunday; the next such when this week's is over."""
    monday = monday_of(today) + timedelta(weeks=later)
    if part in ("cuoi", "het"):
        friday, sunday = monday + timedelta(days=4), monday + timedelta(days=6)
        return [friday, sunday] if told or friday >= today else [sunday, friday + timedelta(weeks=1)]
    day = monday + timedelta(days=0 if part == "dau" else 2)
    return [day if told or day >= today else day + timedelta(weeks=1)]


def _part_of_month(part: str, match: re.Match[str], later: int, today: date) -> date:
    def of(year: int, month: int) -> date:
        return clamped(year, month, {"dau": 1, "giua": 15}.get(part, 31))

    if match["month"]:
        month = int(match["month"])
        here = of(int(match["y1"]) if match["y1"] else today.year, month)
        return here if match["y1"] or here >= today else of(today.year + 1, month)
    told = match["this"] or match["next"]
    here = of(today.year, today.month + later)
    return here if told or here >= today else of(today.year, today.month + 1)


def _part_of_quarter(part: str, match: re.Match[str], later: int, today: date) -> date:
    if match["quarter"]:
        quarter = QUARTERS.get(match["quarter"]) or int(match["quarter"])
        year = int(match["y2"]) if match["y2"] else today.year
        if not match["y2"] and last_of_quarter(year, quarter) < today:
            year += 1
    else:
        years, index = divmod(quarter_of(today) - 1 + later, 4)
        year, quarter = today.year + years, index + 1
    if part == "giua":
        return date(year, quarter * 3 - 1, 15)
    return date(year, quarter * 3 - 2, 1) if part == "dau" else last_of_quarter(year, quarter)


def _part_of_year(part: str, year: int) -> date:
    return date(year, 1, 1) if part == "dau" else date(year, 6, 30) if part == "giua" else date(year, 12, 31)


def _word(sheet: Sheet, today: date) -> Found | None:
    match = sheet.within(_WORD, 0, len(sheet.view))
    if match is None:
        return None
    away = {"today": 0, "yesterday": -1, "tomorrow": 1, "second": 2, "third": 3}[str(match.lastgroup)]
    days = [today + timedelta(days=away)]
    # Without tone marks «kia» and «kìa» look alike.
    if sheet.is_folded and match["second"] and match[0].endswith("kia"):
        days.append(today + timedelta(days=3))
    return Found(match.start(), match.end(), tuple((day, say("when_word", day=day, today=today)) for day in days))


def _month_or_quarter(sheet: Sheet, today: date) -> Found | None:
    """«trong tháng 8», or «quý III» at the head of the words: its last day."""
    match = sheet.within(_SPAN, 0, len(sheet.view))
    if match is None or match.span() == (0, len(sheet.view)):
        return None
    if match["month"]:
        month = int(match["month"])
        year = int(match["y1"]) if match["y1"] else today.year + (month < today.month)
        day = last_of_month(year, month)
    else:
        quarter = QUARTERS.get(match["quarter"]) or int(match["quarter"])
        year = int(match["y2"]) if match["y2"] else today.year + (quarter < quarter_of(today))
        day = last_of_quarter(year, quarter)
    return Found(match.start(), match.end(), ((day, say("when_end", day=day)),))


def _period(sheet: Sheet, today: date) -> Found | None:
    """«tuần sau», «tháng sau», «trong tuần này»: a span, of which the ends are offered."""
    match = sheet.within(_PERIOD, 0, len(sheet.view))
    if match is None:
        return None
    unit = fold(match["unit"] or match["this"].split()[-2])
    later = 1 if match["unit"] else 0
    if unit == "tuan":
        first = monday_of(today) + timedelta(weeks=later)
        last = first + timedelta(days=4)
    elif unit == "thang":
        first = add_months(today.replace(day=1), later)
        last = last_of_month(first.year, first.month)
    elif unit == "quy":
        first = add_months(date(today.year, quarter_of(today) * 3 - 2, 1), 3)
        last = last_of_quarter(first.year, quarter_of(first))
    else:
        first, last = date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)
    days = [(last, say("when_end", day=last))] if not later else [
        (first, say("when_beginning", day=first)), (last, say("when_end", day=last)),
    ]  # fmt: skip
    return Found(match.start(), match.end(), tuple(days))
