"""Vietnamese text as officers type it: one normal form, folding, syllables.

It must not know what a regulation is; it only knows letters.
Read next: `knowledge/abbreviations.py`, then `index/lexical.py`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

# Marks that other keyboards and PDF extraction put where Vietnamese text has a plain one.
_LOOK_ALIKES: Final = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u3000": " ",
        "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "\ufe63": "-", "\uff0d": "-",
        "\u2044": "/", "\u2215": "/", "\uff0f": "/",
        "\u00d0": "Đ", "\u0110": "Đ", "\u0189": "Đ", "\u0111": "đ", "\u00f0": "đ", "\u0256": "đ",
    }
)  # fmt: skip

_TOKEN: Final = re.compile(r"\d+(?:[./,-]\d+)*(?:/[\w-]+)*|\w+")


def normalise(text: str) -> str:
    """The text in NFC with look-alike spaces, hyphens, slashes and Đ replaced.

    Length and offsets may change; use it once, where text enters, and keep only its result.
    """
    return unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES)


@cache
def _folded_letter(letter: str) -> str:
    if letter in "đĐ":
        return "d" if letter == "đ" else "D"
    decomposed = unicodedata.normalize("NFD", letter)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return kept if len(kept) == len(letter) else letter


def fold(text: str) -> str:
    """The NFC text without tone marks and with đ as d; every offset stays where it was."""
    return "".join(map(_folded_letter, text))


def is_folded(text: str) -> bool:
    """Whether the text carries no Vietnamese mark at all: typed in a hurry on a phone."""
    return text == fold(text)


def syllables(text: str) -> list[str]:
    """Lower-case syllables; a number with its separators («152/2025/nđ-cp») is one token."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).lower())


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text as names and phrases are compared: folded lower-case syllables, one space apart, no punctuation."""
    return fold(" ".join(syllables(normalise(text)))).casefold()


def squeeze(text: str) -> str:
    """The text with every run of white space as one space, trimmed."""
    return " ".join(text.split())


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a space and closed by «…»."""
    text = squeeze(text)
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rsplit(" ", 1)[0] or text[: limit - 1]
    return cut.rstrip(" ,;:.") + "…"
