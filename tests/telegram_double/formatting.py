"""A message's text as Telegram keeps it: plain, trimmed, with entities counted in UTF-16 code units.

It knows text and entities only; limits on length belong to the methods.
Read next: `html_markup.py` and `markdown_markup.py`, one for each parse mode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.telegram_double.errors import bad_request
from tests.telegram_double.schema import Json

_DETECTED = re.compile(
    r"(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{4,32})"
    r"|(?P<url>https?://[^\s<>\"]+)"
)
_OPAQUE = ("code", "pre", "text_link", "text_mention")
"""Inside these nothing is detected."""


@dataclass
class Formatted:
    """Plain text and its entities."""

    text: str
    entities: list[Json] = field(default_factory=list)


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cannot_parse(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def finished(found: Formatted) -> Formatted:
    """Trimmed, with what Telegram detects by itself, entities ordered and within the text."""
    text = found.text.replace("\r", "").strip()
    shift = units(found.text.replace("\r", "")) - units(found.text.replace("\r", "").lstrip())
    length = units(text)
    entities = []
    for entity in found.entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, length)
        if end > start:
            entities.append(entity | {"offset": start, "length": end - start})
    entities += _detected(text, entities)
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"], entity["type"]))
    return Formatted(text, entities)


def http_url(written: str) -> str | None:
    """The address a text link leads to, or None where Telegram would not make a link."""
    if re.search(r"\s", written):
        return None
    address = written if "://" in written or written.startswith("tg:") else f"http://{written}"
    parts = urlsplit(address)
    if parts.scheme == "tg":
        return address
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
        return None
    return address if parts.path or parts.query or parts.fragment else f"{address}/"


def _detected(text: str, entities: list[Json]) -> list[Json]:
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    found = []
    for match in _DETECTED.finditer(text):
        start, length = units(text[: match.start()]), units(match[0])
        if not any(start < end and begin < start + length for begin, end in taken):
            found.append({"type": match.lastgroup, "offset": start, "length": length})
    return found
