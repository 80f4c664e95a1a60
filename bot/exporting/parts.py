"""The parts of a report on paper: head, title, text, tables, recipients and signature.

It decides nothing of the content; every word comes from the draft or the official form.
Read next: `bot/exporting/paper.py` (how things stand), `bot/exporting/reopening.py` (what is checked afterwards).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from docx.table import _Cell

from bot.exporting.paper import Align, Letters, Paper
from knowledge.dates import print_day_in_words
from knowledge.drafting.blocks import Block, Draft, Head, Heading, Paragraph, Table

_LEFT, _RIGHT = 65.0, 100.0
"""Widths of the two columns of head and tail, in millimetres: together the width between the margins."""
_SIGNING_LINES: Final = 4
_CELL_SPACE: Final = 2
_CAPITALS: Final = frozenset({"part", "letter_capital", "roman"})
_LONGEST_RULE: Final = 40.0
_PERIOD: Final = re.compile(r"(?:giai đoạn|năm) (?=\d)")


def write_head(paper: Paper, head: Head) -> None:
    """Issuer and country side by side, each with its rule; number and day below (Mục II, khoản 1 to 4)."""
    form, sizes = paper.form, paper.form.sizes
    table = paper.frame((_LEFT, _RIGHT), rows=2)
    issuer, country = table.rows[0].cells
    for line in head.issuer:
        paper.line(issuer, line, Letters(sizes.issuer, bold=True))
    paper.rule(issuer, (_LEFT - _LONGEST_RULE / 2) / 2, after=4)
    paper.line(country, form.country, Letters(sizes.country, bold=True))
    paper.line(country, form.motto, Letters(sizes.motto, bold=True))
    paper.rule(country, (_RIGHT - 56) / 2, after=4)
    number, day = table.rows[1].cells
    paper.line(number, number_line(head), Letters(sizes.number))
    paper.line(day, day_line(head), Letters(sizes.place, italic=True))


def number_line(head: Head) -> str:
    """«Số: 569/BC-UBND», or with room for the number that the electronic system gives."""
    return f"Số: {head.number or '      '}/{head.symbol}"


def day_line(head: Head) -> str:
    """«Kim Trà, ngày 05 tháng 01 năm 2026», or with room for day and month."""
    return f"{head.place[:1].upper()}{head.place[1:]}, {_day(head.signed_on, head.year)}"


def _day(signed_on: date | None, year: int) -> str:
    return print_day_in_words(signed_on) if signed_on else f"ngày      tháng      năm {year}"


def write_title(paper: Paper, draft: Draft) -> None:
    """«BÁO CÁO», what it is about, the rule below it, and whom it is addressed to (khoản 5 and 9)."""
    sizes = paper.form.sizes
    spacing = paper.add("", Letters(sizes.body))
    spacing.paragraph_format.space_after = paper.document.styles["Normal"].paragraph_format.space_after
    paper.add(draft.title, Letters(sizes.title, bold=True))
    paper.add(_unbroken(draft.subject).replace("; ", ";\n", 1), Letters(sizes.title, bold=True))
    paper.rule(paper.document, paper.width / 2 - _LONGEST_RULE / 2, after=12)
    for line in addressee_lines(paper, draft.head):
        paper.add(line, Letters(sizes.body, after=6))


def _unbroken(subject: str) -> str:
    """The same words with «giai đoạn 2021-2025» and «năm 2025» held on one line: a year alone on a line reads ill."""
    return _PERIOD.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), subject)


def addressee_lines(paper: Paper, head: Head) -> list[str]:
    """One addressee on the line of «Kính gửi:», several one a line."""
    if len(head.addressees) == 1:
        return [f"{paper.form.addressed} {head.addressees[0]}."]
    if not head.addressees:
        return []
    *others, last = head.addressees
    return [paper.form.addressed, *(f"- {name};" for name in others), f"- {last}."]


def write_text(paper: Paper, draft: Draft) -> None:
    """Legal bases in italics, opening, headings, paragraphs and tables, and the closing sentence."""
    for line in draft.basis_lines():
        paper.add(line, _body(paper, italic=True))
    write_blocks(paper, (*draft.opening, *draft.blocks))
    paper.add(draft.closing, _body(paper, together=True))


def write_blocks(paper: Paper, blocks: Sequence[Block]) -> None:
    """Headings, paragraphs and tables, one below the other."""
    body = _body(paper)
    for block in blocks:
        if isinstance(block, Heading):
            _heading(paper, block)
        elif isinstance(block, Paragraph):
            paper.add(block.line, body)
        else:
            _table(paper, block)


def _body(paper: Paper, *, italic: bool = False, together: bool = False) -> Letters:
    form = paper.form
    return Letters(form.sizes.body, False, italic, "both", form.after_paragraph, form.first_line, together)


def _heading(paper: Paper, heading: Heading) -> None:
    form = paper.form
    if heading.style == "part":
        for line in heading_lines(heading):
            paper.add(line, Letters(form.sizes.body, bold=True, after=form.after_paragraph, together=True))
        return
    bold = heading.style != "letter"
    letters = Letters(form.sizes.body, bold, False, "both", form.after_paragraph, form.first_line, together=True)
    for line in heading_lines(heading):
        paper.add(line, letters)


def heading_lines(heading: Heading) -> list[str]:
    """The heading as printed: the outermost ones in capitals, a part's number on a line of its own (khoản 6)."""
    text = heading.text.upper() if heading.style in _CAPITALS else heading.text
    return [heading.label, text] if heading.style == "part" else [f"{heading.label} {text}".strip()]


def _table(paper: Paper, table: Table) -> None:
    sizes = paper.form.sizes
    if table.caption:
        paper.add(table.caption, Letters(sizes.body, bold=True, after=6, together=True))
    grid = paper.grid([column.width for column in table.columns], len(table.rows) + 1)
    # One look at the cells: python-docx counts them anew each time a row is asked for.
    cells = grid._cells
    width = len(table.columns)
    for place, column in enumerate(table.columns):
        paper.line(cells[place], column.title, Letters(sizes.table, bold=True, after=_CELL_SPACE))
    for number, row in enumerate(table.rows, start=1):
        last = table.total and number == len(table.rows)
        for place, text in enumerate(row):
            align: Align = table.columns[place].align
            paper.line(
                cells[number * width + place], text, Letters(sizes.table, bold=last, align=align, after=_CELL_SPACE)
            )
    space = paper.add("", Letters(sizes.body))
    space.paragraph_format.line_spacing = 0.5


def write_tail(paper: Paper, head: Head) -> None:
    """The person reporting, if any; then recipients at the left, authority and name at the right (khoản 7 and 9)."""
    sizes = paper.form.sizes
    if head.author:
        _, right = paper.frame((_LEFT, _RIGHT)).rows[0].cells
        _signed(paper, right, (paper.form.author,), head.author)
        space = paper.add("", Letters(sizes.body))
        space.paragraph_format.line_spacing = 0.5
    left, right = paper.frame((_LEFT, _RIGHT)).rows[0].cells
    paper.line(left, paper.form.recipients, Letters(sizes.recipients_word, bold=True, italic=True, align="left"))
    for line in recipient_lines(head):
        paper.line(left, line, Letters(sizes.recipients, align="left"))
    if head.author:
        paper.line(right, paper.form.confirmed, Letters(sizes.body, italic=True, together=True))
    _signed(paper, right, head.authority, head.signer)


def recipient_lines(head: Head) -> list[str]:
    """Each recipient behind a dash, «;» after it, «.» after the last."""
    *others, last = head.recipients
    return [*(f"- {name};" for name in others), f"- {last}."]


def _signed(paper: Paper, cell: _Cell, authority: tuple[str, ...], name: str) -> None:
    size = paper.form.sizes.body
    for line in authority:
        paper.line(cell, line, Letters(size, bold=True, together=True))
    for _ in range(_SIGNING_LINES):
        paper.write(cell.add_paragraph(), "", Letters(size, together=True))
    if name:
        paper.write(cell.add_paragraph(), name, Letters(size, bold=True))
