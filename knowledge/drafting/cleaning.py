"""An officer's text as it may stand in an official document: one form, no control characters, no leftovers.

It knows no question; what it cannot put right it refuses with a key that says what to do.
Read next: `knowledge/drafting/answers.py`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from knowledge.errors import InvalidAnswer
from knowledge.text import normalise, shorten, squeeze

# Signs of forms and of programs that an official document does not carry, and what stands for them in it.
_PLAIN: Final = str.maketrans({"[": "(", "]": ")", "\t": " ", "•": "-", "●": "-", "▪": "-"})
_DOUBLED: Final = (
    ("{{", "{"),
    ("}}", "}"),
    ("{%", "{"),
    ("%}", "}"),
    ("{#", "{"),
    ("#}", "}"),
    ("<<", "«"),
    (">>", "»"),
)
_LEFTOVER: Final = re.compile(
    r"\.{4,}|…{2,}|_{3,}|\?{2,}|(?:^|(?<=\s))(?:\.{3}|…)(?=\s|$|%|[,;/]|\w)|\b(?:TODO|TBD|FIXME|N/A|NaN|None|null|undefined)\b"
    r"|\bX{2,}(?=\.\d)|\b(?:xx+)\b|\bX{3,}\b|(?<!khóa )(?<!thứ )(?<!kỷ )\bXX\b"
)
_NEW_STYLE: Final = re.compile(
    r"(?<![^\W\d_])(?P<head>[^\W\d_]{0,4}?)(?:(?P<oa>[oO])(?P<a>[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ])|(?P<uy>(?<![qQ])[uU])(?P<y>[ỳýỷỹỵỲÝỶỸỴ]))(?![^\W\d_])"
)
_NEXT_WORD: Final = re.compile(r" ([^\W\d_]{1,8})(?![^\W\d_])")
_WORD_BEFORE: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,8}) $")
_LONGEST_WORD: Final = 10
_SHOWN: Final = 60
_SPACE_BEFORE: Final = re.compile(r"[ ]+([,;.:!?])(?=\s|$)")


def clean_line(text: str) -> str:
    """The text as one clean line. Raises InvalidAnswer `answer_unfinished` for what was left to be filled in."""
    return squeeze(clean_text(text))


def clean_text(text: str) -> str:
    """The text with its lines, each clean, empty ones left out. Raises InvalidAnswer `answer_unfinished`."""
    lines = [_clean(line) for line in normalise(text).replace("\r", "\n").split("\n")]
    kept = "\n".join(line for line in lines if line)
    found = _LEFTOVER.search(kept)
    if found:
        raise InvalidAnswer("answer_unfinished", text=shorten(kept[max(0, found.start() - 20) : found.end()], _SHOWN))
    return kept


def _clean(line: str) -> str:
    printable = "".join(sign for sign in line if unicodedata.category(sign)[0] != "C" or sign == "\t")
    plain = printable.translate(_PLAIN)
    for doubled, single in _DOUBLED:
        while doubled in plain:
            plain = plain.replace(doubled, single)
    return _SPACE_BEFORE.sub(r"\1", squeeze(old_style(plain)))


def old_style(text: str) -> str:
    """The tone marks where the official documents put them: «hóa», «thúy», «Ủy ban» for «hoá», «thuý», «Uỷ ban».

    A syllable that is written with a capital beside another such one is a name and stays as it is.
    """
    return _NEW_STYLE.sub(_old_syllable, text)


def _old_syllable(found: re.Match[str]) -> str:
    syllable = found[0]
    if syllable.istitle() and syllable.lower() != "uỷ" and _beside_a_name(found):
        return syllable
    first, second = (found["oa"], found["a"]) if found["oa"] else (found["uy"], found["y"])
    base, tone = unicodedata.normalize("NFD", second)[0], unicodedata.normalize("NFD", second)[1:]
    if len(tone) != 1:
        return syllable
    return found["head"] + unicodedata.normalize("NFC", first + tone) + base


def _beside_a_name(found: re.Match[str]) -> bool:
    text = found.string
    after = _NEXT_WORD.match(text, found.end())
    before = _WORD_BEFORE.search(text, max(0, found.start() - _LONGEST_WORD), found.start())
    return bool(after and after[1].istitle()) or bool(before and before[1].istitle())
