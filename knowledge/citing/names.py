"""Names of laws in running text: where «Luật Thi đua, khen thưởng» ends.

It knows names from the data file and how an unknown name looks, not which laws exist.
Read next: `knowledge/citing/documents.py`, which reads number and year after the name.
"""

from __future__ import annotations

import re
from typing import Final

from knowledge.citing.forms import NameTree, forms, names
from knowledge.citing.text import Reading
from knowledge.text import is_folded

_WORD: Final = re.compile(r"[ \n]?([,&-]?)[ \n]?([a-z0-9]+)")
_KIND: Final = re.compile(
    r"(?:bo[ \n]?luat|luat|phap[ \n]lenh|nghi[ \n]?dinh|nghi[ \n]?quyet|thong[ \n]?tu|quyet[ \n]?dinh|chi[ \n]?thi)\b"
)
_LAW: Final = re.compile(r"bo[ \n]luat|luat|phap[ \n]lenh")
_EVIDENCE: Final = re.compile(
    r"[ \n]?[,(]?[ \n]?(?:so[ \n:.]{0,2}[0-9]|nam[ \n]?(?:19|20)[0-9]{2}(?![0-9])|(?:19|20)[0-9]{2}(?![0-9/-])"
    r"|ngay[ \n]?[0-9])"
)
_AMENDING: Final = re.compile(
    r"[ \n]sua[ \n]doi(?:[ \n]?,[ \n]?|[ \n](?:va[ \n])?)bo[ \n]sung(?:[ \n]mot[ \n]so[ \n](?:dieu|noi[ \n]dung))?"
    r"[ \n](?:cua[ \n])?(?:cac[ \n])?(?=bo[ \n]luat|luat|phap[ \n]lenh)"
)
_STATE: Final = re.compile(
    r"[ \n]nuoc[ \n](?:chxhcn|cong[ \n]hoa[ \n]xa[ \n]hoi[ \n]chu[ \n]nghia)[ \n]viet[ \n]nam(?![a-z])"
)
_LONGEST_NAME: Final = 16
_LONGEST_SMALL_NAME: Final = 8


def read_name(reading: Reading, start: int, end: int, kind: str) -> tuple[str, int] | None:
    """The name of the law whose kind stands from `start` to `end`, and where it ends; None when none follows.

    The name begins with its kind. Typed without tone marks, in capitals or abbreviated, a known name comes back
    as it is officially written; otherwise as it stands in the text.
    """
    if kind == "Hiến pháp":
        state = _STATE.match(reading.plain, end)
        end = state.end() if state else end
        return (kind, end) if reading.is_upper(start) or _EVIDENCE.match(reading.plain, end) else None
    amending = _AMENDING.match(reading.plain, end)
    if amending:
        return _read_amending(reading, end, amending.end(), kind)
    known = _read_known(reading, end)
    if known and not _is_other_word(reading, start, end, known):
        name, finish = known
        return f"{kind} {name}", finish
    unknown = _read_unknown(reading, start, end)
    return (f"{kind} {reading.written(end, unknown)}", unknown) if unknown else None


def _is_other_word(reading: Reading, start: int, end: int, known: tuple[str, int]) -> bool:
    """Whether a name of one syllable is another word («Luật gia» is not «Luật Giá»), as its marks tell."""
    name, finish = known
    typed_with_marks = not is_folded(reading.written(start, end))
    return " " not in name and typed_with_marks and reading.written(end, finish).lower() != name.lower()


def _read_amending(reading: Reading, end: int, inner: int, kind: str) -> tuple[str, int] | None:
    """«Luật sửa đổi, bổ sung một số điều của Luật …»: the name of the other law is part of this one's."""
    law = _LAW.match(reading.plain, inner)
    amended = law and (_read_known(reading, law.end()) or _read_unknown(reading, inner, law.end()))
    if not amended:
        return None
    finish = amended if isinstance(amended, int) else amended[1]
    return f"{kind} {reading.written(end, finish)}", finish


def _read_known(reading: Reading, end: int) -> tuple[str, int] | None:
    """The longest known name that begins at `end`, as to be shown, and where it ends."""
    node: NameTree = names()
    position, first = end, True
    best: tuple[str, int] | None = None
    while match := _WORD.match(reading.plain, position):
        if first and (match[1] or match[0] == match[2]):
            break
        following = node.next.get(match[2])
        if following is None and match[2] == "va" and not first:
            position = match.end()
            continue
        if following is None:
            break
        node, position, first = following, match.end(), False
        if node.name:
            best = (node.name, position)
    if best is None:
        return None
    written = reading.written(end, best[1])
    shown = best[0] if is_folded(written) or written.isupper() or " " not in written else written
    return shown, best[1]


def _read_unknown(reading: Reading, start: int, end: int) -> int | None:
    """Where a name ends that is not in the data: at its number or year, else at the first pause.

    A name in small letters needs both a capital before it («Luật») and a year or number after it.
    """
    position = end
    pause: int | None = None
    capital = False
    for count in range(_LONGEST_NAME):
        if _EVIDENCE.match(reading.plain, position):
            short = pause is None and count <= _LONGEST_SMALL_NAME and reading.is_upper(start)
            return position if count and (capital or short) else None
        match = _WORD.match(reading.plain, position)
        if match is None or match[2].isdigit() or _KIND.match(reading.plain, match.start(2)):
            break
        word = reading.written(match.start(2), match.end()).lower()
        if count == 0:
            capital = reading.is_upper(match.start(2))
            if match[1] or match[0] == match[2] or word in forms().no_names:
                return None
        if word in forms().name_ends:
            break
        if pause is None and (match[1] or word in forms().name_pauses):
            pause = position
        position = match.end()
    if not capital or position == end:
        return None
    return pause or position
