"""Places as officers type them in an answer: «ha tinh» → «tỉnh Hà Tĩnh», «p. Trúc Đàm» → its kind and its name.

It must not know a conversation: what cannot be told for certain is given as choices, for somebody to ask.
Read next: `knowledge/province_names.py` (the list), `bot/flows/draft_places.py` (who asks).

Names of communes are never mended: no list of them ships.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from knowledge.drafting.models import PlaceKind
from knowledge.province_names import Merger, read_province
from knowledge.text import fold, squeeze

UNIT_KINDS: Final = ("xã", "phường", "đặc khu")
"""Kinds of unit at the level of the commune since 1 July 2025."""

_KIND: Final = re.compile(r"(?:(xa|phuong|dac khu)\s+|([px])\.\s*)(?=\S)")
_KINDS: Final = {"xa": "xã", "x": "xã", "phuong": "phường", "p": "phường", "dac khu": "đặc khu"}
_UNIT_OF_ANY_KIND: Final = re.compile(
    r"(?:xa|phuong|dac khu|thi tran|thi xa|huyen|quan|thanh pho|tinh|thon|xom|ap|ban|buon|lang|to|khu|so|duong|pho)\b"
    r"|[a-z]{1,3}\.|.*\d"
)


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """What a typed place means. With `choices` it is not certain: these are the answers it may stand for."""

    value: str
    kind: str = ""
    """The kind that was typed before the name of a unit: «phường»."""
    former: str = ""
    """The province that was typed and is no more: «tỉnh Hòa Bình»."""
    merger: Merger | None = None
    """What became of it."""
    choices: tuple[str, ...] = ()
    is_known: bool = True
    """False for a province that the list does not have."""


def read_place(kind: PlaceKind, typed: str) -> ReadPlace:
    """The place that was typed (one clean line), in the form in which an official document has it."""
    if kind is PlaceKind.PROVINCE:
        return _province(typed)
    return _unit(typed) if kind is PlaceKind.UNIT else _address(typed)


def mended_place(kind: PlaceKind, typed: str) -> str:
    """The same where it is certain and no other name takes its place; what was typed for anything else."""
    found = read_place(kind, typed)
    return typed if found.choices or found.former else found.value


def _province(typed: str) -> ReadPlace:
    found = read_province(typed)
    if found is None:
        return ReadPlace(typed, is_known=False)
    if found.merger is None:
        return ReadPlace(found.full_name)
    successor = found.merger.successor
    if found.merger.is_confirmed:
        return ReadPlace(successor, former=found.full_name, merger=found.merger)
    return ReadPlace(typed, former=found.full_name, merger=found.merger, choices=(successor, found.full_name))


def _unit(typed: str) -> ReadPlace:
    """The name without its kind."""
    begun = _KIND.match(fold(typed).lower())
    if begun is None:
        return ReadPlace(typed)
    return ReadPlace(squeeze(typed[begun.end() :]), kind=_KINDS[begun[1] or begun[2]])


def _address(typed: str) -> ReadPlace:
    """Its last part is a province; of a first part that names no kind of unit, the kind is to be chosen."""
    parts = [squeeze(part) for part in typed.split(",") if part.strip()]
    last = _province(parts[-1]) if parts else ReadPlace(typed)
    if len(parts) < 2 or not last.is_known:
        return ReadPlace(typed)
    provinces = last.choices or (last.value,)
    firsts: tuple[str, ...] = (parts[0],)
    if len(parts) == 2 and not _UNIT_OF_ANY_KIND.match(fold(parts[0]).lower()):
        firsts = (*(f"{kind} {parts[0]}" for kind in UNIT_KINDS), parts[0])
    values = tuple(", ".join([first, *parts[1:-1], province]) for first in firsts for province in provinces)
    choices = values if len(values) > 1 else ()
    return ReadPlace(values[0], former=last.former, merger=last.merger, choices=choices)
