"""Lines in a Word document that are no letters: edges of paragraphs and cells, pictures and drawn lines.

It must not judge where a line ought to be.
Read next: `index/reading/docx_sheet.py`, which asks; `knowledge/checks/form_lines.py`, which judges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from index.reading.wordml import W, attribute, value

_SKIPPED: Final = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", W + "txbxContent")
_SIDES: Final = (("top",), ("bottom",), ("left", "start"), ("right", "end"))
_MOST_SIDES_OF_NO_BOX: Final = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; 0 for none. `boxed` where it shows its edges, `ruled` where only its lower edge is a line."""

    number: int = 0
    boxed: bool = False
    ruled: bool = False


class Cells:
    """The cells of a document, numbered as they come; `chain` gives the table properties of a table style."""

    def __init__(self, chain: Callable[[str], list[etree._Element]]) -> None:
        self._chain = chain
        self._seen: dict[etree._Element, Cell] = {}

    def of(self, paragraph: etree._Element) -> Cell:
        """The innermost cell that a paragraph stands in."""
        found = next((one for one in paragraph.iterancestors() if one.tag == W + "tc"), None)
        if found is None:
            return Cell()
        if found not in self._seen:
            self._seen[found] = self._read(found, len(self._seen) + 1)
        return self._seen[found]

    def _read(self, cell: etree._Element, number: int) -> Cell:
        table = next((one for one in cell.iterancestors() if one.tag == W + "tbl"), None)
        properties = None if table is None else table.find(W + "tblPr")
        levels = [cell.find(f"{W}tcPr/{W}tcBorders")]
        if properties is not None:
            styled = [one.find(W + "tblBorders") for one in self._chain(value(properties, "tblStyle"))]
            levels += [properties.find(W + "tblBorders"), *styled]
        known = [one for one in levels if one is not None]
        sides = [_seen(known, names) for names in _SIDES]
        boxed = sum(sides) > _MOST_SIDES_OF_NO_BOX
        return Cell(number, boxed, not boxed and sides[1])


def ruled(levels: list[etree._Element], side: str) -> bool:
    """Whether a paragraph shows a line along that edge, by the nearest of its properties that says anything."""
    borders = next((one.find(W + "pBdr") for one in levels if one.find(W + "pBdr") is not None), None)
    return borders is not None and _seen([borders], (side,))


def drawings_of(paragraph: etree._Element) -> int:
    """How many pictures, shapes and drawn lines hang on a paragraph."""
    found = paragraph.iter(W + "drawing", W + "pict")
    return sum(not any(above.tag in _SKIPPED for above in one.iterancestors()) for one in found)


def _seen(levels: list[etree._Element], names: tuple[str, ...]) -> bool:
    for level in levels:
        for name in names:
            side = level.find(W + name)
            if side is not None:
                return attribute(side, "val") not in ("nil", "none", "")
    return False
