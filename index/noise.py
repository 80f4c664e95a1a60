"""Clean Vietnamese → what officers really type: no tone marks, abbreviations, slips of the keyboard.

It must not know what a text is used for; the random source that is passed in decides everything.
Read next: `index/evaluation.py`, which measures with it, `index/model/training/`, which trains with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from types import MappingProxyType
from typing import Final

from knowledge.abbreviations import meanings
from knowledge.syllables import keystrokes
from knowledge.text import fold, normalise, squeeze

TYPO_SHARE: Final = 0.2
"""The share of words with a slip in a text typed in a hurry."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_PUNCTUATION: Final = '?!,;:."“”'
_NUMBER: Final = re.compile(r"\b(\d{1,4})/(\d{4})/((?:NĐ|TT|NQ|QĐ|QH|TTLT|PL)[\w-]*)")
_KINDS: Final = MappingProxyType({"NĐ": "nghị định", "TT": "thông tư", "NQ": "nghị quyết", "QĐ": "quyết định"})
_NEVER_SHORT: Final = frozenset({"đ", "k", "j", "z", "ng"})
"""One or two letters that people write for much else too: seldom enough to be left to chance alone."""
_SMALL_WORDS: Final = """
    thì là mà của các những được bị có không gì nào như thế sao ra hay cho về với và theo khi tại trong việc
    phải cần ạ à vậy xin hỏi tôi em anh chị ai bao nhiêu để từ do nhé đã đang sẽ
"""
_STOP_WORDS: Final = frozenset(_SMALL_WORDS.split())
_NEIGHBOURS: Final = MappingProxyType(
    {
        "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
        "p": "ol", "a": "qsz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb", "h": "gjyn", "j": "hkum",
        "k": "jlim", "l": "kop", "z": "asx", "x": "zcs", "c": "xvd", "v": "cbf", "b": "vng", "n": "bmh", "m": "njk",
    }
)  # fmt: skip
_VNI_LETTERS: Final = MappingProxyType({"ă": "a8", "â": "a6", "đ": "d9", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7"})
_VNI_TONES: Final = MappingProxyType({"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"})
_FORMS: Final = (
    "{kind} {number}/{year}", "{kind} {number}", "{short} {number}/{year}", "{short} {number}", "{short}{number}",
    "{number}/{year}/{symbol}", "{number}/{year}/{joined}", "{number}-{year}-{joined}",
)  # fmt: skip


def unmarked(text: str) -> str:
    """The text with no tone marks, «đ» as «d»: the commonest way of typing on a phone."""
    return fold(normalise(text))


def partly_unmarked(text: str, random: Random, share: float = 0.5) -> str:
    """The text with about that share of its words unmarked."""
    return _WORD.sub(lambda word: fold(word[0]) if random.random() < share else word[0], normalise(text))


def abbreviated(text: str, random: Random | None = None, share: float = 1.0) -> str:
    """The text with the phrases that officers shorten shortened: all of them, or about that share.

    The long phrase goes before the short one in it; a phrase with several spellings gets the first
    without a random source, any of them with one.
    """

    def shortened(found: re.Match[str]) -> str:
        spellings = _spellings()[found[0].lower()]
        if random is None:
            return spellings[0]
        if random.random() >= share:
            return found[0]
        chosen = random.choice(spellings)
        return chosen.lower() if random.random() < 0.4 else chosen

    return _phrases().sub(shortened, normalise(text))


@cache
def _spellings() -> Mapping[str, tuple[str, ...]]:
    """Short forms by the phrase in small letters, with the comma of a phrase or without it."""
    found: dict[str, tuple[str, ...]] = {}
    for short, phrases in meanings().items():
        if short in _NEVER_SHORT:
            continue
        for phrase in phrases:
            for spelling in {phrase.lower(), phrase.lower().replace(",", "")}:
                found[spelling] = (*found.get(spelling, ()), short)
    return found


@cache
def _phrases() -> re.Pattern[str]:
    longest_first = sorted(_spellings(), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def telegraphic(text: str) -> str:
    """The words that carry the question, as one types a search: no small words, no punctuation."""
    words = [bare for word in normalise(text).split() if (bare := word.strip(_PUNCTUATION))]
    kept = [word for word in words if word.lower() not in _STOP_WORDS]
    return " ".join(kept if len(kept) > 1 else words)


def mistyped(text: str, random: Random, share: float = TYPO_SHARE) -> str:
    """The text with a slip in about that share of its words of three letters or more."""

    def slipped(word: re.Match[str]) -> str:
        if len(word[0]) < 3 or random.random() >= share:
            return word[0]
        return random.choice(_SLIPS)(word[0], random)

    return _WORD.sub(slipped, normalise(text))


def _swapped(word: str, random: Random) -> str:
    place = random.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _lost(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    return word[:place] + word[place + 1 :]


def _doubled(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    return word[:place] + word[place] + word[place:]


def _neighbouring(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    letter = fold(word[place]).lower()
    return word[:place] + random.choice(_NEIGHBOURS.get(letter, letter)) + word[place + 1 :]


def _telex(word: str, random: Random) -> str:
    """The keys of Telex as they come: the machine was not set to Vietnamese."""
    keys = sorted(keystrokes(word.lower()))
    return random.choice(keys) if keys else word


def _vni(word: str, random: Random) -> str:
    """The same with VNI, whose marks are digits: the tone behind its letter or behind the syllable."""
    tone, letters = "", ""
    behind = random.random() < 0.7
    for letter in word.lower():
        apart = unicodedata.normalize("NFD", letter)
        found = "".join(_VNI_TONES.get(mark, "") for mark in apart)
        plain = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _VNI_TONES))
        letters += _VNI_LETTERS.get(plain, plain) + ("" if behind else found)
        tone += found if behind else ""
    return letters + tone


def _bare(word: str, random: Random) -> str:
    """A word whose marks were left out: all of them, now and then all but those of its last letter."""
    return fold(word) if random.random() < 0.9 else fold(word[:-1]) + word[-1]


_SLIPS: Final[tuple[Callable[[str, Random], str], ...]] = (
    _swapped, _lost, _doubled, _neighbouring, _telex, _vni, _bare,
)  # fmt: skip


def messy_numbers(text: str, random: Random) -> str:
    """Every số hiệu in a form people type: «nđ 152/2025», «152/2025/nd-cp», «nghi dinh 152»."""

    def messy(found: re.Match[str]) -> str:
        number, year, symbol = found.groups()
        short = symbol.split("-")[0]
        written = random.choice(_FORMS).format(
            kind=_KINDS.get(short, "luật"), short=short, number=number, year=year, symbol=symbol,
            joined=symbol.replace("-", ""),
        )  # fmt: skip
        return fold(written).lower() if random.random() < 0.5 else written.lower()

    return _NUMBER.sub(messy, normalise(text))


def as_typed(text: str, random: Random) -> str:
    """The text as one of many officers would type it; unmarked wholly in about half of all cases."""
    chance = random.random()
    if random.random() < 0.5:
        text = messy_numbers(text, random)
    if random.random() < 0.2:
        text = abbreviated(text, random, share=0.8)
    if random.random() < 0.1:
        text = telegraphic(text)
    if chance < 0.18:
        text = mistyped(text, random, random.choice((0.1, 0.2, 0.3)))
    elif chance < 0.28:
        text = abbreviated(text, random)
    elif chance < 0.38:
        text = partly_unmarked(text, random, random.choice((0.2, 0.5, 0.8)))
    elif chance < 0.92:
        text = unmarked(mistyped(text, random, 0.1) if random.random() < 0.1 else text)
    if random.random() < 0.4:
        text = text.lower()
    if random.random() < 0.3:
        text = text.rstrip("?.! ")
    return squeeze(text)
