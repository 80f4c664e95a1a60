from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.restoration import Restorer, count, tokens
from index.syllable_counts import shipped_counts
from knowledge.text import fold

RESTORER = Restorer(*shipped_counts())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ho so xet tang chien si thi dua co so", "hồ sơ xét tặng chiến sĩ thi đua cơ sở"),
        ("ai ky giay khen", "ai ký giấy khen"),
        ("hồ sơ đề nghị khen thuong", "hồ sơ đề nghị khen thưởng"),
        ("khen thưỏng đột xuât", "khen thưởng đột xuất"),
        ("giaasy khen xax thuwowngr bao nhieeu", "giấy khen xã thưởng bao nhiêu"),
        ("có đưocj thuowngr không", "có được thưởng không"),
    ],
)
def test_marks_that_were_not_typed_are_put_back(typed: str, meant: str) -> None:
    assert RESTORER.restore(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "mức thưởng năm 2026",
        "quỹ 10% xài không hết",
        "hệ số 2,34",
        "nấu phở",
        "buồn cười quá",
        "Điều 50 khoản 2",
        "NĐ 152/2025/NĐ-CP",
        "CSTĐCS",
        "",
    ],
)
def test_what_is_right_already_stays(typed: str) -> None:
    assert RESTORER.restore(typed) == typed


def test_a_name_without_marks_is_kept() -> None:
    assert RESTORER.restore("ông Ba được khen thưởng") == "ông Ba được khen thưởng"


def test_numbers_and_capitals_are_never_changed() -> None:
    restored = RESTORER.restore("muc thuong LDTT theo 152/2025/nd-cp nam 2026")
    assert "LDTT" in restored
    assert "152/2025/nd-cp" in restored
    assert "2026" in restored


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyàáảãạăâđêôơư 0123456789.,/-?!()", max_size=80))
def test_restoring_changes_marks_and_slips_but_never_loses_a_word(text: str) -> None:
    assert len(tokens(RESTORER.restore(text))) == len(tokens(text.strip()))


def test_most_syllables_of_real_questions_are_restored(shared: Path) -> None:
    lines = (shared / "cases" / "questions.dev.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["question"].lower() for line in lines]
    right = total = 0
    for question in asked:
        meant, restored = tokens(question), tokens(RESTORER.restore(fold(question)))
        total += len(meant)
        right += sum(a == b for a, b in zip(meant, restored, strict=True))
    assert right / total > 0.97


def test_counts_are_of_syllables_and_neighbours() -> None:
    single, pairs = count(["Thi đua, khen thưởng.\nThi đua"])
    assert single["thi"] == 2
    assert pairs["thi", "đua"] == 2
    assert pairs["đua", "khen"] == 1
