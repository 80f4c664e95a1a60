from __future__ import annotations

from pathlib import Path

import numpy as np

from index.vectors import VectorIndex

UNIT = np.eye(12, dtype=np.float32)


def test_the_nearest_allowed_row_comes_first() -> None:
    index = VectorIndex.build(UNIT)
    query = (UNIT[3] * 0.9 + UNIT[7] * 0.4).astype(np.float32)
    positions, cosines = index.search(query, 2, np.ones(12, np.bool_))
    assert positions.tolist() == [3, 7]
    assert cosines[0] > cosines[1]


def test_what_is_not_allowed_is_never_returned() -> None:
    allowed = np.zeros(12, np.bool_)
    allowed[[0, 9, 11]] = True
    positions, _ = VectorIndex.build(UNIT).search(UNIT[3], 12, allowed)
    assert sorted(positions.tolist()) == [0, 9, 11]


def test_nothing_allowed_gives_nothing() -> None:
    positions, cosines = VectorIndex.build(UNIT).search(UNIT[3], 5, np.zeros(12, np.bool_))
    assert not len(positions) and not len(cosines)


def test_saving_keeps_every_row_in_its_place(tmp_path: Path) -> None:
    VectorIndex.build(UNIT).save(tmp_path / "vectors.faiss")
    loaded = VectorIndex.load(tmp_path / "vectors.faiss")
    assert len(loaded) == 12
    assert np.array_equal(loaded.rows(), UNIT)
