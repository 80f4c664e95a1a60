"""What is said that is no question: a greeting, a thank-you, a goodbye.

It must not know what is answered; it only recognises whole messages.
Read next: `bot/texts/understood.yaml`, the words; `bot/flows/ask.py`, the replies.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml

from knowledge.text import fold, syllables


@cache
def _phrases() -> dict[str, str]:
    content = resources.files("bot.texts").joinpath("understood.yaml").read_text(encoding="utf-8")
    kinds: dict[str, list[str]] = yaml.load(content, Loader=yaml.CSafeLoader)
    return {phrase: kind for kind, phrases in kinds.items() for phrase in phrases}


def small_talk(text: str) -> str:
    """«greeting», «thanks», «goodbye» or «skip» when the whole message is one of those, else «»."""
    return _phrases().get(fold(" ".join(syllables(text))), "")
