"""How a draft looks on paper, as plain values: page, paragraphs, letters. Read from a DOCX by `index/reading`.

It must not know any file format nor any rule.
Read next: `knowledge/checks/form.py`, which judges it; `index/reading/docx_sheet.py`, which reads it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letters:
    """A run of letters of one format. `size` in points; `colour` «» for black or automatic."""

    text: str
    font: str
    size: float
    bold: bool
    italic: bool
    underlined: bool
    colour: str


@dataclass(frozen=True, slots=True)
class SheetParagraph:
    """A paragraph; `start` and `end` are its range in the text of the draft, both 0 where it is not found there.

    `align` is left, right, center or both; `first_line` in millimetres, negative when hanging; `before` and
    `after` in points; `spacing` in lines, 0 where it is set in points.
    """

    text: str
    align: str
    first_line: float
    before: float
    after: float
    spacing: float
    in_table: bool
    letters: tuple[Letters, ...]
    start: int = 0
    end: int = 0

    @property
    def bold(self) -> bool:
        """Whether every letter is bold."""
        return all(one.bold for one in self.letters if one.text.strip())

    @property
    def italic(self) -> bool:
        """Whether every letter is italic."""
        return all(one.italic for one in self.letters if one.text.strip())

    @property
    def sizes(self) -> tuple[float, ...]:
        """The sizes that occur, smallest first."""
        return tuple(sorted({one.size for one in self.letters if one.text.strip()}))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document; page measures in millimetres. `page_number` is «header», «footer» or «» for none."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    page_number: str
    number_is_centred: bool
    number_on_first_page: bool
    paragraphs: tuple[SheetParagraph, ...]
