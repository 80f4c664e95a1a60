"""FAISS: an exact inner-product search over one vector a passage, filtered by position.

It must not know what a passage stands for, nor which of them a person may see.
Read next: `index/retrieval.py`, which says what may be seen.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

Positions = NDArray[np.int64]


class VectorIndex:
    """A flat index with explicit ids: exact, and fast enough to 100,000 passages.

    It is built once and never changed in place: removing rows shifts others.
    """

    def __init__(self, index: faiss.IndexIDMap2) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> Self:
        """The index over the rows of `vectors`; ids are row numbers."""
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.arange(len(vectors), dtype=np.int64))
        return cls(index)

    def search(self, query: Vectors, limit: int, allowed: NDArray[np.bool_]) -> tuple[Positions, Vectors]:
        """The nearest allowed passages of one query vector: positions and cosines, best first."""
        bitmap = np.packbits(allowed, bitorder="little")
        selector = faiss.IDSelectorBitmap(bitmap)
        found = min(limit, int(allowed.sum()))
        if not found:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        parameters = faiss.SearchParameters(sel=selector)
        cosines, positions = self._index.search(query.reshape(1, -1), found, params=parameters)
        kept = positions[0] >= 0
        return positions[0][kept], cosines[0][kept]

    def rows(self) -> Vectors:
        """Every vector, in the order of positions."""
        return np.asarray(self._index.index.reconstruct_n(0, self._index.ntotal), np.float32)

    def save(self, path: Path) -> None:
        """Writes the index to a file."""
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> Self:
        """The index that `save` wrote."""
        return cls(faiss.read_index(str(path)))

    def __len__(self) -> int:
        return int(self._index.ntotal)
