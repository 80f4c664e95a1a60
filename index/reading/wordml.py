"""Small words of WordprocessingML: the namespace, attribute reading, styles.

It must not know packages or files; it works on parsed XML only.
Read next: `index/reading/docx_text.py` and `index/reading/numbering.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER_MISSING: Final = -1
_OFF: Final = ("0", "false", "off", "none")
_LONGEST_CHAIN: Final = 30


def attribute(element: etree._Element, name: str) -> str:
    """The attribute `w:name`, or an empty string."""
    return element.get(W + name) or ""


def value(element: etree._Element, name: str) -> str:
    """`w:val` of the child `w:name`, or an empty string."""
    child = element.find(W + name)
    return "" if child is None else attribute(child, "val")


def number(text: str) -> int:
    """A non-negative decimal attribute of at most nine digits, else NUMBER_MISSING."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else NUMBER_MISSING


def switched_on(element: etree._Element | None, name: str) -> bool | None:
    """Whether the on/off property `w:name` is set; None where nothing is said."""
    child = None if element is None else element.find(W + name)
    return None if child is None else attribute(child, "val") not in _OFF


def font_of(run_properties: etree._Element | None) -> str | None:
    """The Latin font that run properties name; «» for a theme font; None where nothing is said."""
    fonts = None if run_properties is None else run_properties.find(W + "rFonts")
    if fonts is None:
        return None
    if attribute(fonts, "asciiTheme"):
        return ""
    return attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or None


@dataclass(frozen=True, slots=True)
class Style:
    """What one style says itself; None where it leaves the word to the style it is based on."""

    based_on: str = ""
    font: str | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    list_instance: int = NUMBER_MISSING
    list_level: int = NUMBER_MISSING


class Styles:
    """The styles of one document, each resolved along the styles it is based on."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._chains: dict[str, tuple[Style, ...]] = {}
        self.default = ""
        self._base = Style()
        if root is not None:
            self._load(root)

    def chain(self, style: str) -> tuple[Style, ...]:
        """The style and those it is based on, nearest first; a loop ends where it closes."""
        if style not in self._chains:
            found: list[str] = []
            name = style
            while name in self._styles and name not in found and len(found) < _LONGEST_CHAIN:
                found.append(name)
                name = self._styles[name].based_on
            self._chains[style] = tuple(self._styles[each] for each in found)
        return self._chains[style]

    def font(self, style: str) -> str | None:
        """The font of a style along its chain."""
        return next((s.font for s in self.chain(style) if s.font is not None), None)

    def capitals(self, style: str) -> bool | None:
        """Whether a style shows its letters as capitals."""
        return next((s.capitals for s in self.chain(style) if s.capitals is not None), None)

    def hidden(self, style: str) -> bool | None:
        """Whether a style hides its text."""
        return next((s.hidden for s in self.chain(style) if s.hidden is not None), None)

    def base_font(self) -> str:
        """The font of text whose styles name none."""
        return self._base.font or ""

    def list_of(self, style: str) -> tuple[int, int]:
        """List instance and level that a paragraph style carries, each NUMBER_MISSING where unsaid."""
        chain = self.chain(style)
        instance = next((s.list_instance for s in chain if s.list_instance != NUMBER_MISSING), NUMBER_MISSING)
        level = next((s.list_level for s in chain if s.list_level != NUMBER_MISSING), NUMBER_MISSING)
        return instance, level

    def _load(self, root: etree._Element) -> None:
        self._base = Style(font=font_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")))
        for element in root.iterchildren(W + "style"):
            name, properties = attribute(element, "styleId"), element.find(W + "rPr")
            in_list = element.find(f"{W}pPr/{W}numPr")
            self._styles[name] = Style(
                based_on=value(element, "basedOn"),
                font=font_of(properties),
                capitals=switched_on(properties, "caps"),
                hidden=switched_on(properties, "vanish"),
                list_instance=NUMBER_MISSING if in_list is None else number(value(in_list, "numId")),
                list_level=NUMBER_MISSING if in_list is None else number(value(in_list, "ilvl")),
            )
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
                self.default = name
