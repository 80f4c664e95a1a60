"""The neighbouring fields: questions of their own, none of ours, none taken from the questions that measure.

It does not know how a question is told apart, nor whether one is a good example of its field.
Read next: `knowledge/neighbours.py` and `knowledge/data/neighbours.yaml`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from knowledge.digests import digests
from knowledge.field import plain
from knowledge.neighbours import Neighbour, neighbours
from knowledge.text import fold, is_folded, normalise, squeeze, syllables

FEWEST: Final = 12
SHORTEST: Final = 6
LONGEST: Final = 25
GOLD: Final = Path(__file__).parents[1] / "gold"

OURS_ALONE: Final = (
    "bằng khen", "giấy khen", "thi đua", "khen thưởng", "chiến sĩ thi đua", "lao động tiên tiến", "huân chương",
    "kỷ niệm chương", "gia đình văn hóa", "tiền thưởng", "lương cơ sở", "khen", "biểu dương", "truy tặng",
)  # fmt: skip
"""What no other field asks about: a question with one of these is ours to answer."""


@cache
def _questions() -> tuple[str, ...]:
    return tuple(question for field in neighbours() for question in field.questions)


def _same(words: str) -> str:
    """What two questions that differ in marks, capitals or punctuation alone have in common."""
    return " ".join(syllables(fold(normalise(words))))


def _repeated(questions: Iterable[str], others: Iterable[str]) -> list[str]:
    known = set(map(_same, others))
    return [question for question in questions if _same(question) in known]


def _ours(question: str) -> list[str]:
    """The terms of our field alone that the question uses, with its marks as they are."""
    spoken = f" {' '.join(syllables(normalise(question)))} "
    return [term for term in OURS_ALONE if f" {term} " in spoken]


def test_the_fields_load_each_with_a_name_and_somebody_to_ask() -> None:
    assert neighbours()
    assert not [field.id for field in neighbours() if not field.name.strip() or not field.ask.strip()]


def test_no_id_and_no_name_stands_twice() -> None:
    for key in (lambda field: field.id, lambda field: _same(field.name)):
        assert not [found for found, times in Counter(map(key, neighbours())).items() if times > 1]


@pytest.mark.parametrize("field", [pytest.param(field, id=field.id) for field in neighbours()])
def test_every_field_shows_enough_of_its_questions(field: Neighbour) -> None:
    assert len(field.questions) >= FEWEST


def test_no_question_stands_twice_in_one_field_or_in_two() -> None:
    assert not [found for found, times in Counter(map(_same, _questions())).items() if times > 1]


def test_no_question_uses_a_term_that_our_field_alone_has() -> None:
    assert not {question: terms for question in _questions() if (terms := _ours(question))}


def test_no_question_is_a_way_of_asking_for_a_provision_of_ours() -> None:
    ours = [words for article in digests() for words in article.asked_as]
    ours += [words for article in digests() for clause in article.clauses for words in clause.asked_as]
    assert ours
    assert not _repeated(_questions(), ours)


def test_no_question_is_a_development_question(shared: Path) -> None:
    lines = (shared / "cases" / "questions.dev.jsonl").read_text(encoding="utf-8").splitlines()
    assert not _repeated(_questions(), [json.loads(line)["question"] for line in lines if line.strip()])


def test_no_question_is_a_gold_question() -> None:
    lines = (GOLD / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert not _repeated(_questions(), [json.loads(line)["question"] for line in lines])


def test_no_question_is_a_turn_of_a_gold_dialogue() -> None:
    lines = (GOLD / "followups.jsonl").read_text(encoding="utf-8").splitlines()
    assert not _repeated(_questions(), [turn["question"] for line in lines for turn in json.loads(line)["turns"]])


def test_a_question_is_neither_a_word_nor_a_page() -> None:
    lengths = {question: len(syllables(question)) for question in _questions()}
    assert not [question for question, length in lengths.items() if not SHORTEST <= length <= LONGEST]


def test_a_question_is_written_in_full_with_its_marks() -> None:
    # Questions typed without marks are compared after their marks are restored; here they would be noise.
    assert not [question for question in _questions() if is_folded(question)]
    assert not [question for question in _questions() if squeeze(normalise(question)) != question]


def test_many_questions_share_words_with_our_field() -> None:
    # Far questions are told apart by any measure; those that sound like ours are what the file is for.
    shared_words = (
        "ho so", "thu tuc", "tham quyen", "quyet dinh", "hoi dong", "thuong", "danh hieu", "ky luat", "cong chuc",
        "chu tich", "mau", "thoi han", "uy ban nhan dan", "phong trao", "tieu chuan", "dieu kien", "cong nhan", "xa",
    )  # fmt: skip
    alike = [question for question in _questions() if any(f" {w} " in f" {plain(question)} " for w in shared_words)]
    assert len(alike) * 5 >= len(_questions()) * 2


def test_a_term_of_ours_is_found_whatever_its_capitals_and_not_inside_other_words() -> None:
    assert _ours("Hồ sơ đề nghị tặng Giấy khen gồm những gì?") == ["giấy khen", "khen"]
    assert not _ours("đi thi, đưa giấy tờ gì")
    assert not _ours("lương cơ bản ở công ty là gì")


def test_marks_capitals_and_punctuation_do_not_make_another_question() -> None:
    assert _repeated(["Làm sổ đỏ, mất bao lâu?"], ["lam so do mat bao lau"])
    assert not _repeated(["làm sổ đỏ mất bao lâu"], ["làm sổ hồng mất bao lâu"])
