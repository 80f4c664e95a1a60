"""How sure an answer is: figures of a search → the probability that it is about the right thing.

It must not know provisions; it weighs a handful of numbers.
Read next: `index/data/confidence.json`, which `tdkt evaluate confidence` fits, and `index/answering.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from index.retrieval import Found
from knowledge.field import field_terms
from knowledge.text import syllables

CONFIDENCE_FILE: Final = Path(__file__).parent / "data" / "confidence.json"

FEATURES: Final = ("cosine", "lexical", "coverage", "gap", "terms", "margin")
"""Best cosine; best BM25 a syllable; share of the question's terms known to the library; best cosine
less that of the last article found; how many terms of the field the question uses, two at most; best
cosine of anything of ours less that of a question of another field."""

MOST_OUTSIDE_ANSWERED: Final = 0.02
"""Share of questions from other fields that may be answered all the same: sets the threshold of answers."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model over FEATURES, and the two thresholds on its result.

    Below `refuse` the question is not one of this field; from `answer` on it is answered; between the
    two the nearest provisions are shown and the person is asked. `encoder` is the fingerprint of the
    encoder it was fitted with: another one needs another fit, see `suited_to`.
    """

    encoder: str
    weights: tuple[float, ...]
    bias: float
    refuse: float
    answer: float

    def probability(self, figures: Sequence[float]) -> float:
        """From 0 to 1."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, figures, strict=True))
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))

    def suited_to(self, encoder: str) -> Calibration:
        """Itself for the encoder it was fitted with; for another one, a calibration that is never sure.

        The figures of another model mean something else. So nothing found by them is given as the answer,
        and nothing is turned away: the nearest provisions are shown and the person decides.
        """
        if encoder == self.encoder:
            return self
        return Calibration(encoder, (0.0,) * len(self.weights), 0.0, refuse=0.0, answer=1.0)

    def save(self, path: Path = CONFIDENCE_FILE) -> None:
        """Writes it where `shipped_calibration` reads it."""
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


@cache
def shipped_calibration() -> Calibration:
    """The calibration fitted with the shipped encoder and knowledge."""
    content = json.loads(CONFIDENCE_FILE.read_text(encoding="utf-8"))
    return Calibration(**{**content, "weights": tuple(content["weights"])})


def features(text: str, found: Found, coverage: float) -> tuple[float, ...]:
    """The figures of one search, in the order of FEATURES."""
    terms = float(min(2, len(field_terms(text))))
    margin = found.nearest - found.foreign
    if not found.articles:
        return (0.0, 0.0, coverage, 0.0, terms, margin)
    cosines = sorted((hit.cosine for hit in found.articles), reverse=True)
    lexical = max(hit.lexical for hit in found.articles) / max(1, len(syllables(text)))
    return (cosines[0], lexical, coverage, cosines[0] - cosines[-1], terms, margin)


def fit(inside: Sequence[Sequence[float]], outside: Sequence[Sequence[float]], encoder: str) -> Calibration:
    """The calibration that tells questions of the field from others, by their figures.

    Both sides weigh the same, however many questions each has. The threshold of answers is the lowest
    that keeps the share of outside questions answered within MOST_OUTSIDE_ANSWERED; the one of refusals
    is where one in a hundred of the inside questions lies, or half of it.
    """
    # scikit-learn takes a second to import and is needed nowhere else.
    from sklearn.linear_model import LogisticRegression

    rows = np.array([*inside, *outside], np.float64)
    labels = np.array([1] * len(inside) + [0] * len(outside))
    means, spreads = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(class_weight="balanced", C=1.0).fit((rows - means) / spreads, labels)
    weights = model.coef_[0] / spreads
    bias = float(model.intercept_[0] - (weights * means).sum())
    plain = Calibration(encoder, tuple(float(weight) for weight in weights), bias, 0.0, 0.0)
    outside_scores = np.array([plain.probability(row) for row in outside])
    inside_scores = np.array([plain.probability(row) for row in inside])
    answer = float(np.quantile(outside_scores, 1 - MOST_OUTSIDE_ANSWERED))
    refuse = float(min(np.quantile(inside_scores, 0.01), answer / 2))
    return Calibration(encoder, plain.weights, bias, refuse, answer)
