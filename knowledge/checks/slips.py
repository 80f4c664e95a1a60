"""Slips of typing and copying: doubled and joined words, page numbers in sentences, spaces, quotes, gaps to fill.

It must not judge spelling, capitals or facts.
Read next: `knowledge/checks/spelling.py`, `knowledge/checks/capitals.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.spelling import belongs_apart, spelling
from knowledge.layout.lines import CAPITAL, SMALL

_MOST: Final = 100
_DOUBLED: Final = re.compile(
    r"(?<![^\W_])(?P<said>[^\W\d_]{1,12}(?:\s{1,3}[^\W\d_]{1,12}){0,4}?)\s{1,3}(?P=said)(?![^\W_])", re.IGNORECASE
)
_SANDWICH: Final = re.compile(r"(?<![^\W_])([^\W\d_]{1,8}) ([^\W\d_]{1,8}) \1(?![^\W_])")
_AGAIN: Final = re.compile(r"(?<![^\W_])([^\W\d_]{1,8} [^\W\d_]{1,8}) ([^\W\d_]{1,8}) ([^\W\d_]{1,8}) \1(?![^\W_])")
_LINKS: Final = frozenset(
    ["và", "với", "hoặc", "hay", "là", "đến", "cho", "của", "từ", "trong", "theo", "tới", "do", "bởi", "về", "tại"]
)
_JOINED: Final = re.compile(
    rf"(?<![^\W_])(?P<one>[^\W\d_]{{0,8}}[{SMALL}])(?P<two>[{CAPITAL}][{SMALL}]{{1,7}})(?![^\W_])"
)
_VIETNAMESE: Final = re.compile(r"[^\x00-\x7f]")
_PAGE_NUMBER: Final = re.compile(rf"(?<![^\W_])([{SMALL}]+)[ ](\d{{1,3}})[ ]([{SMALL}]+)(?![^\W_])")
_SPACE_BEFORE: Final = re.compile(r"(?<=[^\W_”\"»)%])(?P<space> {1,3})[,;:.!?](?=\s|$)")
_SPACE_AFTER: Final = re.compile(
    rf"(?<=[{SMALL}{CAPITAL}])[,;:](?=[{SMALL}{CAPITAL}]{{2}})|(?<=[{SMALL}]{{2}})\.(?=[{CAPITAL}][{SMALL}])"
)
_SPACES: Final = re.compile(r"(?<=[^\s|]) {2,6}(?=[^\s|])")
_INSIDE_QUOTE: Final = re.compile(r"[“«(](?P<space>\s{1,3})(?=[^\W_])|(?<=[^\W_])(?P<tail>[ \n]{1,3})[”»]")
_POINTS: Final = re.compile(
    r"(?<![.…\w])[,;]{2,}|,\.|\.,|(?<=[^\W\d_])\.\.(?![.…])|(?<=[^\W\d_])(?:…\.+|\.{4,}…?)(?=[^\W\d_ \n])"
)
_GAP: Final = re.compile(
    r"\{\{.{0,60}?\}\}|\{%.{0,60}?%\}|<[^<>\n]{2,60}>|\[[^\[\]\n]{2,80}\]|(?<![\w.])(?:[xX]{3,}|[yY]{3,}|XX)(?![\w])"
    r"|(?<![.…])(?:\.{5,}|…{2,}|_{3,})(?![.…])|(?<![.…])…(?= ?%|/\d)|…/…"
    r"|(?<=tổng số )…|(?<=gồm )…(?= [^\W\d_])|(?<=tổ chức )…(?= [^\W\d_])|(?<=tỷ lệ )…|(?<=hoàn thành )…(?= [^\W\d_])"
    r"|(?i:\b(?:lorem ipsum|todo|tbd|chưa có số liệu|điền sau|(?:số liệu|sẽ) bổ sung sau|gợi ý viết)\b)"
)
_FORM_GAP: Final = re.compile(r"(?:(?<!tổng )số|ngày|tháng|năm)\s*[:.…\s_]*$", re.IGNORECASE)
_NOTE_MARK: Final = re.compile(r"\[\d{1,3}\]")
_STOP_INSIDE: Final = re.compile(r"(?<=[^\W_][ ])\([^()\n]{20,400}?(?<!v\.v)(?P<stop>\.\))(?P<after>\.?)(?=\s|$)")
_QUOTES: Final = {"“": "”", "«": "»", "(": ")"}
_LONGEST_QUOTE: Final = 400


def check_slips(draft: Draft) -> Iterator[Finding]:
    """Every slip, kind by kind."""
    for check in (_doubled, _joined, _page_numbers, _spaces, _marks, _stops_inside, _gaps, _quotes):
        for number, finding in enumerate(check(draft)):
            if number >= _MOST:
                break
            yield finding


def _doubled(draft: Draft) -> Iterator[Finding]:
    flow = draft.flow
    for found in _DOUBLED.finditer(flow, 0, draft.body_end):
        said = " ".join(found["said"].lower().split())
        again = found[0][len(found["said"]) :].strip()
        if "\n" in found[0] or said in spelling().reduplicated or _two_names(found["said"], again):
            continue
        if " " not in said and belongs_apart(flow, *found.span()):
            continue
        by = found["said"]
        yield draft.finding("doubled", Severity.ERROR, *found.span(), by, " " in said, words=found[0], right=by)
    for found in _SANDWICH.finditer(flow, 0, draft.body_end):
        one, two = found[1].lower(), found[2].lower()
        if {(one, two), (two, one)} <= spelling().compounds:
            by = f"{found[1]} {found[2]}"
            yield draft.finding("doubled", Severity.ERROR, *found.span(), by, True, words=found[0], right=by)
    for found in _AGAIN.finditer(flow, 0, draft.body_end):
        pair = tuple(found[1].lower().split())
        if not {found[2].lower(), found[3].lower()} & _LINKS and pair in spelling().compounds:
            yield draft.finding("said_again", Severity.WARNING, *found.span(), words=found[1])


def _two_names(one: str, two: str) -> bool:
    """«phường Phường»: a common noun before a name that begins with it, or «Quốc quốc»: never a slip by itself."""
    return one[:1].islower() and two[:1].isupper() and " " not in one


def _joined(draft: Draft) -> Iterator[Finding]:
    for found in _JOINED.finditer(draft.flow, 0, draft.body_end):
        if _VIETNAMESE.search(found[0]) and len(found["one"]) > 1:
            by = f"{found['one']} {found['two']}"
            yield draft.finding("joined", Severity.ERROR, *found.span(), by, False, words=found[0], right=by)


def _page_numbers(draft: Draft) -> Iterator[Finding]:
    """A number between the two syllables of a word that nobody divides: «khen 2 thưởng»."""
    for found in _PAGE_NUMBER.finditer(draft.flow, 0, draft.body_end):
        if (found[1], found[3]) in spelling().compounds:
            by = f"{found[1]} {found[3]}"
            yield draft.finding("page_number", Severity.ERROR, *found.span(), by, True, number=found[2], right=by)


def _spaces(draft: Draft) -> Iterator[Finding]:
    text = draft.text
    for found in _SPACE_BEFORE.finditer(text, 0, draft.body_end):
        mark = found[0].strip()
        yield draft.finding("space_before", Severity.WARNING, *found.span(), mark, True, mark=mark)
    for found in _SPACE_AFTER.finditer(text, 0, draft.body_end):
        if not _is_address(text, found.start()):
            by = f"{found[0]} "
            yield draft.finding("space_missing", Severity.WARNING, *found.span(), by, True, mark=found[0])
    laid_out: dict[int, bool] = {}
    for found in _SPACES.finditer(text, 0, draft.body_end):
        number = draft.line_number(found.start())
        if number not in laid_out:
            laid_out[number] = _is_laid_out(draft.line_at(found.start()))
        if not laid_out[number]:
            yield draft.finding("spaces", Severity.NOTE, *found.span(), " ", True)
    for found in _INSIDE_QUOTE.finditer(text, 0, draft.body_end):
        yield draft.finding("space_in_quotes", Severity.WARNING, found.start(), found.end(), _tight(found), True)


def _tight(found: re.Match[str]) -> str:
    return "".join(found[0].split())


def _is_address(text: str, place: int) -> bool:
    around = text[max(0, place - 30) : place + 30]
    return "http" in around or "www." in around or "@" in around or ".vn" in around or ".com" in around


def _is_laid_out(line: str) -> bool:
    """Whether spaces put things side by side: letterheads and signatures."""
    return line.isupper() or bool(re.search(r" {7,}|\t", line)) or len(line.strip()) < 40


def _marks(draft: Draft) -> Iterator[Finding]:
    for found in _POINTS.finditer(draft.text, 0, draft.body_end):
        yield draft.finding("marks", Severity.WARNING, *found.span(), marks=found[0])


def _stops_inside(draft: Draft) -> Iterator[Finding]:
    """«… 35 hộ (thôn Một 20 hộ, thôn Hai 15 hộ.)»: the sentence began outside the brackets."""
    for found in _STOP_INSIDE.finditer(draft.flow, 0, draft.body_end):
        inside = found[0][: -len(found["stop"] + found["after"])]
        if not re.search(r"[.!?] ", inside) and not inside[1:2].isupper():
            start, end = found.start("stop"), found.end("after")
            yield draft.finding("stop_inside", Severity.NOTE, start, end, ").", True)
        elif found["after"]:
            yield draft.finding("stop_inside", Severity.NOTE, found.start("after"), found.end("after"), "", True)


def _gaps(draft: Draft) -> Iterator[Finding]:
    for found in _GAP.finditer(draft.text, 0, draft.body_end):
        before = draft.text[max(0, found.start() - 20) : found.start()]
        is_blank = not any(map(str.isalnum, found[0]))
        if _NOTE_MARK.fullmatch(found[0]) or (is_blank and _FORM_GAP.search(before)):
            continue
        yield draft.finding("gap", Severity.ERROR, *found.span(), words=found[0])


def _quotes(draft: Draft) -> Iterator[Finding]:
    """Quotes and brackets within one paragraph: opened and not closed, closed and not opened, of two kinds."""
    start = 0
    for paragraph in draft.flow[: draft.body_end].split("\n"):
        yield from _quotes_of(draft, paragraph, start)
        start += len(paragraph) + 1


def _quotes_of(draft: Draft, paragraph: str, offset: int) -> Iterator[Finding]:
    open_ones: list[tuple[str, int]] = []
    closing = {after: before for before, after in _QUOTES.items()}
    straight = False
    for found in re.finditer(r"[“”«»\"()]", paragraph):
        mark, place = found[0], found.start()
        waiting = open_ones[-1][0] if open_ones else ""
        if mark in _QUOTES:
            if mark == waiting and mark != "(":
                yield draft.finding(
                    "quote_open", Severity.WARNING, offset + open_ones[-1][1], offset + open_ones[-1][1] + 1, mark=mark
                )
                open_ones.pop()
            open_ones.append((mark, place))
        elif mark == '"':
            straight = not straight
            if straight and waiting not in ("“", '"'):
                open_ones.append((mark, place))
            elif waiting == '"':
                open_ones.pop()
            elif waiting == "“":
                straight = False
                yield from _mixed(draft, offset, open_ones.pop()[1], place, paragraph)
        elif waiting == '"' and mark == "”":
            straight = False
            yield from _mixed(draft, offset, open_ones.pop()[1], place, paragraph)
        elif waiting and _QUOTES.get(waiting) == mark:
            open_ones.pop()
        elif mark == ")" and re.search(r"(?:^|[\s(])(?:[a-zđ]|\d{1,2}|[ivx]{1,4})$", paragraph[:place]):
            continue  # «a)», «1)» number an item
        else:
            opener = closing[mark]
            at = offset + place
            yield draft.finding("quote_close", Severity.WARNING, at, at + 1, mark=mark, opener=opener)
    for mark, place in open_ones:
        yield draft.finding("quote_open", Severity.WARNING, offset + place, offset + place + 1, mark=mark)


def _mixed(draft: Draft, offset: int, start: int, end: int, paragraph: str) -> Iterator[Finding]:
    if end - start <= _LONGEST_QUOTE:
        by = f"“{paragraph[start + 1 : end]}”"
        yield draft.finding("quote_mixed", Severity.WARNING, offset + start, offset + end + 1, by, True, right=by)
