"""How a draft looks on paper, as plain values: page, paragraphs, letters. Read from a DOCX by `index/reading`.

It must not know any file format nor any rule.
Read next: `knowledge/checks/form.py`, which judges it; `index/reading/docx_sheet.py`, which reads it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letters:
    """A run of letters of one format. `size` in points; `colour` «» for black or automatic; `shade` the colour that
    marks the letters from behind, «» for none; `capitals` whether they are shown as capitals however typed."""

    text: str
    font: str
    size: float
    bold: bool
    italic: bool
    underlined: bool
    colour: str
    shade: str = ""
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class SheetParagraph:
    """A paragraph; `start` and `end` are its range in the text of the draft, both 0 where it is not found there.

    `align` is left, right, center or both; `first_line` in millimetres, negative when hanging; `before` and
    `after` in points; `spacing` in lines, 0 where it is set in points. `cell` numbers the table cell it stands in,
    0 for none; `boxed` says that this cell shows its edges. `ruled_above` and `ruled_below` are lines along its own
    edges, `drawings` the number of pictures and drawn lines that hang on it. `page` is the page of its first
    letter, counted from 1; 0 where the file does not tell.
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
    cell: int = 0
    boxed: bool = False
    ruled_above: bool = False
    ruled_below: bool = False
    drawings: int = 0
    page: int = 0

    @property
    def shown(self) -> str:
        """The text as printed: capitals where the letters are set as such."""
        return "".join(one.text.upper() if one.capitals else one.text for one in self.letters)

    @property
    def bold(self) -> bool:
        """Whether every letter is bold."""
        return all(one.bold for one in self.letters if one.text.strip())

    @property
    def italic(self) -> bool:
        """Whether every letter is italic."""
        return all(one.italic for one in self.letters if one.text.strip())

    @property
    def slanted(self) -> bool:
        """Whether any letter is italic."""
        return any(one.italic for one in self.letters if one.text.strip())

    @property
    def underlined(self) -> bool:
        """Whether every letter is underlined."""
        return all(one.underlined for one in self.letters if one.text.strip())

    @property
    def sizes(self) -> tuple[float, ...]:
        """The sizes that occur, smallest first."""
        return tuple(sorted({one.size for one in self.letters if one.text.strip()}))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document; page measures in millimetres, those of its first section. `page_number` is «header»,
    «footer» or «» for none; `number_letters` how it is set, empty where nothing is said."""

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
    number_letters: tuple[Letters, ...] = ()
