"""Which strings are well-formed Vietnamese syllables, whether anybody uses them or not.

It must not know any word's meaning or how often it occurs; onset, rhyme and tone decide.
Read next: `index/restoration.py`, which leaves what is well formed alone.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ONSETS: Final = "ngh ng nh ch gh gi kh ph qu th tr b c d đ g h k l m n p r s t v x"
_RHYMES: Final = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong
op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uên uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh
uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
_STOPPED: Final = ("c", "ch", "p", "t")
_ACUTE, _DOT_BELOW = "\u0301", "\u0323"
_TONE_KEYS: Final = {"\u0300": "f", "\u0303": "x", "\u0309": "r", _ACUTE: "s", _DOT_BELOW: "j"}
_TONES: Final = frozenset(_TONE_KEYS)
_LETTER_KEYS: Final = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_VOWELS: Final = frozenset("aeiouy")
_SHAPE: Final = re.compile(f"(?:{'|'.join(_ONSETS.split())})?(?:{'|'.join(_RHYMES.split())})")


def is_syllable(word: str) -> bool:
    """Whether the word, in lower case, is built as a Vietnamese syllable is, with at most one tone mark.

    A syllable that ends in a stop carries sắc or nặng.
    """
    base, tone = _shaped(word)
    if sum(letter in _TONES for letter in unicodedata.normalize("NFD", word)) > 1 or not _SHAPE.fullmatch(base):
        return False
    return not base.endswith(_STOPPED) or tone in (_ACUTE, _DOT_BELOW)


def keystrokes(syllable: str) -> frozenset[str]:
    """What a person types in Telex for a syllable, if the machine takes the letters as they come.

    «thưởng» gives «thuwowngr», «thuowngr», «thuwowrng» and more: the key of the tone may stand anywhere
    behind the first vowel. Only the letters themselves for a syllable without marks.
    """
    letters, tone = _shaped(syllable)
    keys = "".join(_LETTER_KEYS.get(letter, letter) for letter in letters)
    forms = {keys, *(keys.replace("uwow", horn) for horn in ("uow", "uwo"))}
    if not tone:
        return frozenset(forms)
    return frozenset(
        form[:place] + _TONE_KEYS[tone] + form[place:]
        for form in forms
        for place in range(_first_vowel(form) + 1, len(form) + 1)
    )


def _shaped(word: str) -> tuple[str, str]:
    """The letters without their tone, and the tone; the first tone of a word that is no syllable."""
    letters = unicodedata.normalize("NFD", word)
    tones = [letter for letter in letters if letter in _TONES]
    base = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES))
    return base, "".join(tones[:1])


def _first_vowel(keys: str) -> int:
    return next((place for place, key in enumerate(keys) if key in _VOWELS), len(keys))
