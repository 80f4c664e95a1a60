"""Tone marks and slips of the finger: what was typed in a hurry → what was meant.

It must not know the law or the question's sense; it knows which syllable follows which.
Read next: `index/questions.py`, which calls it, and `index/syllable_counts.py`, which counts.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from knowledge.syllables import is_syllable, keystrokes
from knowledge.text import fold, is_folded

Counts = Mapping[str, int]
PairCounts = Mapping[tuple[str, str], int]

_START: Final = "<s>"
_TOKEN: Final = re.compile(r"\d[\w./-]*(?:,\d+)*%?|[^\W\d_]+|\S")
_BEAM: Final = 12
"""Readings kept after each syllable."""
_PAIR_SHARE: Final = 0.9
"""How much a pair counts against the single syllable."""
_COMMON: Final = 5
"""Times a syllable must have been seen before others are corrected to it."""
_KEEP_AS_TYPED: Final = -6.0
"""Log-odds against changing an unmarked syllable in a text that carries marks elsewhere."""
_SLIP: Final = -7.0
"""Log-odds against reading a syllable as a slip of another one."""
_RARE_BUT_RIGHT: Final = 8.0
"""Log-odds for a marked syllable that the law hardly uses («xài») and the language may well."""
_KEYS_MATCH: Final = -1.0
"""Log-odds against reading a word that is none by the keys that were typed for it."""
_SHORTEST_SLIP: Final = 3
"""Shorter words are abbreviations more often than slips."""
_LONGEST_SLIP: Final = 9
"""No Vietnamese syllable has more than seven letters; two slips may add to them."""


def tokens(text: str) -> list[str]:
    """Syllables, numbers with what clings to them, and single marks."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text))


def count(texts: Iterable[str]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How often each syllable, and each pair of neighbours, occurs in the texts."""
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for line in text.splitlines():
            words = [_START, *(token.lower() for token in tokens(line) if token.isalpha())]
            single.update(words)
            pairs.update(pairwise(words))
    return single, pairs


class Restorer:
    """Puts back tone marks and mends slips by the likeliest reading of the whole line.

    Built from counts of syllables and pairs; texts of the library may be counted in.
    """

    def __init__(self, single: Counts, pairs: PairCounts) -> None:
        self._single = single
        self._pairs = pairs
        self._total = sum(single.values())
        self._spellings: defaultdict[str, list[str]] = defaultdict(list)
        for syllable in single:
            if syllable != _START:
                self._spellings[fold(syllable)].append(syllable)

    def knows(self, word: str) -> bool:
        """Whether the word, with or without its marks, is a syllable of the language."""
        return fold(word.lower()) in self._spellings

    def restore(self, text: str, unmarked: bool | None = None) -> str:
        """The text as it was meant, word by word; what is not understood stays as typed.

        Numbers, symbols, abbreviations, names and marked syllables that exist are never changed.
        `unmarked` says whether the person typed no marks at all; found out from the text if not told
        (a text with expanded abbreviations carries marks that nobody typed).
        """
        return _join(self._read(tokens(text), is_folded(text) if unmarked is None else unmarked))

    def restore_in_place(self, text: str) -> str:
        """The same for a text typed without any marks, its spaces, marks and capitals left where they stand."""
        composed = unicodedata.normalize("NFC", text)
        meant = iter(self._read(tokens(composed), unmarked=True))
        return _TOKEN.sub(lambda found: _in_capitals_of(found[0], next(meant)), composed)

    def _read(self, typed: Sequence[str], unmarked: bool) -> tuple[str, ...]:
        """The likeliest reading, token by token."""
        readings: dict[str, tuple[float, tuple[str, ...]]] = {_START: (0.0, ())}
        for token in typed:
            candidates = self._candidates(token, unmarked)
            following: dict[str, tuple[float, tuple[str, ...]]] = {}
            for word, odds in candidates.items():
                shown = token if word == token.lower() else word
                following[word] = max(
                    (score + odds + self._log_probability(before, word), (*words, shown))
                    for before, (score, words) in readings.items()
                )
            readings = dict(sorted(following.items(), key=lambda item: -item[1][0])[:_BEAM])
        return max(readings.values())[1]

    def _candidates(self, token: str, unmarked: bool) -> dict[str, float]:
        """Readings of one token with the log-odds against each."""
        word = token.lower()
        is_name = token[:1].isupper() and not unmarked
        if not token.isalpha() or is_name or (len(token) > 1 and token.isupper()):
            return {word: 0.0}
        known = self._single.get(word, 0) >= _COMMON
        if word != fold(word):
            own = _RARE_BUT_RIGHT if is_syllable(word) else 0.0
            return {word: 0.0} if known else self._mended(word, own)
        found = dict.fromkeys(self._spellings.get(word, ()), 0.0)
        if found:
            if not unmarked:
                found = dict.fromkeys(found, _KEEP_AS_TYPED) | {word: 0.0}
            return found
        return self._mended(word, 0.0)

    def _mended(self, word: str, own: float) -> dict[str, float]:
        """The word itself, what it is a slip of, and what its keys spell in Telex («thuowngr»)."""
        spelled = self._by_keystrokes.get(word) or next(
            (self._by_keystrokes[keys] for keys in keystrokes(word) if keys in self._by_keystrokes), None
        )
        return {word: own, **self._slips(word), **({spelled: _KEYS_MATCH} if spelled else {})}

    @cached_property
    def _by_keystrokes(self) -> dict[str, str]:
        """Common syllables by what is typed for them in Telex; of two, the more frequent one."""
        common = [syllable for syllable, times in self._single.items() if times >= _COMMON and syllable.isalpha()]
        common.sort(key=lambda syllable: self._single[syllable])
        return {keys: syllable for syllable in common for keys in keystrokes(syllable)}

    def _slips(self, word: str) -> dict[str, float]:
        """Common syllables one slip away: a letter or mark lost, added, changed or swapped."""
        if not _SHORTEST_SLIP <= len(word) <= _LONGEST_SLIP:
            return {}
        letters = _letters(word)
        found: set[str] = set()
        for form in {letters, *_shortened(letters)}:
            found.update(self._by_shortened.get(form, ()))
        for i in range(len(letters) - 1):
            swapped = letters[:i] + letters[i + 1] + letters[i] + letters[i + 2 :]
            found.update(self._by_shortened.get(swapped, ()))
        return {spelling: _SLIP for spelling in found if spelling != word}

    @cached_property
    def _by_shortened(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for syllable, times in self._single.items():
            if times >= _COMMON and syllable.isalpha() and len(syllable) <= 8:
                letters = _letters(syllable)
                for form in {letters, *_shortened(letters)}:
                    found[form].add(syllable)
        return dict(found)

    def _log_probability(self, before: str, word: str) -> float:
        pair = self._pairs.get((before, word), 0) / max(1, self._single.get(before, 1))
        alone = self._single.get(word, 0.01) / self._total
        return math.log(_PAIR_SHARE * pair + (1 - _PAIR_SHARE) * alone)


def _letters(word: str) -> str:
    """Letters and marks one by one, so that a lost mark is a slip like a lost letter."""
    return unicodedata.normalize("NFD", word.replace("đ", "d\u0335"))


def _shortened(letters: str) -> set[str]:
    return {letters[:i] + letters[i + 1 :] for i in range(len(letters))}


def _in_capitals_of(token: str, meant: str) -> str:
    """The meant word as it was written: a name keeps its capital, and its letters where others were found."""
    if not token[:1].isupper():
        return meant
    same = fold(meant).lower() == token.lower() and token[1:] == token[1:].lower()
    return meant[:1].upper() + meant[1:] if same else token


def _join(words: Iterable[str]) -> str:
    text = " ".join(words)
    return re.sub(r" ([,.;:?!)»”])", r"\1", re.sub(r"([(«“]) ", r"\1", text))
