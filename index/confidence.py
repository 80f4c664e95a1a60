"""How sure an answer is: figures of a search → the probability that it is about the right thing.

It must not know words or articles; it weighs a handful of numbers.
Read next: `index/data/confidence.json`, which `tdkt evaluate confidence` fits, and `index/answers.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from index.retrieval import Hit
from knowledge.text import syllables

CONFIDENCE_FILE: Final = Path(__file__).parent / "data" / "confidence.json"

FEATURES: Final = ("cosine", "lexical", "coverage", "gap", "length")
"""Best cosine; best BM25 a syllable; share of the question's terms known to the library; best cosine
less that of the tenth article; logarithm of the question's length."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over FEATURES, and the two thresholds on its result.

    Below `refuse` the question is not one of this field; from `answer` on it is answered; between the
    two the nearest provisions are shown and the person is asked. `encoder` is the fingerprint of the
    encoder it was fitted with: another one needs another fit.
    """

    encoder: str
    weights: tuple[float, ...]
    bias: float
    refuse: float
    answer: float

    def probability(self, features: Sequence[float]) -> float:
        """From 0 to 1."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


@cache
def shipped_calibration() -> Calibration:
    """The calibration fitted with the shipped encoder and knowledge."""
    content = json.loads(CONFIDENCE_FILE.read_text(encoding="utf-8"))
    return Calibration(**{**content, "weights": tuple(content["weights"])})


def features(text: str, hits: Sequence[Hit], coverage: float) -> tuple[float, ...]:
    """The figures of one search, in the order of FEATURES; zeros when nothing was found."""
    length = max(1, len(syllables(text)))
    if not hits:
        return (0.0, 0.0, coverage, 0.0, math.log(length))
    cosine = max(hit.cosine for hit in hits)
    lexical = max(hit.lexical for hit in hits) / length
    gap = cosine - sorted((hit.cosine for hit in hits), reverse=True)[-1]
    return (cosine, lexical, coverage, gap, math.log(length))
