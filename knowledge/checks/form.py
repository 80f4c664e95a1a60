"""The form of a document on paper: page, letters and components against the decree on clerical work.

It must not open files nor know wording; the limits are data with their provision and the days they hold.
Read next: `knowledge/data/checks/form.yaml`, `knowledge/checks/sheet.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.checks.findings import Finding, Severity
from knowledge.checks.sheet import Sheet, SheetParagraph
from knowledge.datafiles import data_file, load
from knowledge.text import fold, squeeze

_NATIONAL: Final = re.compile(r"cong hoa xa hoi chu nghia")
_MOTTO: Final = re.compile(r"doc lap.{0,3}tu do.{0,3}hanh phuc")
_MOTTO_RIGHT: Final = "Độc lập - Tự do - Hạnh phúc"
_NUMBER: Final = re.compile(r"số\s?:?\s*[\d.…\s]*/[^\s]+", re.IGNORECASE)
_DATE: Final = re.compile(r".{0,60}ngày\s*(?P<day>[\d.…]*)\s*tháng\s*(?P<month>[\d.…]*)\s*năm", re.IGNORECASE)
_KINDS: Final = re.compile(r"(?:BÁO CÁO|KẾ HOẠCH|TỜ TRÌNH|QUYẾT ĐỊNH|THÔNG BÁO|CHƯƠNG TRÌNH|ĐỀ ÁN|HƯỚNG DẪN|BIÊN BẢN)")
_ISSUER: Final = re.compile(r"(?:ỦY|UỶ) BAN NHÂN DÂN|UBND|HỘI ĐỒNG|ĐẢNG ỦY|PHÒNG ")
_ROMAN: Final = re.compile(r"[IVX]{1,5}\. \S")
_SIGNED: Final = re.compile(r"(?:TM|KT|TL|TUQ|Q)\. ?\S|(?:PHÓ )?CHỦ TỊCH$|TRƯỞNG PHÒNG$|CHÁNH VĂN PHÒNG$")
_RECIPIENTS: Final = re.compile(r"nơi nhận\s?:", re.IGNORECASE)
_LETTERHEAD_LINES: Final = 14
_LONG_LINE: Final = 90
_SLACK: Final = 0.6
"""Millimetres and points that rounding in Word may add."""
_MOST: Final = 12


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    place: str
    valid_from: date
    valid_to: date | None = None
    low: float | None = None
    high: float | None = None


class _FormFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    document: str
    last_checked: date
    rules: tuple[_Rule, ...]


@cache
def _form() -> _FormFile:
    return load(data_file("checks/form.yaml"), _FormFile)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What the rules of a day say of one sheet."""

    sheet: Sheet
    rules: dict[str, _Rule]
    document: str

    def fits(self, name: str, measured: float, slack: float = _SLACK) -> bool:
        """Whether a measure lies within its limits; anything fits where no rule holds."""
        rule = self.rules.get(name)
        low = rule.low if rule and rule.low is not None else measured
        high = rule.high if rule and rule.high is not None else measured
        return low - slack <= measured <= high + slack

    def sized(self, name: str, paragraph: SheetParagraph) -> bool:
        """Whether every letter has a size the rule allows."""
        return all(self.fits(name, size, 0.01) for size in paragraph.sizes)

    def finding(self, name: str, paragraph: SheetParagraph | None, measured: str = "") -> Iterator[Finding]:
        """A finding on that paragraph, or on the first one for the whole document; nothing if no rule holds."""
        rule = self.rules.get(name)
        if rule is None:
            return
        at = paragraph or next((one for one in self.sheet.paragraphs if one.end), None)
        start, end = (at.start, at.end) if at else (0, 0)
        limits = "–".join(_figure(one) for one in (rule.low, rule.high) if one is not None)
        if rule.low == rule.high and rule.low is not None:
            limits = _figure(rule.low)
        details = {"measured": measured, "limits": limits, "provision": f"{self.document}, {rule.place}"}
        yield Finding(name, Severity.WARNING, start, end, at.text if at else "", details)


def check_form(sheet: Sheet, on: date) -> list[Finding]:
    """What in the look of a document the rules in force on that day do not allow."""
    form = _form()
    held = {
        rule.name: rule
        for rule in form.rules
        if rule.valid_from <= on and (rule.valid_to is None or on < rule.valid_to)
    }
    judge = _Judge(sheet, held, form.document)
    found: list[Finding] = []
    for check in _CHECKS:
        found.extend(check(judge))
    return sorted(found, key=lambda one: (one.start, one.kind))


def _figure(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _page(judge: _Judge) -> Iterator[Finding]:
    sheet = judge.sheet
    sides = sorted((sheet.width, sheet.height))
    if sides[0] and (abs(sides[0] - 210) > 1 or abs(sides[1] - 297) > 1):
        yield from judge.finding("form_paper", None, f"{_figure(sides[0])} x {_figure(sides[1])}")
    if sheet.width > sheet.height:
        return
    for side in ("top", "bottom", "left", "right"):
        measured = float(getattr(sheet, side))
        if measured and not judge.fits(f"form_margin_{side}", measured):
            yield from judge.finding(f"form_margin_{side}", None, _figure(measured))


def _page_number(judge: _Judge) -> Iterator[Finding]:
    sheet = judge.sheet
    if sum(len(one.text) for one in sheet.paragraphs) < 3000:
        return  # one page needs no number
    if sheet.page_number != "header" or not sheet.number_is_centred or sheet.number_on_first_page:
        yield from judge.finding("form_page_number", None, sheet.page_number)


def _letters(judge: _Judge) -> Iterator[Finding]:
    """Fonts and colours: one finding a font or colour, at its first place."""
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


def _heads(judge: _Judge) -> Iterator[Finding]:
    """The letterhead: national name, motto, issuer, number, place and date."""
    top = [one for one in judge.sheet.paragraphs if one.text.strip()][:_LETTERHEAD_LINES]
    for paragraph in top:
        text = squeeze(paragraph.text)
        plain = fold(text.lower())
        if _NATIONAL.search(plain) and "\t" not in paragraph.text:
            if not (text.isupper() and paragraph.bold and judge.sized("form_national_name", paragraph)):
                yield from judge.finding("form_national_name", paragraph, _look(paragraph))
        elif _MOTTO.search(plain) and "\t" not in paragraph.text:
            right = text == _MOTTO_RIGHT and paragraph.bold and judge.sized("form_motto", paragraph)
            if not right:
                yield from judge.finding("form_motto", paragraph, _look(paragraph))
        elif _DATE.match(text) and len(text) < _LONG_LINE:
            yield from _place_and_date(judge, paragraph)
        elif _NUMBER.fullmatch(text) and not _is_number_line(judge, paragraph):
            yield from judge.finding("form_number", paragraph, _look(paragraph))
    yield from _issuer(judge, top)


def _is_number_line(judge: _Judge, paragraph: SheetParagraph) -> bool:
    right = squeeze(paragraph.text).startswith("Số:") and not paragraph.bold
    return right and judge.sized("form_number", paragraph)


def _place_and_date(judge: _Judge, paragraph: SheetParagraph) -> Iterator[Finding]:
    if not paragraph.italic or not judge.sized("form_date", paragraph):
        yield from judge.finding("form_date", paragraph, _look(paragraph))
    found = _DATE.match(squeeze(paragraph.text))
    day, month = (found["day"], found["month"]) if found else ("", "")
    if (day.isdigit() and len(day) == 1) or month in ("1", "2"):
        yield from judge.finding("form_date_zero", paragraph, f"{day}/{month}")


def _issuer(judge: _Judge, top: Sequence[SheetParagraph]) -> Iterator[Finding]:
    stop = next((place for place, one in enumerate(top) if _KINDS.match(one.text.strip())), len(top))
    head = top[:stop]
    named = [one for one in head if _ISSUER.match(one.text.strip()) and "\t" not in one.text]
    if not named:
        return
    is_bold = any(one.bold and one.text.strip().isupper() for one in head if one is named[-1] or one in named)
    if not is_bold or not judge.sized("form_issuer", named[-1]):
        yield from judge.finding("form_issuer", named[-1], _look(named[-1]))


def _title(judge: _Judge) -> Iterator[Finding]:
    filled = [one for one in judge.sheet.paragraphs if one.text.strip()]
    for place, paragraph in enumerate(filled[: 2 * _LETTERHEAD_LINES]):
        if not _KINDS.fullmatch(paragraph.text.strip()):
            continue
        right = paragraph.bold and paragraph.align == "center" and judge.sized("form_kind", paragraph)
        if not right:
            yield from judge.finding("form_kind", paragraph, _look(paragraph))
        if place + 1 < len(filled) and len(filled[place + 1].text) < 3 * _LONG_LINE:
            subject = filled[place + 1]
            if not (subject.bold and subject.align == "center" and judge.sized("form_subject", subject)):
                yield from judge.finding("form_subject", subject, _look(subject))
        return


def _body(judge: _Judge) -> Iterator[Finding]:
    """Running text, judged together: what most paragraphs keep is not told a hundred times."""
    body = [one for one in judge.sheet.paragraphs if len(one.text) > _LONG_LINE and not one.in_table and not one.bold]
    tests: tuple[tuple[str, Callable[[SheetParagraph], bool], Callable[[SheetParagraph], str]], ...] = (
        ("form_body_size", lambda one: judge.sized("form_body_size", one), _look),
        ("form_body_align", lambda one: one.align == "both", lambda one: one.align),
        (
            "form_first_line",
            lambda one: judge.fits("form_first_line", one.first_line),
            lambda one: _figure(round(one.first_line, 1)),
        ),
        (
            "form_spacing",
            lambda one: not one.spacing or judge.fits("form_spacing", one.spacing, 0.06),
            lambda one: _figure(round(one.spacing, 2)),
        ),
        (
            "form_between",
            lambda one: judge.fits("form_between", max(one.before, one.after), 0.01),
            lambda one: _figure(max(one.before, one.after)),
        ),
    )
    for name, holds, measure in tests:
        wrong = [one for one in body if not holds(one)]
        told = Counter(measure(one) for one in wrong)
        for measured, _ in told.most_common(_MOST):
            first = next(one for one in wrong if measure(one) == measured)
            yield from judge.finding(name, first, measured)


def _headings(judge: _Judge) -> Iterator[Finding]:
    for paragraph in judge.sheet.paragraphs:
        text = paragraph.text.strip()
        if _ROMAN.match(text) and len(text) < 2 * _LONG_LINE and not (paragraph.bold and text.isupper()):
            yield from judge.finding("form_heading", paragraph, _look(paragraph))


def _ends(judge: _Judge) -> Iterator[Finding]:
    """Signature and recipients."""
    tail = [one for one in judge.sheet.paragraphs if one.text.strip()][-3 * _LETTERHEAD_LINES :]
    listed = False
    for paragraph in tail:
        text = paragraph.text.strip()
        if _RECIPIENTS.match(text):
            listed = True
            if not (paragraph.bold and paragraph.italic and judge.sized("form_recipients", paragraph)):
                yield from judge.finding("form_recipients", paragraph, _look(paragraph))
        elif _SIGNED.match(text) and text.isupper():
            if not paragraph.bold or not judge.sized("form_signature", paragraph):
                yield from judge.finding("form_signature", paragraph, _look(paragraph))
        elif listed and text.startswith("-") and not judge.sized("form_recipient_list", paragraph):
            yield from judge.finding("form_recipient_list", paragraph, _look(paragraph))
            listed = False


def _look(paragraph: SheetParagraph) -> str:
    """The sizes of a paragraph, «13», «12/14»; how it is set is for the wording to ask about."""
    return "/".join(_figure(size) for size in paragraph.sizes)


_CHECKS: Final = (_page, _page_number, _letters, _heads, _title, _body, _headings, _ends)
