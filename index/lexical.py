"""BM25 over syllables and pairs of syllables; the title counts three times.

It must not know what a passage stands for; it sees titles and texts by position.
Read next: `index/retrieval.py`, which mixes its scores with those of the vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge.text import syllables

Scores = NDArray[np.float32]

TITLE_WEIGHT: Final = 3


def terms(text: str) -> list[str]:
    """Syllables and neighbouring pairs: the pairs do what word segmentation would, and are faster."""
    single = syllables(text)
    return single + [f"{first}_{second}" for first, second in pairwise(single)]


class LexicalIndex:
    """An immutable BM25 index (k1 1.5, b 0.75); positions are those of the texts it was built from."""

    def __init__(self, ranker: bm25s.BM25, vocabulary: dict[str, int], size: int) -> None:
        self._ranker = ranker
        self._vocabulary = vocabulary
        self._size = size

    @classmethod
    def build(cls, titles: Sequence[str], bodies: Sequence[str]) -> Self:
        """The index over texts given as title and body; there must be at least one."""
        vocabulary: dict[str, int] = {}
        documents = []
        for title, body in zip(titles, bodies, strict=True):
            words = terms(title) * TITLE_WEIGHT + terms(body)
            documents.append([vocabulary.setdefault(word, len(vocabulary)) for word in words])
        ranker = bm25s.BM25(k1=1.5, b=0.75, method="lucene")
        ranker.index((documents, vocabulary), show_progress=False)
        return cls(ranker, vocabulary, len(documents))

    def scores(self, query: str) -> Scores:
        """One score a text, zero where nothing of the query occurs."""
        known = [self._vocabulary[word] for word in dict.fromkeys(terms(query)) if word in self._vocabulary]
        if not known:
            return np.zeros(self._size, np.float32)
        return np.asarray(self._ranker.get_scores(known), np.float32)

    def coverage(self, query: str) -> float:
        """The share of the query's terms that occur anywhere in the texts, 0 to 1."""
        asked = set(terms(query))
        return len(asked & self._vocabulary.keys()) / len(asked) if asked else 0.0

    def save(self, folder: Path) -> None:
        """Writes the index into a new folder."""
        self._ranker.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The index that `save` wrote."""
        ranker = bm25s.BM25.load(folder, load_corpus=False, load_vocab=True)
        vocabulary = {str(word): int(number) for word, number in ranker.vocab_dict.items()}
        return cls(ranker, vocabulary, int(ranker.scores["num_docs"]))
