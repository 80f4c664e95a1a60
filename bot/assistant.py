"""The index in the bot's service: open the current generation, follow a new one, build one from the library.

It must not know a conversation; flows ask it questions and tell it that the library changed.
Read next: `index/answering.py` (answers), `index/library.py` (documents → what is searched).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from functools import lru_cache
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.storage.engine import Store
from bot.storage.library import documents_of_every_office
from index.answering import Answerer
from index.confidence import Calibration, shipped_calibration
from index.embeddings import Report
from index.encoder import Encoder, Vectors
from index.generations import Generations, Manifest
from index.library import Holding, called, corpus
from index.retrieval import Retrieval
from index.serving.served import ServedEncoder
from knowledge.regulations import registry

_logger = logging.getLogger(__name__)

_REMEMBERED: Final = 128
"""Questions whose vectors are kept: each is encoded before its transaction and used inside it."""


class Assistant:
    """One index for all threads of a process. Answerers are immutable; a new generation gets a new one.

    Without an encoder it takes the model of the settings. A `calibration` belongs to its encoder: with
    another one no answer is given as sure, and the log says so once.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        encoder: Encoder | None = None,
        calibration: Calibration | None = None,
    ) -> None:
        self._store = store
        self._encoder = _Remembering(encoder or ServedEncoder(settings.model, settings.exports_folder))
        self._calibration = calibration or shipped_calibration()
        self._generations = Generations(settings.index_folder)
        self._lock = threading.Lock()
        self._answerer: Answerer | None = None
        self._serving: str | None = None
        self._told_of_calibration = False

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
                retrieval = Retrieval(generation, self._encoder, registry())
                self._answerer = Answerer(retrieval, self._suited_calibration())
                self._serving = generation.manifest.id
            return self._answerer

    def _suited_calibration(self) -> Calibration:
        fingerprint = self._encoder.fingerprint
        if fingerprint != self._calibration.encoder and not self._told_of_calibration:
            self._told_of_calibration = True
            _logger.warning(
                "how sure an answer is was fitted for another model, so no answer found by likeness counts as sure; "
                "«tdkt evaluate confidence … --save» fits it to this one"
            )
        return self._calibration.suited_to(fingerprint)

    def build(self, now: datetime, report: Report | None = None) -> Manifest:
        """Makes the index what ships and the library hold; quick when nothing changed."""
        known = registry()
        with self._generations.alone():
            with self._store.read() as session:
                entries = corpus(_holdings(session))
            return self._generations.build(entries, self._encoder, lambda number: called(known, number), now, report)

    def warm_up(self) -> None:
        """Opens the index and loads the model, so that nobody's first question waits for it. Raises as `answerer`."""
        self.answerer()
        self._encoder.queries([""])

    @property
    def encoder_fingerprint(self) -> str:
        """Names the model that a calibration belongs to."""
        return self._encoder.fingerprint

    @property
    def generations(self) -> Generations:
        """For verifying and rolling back."""
        return self._generations


class _Remembering:
    """An encoder that knows the last questions by heart."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._query = lru_cache(maxsize=_REMEMBERED)(self._encoded)

    @property
    def fingerprint(self) -> str:
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    def queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._query(text) for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encoder.passages(texts)

    def in_bulk(self, count: int, /) -> AbstractContextManager[Encoder]:
        return self._encoder.in_bulk(count)

    def _encoded(self, text: str) -> Vectors:
        vector: Vectors = self._encoder.queries([text])[0]
        return vector


def _holdings(session: Session) -> Iterator[Holding]:
    for document, text in documents_of_every_office(session):
        office = None if document.office_id is None else str(document.office_id)
        is_law = document.kind == "regulation"
        yield Holding(str(document.id), office, is_law, document.name, text, document.unit, document.period)
