"""Hybrid ranking of entries: words and vectors, whole articles and clauses, mixed on one scale.

It must not know what an entry is, who asks, or on which day; callers say which entries are allowed.
Read next: `index/retrieval.py` for the assistant's use, `index/evaluation.py` for the benchmark's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
DENSE_LEVELS: Final = {Level.ASKED: 2.0}
"""How much a level's list of vectors counts, 1 where not named: questions resemble questions most."""
LEXICAL_LEVELS: Final = {Level.ARTICLE: 2.0}
"""The same for words: whole articles have the most of them."""

LATER_COSINE: Final = 0.01
"""What each further entry that something leads to loses of its cosine."""
LATER_WORDS: Final = 0.9
"""What each further entry that something leads to keeps of its words' score."""

_FAR: Final = np.float32(-1.0)
_FINENESS: Final = {Level.ARTICLE: 0, Level.SECTION: 1, Level.CLAUSE: 1}


@dataclass(frozen=True, slots=True)
class Lead:
    """An entry that leads to another one: a question that resembles it is a question about the other.

    `order` is 0 for the entry it leads to first; later ones gain less.
    """

    source: int
    target: int
    order: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores for one question: of all entries by the entry's position, of all passages by theirs.

    `fused` runs from 0 to 1; `cosine` is that of the entry's best passage (-1: not among the
    nearest), `lexical` its best BM25.
    """

    fused: Scores
    cosine: Scores
    lexical: Scores
    passage_cosines: Scores
    passage_words: Scores

    def best(self, limit: int) -> list[int]:
        """Entries with a score, best first."""
        order = np.argsort(-self.fused, kind="stable")[:limit]
        return [int(entry) for entry in order if self.fused[entry] > 0]


class Ranker:
    """Ranks the entries that a list of passages stands for."""

    def __init__(
        self, passages: Sequence[Passage], vectors: VectorIndex, lexical: Mapping[Level, LexicalIndex], entries: int
    ) -> None:
        self._passages = passages
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
        leads: Sequence[Lead] = (),
    ) -> Ranking:
        """Scores of the allowed entries for a question given as words and as a vector.

        `levels` run from the coarsest to the finest. An entry without a passage of some level keeps its
        score of the first. `leads` add to the level of questions what resembles their sources.
        """
        seen = allowed[self._entry_of]
        cosines, words = self._passage_scores(text, vector, seen, levels)
        with_words = [level for level in levels if level in self._lexical]
        dense = self._pooled(cosines, levels, _FAR)
        lexical = self._pooled(words, with_words, np.float32(0))
        if Level.ASKED in levels:
            self._follow(leads, dense[levels.index(Level.ASKED)], lambda score, order: score - LATER_COSINE * order)
        if Level.ASKED in with_words:
            self._follow(leads, lexical[with_words.index(Level.ASKED)], lambda score, order: score * LATER_WORDS**order)
        fused = dense_weight * _mixed(dense, [DENSE_LEVELS.get(level, 1.0) for level in levels])
        if lexical:
            mixed = _mixed(lexical, [LEXICAL_LEVELS.get(level, 1.0) for level in with_words])
            fused = fused + (1 - dense_weight) * mixed
        return Ranking(
            fused=np.where(allowed, fused, 0).astype(np.float32),
            cosine=np.max(dense, axis=0),
            lexical=np.max(lexical, axis=0) if lexical else np.zeros(self._entries, np.float32),
            passage_cosines=cosines,
            passage_words=words,
        )

    @staticmethod
    def _follow(leads: Sequence[Lead], scores: Scores, later: Callable[[float, int], float]) -> None:
        found = [(lead.target, later(float(scores[lead.source]), lead.order)) for lead in leads]
        for target, score in found:
            scores[target] = max(scores[target], score)

    def telling(self, ranking: Ranking, entry: int) -> int:
        """The position of the passage that says which part of the entry answers, at the finest level it has.

        A way of asking that belongs to a clause speaks for the passages of that clause.
        """
        mine = np.flatnonzero(self._entry_of == entry)
        scale = max(float(ranking.passage_words.max(initial=0)), 1e-6)
        scores = ranking.passage_cosines[mine] + ranking.passage_words[mine] / scale
        asked: dict[str, float] = {}
        for position, score in zip(mine, scores, strict=True):
            passage = self._passages[int(position)]
            if passage.level is Level.ASKED and passage.clause:
                asked[passage.clause] = max(asked.get(passage.clause, -1.0), float(score))
        candidates = [
            (_FINENESS[passage.level], max(float(score), asked.get(passage.clause, -1.0)), int(position))
            for position, score in zip(mine, scores, strict=True)
            if (passage := self._passages[int(position)]).level is not Level.ASKED
        ]
        return max(candidates)[2]

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


def _mixed(lists: Sequence[Scores], weights: Sequence[float]) -> Scores:
    return np.asarray(np.average([_scaled(scores) for scores in lists], axis=0, weights=weights), np.float32)


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
