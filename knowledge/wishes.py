"""What an officer types to be reminded of: «báo cáo quý trước ngày 20 tháng cuối quý», «mỗi thứ sáu nộp báo cáo tuần».

It sets nothing and does not choose where the words leave a choice: it gives each schedule they may mean.
Read next: `knowledge/dates.py` (the grammar), `knowledge/schedules.py` (what comes of it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Final

from knowledge.datafiles import data_file, load
from knowledge.dates import Context, Deadline, Frequency, Missing, Op, Recurring, Relative, read_deadlines, read_when
from knowledge.dates import resolve as resolve_deadline
from knowledge.dating.atoms import LAST_DAY
from knowledge.dating.calendar import add_months, clamped, quarter_of
from knowledge.dating.model import FIRST_OF_NEXT_PERIOD
from knowledge.dating.rules import last_in_time
from knowledge.dating.shorthand import spelled_out
from knowledge.registry.models import Entry
from knowledge.schedules import Every, Schedule
from knowledge.text import fold, normalise, squeeze

LONGEST_WISH: Final = 1000
"""Characters that are read of a wish."""

_ANY: Final = "(?:hang|moi|dinh ky)"
_WEEKDAYS: Final = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5,
}  # fmt: skip
# What comes back at a pace that no schedule has: better not understood than taken for another one.
_OTHER_PACE: Final = re.compile(
    rf"\b{_ANY} (?:ngay|buoi|sang|chieu)\b(?! \d{{1,2}}(?! ?(?:h|g|:|\d)))"
    r"|\bmoi (?:[2-9]|1\d|hai|ba|bon|nam|bay|tam|chin|muoi) (?:ngay|tuan|nam|(?<!3 )(?<!6 )(?<!ba )thang)\b"
    r"|\b(?:[2-9]|1\d|hai|ba|bon|nam|bay|tam|chin|muoi) (?:ngay|tuan|nam|(?<!3 )(?<!6 )(?<!ba )thang) (?:mot|1) lan\b"
)
_EACH: Final = "(?:mot|1) lan"
_DAY_NAMED: Final = r"(?=thu (?:hai|ba|tu|nam|sau|bay|[2-7])\b|chu nhat\b|cn\b)"
_LAST_OR_FIRST: Final = "(?:cua )?thang (?:cuoi|dau) (?:moi |cua )?quy"
_EVERY: Final = (
    (Every.WEEKLY, re.compile(rf"\b(?:{_ANY} (?:tuan\b|{_DAY_NAMED})|tuan {_EACH}\b)")),
    (Every.HALF_YEARLY, re.compile(rf"\b(?:{_ANY} (?:6|sau) thang|(?:6|sau) thang {_EACH}|thang cuoi ky)\b")),
    (Every.QUARTERLY, re.compile(rf"\b(?:{_ANY} quy|{_LAST_OR_FIRST}|quy {_EACH}|(?:moi )?(?:3|ba) thang {_EACH})\b")),
    (Every.MONTHLY, re.compile(rf"\b(?:{_ANY} (?:thang\b|(?=cuoi thang\b))|thang {_EACH}\b)")),
    (Every.YEARLY, re.compile(rf"\b(?:{_ANY} nam|nam {_EACH})\b")),
)
_WEEKDAY: Final = re.compile(r"\b(?:vao )?(?:thu (?P<weekday>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat|cn))\b")
_BOUND: Final = r"\b(?:(?P<before>truoc)|cham nhat(?: la)?|muon nhat(?: la)?|vao)? ?"
_DAY_MONTH: Final = re.compile(
    rf"{_BOUND}(?:ngay )?(?P<day>\d{{1,2}}) ?(?:[/-]| thang ) ?(?P<month>\d{{1,2}})(?![\d/-])"
)  # fmt: skip
_DAY: Final = re.compile(rf"{_BOUND}(?:ngay |mung )(?P<day>\d{{1,2}})(?![\d/-])")
_BARE_DAY: Final = re.compile(rf"{_BOUND}(?P<day>\d{{1,2}})(?= (?:{_ANY} thang|(?:cua )?thang (?:dau|cuoi)\b))")
_LAST: Final = re.compile(rf"{_BOUND}(?:ngay )?cuoi(?: cung)?(?: cua)?(?: thang| quy| ky)?\b")
_FIRST_OF: Final = re.compile(r"\bthang dau (?:moi |cua )?quy\b")
_LEADING: Final = re.compile(
    r"^(?:(?:hay|lam on|nho|giup|xin|vui long) )*(?:dat )?nhac(?: (?:toi|em|minh|anh|chi|chung toi|viec|nho|lich|giup"
    r"|cho|ca|phong|co quan|ho))*(?: (?:la|rang|phai|can))?\b|^(?:toi|em|minh) (?:phai|can)\b"
)
_AGAIN: Final = re.compile(r"\b(?:hang|hằng|moi|dinh ky|deu dan)\b")
_BARE_COUNT: Final = re.compile(r"^\d{1,3} (?:ngay lam viec|ngay|tuan|thang) (?:ke |tinh )?(?:tu|sau) (?:ngay|khi)\b")
_HEADING: Final = re.compile(
    r"^(?:(?:noi dung|cong viec|viec|ve viec|v/v)\s*:\s*"
    r"|(?:thoi )?han (?=(?:nop|gui|tra loi|bao cao|hoan thanh|dang ky)\b))"
)
_DUTY_IN_SPAN: Final = re.compile(
    r"^(?:thoi )?han (?P<duty>(?:nop|gui|tra loi|bao cao|hoan thanh|dang ky)\b[^\d:]*?)"
    r"(?=[ ,:]*(?:la |vao |den |truoc |ngay |het |cham nhat |thu |t[2-7]\b|\d|:|$))"
)
_NAMED: Final = re.compile(r"(?:anh|chi|em|ho|co quan|phong)$")
_CLAUSES: Final = re.compile(r"[,;\n]|\s(?:và|va|rồi|roi|còn|con)\s", re.IGNORECASE)
_MOST_WISHES: Final = 8
_EDGES: Final = " \t\n,.;:–-"
_LINKS: Final = re.compile(r"(?:^|\s)(?:và|va|vào|vao|là|la|lúc|luc|ngày|ngay|của|cua|đến|den)\s*$", re.IGNORECASE)
_JOINED: Final = re.compile(r"^(?:và|va|thì|thi)\s+", re.IGNORECASE)
_LONGEST_TITLE: Final = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished for. `title` is what is to be done, empty when the words name only a time.

    `schedules` are what the time may mean, the likeliest first; more than one is a question to ask back, unless
    `together` says that all of them are wished for. None of them, with `missing`, when the day hangs on something
    that the words do not date; `deadline` is what says so.
    """

    title: str
    schedules: tuple[Schedule, ...]
    missing: Missing | None = None
    deadline: Deadline | None = None
    together: bool = False


class _Tasks(Entry):
    phrases: tuple[str, ...]


@cache
def usual_tasks() -> tuple[str, ...]:
    """What officers have themselves reminded of, in their own words. Raises RegistryInvalid for a broken data file."""
    return load(data_file("tasks.yaml"), _Tasks).phrases


def other_pace(text: str) -> str:
    """The words by which something comes back at a pace that no schedule has («hằng ngày»); empty when none do."""
    typed = squeeze(normalise(text[:LONGEST_WISH]))
    found = _OTHER_PACE.search(fold(typed).lower())
    return typed[found.start() : found.end()] if found else ""


def read_wishes(text: str, *, today: date) -> list[Wish]:
    """The reminders that the words ask for: several where each clause names its own work and its own day."""
    parts = [part for part in _CLAUSES.split(text[:LONGEST_WISH]) if part.strip()]
    if 1 < len(parts) <= _MOST_WISHES:
        found = [read_wish(part, today=today) for part in parts]
        whole = [wish for wish in found if wish and wish.title and len(wish.schedules) == 1]
        if len(whole) == len(parts):
            return whole
    wish = read_wish(text, today=today)
    return [wish] if wish else []


def read_wish(text: str, *, today: date) -> Wish | None:
    """The reminder that the words ask for, seen from today; None when they say no time. Work grows with the text."""
    typed = spelled_out(squeeze(normalise(text[:LONGEST_WISH])))
    spoken = fold(typed).lower()
    if len(spoken) != len(typed):
        spoken = typed.lower()
    if _OTHER_PACE.search(spoken):
        return None
    if _BARE_COUNT.match(spoken):
        return read_wish(f"trong {typed}", today=today)
    deadlines = read_deadlines(typed)
    half_yearly = bool(re.search(r"\b(?:6|sau) thang\b", spoken))
    found = [schedule_of(deadline, half_yearly=half_yearly) for deadline in deadlines]
    schedules = tuple(dict.fromkeys(schedule for schedule in found if schedule))
    if schedules:
        return _back_again(typed, spoken, deadlines, schedules, today)
    repeated = _repeated(typed, spoken)
    if repeated:
        return repeated
    if deadlines:
        return _once(typed, spoken, deadlines[0], today)
    return _at_some_time(typed, spoken, today)


def schedule_of(deadline: Deadline, *, half_yearly: bool = False) -> Schedule | None:
    """The schedule of a deadline that comes back; None when its words leave the day or the period open."""
    what = deadline.what
    if not isinstance(what, Recurring):
        return None
    if what.freq is Frequency.WEEKLY:
        return Schedule(every=Every.WEEKLY, op=deadline.op, weekday=what.weekday or 0, until=what.time)
    day, month = what.day, what.month
    if what.freq is Frequency.YEARLY:
        month = what.quarter * 3 if what.quarter and month is None else month
        if not isinstance(month, int):
            return None
        return Schedule(
            every=Every.YEARLY, op=deadline.op, day=day, month=month, year_offset=what.year_offset, until=what.time
        )
    every = {Frequency.MONTHLY: Every.MONTHLY, Frequency.QUARTERLY: Every.QUARTERLY}.get(what.freq)
    if every is None:
        if not half_yearly:
            return None
        every = Every.HALF_YEARLY
    return Schedule(
        every=every, op=deadline.op, day=day, month=month if isinstance(month, str) else None, until=what.time
    )


def _back_again(
    typed: str, spoken: str, deadlines: Sequence[Deadline], schedules: tuple[Schedule, ...], today: date
) -> Wish:
    """What comes back by the words of a deadline; «ngày 15 tháng sau» in a chat may as well be meant once."""
    spans = [(deadline.start, deadline.end) for deadline in deadlines]
    if len(schedules) == 1 and schedules[0].until is None and (dial := _dial(typed, spans)):
        schedules = (schedules[0].model_copy(update={"until": dial[0]}),)
        spans.append(dial[1])
    title = _title(typed, spoken, [*spans, *_repeats(spoken)])
    once = _coming_once(schedules[0], today) if len(schedules) == 1 and not _AGAIN.search(spoken) else None
    if once:
        return Wish(title, (once, schedules[0]))
    return Wish(title, schedules, together=len(schedules) > 1)


def _dial(typed: str, spans: Sequence[tuple[int, int]]) -> tuple[time, tuple[int, int]] | None:
    """The time of day that stands outside of the spans, with the part of the day that it is in, and its place."""
    blank = typed
    for start, end in spans:
        blank = blank[:start] + " " * (end - start) + blank[end:]
    when = read_when(blank, today=date(2000, 1, 3))
    if when is None or when.candidates[0].time is None:
        return None
    return when.candidates[0].time, (when.start, when.end)


def _coming_once(schedule: Schedule, today: date) -> Schedule | None:
    """The one day of the next month, quarter or year that the words name seen from today; None for other rules."""
    day, month = schedule.day or LAST_DAY, schedule.month
    if schedule.every is Every.YEARLY and schedule.year_offset == 1 and isinstance(month, int):
        named = clamped(today.year + 1, month, day)
    elif month != FIRST_OF_NEXT_PERIOD:
        return None
    elif schedule.every is Every.MONTHLY:
        following = add_months(today.replace(day=1), 1)
        named = clamped(following.year, following.month, day)
    elif schedule.every is Every.QUARTERLY:
        named = clamped(today.year, quarter_of(today) * 3 + 1, day)
    else:
        return None
    return Schedule(every=Every.ONCE, on=last_in_time(named, schedule.op, schedule.until), until=schedule.until)


def _repeats(spoken: str) -> list[tuple[int, int]]:
    return [match.span() for _, pattern in _EVERY for match in [pattern.search(spoken)] if match]


def _repeated(typed: str, spoken: str) -> Wish | None:
    """What comes back in an officer's own words: «mỗi thứ sáu», «ngày 31 hằng tháng»."""
    for every, pattern in _EVERY:
        often = pattern.search(spoken)
        if often is None:
            continue
        found = _day_of(every, spoken)
        if found is None:
            return None
        values, span = found
        spans = [often.span(), span]
        dial = _dial(typed, spans)
        schedule = Schedule.model_validate({"every": every, "until": dial[0] if dial else None, **values})
        return Wish(_title(typed, spoken, [*spans, dial[1]] if dial else spans), (schedule,))
    return None


def _day_of(every: Every, spoken: str) -> tuple[dict[str, object], tuple[int, int]] | None:
    """Which day of the week, month, quarter or year the words name, and where."""
    if every is Every.WEEKLY:
        weekday = _WEEKDAY.search(spoken)
        if weekday is None:
            return None
        return {"weekday": 6 if weekday["sunday"] else _WEEKDAYS[weekday["weekday"]]}, weekday.span()
    if every is Every.YEARLY:
        found = _DAY_MONTH.search(spoken)
        if found is None or not (1 <= int(found["month"]) <= 12 and 1 <= int(found["day"]) <= 31):
            return None
        return _bound(found) | {"day": int(found["day"]), "month": int(found["month"])}, found.span()
    first = {"month": "first_of_period"} if every is Every.QUARTERLY and _FIRST_OF.search(spoken) else {}
    for pattern in (_DAY, _BARE_DAY):
        found = pattern.search(spoken)
        if found and 1 <= int(found["day"]) <= 31:
            return _bound(found) | first | {"day": int(found["day"])}, found.span()
    found = _LAST.search(spoken)
    return (_bound(found), found.span()) if found else None


def _bound(found: re.Match[str]) -> dict[str, object]:
    return {"op": Op.BEFORE} if found["before"] else {}


def _once(typed: str, spoken: str, deadline: Deadline, today: date) -> Wish:
    """A deadline that comes once; its day is asked for when it hangs on something undated."""
    anchor_on, end = None, deadline.end
    if isinstance(deadline.what, Relative):
        named = read_when(deadline.what.anchor, today=today)
        if named:
            anchor_on = named.candidates[0].day
            place = typed.find(deadline.what.anchor, deadline.start)
            # What stands behind the day is what is to be done.
            end = place + named.end if place >= 0 else end
    resolved = resolve_deadline(deadline, today=today, context=Context(written_on=today, anchor_on=anchor_on))
    title = _title(typed, spoken, [(deadline.start, end)])
    if resolved.last_day is None:
        return Wish(title, (), resolved.missing, deadline)
    return Wish(title, (Schedule(every=Every.ONCE, on=resolved.last_day, until=resolved.time),))


def _at_some_time(typed: str, spoken: str, today: date) -> Wish | None:
    when = read_when(typed, today=today)
    if when is None:
        return None
    schedules = [Schedule(every=Every.ONCE, on=moment.day, until=moment.time) for moment in when.candidates]
    return Wish(_title(typed, spoken, [(when.start, when.end)]), tuple(dict.fromkeys(schedules)))


def _title(typed: str, spoken: str, spans: list[tuple[int, int]]) -> str:
    """What is left of the words without the time and without «nhắc tôi»."""
    spans = sorted(spans)
    left = _bare(squeeze(" ".join(_without(typed, spans))))
    if not any(letter.isalpha() for letter in left):
        # «hạn nộp hồ sơ 30/8»: the words of the deadline say what it is for.
        duty = next((found for start, end in spans if (found := _DUTY_IN_SPAN.match(spoken[start:end]))), None)
        place = next((start for start, end in spans if _DUTY_IN_SPAN.match(spoken[start:end])), 0)
        left = typed[place + duty.start("duty") : place + duty.end("duty")].strip(_EDGES) if duty else ""
    return left[:1].upper() + left[1:]


def _bare(words: str) -> str:
    """The words without «nhắc tôi» or «nội dung:» before them, and without what only tied them to a time."""
    words = words.strip(_EDGES)
    for pattern in (_LEADING, _HEADING):
        plain = fold(words).lower()
        leading = pattern.match(plain) if len(plain) == len(words) else None
        if leading is None:
            continue
        end = leading.end()
        called = _NAMED.search(plain, 0, end)
        # «nhắc anh Hùng nộp ảnh»: the name keeps its «anh».
        if called and words[end:].lstrip()[:1].isupper():
            end = called.start()
        words = words[end:].strip(_EDGES)
    return _JOINED.sub("", _LINKS.sub("", words)).strip(_EDGES)[:_LONGEST_TITLE]


def _without(typed: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    place = 0
    for start, end in sorted(spans):
        yield typed[place : max(place, start)]
        place = max(place, end)
    yield typed[place:]
