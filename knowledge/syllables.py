"""How a Vietnamese syllable is built, whether anybody uses it or not, and which keys are typed for it.

It must not know any word's meaning or how often it occurs; onset, rime and tone decide.
Read next: `index/restoration.py` and `knowledge/checks/syllables.py`, which leave what is well built alone.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_ONSETS: Final = (
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
)  # fmt: skip
_RIMES: Final = """
    a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt
    oe oen oeo oet oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u uc ui um un ung up ut ua uê uêch uên uênh uêu uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu uân uâng uât uây
    uôc uôi uôm uôn uông uôt ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu yt ynh
"""
_KNOWN_RIMES: Final = frozenset(_RIMES.split())
_BEFORE_FRONT: Final = frozenset({"ngh", "gh", "k"})
"""Onsets that stand before e, ê, i, y only; «c», «g», «ng» stand before the others."""
_NEVER_BEFORE_FRONT: Final = frozenset({"c", "ng"})
_FRONT: Final = ("e", "ê", "i", "y")
_TONES: Final = {"\u0300": "", "\u0303": "", "\u0309": "", "\u0301": "stop", "\u0323": "stop"}
"""Tone marks; with a final stop only two of them are possible."""
_STOPS: Final = ("c", "ch", "p", "t")
_QUALITIES: Final = "ăâêôơư"
_TONE_KEYS: Final = {"\u0300": "f", "\u0303": "x", "\u0309": "r", "\u0301": "s", "\u0323": "j"}
_LETTER_KEYS: Final = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_VOWELS: Final = frozenset("aeiouy")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word in small letters, in NFC, is built as a Vietnamese syllable is, its tone mark where it belongs."""
    plain, tone, at = _toned(word)
    if plain is None:
        return False
    return any(_fits(onset, plain[len(onset) :], tone, at - len(onset)) for onset in _ONSETS if plain.startswith(onset))


def _toned(word: str) -> tuple[str | None, str, int]:
    """The word without its tone mark, that mark, and the letter it stands on; None when there are several."""
    letters: list[str] = []
    tone, at = "", -1
    for place, letter in enumerate(word):
        apart = unicodedata.normalize("NFD", letter)
        marks = [mark for mark in apart if mark in _TONES]
        if marks and (tone or len(marks) > 1):
            return None, "", -1
        if marks:
            tone, at = marks[0], place
        letters.append(unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES)))
    return "".join(letters), tone, at


def _fits(onset: str, rime: str, tone: str, at: int) -> bool:
    if onset == "gi" and not rime:
        return True
    if onset == "g" and rime.startswith("i"):
        onset = "gh"  # «gì», «gìn»
    if rime not in _KNOWN_RIMES or (onset == "qu" and rime[:1] in "ouư"):
        return False
    if tone and at < (-1 if onset == "gi" else 0):
        return False
    front = rime.startswith(_FRONT)
    if (onset in _BEFORE_FRONT and not front) or (onset in _NEVER_BEFORE_FRONT and front):
        return False
    if onset == "g" and front:
        return False
    if rime.endswith(_STOPS) and _TONES.get(tone) != "stop":
        return False
    marked = [place for place, letter in enumerate(rime) if letter in _QUALITIES]
    return not tone or not marked or at == marked[-1]


def keystrokes(syllable: str) -> frozenset[str]:
    """What a person types in Telex for a syllable, if the machine takes the letters as they come.

    «thưởng» gives «thuwowngr», «thuowngr», «thuwowrng» and more: the key of the tone may stand anywhere
    behind the first vowel. Only the letters themselves for a syllable without marks.
    """
    letters, tone, _ = _toned(syllable)
    if letters is None:
        return frozenset()
    keys = "".join(_LETTER_KEYS.get(letter, letter) for letter in letters)
    forms = {keys, *(keys.replace("uwow", horn) for horn in ("uow", "uwo"))}
    if not tone:
        return frozenset(forms)
    return frozenset(
        form[:place] + _TONE_KEYS[tone] + form[place:]
        for form in forms
        for place in range(_first_vowel(form) + 1, len(form) + 1)
    )


def _first_vowel(keys: str) -> int:
    return next((place for place, key in enumerate(keys) if key in _VOWELS), len(keys))
