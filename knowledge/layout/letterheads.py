"""The head of an official text: its number, kind, issuer, date and title.

It knows nothing of articles, nor whether the document is registered or in force.
Read next: `knowledge/structure.py`, which hands it what stands above the first article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.citations import issuer_of_number, kind_of_number, normalise_number
from knowledge.layout.lines import SMALL, Line
from knowledge.text import fold, squeeze

# Kinds by the words of the heading (Luật Ban hành văn bản quy phạm pháp luật; Nghị định 30/2020/NĐ-CP, Điều 7).
_KINDS: Final = (
    "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị quyết liên tịch", "Nghị quyết", "Nghị định",
    "Quyết định", "Thông tư liên tịch", "Thông tư", "Chỉ thị", "Văn bản hợp nhất",
    "Kế hoạch", "Hướng dẫn", "Thông báo", "Báo cáo", "Tờ trình", "Công văn", "Chương trình", "Đề án", "Công điện",
)  # fmt: skip
REGULATION_KINDS: Final = frozenset(_KINDS[: _KINDS.index("Kế hoạch")])
_NUMBER: Final = (
    r"(\d{1,5}[a-z]?\s?/\s?(?:\d{4}\s?/\s?)?[A-ZĐƯ]{1,10}\d{0,2}(?:(?:\s?-|-\s)[A-ZĐƯ]{1,12}\d{0,2}){0,4})(?!\w)"
)
_NUMBER_LINE: Final = re.compile(
    r"^\W{0,8}(?:(?:bộ )?luật|pháp lệnh|nghị quyết|nghị định|quyết định|thông tư|chỉ thị)?\s?"
    r"số(?:\s?hiệu|\s?ký hiệu)?\s?[:|.]{0,2}\s?",
    re.IGNORECASE,
)
_NUMBER_HERE: Final = re.compile(_NUMBER)
_NUMBER_GOES_ON: Final = re.compile(rf"\s{{1,3}}(?!ngày\b)[{SMALL}]")
_ISSUED_WITH: Final = re.compile(r"[(*_]{0,4}\s?(?:ban hành )?kèm theo [^\d]{5,40}số\s{1,3}", re.IGNORECASE)
_COUNCIL: Final = re.compile(
    r"((?:ỦY|UỶ) BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN) (TỈNH|THÀNH PHỐ|QUẬN|HUYỆN|XÃ|PHƯỜNG|ĐẶC KHU) (.+)"
)
_DAY: Final = r"(\d{1,2})\s{1,3}tháng\s{1,3}(\d{1,2})\s{1,3}năm\s{1,3}(\d{4})"
_DATES: Final = (
    re.compile(r"^[^\d\n|]{0,60},\s{0,3}ngày\s{1,3}" + _DAY, re.IGNORECASE),
    re.compile(r"^\W{0,4}số\b[^,]{1,80},\s{0,3}ngày\s{1,3}" + _DAY, re.IGNORECASE),
    re.compile(r"^\W{0,8}ngày ban hành\W{0,8}" + _DAY, re.IGNORECASE),
)
_PREAMBLE: Final = re.compile(
    r"(?:can cu|theo de nghi|xet de nghi|thuc hien |de |chuong [ivx\d]|phan |dieu \d|i\. |quyet dinh ?:|nghi quyet ?:"
    r"|\(?ban hanh kem|\[)"
)
_STATE_NAME: Final = re.compile(r"cong hoa xa hoi chu nghia|doc lap\s{0,2}[-–]\s{0,2}tu do")
_AUTHORITY: Final = re.compile(
    r"(?:chinh phu|quoc hoi|uy ban|hoi dong|thu tuong|chu tich|bo|so|ban|toa an|vien|kiem toan|van phong|phong|tong|cuc"
    r"|mat tran|dang|tinh|thanh pho|xa|phuong|dac khu|lien)\b"
)
_SIGNER: Final = re.compile(
    r"(?:chu tich|uy ban|hoi dong|bo truong|giam doc|thu tuong|chinh phu|quoc hoi|thu truong)\b"
)
_ISSUER_ROW: Final = re.compile(r"^\W{0,4}cơ quan ban hành\W{1,6}([^|\n]{3,120})", re.IGNORECASE)
_HEAD_LINES: Final = 40
_ISSUER_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the head of a document says of itself; an empty string or None where it does not say it."""

    number: str = ""
    kind: str = ""
    issuer: str = ""
    issued_on: date | None = None
    title: str = ""


def read_letterhead(lines: Sequence[Line], text: str) -> Letterhead:
    """The letterhead in `lines`, which stand above the first article of `text`."""
    head = lines[:_HEAD_LINES]
    kind_at = next((place for place, line in enumerate(head) if _kind_of(line)), None)
    number = _number(head, kind_at)
    kind = _kind_of(head[kind_at]) if kind_at is not None else ""
    return Letterhead(
        number=number,
        kind=kind or kind_of_number(number),
        issuer=_issuer(head, kind_at, text, number),
        issued_on=_issued_on(head),
        title=_title(head, kind_at, kind) if kind_at is not None else "",
    )


def _kind_of(line: Line) -> str:
    """The kind that the line announces in capitals («NGHỊ ĐỊNH», «LUẬT THI ĐUA, KHEN THƯỞNG»); else nothing."""
    bare = line.text.strip("#*_| ")
    for kind in _KINDS:
        words = kind.upper()
        rest = bare[len(words) :]
        if bare.startswith(words) and not rest[:1].isalnum() and not rest.lstrip().startswith(":"):
            return kind
    return ""


def _number(head: Sequence[Line], kind_at: int | None) -> str:
    """The document's own số hiệu; numbers of other documents stand inside sentences and are passed over."""
    for line in head:
        label = _NUMBER_LINE.match(line.text)
        found = _NUMBER_HERE.match(line.text, label.end()) if label else None
        if found and not _NUMBER_GOES_ON.match(line.text, found.end()):
            return normalise_number(found[1])
    found = _NUMBER_HERE.search(head[kind_at].text) if kind_at is not None else None
    for line in head if found is None else ():
        issued_with = _ISSUED_WITH.match(line.text)
        found = found or (_NUMBER_HERE.match(line.text, issued_with.end()) if issued_with else None)
    return normalise_number(found[1]) if found else ""


def _issued_on(head: Sequence[Line]) -> date | None:
    """The date beside the place («Hà Nội, ngày 14 tháng 6 năm 2025»); None when missing or impossible."""
    for line in head:
        written = next((found for pattern in _DATES if (found := pattern.match(line.text))), None)
        if written:
            try:
                return date(int(written[3]), int(written[2]), int(written[1]))
            except ValueError:
                return None
    return None


def _title(head: Sequence[Line], kind_at: int, kind: str) -> str:
    """The trích yếu: what follows the kind, up to an empty line or the preamble."""
    first = head[kind_at].text.strip("#*_| ")[len(kind) :].strip(" :-–*")
    parts = [first] if first and not _NUMBER_HERE.search(first) else []
    for line in head[kind_at + 1 :]:
        if _PREAMBLE.match(line.folded) or (parts and line.blank_before and not line.is_left_open):
            break
        if parts and line.is_capitals and _SIGNER.match(line.folded):
            break
        if not line.is_furniture:
            parts.append(line.text.strip("#*_| "))
    return squeeze(" ".join(parts))


def _issuer(head: Sequence[Line], kind_at: int | None, text: str, number: str) -> str:
    """The issuer as a sentence writes it («Bộ Nội vụ»): from its row in a table, the capitals of the
    letterhead, or the symbol of the number."""
    row = next((found for line in head if (found := _ISSUER_ROW.match(line.text))), None)
    if row:
        return squeeze(row[1])
    parts: list[str] = []
    for line in head[: kind_at if kind_at is not None else _ISSUER_LINES]:
        name = left_column(line)
        if not name.isupper() or _NUMBER_LINE.match(name) or not (parts or _AUTHORITY.match(fold(name).lower())):
            break
        parts.append(name)
    return _in_sentence_case(squeeze(" ".join(parts)), text, issuer_of_number(number) or "")


def left_column(line: Line) -> str:
    """The line without the name of the State and its motto, which PDF files put beside the issuer."""
    found = _STATE_NAME.search(fold(line.text).lower())
    return line.text[: found.start() if found else None].strip("#*_|-–= ")


def _in_sentence_case(name: str, text: str, by_number: str) -> str:
    """The name in capitals as the text spells it elsewhere, or as is usual; as it stands when neither tells."""
    if not name or name.lower() == by_number.lower():
        return by_number
    words = r"\s+".join(re.escape(word) for word in name.split())
    spellings = (squeeze(found[0]) for found in re.finditer(words, text, re.IGNORECASE))
    spelled = next((spelling for spelling in spellings if not spelling.isupper()), None)
    council = _COUNCIL.fullmatch(name)
    if spelled or not council:
        return spelled or name
    return f"{council[1].capitalize()} {council[2].lower()} {council[3].title()}"
