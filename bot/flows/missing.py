"""Which official texts are still missing, in words: for administrators in the chat and on the command line.

It must not know where the loaded ones are kept.
Read next: `knowledge/missing.py` (which they are), `bot/texts/missing.jinja` (wording).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.texts import text
from knowledge.missing import missing_texts
from knowledge.regulations import registry


def missing_html(day: date, loaded: Iterable[str], province: str | None = None) -> str:
    """The list, as html of one reply; see `knowledge.missing.missing_texts`."""
    found = missing_texts(registry(), day, loaded, province)
    return text("missing.texts", missing={need.value: regulations for need, regulations in found.items()}, day=day)
