"""Capital letters and names: after a semicolon, after a full stop, in names of laws, bodies, titles and units.

It must not judge spelling; the rules are those of Phụ lục II of decree 30/2020, as data.
Read next: `knowledge/data/checks/capitals.yaml`, `knowledge/checks/slips.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.letters import old_style
from knowledge.datafiles import data_file, load
from knowledge.layout.lines import CAPITAL, SMALL
from knowledge.text import fold

_AFTER_SEMICOLON: Final = re.compile(rf";[ ]([{CAPITAL}][{SMALL}]{{0,7}})[ ]([{SMALL}]+)")
_AFTER_STOP: Final = re.compile(rf"(?<=[{SMALL}]{{2}}[.!?]) +([{SMALL}][{SMALL}]{{1,8}})[ ,]")
_NO_STOP: Final = re.compile(r"(?:v\.v|vv|tr|gồm|TP|Tp)\.$")
_MID_SENTENCE: Final = re.compile(rf"(?<=[{SMALL}]{{2}}) ([{CAPITAL}][{SMALL}]{{1,7}}) ([{SMALL}]+)")
_NAMED_BEFORE: Final = re.compile(
    r"(?:trào|động|hiệu|đề|danh|án|trình|chương|luật|cuộc|tên|gọi|mục|dự|lễ|ngày|hội|trường|công ty|quỹ|giải|thi|ban"
    r"|của|và|với|tại|cho|từ|do|bởi|theo|về|là|phận|phòng|sở|bộ)$"
)
_LEVELS: Final = "phường|xã|thị trấn|đặc khu|tỉnh|thành phố|thôn|tổ dân phố"
_UNIT_NAME: Final = re.compile(rf"(?<![^\W_])(?:{_LEVELS}) ([{CAPITAL}][{SMALL}]+(?: [{CAPITAL}][{SMALL}]+){{0,3}})")
_CAPITAL_LEVEL: Final = re.compile(
    rf"(?<=[{SMALL},)] )(Phường|Xã|Đặc khu|Thị trấn|Tỉnh)( [{CAPITAL}][{SMALL}]+(?: [{CAPITAL}][{SMALL}]+){{0,3}})"
)
_OF_LEVEL: Final = re.compile(r"(?<=[cC]ấp )(Trung Ương|Tỉnh|Xã|Phường|Huyện|Thành phố)(?= [^\W\d_]|[.,;)])")
_DOCUMENT_KIND: Final = re.compile(
    r"(?<![^\W_])(kế hoạch|quyết định|công văn|nghị quyết|chỉ thị|thông tư|nghị định|tờ trình|báo cáo) số:? ?\d{1,5}/"
)
_QUOTED_NAME: Final = re.compile(
    rf"(?:phong trào(?: thi đua)?|cuộc vận động)(?: “[^“”]{{3,120}}”,){{0,3}} [“\"«] ?([{SMALL}])[{SMALL}]*"
    rf" [^“”\"«»]{{3,120}}[”\"»]",
    re.IGNORECASE,
)
_ABBREVIATION: Final = re.compile(
    rf"(?<![\w/.\-@])([{CAPITAL}]{{2,10}}(?:-[{CAPITAL}]{{2,6}})?)(?![\w/@])(?!-[{CAPITAL}])"
)
_SMALL_BEGINNING: Final = re.compile(rf"([{SMALL}]{{2,8}})[ ][{SMALL}]")
_SHORT_LINE: Final = 25
"""A shorter line that ends with a stop may be an abbreviation of a table."""
_MOST: Final = 60


class _Name(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    right: str
    written: str
    also: tuple[str, ...] = ()
    varies: bool = False
    provision: str


class _CapitalsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    names: tuple[_Name, ...]
    variants: tuple[tuple[str, ...], ...]
    ordinary: str
    starts: str
    not_starts: tuple[str, ...]
    abbreviations: str


@dataclass(frozen=True, slots=True)
class _Capitals:
    names: tuple[tuple[_Name, re.Pattern[str]], ...]
    variants: tuple[tuple[str, ...], ...]
    ordinary: frozenset[str]
    starts: frozenset[str]
    not_starts: frozenset[str]
    abbreviations: frozenset[str]


@cache
def _capitals() -> _Capitals:
    content = load(data_file("checks/capitals.yaml"), _CapitalsFile)
    names = tuple(
        (name, re.compile(rf"(?<![^\W_]){name.written.replace(' ', chr(92) + 's{1,3}')}(?![^\W_])", re.IGNORECASE))
        for name in content.names
    )

    return _Capitals(
        names,
        content.variants,
        _words(content.ordinary),
        _words(content.starts),
        frozenset(content.not_starts),
        _words(content.abbreviations),
    )


def _words(listed: str) -> frozenset[str]:
    return frozenset(word.strip() for word in listed.split(","))


def check_capitals(draft: Draft) -> Iterator[Finding]:
    """Every capital that should not be one, and the other way round; abbreviations never spelt out."""
    for check in (
        _semicolons,
        _stops,
        _paragraphs,
        _missing_stops,
        _names,
        _variants,
        _quoted,
        _units,
        _documents,
        _abbreviations,
    ):
        for number, finding in enumerate(check(draft)):
            if number >= _MOST:
                break
            yield finding


def _semicolons(draft: Draft) -> Iterator[Finding]:
    for found in _AFTER_SEMICOLON.finditer(draft.flow, 0, draft.body_end):
        word = found[1].lower()
        if word in _capitals().ordinary and f"{word} {found[2]}" not in _capitals().not_starts:
            start, end = found.span(1)
            by = found[1].lower()
            yield draft.finding(
                "capital_after_semicolon", Severity.WARNING, start, end, by, True, word=found[1], right=by
            )


def _stops(draft: Draft) -> Iterator[Finding]:
    for found in _AFTER_STOP.finditer(draft.flow, 0, draft.body_end):
        if not _NO_STOP.search(draft.flow, max(0, found.start() - 6), found.start()):
            by = found[1][:1].upper() + found[1][1:]
            start, end = found.span(1)
            yield draft.finding("capital_after_stop", Severity.ERROR, start, end, by, True, word=found[1], right=by)


def _paragraphs(draft: Draft) -> Iterator[Finding]:
    """A paragraph that begins small although the one before it had ended: its first words may be lost."""
    for before, line in pairwise(draft.lines):
        if line.start >= draft.body_end:
            return
        found = _SMALL_BEGINNING.match(line.raw)
        ended = before.raw.rstrip().endswith((".", "./.")) and not _NO_STOP.search(before.raw.rstrip())
        if found and ended and len(before.raw) > _SHORT_LINE:
            start, end = line.start + found.start(1), line.start + found.end(1)
            by = found[1][:1].upper() + found[1][1:]
            yield draft.finding("paragraph_beginning", Severity.WARNING, start, end, by, False, word=found[1], right=by)


def _missing_stops(draft: Draft) -> Iterator[Finding]:
    """«… thiên tai dịch bệnh Tổng diện tích …»: a new sentence begins and the one before has no end."""
    known = _capitals()
    for found in _MID_SENTENCE.finditer(draft.flow, 0, draft.body_end):
        words = f"{found[1]} {found[2]}".lower()
        before = draft.flow[max(0, found.start() - 12) : found.start()].lower()
        if found[1] not in known.starts or words in known.not_starts or _NAMED_BEFORE.search(before):
            continue
        line = draft.text[draft.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if len(line) < 25 or line.count("“") > line.count("”") or line.count('"') % 2:
            continue
        start = draft.flow.rfind(" ", 0, found.start()) + 1
        yield draft.finding(
            "stop_missing", Severity.WARNING, start, found.end(1), words=draft.flow[start : found.end(1)]
        )


def _names(draft: Draft) -> Iterator[Finding]:
    for name, pattern in _capitals().names:
        for found in pattern.finditer(draft.flow, 0, draft.body_end):
            written = " ".join(found[0].split())
            plain = old_style(" ".join(old_style(word) for word in written.split()))
            if plain in (name.right, *name.also) or written.isupper() or _begins_small(draft, found, plain, name.right):
                continue

            yield draft.finding(
                "name_written",
                Severity.NOTE if name.varies else Severity.WARNING,
                *found.span(),
                name.right,
                False,
                written=written,
                right=name.right,
                provision=name.provision,
            )


def _variants(draft: Draft) -> Iterator[Finding]:
    """One word written in several ways: the first place of each way but the one used most."""
    flow = draft.flow[: draft.body_end]
    for ways in _capitals().variants:
        any_case = len({way.lower() for way in ways}) == len(ways)
        found = {way: [one for one in _written(flow, way, any_case) if not _in_a_name(flow, one)] for way in ways}
        used = [way for way in ways if found[way]]
        if len(used) < 2:
            continue
        # «Nhân dân» is the decree's own way (Phụ lục II, mục V khoản 1); of the others the usual one stays.
        kept = ways[0] if ways[0][:1].isupper() else max(used, key=lambda way: len(found[way]))
        for way in used:
            if way != kept:
                times = str(len(found[way]))
                yield draft.finding(
                    "two_ways", Severity.NOTE, *found[way][0].span(), kept, False, written=way, right=kept, times=times
                )


def _written(flow: str, way: str, any_case: bool) -> Iterator[re.Match[str]]:
    flags = re.IGNORECASE if any_case else 0
    return re.finditer(rf"(?<![^\W_]){re.escape(way).replace(chr(92) + ' ', ' {1,3}')}(?![^\W_])", flow, flags)


def _in_a_name(flow: str, found: re.Match[str]) -> bool:
    """«Ủy ban nhân dân», «công an nhân dân», «Luật Thi đua, khen thưởng»: the word is part of a name there."""
    before = flow[max(0, found.start() - 14) : found.start()].rstrip()
    return (
        re.search(r"(?:ban|đồng|án|sát|an|trang|quân đội|nghệ sĩ|Luật|luật|nhà giáo|thầy thuốc|quốc|tín dụng)$", before)
        is not None
    )


def _quoted(draft: Draft) -> Iterator[Finding]:
    """«cuộc vận động “ngày vì người nghèo”»: the name of a movement begins with a capital."""
    for found in _QUOTED_NAME.finditer(draft.flow, 0, draft.body_end):
        start, end = found.span(1)
        if not found[1].islower():
            continue
        by = found[1].upper()
        yield draft.finding(
            "movement_capital",
            Severity.WARNING,
            start,
            end,
            by,
            True,
            written=draft.flow[start : start + 30].split("”")[0],
            right=by,
        )


def _begins_small(draft: Draft, found: re.Match[str], plain: str, right: str) -> bool:
    """Whether only the capital of a sentence or a heading makes the difference."""
    return plain[:1].isupper() and plain[1:] == right[1:] and not draft.flow[: found.start()].rstrip()[-1:].isalpha()


def _units(draft: Draft) -> Iterator[Finding]:
    """«Phường Hoành Sơn» in mid-sentence and «phường Hoành sơn», where the draft knows better elsewhere."""
    flow = draft.flow
    known = Counter(found[1] for found in _UNIT_NAME.finditer(flow) if " " in found[1])
    own = (draft.unit or "").partition(" ")[2]
    if " " in own:
        known[own] += 1
    for found in _CAPITAL_LEVEL.finditer(flow, 0, draft.body_end):
        if any(found[2].strip().startswith(name) for name in known) and not _in_quotes(draft, found.start()):
            by = found[1].lower()

            yield draft.finding(
                "unit_capital",
                Severity.WARNING,
                *found.span(),
                by + found[2],
                True,
                written=found[0],
                right=by + found[2],
            )
    for found in _OF_LEVEL.finditer(flow, 0, draft.body_end):
        by = "Trung ương" if found[1] == "Trung Ương" else found[1].lower()

        yield draft.finding(
            "unit_capital", Severity.WARNING, *found.span(), by, True, written=f"cấp {found[1]}", right=f"cấp {by}"
        )
    if not known:
        return
    spelled = "|".join(re.escape(name) for name in known)
    for found in re.finditer(rf"(?<![^\W_])(?:{spelled})(?![^\W_])", flow[: draft.body_end], re.IGNORECASE):
        right = next((name for name in known if name.lower() == found[0].lower()), found[0])
        is_other = found[0] in known or found[0].isupper() or (found[0].islower() and known[right] < 3)
        if not is_other and found[0] != right:
            yield draft.finding(
                "unit_capital", Severity.ERROR, *found.span(), right, True, written=found[0], right=right
            )


def _in_quotes(draft: Draft, place: int) -> bool:
    line = draft.flow[draft.flow.rfind("\n", 0, place) + 1 : place]
    return line.count("“") > line.count("”")


def _documents(draft: Draft) -> Iterator[Finding]:
    """«ban hành kế hoạch số 164/KH-UBND»: a particular document has a capital."""
    for found in _DOCUMENT_KIND.finditer(draft.flow, 0, draft.body_end):
        start, end = found.span(1)
        by = found[1][:1].upper() + found[1][1:]
        yield draft.finding("document_capital", Severity.WARNING, start, end, by, True, written=found[1], right=by)


def _abbreviations(draft: Draft) -> Iterator[Finding]:
    """The first place of each abbreviation that the draft nowhere explains."""
    seen: set[str] = set(_capitals().abbreviations)
    text = draft.flow
    for found in _ABBREVIATION.finditer(text, 0, draft.body_end):
        short = found[1]
        if short in seen or draft.is_in_capitals(found.start()):
            continue
        seen.add(short)
        if re.fullmatch(r"[IVXLC]+", short) or _is_explained(text, short):
            continue
        near = text[max(0, found.start() - 2) : found.end() + 1]
        if fold(near).startswith(("“", '"')) or _is_name(text, found):
            continue
        yield draft.finding("abbreviation", Severity.NOTE, *found.span(1), short=short)


def _is_explained(text: str, short: str) -> bool:
    escaped = re.escape(short)
    return bool(
        re.search(rf"\((?:viết tắt là |gọi tắt là |sau đây viết tắt là )?[“\"]?{escaped}[”\"]?\)|{escaped} \(", text)
    )


def _is_name(text: str, found: re.Match[str]) -> bool:
    """A word in capitals inside a run of capitals is emphasis, not an abbreviation."""
    before = text[max(0, found.start() - 12) : found.start()].split()
    after = text[found.end() : found.end() + 12].split()
    near = [word.strip("[](){}.,;:–-") for word in (*before[-1:], *after[:1])]
    return any(word.isupper() and len(word) > 1 and word.isalpha() for word in near)
