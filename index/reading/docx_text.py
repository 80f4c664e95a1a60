"""The text of a Word document: paragraphs and tables in order, with the numbers Word writes itself.

It must not know processes; a `Package` has already refused what is not safe to open.
Read next: `index/reading/numbering.py`, `index/reading/wordml.py`, `index/reading/repair.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from index.reading.archive import Package, parse_xml
from index.reading.limits import Limits
from index.reading.numbering import Numbering
from index.reading.repair import Piece, Repair
from index.reading.wordml import NUMBER_MISSING, Styles, W, attribute, font_of, number, switched_on, value
from knowledge.errors import TooLarge, Unreadable

_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL: Final = W[1:-1].encode()
_CHOICE, _FALLBACK, _ALTERNATIVES = _MC + "Choice", _MC + "Fallback", _MC + "AlternateContent"
_P, _R, _TBL, _TR, _TC, _SDT, _BOX = (W + name for name in ("p", "r", "tbl", "tr", "tc", "sdt", "txbxContent"))
# Wrappers that show what they hold; w:del and w:moveFrom are not among them, so deletions stay out.
_WRAPPERS: Final = frozenset(
    W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")
)
_SIGNS: Final = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
    W + "noBreakHyphen": "-", W + "softHyphen": "\u00ad",
}  # fmt: skip
_NOTES: Final = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_BLANK_LINES: Final = re.compile(r"\n{3,}")


def read_docx(package: Package, limits: Limits, repair: Repair) -> str:
    """The document's text: a line a paragraph, a line a table row with its cells separated by tabs.

    Headers and footers are left out, tracked deletions and hidden text too; footnotes come last.
    Raises Unreadable where there is no text, or only pictures; TooLarge where there is too much.
    """
    text = _Reader(package, repair).text(limits.characters)
    if text.strip():
        return text
    pictures = any(name.startswith("word/media/") for name in package.names())
    raise Unreadable("file_only_pictures" if pictures else "file_no_text")


class _Reader:
    def __init__(self, package: Package, repair: Repair) -> None:
        self._package = package
        self._repair = repair
        self._parts = _parts_by_type(package)
        document = self._root("document")
        body = None if document is None else document.find(W + "body")
        if body is None:
            raise Unreadable("file_damaged_docx")
        self._body = body
        self._styles = Styles(self._root("styles"))
        self._numbering = Numbering(self._root("numbering"))
        self._notes: dict[str, dict[str, etree._Element]] = {}
        self._cited: list[tuple[str, str]] = []
        self._places: dict[tuple[str, str], int] = {}

    def text(self, limit: int) -> str:
        lines: list[str] = []
        characters = 0
        for line in self._lines(self._body):
            characters += len(line)
            if characters > limit:
                raise TooLarge("file_too_much_text", limit=limit)
            lines.append(line)
        # A note may cite a further note, which then joins the list while it is walked.
        for place, (kind, identity) in enumerate(self._cited, start=1):
            note = self._note(kind, identity)
            if note is not None:
                lines.append(f"[{place}] " + " ".join(filter(None, self._lines(note))))
        lines = [line.rstrip() for line in "\n".join(self._repair.lines(lines)).split("\n")]
        return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")

    def _root(self, kind: str) -> etree._Element | None:
        name = self._parts.get(kind)
        if name is None:
            return None
        return parse_xml(self._package.read(name).replace(_STRICT, _TRANSITIONAL))

    def _note(self, kind: str, identity: str) -> etree._Element | None:
        if kind not in self._notes:
            root = self._root(kind)
            self._notes[kind] = {} if root is None else {attribute(note, "id"): note for note in root}
        return self._notes[kind].get(identity)

    def _lines(self, parent: etree._Element) -> Iterator[str]:
        for block in _blocks(parent):
            if block.tag == _TBL:
                yield from self._rows(block)
            else:
                yield from self._paragraph(block)

    def _rows(self, table: etree._Element) -> Iterator[str]:
        for row in _within(table, _TR):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = list(_within(row, _TC))
            if len(cells) == 1:  # a frame around ordinary paragraphs
                yield from self._lines(cells[0])
                continue
            texts = [self._cell(cell) for cell in cells]
            if any(texts):
                yield "\t".join(texts)

    def _cell(self, cell: etree._Element) -> str:
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and attribute(merged, "val") != "restart":  # belongs to the cell above
            return ""
        return " ".join(" ".join(self._lines(cell)).split())

    def _paragraph(self, paragraph: etree._Element) -> Iterator[str]:
        properties = paragraph.find(W + "pPr")
        style = (value(properties, "pStyle") if properties is not None else "") or self._styles.default
        pieces: list[Piece] = []
        boxes: list[etree._Element] = []
        self._collect(paragraph, style, pieces, boxes)
        deleted = properties is not None and properties.find(f"{W}rPr/{W}del") is not None
        if pieces or not deleted:
            label, font = self._label(properties, style)
            shown = self._repair.pieces([Piece(label, font or self._styles.font(style) or "")])
            yield shown + self._repair.pieces(pieces).strip("\n")  # a page break may open or close it
        for box in boxes:
            yield from self._lines(box)

    def _label(self, properties: etree._Element | None, style: str) -> tuple[str, str]:
        instance, level = self._styles.list_of(style)
        if instance != NUMBER_MISSING and (tied := self._numbering.level_of_style(instance, style)) is not None:
            level = tied
        own = properties.find(W + "numPr") if properties is not None else None
        if own is not None:
            instance = own_instance if (own_instance := number(value(own, "numId"))) != NUMBER_MISSING else instance
            level = own_level if (own_level := number(value(own, "ilvl"))) != NUMBER_MISSING else level
        return self._numbering.label(instance, max(level, 0))

    def _collect(self, node: etree._Element, style: str, pieces: list[Piece], boxes: list[etree._Element]) -> None:
        for child in node:
            if child.tag == _R:
                self._run(child, style, pieces, boxes)
            elif child.tag in _WRAPPERS:
                self._collect(child, style, pieces, boxes)
            elif child.tag == _SDT:
                for content in _filled(child):
                    self._collect(content, style, pieces, boxes)
            elif child.tag == _ALTERNATIVES:
                for branch in _chosen(child):
                    self._collect(branch, style, pieces, boxes)
            elif child.tag in (_MATH + "oMath", _MATH + "oMathPara"):
                pieces.extend(Piece(text.text or "") for text in child.iter(_MATH + "t"))

    def _run(self, run: etree._Element, style: str, pieces: list[Piece], boxes: list[etree._Element]) -> None:
        properties = run.find(W + "rPr")
        own = value(properties, "rStyle") if properties is not None else ""
        hidden, capitals = switched_on(properties, "vanish"), switched_on(properties, "caps")
        if hidden is None:
            hidden = self._styles.hidden(own) or self._styles.hidden(style)
        if hidden:
            return
        if capitals is None:
            capitals = self._styles.capitals(own) or self._styles.capitals(style)
        fonts = (font_of(properties), self._styles.font(own), self._styles.font(style), self._styles.base_font())
        font = next(name for name in fonts if name is not None)
        text = "".join(self._shown(run, boxes))
        if text:
            pieces.append(Piece(text, font, bool(capitals)))

    def _shown(self, run: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        for child in run:
            if child.tag == W + "t":
                yield (child.text or "").replace("\n", " ")
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag in _NOTES:
                yield self._cite(_NOTES[child.tag], attribute(child, "id"))
            elif child.tag in (W + "drawing", W + "pict", W + "object", _ALTERNATIVES):
                boxes.extend(_text_boxes(child))

    def _cite(self, kind: str, identity: str) -> str:
        if self._note(kind, identity) is None:
            return ""
        if (kind, identity) not in self._places:
            self._cited.append((kind, identity))
            self._places[kind, identity] = len(self._cited)
        return f"[{self._places[kind, identity]}]"


def _parts_by_type(package: Package) -> dict[str, str]:
    """«document», «styles», «numbering», «footnotes», «endnotes» → the part that holds it."""
    found: dict[str, str] = {}
    for override in parse_xml(package.read("[Content_Types].xml")).iter(_TYPES + "Override"):
        content_type, name = override.get("ContentType", ""), override.get("PartName", "").lstrip("/")
        kind = content_type.removesuffix(".main+xml").removesuffix("+xml").rsplit(".", 1)[-1]
        if "wordprocessingml" in content_type and name in package:
            found.setdefault("document" if kind == "template" else kind, name)
    return found


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in document order, through the wrappers around them."""
    for child in parent:
        if child.tag in (_P, _TBL):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)
        elif child.tag == _SDT:
            for content in _filled(child):
                yield from _blocks(content)


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through the wrappers around them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _within(child, tag)
        elif child.tag == _SDT:
            for content in _filled(child):
                yield from _within(content, tag)


def _filled(control: etree._Element) -> list[etree._Element]:
    """What a content control holds, unless it still shows its «click here» prompt."""
    if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        return []
    return list(control.iterchildren(W + "sdtContent"))


def _chosen(alternatives: etree._Element) -> list[etree._Element]:
    """The branch a modern Word shows: the first choice, else the fallback, else none."""
    return [child for child in alternatives if child.tag in (_CHOICE, _FALLBACK)][:1]


def _text_boxes(element: etree._Element) -> list[etree._Element]:
    """The text boxes drawn at one place, each once, not those inside another box."""
    found: list[etree._Element] = []
    waiting = [element]
    while waiting:
        node = waiting.pop()
        if node.tag == _BOX:
            found.append(node)
        elif node.tag == _ALTERNATIVES:
            waiting.extend(_chosen(node))
        else:
            waiting.extend(reversed(node))
    return found
