"""The office's own last report of an earlier year, to hold a new one against.

It must not know what is compared, nor look at another office's papers.
Read next: `bot/proofreading.py` (`previous`), `bot/storage/library.py`.
"""

from __future__ import annotations

from bot.flows.turn import Turn
from bot.storage.library import Library
from knowledge.text import fold


def last_report(turn: Turn, year: int) -> str:
    """The text of the office's latest report of a year before that one; empty where there is none."""
    library = Library(turn.session, turn.principal.office_id)
    own = [one for one in library.documents("report") if one.office_id == turn.principal.office_id]
    earlier = [(_last_year(one.period), one) for one in own if 0 < _last_year(one.period) < year]
    if not earlier:
        return ""
    _, latest = max(earlier, key=lambda pair: (pair[0], pair[1].id))
    return library.text(latest.id) or ""


def _last_year(period: str) -> int:
    """The last year that a period names; 0 for none."""
    digits = [word for word in fold(period).replace("-", " ").split() if word.isdigit() and len(word) == 4]
    return int(digits[-1]) if digits else 0
