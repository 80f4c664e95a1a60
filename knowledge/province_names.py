"""Provinces by name: which one a text speaks of, and which one took the place of a merged one.

It must not know what any province has decided.
Read next: `knowledge/data/province_names.yaml`, then `knowledge/provinces.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from pydantic import Field

from knowledge.datafiles import data_file, load
from knowledge.registry.models import Entry
from knowledge.text import plain

_KIND: Final = r"(?:tinh|thanh pho|tp|o|tai|ubnd|uy ban nhan dan tinh|uy ban nhan dan thanh pho)"


class _Province(Entry):
    name: str
    city: bool = False
    former: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    with_kind: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    full: str = ""
    clause: int | None = None

    @property
    def full_name(self) -> str:
        return self.full or f"{'thành phố' if self.city else 'tỉnh'} {self.name}"


class _ProvinceNames(Entry):
    merged_on: date
    provision: str
    provinces: tuple[_Province, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Merger:
    """What became of a province on a day, by that provision; `successor` with its kind («tỉnh Bắc Ninh»).

    `is_confirmed` says that the clause was held against the official text: what is not, is never asserted.
    """

    successor: str
    merged_on: date
    provision: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class NamedProvince:
    """What a name that stands alone means: a province of today, or one that is no more and what became of it."""

    full_name: str
    """«tỉnh Hà Tĩnh»: of a former one, the name it had."""
    merger: Merger | None = None


@cache
def _names() -> _ProvinceNames:
    return load(data_file("province_names.yaml"), _ProvinceNames)


@cache
def mergers() -> Mapping[str, Merger]:
    """The provinces that are no more, by the name they had."""
    names = _names()
    found = {}
    for province in names.provinces:
        clause = province.clause
        provision = f"khoản {clause} Điều 1 {names.provision}" if clause else names.provision
        merger = Merger(province.full_name, names.merged_on, provision, clause is not None)
        found.update(dict.fromkeys(province.former, merger))
    return found


@cache
def province_names() -> tuple[str, ...]:
    """The names of today's provinces, in the order of the file."""
    return tuple(province.name for province in _names().provinces)


def province_full_name(name: str) -> str:
    """«tỉnh Bắc Ninh», «thành phố Huế» for the name of one of today's provinces; empty for anything else."""
    return next((province.full_name for province in _names().provinces if province.name == name), "")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """For each name, how it is recognised in plain text and which province it means."""
    patterns = []
    for province in _names().provinces:
        for name in (province.name, *province.former, *province.aliases):
            before = rf"(?<![a-z0-9]){_KIND} (?:tinh |thanh pho )?" if name in province.with_kind else r"(?<![a-z0-9])"
            patterns.append((re.compile(before + re.escape(plain(name)) + r"(?![a-z0-9])"), province.name))
    return tuple(patterns)


def province_named(text: str) -> str | None:
    """The province that the text names first, in any spelling; None when it names none."""
    searched = plain(text)
    found = [(match.start(), name) for pattern, name in _patterns() if (match := pattern.search(searched))]
    return min(found)[1] if found else None


_BEFORE: Final = re.compile(r"(?:tinh|thanh pho|tp|thu do)(?: |$)")


@cache
def _alone() -> Mapping[str, NamedProvince]:
    """Each name in plain text with what it means, where it can mean one province only."""
    found: dict[str, NamedProvince] = {}
    for province in _names().provinces:
        for name in (province.name, *province.aliases, *province.typed):
            found[plain(name)] = NamedProvince(province.full_name)
        for name in province.former:
            found[plain(name)] = NamedProvince(f"tỉnh {name}", mergers()[name])
    return found


def read_province(answer: str) -> NamedProvince | None:
    """The province that a whole answer names, with or without «tỉnh», tone marks and capitals; None for any other."""
    typed = plain(answer)
    return _alone().get(typed) or _alone().get(_BEFORE.sub("", typed, count=1))
