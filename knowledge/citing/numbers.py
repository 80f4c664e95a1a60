"""The số hiệu of a document, however it is typed: «152 / 2025/ NĐ CP» → «152/2025/NĐ-CP».

It does not know what stands around the number; whether a bare number is a citation is not its question.
Read next: `knowledge/citations.py`, which decides that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from knowledge.citing.forms import forms, is_joint, join_symbols, joined_symbol, kind_symbols, symbol
from knowledge.citing.text import Reading
from knowledge.text import fold, normalise, squeeze

_SERIAL: Final = re.compile(r"([0-9]{1,6})([a-z](?![a-z0-9]))?(?![0-9])")
# An «o» in a year is a zero typed wrong.
_YEAR: Final = re.compile(r"(?:[ \n]?[/-][ \n]?|\.)([0-9]{2,5}|2[0-9o]{3})(?![0-9])")
_FULL_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_GOES_ON: Final = re.compile(r"[/.,-][0-9]|%|[0-9]")
_LETTERS: Final = re.compile(r"[a-z]{1,8}")
_SEPARATOR: Final = re.compile(r"([ \n]?)([/.-])([ \n]?)(?=[a-z])")
_GAP: Final = re.compile(r"[ \n]?(?=[a-z])")
_PART: Final = re.compile(r"[a-z0-9]{1,24}")
_CAPITALS: Final = re.compile(r"[A-ZĐƯƠÂÊÔĂ0-9]{2,}")
_TAIL_WORDS: Final = frozenset({"ve", "ngay", "cua", "nam", "quy", "va", "so", "la", "thi", "do", "ban", "duoc"})
_LEGISLATURES: Final = frozenset({"QH", "UBTVQH"})
_TERM: Final = re.compile(r"[ \n]?([0-9]{1,2})(?![0-9/])")
_MOST_PARTS: Final = 6


@dataclass(frozen=True, slots=True)
class Number:
    """A số hiệu as read: its canonical text, where it ends in the reading, its serial, its written year."""

    text: str
    end: int
    serial: int
    year: str
    symbol: str


def normalise_number(text: str) -> str:
    """The canonical số hiệu: no spaces, plain hyphens, known symbols with their marks and case.

    «34- CT/TW» → «34-CT/TW», «04/2025/ND-CP» → «04/2025/NĐ-CP». Unknown symbols and leading zeros
    stay as written. Text that is no số hiệu comes back squeezed.
    """
    reading = Reading.of(text.strip())
    number = read_number(reading, 0)
    if number is None or number.end < len(reading.plain):
        return squeeze(normalise(text))
    return number.text


def read_number(reading: Reading, start: int) -> Number | None:
    """The số hiệu that begins at `start`, with as much of its year and symbol as is there.

    None where the digits are a date, a range, a decimal or run on into something else.
    """
    plain = reading.plain
    match = _SERIAL.match(plain, start)
    if match is None:
        return None
    serial = reading.written(match.start(), match.end()).lower()
    if not serial.replace("đ", "d").isascii():
        return None
    end, year = match.end(), ""
    dated = _YEAR.match(plain, end)
    if dated and _is_year(reading, dated):
        end, year = dated.end(), dated[1].replace("o", "0")
    signed = _read_symbol(reading, end, bool(year))
    if signed is None:
        if year and not _FULL_YEAR.fullmatch(year) and len(year) != 2:
            return None
        glued = _LETTERS.match(plain, end)
        if _GOES_ON.match(plain, end) or (glued and glued[0] not in _TAIL_WORDS):
            return None
        return Number(f"{serial}/{year}" if year else serial, end, int(match[1]), year, "")
    mark, text, end = signed
    head = f"{serial}/{year}/" if year else serial + mark
    return Number(head + text, end, int(match[1]), year, text)


def _is_year(reading: Reading, match: re.Match[str]) -> bool:
    """Whether the digits after the serial are its year: with a slash nearly always, else only a full year."""
    if "/" in match[0]:
        return True
    return bool(_FULL_YEAR.fullmatch(match[1])) and not _GOES_ON.match(reading.plain[match.end() : match.end() + 2])


def _read_symbol(reading: Reading, start: int, with_year: bool) -> tuple[str, str, int] | None:
    """The separator before the symbol, the symbol, and where it ends."""
    opening = _SEPARATOR.match(reading.plain, start)
    if opening is None:
        return _read_unseparated(reading, start, with_year)
    if opening[2] == "." and not with_year:
        return None
    first = _read_part(reading, opening.end())
    spaced_out = bool(opening[1] and opening[3])
    if first is None or (spaced_out and not first[2]):
        return None
    text, end = _read_more_parts(reading, opening.end(), first[0], first[1])
    alone = text == first[0] and "-" not in text
    if alone and (text.islower() or (spaced_out and (opening[2] != "/" or text in kind_symbols()))):
        return None
    return ("/" if opening[2] == "/" else "-"), text, end


def _read_unseparated(reading: Reading, start: int, with_year: bool) -> tuple[str, str, int] | None:
    """A symbol right after the digits or one space («152/2025 NĐ-CP», «41CT/TW»): known, and whole."""
    gap = _GAP.match(reading.plain, start)
    first = _read_part(reading, gap.end()) if gap else None
    if first is None or not first[2]:
        return None
    text, end = first[0], first[1]
    if text in kind_symbols():
        if _SEPARATOR.match(reading.plain, end) is None:
            return None
        text, end = _read_more_parts(reading, start, text, end)
    whole = "-" in text or "/" in text or (with_year and text.startswith("QH"))
    return ("-" if text.endswith("TW") else "/", text, end) if whole else None


def _read_more_parts(reading: Reading, start: int, text: str, end: int) -> tuple[str, int]:
    """The symbol that begins at `start` with the parts that follow its first one."""
    takes_issuer, joint = text in kind_symbols(), is_joint(text)
    for count in range(1, _MOST_PARTS):
        separator = _SEPARATOR.match(reading.plain, end)
        if separator is None:
            missing = _GAP.match(reading.plain, end)
            part = _read_part(reading, missing.end()) if missing and takes_issuer and count == 1 else None
            if part is None or part[0] not in forms().issuers:
                break
            return join_symbols(text, part[0]), part[1]
        part = _read_part(reading, separator.end())
        may_be_apart = joint or count == 1
        typed_small = reading.marked[start:end].islower()
        if part is None or not _belongs(part, separator, may_be_apart, typed_small):
            break
        mark = "-" if separator[2] == "." and part[0] in forms().issuers else separator[2]
        text, end = text + mark + part[0], part[1]
    return text, end


def _belongs(part: tuple[str, int, bool], separator: re.Match[str], may_be_apart: bool, typed_small: bool) -> bool:
    """Whether a part goes on with the symbol; what stands apart, or a new kind, begins something else."""
    text, _, known = part
    if separator[1] or separator[3]:
        new_kind = bool(separator[1] and separator[3]) and text in kind_symbols()
        return may_be_apart and not new_kind and separator[2] != "." and (known or not text.islower())
    return known or not text.islower() or (typed_small and separator[2] != ".")


def _read_part(reading: Reading, start: int) -> tuple[str, int, bool] | None:
    """One part of a symbol: its canonical text, its end, and whether it is known."""
    match = _PART.match(reading.plain, start)
    if match is None or (match.end() < len(reading.plain) and reading.plain[match.end()].isalnum()):
        return None
    written = reading.marked[start : match.end()]
    known = symbol(written) or joined_symbol(written)
    if known in _LEGISLATURES:
        term = _TERM.match(reading.plain, match.end())
        return (known + term[1], term.end(), True) if term else (known, match.end(), True)
    if known:
        return known, match.end(), True
    for length in range(len(written) - 1, 1, -1):
        known = symbol(written[:length])
        if known and _runs_on(known, written[:length], written[length:]):
            doubled = written[length:].upper() == known.upper()
            return known, match.end() if doubled else start + length, True
    capitals = _CAPITALS.match(written)
    if capitals:
        return capitals[0], start + capitals.end(), False
    return (written, match.end(), False) if written.islower() and written.isascii() else None


def _runs_on(known: str, written: str, rest: str) -> bool:
    """Whether the next word, or the symbol once more, was typed right after a symbol: «CPvề», «CPVề», «CPCP»."""
    if rest.upper() == known.upper() or (written.islower() and fold(rest) in _TAIL_WORDS):
        return True
    new_word = rest[0].islower() or rest[1:2].islower()
    return new_word and (written[-1].isupper() or written == known)
