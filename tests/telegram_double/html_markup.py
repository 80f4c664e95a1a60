"""Telegram's HTML parse mode: a text with tags becomes plain text and entities, or a refusal in Telegram's words.

It knows one parse mode and nothing of messages. Offsets in refusals are bytes of the text as it was sent.
Read next: `formatting.py`, which finishes what is parsed here.

The behaviour and the wording follow the public tests of the library behind the Bot API server
(`test/message_entities.cpp` of tdlib/td).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.telegram_double.formatting import Formatted, cannot_parse, http_url, units
from tests.telegram_double.schema import Json

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_HIGHEST_CHARACTER = 0x10FFFF


@dataclass
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int
    text_before: int


@dataclass
class _Parser:
    html: str
    place: int = 0
    plain: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def parse(self) -> Formatted:
        while self.place < len(self.html):
            character = self.html[self.place]
            if character == "<" and self.html.startswith("</", self.place):
                self._end_tag()
            elif character == "<":
                self._start_tag()
            else:
                decoded, self.place = _decoded(self.html, self.place)
                self._put(decoded)
        if self.open:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')
        text = "".join(self.plain)
        if re.search(r"[\ud800-\udfff]", text):
            raise cannot_parse(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
                "code units"
            )
        return Formatted(text, _code_in_pre(self.entities))

    def _put(self, text: str) -> None:
        self.plain.append(text)
        self.length += units(text)

    def _at(self, place: int) -> int:
        return len(self.html[:place].encode("utf-8", "surrogatepass"))

    def _start_tag(self) -> None:
        begin = self.place
        found = re.compile(r"<([^\s>]*)").match(self.html, begin)
        if found is None or found.end() == len(self.html):
            raise cannot_parse(f"Unclosed start tag at byte offset {self._at(begin)}")
        name = found[1].lower()
        if name not in _TYPES:
            raise cannot_parse(f'Unsupported start tag "{name}" at byte offset {self._at(begin)}')
        self.place = found.end()
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._at(begin)}')
        self.open.append(_Open(name, attributes, self.length, len(self.plain)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self.place >= len(self.html):
                raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {self._at(begin)}')
            if self.html[self.place] == ">":
                self.place += 1
                return attributes
            found = re.compile(r"[^\s=>]*").match(self.html, self.place)
            name = found[0].lower() if found else ""
            if not name:
                raise cannot_parse(f'Empty attribute name in the tag "{tag}" at byte offset {self._at(begin)}')
            self.place += len(name)
            self._skip_space()
            attributes[name] = ""
            if self.html.startswith("=", self.place):
                self.place += 1
                self._skip_space()
                attributes[name] = self._attribute_value(tag, begin)

    def _attribute_value(self, tag: str, begin: int) -> str:
        if self.place >= len(self.html):
            raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {self._at(begin)}')
        quote = self.html[self.place]
        if quote not in "\"'":
            found = re.compile(r"[A-Za-z0-9.-]*").match(self.html, self.place)
            token = found[0] if found else ""
            start, self.place = self.place, self.place + len(token)
            if self.place >= len(self.html) or not re.match(r"[\s>]", self.html[self.place]):
                raise cannot_parse(f"Unexpected end of name token at byte offset {self._at(start)}")
            return token.lower()
        end = self.html.find(quote, self.place + 1)
        if end < 0:
            raise cannot_parse(f"Unclosed start tag at byte offset {self._at(begin)}")
        value, self.place = self.html[self.place + 1 : end], end + 1
        return _ENTITY.sub(lambda match: _decoded(match[0], 0)[0], value)

    def _end_tag(self) -> None:
        begin = self.place
        if not self.open:
            raise cannot_parse(f"Unexpected end tag at byte offset {self._at(begin)}")
        found = re.compile(r"</([^\s>]*)\s*").match(self.html, begin)
        name = found[1].lower() if found else ""
        self.place = found.end() if found else begin
        if not self.html.startswith(">", self.place):
            raise cannot_parse(f"Unclosed end tag at byte offset {self._at(begin)}")
        self.place += 1
        opened = self.open.pop()
        if name and name != opened.name:
            raise cannot_parse(
                f'Unmatched end tag at byte offset {self._at(begin)}, expected "</{opened.name}>", found "</{name}>"'
            )
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Json = {"type": _TYPES[opened.name], "offset": opened.offset, "length": self.length - opened.offset}
        if opened.name == "a":
            inside = "".join(self.plain[opened.text_before :])
            address = http_url(opened.attributes.get("href") or inside)
            if address is None:
                return
            entity["url"] = address
        elif opened.name == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.name == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        elif opened.name in ("pre", "code"):
            language = opened.attributes.get("class", "").removeprefix("language-")
            if language and language != opened.attributes.get("class"):
                entity["language"] = language
        self.entities.append(entity)

    def _skip_space(self) -> None:
        while self.place < len(self.html) and self.html[self.place].isspace():
            self.place += 1


def parse_html(html: str) -> Formatted:
    """The text and entities of `html`.

    Raises ApiError 400 «can't parse entities: …» for what Telegram refuses.
    """
    return _Parser(html).parse()


def _decoded(html: str, place: int) -> tuple[str, int]:
    """The character that begins at `place`, an entity decoded, and the place behind it."""
    found = _ENTITY.match(html, place)
    if found is None:
        return html[place], place + 1
    if found[3]:
        return _NAMED[found[3]], found.end()
    code = int(found[1], 16) if found[1] else int(found[2])
    if not 0 < code <= _HIGHEST_CHARACTER:
        return html[place], place + 1
    return chr(code), found.end()


def _code_in_pre(entities: list[Json]) -> list[Json]:
    """<pre> and <code class="language-…"> over the same text are one block with a language."""
    kept: list[Json] = []
    for entity in entities:
        same = next((e for e in kept if (e["offset"], e["length"]) == (entity["offset"], entity["length"])), None)
        if same and {same["type"], entity["type"]} == {"pre", "code"} and ("language" in same or "language" in entity):
            language = entity.get("language") or same["language"]
            same |= {"type": "pre", "language": language}
        else:
            kept.append(entity)
    return [e if e["type"] == "pre" else {k: v for k, v in e.items() if k != "language"} for e in kept]
