"""How a document begins below its subject and how it ends: addressees, recipients, signature, name, annexes.

It must not know letterhead or body.
Read next: `knowledge/checks/form.py`, which asks; `knowledge/checks/ending.py` (the words of the end).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.checks.findings import Finding
from knowledge.checks.form_rules import LETTERHEAD_LINES, Judge, look
from knowledge.checks.sheet import SheetParagraph
from knowledge.text import squeeze

_SIGNED: Final = re.compile(r"(?:TM|KT|TL|TUQ|Q)\. ?\S|(?:PHÓ )?CHỦ TỊCH$|TRƯỞNG PHÒNG$|CHÁNH VĂN PHÒNG$")
_RECIPIENTS: Final = re.compile(r"nơi nhận\s?:", re.IGNORECASE)
_ADDRESSED: Final = re.compile(r"Kính gửi")
_DEGREE: Final = re.compile(r"(?:GS|PGS|TS|ThS|Ths|BS|KS|CN|NGƯT|NGND|Ông|Bà|Đ/c|Đồng chí)\.?[ .]\s?")
_NAME: Final = re.compile(r"[^\W\d_]{1,7}(?:[ -][^\W\d_]{1,7}){1,5}")
_ANNEX: Final = re.compile(r"phụ lục(?: [IVX]{1,5})?", re.IGNORECASE)
_TAIL: Final = 3 * LETTERHEAD_LINES
_ROOM: Final = 12
"""Paragraphs, empty ones too, within which the name follows the post."""


def check_ends(judge: Judge) -> Iterator[Finding]:
    """What in addressees, recipients, signature and annexes the rules do not allow."""
    filled = judge.filled
    head = filled[: 2 * LETTERHEAD_LINES]
    addressed = next((one for one in head if _ADDRESSED.match(one.text.strip())), None)
    if addressed is not None and (
        addressed.slanted
        or not squeeze(addressed.text).startswith("Kính gửi:")
        or not judge.sized("form_addressee", addressed)
    ):
        yield from judge.finding("form_addressee", addressed, look(addressed))
    # What stands behind an annex is not the end of the document.
    places = [place for place, one in enumerate(filled) if _RECIPIENTS.match(one.text.strip())]
    start = max(0, (places[-1] - LETTERHEAD_LINES) if places else len(filled) - _TAIL)
    tail = filled[start : start + _TAIL + LETTERHEAD_LINES]
    yield from _recipients(judge, tail, addressed is not None)
    yield from _signature(judge, tail)
    if places:
        yield from _annexes(judge, filled[places[-1] :])


def _recipients(judge: Judge, tail: Sequence[SheetParagraph], addressed: bool) -> Iterator[Finding]:
    place = next((place for place, one in enumerate(tail) if _RECIPIENTS.match(one.text.strip())), None)
    if place is None:
        return
    heading = tail[place]
    if not (heading.bold and heading.italic and judge.sized("form_recipients", heading)):
        yield from judge.finding("form_recipients", heading, look(heading))
    if heading.boxed:
        yield from judge.finding("form_frame", heading)
    listed = [one for one in tail[place + 1 :] if one.text.strip().startswith("-") and one.cell == heading.cell]
    alone = _RECIPIENTS.fullmatch(heading.text.strip())
    if addressed and alone and listed and "như trên" not in listed[0].text.lower():
        yield from judge.finding("form_as_above", listed[0])
    wrong = next((one for one in listed if not judge.sized("form_recipient_list", one) or _set_off(one)), None)
    if wrong is not None:
        yield from judge.finding("form_recipient_list", wrong, look(wrong))


def _set_off(paragraph: SheetParagraph) -> bool:
    """Whether the whole paragraph is bold or italic."""
    return paragraph.bold or paragraph.italic


def _signature(judge: Judge, tail: Sequence[SheetParagraph]) -> Iterator[Finding]:
    last: SheetParagraph | None = None
    for paragraph in tail:
        text = paragraph.shown.strip()
        if not (_SIGNED.match(text) and text.isupper()):
            continue
        last = paragraph
        if not paragraph.bold or paragraph.slanted or not judge.sized("form_signature", paragraph):
            yield from judge.finding("form_signature", paragraph, look(paragraph))
    if last is not None:
        yield from _name(judge, last)


def _name(judge: Judge, post: SheetParagraph) -> Iterator[Finding]:
    """The name below the post: no degree or honour in front of it, bold, upright."""
    every = judge.sheet.paragraphs
    place = next(place for place, one in enumerate(every) if one is post)
    below = [one for one in every[place + 1 : place + _ROOM] if one.text.strip() and one.cell == post.cell]
    for paragraph in below:
        text = squeeze(paragraph.text)
        degree = _DEGREE.match(text)
        name = text[degree.end() :] if degree else text
        if text.startswith("(") or paragraph.shown.isupper():
            continue
        if _NAME.fullmatch(name) and name.istitle():
            if degree:
                yield from judge.finding("form_signer_title", paragraph, degree[0].strip())
            if not paragraph.bold or paragraph.slanted or not judge.sized("form_signer", paragraph):
                yield from judge.finding("form_signer", paragraph, look(paragraph))
        return


def _annexes(judge: Judge, behind: Sequence[SheetParagraph]) -> Iterator[Finding]:
    for paragraph in behind:
        text = paragraph.shown.strip()
        if paragraph.in_table or not _ANNEX.fullmatch(text):
            continue
        right = paragraph.bold and not paragraph.slanted and paragraph.align == "center" and not text.isupper()
        if not right or not judge.sized("form_annex", paragraph):
            yield from judge.finding("form_annex", paragraph, look(paragraph))
