"""Which wrong passages are hard for a question: found by words and by the model, kept unless they may be right.

It must not know what the negatives are used for.
Read next: `index/model/training/examples.py`, which lets hard ones share a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from index.encoder import Vectors
from index.lexical import LexicalIndex
from index.model.training.examples import PASSAGE, QUERY
from index.model.training.texts import Material, Pair

_KEPT: Final = 8
_LOOKED_AT: Final = 30


def encode(model: SentenceTransformer, texts: Sequence[str], prompt: str) -> Vectors:
    """Vectors of length one; texts of like length are encoded together."""
    with torch.autocast(model.device.type, dtype=torch.bfloat16):
        vectors = model.encode(
            [prompt + text for text in texts],
            batch_size=32,
            convert_to_tensor=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
    return np.asarray(vectors.float().cpu().numpy(), np.float32)


def hard_negatives(material: Material, model: SentenceTransformer) -> list[tuple[int, ...]]:
    """For each pair the positions of up to eight passages, words' and model's choice by turns, hardest first."""
    bodies = [f"{source.title}. {source.text}" for source in material.sources]
    passages = encode(model, bodies, PASSAGE)
    questions = encode(model, [pair.question for pair in material.pairs], QUERY)
    words = LexicalIndex.build([source.title for source in material.sources], [s.text for s in material.sources])
    found = []
    for pair, question in zip(material.pairs, questions, strict=True):
        cosines = passages @ question
        by_model = _wrong(material, pair, cosines, cosines)
        by_words = _wrong(material, pair, words.scores(pair.question), cosines)
        turns = [place for both in zip_longest(by_words, by_model) for place in both if place is not None]
        found.append(tuple(dict.fromkeys(turns))[:_KEPT])
    return found


def _wrong(material: Material, pair: Pair, scores: Vectors, cosines: Vectors) -> list[int]:
    """Passages of other articles, best first; what the model puts above the right one may answer as well."""
    article = material.sources[pair.source].article
    limit = cosines[pair.source]
    count = min(_LOOKED_AT, len(scores))
    best = np.argpartition(-scores, count - 1)[:count]
    ordered = best[np.argsort(-scores[best], kind="stable")]
    return [int(place) for place in ordered if material.sources[place].article != article and cosines[place] < limit]
