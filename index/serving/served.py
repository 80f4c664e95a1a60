"""The encoder that the assistant answers with: the exported graph, or sentence-transformers where there is none.

It must not know an index; it chooses who encodes, once, and says so when the choice is the slow one.
Read next: `index/serving/exports.py` (the graph's file), `index/serving/bulk.py` (thousands of passages).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from index.encoder import Encoder, SentenceEncoder, Vectors
from index.serving.folder import ExportFailed, ModelFolder

WORTH_A_PROCESS: Final = 2000
"""Passages from which on loading torch in a process of its own takes less time than it saves."""

_logger = logging.getLogger(__name__)


class ServedEncoder:
    """A sentence-transformers folder on the CPU; opened at first use, not at construction. Thread-safe.

    The shipped model, and others of its kind, are exported once into the folder `exports` and served
    without torch. Any other is served by sentence-transformers, as is any that cannot be exported
    here; the log says why, once. Raises EncoderUnavailable when the folder holds no model.
    """

    def __init__(self, folder: Path, exports: Path) -> None:
        self._model = ModelFolder(folder)
        self._exports = exports
        self._lock = threading.Lock()
        self._chosen: Encoder | None = None

    @property
    def fingerprint(self) -> str:
        """That of the folder: SHA-256 over the files that decide a vector."""
        return self._model.fingerprint

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return self._serving().dimension

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's own query prompt."""
        return self._serving().queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, with the model's own passage prompt."""
        return self._serving().passages(texts)

    @contextmanager
    def in_bulk(self, count: int, /) -> Iterator[Encoder]:
        """Where tiles make torch the faster one, and it is worth loading, a child process with it."""
        serving = self._serving()
        if count >= WORTH_A_PROCESS and not isinstance(serving, SentenceEncoder):
            from index.serving.bulk import bulk_process, has_tiles

            if has_tiles():
                with bulk_process(self._model, serving) as bulk:
                    yield bulk
                return
        yield serving

    def _serving(self) -> Encoder:
        if self._chosen is None:
            with self._lock:
                self._chosen = self._chosen or self._choose()
        return self._chosen

    def _choose(self) -> Encoder:
        # Asked first: a folder without a model is no reason to export or to load anything.
        fingerprint = self._model.fingerprint
        try:
            from index.serving.exports import Exports

            return Exports(self._exports).open(self._model)
        except (ExportFailed, ImportError) as failed:
            _logger.warning(
                "the model %s (%s) is served by torch, slowly and in more memory, for it is not exported: %s",
                self._model.name,
                fingerprint[:8],
                failed,
            )
            return SentenceEncoder(self._model.path)
