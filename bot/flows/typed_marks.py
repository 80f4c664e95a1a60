"""What was typed without tone marks, as it was meant: offered to the person, never put in its place unasked.

It must not know a conversation.
Read next: `index/restoration.py`; `bot/flows/draft_marks.py` and `bot/flows/remind_setting.py`, which offer it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final, TypeVar

from index.restoration import Restorer, count
from index.syllable_counts import shipped_counts
from knowledge.abbreviations import expand
from knowledge.drafting.phrases import usual_names, usual_wordings
from knowledge.text import is_folded
from knowledge.wishes import usual_tasks

T = TypeVar("T")

_TASK_WEIGHT: Final = 2000
"""How often a usual task counts against once in the law."""
_WORDING_WEIGHT: Final = 40
"""The same for what reports say."""


def with_marks(typed: str) -> str:
    """The text with its tone marks, line by line, abbreviations written out; empty when there is nothing to offer.

    Capitals stay where they were typed; a word that is not understood stays as it is.
    """
    if not is_folded(typed):
        return ""
    meant = "\n".join(_restorer().restore_in_place(expand(line)) for line in typed.split("\n"))
    meant = _names().sub(lambda found: _names_as_written()[found[0].lower()], meant)
    return meant if meant != typed and not is_folded(meant) else ""


@cache
def _names_as_written() -> dict[str, str]:
    return {name.lower(): name for name in usual_names()}


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _names_as_written()))})\b", re.IGNORECASE)


@cache
def _restorer() -> Restorer:
    # Counted once, for the first who types without tone marks.
    single, pairs = shipped_counts()
    tasks, wordings = count(usual_tasks()), count(usual_wordings())
    return Restorer(
        single + _times(tasks[0], _TASK_WEIGHT) + _times(wordings[0], _WORDING_WEIGHT),
        pairs + _times(tasks[1], _TASK_WEIGHT) + _times(wordings[1], _WORDING_WEIGHT),
    )


def _times(counts: Mapping[T, int], weight: int) -> Counter[T]:
    return Counter({key: times * weight for key, times in counts.items()})
