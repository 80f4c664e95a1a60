"""The counts of syllables that ship: how often each, and each pair, occurs in legal Vietnamese.

It must not know who reads them. `python -m index.syllable_counts FILE.jsonl …` makes them anew from
files whose rows hold `title`, `text` or `question`; statistics only, no sentence is kept.
Read next: `index/restoration.py`.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from index.restoration import count

_FILE: Final = Path(__file__).parent / "data" / "syllables.json.xz"
_SEEN_AT_LEAST: Final = 2
"""What occurs once is as often a misspelling as a word."""


@cache
def shipped_counts() -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Counts of single syllables and of pairs, as `index.restoration.count` gives them."""
    content = json.loads(lzma.decompress(_FILE.read_bytes()))
    names: list[str] = content["syllables"]
    single = Counter(dict(zip(names, content["times"], strict=True)))
    pairs = Counter({(names[first], names[second]): times for first, second, times in content["pairs"]})
    return single, pairs


def main(files: Sequence[str]) -> None:
    """Counts the files and replaces the shipped counts."""
    single, pairs = count(text for file in files for text in _texts(Path(file)))
    names = [name for name, times in single.items() if times >= _SEEN_AT_LEAST]
    position = {name: number for number, name in enumerate(names)}
    kept = [
        (position[first], position[second], times)
        for (first, second), times in pairs.items()
        if times >= _SEEN_AT_LEAST and first in position and second in position
    ]
    content = {"syllables": names, "times": [single[name] for name in names], "pairs": kept}
    _FILE.write_bytes(lzma.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()))


def _texts(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for field in ("title", "text", "question"):
            if field in row:
                yield row[field]


if __name__ == "__main__":
    main(sys.argv[1:])
