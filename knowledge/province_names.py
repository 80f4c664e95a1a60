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

    @property
    def full_name(self) -> str:
        return f"{'thành phố' if self.city else 'tỉnh'} {self.name}"


class _ProvinceNames(Entry):
    merged_on: date
    provision: str
    provinces: tuple[_Province, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Merger:
    """What became of a province on a day, by that provision; `successor` with its kind («tỉnh Bắc Ninh»)."""

    successor: str
    merged_on: date
    provision: str


@cache
def _names() -> _ProvinceNames:
    return load(data_file("province_names.yaml"), _ProvinceNames)


@cache
def mergers() -> Mapping[str, Merger]:
    """The provinces that are no more, by the name they had."""
    names = _names()
    return {
        former: Merger(province.full_name, names.merged_on, names.provision)
        for province in names.provinces
        for former in province.former
    }


@cache
def province_names() -> tuple[str, ...]:
    """The names of today's provinces, in the order of the file."""
    return tuple(province.name for province in _names().provinces)


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
