"""Misspelt words: common mistakes, compounds one mark or letter away, syllables without their partner.

It must not judge style or names: only lower-case words that stand in fixed company.
Read next: `knowledge/data/checks/spelling.yaml`, `knowledge/checks/letters.py` (tone marks).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.checks.draft import Draft
from knowledge.checks.findings import Finding, Severity
from knowledge.checks.letters import old_style
from knowledge.datafiles import data_file, load

_UNITS: Final = ("phường", "xã", "tỉnh", "huyện", "quận", "thành", "thị", "đặc")
_LAST_WORD: Final = re.compile(r"([^\W\d_]{1,8}) $")
_FIRST_WORD: Final = re.compile(r" ([^\W\d_]{1,8})(?![^\W_])")
_SHORTEST: Final = 3
"""Shorter syllables are one letter away from too many others."""


class _SpellingFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    compounds: str
    real_words: str
    company: str
    followers: dict[str, tuple[str, ...]]
    broken: dict[str, str]
    unpunctuated: dict[str, str]
    incomplete: dict[str, str]
    reduplicated: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """The word lists, ready for look-up."""

    compounds: frozenset[tuple[str, str]]
    after: dict[str, tuple[str, ...]]
    """First syllable → second syllables of its compounds."""
    before: dict[str, tuple[str, ...]]
    real: frozenset[tuple[str, str]]
    company: frozenset[tuple[str, str]]
    """Every pair of syllables that belongs together."""
    followers: dict[str, frozenset[str]]
    broken: re.Pattern[str]
    right: dict[str, str]
    unpunctuated: re.Pattern[str]
    punctuated: dict[str, str]
    incomplete: re.Pattern[str]
    complete: dict[str, str]
    reduplicated: frozenset[str]


@cache
def spelling() -> Spelling:
    """The word lists that ship. Raises RegistryInvalid when the file is broken."""
    content = load(data_file("checks/spelling.yaml"), _SpellingFile)
    compounds = frozenset(_pairs(content.compounds))
    after, before = defaultdict(list), defaultdict(list)
    for first, second in sorted(compounds):
        after[first].append(second)
        before[second].append(first)
    return Spelling(
        compounds=compounds,
        after={first: tuple(found) for first, found in after.items()},
        before={second: tuple(found) for second, found in before.items()},
        real=frozenset(_pairs(content.real_words)),
        company=compounds | frozenset(_pairs(content.company)),
        followers={first: frozenset(found) for first, found in content.followers.items()},
        broken=_any_of(content.broken),
        right=content.broken,
        unpunctuated=_any_of(content.unpunctuated),
        punctuated=content.unpunctuated,
        incomplete=_any_of(content.incomplete),
        complete=content.incomplete,
        reduplicated=frozenset(one.strip() for one in content.reduplicated.split(",")),
    )


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    listed = "|".join(re.escape(one).replace(r"\ ", "[ \\n]{1,3}") for one in longest_first)
    return re.compile(rf"(?<![^\W_])(?:{listed})(?![^\W_])", re.IGNORECASE)


def _pairs(words: str) -> Iterator[tuple[str, str]]:
    for compound in words.split(","):
        first, second = compound.split()
        yield first, second


def check_spelling(draft: Draft) -> Iterator[Finding]:
    """Misspelt words, each with the word it should most likely be."""
    known = spelling()
    for found in known.broken.finditer(draft.flow, 0, draft.body_end):
        if belongs_apart(draft.flow, *found.span()):
            continue
        right = known.right[" ".join(found[0].lower().split())]
        by = right[:1].upper() + right[1:] if found[0][:1].isupper() else right
        yield draft.finding("misspelt", Severity.ERROR, *found.span(), by, True, wrong=found[0], right=by)
    for found in known.unpunctuated.finditer(draft.flow, 0, draft.body_end):
        right = known.punctuated[" ".join(found[0].lower().split())]
        by = right.upper() if found[0].isupper() else right[:1].upper() + right[1:] if found[0][:1].isupper() else right
        yield draft.finding("marks_between", Severity.NOTE, *found.span(), by, True, wrong=found[0], right=by)
    for found in known.incomplete.finditer(draft.flow, 0, draft.body_end):
        likely = known.complete[" ".join(found[0].lower().split())]
        if not draft.flow.startswith(" viên", found.end()):  # «người động viên»
            yield draft.finding("word_missing", Severity.WARNING, *found.span(), wrong=found[0], likely=likely)
    words = [(word, start) for word, start in draft.words if start < draft.body_end]
    yield from _near_compounds(draft, words)
    yield from _misspelt_units(draft, words)
    yield from _without_partner(draft, words)


def belongs_apart(flow: str, start: int, end: int) -> bool:
    """Whether what begins there goes with the word before, and what ends there with the word behind.

    «trường hợp hợp đồng» doubles nothing, «gia công xuất khẩu» misspells nothing.
    """
    words = flow[start:end].lower().split()
    before = _LAST_WORD.search(flow, max(0, start - 12), start)
    behind = _FIRST_WORD.match(flow, end)
    company = spelling().company
    return (
        before is not None
        and behind is not None
        and (before[1].lower(), words[0]) in company
        and (words[-1], behind[1].lower()) in company
    )


def _near_compounds(draft: Draft, words: list[tuple[str, int]]) -> Iterator[Finding]:
    known = spelling()
    for place, ((one, start), (two, at)) in enumerate(pairwise(words)):
        pair = (one.lower(), two)
        if not two.islower() or not (one.islower() or one.istitle()) or pair in known.company or pair in known.real:
            continue
        if draft.flow[start + len(one) : at] != " " or known.broken.match(draft.flow, start):
            continue
        right = _compound_near(*pair)
        if right is None or _belongs_elsewhere(words, place) or right == old_style(" ".join(pair)):
            continue
        by = right[:1].upper() + right[1:] if one[:1].isupper() else right
        end = at + len(two)
        wrong = draft.flow[start:end]
        yield draft.finding("misspelt", Severity.ERROR, start, end, by, False, wrong=wrong, right=by)


def _belongs_elsewhere(words: list[tuple[str, int]], place: int) -> bool:
    """Whether either word makes a compound with its other neighbour: then the two do not belong together."""
    known = spelling()
    one, two = words[place][0].lower(), words[place + 1][0]
    before = words[place - 1][0].lower() if place else ""
    after = words[place + 2][0].lower() if place + 2 < len(words) else ""
    return any(pair in known.company or pair in known.real for pair in ((before, one), (two, after)))


def _compound_near(one: str, two: str) -> str | None:
    """The one compound that differs in a mark or a letter of one of its syllables."""
    known = spelling()
    found = [(one, right) for right in known.after.get(one, ()) if _is_slip(two, right)]
    found += [(right, two) for right in known.before.get(two, ()) if _is_slip(one, right)]
    return " ".join(found[0]) if len(found) == 1 else None


def _is_slip(typed: str, meant: str) -> bool:
    """Whether one mark or letter more, less, other or swapped makes `typed` of `meant`; vowels stay vowels.

    Another first letter alone is another word («sinh hoạt», «linh hoạt»), not a slip.
    """
    if len(meant) < _SHORTEST or typed == meant or (typed[:1] != meant[:1] and len(typed) == len(meant)):
        return _only_tone_differs(typed, meant)
    first, second = sorted((_letters(typed), _letters(meant)), key=len)
    if len(second) - len(first) > 1 or not first:
        return False
    same = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(first))
    if len(first) != len(second):
        return first[same:] == second[same + 1 :]
    swapped = second[:same] + second[same + 1 : same + 2] + second[same : same + 1] + second[same + 2 :]
    return first[same + 1 :] == second[same + 1 :] or first == swapped


def _only_tone_differs(typed: str, meant: str) -> bool:
    return typed != meant and _bare(typed) == _bare(meant)


def _bare(word: str) -> str:
    return "".join(c for c in _letters(word) if not unicodedata.combining(c) or c == "\u0335")


@cache
def _letters(word: str) -> str:
    return unicodedata.normalize("NFD", word.replace("đ", "d\u0335"))


def _misspelt_units(draft: Draft, words: list[tuple[str, int]]) -> Iterator[Finding]:
    """«Ủy ban nhân dân phương tiếp tục»: the level of the committee, one slip away."""
    for place, (word, start) in enumerate(words):
        if not word.islower() or word in _UNITS or place < 2:
            continue
        before = [words[place - 2][0].lower(), words[place - 1][0].lower()]
        if (before == ["nhân", "dân"] and place >= 4 and words[place - 3][0].lower() == "ban") or before[1] in (
            "ubnd",
            "hđnd",
        ):
            right = next((unit for unit in _UNITS[:5] if _is_slip(word, unit)), None)
        else:
            continue
        if right:
            end = start + len(word)
            yield draft.finding("misspelt", Severity.ERROR, start, end, right, False, wrong=word, right=right)


def _without_partner(draft: Draft, words: list[tuple[str, int]]) -> Iterator[Finding]:
    """A syllable that hardly ever stands without one of a few others: a word is missing or wrong."""
    known = spelling()
    for place, ((one, start), (two, at)) in enumerate(pairwise(words)):
        partners = known.followers.get(one.lower())
        if place and (words[place - 1][0].lower(), one.lower()) in known.real:
            continue
        if partners is None or two.lower() in partners or draft.flow[start + len(one) : at] != " ":
            continue
        if two[:1].isupper() or any(_is_slip(two, partner) for partner in partners):
            continue
        end = at + len(two)
        likely = f"{one} {known.after[one.lower()][0]}"
        yield draft.finding("word_missing", Severity.WARNING, start, end, wrong=draft.flow[start:end], likely=likely)
