from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.embeddings import embed, forget_others
from index.encoder import HashingEncoder, Vectors

TEXTS = [f"văn bản số {number}" for number in range(150)]


class CountingEncoder(HashingEncoder):
    """Counts what it embeds, and stops in mid-way when told to."""

    def __init__(self, stop_after: int | None = None) -> None:
        super().__init__()
        self.embedded = 0
        self.stop_after = stop_after

    def passages(self, texts: Sequence[str]) -> Vectors:
        if self.stop_after is not None and self.embedded + len(texts) > self.stop_after:
            raise KeyboardInterrupt
        self.embedded += len(texts)
        return super().passages(texts)


def test_each_row_is_the_vector_of_its_text(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    assert np.allclose(embed(encoder, TEXTS, tmp_path / "v.sqlite"), encoder.passages(TEXTS))


def test_what_was_embedded_once_is_not_embedded_again(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    embed(encoder, TEXTS, tmp_path / "v.sqlite")
    embed(encoder, [*TEXTS, "mới"], tmp_path / "v.sqlite")
    assert encoder.embedded == len(TEXTS) + 1


def test_the_same_text_twice_is_embedded_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    rows = embed(encoder, ["một", "hai", "một"], tmp_path / "v.sqlite")
    assert encoder.embedded == 2
    assert np.array_equal(rows[0], rows[2])


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        embed(CountingEncoder(stop_after=130), TEXTS, tmp_path / "v.sqlite")
    encoder = CountingEncoder()
    assert np.allclose(embed(encoder, TEXTS, tmp_path / "v.sqlite"), encoder.passages(TEXTS))
    assert encoder.embedded - len(TEXTS) == 150 - 128


def test_another_encoder_gets_its_own_vectors(tmp_path: Path) -> None:
    embed(HashingEncoder(64), TEXTS, tmp_path / "v.sqlite")
    assert embed(HashingEncoder(32), TEXTS, tmp_path / "v.sqlite").shape == (150, 32)


def test_forgetting_others_keeps_the_encoder_in_use(tmp_path: Path) -> None:
    first, second = CountingEncoder(), HashingEncoder(32)
    embed(first, TEXTS, tmp_path / "v.sqlite")
    embed(second, TEXTS, tmp_path / "v.sqlite")
    forget_others(tmp_path / "v.sqlite", first.fingerprint)
    embed(first, TEXTS, tmp_path / "v.sqlite")
    assert first.embedded == len(TEXTS)


def test_progress_is_told_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    embed(HashingEncoder(), TEXTS, tmp_path / "v.sqlite", lambda done, total: told.append((done, total)))
    assert told == [(0, 150), (64, 150), (128, 150), (150, 150)]


def test_no_text_gives_no_row(tmp_path: Path) -> None:
    assert embed(HashingEncoder(), [], tmp_path / "v.sqlite").shape == (0, 64)
