"""Questions with a known side, ours or another field's, and what a calibration makes of them.

It must not search; it reads files of questions and counts errors.
Read next: `index/confidence.py`, which is fitted with them; `tests/gold/README.md` for a file of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from index.confidence import Calibration
from index.retrieval import Scope
from knowledge.field import field_terms

_OURS: Final = frozenset({"in", "tdkt"})
_FOREIGN: Final = frozenset({"out", "neighbour"})
_SOME_DAY: Final = date(2026, 1, 1)
"""For questions without a day: any on which the law of 2025 holds."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, the view it is asked in, and whether it is one of our field."""

    text: str
    scope: Scope
    is_ours: bool


def read_questions(path: Path) -> Iterator[Labelled]:
    """The questions of a JSON lines file: gold questions, cases, or the queries of a retrieval benchmark.

    `scope` tells the side; lines of any other scope are left out. A query of a benchmark has no scope:
    it counts as foreign when it uses no term of the field, and is left out otherwise.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = str(row.get("question") or row.get("text") or "")
        side = _side(row, text)
        if side is not None:
            day = date.fromisoformat(row["on"]) if "on" in row else _SOME_DAY
            yield Labelled(text, Scope(day), side)


def _side(row: Mapping[str, Any], text: str) -> bool | None:
    scope = row.get("scope")
    if scope is None:
        return None if field_terms(text) else False
    return True if scope in _OURS else False if scope in _FOREIGN else None


def errors(
    calibration: Calibration, figures: Sequence[Sequence[float]], questions: Sequence[Labelled]
) -> Mapping[str, float]:
    """Shares of our questions not answered, and of foreign ones answered."""
    ours = [calibration.probability(row) for row, asked in zip(figures, questions, strict=True) if asked.is_ours]
    foreign = [calibration.probability(row) for row, asked in zip(figures, questions, strict=True) if not asked.is_ours]
    return {
        "questions.ours": float(len(ours)),
        "questions.foreign": float(len(foreign)),
        "ours_not_answered": sum(sure < calibration.answer for sure in ours) / max(1, len(ours)),
        "foreign_answered": sum(sure >= calibration.answer for sure in foreign) / max(1, len(foreign)),
    }
