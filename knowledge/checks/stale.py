"""What was left over from another report: last year, whole sentences, the wrong kind of unit, abolished units.

It must not know where last year's report is kept; it is given its text.
Read next: `knowledge/data/checks/units.yaml`, `knowledge/reports.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.checks.draft import Draft, Sentence
from knowledge.checks.findings import Finding, Severity
from knowledge.datafiles import data_file, load
from knowledge.layout.lines import CAPITAL, SMALL
from knowledge.layout.section_roles import Role
from knowledge.province_names import mergers
from knowledge.text import fold, squeeze

_YEAR: Final = re.compile(r"(?<![\d/.\-–])(20\d\d)(?![\d/.\-–])")
_CLOSING: Final = re.compile(r"trên đây là (?:nội dung )?(?:toàn bộ )?báo cáo[^.]{0,300}", re.IGNORECASE)
_OPENS_WITH_YEAR: Final = re.compile(r"(?:trong |cả )?năm (20\d\d),? ", re.IGNORECASE)
_FORWARD: Final = re.compile(r"phương hướng|nhiệm vụ|kế hoạch|mục tiêu", re.IGNORECASE)
_TITLE_YEARS: Final = re.compile(
    r"^\s*BÁO CÁO[^\d]{0,160}năm (?P<told>20\d\d)(?![-–/]| [-–])[^\d]{0,80}"
    r"(?:phương hướng|nhiệm vụ|kế hoạch)[^\d]{0,80}năm (?P<ahead>20\d\d)",
    re.IGNORECASE | re.MULTILINE,
)
_TITLE_WITHIN: Final = 1_500
_OPENING: Final = re.compile(
    r"khen thưởng năm (20\d\d), (?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|phường|xã|đặc khu)[^.;]{0,60} báo cáo"
)
_OPENING_WITHIN: Final = 4_000
_RESULTS: Final = re.compile(r"kết quả|tình hình", re.IGNORECASE)
_SHORT_PERIOD: Final = re.compile(
    r"(?<![^\W_])(tuần|tháng|quý)(?: thứ)? (0?\d|1[0-2]|[2-5]\d|IV|I{1,3})(?![^\W_]|/)", re.IGNORECASE
)
_COMPARES: Final = re.compile(
    r"so với|cùng kỳ|tăng|giảm|trước|từ năm|giai đoạn|kế hoạch|chuyển tiếp|quyết định|nghị quyết|công văn",
    re.IGNORECASE,
)
_LONG_SENTENCE: Final = 12
"""Words from which two equal sentences are no coincidence."""
_BOILERPLATE: Final = re.compile(
    r"(?:can cu|thuc hien) (?:luat|nghi dinh|thong tu|nghi quyet|chi thi)|tren day la|kinh gui"
)
_SELF: Final = {
    "phường": "xã",
    "xã": "phường",
    "đặc khu": "xã",
}
_OF: Final = (
    r"của|tại|toàn|địa bàn|UBND|HĐND|UBMTTQVN|UBMTTQ|MTTQ|Đảng ủy|Đảng bộ|ủy ban nhân dân|hội đồng nhân"
    r" dân|xã hội|lãnh đạo|cấp ủy|chính quyền"
)
_THEN: Final = r"đã|tổ chức|có|luôn|tiếp tục|được|triển khai|thường xuyên|phối hợp|chỉ đạo|ban hành|quan tâm"
_PAST: Final = re.compile(
    r"cũ\b|trước đây|trước khi|trước ngày|nguyên là|chuyển tiếp|sau khi (?:sắp xếp|sáp nhập)|khi còn|đến"
    r" hết tháng 6|6 tháng đầu"
    r"|sắp xếp|sáp nhập|hợp nhất|kết thúc hoạt động|bàn giao|giai đoạn 20[01]\d|nay là|không tổ chức",
    re.IGNORECASE,
)
_AWARDED: Final = re.compile(r"giấy khen|danh hiệu|khen thưởng cho", re.IGNORECASE)
_DISTRICT: Final = re.compile(
    rf"(?<![^\W_])(?:(?:UBND|HĐND|Ủy ban nhân dân|Hội đồng nhân dân|MTTQ|cấp|thường vụ|công an|lãnh đạo)"
    rf" (?P<body>huyện|thị xã|quận)"
    rf"|(?P<named>huyện|quận|thị xã|thị trấn) (?=[{CAPITAL}][{SMALL}]+)|(?P<party>Huyện ủy|Thị ủy|Quận ủy))(?![^\W_])",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(20\d\d)|ngày (\d{1,2}) tháng (\d{1,2}) năm (20\d\d)")


class _Post(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    words: str
    likely: str


class _UnitsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    district_ended_on: date
    district_provision: str
    posts: tuple[_Post, ...]


@dataclass(frozen=True, slots=True)
class _Units:
    content: _UnitsFile
    posts: tuple[tuple[re.Pattern[str], str], ...]
    provinces: re.Pattern[str]


@cache
def _units() -> _Units:
    content = load(data_file("checks/units.yaml"), _UnitsFile)
    posts = tuple(
        (re.compile(rf"(?<![^\W_]){post.words}(?![^\W_])", re.IGNORECASE), post.likely) for post in content.posts
    )
    names = "|".join(map(re.escape, mergers()))
    return _Units(content, posts, re.compile(rf"(?<![^\W_])tỉnh ({names})(?![^\W_])"))


def district_end() -> tuple[date, str]:
    """The first day without districts, and the law that says so."""
    content = _units().content
    return content.district_ended_on, content.district_provision


def check_stale(draft: Draft) -> Iterator[Finding]:
    """Everything that belongs to another year or another unit."""
    yield from _years(draft)
    yield from _last_period(draft)
    yield from _equal_sentences(draft)
    yield from _kind_of_unit(draft)
    yield from _abolished(draft)


def _years(draft: Draft) -> Iterator[Finding]:
    """The year before, where the report's own year or the next one belongs."""
    report = draft.report
    if not report.period.startswith("năm ") or "-" in report.period:
        return
    year = int(report.year)
    in_title = _between_title_and_plan(draft, year)
    if in_title:
        # The title itself is in doubt, so nothing else is judged by its year.
        yield in_title
        return
    opening = _OPENING.search(draft.flow, 0, min(draft.body_end, _OPENING_WITHIN))
    if opening and int(opening[1]) == year - 1:
        yield _other_year(draft, opening, year, Severity.ERROR)
    closing = _CLOSING.search(draft.flow, 0, draft.body_end)
    if closing:
        found = _YEAR.search(draft.flow, closing.start(), closing.end())
        if found and int(found[1]) != year:
            yield _other_year(draft, found, year, Severity.ERROR)
    titled = {(heading.start, heading.end): heading.text for heading in report.headings}
    for (start, end), words in titled.items():
        found = _YEAR.search(draft.flow, start, end)
        forward = _FORWARD.search(words) is not None and not re.search(r"kết quả|thực hiện", words, re.IGNORECASE)
        if found and int(found[1]) < year:
            yield _other_year(draft, found, year + forward, Severity.ERROR)
        elif found and forward and int(found[1]) == year and report.role(Role.RESULTS):
            yield _other_year(draft, found, year + 1, Severity.WARNING)
    results = [section for role in (Role.RESULTS, Role.COMMENDATION) for section in report.role(role)]
    for sentence in draft.sentences:
        found = _OPENS_WITH_YEAR.match(sentence.text)
        inside = any(section.start <= sentence.start < section.end for section in results)
        if found and inside and int(found[1]) == year - 1 and not _COMPARES.search(sentence.text):
            place = _YEAR.search(draft.flow, sentence.start, sentence.start + found.end())
            if place:
                yield _other_year(draft, place, year, Severity.WARNING)


def _between_title_and_plan(draft: Draft, year: int) -> Finding | None:
    """«Tổng kết năm 2024; phương hướng, nhiệm vụ năm 2026»: two years of one title that do not follow each other."""
    found = _TITLE_YEARS.search(draft.flow, 0, min(draft.body_end, _TITLE_WITHIN))
    if found is None or int(found["told"]) != year or int(found["ahead"]) == year + 1:
        return None
    ahead = int(found["ahead"])
    if abs(draft.on.year - (ahead - 1)) < abs(draft.on.year - year):
        start, end, right = *found.span("told"), ahead - 1
    else:
        start, end, right = *found.span("ahead"), year + 1
    return draft.finding(
        "last_year", Severity.ERROR, start, end, str(right), False, written=draft.flow[start:end], right=str(right)
    )


def _last_period(draft: Draft) -> Iterator[Finding]:
    """«BÁO CÁO TUẦN 02 THÁNG 6» above «I. KẾT QUẢ TUẦN 04 THÁNG 6»: the heading or the title is an older one's."""
    titled = {found[1].lower(): found for found in _SHORT_PERIOD.finditer(draft.report.title)}
    for heading in draft.report.headings:
        if not _RESULTS.search(heading.text) or (
            _FORWARD.search(heading.text) and "kết quả" not in heading.text.lower()
        ):
            continue
        for found in _SHORT_PERIOD.finditer(draft.text, heading.start, heading.end):
            first = titled.get(found[1].lower())
            if first and _ordinal(first[2]) != _ordinal(found[2]):
                yield draft.finding(
                    "last_period", Severity.WARNING, *found.span(), written=found[0].lower(), title=first[0].lower()
                )
                break


def _ordinal(written: str) -> str:
    return {"i": "1", "ii": "2", "iii": "3", "iv": "4"}.get(written.lower(), written.lstrip("0"))


def _other_year(draft: Draft, found: re.Match[str], year: int, severity: Severity) -> Finding:
    return draft.finding("last_year", severity, *found.span(1), str(year), False, written=found[1], right=str(year))


def _equal_sentences(draft: Draft) -> Iterator[Finding]:
    """Sentences that stand word for word in last year's report; with figures they are worse."""
    if not draft.previous:
        return
    before = {_key(one.text) for one in Draft(draft.previous, draft.on).sentences}
    for sentence in draft.sentences:
        key = _key(sentence.text)
        if key not in before or len(key.split()) < _LONG_SENTENCE or _BOILERPLATE.match(key):
            continue
        figures = re.search(r"(?<![/\d])\d", re.sub(r"\d+/\S+", "", sentence.text)) is not None
        severity = Severity.WARNING if figures else Severity.NOTE
        yield draft.finding("same_sentence", severity, sentence.start, sentence.end, figures="yes" if figures else "")


def _key(sentence: str) -> str:
    return squeeze(re.sub(r"[^\w\s]", " ", fold(sentence.lower())))


def _kind_of_unit(draft: Draft) -> Iterator[Finding]:
    """«của xã» in the report of a ward, and the other way round."""
    unit = draft.unit or ""
    kind = next((one for one in _SELF if unit.startswith(f"{one} ")), "")
    if not kind:
        return
    wrong = _SELF[kind]
    after = rf"(?! hội|,? (?:phường|xã)|[ ]?[/\-–]| viên| luận| giao| tắc| nhà| nông| ?[“\"]| [{CAPITAL}][{SMALL}])"
    pattern = re.compile(
        rf"(?:(?<=[^\W_] )|(?<=[.;] ))(?:(?:{_OF}) (?P<one>{wrong}){after}|(?P<two>{wrong})(?="
        rf" (?:{_THEN})(?![^\W_])){after})(?![^\W_])"
    )
    for found in pattern.finditer(draft.flow, 0, draft.body_end):
        group = "one" if found["one"] else "two"
        start, end = found.span(group)
        before = draft.flow[max(0, start - 24) : start].lower()
        if re.search(
            r"(?:hợp tác|thị|cấp|các|những|mỗi|từng|nhiều|công|làng|hai|ba|nông thôn mới|liên|giữa|cũ|\d) $", before
        ):
            continue
        if re.match(r" (?:cũ|khác|nông thôn mới|đạt chuẩn|trọng điểm|bãi ngang)", draft.flow[end : end + 20]):
            continue
        yield draft.finding(
            "unit_kind", Severity.WARNING, start, end, kind, False, written=found[0], unit=unit, right=kind
        )


def _abolished(draft: Draft) -> Iterator[Finding]:
    """Districts, their posts and merged provinces, spoken of as if they were still there."""
    content = _units().content
    if draft.on < content.district_ended_on:
        return
    for sentence in draft.sentences:
        if _PAST.search(sentence.text) or "\t" in sentence.text:
            continue
        if draft.on.year == content.district_ended_on.year and _AWARDED.search(sentence.text):
            continue  # awards of the first half of that year were given by districts
        days = _days_of(sentence)
        old = bool(days) and max(days) < content.district_ended_on
        old = old or any(int(year) < content.district_ended_on.year for year in _YEAR.findall(sentence.text))
        if not old:
            sure = any(day >= content.district_ended_on for day in days)
            yield from _districts(draft, sentence, Severity.ERROR if sure else Severity.WARNING)
            yield from _provinces(draft, sentence)


def _days_of(sentence: Sentence) -> list[date]:
    found = []
    for one in _DAY.finditer(sentence.text):
        day, month, year = (int(part) for part in one.groups() if part)
        if 1 <= month <= 12 and 1 <= day <= 28:
            found.append(date(year, month, day))
    return found


def _districts(draft: Draft, sentence: Sentence, severity: Severity) -> Iterator[Finding]:
    content = _units().content
    for found in _DISTRICT.finditer(draft.flow, sentence.start, sentence.end):
        level = (found["body"] or found["named"] or found["party"] or "").lower()

        yield draft.finding(
            "unit_abolished",
            severity,
            found.start(),
            found.end(),
            successor="",
            provision=content.district_provision,
            written=found[0].strip(),
            level=level,
            ended_on=content.district_ended_on,
        )
    for pattern, likely in _units().posts:
        for found in pattern.finditer(draft.flow, sentence.start, sentence.end):
            yield _doubted(draft, found, likely, content.district_ended_on)


def _doubted(draft: Draft, found: re.Match[str], likely: str, changed_on: date) -> Finding:
    """A unit that is probably no more, by what is commonly known and held against no text: only to look at."""
    return draft.finding(
        "unit_doubted", Severity.NOTE, *found.span(), written=found[0], likely=likely, changed_on=changed_on
    )


def _provinces(draft: Draft, sentence: Sentence) -> Iterator[Finding]:
    for found in _units().provinces.finditer(draft.flow, sentence.start, sentence.end):
        merger = mergers()[found[1]]
        if not merger.is_confirmed:
            yield _doubted(draft, found, merger.successor, merger.merged_on)
            continue
        yield draft.finding(
            "unit_abolished",
            Severity.WARNING,
            *found.span(),
            written=found[0],
            level="",
            successor=merger.successor,
            ended_on=merger.merged_on,
            provision=merger.provision,
        )
