"""How a whole document ends: «./.», signature, recipients; and whether it has a letterhead.

It must not judge formatting; a piece of a report without an end has nothing wrong with it.
Read next: `knowledge/checks/outline.py` (what stands before), `knowledge/checks/form.py` (formatting of a DOCX).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity

_CLOSING: Final = re.compile(r"trên đây là (?:nội dung |toàn bộ )?báo cáo", re.IGNORECASE)
# A line, or a cell of the table that holds recipients and signature side by side.
_RECIPIENTS: Final = re.compile(r"^[ \t]*Nơi nhận", re.MULTILINE)
_SIGNER: Final = re.compile(
    r"^[^\n]{0,4000}?(?:NGƯỜI BÁO CÁO|NGƯỜI VIẾT BÁO CÁO|XÁC NHẬN)|^\s*Người báo cáo", re.MULTILINE
)
_SIGNING: Final = re.compile(
    r"(?:^[ ]*|\t[ ]*(?:Xác nhận[^\n\t]{0,40}? )?)(?P<tm>TM\.? ?|T/M\.? ?)?"
    r"(?P<body>ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HỘI ĐỒNG(?: [A-ZĐÀ-Ỹ-]{1,9}){0,6}?)"
    r"(?P<rest>(?: [^\n\t]{0,60})?)$",
    re.MULTILINE,
)
_POST: Final = re.compile(
    r"CHỦ TỊCH|CHÁNH VĂN PHÒNG|TRƯỞNG PHÒNG|TRƯỞNG BAN|THƯỜNG TRỰC|GIÁM ĐỐC|HIỆU TRƯỞNG|CHỈ HUY TRƯỞNG"
)
_COPIES: Final = re.compile(r"(?:^[ \t]*-? ?|[;:] - ?)(?P<wrong>Lưu(?!:)[ .]?)(?=VT|Văn thư|HS)", re.MULTILINE)
_LONGEST_CLOSING: Final = 20
_LAST_PART: Final = 3
"""A signature stands in the last third of a document; what looks like one before is a letterhead."""


def check_ending(draft: Draft) -> Iterator[Finding]:
    """What a whole document must have at its end and its head; nothing for a text that does not end."""
    text = draft.text[: draft.body_end]
    closing = _last(_CLOSING, text)
    from_here = closing.start() if closing else len(text) - len(text) // _LAST_PART
    signing = _last(_SIGNING, text, from_here)
    if signing and not (closing or signing["tm"] or _POST.search(text, signing.end("body"))):
        signing = None
    recipients = _last(_RECIPIENTS, text, from_here)
    if closing is None and not (signing and recipients):
        return
    yield from _mark_of_the_end(draft, text, from_here, signing, recipients)
    if signing:
        yield from _signature(draft, text, signing)
    for found in _COPIES.finditer(text, from_here):
        yield draft.finding(
            "copies_colon", Severity.WARNING, *found.span("wrong"), "Lưu: ", True, written=found["wrong"].strip()
        )
    if signing and "CỘNG HÒA XÃ HỘI" not in text.replace("HOÀ", "HÒA"):
        first = draft.lines[0]
        yield draft.finding("letterhead_missing", Severity.ERROR, first.start, first.end)


def _mark_of_the_end(
    draft: Draft, text: str, start: int, signing: re.Match[str] | None, recipients: re.Match[str] | None
) -> Iterator[Finding]:
    """The last paragraph before recipients and signature ends with «./.»."""
    after = [found.start() for found in (recipients, signing, _SIGNER.search(text, start)) if found]
    content = text[: min(after)] if after else text
    line = content.rfind("\n", 0, len(content.rstrip())) + 1
    last = content.rstrip()
    if "./." not in text[max(start, line - len(last) // _LAST_PART) : len(last)] and not last.endswith("./."):
        yield draft.finding("closing_mark", Severity.NOTE, max(line, len(last) - _LONGEST_CLOSING), len(last))


def _signature(draft: Draft, text: str, signing: re.Match[str]) -> Iterator[Finding]:
    start, end = signing.span("body")
    if "Nơi nhận" not in text:
        yield draft.finding("recipients_missing", Severity.WARNING, start, end)
    whole = signing.end()
    if not signing["tm"]:
        yield draft.finding("signature_on_behalf", Severity.ERROR, start, whole, body=signing["body"])
    if not _POST.search(text, end):
        yield draft.finding("signature_post", Severity.ERROR, start, whole)


def _last(pattern: re.Pattern[str], text: str, start: int = 0) -> re.Match[str] | None:
    every = list(pattern.finditer(text, start))
    return every[-1] if every else None
