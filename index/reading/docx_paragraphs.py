"""The paragraphs of a Word document in order, and the runs of each with the characters they show.

It must not know formats, comments or the text that was read: both the sheet and the notes count on one order.
Read next: `index/reading/docx_sheet.py`, `index/reading/docx_notes.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from index.reading.wordml import W

_SKIPPED: Final = frozenset(
    (
        *(W + name for name in ("del", "moveFrom", "txbxContent", "sectPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_SIGNS: Final = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


def paragraphs_of(body: etree._Element) -> Iterator[etree._Element]:
    """Every paragraph of the body in document order, those in tables too, those in text boxes not."""
    waiting = [iter(body)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == W + "p":
            yield child
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            waiting.append(iter(child))


def runs_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph in order, through links and insertions; deleted ones are left out."""
    waiting = [iter(paragraph)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == W + "r":
            yield child
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            waiting.append(iter(child))


def shown(run: etree._Element) -> str:
    """The characters of a run: its texts, tabs and breaks."""
    return "".join((child.text or "") if child.tag == W + "t" else _SIGNS.get(child.tag, "") for child in run)


def text_of(paragraph: etree._Element) -> str:
    """The characters of a paragraph, as its runs show them."""
    return "".join(map(shown, runs_of(paragraph)))
