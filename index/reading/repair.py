"""Old Vietnamese encodings (TCVN3, VNI) and decomposed letters, put right paragraph by paragraph.

It must not know where the text comes from: it sees lines, and pieces with the name of their font.
Read next: `knowledge/text.py` for the one normal form that everything ends in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Final

from viparse import detect_text_encoding, fix

from knowledge.text import normalise

OLD_ENCODINGS: Final = ("tcvn3", "vni")
# Letters that no old encoding produces: a line that has one of them is Unicode already.
_UNICODE_ONLY: Final = re.compile("[ăĂđĐĩĨũŨơƠưƯ\u0300-\u0323\u1ea0-\u1ef9]")
# The signs that stand for letters in TCVN3 or VNI.
_OLD_SIGN: Final = re.compile("[\u00a1-\u00ae\u00b5-\u00be\u00c0-\u00ff]")
# Such signs beside letters where Vietnamese in Unicode never has them: «h\u00ad¬ng», «kÕt», «NéI», «aø», «ñieàu».
_CERTAINLY_OLD: Final = re.compile(
    "[A-Za-z][\u00a1-\u00ae\u00b5-\u00beÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ]"
    "|[a-z][ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]|[\u00e0-\u00ff][A-Z]|[aeAE][\u00c0-\u00ff]"
    "|[ñÑæÆöÖ§®¤¢£¦¥][A-Za-z\u00a1-\u00ae\u00b5-\u00be\u00c0-\u00ff]"
)
_CAPITAL_SIGN: Final = re.compile("[\u00c0-\u00de]")
# Below this many characters the content of a line says too little, and the lines around it decide;
# against what the whole document looks like it is only believed from the larger number on.
_ENOUGH, _ENOUGH_ALONE = 24, 120
_SAMPLE: Final = 20_000
_LOWER_ASCII: Final = re.compile("[a-z]")
_CAPITAL_INSIDE: Final = re.compile("[^\\W\\d_A-Z][A-Z]")
# Control characters, direction marks, surrogates: they show nothing and could reorder what is shown.
_UNSEEN: Final = dict.fromkeys(
    chain(
        (*range(9), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x061C, 0x200E, 0x200F),
        (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFFFC, 0xFFFE, 0xFFFF),
    )
)
_BREAKS: Final = {0x0B: "\n", 0x0C: "\n", 0x2028: "\n", 0x2029: "\n"}
# Bullets of the Symbol and Wingdings fonts; only their hyphen and space have a plain letter.
_SYMBOLS: Final = {**dict.fromkeys(range(0xF000, 0xF100), "•"), 0xF020: " ", 0xF02D: "-"}
_CLEANED: Final = {**_UNSEEN, **_BREAKS, **_SYMBOLS}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with the font it is set in («» where unknown) and whether it is shown in capitals."""

    text: str
    font: str = ""
    capitals: bool = False


class Repair:
    """Repairs one document and remembers in `done` what it had to repair («tcvn3», «vni», «nfd» …)."""

    def __init__(self) -> None:
        self.done: set[str] = set()

    def pieces(self, pieces: Iterable[Piece]) -> str:
        """One paragraph from its runs; runs set in «.Vn…» or «VNI-…» fonts are converted by their font.

        A run that is Unicode already stays as it is, whatever its font says.
        """
        # A letter and its mark may stand in two runs of one font.
        groups = groupby(pieces, key=lambda piece: (piece.font, piece.capitals))
        return "".join(
            self._piece("".join(piece.text for piece in group), font, capitals) for (font, capitals), group in groups
        )

    def _piece(self, text: str, font: str, capitals: bool) -> str:
        font = font.upper()
        encoding = "tcvn3" if font.startswith(".VN") else "vni" if font.startswith("VNI") else ""
        if encoding and _OLD_SIGN.search(text) and not _UNICODE_ONLY.search(text):
            text = self._convert(text, encoding)
        # TCVN3 has no capital letters with tone marks: the fonts whose name ends in H draw them.
        if encoding == "tcvn3" and font.endswith("H"):
            capitals = True
        return text.upper() if capitals else text

    def lines(self, lines: list[str]) -> list[str]:
        """The lines with old encodings converted, each judged by itself, unclear ones by those around them."""
        unclear = [line for line in lines if _OLD_SIGN.search(line) and not _UNICODE_ONLY.search(line)]
        if not unclear:
            return lines
        whole = _detect("\n".join(unclear))
        verdicts = [_judge(line, whole) for line in lines]
        before, after = list(_nearest(verdicts)), list(_nearest(verdicts[::-1]))[::-1]
        chosen = (_decide(*each, whole) for each in zip(lines, verdicts, before, after, strict=True))
        return [
            self._convert(line, encoding) if encoding else line for line, encoding in zip(lines, chosen, strict=True)
        ]

    def finish(self, text: str) -> str:
        """The whole text in its one normal form, without unseen characters."""
        if not unicodedata.is_normalized("NFC", text):
            self.done.add("nfd")
        return normalise(text.translate(_CLEANED))

    def _convert(self, text: str, encoding: str) -> str:
        core = text.strip()
        start = text.index(core) if core else 0
        end = start + len(core)
        if encoding == "vni":  # the one vowel that viparse leaves out
            core = core.replace("aú", "ẳ").replace("AÚ", "Ẳ")
        converted: str = fix(core, encoding=encoding)
        if converted == text[start:end]:
            return text
        self.done.add(encoding)
        if encoding == "tcvn3" and not _LOWER_ASCII.search(converted) and _CAPITAL_INSIDE.search(converted):
            converted = converted.upper()
        return text[:start] + converted + text[end:]


def _judge(line: str, whole: str) -> str | None:
    """The encoding of a line: «» for Unicode, None where the line says too little."""
    if _UNICODE_ONLY.search(line):
        return ""
    if len(line) < _ENOUGH or not _CERTAINLY_OLD.search(line):
        return None
    found = _detect(line)
    return found if found and (whole in ("", found) or len(line) >= _ENOUGH_ALONE) else None


def _detect(text: str) -> str:
    found = detect_text_encoding(text[:_SAMPLE]) if text else None
    return found if found in OLD_ENCODINGS else ""


def _nearest(verdicts: list[str | None]) -> Iterator[str | None]:
    """For each line the verdict of the last judged line before it; None before the first one."""
    last: str | None = None
    for verdict in verdicts:
        yield last
        last = last if verdict is None else verdict


def _decide(line: str, verdict: str | None, before: str | None, after: str | None, whole: str) -> str:
    if verdict is not None:
        return verdict
    if _CERTAINLY_OLD.search(line):
        return before or after or whole
    # «Sè» may be «Số» in TCVN3 or itself: only where everything around it is old text too.
    around = {known for known in (before, after) if known is not None}
    agreed = around.pop() if len(around) == 1 else ""
    return agreed if _OLD_SIGN.search(line) and not _CAPITAL_SIGN.search(line) else ""
