"""How good a model is, on training pairs that were set aside: what averages and stages are chosen by.

It must not see an evaluation set, nor a passage of an article that was trained on as the right answer.
Read next: `index/model/training/__main__.py`.
"""

from __future__ import annotations

import math
from random import Random
from typing import Final

import numpy as np
from sentence_transformers import SentenceTransformer

from index.encoder import Vectors
from index.model.training.examples import PASSAGE, QUERY
from index.model.training.negatives import encode
from index.model.training.texts import Material, sentences
from index.noise import abbreviated, mistyped, unmarked

_OTHERS: Final = 600
"""Passages that answer nothing, beside those that do."""
_CUT: Final = 10
_LONGEST: Final = 192
"""Pieces of a passage that are read: validation must stay quick on two cores."""


def validate(model: SentenceTransformer, material: Material, seed: int) -> dict[str, float]:
    """nDCG@10 of the vectors alone for questions clean, unmarked, abbreviated and mistyped, and for statements.

    `statement` asks with a sentence of the passage: a style nobody trained for must not be forgotten.
    """
    random = Random(seed)
    right = list(dict.fromkeys(pair.source for pair in material.validation))
    others = [place for place in range(material.public) if place not in set(right)]
    shown = right + random.sample(others, min(_OTHERS, len(others)))
    position = {place: number for number, place in enumerate(shown)}
    longest, model.max_seq_length = model.max_seq_length, _LONGEST
    texts = [f"{material.sources[place].title}. {material.sources[place].text}" for place in shown]
    passages = encode(model, texts, PASSAGE)
    questions = [pair.question for pair in material.validation]
    gold = [position[pair.source] for pair in material.validation]
    stated = [
        (random.choice(found), position[place]) for place in right if (found := sentences(texts[position[place]]))
    ]
    asked = {
        "clean": (questions, gold),
        "unmarked": ([unmarked(text) for text in questions], gold),
        "abbreviated": ([abbreviated(text) for text in questions], gold),
        "mistyped": ([mistyped(text, Random(seed)) for text in questions], gold),
        "statement": ([text for text, _ in stated], [place for _, place in stated]),
    }
    figures = {name: _gain(encode(model, texts, QUERY) @ passages.T, places) for name, (texts, places) in asked.items()}
    model.max_seq_length = longest
    return figures


def _gain(scores: Vectors, right: list[int]) -> float:
    """Mean nDCG@10 with one right passage a row."""
    ranks = (scores > scores[np.arange(len(right)), right][:, None]).sum(axis=1)
    return round(float(np.mean([1 / math.log2(rank + 2) if rank < _CUT else 0.0 for rank in ranks])), 4)
