from __future__ import annotations

import torch

from index.model.training.losses import word_vectors

STARTS = torch.tensor([-1, 1, 0, 1])
"""Piece 0 is no text, 1 and 3 begin a word, 2 goes on."""


def features(pieces: list[list[int]], shown: list[list[int]]) -> dict[str, torch.Tensor]:
    numbers = torch.tensor(pieces)
    vectors = numbers.float()[..., None].expand(*numbers.shape, 2) * 10
    return {"input_ids": numbers, "attention_mask": torch.tensor(shown), "token_embeddings": vectors}


def test_a_word_is_the_mean_of_its_pieces() -> None:
    vectors, counts = word_vectors(features([[0, 1, 2, 3, 0]], [[1, 1, 1, 1, 1]]), STARTS)
    assert counts.tolist() == [2]
    assert vectors[0].tolist() == [[15.0, 15.0], [30.0, 30.0]]


def test_padding_and_marks_of_beginning_and_end_are_no_words() -> None:
    vectors, counts = word_vectors(features([[0, 1, 3, 3], [0, 3, 0, 0]], [[1, 1, 1, 1], [1, 1, 1, 0]]), STARTS)
    assert counts.tolist() == [3, 1]
    assert vectors[1].tolist() == [[30.0, 30.0], [0.0, 0.0], [0.0, 0.0]]


def test_words_are_counted_alike_however_many_pieces_they_have() -> None:
    _, counts = word_vectors(features([[0, 1, 2, 2, 3, 0], [0, 1, 3, 0, 0, 0]], [[1] * 6, [1, 1, 1, 1, 0, 0]]), STARTS)
    assert counts.tolist() == [2, 2]
