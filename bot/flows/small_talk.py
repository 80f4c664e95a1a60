"""What is said that is no question: a greeting, a thank-you, a goodbye; and what sounds like one.

It must not know what is answered; it only recognises words.
Read next: `bot/texts/understood.yaml`, the words; `bot/flows/ask.py`, the replies.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

import yaml

from knowledge.text import fold, syllables

_ASKING: Final = tuple(
    f" {fold(words)} "
    for words in (
        "bao nhiêu", "bao giờ", "bao lâu", "thế nào", "ra sao", "là gì", "những gì", "gồm gì", "cần gì", "khi nào",
        "ở đâu", "tại sao", "vì sao", "mấy năm", "mấy lần", "mấy bản", "mấy ngày", "được không", "có phải", "có cần",
    )
)  # fmt: skip
_ENDINGS: Final = ("khong", "chua")
"""At the end of a sentence they ask («còn hiệu lực không»), inside it they deny."""


@cache
def _phrases() -> dict[str, str]:
    content = resources.files("bot.texts").joinpath("understood.yaml").read_text(encoding="utf-8")
    kinds: dict[str, list[str]] = yaml.load(content, Loader=yaml.CSafeLoader)
    return {phrase: kind for kind, phrases in kinds.items() for phrase in phrases}


def asks(text: str) -> bool:
    """Whether the text sounds like a question, with or without marks: few people type the question mark."""
    words = fold(" ".join(syllables(text))).split()
    if text.rstrip().endswith("?") or words[:1] == ["ai"] or (len(words) > 2 and words[-1] in _ENDINGS):
        return True
    spoken = f" {' '.join(words)} "
    return any(phrase in spoken for phrase in _ASKING)


def small_talk(text: str) -> str:
    """«greeting», «thanks», «goodbye» or «skip» when the whole message is one of those, else «»."""
    return _phrases().get(fold(" ".join(syllables(text))), "")
