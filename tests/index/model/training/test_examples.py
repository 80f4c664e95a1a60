from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from index.model.training.examples import PASSAGE, QUERY, answered, batches, nearest_part, noisy_and_clean
from index.model.training.texts import Material, Source, read_material
from knowledge.text import fold, is_folded


@pytest.fixture
def material(public: Path) -> Material:
    return read_material(public)


def negatives_of(material: Material) -> list[tuple[int, ...]]:
    """The five public passages that follow the right one."""
    return [tuple((pair.source + step) % material.public for step in range(1, 6)) for pair in material.pairs]


def test_noisy_rows_are_the_clean_text_typed_in_many_ways(material: Material) -> None:
    rows = list(islice(noisy_and_clean(material)(Random(1)), 500))
    assert all(noisy.startswith((QUERY, PASSAGE)) and clean.startswith((QUERY, PASSAGE)) for noisy, clean in rows)
    bare = [noisy for noisy, clean in rows if is_folded(noisy) and not is_folded(clean)]
    assert 150 < len(bare) < 350
    same_letters = sum(fold(noisy).lower() == fold(clean).lower() for noisy, clean in rows)
    assert same_letters > 150


def test_batches_hold_texts_of_like_length(material: Material) -> None:
    rows = batches(noisy_and_clean(material), count=8, size=16, seed=3)
    assert len(rows) == 128
    lengths = [sum(map(len, row)) for row in rows]
    spread = [max(lengths[start : start + 16]) - min(lengths[start : start + 16]) for start in range(0, 128, 16)]
    assert max(spread) < max(lengths) - min(lengths)


def test_the_same_seed_gives_the_same_rows(material: Material) -> None:
    first, again, other = (batches(noisy_and_clean(material), 2, 8, seed) for seed in (3, 3, 4))
    assert first == again != other


def test_no_batch_has_two_passages_of_one_article(material: Material) -> None:
    rows = answered(material, negatives_of(material), 0)(6, 16, 5)
    title_of = {source.title: source.article for source in material.sources}
    for start in range(0, len(rows), 16):
        articles = [
            title_of.get(passage.removeprefix(PASSAGE).split(". ")[0], passage)
            for _, passage in rows[start : start + 16]
        ]
        assert len(set(articles)) == 16


def test_hard_negatives_stand_in_columns_of_their_own(material: Material) -> None:
    rows = answered(material, negatives_of(material), 2)(1, 8, 5)
    assert all(len(row) == 4 and all(text.startswith(PASSAGE) for text in row[1:]) for row in rows)
    assert all(row[1] not in row[2:] for row in rows)


def test_the_part_that_answers_is_shown_under_the_first_line() -> None:
    text = "Cư trú\n1. Nơi nộp hồ sơ là công an xã.\n2. Thời hạn là ba ngày."
    assert nearest_part(Source("Điều 1", text, "x"), "thời hạn bao lâu") == "Cư trú. 2. Thời hạn là ba ngày."


def test_a_passage_without_clauses_is_shown_whole() -> None:
    assert nearest_part(Source("Điều 1", "Một câu.", "x"), "câu nào") == "Một câu."
