"""A text made easy to match: folded, one space between words, every place traced back to the original.

It must not know what a citation looks like; it only knows letters and where they came from.
Read next: `knowledge/citing/numbers.py` and `knowledge/citing/places.py`, which match on it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from knowledge.text import fold, normalise

# Zero-width characters and combining marks belong to the character before them; no Vietnamese letter has
# more than two marks, and what goes beyond a handful is dropped rather than composed.
_JOINED: Final = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_CLUSTER: Final = re.compile(rf"\s[\s{_JOINED}]*|[^\s{_JOINED}][{_JOINED}]{{0,6}}")
_LINE_END: Final = re.compile(r"\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_DASHES: Final = str.maketrans({"–": "-", "—": "-", "―": "-", "\\": "/", "_": "-"})

PARAGRAPH: Final = "\f"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to match on. `plain` and `marked` have the same length.

    `plain` is lower case without tone marks, every dash a hyphen; a run of white space is one
    space, one «\\n» where it breaks a line, or one PARAGRAPH where it leaves an empty line.
    `marked` keeps case and tone marks. `starts[i]` is the offset in the original of place i.
    """

    plain: str
    marked: str
    starts: list[int]

    @classmethod
    def of(cls, text: str) -> Reading:
        """The reading of a text in any normal form."""
        plain: list[str] = []
        marked: list[str] = []
        starts: list[int] = []
        for match in _CLUSTER.finditer(text):
            letter, folded = _letters(match[0]) if match[0][0] > " " else _space(match[0])
            plain.append(folded)
            marked.append(letter)
            starts.append(match.start())
        starts.append(len(text))
        return cls("".join(plain), "".join(marked), starts)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range in the original text of a range here."""
        return self.starts[start], self.starts[end]

    def written(self, start: int, end: int) -> str:
        """What stands there, composed, on one line."""
        return " ".join(self.marked[start:end].split())

    def is_upper(self, place: int) -> bool:
        """Whether a capital stands there."""
        return self.marked[place].isupper()


def _space(run: str) -> tuple[str, str]:
    breaks = len(_LINE_END.findall(run))
    # A page break on top of a line break is still one break.
    breaks -= "\f" in run and breaks > 1
    space = " " if not breaks else "\n" if breaks == 1 else PARAGRAPH
    return space, space


@lru_cache(maxsize=4096)
def _letters(cluster: str) -> tuple[str, str]:
    if cluster[0].isspace():
        return _space(cluster)
    letter = normalise(cluster)[:1] or cluster[0]
    folded = fold(letter).translate(_DASHES).lower()
    if len(folded) != 1 or unicodedata.combining(folded):
        folded = letter
    return letter, folded
