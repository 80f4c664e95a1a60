"""A rendered report: its head, and blocks of headings, paragraphs and tables, as plain text.

It knows no template and no file format; what is written here is what stands in the document.
Read next: `knowledge/drafting/rendering.py`, which makes it, and `bot/export.py`, which sets it as DOCX.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from knowledge.drafting.problems import Problem

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. `level` is 0 for the outermost; `label` its number as printed («2.1.»), empty where it has none."""

    text: str
    level: int
    label: str = ""
    style: str = ""
    """How the level is numbered: part, letter_capital, roman, number, dotted, letter."""

    @property
    def line(self) -> str:
        """Number and words as one line."""
        return f"{self.label} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; an `item` is one point of a list and is printed behind a dash."""

    text: str
    item: bool = False

    @property
    def line(self) -> str:
        """The text as printed."""
        return f"- {self.text}" if self.item else self.text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its title, its share of the width, and how its cells stand."""

    title: str
    width: int = 1
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one cell a column in every row. `total` says that the last row adds up the others."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False


Block: TypeAlias = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document the report rests on, in force on the day it is signed; `text` is how it is cited."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above and below the text. `number` and `signed_on` are empty where the electronic system
    gives them (Nghị định 30/2020/NĐ-CP, khoản 3 Điều 15); `year` then stands in the date line alone."""

    issuer: tuple[str, ...]
    symbol: str
    place: str
    year: int
    number: str = ""
    signed_on: date | None = None
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    signer: str = ""
    author: str = ""
    """Whoever reports on their own achievements; signs beside the office."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole report. `problems` are those of its answers, for the officer's eye; they stand nowhere in the text."""

    kind: str
    head: Head
    title: str
    subject: str
    bases: tuple[LegalBasis, ...]
    opening: tuple[Paragraph, ...]
    blocks: tuple[Block, ...]
    closing: str
    problems: tuple[Problem, ...] = field(default=())

    def basis_lines(self) -> list[str]:
        """The legal bases as printed: one a line, «;» behind each and «.» behind the last."""
        return [f"{basis.text}{'.' if basis is self.bases[-1] else ';'}" for basis in self.bases]

    def text(self) -> str:
        """The report as plain text, a line a paragraph, as `knowledge.reports.read_report` reads it."""
        head = [self.title, self.subject, *self.basis_lines()]
        body = [line for block in (*self.opening, *self.blocks) for line in lines_of(block)]
        return "\n".join([*head, *body, self.closing])


def lines_of(block: Block) -> list[str]:
    """The block as lines of plain text; a table as its caption and one line a row."""
    if not isinstance(block, Table):
        return [block.line]
    titles = " | ".join(column.title for column in block.columns)
    return [*filter(None, [block.caption]), titles, *(" | ".join(row) for row in block.rows)]
