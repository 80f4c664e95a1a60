"""Which province a text speaks of, by its name of today or one that was merged into it.

It must not know what any province has decided; the names serve to recognise, never to answer.
Read next: `knowledge/data/province_names.yaml`, then `knowledge/provinces.py`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pydantic import Field

from knowledge.datafiles import data_file, load
from knowledge.field import plain
from knowledge.registry.models import Entry

_KIND: Final = r"(?:tinh|thanh pho|tp|o|tai|ubnd|uy ban nhan dan tinh|uy ban nhan dan thanh pho)"


class _Province(Entry):
    name: str
    former: tuple[str, ...] = ()
    with_kind: tuple[str, ...] = ()


class _ProvinceNames(Entry):
    provinces: tuple[_Province, ...] = Field(min_length=1)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """For each name, how it is recognised in plain text and which province it means."""
    patterns = []
    for province in load(data_file("province_names.yaml"), _ProvinceNames).provinces:
        for name in (province.name, *province.former):
            before = rf"(?<![a-z0-9]){_KIND} (?:tinh |thanh pho )?" if name in province.with_kind else r"(?<![a-z0-9])"
            patterns.append((re.compile(before + re.escape(plain(name)) + r"(?![a-z0-9])"), province.name))
    return tuple(patterns)


def province_named(text: str) -> str | None:
    """The province that the text names first, in any spelling; None when it names none."""
    searched = plain(text)
    found = [(match.start(), name) for pattern, name in _patterns() if (match := pattern.search(searched))]
    return min(found)[1] if found else None
