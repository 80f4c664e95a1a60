"""Hybrid ranking of entries: words and vectors, whole articles and clauses, mixed on one scale.

It must not know what an entry is, who asks, or on which day; callers say which entries are allowed.
Read next: `index/retrieval.py` for the assistant's use, `index/evaluation.py` for the benchmark's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.lexical import LexicalIndex, Scores
from index.passages import Level, Passage
from index.vectors import VectorIndex

POOL: Final = 100
"""Entries of a list that share the scale from 0 to 1; the rest of the list counts nothing."""
NEAREST: Final = 300
"""Passages taken from the vectors, a level: several may stand for one entry."""
DENSE_WEIGHT: Final = 0.5
"""Share of the vectors in the mixture; the rest is the words'."""

_FAR: Final = np.float32(-1.0)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of all entries for one question, by the entry's position.

    `fused` runs from 0 to 1; `cosine` is that of the entry's best passage (-1: not among the
    nearest); `lexical` is its best BM25. `passages` holds the best passage of each entry at the
    finest level it has, -1 if nothing was found.
    """

    fused: Scores
    cosine: Scores
    lexical: Scores
    passages: NDArray[np.int64]

    def best(self, limit: int) -> list[int]:
        """Entries with a score, best first."""
        order = np.argsort(-self.fused, kind="stable")[:limit]
        return [int(entry) for entry in order if self.fused[entry] > 0]


class Ranker:
    """Ranks the entries that a list of passages stands for."""

    def __init__(
        self, passages: Sequence[Passage], vectors: VectorIndex, lexical: Mapping[Level, LexicalIndex], entries: int
    ) -> None:
        self._vectors = vectors
        self._lexical = lexical
        self._entries = entries
        self._entry_of = np.array([passage.entry for passage in passages], np.int64)
        levels = np.array([passage.level.value for passage in passages])
        self._is_level = {level: levels == level.value for level in Level}

    def rank(
        self,
        text: str,
        vector: Vectors,
        allowed: NDArray[np.bool_],
        levels: Sequence[Level],
        dense_weight: float = DENSE_WEIGHT,
    ) -> Ranking:
        """Scores of the allowed entries for a question given as words and as a vector.

        `levels` run from the coarsest to the finest; the lists of all levels weigh the same. An
        entry without a passage of some level keeps its score of the first.
        """
        seen = allowed[self._entry_of]
        cosines, words = self._passage_scores(text, vector, seen, levels)
        dense = self._pooled(cosines, levels, _FAR)
        lexical = self._pooled(words, [level for level in levels if level in self._lexical], np.float32(0))
        fused = dense_weight * np.mean([_scaled(scores) for scores in dense], axis=0)
        if lexical:
            fused = fused + (1 - dense_weight) * np.mean([_scaled(scores) for scores in lexical], axis=0)
        return Ranking(
            fused=np.where(allowed, fused, 0).astype(np.float32),
            cosine=np.max(dense, axis=0),
            lexical=np.max(lexical, axis=0) if lexical else np.zeros(self._entries, np.float32),
            passages=self._telling(cosines, words, levels),
        )

    def _passage_scores(
        self, text: str, vector: Vectors, seen: NDArray[np.bool_], levels: Sequence[Level]
    ) -> tuple[Scores, Scores]:
        cosines = np.full(len(seen), _FAR, np.float32)
        words = np.zeros(len(seen), np.float32)
        for level in levels:
            mine = self._is_level[level]
            positions, values = self._vectors.search(vector, NEAREST, mine & seen)
            cosines[positions] = values
            if level in self._lexical:
                words[mine] = self._lexical[level].scores(text)
        return cosines, np.where(seen, words, 0)

    def _pooled(self, scores: Scores, levels: Sequence[Level], nothing: np.float32) -> list[Scores]:
        """For each level, each entry's best passage of it."""
        lists: list[Scores] = []
        for level in levels:
            mine = self._is_level[level]
            pooled = np.full(self._entries, nothing, np.float32)
            np.maximum.at(pooled, self._entry_of[mine], scores[mine])
            if lists:
                has_level = np.zeros(self._entries, np.bool_)
                has_level[self._entry_of[mine]] = True
                pooled = np.where(has_level, pooled, lists[0])
            lists.append(pooled)
        return lists

    def _telling(self, cosines: Scores, words: Scores, levels: Sequence[Level]) -> NDArray[np.int64]:
        """The passage of each entry that fits best, of the finest level the entry has."""
        telling = np.full(self._entries, -1, np.int64)
        scale = np.float32(max(float(words.max(initial=0)), 1e-6))
        for level in levels:
            if level is Level.ASKED:
                continue
            positions = np.flatnonzero(self._is_level[level] & ((cosines > _FAR) | (words > 0)))
            ordered = positions[np.argsort(cosines[positions] + words[positions] / scale, kind="stable")]
            telling[self._entry_of[ordered]] = ordered
        return telling


def _scaled(scores: Scores) -> Scores:
    """Min-max over the best of the list: 1 for the first, 0 from the last of the pool down."""
    count = min(POOL, len(scores))
    if not count:
        return scores
    top = np.partition(scores, len(scores) - count)[-count:]
    low, high = float(top.min()), float(top.max())
    if high <= low:
        return np.zeros_like(scores)
    return np.asarray(np.clip((scores - low) / (high - low), 0, 1), np.float32)
