"""Where an official text and our digest of it do not agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import disagreements, figures_apart, official_articles
from knowledge.digests import digests
from tests.conversations.papers import decision

TEXTS = (
    "152-2025-ND-CP.txt",
    "06-2022-QH15.txt",
    "30-2020-ND-CP.txt",
    "161-2026-ND-CP.txt",
    "86-2025-QD-UBND-Bac-Ninh.txt",
)


def test_a_figure_of_the_digest_that_the_official_text_has_not_is_told() -> None:
    ours = official_articles(decision("7/2025/QĐ-UBND", "Mức thưởng | Thưởng 1,5 lần trong 05 ngày.", "Khác | 20%."))
    theirs = official_articles(decision("7/2025/QĐ-UBND", "Mức thưởng | Thưởng 2,5 lần trong 5 ngày.", "Khác | 20%."))
    assert figures_apart(theirs, ours) == {"1": ["1,5"]}
    assert disagreements(theirs, ours) == []


def test_an_article_without_a_digest_disagrees_with_nothing() -> None:
    text = official_articles(decision("7/2025/QĐ-UBND", "Mức thưởng | Thưởng 1,5 lần."))
    assert figures_apart(text, []) == {} and disagreements(text, []) == []


@pytest.mark.parametrize("name", TEXTS)
def test_our_digests_agree_with_the_official_texts_in_headings_and_figures(shared: Path, name: str) -> None:
    articles = official_articles((shared / "regulations" / "raw" / name).read_text(encoding="utf-8"))
    assert articles
    assert figures_apart(articles, digests()) == {}
    assert disagreements(articles, digests()) == []
