"""Days named by the lunar calendar or by a feast: «30 Tết», «mùng 5 Tết», «rằm tháng Giêng», «10/3 âm lịch».

«mùng 2 tháng 9» is solar as often as lunar: both come back.
Read next: `knowledge/dating/lunar.py`, which counts.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from knowledge.dating.atoms import YEAR
from knowledge.dating.calendar import clamped
from knowledge.dating.chat_days import ENDS, FREE, Day, Found
from knowledge.dating.lunar import CHAP, lunar, new_year_eve, next_day_of_month, next_solar, solar
from knowledge.dating.numbers import NUMBER, number
from knowledge.dating.sheets import Phrase, Sheet
from knowledge.dating.wording import Wording, say
from knowledge.text import fold
from knowledge.workdays import move

_MONTH: Final = r"(?:giêng|chạp|mười một|mười hai|mười|một|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|1[0-2]|0?[1-9])"
_MARK: Final = r" ?\(?(?:âm lịch|âm|al)\)?"
_OF_YEAR: Final = rf"(?: năm (?P<year>{YEAR}))?"
_NAMED_MONTHS: Final = {"gieng": 1, "chap": CHAP}

_LUNAR: Final = Phrase(
    rf"{FREE}(?:(?P<eve>giao thừa)|(?P<feast>giỗ tổ|(?:ông công )?ông táo|trung thu)"
    rf"|(?P<before>(?:28|29|30|ba mươi|hai mươi chín|hai mươi tám)) (?:tháng chạp |âm lịch )?tết"
    rf"|m[ùồ]ng (?P<first>{NUMBER}) tết|(?P<around>trước|sau|ra) tết(?! dương)|(?P<tet>tết (?:nguyên đán|ta|âm lịch))"
    rf"|(?P<full>rằm)(?: tháng (?P<m1>{_MONTH}))?"
    rf"|(?:ngày )?(?:(?P<mung>m[ùồ]ng) )?(?P<d>{NUMBER})(?:(?: tháng |/)(?P<m2>{_MONTH}))?(?P<mark>{_MARK})?"
    rf"){ENDS}{_OF_YEAR}"
)
_FEASTS: Final = {"gio to": (10, 3), "ong tao": (23, CHAP), "ong cong ong tao": (23, CHAP), "trung thu": (15, 8)}
_FIRST_MUNG: Final = 10


def find_lunar(sheet: Sheet, today: date) -> Found | None:
    """The day that a feast or the lunar calendar names, None when the text names none."""
    for match in _LUNAR.of(sheet).finditer(sheet.view):
        days = _days(match, today)
        if days:
            return Found(match.start(), match.end(), days)
    return None


def _days(match: re.Match[str], today: date) -> tuple[Day, ...]:
    if match["eve"]:
        eves = (new_year_eve(year) for year in range(today.year, today.year + 3))
        return _one(next((eve for eve in eves if eve and eve >= today), None))
    if match["feast"]:
        day, month = _FEASTS[fold(match["feast"])]
        return _one(next_solar(day, month, today))
    if match["before"]:
        return _one(next_solar(number(match["before"]), CHAP, today))
    if match["first"]:
        return _one(next_solar(number(match["first"]), 1, today))
    if match["tet"]:
        return _one(next_solar(1, 1, today))
    if match["around"]:
        return _around_tet(match, today)
    if match["full"]:
        full_moon = _month(match["m1"])
        return _one(next_solar(15, full_moon, today) if full_moon else next_day_of_month(15, today))
    return _numbered(match, today)


def _one(day: date | None, wording: Wording | None = None) -> tuple[Day, ...]:
    if day is None:
        return ()
    lunar_day, lunar_month, _ = lunar(day)
    return ((day, wording or say("when_lunar", day=day, lunar_day=lunar_day, lunar_month=lunar_month)),)


def _month(written: str | None) -> int | None:
    if written is None:
        return None
    name = fold(written)
    return _NAMED_MONTHS.get(name) or number(written)


def _around_tet(match: re.Match[str], today: date) -> tuple[Day, ...]:
    """The last working day before the Tết holidays, or the first one after them."""
    tet = next_solar(1, 1, today)
    if tet is None:
        return ()
    before = fold(match["around"]) == "truoc"
    day = move(tet, "backward" if before else "forward").day
    return _one(day, say("when_before_tet" if before else "when_after_tet", day=day))


def _numbered(match: re.Match[str], today: date) -> tuple[Day, ...]:
    """A numbered day: lunar by its mark or its month; «mùng» alone may be either calendar."""
    day, month = number(match["d"]), _month(match["m2"])
    told = match["mark"] is not None or (match["m2"] is not None and fold(match["m2"]) in _NAMED_MONTHS)
    if not told and not match["mung"]:
        return ()
    if month and match["year"]:
        found = _one(solar(day, month, int(match["year"])))
    else:
        found = _one(next_solar(day, month, today) if month else next_day_of_month(day, today))
    if told or day > _FIRST_MUNG:
        return found
    year, base = today.year, month or today.month
    here = clamped(year, base, day)
    if here < today:
        here = clamped(year + 1, base, day) if month else clamped(year, base + 1, day)
    return ((here, say("when_day", day=here)), *found)
