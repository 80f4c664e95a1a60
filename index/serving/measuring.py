"""How fast an encoder is, and how near two encoders are to each other.

It must not know which encoder it holds, nor print; it times and compares.
Read next: `bot/cli/speed.py`, which prints these figures; `index/serving/served.py` for what is measured.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.encoder import Encoder, Vectors


@dataclass(frozen=True, slots=True)
class Pace:
    """Milliseconds a question, encoded alone: half of them take less than `median`, all but one in twenty than `slow`.

    `passages` is how many passages a second it encodes when it is given many at once.
    """

    median: float
    slow: float
    passages: float


def pace(encoder: Encoder, questions: Sequence[str], passages: Sequence[str]) -> Pace:
    """The pace of an encoder that is open already; the first question warms it up and is not counted."""
    encoder.queries(questions[:1])
    taken = []
    for question in questions:
        start = time.perf_counter()
        encoder.queries([question])
        taken.append(1000 * (time.perf_counter() - start))
    start = time.perf_counter()
    encoder.passages(passages)
    median, slow = np.quantile(taken, (0.5, 0.95))
    return Pace(float(median), float(slow), len(passages) / (time.perf_counter() - start))


def closeness(these: Vectors, those: Vectors) -> tuple[float, float]:
    """The least and the mean cosine between the vectors that two encoders give the same texts."""
    cosines = np.sum(these * those, axis=1)
    return float(cosines.min()), float(cosines.mean())
