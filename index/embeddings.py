"""A durable cache of vectors: what was embedded once is never embedded again.

It must not know what a text means; it maps the text's hash to the encoder's vector.
Read next: `index/generations.py`, which asks for the vectors of a whole generation.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Final

import numpy as np

from index.encoder import Encoder, Vectors

Report = Callable[[int, int], None]

_BATCH: Final = 64
"""Texts embedded between two commits: what an interrupted build loses at most."""


def embed(encoder: Encoder, texts: Sequence[str], cache: Path, report: Report | None = None) -> Vectors:
    """The vectors of the texts, one row each; only what the cache lacks is computed.

    `report(done, total)` is called with the number of new texts before each batch and at the end.
    Interrupting it loses at most one batch; starting again goes on from there.
    """
    keys = [hashlib.sha256(text.encode()).digest() for text in texts]
    cache.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(cache, timeout=60)) as store:
        store.execute(
            "CREATE TABLE IF NOT EXISTS vector (encoder TEXT, text BLOB, value BLOB, PRIMARY KEY (encoder, text))"
        )
        known = _known(store, encoder.fingerprint, set(keys))
        # Texts of like length share a batch: padding costs as much as words do.
        missing = sorted(
            {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(),
            key=lambda item: len(item[1]),
        )
        # Opening the encoder costs time that a build without new texts does not have to spend.
        with encoder.in_bulk(len(missing)) if missing else nullcontext(encoder) as bulk:
            for start in range(0, len(missing), _BATCH):
                if report:
                    report(start, len(missing))
                batch = missing[start : start + _BATCH]
                vectors = bulk.passages([text for _, text in batch])
                rows = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
                with store:
                    store.executemany(
                        "INSERT OR IGNORE INTO vector VALUES (?, ?, ?)",
                        [(encoder.fingerprint, key, vector.tobytes()) for key, vector in rows.items()],
                    )
                known |= rows
        if report:
            report(len(missing), len(missing))
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, encoder.dimension), np.float32)


def _known(store: sqlite3.Connection, fingerprint: str, wanted: set[bytes]) -> dict[bytes, Vectors]:
    rows = store.execute("SELECT text, value FROM vector WHERE encoder = ?", (fingerprint,))
    return {key: np.frombuffer(value, np.float32) for key, value in rows if key in wanted}


def forget_others(cache: Path, fingerprint: str) -> None:
    """Drops the vectors of every other encoder: they can never be asked for again."""
    with closing(sqlite3.connect(cache, timeout=60)) as store, store:
        store.execute("DELETE FROM vector WHERE encoder <> ?", (fingerprint,))
