"""The form of a document on paper: page, letters and components against the decree on clerical work.

It must not open files nor know wording; the limits are data with their provision and the days they hold.
Read next: `knowledge/checks/form_rules.py` (what holds), `form_text.py`, `form_ends.py`, `form_lines.py` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from knowledge.checks.findings import Finding
from knowledge.checks.form_ends import check_ends
from knowledge.checks.form_lines import check_lines
from knowledge.checks.form_rules import KINDS, LETTERHEAD_LINES, LONG_LINE, Judge, figure, judge_on, look
from knowledge.checks.form_text import check_text_of_body
from knowledge.checks.sheet import Sheet, SheetParagraph
from knowledge.text import fold, squeeze

_NATIONAL: Final = re.compile(r"cong hoa xa hoi chu nghia")
_MOTTO: Final = re.compile(r"doc lap.{0,3}tu do.{0,3}hanh phuc")
_MOTTO_RIGHT: Final = "Độc lập - Tự do - Hạnh phúc"
_NUMBER: Final = re.compile(r"số\s?:?\s*[\d.…\s]*/[^\s]+", re.IGNORECASE)
_DATE: Final = re.compile(r".{0,60}ngày\s*(?P<day>[\d.…]*)\s*tháng\s*(?P<month>[\d.…]*)\s*năm\s*[\d.…]*", re.IGNORECASE)
_ISSUER: Final = re.compile(r"(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI ĐỒNG|ĐẢNG ỦY|PHÒNG ")
_MARK: Final = re.compile("[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]")
_MOST: Final = 12


def check_form(sheet: Sheet, on: date) -> list[Finding]:
    """What in the look of a document the rules in force on that day do not allow."""
    judge = judge_on(sheet, on)
    found: list[Finding] = []
    for check in _CHECKS:
        found.extend(check(judge))
    return sorted(found, key=lambda one: (one.start, one.kind))


def _page(judge: Judge) -> Iterator[Finding]:
    sheet = judge.sheet
    sides = sorted((sheet.width, sheet.height))
    if sides[0] and (abs(sides[0] - 210) > 1 or abs(sides[1] - 297) > 1):
        yield from judge.finding("form_paper", None, f"{figure(sides[0])} x {figure(sides[1])}")
    if sheet.width > sheet.height:
        return
    for side in ("top", "bottom", "left", "right"):
        measured = float(getattr(sheet, side))
        if measured and not judge.fits(f"form_margin_{side}", measured):
            yield from judge.finding(f"form_margin_{side}", None, figure(measured))


def _page_number(judge: Judge) -> Iterator[Finding]:
    sheet = judge.sheet
    if sum(len(one.text) for one in sheet.paragraphs) < 3000:
        return  # one page needs no number
    if sheet.page_number != "header" or not sheet.number_is_centred or sheet.number_on_first_page:
        yield from judge.finding("form_page_number", None, sheet.page_number)
    elif any(one.italic or not judge.fits("form_page_number_look", one.size, 0.01) for one in sheet.number_letters):
        sizes = sorted({one.size for one in sheet.number_letters})
        yield from judge.finding("form_page_number_look", None, "/".join(map(figure, sizes)))


def _letters(judge: Judge) -> Iterator[Finding]:
    """Fonts, colours and marks behind letters: one finding each, at its first place."""
    seen: set[str] = set()
    for paragraph in judge.sheet.paragraphs:
        for run in paragraph.letters:
            if not run.text.strip():
                continue
            if run.font.lower() != "times new roman" and run.font not in seen:
                seen.add(run.font)
                yield from judge.finding("form_font", paragraph, run.font)
            if run.colour and run.colour not in seen:
                seen.add(run.colour)
                yield from judge.finding("form_colour", paragraph, run.colour.upper())
            if run.shade and f"behind {run.shade}" not in seen:
                seen.add(f"behind {run.shade}")
                yield from judge.finding("form_shade", paragraph, run.shade)


def _composed(judge: Judge) -> Iterator[Finding]:
    """Letters typed as a bare letter and its marks: reading composes them, so only the file itself shows them."""
    apart = [one for one in judge.sheet.paragraphs if _MARK.search(one.text)]
    for paragraph in apart[:_MOST]:
        yield from judge.finding("form_unicode", paragraph)


def _heads(judge: Judge) -> Iterator[Finding]:
    """The letterhead: national name, motto, issuer, number, place and date."""
    top = judge.filled[:LETTERHEAD_LINES]
    stop = next((place for place, one in enumerate(top) if KINDS.fullmatch(one.shown.strip())), len(top))
    top = top[:stop]
    for paragraph in top:
        text = squeeze(paragraph.shown)
        plain = fold(text.lower())
        if "\t" not in paragraph.text and _NATIONAL.search(plain):
            if not (text.isupper() and _upright(paragraph) and judge.sized("form_national_name", paragraph)):
                yield from judge.finding("form_national_name", paragraph, look(paragraph))
            if paragraph.boxed:
                yield from judge.finding("form_frame", paragraph)
        elif "\t" not in paragraph.text and _MOTTO.search(plain):
            if not (text == _MOTTO_RIGHT and _upright(paragraph) and judge.sized("form_motto", paragraph)):
                yield from judge.finding("form_motto", paragraph, look(paragraph))
        elif _DATE.fullmatch(text) and len(text) < LONG_LINE:
            yield from _place_and_date(judge, paragraph)
        elif _NUMBER.fullmatch(text):
            yield from _number(judge, paragraph, text)
    yield from _issuer(judge, top)


def _upright(paragraph: SheetParagraph) -> bool:
    return paragraph.bold and not paragraph.slanted


def _number(judge: Judge, paragraph: SheetParagraph, text: str) -> Iterator[Finding]:
    plain = not any(one.bold for one in paragraph.letters if one.text.strip()) and not paragraph.slanted
    if not (text.startswith("Số:") and plain and judge.sized("form_number", paragraph)):
        yield from judge.finding("form_number", paragraph, look(paragraph))
    kind = next((one for one in judge.filled[: 2 * LETTERHEAD_LINES] if KINDS.fullmatch(one.shown.strip())), None)
    right = judge.symbols.get(kind.shown.strip()) if kind else None
    written = text.partition("/")[2].partition("-")[0]
    if right and written != right and written in judge.symbols.values():
        yield from judge.finding("form_symbol", paragraph, f"{right}, {written}")


def _place_and_date(judge: Judge, paragraph: SheetParagraph) -> Iterator[Finding]:
    if not paragraph.italic or not judge.sized("form_date", paragraph):
        yield from judge.finding("form_date", paragraph, look(paragraph))
    text = squeeze(paragraph.text)
    found = _DATE.match(text)
    day, month = (found["day"], found["month"]) if found else ("", "")
    if (day.isdigit() and len(day) == 1) or month in ("1", "2"):
        yield from judge.finding("form_date_zero", paragraph, f"{day}/{month}")
    place = text[: text.lower().find("ngày")].strip()
    if place and "\t" not in paragraph.text and not place.endswith(","):
        yield from judge.finding("form_date_comma", paragraph, place)


def _issuer(judge: Judge, top: Sequence[SheetParagraph]) -> Iterator[Finding]:
    stop = next((place for place, one in enumerate(top) if KINDS.match(one.text.strip())), len(top))
    head = top[:stop]
    named = [one for one in head if _ISSUER.match(one.shown.strip()) and "\t" not in one.text]
    if not named:
        return
    is_bold = any(_upright(one) and one.shown.strip().isupper() for one in named)
    if not is_bold or not judge.sized("form_issuer", named[-1]):
        yield from judge.finding("form_issuer", named[-1], look(named[-1]))


def _title(judge: Judge) -> Iterator[Finding]:
    filled = judge.filled
    for place, paragraph in enumerate(filled[: 2 * LETTERHEAD_LINES]):
        if not KINDS.fullmatch(paragraph.shown.strip()):
            continue
        right = _upright(paragraph) and paragraph.align == "center" and judge.sized("form_kind", paragraph)
        if not right:
            yield from judge.finding("form_kind", paragraph, look(paragraph))
        if place + 1 < len(filled) and len(filled[place + 1].text) < 3 * LONG_LINE:
            subject = filled[place + 1]
            centred = _upright(subject) and subject.align == "center"
            if not centred or subject.shown.isupper() or not judge.sized("form_subject", subject):
                yield from judge.finding("form_subject", subject, look(subject))
        return


_CHECKS: Final = (
    _page,
    _page_number,
    _letters,
    _composed,
    _heads,
    _title,
    check_lines,
    check_text_of_body,
    check_ends,
)
