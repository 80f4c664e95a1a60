"""How numbers, dates and periods are written: decimal comma, thousands dot, words beside digits, days that exist.

It must not compare quantities.
Read next: `knowledge/checks/figures.py`, `knowledge/checks/told_twice.py`.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from knowledge.checks.draft import Draft
from knowledge.checks.figures import spoken_number, written
from knowledge.checks.findings import Finding, Severity
from knowledge.text import fold

_MEASURE: Final = r"(?:%|tỷ|triệu|nghìn|ha|km|tấn|tạ|kg|m²|m2|km²|km2|điểm|lần|đồng)"
_DECIMAL_DOT: Final = re.compile(rf"(?<![\d.,/\w])(\d{{1,4}})\.(\d{{1,2}}) ?(?={_MEASURE}(?![^\W\d_]))")
_THOUSANDS_COMMA: Final = re.compile(
    r"(?<![\d.,/\w])\d{1,3}(?:,\d{3}){2,}(?![\d,])|(?<![\d.,/\w])\d{1,3},\d{3} ?(?=đồng|người|hộ)"
)
_NO_DOTS: Final = re.compile(r"(?<![\d.,/\w])(\d{5,12}) ?(?=đồng(?![^\W\d_]))")
_IN_WORDS: Final = re.compile(
    r"(?<![\d.,/])(?P<digits>0?\d{1,3}|\d{1,3}(?:\.\d{3})+) ?\((?:bằng chữ: ?)?(?P<words>(?:[^\W\d_]{2,6} ?){1,14})\)"
)
_MONEY_IN_WORDS: Final = re.compile(
    r"(?P<digits>\d{1,3}(?:\.\d{3})+) ?đồng ?\((?:viết bằng chữ|bằng chữ|số tiền bằng chữ):"
    r" ?(?P<words>(?:[^\W\d_]{2,6},? ?){2,30}?) đồng(?: chẵn)?[.]?\)",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"(?<![\d/.])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])")
_DAY_IN_WORDS: Final = re.compile(r"ngày (?P<day>\d{1,2}) tháng (?P<month>\d{1,2}) năm (?P<year>(?:19|20)\d\d)")
_PERIOD: Final = re.compile(
    r"(?:(?P<years>\d{1,2}) năm[^\d.;]{0,12}?)?\(?(?P<from>20\d\d)(?P<dash> ?[-–] ?)(?P<to>20\d\d)(?!\d)"
)
_BY_END: Final = re.compile(
    r"(?<![^\W_])(?:đến|tính đến)(?: cuối| hết)? năm (?P<year>20\d\d)[^.;]{0,120}", re.IGNORECASE
)
_EXPECTED: Final = re.compile(
    r"ước|dự kiến|phấn đấu|mục tiêu|kế hoạch|sẽ|định hướng|tầm nhìn|chỉ tiêu|đề ra", re.IGNORECASE
)
_RESULT: Final = re.compile(r"(?:còn|đạt|có|là|giảm còn|giảm xuống còn)\s{1,3}\d", re.IGNORECASE)
_MONTH: Final = re.compile(r"(?<![^\W_])(?:hết|đến hết|cuối|đầu) (?P<when>(?:0?[1-9]|1[0-2])/20\d\d)(?![\d/])")
_SQUARE: Final = re.compile(r"(?<=\d )(km|m)2(?![\d\w])|(?<=\d)(km|m)2(?![\d\w])")
_CLUNG: Final = re.compile(r"(?<![\d.,])\d[\d.,]*(?:ha|km|kg|tấn|tạ)(?![\w/])")
_APART: Final = re.compile(r"\d (?:ha|km|kg|tấn|tạ)(?![\w/])")
_ABOUT: Final = re.compile(
    r"(?<![^\W_])(?P<both>(?P<one>khoảng|gần|hơn|trên|độ|chừng) (?:khoảng|gần|hơn|trên)) (?=\d)", re.IGNORECASE
)
_EVENT: Final = re.compile(
    r"(?P<what>(?:Hội nghị|Đại hội|Kế hoạch|Chương trình|Đề án)(?: [^\W\d_]+){3,4})(?: [^\W\d_]+){0,6}"
    r" giai đoạn (?P<when>20\d\d ?[-–] ?20\d\d)"
)
_AHEAD: Final = 30
"""Days before the end of a period in which its result may fairly be told."""


def check_number_forms(draft: Draft) -> Iterator[Finding]:
    """Numbers, days and periods that are not written as they should be, or cannot be."""
    yield from _separators(draft)
    yield from _in_words(draft)
    yield from _days(draft)
    yield from _periods(draft)
    yield from _not_yet(draft)
    yield from _zeros(draft)
    yield from _habits(draft)
    yield from _events(draft)


def _separators(draft: Draft) -> Iterator[Finding]:
    end = draft.body_end
    for found in _DECIMAL_DOT.finditer(draft.flow, 0, end):
        by = f"{found[1]},{found[2]}"
        start = found.start()
        yield draft.finding(
            "figure_decimal",
            Severity.ERROR,
            start,
            start + len(by),
            by,
            True,
            written=f"{found[1]}.{found[2]}",
            right=by,
        )
    for found in _THOUSANDS_COMMA.finditer(draft.flow, 0, end):
        by = found[0].strip().replace(",", ".")
        start = found.start()
        yield draft.finding(
            "figure_thousands", Severity.ERROR, start, start + len(by), by, True, written=found[0].strip(), right=by
        )
    for found in _NO_DOTS.finditer(draft.flow, 0, end):
        by = written(Decimal(found[1]))
        yield draft.finding("figure_thousands", Severity.NOTE, *found.span(1), by, True, written=found[1], right=by)


def _in_words(draft: Draft) -> Iterator[Finding]:
    for pattern in (_IN_WORDS, _MONEY_IN_WORDS):
        for found in pattern.finditer(draft.flow, 0, draft.body_end):
            said = spoken_number(re.sub(r",", " ", found["words"]))
            digits = int(found["digits"].replace(".", ""))
            if said is not None and said != digits:
                yield draft.finding(
                    "number_words",
                    Severity.ERROR,
                    *found.span(),
                    digits=found["digits"],
                    words=found["words"].strip(),
                    said=written(Decimal(said)),
                )


def _days(draft: Draft) -> Iterator[Finding]:
    for pattern in (_DAY, _DAY_IN_WORDS):
        for found in pattern.finditer(draft.flow, 0, draft.body_end):
            year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
            if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
                yield draft.finding("day_impossible", Severity.ERROR, *found.span(), written=found[0])


def _zeros(draft: Draft) -> Iterator[Finding]:
    """«1/7/2025» in a draft that writes «01/7/2025» elsewhere."""
    lacking = []
    has_zeros = False
    for found in _DAY.finditer(draft.flow, 0, draft.body_end):
        zeros = [part for part, below in (("day", 10), ("month", 3)) if int(found[part]) < below]
        if any(len(found[part]) == 1 for part in zeros):
            lacking.append(found)
        has_zeros = has_zeros or any(len(found[part]) == 2 for part in zeros)
    for found in lacking if has_zeros else ():
        month = f"{int(found['month']):02d}" if int(found["month"]) < 3 else found["month"]
        by = f"{int(found['day']):02d}/{month}/{found['year']}"
        yield draft.finding("day_zero", Severity.NOTE, *found.span(), by, True, written=found[0], right=by)


def _periods(draft: Draft) -> Iterator[Finding]:
    """«kế hoạch 5 năm (2025 – 2030)», «giai đoạn 2030-2025», «2023-2030» beside «2023 - 2030»."""
    found_all = list(_PERIOD.finditer(draft.flow, 0, draft.body_end))
    for found in found_all:
        first, last = int(found["from"]), int(found["to"])
        years = int(found["years"]) if found["years"] else 0
        if last < first:
            yield draft.finding("period_backwards", Severity.ERROR, found.start("from"), found.end(), written=found[0])
        elif (
            years and years != last - first + 1 and "kế hoạch" in draft.flow[max(0, found.start() - 25) : found.start()]
        ):
            yield draft.finding(
                "period_length",
                Severity.WARNING,
                *found.span(),
                years=found["years"],
                period=f"{first}-{last}",
                counted=str(last - first + 1),
            )


def _habits(draft: Draft) -> Iterator[Finding]:
    """Months without their word, squares without their sign, units that cling to figures only here."""
    end = draft.body_end
    for found in _MONTH.finditer(draft.flow, 0, end):
        by = f"tháng {found['when']}"
        yield draft.finding(
            "month_word", Severity.WARNING, *found.span("when"), by, True, written=found["when"], right=by
        )
    for found in _ABOUT.finditer(draft.flow, 0, end):
        by = found["one"]
        yield draft.finding("about_twice", Severity.NOTE, *found.span("both"), by, False, words=found["both"], right=by)
    for found in _SQUARE.finditer(draft.flow, 0, end):
        by = f"{found[1] or found[2]}²"
        yield draft.finding("square_sign", Severity.NOTE, *found.span(), by, True, written=found[0], right=by)
    if len(_APART.findall(draft.flow)) > len(clung := list(_CLUNG.finditer(draft.flow, 0, end))):
        for found in clung:
            by = re.sub(r"(?<=\d)(?=[^\W\d])", " ", found[0], count=1)
            yield draft.finding("unit_space", Severity.NOTE, *found.span(), by, True, written=found[0], right=by)
    spaced = list(_PERIOD.finditer(draft.flow, 0, end))
    ways = {found["dash"].strip() == found["dash"] for found in spaced}
    if len(ways) > 1:
        tight = sum(found["dash"].strip() == found["dash"] for found in spaced)
        odd = next(found for found in spaced if (found["dash"].strip() == found["dash"]) == (2 * tight < len(spaced)))
        start, stop = odd.start("from"), odd.end("to")
        yield draft.finding("period_two_ways", Severity.NOTE, start, stop, written=draft.flow[start:stop])


def _events(draft: Draft) -> Iterator[Finding]:
    """One conference, plan or programme under two periods."""
    told: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    for found in _EVENT.finditer(draft.flow, 0, draft.body_end):
        key = " ".join(fold(found["what"].lower()).split()[:6])
        when = re.sub(r"\s", "", found["when"]).replace("–", "-")
        for before in told[key]:
            other = re.sub(r"\s", "", before["when"]).replace("–", "-")
            if other != when:
                yield draft.finding(
                    "period_differs", Severity.WARNING, *found.span(), what=found["what"], here=when, there=other
                )
                break
        told[key].append(found)


def _not_yet(draft: Draft) -> Iterator[Finding]:
    """A result «đến cuối năm 2025» told as reached long before that day."""
    for found in _BY_END.finditer(draft.flow, 0, draft.body_end):
        ends = date(int(found["year"]), 12, 31)
        sentence = next((one for one in draft.sentences if one.start <= found.start() < one.end), None)
        if sentence is None or (ends - draft.on).days < _AHEAD or ends.year > draft.on.year + 1:
            continue
        if _RESULT.search(found[0]) and not _EXPECTED.search(sentence.text) and not _is_ahead(draft, found.start()):
            end = found.start() + min(len(found[0]), 40)

            yield draft.finding(
                "result_too_early", Severity.WARNING, found.start(), end, year=found["year"], on=draft.on
            )


def _is_ahead(draft: Draft, place: int) -> bool:
    """Whether the place lies in a section about what is to come."""
    for section in draft.report.sections:
        if section.start <= place < section.end and section.role.value in ("next_tasks", "recommendations"):
            return True
    line = fold(draft.line_at(place).lower())
    return "muc tieu" in line or "chi tieu" in line
