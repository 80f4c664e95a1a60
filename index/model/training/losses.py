"""What is wrong with a vector: noisy text against clean text.

It must not know where texts come from; it sees tokens and vectors.
Read next: `index/model/training/trainer.py`, which sets these against their rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn

_SCALE: Final = 50.0
"""What cosines are multiplied with where texts of a batch compete: a temperature of 0.02."""
_SENTENCE_WEIGHT: Final = 10.0
_WORD_WEIGHT: Final = 5.0
_WORD_START: Final = "▁"


class NoisyToClean(nn.Module):
    """Columns (noisy, clean): the student's noisy text becomes what the teacher makes of the clean one.

    Three parts: the clean text is told from the others of the batch; the vectors point the same way; and so
    does each word's, where both texts have as many words. The last teaches unmarked spellings their meaning
    word by word, twenty times as much to learn from in a text as its one vector.
    """

    def __init__(self, model: SentenceTransformer, teacher: SentenceTransformer) -> None:
        super().__init__()
        self.model = model
        # In a tuple it is no part of this module: neither trained nor saved with it.
        self._teacher = (teacher.eval(),)
        self._starts = word_starts(model)

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor | None = None) -> Tensor:  # noqa: ARG002 - the trainer hands every loss labels
        """The loss of a batch."""
        noisy, clean = sentence_features
        learned: dict[str, Any] = self.model(dict(noisy))
        with torch.no_grad():
            meant: dict[str, Any] = self._teacher[0](dict(clean))
        student = nn.functional.normalize(learned["sentence_embedding"].float(), dim=-1)
        teacher = nn.functional.normalize(meant["sentence_embedding"].float(), dim=-1)
        scores = student @ teacher.T
        own = torch.arange(len(scores), device=scores.device)
        told_apart = nn.functional.cross_entropy(scores * _SCALE, own)
        apart = (1 - scores.diagonal()).mean()
        return told_apart + _SENTENCE_WEIGHT * apart + _WORD_WEIGHT * self._words_apart(learned, meant)

    def _words_apart(self, learned: dict[str, Any], meant: dict[str, Any]) -> Tensor:
        student, student_counts = word_vectors(learned, self._starts)
        teacher, teacher_counts = word_vectors(meant, self._starts)
        width = min(student.shape[1], teacher.shape[1])
        alike = (student_counts == teacher_counts)[:, None]
        counted = alike & (torch.arange(width, device=student.device)[None, :] < student_counts[:, None])
        if not counted.any():
            return student.sum() * 0
        cosines = nn.functional.cosine_similarity(student[:, :width], teacher[:, :width], dim=-1)
        return (1 - cosines[counted]).mean()


def word_starts(model: SentenceTransformer) -> Tensor:
    """For every piece of the vocabulary: 1 where it begins a word, 0 where it goes on, -1 where it is no text."""
    tokenizer = model.tokenizer
    starts = torch.zeros(len(tokenizer), dtype=torch.long)
    for piece, number in tokenizer.get_vocab().items():
        starts[number] = int(piece.startswith(_WORD_START))
    starts[torch.tensor(tokenizer.all_special_ids)] = -1
    return starts


def word_vectors(features: dict[str, Any], starts: Tensor) -> tuple[Tensor, Tensor]:
    """Mean vectors of the words of each text, (texts, words, dimension), and how many words each has."""
    tokens = features["token_embeddings"].float()
    kind = starts.to(tokens.device)[features["input_ids"]]
    is_text = (kind >= 0) & features["attention_mask"].bool()
    number = (kind.clamp(min=0) * is_text).cumsum(dim=1)
    counts = number.max(dim=1).values
    # Row 0 of each text takes what belongs to no word.
    place = torch.where(is_text, number, 0)
    sums = tokens.new_zeros(len(tokens), int(counts.max()) + 1, tokens.shape[-1])
    sums = sums.scatter_add(1, place[..., None].expand_as(tokens), tokens)
    pieces = tokens.new_zeros(sums.shape[:2]).scatter_add(1, place, torch.ones_like(place, dtype=tokens.dtype))
    return sums[:, 1:] / pieces[:, 1:, None].clamp(min=1), counts
