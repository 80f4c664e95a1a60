"""When something is to happen, as an officer types it in a chat: «8h sáng mai», «trước 25/11», «5 giờ chiều thứ 6».

It does not set a reminder, and it does not choose where the words leave a choice.
Read next: `knowledge/dating/chat_days.py` for the days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from knowledge.dating.atoms import TIME, clock
from knowledge.dating.chat_days import ENDS, FREE, find_days
from knowledge.dating.chat_lunar import find_lunar
from knowledge.dating.model import Op
from knowledge.dating.rules import last_in_time
from knowledge.dating.sheets import Phrase, Sheet
from knowledge.dating.wording import Wording, say
from knowledge.text import fold

_LONGEST: Final = 1000
_MOST: Final = 4
_PART: Final = Phrase(rf"{FREE}(?P<part>sáng|trưa|chiều|tối|đêm|khuya){ENDS}")
_OP: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?:(?P<by>chậm nhất|muộn nhất|trễ nhất|hạn chót|hạn cuối|deadline)"
    r"|(?P<end>(?:đến |tới )?hết|cho đến|đến)|(?P<before>trước))(?: là)?(?: vào)?(?: ngày)?[ ,:]{0,2}$"
)
_SPAN: Final = Phrase(r"(?<![a-zà-ỹđ])(?:trong(?: vòng)?|sau|thêm) $")
_OPS: Final = {"by": Op.BY, "end": Op.END_OF, "before": Op.BEFORE}
_BESIDE: Final = 8
_NOON: Final = 12
_OFFICE_OPENS: Final = 7


class PartOfDay(StrEnum):
    """The part of the day that the words name; the hour is left to the caller where none is written."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


_PARTS: Final = {
    "sang": PartOfDay.MORNING, "trua": PartOfDay.NOON, "chieu": PartOfDay.AFTERNOON, "toi": PartOfDay.EVENING,
    "dem": PartOfDay.NIGHT, "khuya": PartOfDay.NIGHT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing the words may mean: a day, perhaps a time of day or a part of the day, and the reading taken."""

    day: date
    reading: Wording
    time: time | None = None
    part: PartOfDay | None = None


@dataclass(frozen=True, slots=True)
class When:
    """What stands from `start` to `end` of the text as given, and what it may mean, the likeliest first.

    More than one candidate is a question to ask back. `op` tells «trước», «chậm nhất», «hết»; for «trước ngày
    25» without a time of day the candidate is the 24th.
    """

    text: str
    start: int
    end: int
    candidates: tuple[Moment, ...]
    op: Op | None = None


def read_when(text: str, *, today: date) -> When | None:
    """When the text says that something is to happen, seen from today; None when it says nothing of the kind.

    Reads the first thousand characters; a time of day alone is taken as today's. Hours and minutes from now
    («30 phút nữa») are not read.
    """
    sheet = Sheet.of(text[:_LONGEST])
    found = find_lunar(sheet, today) or find_days(sheet, today)
    dial = next((match for match in TIME.of(sheet).finditer(sheet.view) if not _is_span(sheet, match.start())), None)
    ranges = [(match.start, match.end) for match in (found,) if match]
    ranges += [(dial.start(), dial.end())] if dial else []
    if not ranges:
        return None
    start, end = min(first for first, _ in ranges), max(last for _, last in ranges)
    days = found.days if found else ((today, say("when_word", day=today, today=today)),)
    bound = sheet.before(_OP, start, reach=30)
    op = _OPS[bound.lastgroup] if bound and bound.lastgroup else None
    part_match = sheet.within(_PART, max(0, start - _BESIDE), min(len(sheet.view), end + _BESIDE))
    if part_match and found and sheet.is_folded and found.start < part_match.start() < found.end:
        part_match = None  # «tuan toi» is «tuần tới».
    part = _PARTS[fold(part_match["part"])] if part_match else None
    start, end = (min(start, part_match.start()), max(end, part_match.end())) if part_match else (start, end)
    readings = _times(clock(dial), part) if dial else _parts(part, unsure=sheet.is_folded)
    first, last = sheet.span(bound.start() if bound else start, end)
    moments = [_moment(day, reading, at, of, op) for day, reading in days for at, of in readings]
    return When(sheet.text[first:last], first, last, tuple(moments[:_MOST]), op)


def _is_span(sheet: Sheet, start: int) -> bool:
    """Whether the hours are a length of time («trong vòng 24h»), no time of day."""
    return sheet.before(_SPAN, start, reach=20) is not None


def _moment(day: date, reading: Wording, at: time | None, part: PartOfDay | None, op: Op | None) -> Moment:
    last = last_in_time(day, op, at) if op else day
    return Moment(last, say("when_before", day=last, named=day) if last != day else reading, at, part)


def _parts(part: PartOfDay | None, *, unsure: bool) -> list[tuple[None, PartOfDay | None]]:
    """The part of the day; without tone marks «toi» is «tôi» as well as «tối»."""
    return [(None, None), (None, part)] if unsure and part is PartOfDay.EVENING else [(None, part)]


def _times(at: time, part: PartOfDay | None) -> list[tuple[time, PartOfDay | None]]:
    """The hours meant: «5 giờ» is rather that of the afternoon, for an office."""
    later = at.replace(hour=(at.hour + _NOON) % 24)
    if part is None:
        return [(later, None), (at, None)] if 0 < at.hour < _OFFICE_OPENS else [(at, None)]
    if part is PartOfDay.MORNING:
        return [(at, part)]
    if part is PartOfDay.NIGHT and at.hour == _NOON:
        return [(time(23, 59), part)]
    from_noon = part is not PartOfDay.NOON or at.hour < _OFFICE_OPENS
    small = part is PartOfDay.NIGHT and at.hour < _OFFICE_OPENS
    return [(later if at.hour < _NOON and from_noon and not small else at, part)]
