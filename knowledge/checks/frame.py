"""The frame of a whole document in words: who stands above the issuer, its number, the lines of its recipients.

It must not judge formatting; what a piece of a report lacks is not missed here.
Read next: `knowledge/checks/ending.py` (signature), `knowledge/checks/form.py` (formatting of a DOCX).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.stale import district_end

_HEAD: Final = 900
"""Characters at the beginning of a document in which its letterhead stands."""
_NATION: Final = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI")
_ABOVE: Final = re.compile(
    r"(?:ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|UBND|HUYỆN ỦY)(?: (?P<level>HUYỆN|THỊ XÃ|QUẬN))?(?![^\W_])"
)
_NUMBER: Final = re.compile(r"^[ ]*(?P<whole>Số: ?(?P<digits>\d{1,4})(?P<rest>[^\n\t]{2,24}))", re.MULTILINE)
_RIGHT_REST: Final = re.compile(r"/[A-ZĐ][A-Za-zĐđ]{0,4}(?:-[A-ZĐ][A-ZĐa-zđ0-9&]*)+[ ]*")
_RECIPIENTS: Final = re.compile(r"^[ \t]*Nơi nhận: ?(?P<same>- [^\n\t]{2,1500})?", re.MULTILINE)
_ITEM: Final = re.compile(r"[ \t]*(?P<item>- ?[^\n\t]{2,160}?)[ ]*(?=\n|\t|$)")
_MOST_ITEMS: Final = 30


def check_frame(draft: Draft) -> Iterator[Finding]:
    """A level that is no more above the issuer, a number written wrongly, recipients without their marks."""
    text = draft.text[: draft.body_end]
    if _NATION.search(text, 0, _HEAD):
        yield from _above(draft, text)
        yield from _own_number(draft, text)
    found = list(_RECIPIENTS.finditer(text))
    if found:
        yield from _recipients(draft, text, found[-1])


def _above(draft: Draft, text: str) -> Iterator[Finding]:
    """«UBND THỊ XÃ …» over the name of a ward, after the districts have ended."""
    ended_on, provision = district_end()
    found = _ABOVE.search(text, 0, _HEAD)
    if draft.on >= ended_on and found and (found["level"] or found[0] == "HUYỆN ỦY"):
        yield draft.finding(
            "unit_abolished", Severity.ERROR, *found.span(), written=found[0], level="", successor="",
            ended_on=ended_on, provision=provision,
        )  # fmt: skip


def _own_number(draft: Draft, text: str) -> Iterator[Finding]:
    """«Số: 5/BC-UBND», «Số: 41 /BC - UBND»."""
    found = _NUMBER.search(text, 0, _HEAD)
    if found is None:
        return
    rest = re.sub(r"[ ]*([/–-])[ ]*", r"\1", found["rest"]).replace("–", "-").rstrip()
    right = f"Số: {int(found['digits']):02d}{rest}"
    wrong = len(found["digits"]) == 1 or not _RIGHT_REST.fullmatch(found["rest"])
    if wrong and _RIGHT_REST.fullmatch(rest):
        start, end = found.span("whole")
        yield draft.finding(
            "own_number", Severity.WARNING, start, end, right, False, written=found["whole"].strip(), right=right
        )


def _recipients(draft: Draft, text: str, heading: re.Match[str]) -> Iterator[Finding]:
    """Each line ends with «;», the last one, «- Lưu: …», with a stop."""
    if heading["same"]:
        items = list(re.finditer(r"- ?[^;]{2,160}(?:;|$)", heading["same"]))
        places = [(heading.start("same") + one.start(), heading.start("same") + one.end()) for one in items]
    else:
        places = list(_lines_of(text, heading.end()))
    for place, (start, end) in enumerate(places):
        said = text[start:end].rstrip()
        is_last = place == len(places) - 1
        mark = "." if is_last else ";"
        if not said.endswith(mark) and (not is_last or "Lưu" in said):
            yield draft.finding(
                "recipient_mark", Severity.NOTE, start, start + len(said), words=said, mark=mark,
                last="yes" if is_last else "",
            )  # fmt: skip


def _lines_of(text: str, start: int) -> Iterator[tuple[int, int]]:
    at = text.find("\n", start)
    for _ in range(_MOST_ITEMS):
        found = _ITEM.match(text, at + 1) if at >= 0 else None
        if found is None:
            return
        yield found.span("item")
        at = text.find("\n", found.end())
