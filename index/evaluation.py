"""Gold cases → figures: a retrieval benchmark in BEIR layout, ranked by the assistant's own code.

It must not know any single case; it only counts.
Read next: `index/ranking.py`, whose weights are chosen on these figures.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any, Final

import numpy as np

from index.embeddings import Report, embed
from index.encoder import Encoder
from index.lexical import LexicalIndex
from index.noise import abbreviated, mistyped, unmarked
from index.passages import Level, Passage, article_passages
from index.ranking import DENSE_WEIGHT, Ranker
from index.vectors import VectorIndex
from knowledge.articles import Article, Clause, Content
from knowledge.provisions import ProvisionId

_CLAUSE_START: Final = re.compile(r"(?m)^(?=(\d+[a-z]?)\. )")
_LEVELS: Final = (Level.ARTICLE, Level.CLAUSE)
_CUT: Final = 10

SYSTEMS: Final = {"lexical": 0.0, "dense": 1.0, "fused": DENSE_WEIGHT}
"""Each system of the benchmark and the share of the vectors in it."""

CLEAN: Final = "clean"
_SEED: Final = 7
WAYS_OF_TYPING: Final[Mapping[str, Callable[[str, Random], str]]] = MappingProxyType(
    {
        CLEAN: lambda text, _: text,
        "unmarked": lambda text, _: unmarked(text),
        "abbreviated": lambda text, _: abbreviated(text),
        "mistyped": mistyped,
    }
)
"""How the questions are typed; nothing of it is put right before they are asked."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A folder in BEIR layout: passages of its texts, questions, and which texts answer which."""

    ids: tuple[str, ...]
    passages: tuple[Passage, ...]
    questions: dict[str, str]
    relevant: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the questions, each from 0 to 1, for one way of typing them and one system."""

    typed: str
    system: str
    queries: int
    ndcg: float
    recall: float
    mrr: float


def read_benchmark(folder: Path) -> Benchmark:
    """Reads corpus.jsonl, queries.jsonl and qrels/test.tsv; texts are cut as articles of law are."""
    corpus = list(_rows(folder / "corpus.jsonl"))
    passages = [
        passage
        for position, row in enumerate(corpus)
        for passage in article_passages(position, row["title"], read_article(row["text"]))
    ]
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        question, text, _ = line.split("\t")
        relevant.setdefault(question, set()).add(text)
    return Benchmark(
        tuple(row["_id"] for row in corpus),
        tuple(passages),
        {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in relevant},
        {question: frozenset(texts) for question, texts in relevant.items()},
    )


def evaluate(
    benchmark: Benchmark,
    encoder: Encoder,
    cache: Path,
    report: Report | None = None,
    typed: Sequence[str] = (CLEAN,),
) -> list[Figures]:
    """nDCG, recall and reciprocal rank at 10 of words alone, vectors alone, and both mixed.

    `typed` names ways of typing (of `WAYS_OF_TYPING`): all questions are asked in each of them, with the same
    slips in every run. Vectors of texts are cached in the file `cache`, so a second run only ranks.
    """
    vectors = VectorIndex.build(embed(encoder, [p.embedded for p in benchmark.passages], cache, report))
    lexical = {}
    for level in _LEVELS:
        chosen = [passage for passage in benchmark.passages if passage.level is level]
        if chosen:
            lexical[level] = LexicalIndex.build([p.title for p in chosen], [p.text for p in chosen])
    ranker = Ranker(benchmark.passages, vectors, lexical, len(benchmark.ids))
    return [figures for way in typed for figures in _figures(benchmark, encoder, ranker, way)]


def _figures(benchmark: Benchmark, encoder: Encoder, ranker: Ranker, way: str) -> Iterator[Figures]:
    random = Random(_SEED)
    asked = {question: WAYS_OF_TYPING[way](text, random) for question, text in benchmark.questions.items()}
    vectors = encoder.queries(list(asked.values()))
    allowed = np.ones(len(benchmark.ids), np.bool_)
    for system, dense_weight in SYSTEMS.items():
        rows = []
        for (question, text), vector in zip(asked.items(), vectors, strict=True):
            ranking = ranker.rank(text, vector, allowed, _LEVELS, dense_weight)
            found = [benchmark.ids[entry] for entry in ranking.best(_CUT)]
            rows.append(_measures(found, benchmark.relevant[question]))
        means = np.mean(np.array(rows), axis=0)
        yield Figures(way, system, len(rows), *(float(value) for value in means))


def _measures(found: Sequence[str], relevant: frozenset[str]) -> tuple[float, float, float]:
    hits = [rank for rank, text in enumerate(found) if text in relevant]
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(len(relevant), _CUT)))
    gain = sum(1 / math.log2(rank + 2) for rank in hits)
    return gain / ideal, len(hits) / len(relevant), 1 / (hits[0] + 1) if hits else 0.0


def read_article(text: str) -> Article:
    """A text cut as articles of law are: its lead, and its clauses where it has numbered ones."""
    found = list(_CLAUSE_START.finditer(text))
    starts = [match.start() for match in found]
    clauses = [
        Clause(match[1], text[start:end].strip())
        for match, (start, end) in zip(found, pairwise([*starts, len(text)]), strict=True)
    ]
    lead = text[: starts[0]].strip() if starts else ""
    return Article(ProvisionId("-", "1"), "", text, Content.OFFICIAL, lead=lead, clauses=tuple(clauses))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
