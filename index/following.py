"""A question that goes on with the one before («thế còn tập thể?») → one that stands by itself.

It must not search nor remember; it is given the question before, spelled out.
Read next: `knowledge/field.py` (the words), `bot/flows/ask.py` (how long a subject is kept).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.awards import awards
from knowledge.citations import parse_citations
from knowledge.field import asks_which_law, aspect_words, aspects, continuing_words, field_terms, kind_words, kinds
from knowledge.province_names import province_named
from knowledge.text import fold, plain, syllables

LONGEST: Final = 8
"""Syllables of a question that leaves its subject out without saying that it goes on."""
_MOST_BESIDES: Final = 2
"""Syllables besides what is asked and for whom, from which a question may have a subject of its own."""
_SHORTEST_PART: Final = 2
"""Syllables of a part of a message that is a question of its own."""

_PARTS: Final = re.compile(r"(?<=[?\n;])\s*(?=\S)|\n")
_MOST_PARTS: Final = 3
_CLOSING: Final = re.compile(r"(?:^| )(?:thi sao|thi the nao|the con lai)$")


@dataclass(frozen=True, slots=True)
class Continuation:
    """A question completed with the subject of the one before. `is_certain` when its own words ask for that.

    `kept` is what a further question goes on with.
    """

    question: str
    kept: str
    is_certain: bool


def continued(before: str, question: str) -> Continuation | None:
    """The question with the subject of the one before; None when it stands by itself.

    Both are spelled out. What the new question asks, whom it is for, and the award it names take the
    place of those of the one before.
    """
    rest = _opened(question)
    opened = len(syllables(rest)) < len(syllables(question))
    asked, whom = aspects(rest), kinds(rest)
    named = bool(awards().mentioned(rest) or awards().family(rest))
    besides = cut(rest, (*aspect_words(), *kind_words()))
    has_subject = bool(named or field_terms(besides))
    if parse_citations(rest) or (not opened and (has_subject or len(syllables(rest)) > LONGEST)):
        return None
    subject = _subject(before) if asked else before
    if whom:
        subject = cut(subject, kind_words())
    if named:
        subject = cut(subject, (*_award_names(), awards().family(subject)))
    if whom and not named:
        whole = _for_whom(rest, subject)
    else:
        whole = " ".join(part for part in ((rest, subject) if named else (subject, rest)) if part)
    says_little = len(syllables(besides)) < _MOST_BESIDES
    certain = bool(opened or (says_little and (asked or whom)) or province_named(rest) or asks_which_law(rest))
    return Continuation(whole, whole if asked or whom or named else before, certain)


def _for_whom(whom: str, subject: str) -> str:
    """The subject for somebody else: «tập thể» right before «lao động tiên tiến» names the title of a collective."""
    words = syllables(subject)
    start = min((span.start for span in _places(words, _award_names())), default=0)
    return " ".join((*words[:start], whom, *words[start:]))


def _award_names() -> Iterator[str]:
    return (name for award in awards() for name in award.names())


def _subject(question: str) -> str:
    """What a question is about: the awards it names, whom for and where, or all of it but what it asks."""
    named = " ".join(award.name for award in awards().mentioned(question))
    if not named:
        return cut(question, aspect_words())
    whom = [word for word in kind_words() if f" {word} " in f" {plain(question)} " and word not in plain(named)]
    province = province_named(question)
    return " ".join([*sorted(whom, key=len)[-1:], named, *([f"ở {province}"] if province else [])])


def several(text: str) -> tuple[str, ...]:
    """The questions of one message, in order; the message itself when it holds only one."""
    parts = [part.strip(" ;\n") for part in _PARTS.split(text)]
    asked = [part for part in parts if len(syllables(part)) >= _SHORTEST_PART]
    together = len(asked) < 2 or not all(aspects(part) or field_terms(part) for part in asked)
    return (text,) if together else tuple(asked[:_MOST_PARTS])


def cut(text: str, phrases: Iterable[str]) -> str:
    """The text, in lower case and without punctuation, without those phrases, whatever their marks."""
    words = syllables(text)
    gone = {place for span in _places(words, phrases) for place in span}
    return " ".join(word for place, word in enumerate(words) if place not in gone)


def _places(words: Sequence[str], phrases: Iterable[str]) -> Iterator[range]:
    """Where phrases stand among the words, whatever their marks: of two that overlap, the longer one."""
    folded = [fold(word) for word in words]
    taken: set[int] = set()
    for phrase in sorted({tuple(plain(phrase).split()) for phrase in phrases}, key=len, reverse=True):
        for start in range(len(words) - len(phrase) + 1):
            span = range(start, start + len(phrase))
            if phrase and tuple(folded[start : span.stop]) == phrase and taken.isdisjoint(span):
                taken.update(span)
                yield span


def _opened(question: str) -> str:
    """The question without the words that only say that it goes on."""
    words = syllables(question)
    folded = " ".join(fold(word) for word in words)
    begun = [phrase for phrase in continuing_words() if (folded + " ").startswith(phrase + " ")]
    opening = max((len(phrase.split()) for phrase in begun), default=0)
    closing = _CLOSING.search(folded)
    end = len(words) - (len(closing[0].split()) if closing else 0)
    return " ".join(words[opening:end])
