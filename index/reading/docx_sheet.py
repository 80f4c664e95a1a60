"""How a Word document looks: page, paragraphs and letters with the format that styles and defaults give them.

It must not judge, nor open packages that were not checked.
Read next: `knowledge/checks/sheet.py` (what it fills), `index/reading/archive.py` (the guard in front).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from index.reading.archive import Package, parse_xml
from index.reading.docx_edges import Cells, drawings_of, ruled
from index.reading.docx_pages import pages_of, pages_told
from index.reading.docx_paragraphs import paragraphs_of, runs_of, shown
from index.reading.wordml import W, attribute, value

_MM: Final = 1440 / 25.4
_TWIPS: Final = 20
_OFF: Final = ("0", "false", "off", "none")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LONGEST_CHAIN: Final = 20
_MOST_PARAGRAPHS: Final = 20_000
_ALIGN: Final = {"start": "left", "end": "right", "distribute": "both", "": "left"}


def read_sheet(package: Package) -> dict[str, Any]:
    """Plain values for `knowledge.checks.sheet.Sheet`, without the ranges in the text."""
    return _Sheet(package).read()


class _Sheet:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._body = self._part("word/document.xml").find(W + "body")
        styles = self._part("word/styles.xml")
        self._styles = {attribute(one, "styleId"): one for one in styles.iterchildren(W + "style")}
        self._default = next(
            (
                name
                for name, one in self._styles.items()
                if attribute(one, "type") == "paragraph" and attribute(one, "default") in ("1", "true", "on")
            ),
            "",
        )
        self._defaults = styles.find(W + "docDefaults")
        self._theme = self._fonts_of_theme()

    def read(self) -> dict[str, Any]:
        # The first section is the document itself; annexes behind it may lie on their side.
        section = next(self._body.iter(W + "sectPr"), None) if self._body is not None else None
        return {
            **_page(section),
            **self._page_number(section),
            "paragraphs": [] if self._body is None else list(self._paragraphs(self._body)),
        }

    def _part(self, name: str) -> etree._Element:
        return parse_xml(self._package.read(name)) if name in self._package else etree.Element("none")

    def _paragraphs(self, body: etree._Element) -> Iterator[dict[str, Any]]:
        cells = Cells(lambda style: self._chain(style, "tblPr"))
        pages = pages_of(body, pages_told(self._part("docProps/app.xml")))
        for number, paragraph in enumerate(paragraphs_of(body)):
            if number >= _MOST_PARAGRAPHS:
                return
            cell = cells.of(paragraph)
            told = self._paragraph(paragraph)
            told["ruled_below"] = told["ruled_below"] or cell.ruled
            yield told | {"cell": cell.number, "boxed": cell.boxed, "page": pages[number]}

    def _paragraph(self, paragraph: etree._Element) -> dict[str, Any]:
        properties = paragraph.find(W + "pPr")
        style = (value(properties, "pStyle") if properties is not None else "") or self._default
        levels = [one for one in (properties, *self._chain(style, "pPr"), self._of_defaults("pPr")) if one is not None]
        spacing, indent = _merged(levels, "spacing"), _merged(levels, "ind")
        align = next((value(one, "jc") for one in levels if one.find(W + "jc") is not None), "")
        runs = [(run, shown(run)) for run in runs_of(paragraph)]
        exact = spacing.get("lineRule", "auto") != "auto"
        return {
            "text": "".join(text for _, text in runs),
            "align": _ALIGN.get(align, align),
            "first_line": (_number(indent.get("firstLine")) - _number(indent.get("hanging"))) / _MM,
            "before": 0.0
            if spacing.get("beforeAutospacing") in ("1", "true")
            else _number(spacing.get("before")) / _TWIPS,
            "after": _number(spacing.get("after")) / _TWIPS,
            "spacing": 0.0 if exact else _number(spacing.get("line"), 240.0) / 240,
            "in_table": any(one.tag == W + "tc" for one in paragraph.iterancestors()),
            "ruled_above": ruled(levels, "top"),
            "ruled_below": ruled(levels, "bottom"),
            "drawings": drawings_of(paragraph),
            "letters": [self._letters(run, text, style) for run, text in runs if text],
        }

    def _letters(self, run: etree._Element, text: str, style: str) -> dict[str, Any]:
        own = run.find(W + "rPr")
        character = value(own, "rStyle") if own is not None else ""
        levels = [own, *self._chain(character, "rPr"), *self._chain(style, "rPr"), self._of_defaults("rPr")]
        known = [one for one in levels if one is not None]
        colour = next((one.find(W + "color") for one in known if one.find(W + "color") is not None), None)
        shade = "" if colour is None else attribute(colour, "val").lower()
        underline = next((value(one, "u") for one in known if one.find(W + "u") is not None), "")
        return {
            "text": text,
            "font": self._font(known),
            "size": _number(next((value(one, "sz") for one in known if value(one, "sz")), "20")) / 2,
            "bold": _switched(known, "b"),
            "italic": _switched(known, "i"),
            "underlined": underline not in ("", "none"),
            "colour": "" if shade in ("", "auto", "000000") else shade,
            "shade": _shade(known),
            "capitals": _switched(known, "caps"),
        }

    def _font(self, levels: list[etree._Element]) -> str:
        for level in levels:
            fonts = level.find(W + "rFonts")
            if fonts is None:
                continue
            theme = attribute(fonts, "asciiTheme")
            found = self._theme.get(theme, "") if theme else attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
            if found:
                return found
        return "Times New Roman"

    def _chain(self, style: str, kind: str) -> list[etree._Element]:
        found: list[etree._Element] = []
        seen: set[str] = set()
        while style in self._styles and style not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style)
            properties = self._styles[style].find(W + kind)
            if properties is not None:
                found.append(properties)
            style = value(self._styles[style], "basedOn")
        return found

    def _of_defaults(self, kind: str) -> etree._Element | None:
        return None if self._defaults is None else self._defaults.find(f"{W}{kind}Default/{W}{kind}")

    def _fonts_of_theme(self) -> dict[str, str]:
        root = self._part("word/theme/theme1.xml")
        fonts = {}
        for kind in ("major", "minor"):
            latin = next(root.iter(f"{_A}{kind}Font"), None)
            named = latin.find(_A + "latin") if latin is not None else None
            for slot in ("HAnsi", "Ascii"):
                fonts[kind + slot] = "" if named is None else named.get("typeface") or ""
        return fonts

    def _page_number(self, section: etree._Element | None) -> dict[str, Any]:
        """Where a PAGE field stands, whether centred, and whether page one shows it too."""
        told: dict[str, Any] = {
            "page_number": "",
            "number_is_centred": False,
            "number_on_first_page": False,
            "number_letters": [],
        }
        if section is None or "word/_rels/document.xml.rels" not in self._package:
            return told
        targets = {one.get("Id"): one.get("Target", "") for one in self._part("word/_rels/document.xml.rels")}
        title = section.find(W + "titlePg")
        told["number_on_first_page"] = title is None or attribute(title, "val") in _OFF
        for kind in ("header", "footer"):
            for reference in section.iterchildren(f"{W}{kind}Reference"):
                name = "word/" + (targets.get(reference.get(_RELATION)) or "").removeprefix("/word/")
                field = _page_field(self._part(name)) if attribute(reference, "type") != "first" else None
                if field is not None and not told["page_number"]:
                    align = next((value(one, "jc") for one in field.iter(W + "pPr")), "")
                    style = next((value(one, "pStyle") for one in field.iter(W + "pPr")), "")
                    chain = [value(one, "jc") for one in self._chain(style, "pPr")]
                    told["page_number"] = kind
                    told["number_is_centred"] = (align or next(filter(None, chain), "")) == "center"
                    told["number_letters"] = [self._letters(one, shown(one), style) for one in _of_field(field)]
        return told


def _page_field(part: etree._Element) -> etree._Element | None:
    """The paragraph that holds the page number."""
    for paragraph in part.iter(W + "p"):
        codes = [one.text or "" for one in paragraph.iter(W + "instrText")]
        codes += [attribute(one, "instr") for one in paragraph.iter(W + "fldSimple")]
        if any("PAGE" in code.split() for code in codes):
            return paragraph
    return None


def _of_field(paragraph: etree._Element) -> list[etree._Element]:
    """The runs of a paragraph that print its page number; a field between two marks holds its code and its result."""
    return [one for one in runs_of(paragraph) if shown(one).strip() or one.find(W + "instrText") is not None]


def _shade(levels: list[etree._Element]) -> str:
    """The colour behind letters; white is none."""
    marked = next((value(one, "highlight") for one in levels if value(one, "highlight")), "none")
    fills = [one.find(W + "shd") for one in levels]
    fill = next((attribute(one, "fill").lower() for one in fills if one is not None), "")
    if marked not in ("none", "white"):
        return marked
    return "" if fill in ("", "auto", "ffffff") else fill


def _page(section: etree._Element | None) -> dict[str, float]:
    size = None if section is None else section.find(W + "pgSz")
    margins = None if section is None else section.find(W + "pgMar")

    def measure(element: etree._Element | None, name: str) -> float:
        return 0.0 if element is None else round(_number(attribute(element, name)) / _MM, 1)

    told = {"width": measure(size, "w"), "height": measure(size, "h")}
    told |= {side: measure(margins, side) for side in ("top", "bottom", "left", "right")}
    return told | {"left": told["left"] + measure(margins, "gutter")}


def _merged(levels: list[etree._Element], name: str) -> Mapping[str, str]:
    """The attributes of a property, each from the nearest level that gives it."""
    found: dict[str, str] = {}
    for level in reversed(levels):
        element = level.find(W + name)
        if element is not None:
            found |= {str(key).removeprefix(W): str(said) for key, said in element.attrib.items()}
    return found


def _switched(levels: list[etree._Element], name: str) -> bool:
    element = next((one.find(W + name) for one in levels if one.find(W + name) is not None), None)
    return element is not None and attribute(element, "val") not in _OFF


def _number(text: str | None, otherwise: float = 0.0) -> float:
    try:
        return float(text) if text and len(text) < 12 else otherwise
    except ValueError:
        return otherwise
