"""An official letter, plan or notice: who wrote it, to whom, about what, and what it asks for by when.

It invents nothing: what the text does not say is None. It dates no deadline and stores nothing.
Read next: `knowledge/dates.py`, which dates the deadlines; `knowledge/layout/letterheads.py`, which reads the head.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.dates import Context, Deadline, read_deadlines
from knowledge.dating.sheets import Phrase, Sheet
from knowledge.layout.letterheads import left_column, read_letterhead
from knowledge.layout.lines import Line, page_width, split_lines, without_furniture
from knowledge.text import fold, squeeze

_HEAD_LINES: Final = 40
_LONGEST_SUBJECT_LINES: Final = 8
_MOST_RECIPIENT_LINES: Final = 30
_SENTENCE: Final = 2000
_FEWEST_WORDS: Final = 3
_LONGEST_ORGAN: Final = 120

_SUBJECT: Final = re.compile(r"(?:^|.{0,80}?\s)(?P<lead>v\s?/\s?v|ve viec)\b[\s:.]{0,3}")
_ADDRESSED: Final = re.compile(r"kinh gui\s?:?\s?")
_HEAD_WORDS: Final = re.compile(
    r"(?:cong hoa xa hoi|doc lap|so\s?[:.]|[^,\d]{2,40}, ngay|kinh gui|v\s?/\s?v|-{3,}|_{3,})"
)
_ORGAN: Final = re.compile(
    r"(?:chinh phu|quoc hoi|thu tuong|uy ban|ubnd|hoi dong|hdnd|so|bo|ban|phong|cuc|chi cuc|van phong|vp|tong cuc"
    r"|truong|trung tam|benh vien|dang uy|tinh uy|thanh uy|huyen uy|dang bo|mat tran|ubmttq|lien doan|hoi|doan|cong an"
    r"|vien|toa an|thanh tra|bao hiem|kho bac|cum thi dua|khoi thi dua|to)\b"
)
_BULLET: Final = re.compile(r"\s*(?:[-+•*–]|\d{1,2}[.)])\s*")
_BODY: Final = re.compile(
    r"(?:thuc hien|can cu|de |nham|theo |ngay |tiep theo|trong |qua |vua qua|thoi gian|xet |phuc dap|dap ung|hien nay"
    r"|chuan bi|tren co so|nhan dip|sau khi|duoc su)"
)
_ASKS: Final = Phrase(
    r"(?<![a-zà-ỹđ])(?<!theo )(?<!căn cứ )(?<!hồ sơ )(?<!văn bản )(?:kính |trân trọng )?(?:đề nghị|yêu cầu|giao)"
    r" (?!của|số|khen|xét|tặng|nêu|theo|trên|này|dịch|lưu|thông|tại)(?=[a-zà-ỹđ])"
)


@dataclass(frozen=True, slots=True)
class LetterPart:
    """Words of the letter on one line, and where they stand in the text as given."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LetterDeadline:
    """A deadline with the sentence or list item that sets it."""

    deadline: Deadline
    line: LetterPart


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says of itself and asks for; None where it does not say it, or the text is too broken to tell.

    `kind` is the kind of document («Công văn», «Kế hoạch»); `sender` the body that signs, `superior` the one above
    it in the letterhead; `subject` the trích yếu. `asks_for` holds the sentences that ask something of somebody.
    """

    kind: str | None
    sender: str | None
    superior: str | None
    number: str | None
    issued_on: date | None
    subject: str | None
    recipient: str | None
    deadlines: tuple[LetterDeadline, ...]
    asks_for: tuple[LetterPart, ...]

    @property
    def context(self) -> Context:
        """What the letter tells `knowledge.dates.resolve`: the day from which an open year is counted."""
        return Context(written_on=self.issued_on)


def read_letter(text: str) -> Letter:
    """What stands in a letter, plan or notice, also in the broken lines of a PDF. Never raises.

    Work grows linearly with the text.
    """
    page = _Page(text, without_furniture(split_lines(text)))
    lines = page.lines[:_HEAD_LINES]
    head = read_letterhead(lines, text)
    organs = _organs(lines)
    return Letter(
        kind=head.kind or None,
        sender=_as_spelled(organs[-1], text) if organs else None,
        superior=_as_spelled(organs[-2], text) if len(organs) > 1 else None,
        number=head.number or None,
        issued_on=head.issued_on,
        subject=_subject(lines) or head.title or None,
        recipient=_recipient(lines),
        deadlines=tuple(_deadlines(page)),
        asks_for=tuple(_requests(page)),
    )


def _organs(lines: Sequence[Line]) -> list[str]:
    """The bodies named in capitals at the head, the one that signs last."""
    organs: list[str] = []
    for line in lines[:8]:
        name = left_column(line)
        if not name:
            continue
        if len(name) > _LONGEST_ORGAN or not name.isupper() or _HEAD_WORDS.match(fold(name).lower()):
            break
        if _ORGAN.match(fold(name).lower()):
            organs.append(name)
        elif organs:
            organs[-1] += f" {name}"
        else:
            break
    return [squeeze(organ) for organ in organs]


def _as_spelled(name: str, text: str) -> str:
    """The name in capitals as the text spells it elsewhere; as it stands where it does not."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    spellings = (squeeze(found[0]) for found in re.finditer(words, text, re.IGNORECASE))
    return next((spelling for spelling in spellings if not spelling.isupper()), name)


def _subject(lines: Sequence[Line]) -> str | None:
    """What stands behind «V/v», over its broken lines, up to the date, the addressee or an empty line."""
    for place, line in enumerate(lines):
        found = _SUBJECT.match(line.folded)
        if found is None or (found["lead"] == "ve viec" and found.start("lead") > 0):
            continue
        squeezed = squeeze(line.text)
        parts = [squeezed[found.end() :]]
        for following in lines[place + 1 : place + _LONGEST_SUBJECT_LINES]:
            if following.blank_before or _HEAD_WORDS.match(following.folded) or following.text[:1].isupper():
                break
            parts.append(following.text)
        subject = squeeze(" ".join(parts)).strip(" .;")
        return subject or None
    return None


def _recipient(lines: Sequence[Line]) -> str | None:
    """What stands behind «Kính gửi», with the list below it."""
    for place, line in enumerate(lines):
        found = _ADDRESSED.search(line.folded)
        if found is None:
            continue
        parts = [squeeze(line.text)[found.end() :]]
        for following in lines[place + 1 : place + _MOST_RECIPIENT_LINES]:
            listed = _BULLET.match(following.text)
            goes_on = following.text[:1].islower() and not parts[-1].endswith((".", ";"))
            if not listed and not goes_on and any(parts):
                break
            if not any(parts) and not listed and _BODY.match(following.folded):
                break
            parts.append(following.text[listed.end() :] if listed else following.text)
        return squeeze(" ".join(parts)).strip(" .;:") or None
    return None


class _Page:
    """The whole text, by sentences and by lines."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self.lines: Final = lines
        self.sheet: Final = Sheet.of(text)
        self._starts: Final = [line.start for line in lines]
        self._width: Final = page_width(lines)

    def part(self, start: int, end: int) -> LetterPart:
        """The sentence or list item around a range of the text, without a heading that stands above it."""
        sheet = self.sheet
        places = sheet.sentence(sheet.place(start), sheet.place(end), _SENTENCE)
        first, last = sheet.span(*places)
        first = max(first, self._begin(start, first))
        return LetterPart(squeeze(sheet.text[first:last]), first, last)

    def with_what_goes_before(self, part: LetterPart) -> LetterPart:
        """The part with the sentence before it, when that stands in the same line or list item."""
        text, end = self.sheet.text, part.start
        while end and text[end - 1] in " ;,":
            end -= 1
        if end == part.start or not end or text[end - 1] == "\n":
            return part
        before = self.part(end - 1, end)
        if part.end - before.start > _SENTENCE:
            return part
        return LetterPart(squeeze(text[before.start : part.end]), before.start, part.end)

    def _begin(self, start: int, first: int) -> int:
        """Where the line begins that the range stands in, or the first of those that run on into it."""
        place = max(0, bisect_right(self._starts, start) - 1)
        while place and self._starts[place] > first:
            if not self.lines[place - 1].is_continued_by(self.lines[place], self._width):
                break
            place -= 1
        return self._starts[place] if self._starts else 0


def _deadlines(page: _Page) -> Iterator[LetterDeadline]:
    for deadline in read_deadlines(page.sheet.text):
        part = page.part(deadline.start, deadline.end)
        left = len(part.text.split()) - len(deadline.text.split())
        # «Rà soát, bình xét …; hoàn thành trước ngày 30/11»: what is to be finished stands before the semicolon.
        yield LetterDeadline(deadline, page.with_what_goes_before(part) if left < _FEWEST_WORDS else part)


def _requests(page: _Page) -> Iterator[LetterPart]:
    """The sentences that ask something, each once; a heading («2. Yêu cầu») asks nothing."""
    sheet, end = page.sheet, 0
    for match in _ASKS.of(sheet).finditer(sheet.view):
        if match.start() < end:
            continue
        first, last = sheet.span(match.start(), match.end())
        part = page.part(first, last)
        end = sheet.place(part.end)
        if len(sheet.text[last : part.end].split()) >= _FEWEST_WORDS:
            yield part
