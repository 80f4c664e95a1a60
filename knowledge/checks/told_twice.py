"""The same quantity told twice with different figures, and figures that the field's rules make one look at.

It must not know what a quantity is: the same words before the same unit, in the same year, are the same.
Read next: `knowledge/checks/figures.py`, `knowledge/checks/shares.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from knowledge.checks.draft import Draft, Sentence
from knowledge.checks.figures import Figure, number, read_figures, written
from knowledge.checks.findings import Finding, Severity
from knowledge.layout.lines import CAPITAL
from knowledge.text import fold

_WORDS: Final = re.compile(r"[^\W\d_]+")
_KEY_WORDS: Final = 3
_LOOKED_AT: Final = 6
_TAIL: Final = 46
_OTHER_TIME: Final = re.compile(
    r"kế hoạch|cùng kỳ|năm trước|so với|tăng|giảm|mục tiêu|phấn đấu|dự kiến|chỉ tiêu|trước đây|từ ngày|quý"
    r"|tháng|đợt|lần",
    re.IGNORECASE,
)
# Words that say nothing about which quantity it is: a key of these alone is no key.
_GENERAL: Final = re.compile(
    "dien|tich|nang|suat|san|luong|tong|so|tien|kinh|phi|gia|tri|trong|do|dat|duoc|la|co|cho|tu|den|voi|va|cua|tai"
    "|uoc|hon|khoang|gan|tren|khen|thuong|tang|to|chuc|thuc|hien|von|dau|nguon|dong|thu|chi|con|lai|cac|loai|mot"
    "|them|moi|xay|dung|ho|tro|giup|hoan|thanh|trien|khai|ban|hanh|giai|quyet|kiem|tra|cong|nhan|da|bao|gom|huy"
    "|ung|trao|qua|muc|vay|cu|the|nay|trung|binh|quan|doi|ca|tap|phan|nam|dia|phuong|xa|nguoi|dan|hang|danh|hieu"
    "|giay|bang"
)
_LINKS: Final = re.compile("cho|co|la|duoc|da|voi|va|cua|tu|den|tren|hon|khoang|gan|uoc|dat|con")
_REACHES: Final = re.compile("dat|uoc|la|khoang|gan|hon|tren|con")
_PLACE: Final = re.compile(
    rf"(?:xã|phường|thôn|tổ dân phố|khu phố|khu|bản|ấp|trường|công ty|đội|chi bộ|hội|thị trấn) [{CAPITAL}]"
)
_ADVANCED: Final = re.compile(
    r"(?P<count>\d{1,3}(?:\.\d{3})+|\d{1,4}) (?:cá nhân|cán bộ|người|đồng chí|lao động)[^.;\d]{0,80}?lao"
    r" động tiên tiến",
    re.IGNORECASE,
)
_CHAMPIONS: Final = re.compile(
    r"(?P<count>\d{1,3}(?:\.\d{3})+|\d{1,4}) (?:cá nhân|cán bộ|người|đồng chí|lao động)[^.;\d]{0,80}?chiến"
    r" s[ĩỹ] thi đua(?! (?:cấp|toàn|tỉnh))",
    re.IGNORECASE,
)
_USUAL_SHARE: Final = Decimal(15)
"""Percent: what rules of provinces commonly allow. The Law sets no ceiling: above it one only looks again."""


@dataclass(frozen=True, slots=True)
class _Told:
    figure: Figure
    shown: str
    years: frozenset[str]
    start: int


def check_told_twice(draft: Draft) -> Iterator[Finding]:
    """Quantities told with two values; parts of the unit counted twice; an unusual share of champions."""
    yield from _quantities(draft)
    yield from _structure(draft)
    yield from _champions(draft)


def _quantities(draft: Draft) -> Iterator[Finding]:
    told: defaultdict[tuple[str, str], list[_Told]] = defaultdict(list)
    for sentence in draft.sentences:
        if "\t" in sentence.text:
            continue
        for key, one in _keyed(draft, sentence):
            for shown in told[key]:
                years = shown.years == one.years or not (shown.years and one.years)
                apart = not shown.figure.is_near(one.figure.value) and not one.figure.is_near(shown.figure.value)
                if years and apart and shown.start != one.start:
                    yield _differ(draft, shown, one)
                    break
            told[key].append(one)


def _keyed(draft: Draft, sentence: Sentence) -> Iterator[tuple[tuple[str, str], _Told]]:
    """The figures of a sentence that words name right before them, with those words as the key."""
    figures = read_figures(draft.flow, sentence.start, sentence.end)
    figures += _first_of_ratio(sentence)
    before = sentence.start
    for figure in sorted(figures, key=lambda one: one.start):
        said = draft.flow[max(before, figure.start - _TAIL) : figure.start]
        before = figure.end
        clause = re.split(r"[.;:()“”\"]|, ", said.rstrip(" :,"))[-1]
        words = _WORDS.findall(fold(clause.lower()))[-_LOOKED_AT:]
        while words and _LINKS.fullmatch(words[0]):
            words.pop(0)
        while words and _REACHES.fullmatch(words[-1]):
            words.pop()
        specific = [word for word in words if not _GENERAL.fullmatch(word)]
        after = draft.flow[figure.end : figure.end + 25]
        if len(words) < _KEY_WORDS or len(specific) < 2 or _LINKS.fullmatch(words[-1]) or not figure.unit:
            continue
        if (
            _PLACE.search(clause)
            or _is_name(clause)
            or _OTHER_TIME.search(clause)
            or _OTHER_TIME.match(after.strip(" ,"))
            or "%" in figure.unit
        ):
            continue
        years = frozenset(re.findall(r"20\d\d", sentence.text))
        yield (" ".join(words[-_KEY_WORDS:]), figure.unit), _Told(figure, clause.strip(), years, figure.start)


def _is_name(clause: str) -> bool:
    return all(word[:1].isupper() for word in _WORDS.findall(clause)[-_KEY_WORDS:])


def _first_of_ratio(sentence: Sentence) -> list[Figure]:
    """«171,5/171,5ha»: the amount before the stroke, in the unit behind it."""
    found = re.finditer(
        r"(?<![\d./,])(\d[\d.,]{0,14})/\d[\d.,]{0,14} ?(ha|tấn|km|tỷ đồng|triệu đồng)(?![^\W\d_])", sentence.text
    )
    figures = []
    for one in found:
        for figure in read_figures(f"{one[1]} {one[2]}"):
            start = sentence.start + one.start()
            figures.append(Figure(figure.value, figure.step, figure.unit, start, sentence.start + one.end(), one[0]))
    return figures


def _differ(draft: Draft, first: _Told, second: _Told) -> Finding:
    """One finding, at the later place: the first mention is as likely to be right."""
    early, late = sorted((first, second), key=lambda one: one.start)
    begin = draft.flow.rfind(late.shown, 0, late.start)

    start = begin if begin >= 0 else late.start
    return draft.finding(
        "number_differs",
        Severity.ERROR,
        start,
        late.figure.end,
        what=late.shown,
        here=late.figure.written,
        there=early.figure.written,
        before=early.shown,
    )


def _structure(draft: Draft) -> Iterator[Finding]:
    """«9/9 thôn» here and «8/10 thôn» there: the unit has one number of villages."""
    wholes: dict[str, re.Match[str]] = {}
    for found in re.finditer(
        r"(?<![\d.,/])(\d{1,3})/(\d{1,3}) (thôn|tổ dân phố|khu phố|ấp|bản|buôn|xóm)(?![^\W\d_])", draft.flow
    ):
        first = wholes.setdefault(found[3], found)
        if int(first[2]) != int(found[2]):
            yield draft.finding(
                "number_differs",
                Severity.ERROR,
                *found.span(),
                what=found[3],
                here=found[0],
                there=first[0],
                before=found[3],
            )


def _champions(draft: Draft) -> Iterator[Finding]:
    """More champions for the advanced workers than usual: the ceiling is set by each province."""
    for advanced in _ADVANCED.finditer(draft.flow, 0, draft.body_end):
        champions = _CHAMPIONS.search(draft.flow, advanced.end(), min(draft.body_end, advanced.end() + 200))
        if champions is None:
            continue
        whole, part = number(advanced["count"]), number(champions["count"])
        share = 100 * part / whole if whole else Decimal(0)
        if share > _USUAL_SHARE:
            yield draft.finding(
                "number_champions",
                Severity.WARNING,
                advanced.start(),
                champions.end(),
                part=champions["count"],
                whole=advanced["count"],
                share=written(share, 1),
            )
