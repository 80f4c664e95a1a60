"""Which old answers rest on a provision that reads differently now, or holds differently, for the same day.

It must not tell anybody; an expiry that was known all along is no change.
Read next: `bot/renewal.py`, which tells the askers; `bot/storage/receipts.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.flows.ask_words import LEFT_OUT, validity_json
from bot.storage.offices import OfficeSettings
from bot.storage.receipts import Asked, answers_of_everyone
from index.answering import Answerer
from index.answers import Ground
from index.quotes import is_verbatim
from index.retrieval import Scope
from knowledge.articles import Content
from knowledge.provisions import ProvisionId

REMOVED: Final = "removed"
OFFICIAL: Final = "official"
WORDS: Final = "words"
VALIDITY: Final = "validity"


@dataclass(frozen=True, slots=True)
class Outdated:
    """An old answer and what changed of its grounds: by provision «removed», «official» (the official words took the
    place of our digest), «words» or «validity».
    """

    asked: Asked
    changes: Mapping[str, str]


def outdated_answers(session: Session, answerer: Answerer, generation: str) -> list[Outdated]:
    """The answers from other generations than this one, which the answerer serves, that are not known to be outdated
    and would not rest on the same words and dates now.
    """
    held = _Held(session, answerer)
    found = []
    for asked in answers_of_everyone(session, generation):
        rows = asked.receipt.answer.get("provisions", [])
        changes = {row["id"]: change for row in rows if (change := held.change(asked, row))}
        if changes:
            found.append(Outdated(asked, changes))
    return found


class _Held:
    """The provisions as they are held now, each looked up once for an office and a day."""

    def __init__(self, session: Session, answerer: Answerer) -> None:
        self._session = session
        self._answerer = answerer
        self._provinces: dict[int, str | None] = {}
        self._grounds: dict[tuple[int, str, date], Ground | None] = {}

    def change(self, asked: Asked, row: Mapping[str, Any]) -> str:
        """What changed of a provision since it was quoted; «» when nothing did."""
        ground = self._ground(asked.office_id, str(row["id"]), asked.receipt.as_of)
        if ground is None:
            return REMOVED
        quoted = tuple(str(row.get("quote", "")).split(LEFT_OUT))
        if any(quoted) and not is_verbatim(quoted, ground.article):
            was_digest = row.get("content") == Content.DIGEST.value
            return OFFICIAL if was_digest and ground.article.content is Content.OFFICIAL else WORDS
        now = validity_json(ground)
        return VALIDITY if any(row.get(name, value) != value for name, value in now.items()) else ""

    def _ground(self, office_id: int, provision: str, on: date) -> Ground | None:
        key = (office_id, provision, on)
        if key not in self._grounds:
            if office_id not in self._provinces:
                self._provinces[office_id] = OfficeSettings(self._session, office_id).load().get("province")
            scope = Scope(on, str(office_id), self._provinces[office_id])
            self._grounds[key] = self._answerer.article(ProvisionId.parse(provision), scope)
        return self._grounds[key]
