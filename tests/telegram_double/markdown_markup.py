"""Telegram's MarkdownV2 parse mode: a text with marks becomes plain text and entities, or a refusal.

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

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_HIGHEST_ESCAPABLE = 126
# The mark of each kind; the longer mark is tried first.
_MARKS = {
    "```": "Pre",
    "__": "Underline",
    "||": "Spoiler",
    "![": "CustomEmoji",
    "`": "Code",
    "_": "Italic",
    "*": "Bold",
    "~": "Strikethrough",
    "[": "TextUrl",
}
_END_MARKS = {"TextUrl": "]", "CustomEmoji": "]", "PreCode": "```"} | {
    kind: mark for mark, kind in _MARKS.items() if "[" not in mark
}
_TYPES = {
    "Pre": "pre",
    "PreCode": "pre",
    "Underline": "underline",
    "Spoiler": "spoiler",
    "Code": "code",
    "Italic": "italic",
    "Bold": "bold",
    "Strikethrough": "strikethrough",
}
_VERBATIM = ("Code", "Pre", "PreCode")
_LANGUAGE = re.compile(r"[^\s`]+(?=[^`])")
_EXPANDS = re.compile(r"\|\|(?=\r?\n(?!>)|$)")
"""Two bars at the end of a quotation fold it; anywhere else they begin a spoiler."""
_LINE_END = re.compile(r"\r\n|\n\r|\n|\r")


@dataclass
class _Open:
    kind: str
    offset: int
    begin: int
    depth: int
    """How many marks were open before it."""
    text_before: int = 0
    language: str = ""


@dataclass
class _Parser:
    source: str
    place: int = 0
    plain: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)
    quote: _Open | None = None
    fresh_line: bool = True

    def parse(self) -> Formatted:
        while self.place < len(self.source):
            if not self._verbatim() and self._quote_mark():
                continue
            self._character()
        if self.open:
            raise _no_end(self.source, self.open[-1])
        self._end_quote()
        return Formatted("".join(self.plain), self.entities)

    def _verbatim(self) -> bool:
        return bool(self.open) and self.open[-1].kind in _VERBATIM

    def _put(self, text: str) -> None:
        self.plain.append(text)
        self.length += units(text)
        self.fresh_line = False

    def _quote_mark(self) -> bool:
        """Begin or end a block quotation where a line begins; True if a mark was passed over."""
        if _at_line_start(self.source, self.place):
            self.fresh_line = True
            if not self.source.startswith((">", "**>"), self.place):
                self._end_quote()
        if not self.fresh_line:
            return False
        if self.source.startswith("**>", self.place):
            self._end_quote()
            self.place += 2
        if not self.source.startswith(">", self.place):
            return False
        if self.quote is None:
            self.quote = _Open("blockquote", self.length, self.place, len(self.open))
        self.place += 1
        self.fresh_line = False
        return True

    def _end_quote(self) -> None:
        if self.quote is None:
            return
        if len(self.open) > self.quote.depth:
            raise _no_end(self.source, self.open[-1])
        if self.length > self.quote.offset:
            length = self.length - self.quote.offset
            self.entities.append({"type": self.quote.kind, "offset": self.quote.offset, "length": length})
        self.quote = None

    def _character(self) -> None:
        character = self.source[self.place]
        follower = self.source[self.place + 1 : self.place + 2]
        if character == "\\" and follower and 0 < ord(follower) <= _HIGHEST_ESCAPABLE:
            self._put(follower)
            self.place += 2
        elif character not in _RESERVED or (self._verbatim() and character != "`"):
            self._put(character)
            self.place += 1
        elif self.open and self._ends(self.open[-1]):
            self._close(self.open.pop())
        elif self.quote is not None and _EXPANDS.match(self.source, self.place):
            self.place += 2
            self.quote.kind = "expandable_blockquote"
        else:
            self._begin(character)

    def _ends(self, opened: _Open) -> bool:
        if opened.kind == "Italic" and self.source.startswith("__", self.place):
            return False
        return self.source.startswith(_END_MARKS[opened.kind], self.place)

    def _begin(self, character: str) -> None:
        mark = next((mark for mark in _MARKS if self.source.startswith(mark, self.place)), None)
        if mark is None:
            raise cannot_parse(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
        opened = _Open(_MARKS[mark], self.length, self.place, len(self.open), len(self.plain))
        self.place += len(mark)
        if opened.kind == "Pre":
            if language := _LANGUAGE.match(self.source, self.place):
                opened.kind, opened.language, self.place = "PreCode", language[0], language.end()
            if line_end := _LINE_END.match(self.source, self.place):
                self.place = line_end.end()
        self.open.append(opened)

    def _close(self, opened: _Open) -> None:
        self.place += len(_END_MARKS[opened.kind])
        address = self._address() if opened.kind in ("TextUrl", "CustomEmoji") else None
        if self.length == opened.offset:
            return
        entity: Json = {"offset": opened.offset, "length": self.length - opened.offset}
        if opened.kind == "TextUrl":
            url = http_url("".join(self.plain[opened.text_before :]) if address is None else address)
            if url is None:
                return
            entity |= {"type": "text_link", "url": url}
        elif opened.kind == "CustomEmoji":
            entity |= {"type": "custom_emoji", "custom_emoji_id": _emoji_id(address)}
        else:
            entity["type"] = _TYPES[opened.kind]
            entity |= {"language": opened.language} if opened.language else {}
        self.entities.append(entity)

    def _address(self) -> str | None:
        """What stands in brackets behind a link's text, unescaped; None without brackets."""
        if not self.source.startswith("(", self.place):
            return None
        found = re.compile(r"\(((?:\\.|[^\\)])*)\)", re.DOTALL).match(self.source, self.place)
        if found is None:
            raise cannot_parse(f"Can't find end of a URL at byte offset {_bytes(self.source, self.place + 1)}")
        self.place = found.end()
        return re.sub(r"\\(.)", r"\1", found[1])


def parse_markdown(source: str) -> Formatted:
    """The text and entities of `source`.

    Raises ApiError 400 «can't parse entities: …» for what Telegram refuses.
    """
    return _Parser(source).parse()


def _at_line_start(source: str, place: int) -> bool:
    before = source[place - 1 : place]
    return place == 0 or before == "\n" or (before == "\r" and source[place : place + 1] != "\n")


def _bytes(source: str, place: int) -> int:
    return len(source[:place].encode())


def _no_end(source: str, opened: _Open) -> Exception:
    return cannot_parse(f"Can't find end of {opened.kind} entity at byte offset {_bytes(source, opened.begin)}")


def _emoji_id(address: str | None) -> str:
    if address is None:
        raise cannot_parse("Custom emoji entity must contain a tg://emoji URL")
    found = re.fullmatch(r"tg://emoji/?\?id=(\d+)", address, re.IGNORECASE)
    if found is None:
        raise cannot_parse("Custom emoji URL must have an emoji identifier")
    return found[1]
