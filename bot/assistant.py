"""The index in the bot's service: open the current generation, follow a new one, build one from the library.

It must not know a conversation; flows ask it questions and tell it that the library changed.
Read next: `index/answering.py` (answers), `index/library.py` (documents → what is searched).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.storage.engine import Store
from bot.storage.library import documents_of_every_office
from index.answering import Answerer
from index.confidence import shipped_calibration
from index.embeddings import Report
from index.encoder import Encoder, SentenceEncoder
from index.generations import Generations, Manifest
from index.library import Holding, called, corpus
from index.retrieval import Retrieval
from knowledge.regulations import registry


class Assistant:
    """One index for all threads of a process. Answerers are immutable; a new generation gets a new one."""

    def __init__(self, settings: Settings, store: Store, encoder: Encoder | None = None) -> None:
        self._store = store
        self._encoder = encoder or SentenceEncoder(settings.model)
        self._generations = Generations(settings.index_folder)
        self._lock = threading.Lock()
        self._answerer: Answerer | None = None
        self._serving: str | None = None

    def answerer(self) -> Answerer:
        """Answers from the current generation, opened when it changed since the last question.

        Raises IndexMissing before the first build, IndexCorrupt, IndexStale, EncoderUnavailable.
        """
        current = self._generations.current()
        answerer = self._answerer
        if answerer is not None and current == self._serving:
            return answerer
        with self._lock:
            if self._answerer is None or current != self._serving:
                generation = self._generations.open(self._encoder.fingerprint)
                self._answerer = Answerer(Retrieval(generation, self._encoder, registry()), shipped_calibration())
                self._serving = generation.manifest.id
            return self._answerer

    def build(self, now: datetime, report: Report | None = None) -> Manifest:
        """Makes the index what ships and the library hold; quick when nothing changed."""
        with self._store.read() as session:
            entries = corpus(_holdings(session))
        known = registry()
        return self._generations.build(entries, self._encoder, lambda number: called(known, number), now, report)

    @property
    def generations(self) -> Generations:
        """For verifying and rolling back."""
        return self._generations


def _holdings(session: Session) -> Iterator[Holding]:
    for document, text in documents_of_every_office(session):
        office = None if document.office_id is None else str(document.office_id)
        is_law = document.kind == "regulation"
        yield Holding(str(document.id), office, is_law, document.name, text, document.unit, document.period)


Clock = Callable[[], datetime]
