"""What a line of an official text announces: an article, a chapter, an annex, a signature, a quotation.

It judges single lines and their neighbours; the order of numbers is judged elsewhere.
Read next: `knowledge/structure.py`, which puts the marks together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from knowledge.layout.lines import CAPITAL, Line
from knowledge.text import fold, squeeze


class Announces(Enum):
    """What a mark announces."""

    ARTICLE = "article"
    DIVISION = "division"
    ANNEX = "annex"
    ATTACHED = "attached"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that announces something. `line` is its place among the lines; `rest` is where its own
    words begin, counted from the start of the line; `level` orders divisions, outermost first."""

    announces: Announces
    line: int
    label: str = ""
    rest: int = 0
    level: int = 0
    certain: bool = True
    """Whether the line alone settles it; an annex named in small letters waits for what follows."""


_DECOR: Final = r"[#>*_|\s]{0,12}"
ARTICLE: Final = re.compile(
    _DECOR
    + r"(?:Điều|ĐIỀU)\s{1,4}(\d{1,4}[a-zđ]?)(?:\s?\[\d{1,3}\])?(?:\s{0,3}[.:](?:\s?[-–])?[*_\s]{0,6}|[*_\s]{0,6}$)"
)
_DIVISION: Final = re.compile(
    _DECOR + r"(Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|TIỂU MỤC)\s{1,4}"
    r"((?:thứ|THỨ)\s{1,3}\w{2,6}|[IVXLC]{1,8}|\d{1,3}|[A-ZĐ])(?:\s?\[\d{1,3}\])?[*_]{0,3}"
    r"(?=$|\s{0,3}[.:–-]|\s)"
)
_LEVELS: Final = {"phan": 0, "chuong": 1, "muc": 2, "tieu muc": 3}
_ANNEX: Final = re.compile(
    _DECOR + r"(?P<name>Phụ lục|PHỤ LỤC|Biểu mẫu|BIỂU MẪU|Mẫu|MẪU)(?:\s{1,3}(?:số|SỐ))?"
    r"(?:\s{1,3}(?P<label>\d{1,3}[a-zđA-ZĐ]?|[IVXLC]{1,7}[a-z]?|[A-ZĐ])(?=$|[\s.:/*–-]))?(?P<tail>.{0,400})$"
)
_ATTACHED_TITLE: Final = re.compile(
    _DECOR + r"(?:QUY ĐỊNH|QUY CHẾ|ĐIỀU LỆ|NỘI QUY|QUY TRÌNH|QUY TẮC|CHƯƠNG TRÌNH)\b(?!\s*:)"
)
_ATTACHED_NOTE: Final = re.compile(
    r"\(?\s?(?:duoc )?(?:ban hanh )?kem theo (?:quyet dinh|nghi quyet|nghi dinh|thong tu)\b"
)
_ATTACHED_WITHIN: Final = 8
_SIGNATURE: Final = re.compile(
    rf"(?:TM|KT|TL|TUQ|Q)\s?\.\s{{0,3}}(?=[{CAPITAL}]{{2}})|T/M\b|Nơi nhận\s?:|NƠI NHẬN\s?:|XÁC THỰC VĂN BẢN HỢP NHẤT"
    r"|(?:CHỦ TỊCH(?: QUỐC HỘI| NƯỚC)?|THỦ TƯỚNG(?: CHÍNH PHỦ)?|(?:THỨ|BỘ) TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CHÁNH ÁN"
    r"|VIỆN TRƯỞNG|TỔNG KIỂM TOÁN NHÀ NƯỚC|PHÓ CHỦ TỊCH|PHÓ THỦ TƯỚNG)$"
    r"|(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết) này (?:đã )?được (?:Quốc hội|Ủy ban [Tt]hường vụ|Hội đồng nhân dân)"
    r"(?!.{0,400}có hiệu lực)"
)
_REFERENCE_END: Final = re.compile(r"\b(?:khoan \d{1,3}[a-z]?|diem [a-z]\d?)$")
_LONGEST_REFERENCE: Final = 20
_QUOTED_OPENING: Final = re.compile(
    r"[“«\"](?=[#*_\s]{0,4}"
    r"(?:Điều \d|ĐIỀU \d|Chương [IVXL\d]|CHƯƠNG|Mục \d|Phụ lục|PHỤ LỤC|\d{1,3}[a-zđ]?\.\s|[a-zđ]\d?\)\s))"
)
_QUOTED_CLOSING: Final = re.compile(r"[”»\"]\s?[.;,]{0,2}$")


def marks(lines: Sequence[Line]) -> Iterator[Mark]:
    """The marks of the lines, in order; a line whose sentence began above announces nothing."""
    above: Line | None = None
    for place, line in enumerate(lines):
        mark = _mark(lines, place)
        counts = mark is not None and not (above and _continues(above, line, mark))
        if mark and counts:
            yield mark
        above = None if counts else line


def _continues(above: Line, line: Line, mark: Mark) -> bool:
    """Whether the line only goes on with the sentence above: «… tại khoản 2» / «Điều 12. Trường hợp …»."""
    if mark.announces in (Announces.SIGNATURE, Announces.ATTACHED) or line.is_capitals:
        return False
    if above.is_capitals and mark.announces is not Announces.ANNEX:
        return False
    return above.is_left_open or _REFERENCE_END.search(above.folded[-_LONGEST_REFERENCE:]) is not None


def _mark(lines: Sequence[Line], place: int) -> Mark | None:
    line = lines[place]
    article = ARTICLE.match(line.raw)
    if article:
        return Mark(Announces.ARTICLE, place, article[1], article.end())
    division = _DIVISION.match(line.raw)
    if division and _is_title(line.raw[division.end() :]):
        level = _LEVELS[fold(division[1]).lower()]
        return Mark(Announces.DIVISION, place, squeeze(division[2]), division.end(), level)
    if _SIGNATURE.match(line.raw.lstrip("|*_ ")):
        return Mark(Announces.SIGNATURE, place)
    return _attached(lines, place) or _annex(line, place)


def _is_title(rest: str) -> bool:
    """Whether what follows a division's number is nothing, a title after a stop, or a title in capitals."""
    words = rest.strip(" *_|")
    return not words or words.isupper() or (words[0] in ".:–-" and not words.strip(" .:–-*")[:1].islower())


def _attached(lines: Sequence[Line], place: int) -> Mark | None:
    """The title of a regulation issued with a decision: capitals, and soon «(Ban hành kèm theo …)»."""
    if not _ATTACHED_TITLE.match(lines[place].raw):
        return None
    for line in lines[place : place + _ATTACHED_WITHIN]:
        if ARTICLE.match(line.raw):
            return None
        if _ATTACHED_NOTE.match(line.folded):
            return Mark(Announces.ATTACHED, place)
    return None


def _annex(line: Line, place: int) -> Mark | None:
    found = _ANNEX.match(line.raw)
    if not found:
        return None
    is_form, tail = found["name"].lower() != "phụ lục", found["tail"].strip(" *_|")
    if is_form and not (found["label"] or "")[:1].isdigit():
        return None
    if tail and tail[0] not in ".:–-/(" and not tail.isupper():
        return None
    if tail.strip(" .:–-/*")[:1].islower() or tail in (".", ";", ","):
        return None
    label = (found["label"] or "0").upper() if not is_form else found["label"].lower()
    named = found["name"].isupper() or not tail
    return Mark(Announces.ANNEX, place, ("m" if is_form else "pl") + label, found.start("tail"), certain=named)


def quoted_lines(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether it lies inside quotation marks that hold quoted provisions.

    An amending text quotes whole articles, clauses or points («… như sau: “Điều 5. …”»): the block
    opens where a quotation mark stands before a label and is not closed on its line, and it ends
    with the line that closes it. A mark that is never closed opens nothing.
    """
    balance = [line.raw.count("“") + line.raw.count("«") - line.raw.count("”") - line.raw.count("»") for line in lines]
    straight = [line.raw.count('"') % 2 == 1 for line in lines]
    closes = [_QUOTED_CLOSING.search(line.raw[-6:]) is not None for line in lines]
    next_curly, next_straight = _next_closings(balance, straight, closes)
    inside = [False] * len(lines)
    until = -1
    for place, line in enumerate(lines):
        if place <= until:
            inside[place] = True
            continue
        opening = _QUOTED_OPENING.search(line.raw)
        if not opening:
            continue
        begins = not line.raw[: opening.start()].strip()
        if opening[0] == '"':
            until = next_straight[place + 1] if straight[place] else place
        else:
            until = next_curly[place + 1] if balance[place] > 0 else place
        inside[place] = begins and until >= place
    return inside


def _next_closings(balance: list[int], straight: list[bool], closes: list[bool]) -> tuple[list[int], list[int]]:
    """For each place, the first line from there on that closes a quotation; -1 where none does."""
    count = len(balance)
    next_curly, next_straight = [-1] * (count + 2), [-1] * (count + 2)
    for place in range(count - 1, -1, -1):
        next_curly[place] = place if closes[place] and balance[place] < 0 else next_curly[place + 1]
        next_straight[place] = place if closes[place] and straight[place] else next_straight[place + 1]
    return next_curly, next_straight
