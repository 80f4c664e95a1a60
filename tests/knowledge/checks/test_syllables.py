"""How a Vietnamese syllable is built: what officers write is one, what a slip leaves behind is none."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from knowledge.checks.checking import check_text
from knowledge.syllables import is_syllable
from knowledge.text import normalise

ON = date(2026, 3, 1)
MOST_IN_A_THOUSAND = 1
"""Of small words with marks in official texts; what is left over are words that were typed together."""


RIGHT = "nghiệp giếng gìn quýt quyền khuỷu xoèn thuở ngoằn nguyệt hoà hòa uỷ ủy giữa gì kỹ yếu ảnh ưu ướt chuếch"
WRONG = "nghành đươc viêc ngừơi cê kộng gê ghà ngiệm nghã trưòng thốg thựchiện bằg tậap"


@pytest.mark.parametrize("word", RIGHT.split())
def test_a_syllable_is_one(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", WRONG.split())
def test_what_a_slip_leaves_is_none(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("sentence", "kind", "text", "right"),
    [
        ("Các nghành phối hợp tốt.", "syllable_odd", "nghành", None),
        ("Công tác này đươc quan tâm.", "syllable_odd", "đươc", None),
        ("Các đơn vị thựchiện đúng quy định.", "joined", "thựchiện", "thực hiện"),
        ("Các đơn vị thamgia đầy đủ.", "joined", "thamgia", "tham gia"),
    ],
)
def test_a_slip_is_told_with_what_it_should_be_where_that_is_plain(
    sentence: str, kind: str, text: str, right: str | None
) -> None:
    (found,) = check_text(sentence, ON)
    assert (found.kind, found.text, found.replacement) == (kind, text, right)


@pytest.mark.parametrize(
    "sentence", ["Xã có 3 kilôgam giống, 2 km² rừng, đồng bào Brâu, Kạn và Đắk Lắk.", "Dùng Facebook, Zalo."]
)
def test_names_measures_and_foreign_words_are_let_be(sentence: str) -> None:
    assert [one for one in check_text(sentence, ON) if one.kind in ("syllable_odd", "joined")] == []


def test_official_texts_hardly_ever_have_one(shared: Path) -> None:
    counted: Counter[bool] = Counter()
    with (shared / "retrieval" / "train" / "passages.jsonl").open(encoding="utf-8") as lines:
        for _, line in zip(range(600), lines, strict=False):
            for word in re.findall(r"[^\W\d_]{2,}", normalise(json.loads(line)["text"])):
                if word.islower() and not word.isascii():
                    counted[is_syllable(word)] += 1
    assert counted.total() > 50_000
    assert counted[False] / counted.total() < MOST_IN_A_THOUSAND / 1000
