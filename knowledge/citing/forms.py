"""The words and symbols that citations are made of: kinds, symbols in a số hiệu, issuers, names of laws.

It does not read running text, and does not know which documents exist.
Read next: `knowledge/data/citations.yaml` for the data, `knowledge/citations.py` for the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.datafiles import data_file, load
from knowledge.text import fold, normalise, squeeze

_WORD: Final = re.compile(r"[a-z0-9]+")
_LEGISLATURE: Final = re.compile(r"(QH|UBTVQH)([0-9]{1,2}|[IVX]{1,5})?")
_NUMBER: Final = re.compile(r"([0-9]+[a-zđ]?)(?:/([0-9]{2,5}))?(?:[/-](.*))?")
_LEGISLATURE_ISSUERS: Final = {"QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội"}
_JOINT: Final = frozenset({"TTLT", "NQLT"})
_LONE_ISSUERS_OF_DECREES: Final = frozenset({"CP", "HĐBT"})

Bare = Literal["always", "careful", "never"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(_Entry):
    """A kind of document and the ways it is written; the fields are told in the data file."""

    name: str
    symbols: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    bare: Bare = "never"
    abbreviation_bare: bool = False
    yearly: bool = False
    named: bool = False
    generic: bool = False
    issuer: str | None = None


class _Forms(_Entry):
    kinds: tuple[Kind, ...] = Field(min_length=1)
    issuers: dict[str, str]
    symbol_spellings: dict[str, str]
    offices: tuple[str, ...]
    joint_issuer: str
    attached: tuple[str, ...]
    counted: tuple[str, ...]
    follows_number: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    name_abbreviations: dict[str, str]
    name_ends: frozenset[str]
    name_pauses: frozenset[str]
    no_names: frozenset[str]


@dataclass(slots=True)
class NameTree:
    """Names of laws by their folded words, without «và»; `name` is set where a name ends."""

    name: str = ""
    next: dict[str, NameTree] = field(default_factory=dict)

    def add(self, words: Iterator[str], name: str) -> None:
        """Put a name at the end of its words."""
        node = self
        for word in words:
            node = node.next.setdefault(word, NameTree())
        node.name = name


@cache
def forms() -> _Forms:
    """The data file. Raises RegistryInvalid when it breaks its schema."""
    return load(data_file("citations.yaml"), _Forms)


@cache
def kinds() -> dict[str, Kind]:
    """Kinds by their canonical Vietnamese name."""
    return {kind.name: kind for kind in forms().kinds}


@cache
def names() -> NameTree:
    """Every name of a law that is recognised without a year or a number beside it."""
    tree = NameTree()
    for group in forms().names.values():
        for name in group:
            tree.add(name_words(name), name)
    for abbreviation, name in forms().name_abbreviations.items():
        tree.add(name_words(abbreviation), name)
    return tree


def name_words(name: str) -> Iterator[str]:
    """The folded words that tell one name from another; «và» and punctuation do not."""
    return (word for word in _WORD.findall(fold(normalise(name)).lower()) if word != "va")


def name_key(name: str) -> str:
    """A key under which every spelling of a law's name falls together.

    «Luật Thi đua - Khen thưởng», «luat TĐKT» and «Luật Thi đua, khen thưởng» have one key.
    """
    words = list(name_words(name))
    rest = words[1:] if words[:1] == ["luat"] else words[2:] if words[:2] == ["bo", "luat"] else words
    node: NameTree | None = names()
    for word in rest:
        node = node.next.get(word) if node else None
    known = list(name_words(node.name)) if node and node.name else rest
    return " ".join([*words[: len(words) - len(rest)], *known])


@cache
def _symbols() -> dict[str, str]:
    """Upper-case spelling with and without marks → canonical symbol. Exact spellings come first."""
    known = [symbol for kind in forms().kinds for symbol in kind.symbols] + list(forms().issuers)
    exact = {symbol.upper(): symbol for symbol in known} | forms().symbol_spellings
    exact |= {symbol: symbol for symbol in forms().offices}
    for symbol in known:
        exact.setdefault(fold(symbol).upper(), symbol)
    return exact


@cache
def kind_symbols() -> dict[str, str]:
    """Canonical symbol of a kind → its name: «NĐ» → «Nghị định»."""
    return {symbol: kind.name for kind in forms().kinds for symbol in kind.symbols}


@lru_cache(maxsize=4096)
def symbol(part: str) -> str | None:
    """The canonical form of one part of a số hiệu's symbol («nd» → «NĐ», «ttg» → «TTg»), None if unknown."""
    upper = part.upper()
    if _LEGISLATURE.fullmatch(upper):
        return upper
    return _symbols().get(upper)


@lru_cache(maxsize=4096)
def joined_symbol(part: str) -> str | None:
    """Two symbols written without their hyphen: «NĐCP» → «NĐ-CP»; None for anything else."""
    for cut in range(1, len(part)):
        first, second = symbol(part[:cut]), symbol(part[cut:])
        if first and second and first in kind_symbols() and second in forms().issuers:
            return join_symbols(first, second)
    return None


def join_symbols(kind_symbol: str, issuer_symbol: str) -> str:
    """The symbol of a kind and an issuer: «NĐ-CP», but «CT/TW» as the Party writes it."""
    return f"{kind_symbol}{'/' if issuer_symbol.endswith('TW') else '-'}{issuer_symbol}"


def is_joint(symbol_part: str) -> bool:
    """Whether the symbol stands for a document of several issuers."""
    return symbol_part in _JOINT


@dataclass(frozen=True, slots=True)
class NumberParts:
    """A số hiệu taken apart: «152/2025/NĐ-CP» is serial «152», year 2025, symbol «NĐ-CP»."""

    serial: str
    year: int | None
    symbol: str


def number_parts(number: str) -> NumberParts | None:
    """The parts of a normalised số hiệu, short ones included; None when it is not one.

    A year of two digits is read as one between 1950 and 2049.
    """
    match = _NUMBER.fullmatch(number)
    if match is None:
        return None
    year = int(match[2]) if match[2] else None
    if year is not None and len(match[2]) == 2:
        year += 2000 if year < 50 else 1900
    return NumberParts(match[1], year, match[3] or "")


def number_key(number: str) -> str:
    """A key under which spellings of one số hiệu fall together: «04/2025/NĐ-CP» → «4/2025/nd/cp»."""
    parts = re.split(r"[/-]", fold(normalise(squeeze(number))).lower())
    return "/".join([parts[0].lstrip("0") or "0", *parts[1:]])


def kind_of_number(number: str) -> str:
    """The kind that the symbol of a số hiệu tells («152/2025/NĐ-CP» → «Nghị định»), "" when it tells none."""
    parts = number_parts(number)
    first, *rest = re.split(r"[/.-]", parts.symbol) if parts else [""]
    if first in kind_symbols():
        return kind_symbols()[first]
    if first.startswith("QH"):
        return "Luật"
    if first in _LONE_ISSUERS_OF_DECREES and not rest:
        return "Nghị định"
    return "Công văn" if rest else ""


def issuer_of_number(number: str) -> str | None:
    """Who the symbol of a số hiệu names («…/TT-BNV» → «Bộ Nội vụ»), None when it names nobody known."""
    parts = number_parts(number)
    symbols = re.split(r"[/.-]", parts.symbol) if parts else []
    if symbols and is_joint(symbols[0]):
        return forms().joint_issuer
    for part in reversed(symbols):
        legislature = _LEGISLATURE.fullmatch(part)
        found = _LEGISLATURE_ISSUERS[legislature[1]] if legislature else forms().issuers.get(part)
        if found:
            return found
    return None
