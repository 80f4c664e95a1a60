"""On which page each paragraph of a Word document begins, as Word itself noted it when the file was last saved.

It must not lay out anything, nor guess: where Word's own count of pages does not come out, it says nothing.
Read next: `index/reading/docx_sheet.py` (who asks), `index/reading/docx_paragraphs.py` (the order).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from index.reading.docx_paragraphs import paragraphs_of, runs_of
from index.reading.wordml import W, attribute, switched_on, value

_PAGES: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Pages"
_SHOWING: Final = frozenset(W + name for name in ("t", "tab", "drawing", "pict", "noBreakHyphen", "sym"))
_SAME_PAGE: Final = ("continuous", "nextColumn")


def pages_told(properties: etree._Element) -> int:
    """How many pages Word counted, out of docProps/app.xml; 0 where it does not say."""
    said = (next((one.text or "" for one in properties.iter(_PAGES)), "")).strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0


def pages_of(body: etree._Element, told: int) -> list[int]:
    """The page of the first letter of each paragraph, in the order of `paragraphs_of`.

    Word leaves a mark where a page began when it last drew the document, and the number of pages in the file's
    properties. Only when both agree is anything said: else every page is 0, for a wrong page is worse than none.
    """
    kinds = [value(one, "type") for one in body.iter(W + "sectPr")]
    # A section tells how itself begins: what ends the first turns the page as the second says.
    counting = _Counting([kind not in _SAME_PAGE for kind in kinds[1:]])
    pages = [counting.page_of(paragraph) for paragraph in paragraphs_of(body)]
    is_sure = counting.marked and counting.last == told
    return pages if is_sure else [0] * len(pages)


@dataclass(slots=True)
class _Counting:
    """The page reached so far. Cells of a row stand side by side: each begins on the page its row began on."""

    sections: list[bool]
    page: int = 1
    last: int = 1
    marked: bool = False
    turned: bool = False
    row: etree._Element | None = None
    cell: etree._Element | None = None
    row_page: int = 1

    def page_of(self, paragraph: etree._Element) -> int:
        """The page of its first letter; what it breaks counts for what follows."""
        self._place(paragraph)
        properties = paragraph.find(W + "pPr")
        if switched_on(properties, "pageBreakBefore"):
            self._turn(explicit=True)
        first = 0
        for sign in _signs(paragraph):
            if sign == "shown":
                first, self.turned = first or self.page, False
            else:
                self._turn(explicit=sign == "break")
        first = first or self.page
        ends_section = properties is not None and properties.find(W + "sectPr") is not None
        if ends_section and self.sections and self.sections.pop(0):
            self._turn(explicit=True)
        return first

    def _turn(self, explicit: bool) -> None:
        """A new page. Word marks the page behind a break that somebody set once more: that is one turn, not two."""
        self.marked = self.marked or not explicit
        if explicit or not self.turned:
            self.page += 1
        self.turned = explicit
        self.last = max(self.last, self.page)

    def _place(self, paragraph: etree._Element) -> None:
        cell = next((one for one in paragraph.iterancestors() if one.tag == W + "tc"), None)
        row = None if cell is None else cell.getparent()
        if row is not self.row:
            self.page = self.last
            self.row_page = self.page
        elif cell is not self.cell:
            self.page = self.row_page
        self.row, self.cell = row, cell


def _signs(paragraph: etree._Element) -> Iterator[str]:
    """What matters in a paragraph, in order: letters shown, pages Word noted, breaks somebody set."""
    for run in runs_of(paragraph):
        for child in run:
            if child.tag in _SHOWING:
                yield "shown"
            elif child.tag == W + "lastRenderedPageBreak":
                yield "marked"
            elif child.tag == W + "br" and attribute(child, "type") == "page":
                yield "break"
